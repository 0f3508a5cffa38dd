"""252 invented works of all types, as citeproc prints them in Chicago's style; the table is tests/cases/chicago.tsv.

`python -m bench.chicago` makes the table anew. Where we print otherwise, the reason stands here.
"""

from __future__ import annotations

import pytest
from bench.chicago import alike

from conftest import HERE
from variorum.reading.works import parse_works
from variorum.works.description import describe
from variorum.works.runs import plain

WORKS, PROBLEMS = parse_works((HERE / "cases" / "chicago.bib").read_text(encoding="utf-8"))
ROWS = dict(line.split("\t") for line in (HERE / "cases" / "chicago.tsv").read_text(encoding="utf-8").splitlines()[1:])
OTHERWISE = {
    "book010": "“Revised.” alone is no sentence: “Revised edition.”",
    "book041": "about 1890: Chicago 14.145 has [ca. 1890]; [1890?] is for a year that is doubtful",
    "book059": "useprefix says that the particle counts: de Gaulle, Charles (Chicago 16.71)",
    "inproceedings114": "a paper with pages of a printed book stands in that book, with its publisher",
    "inproceedings115": "the same",
    "letter226": "citeproc leaves letters out of the list; whoever cites one finds it in ours",
    "software240": "“Version 2.0”, as in Chicago 14.268",
}


def test_the_works_can_be_read():
    assert PROBLEMS == ()
    assert list(WORKS) == list(ROWS)


@pytest.mark.parametrize("key", ROWS)
def test_a_work_is_printed_as_citeproc_prints_it(key):
    ours = plain(describe(WORKS[key]))
    assert alike(ours, ROWS[key]) == (key not in OTHERWISE), f"{ours}\n{ROWS[key]}"
