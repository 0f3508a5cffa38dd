"""Finding the words of a lemma: the table is tests/cases/locate.toml."""

from __future__ import annotations

import random
import tomllib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import HERE
from variorum.model.span import Span
from variorum.text.anchoring import Miss, locate, match_key

CASES = tomllib.loads((HERE / "cases" / "locate.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_locate(case):
    result = locate(case["text"], case["lemma"], case.get("before", ""), case.get("after", ""))
    if "found" in case:
        assert isinstance(result, Span), result
        assert case["text"][result.start : result.end] == case["found"]
        at = -1
        for _ in range(case.get("nth", 1)):
            at = case["text"].index(case["found"], at + 1)
        assert result.start == at
    else:
        assert isinstance(result, Miss), result
        assert result.reason == case["miss"]
        assert result.count == case.get("count", 0)
        assert result.suggestion == case.get("suggestion", "")


@settings(deadline=None)
@given(st.text(max_size=60), st.data())
def test_what_is_found_is_what_was_looked_for(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lemma = text[start:end]
    result = locate(text, lemma)
    if isinstance(result, Span):
        folded, wanted = match_key(text[result.start : result.end])[0].strip(), match_key(lemma.strip())[0].strip()
        assert text[result.start : result.end] == lemma.strip() or folded == wanted


@settings(deadline=None)
@given(st.text(max_size=80))
def test_folding_maps_every_place_back_in_order(text):
    folded, origin = match_key(text)
    assert len(origin) == len(folded) + 1
    assert origin == sorted(origin)
    assert origin[-1] == len(text)


def test_neighbours_are_compared_as_if_all_of_the_text_were_folded():
    """Only as much is folded as tells; nothing that can be folded away may make a difference."""
    random_ = random.Random(1903)
    letters = ["a", "e\u0301", "ab", " ", "\n\n", "\u00ad", "“", "-", "क्\u200dष", "ि", "\u200b" * 40, "xyz" * 15, "fi"]

    def squeezed(words: str) -> str:
        return "".join(match_key(words)[0].split())

    for _ in range(300):
        before, after = ("".join(random_.choices(letters, k=random_.randrange(12))) for _ in range(2))
        wanted = before[random_.randrange(len(before) + 1) :], after[: random_.randrange(len(after) + 1)]
        text = before + "Lemma" + after
        at = Span(len(before), len(before) + 5)
        meets = squeezed(before).endswith(squeezed(wanted[0])) and squeezed(after).startswith(squeezed(wanted[1]))
        found = locate(text, "Lemma", *wanted)
        assert (found == at) == (meets and not is_mark(after[:1])), (text, wanted)


def is_mark(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter)[0] == "M"


@pytest.mark.parametrize(
    ("lemma", "found"),
    [
        ("神創造", "神\n 創造"),
        ("神 創造", "神\n 創造"),
        ("造天", "造天"),
        ("地。 Oslo", "地。\nOslo"),
        ("地。Oslo", None),
    ],
)
def test_words_across_an_end_of_a_line_are_found_as_they_are_shown_in_scripts_without_blanks(lemma, found):
    """On pages no blank stands there; one that is typed does no harm."""
    text = "起初神\n 創造天地。\nOslo"
    span = locate(text, lemma)
    assert (span.of(text) if isinstance(span, Span) else None) == found
