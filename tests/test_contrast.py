"""What is marked where the passages of a parallel stand side by side."""

from __future__ import annotations

from itertools import pairwise

import pytest

from conftest import MINI, real_edition
from variorum.model.kinds import RELATIONS
from variorum.parallels.differences import contrasting_words
from variorum.reading import read_edition
from variorum.text.names import Namer


@pytest.fixture(scope="module")
def small():
    return read_edition(MINI)


def marked(edition, parallel):
    spans = contrasting_words(edition, parallel, Namer(edition.names.values()))
    return [
        [s.of(edition.quoted(item).text) for s in spans.get(number, ())]
        for number, item in enumerate(parallel.passages)
    ]


def test_years_that_differ_are_marked_whatever_their_digits(small):
    assert marked(small, small.parallel("building")) == [["1901"], ["सन् १९०२"]] or marked(
        small, small.parallel("building")
    ) == [["1901"], ["१९०२"]]


def test_nothing_is_marked_where_the_sources_agree(small):
    assert marked(small, small.parallel("mayor")) == [[], []]


def test_marks_of_the_real_edition_lie_in_their_words_and_in_order():
    edition = real_edition()
    namer = Namer(edition.names.values())
    number_of_marks = 0
    for parallel in edition.parallels:
        spans = contrasting_words(edition, parallel, namer)
        assert RELATIONS[parallel.relation].disagrees or not spans
        for number, found in spans.items():
            length = len(edition.quoted(parallel.passages[number]).text)
            assert all(0 <= s.start < s.end <= length for s in found)
            assert all(a.end <= b.start for a, b in pairwise(found))
            number_of_marks += len(found)
    assert number_of_marks > 100
