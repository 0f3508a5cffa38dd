"""Lemmata that may not be meant: the table is tests/cases/doubtful_lemmata.toml."""

from __future__ import annotations

import tomllib

import pytest

from conftest import HERE, real_edition
from variorum.checking.lemmata import LEMMA_RULES
from variorum.editing.new_annotation import place_at
from variorum.model.passages import Passage, PassageKind
from variorum.model.span import Span
from variorum.text.anchoring import locate
from variorum.text.doubtful_lemmata import cut_word, has_words

CASES = tomllib.loads((HERE / "cases" / "doubtful_lemmata.toml").read_text(encoding="utf-8"))["case"]


def marked(case) -> tuple[str, Span]:
    head, _, rest = case["text"].partition("[")
    words, _, tail = rest.partition("]")
    return head + words + tail, Span(len(head), len(head) + len(words))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_what_is_left_of_a_word(case):
    assert cut_word(*marked(case)) == (case.get("before", ""), case.get("after", ""))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_a_place_says_by_itself_that_a_part_of_a_word_is_meant(case):
    text, span = marked(case)
    place = place_at(Passage("1", PassageKind.PARAGRAPH, 1, 1, text, ""), span)
    assert locate(text, place.lemma, place.before, place.after) == span
    assert bool(place.before) >= ("before" in case)
    assert bool(place.after) >= ("after" in case)


@pytest.mark.parametrize("lemma", ["“ – ”", "…", "†", "ा"])
def test_punctuation_is_no_word(lemma):
    assert not has_words(lemma)


@pytest.mark.parametrize("lemma", ["a", "7", "€", "字"])
def test_a_letter_a_figure_or_a_sign_is(lemma):
    assert has_words(lemma)


def test_the_edition_has_no_doubtful_lemma():
    edition = real_edition()
    assert [problem for rule in LEMMA_RULES for problem in rule(edition)] == []
