"""Values that we write into front matter and source.toml are read back as they were."""

from __future__ import annotations

import tomllib

import pytest
import yaml

from variorum.importing.source_files import about_source, title_from
from variorum.model.span import Span
from variorum.reading.files import load_toml
from variorum.text.excerpt import around, beginning
from variorum.text.quoting import quoted


@pytest.mark.parametrize("words", ['He said "no"', "a\\b", "line\nline\ttab", "\x0b\x1f\x7f", "१९०६ — “ja”", ""])
def test_quoted_words_come_back_from_yaml_and_toml(words: str) -> None:
    assert tomllib.loads(f"a = {quoted(words)}")["a"] == words
    assert yaml.safe_load(f"a: {quoted(words)}")["a"] == words


def test_a_title_with_a_control_character_imports_as_a_file_that_can_be_read() -> None:
    toml = about_source([("title", title_from("A\x0btitle\u200b\n\nWords.\n")), ("order", 1)])
    assert load_toml("sources/a/source.toml", toml)["title"] == "Atitle"


@pytest.mark.parametrize(
    ("text", "room", "cut"),
    [("short", 5, "short"), ("two words", 8, "two …"), ("one, two", 6, "one …"), ("Langeslangeord", 5, "Lange …")],
)
def test_a_long_text_is_cut_between_words(text: str, room: int, cut: str) -> None:
    assert beginning(text, room) == cut


def test_words_are_shown_with_whole_words_beside_them() -> None:
    text = "the mayor of the town wept for a long time"
    assert around(text, Span(22, 26), 8) == ("… town ", "wept", " for a …")
    assert around(text, Span(22, 26), 99) == (text[:22], "wept", text[26:])
    assert around("小舟橫渡口明月照江心欲問歸何處", Span(5, 6), 2) == (
        "… 渡口",
        "明",
        "月照 …",
    )  # each letter is a word
