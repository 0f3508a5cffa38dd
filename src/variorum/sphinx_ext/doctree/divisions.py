"""The editors' divisions of a source: a section with a title in brackets, so that nobody takes it for the source's.

In: a page, a source and one of its divisions. Out: the empty section that the passages of the division are put into,
and the way through the page that the years of all divisions make.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes

from variorum.model.passages import Division
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.page import Page
from variorum.text.dates import days_of, readable
from variorum.text.line_joining import in_one_line
from variorum.wording.messages import Wording


class YearsTold(NamedTuple):
    """A step of the way through a source by the years that it tells of."""

    anchor: str  # id of the section on the page, e.g. "division-p12" or "h3"
    years: str  # short, e.g. "1894–99"
    title: str  # of the division, or the heading of the source


def division_section(page: Page, source: Source, division: Division) -> nodes.section:
    """Return the section of a division, with its title and nothing else; a heading of the source needs none."""
    section = nodes.section(ids=[_anchor(source, division)], classes=["division"])
    years = f", {readable(division.years, page.wording)}" if division.years else ""
    section += nodes.title("", f"[{division.title}{years}]")
    return section


def years_told(source: Source, wording: Wording) -> Iterator[YearsTold]:
    """Yield the divisions of a source that tell of known years, in the order of the text."""
    for division in source.divisions:
        passage = source.passage(division.locus)
        if division.years and passage:
            title = division.title or in_one_line(passage.text)
            yield YearsTold(_anchor(source, division), wording.figures(_short(division.years)), title)


def _anchor(source: Source, division: Division) -> str:
    passage = source.passage(division.locus)
    at = passage.anchor if passage else division.locus
    return f"division-{at}" if division.title else at


def _short(years: str) -> str:
    """Return the years that a date allows as one writes them in a row: “1917”, “1917–22”, “1898–1904”."""
    days = days_of(years)
    if not days:
        return years
    first, last = str(days[0][0]), str(days[1][0])
    if first == last:
        return first
    return f"{first}–{last[2:] if len(last) == len(first) == 4 and last[:2] == first[:2] else last}"
