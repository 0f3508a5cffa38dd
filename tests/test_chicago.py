"""Works as we print them beside the same as citeproc prints them in Chicago's style: at most two of a hundred differ.

Compared are 304 invented works of all types (tests/cases/chicago.bib; `python -m bench.chicago` makes the table of what
citeproc prints) and the works of this edition, which are printed anew. Why we print a work otherwise stands in
tests/cases/chicago_otherwise.tsv; what is not compared, in `bench.chicago`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bench.chicago import alike, comparable, compared

from conftest import HERE, REPOSITORY
from variorum.reading.works import parse_works
from variorum.works.description import describe
from variorum.works.runs import plain

MOST = 0.02
TEXT = (HERE / "cases" / "chicago.bib").read_text(encoding="utf-8")
WORKS, PROBLEMS = parse_works(comparable(TEXT))
ROWS = dict(line.split("\t") for line in (HERE / "cases" / "chicago.tsv").read_text(encoding="utf-8").splitlines()[1:])
COMPARED = [key for key, said in ROWS.items() if said]  # letters are left out of the list


def otherwise(bibliography: str) -> Mapping[str, str]:
    """Return why works of a bibliography are printed otherwise, by their keys."""
    rows = (HERE / "cases" / "chicago_otherwise.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {key: why for name, key, why in (row.split("\t") for row in rows) if name == bibliography}


OTHERWISE = otherwise("tests/cases/chicago.bib")


def test_the_works_can_be_read():
    assert PROBLEMS == ()
    assert list(WORKS) == list(ROWS)
    assert len(ROWS) - len(COMPARED) == 1


@pytest.mark.parametrize("key", COMPARED)
def test_a_work_is_printed_as_citeproc_prints_it(key):
    ours = plain(describe(WORKS[key]))
    assert alike(ours, ROWS[key]) == (key not in OTHERWISE), f"{ours}\n{ROWS[key]}"


def test_few_differ_and_each_for_a_reason():
    assert len(OTHERWISE) <= MOST * len(COMPARED)
    assert all(OTHERWISE.values())


def test_works_of_this_edition_that_differ_are_few_and_each_has_its_reason():
    ours, theirs = compared((REPOSITORY / "references.bib").read_text(encoding="utf-8"))
    differing = {key: (words, theirs[key]) for key, words in ours.items() if not alike(words, theirs[key])}
    assert len(ours) > 300
    assert len(differing) <= MOST * len(ours)
    known = otherwise("references.bib")
    assert {key: words for key, words in differing.items() if not known.get(key)} == {}
