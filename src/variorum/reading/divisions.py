"""A source's divisions.tsv in, its Divisions out: where a long text turns to something else, in the editors' words.

The table has the columns from, title and years. A division without a title opens with a heading of the source and bears
its words; the years, in EDTF, are those that the text tells of. A source without the file has no divisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from variorum.model.limits import MAX_CONTRIBUTION_BYTES, MAX_VALUE_CHARS
from variorum.model.passages import Division
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.reading.beside_source import read_beside
from variorum.reading.files import ParseCache, decode_contribution
from variorum.reading.tables import table_rows
from variorum.text.dates import days_of

_COLUMNS = ("from", "title", "years")


def read_divisions(root: Path, source: Source, cache: ParseCache) -> tuple[tuple[Division, ...], list[Problem]]:
    """Read the divisions of a source in the order of its text; rows that cannot be used are left out and named."""
    read = read_beside(root, source, "divisions.tsv", MAX_CONTRIBUTION_BYTES, _read_divisions, cache)
    return read.found, read.problems


def _read_divisions(path: str, data: bytes, source: Source) -> tuple[tuple[Division, ...], tuple[Problem, ...]]:
    order = {passage.locus: number for number, passage in enumerate(source.citable)}
    divisions: list[Division] = []
    problems: list[Problem] = []
    for number, cells in table_rows(path, decode_contribution(path, data), _COLUMNS, problems):
        division = Division(*cells)
        wrong = list(_wrong(path, number, division, source, order, divisions))
        problems += wrong
        if not wrong:
            divisions.append(division)
    return tuple(divisions), tuple(problems)


def _wrong(
    path: str, line: int, division: Division, source: Source, order: dict[str, int], before: list[Division]
) -> Iterator[Problem]:
    """Yield why a division cannot be made, given those before it."""
    passage = source.passage(division.locus)
    if passage is None:
        message = f"{source.siglum} has no passage “{division.locus}”; write the locus of the first passage"
        yield Problem(path, line, "passage-unknown", message)
        return
    if before and order[division.locus] <= order[before[-1].locus]:
        message = f"{division.locus} does not stand after {before[-1].locus}; keep the order of the text"
        yield Problem(path, line, "division-order", message)
    if passage.is_heading and division.title:
        message = f"{division.locus} is a heading of the source and bears its own words; leave the title empty"
        yield Problem(path, line, "value-invalid", message)
    elif not passage.is_heading and not division.title:
        yield Problem(path, line, "value-invalid", f"{division.locus} is no heading of the source; write a title")
    if len(division.title) > MAX_VALUE_CHARS:
        yield Problem(path, line, "value-invalid", f"a title has at most {MAX_VALUE_CHARS} characters")
    if division.years and not days_of(division.years):
        message = f"“{division.years}” is no date in EDTF; write years such as 1917 or 1917/1921"
        yield Problem(path, line, "date-invalid", message)
