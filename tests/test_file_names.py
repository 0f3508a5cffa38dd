"""What a note is called: tests/cases/slugs.toml; the page gives the same names as the terminal."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from conftest import HERE, MINI
from node import called
from variorum.editing.new_annotation import Place, free_id
from variorum.model.passages import Passage, PassageKind
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.reading.files import is_id
from variorum.text.transliteration import digest, slug

CASES = tomllib.loads((HERE / "cases" / "slugs.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"])
def test_words_become_plain_letters(case):
    assert slug(case["words"]) == case["slug"]
    assert is_id(case["note"])


def test_a_note_is_named_for_its_source_and_words():
    edition = read_edition(MINI)
    source = replace(edition.sources[1], siglum="Ne")
    passage = Passage("12", PassageKind.PARAGRAPH, 1, 1, "", "")
    for case in CASES:
        place = Place(passage, Span(0, 1), case["words"])
        assert free_id(edition, source, place) == case["note"]


def test_no_two_notes_are_called_the_same():
    edition = read_edition(MINI)
    (source, *_) = (s for s in edition.sources if s.annotations)
    taken = replace(source.annotations[0], id="al-built-in-1901")
    edition = replace(edition, sources=(replace(source, annotations=(taken,)), *edition.sources[1:]))
    place = Place(source.citable[0], None, "built in 1901")
    assert free_id(edition, source, place) == "al-built-in-1901-2"


def test_the_page_gives_the_same_names():
    expression = "(words) => [module.exports.slug(words), module.exports.stemOf('Ne', '12', words)]"
    named = called("static/annotate.js", expression, ([case["words"]] for case in CASES))
    assert named == [[case["slug"], case["note"]] for case in CASES]


def test_names_that_are_said_alike_are_told_apart():
    assert slug("कल") == slug("कल्")
    assert digest("1", "कल") != digest("1", "कल्") != digest("2", "कल्")
