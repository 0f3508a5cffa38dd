"""Into which gatherings a book of many passages is parted, so that no compiler holds all of it. Pure.

In: a manuscript, and where everything stood in the last pass. Out: the lines of each gathering.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from variorum.sphinx_ext.pdf.manuscript import Heading, Manuscript, Mark

# Lines of code; a passage is one, or two with its translation. A compiler takes about 100 kB for each.
LINES_OF_A_GATHERING = 10_000
STAND_IN = 10_000  # how far to the right the first heading of another gathering stands, in pt: no page is so wide


@dataclass(frozen=True, slots=True)
class Gathering:
    """A run of whole chapters that one compiler sets."""

    first: int  # of its lines in the manuscript
    last: int  # the first that is not its own
    above: int  # how many headings stand above its first


@dataclass(frozen=True, slots=True)
class Printed:
    """A gathering that is set: a file with the pages of the whole book, of which only some are its own."""

    path: Path
    pages: range  # its own, counted from 0
    above: int  # its first headings, which only stand above its own


def gatherings(manuscript: Manuscript, most: int) -> Sequence[Gathering]:
    """Return the gatherings of the text: of about the same length, and none longer than `most` unless a chapter is."""
    begins = manuscript.begins
    ends = [*list(begins.values())[1:], len(manuscript.lines)]
    lengths = [last - first for first, last in zip(begins.values(), ends, strict=True)]
    levels: dict[str, int] = {}
    for id_, heading in manuscript.headings.items():
        levels.setdefault(id_.partition(":")[0], heading.level)
    docnames = list(begins)
    return [
        Gathering(begins[docnames[first]], ends[last - 1], levels.get(docnames[first], 1) - 1)
        for first, last in pairwise(cuts(lengths, most))
    ]


def cuts(lengths: Sequence[int], most: int) -> Iterator[int]:
    """Yield before which chapters a new gathering begins, and where the last ends."""
    whole = sum(lengths)
    share = whole / -(-whole // most)  # all alike, so that the last is no remnant
    here = 0
    yield 0
    for number, length in enumerate(lengths):
        if here and (here + length > most or here + length / 2 > share):
            yield number
            here = 0
        here += length
    yield len(lengths)


def stand_ins(
    manuscript: Manuscript, marks: Sequence[Mark], rests: Mapping[str, Sequence[str]], first: int
) -> Sequence[str]:
    """Return what stands for the headings of the text on each of its pages, from the first to the last with a heading.

    `marks` are those of the text, `rests` are the notes that follow each part: they have a heading too.
    """
    notes = {f"entry {ids[0]}": Heading(2, "rest-title") for ids in rests.values()}
    known = manuscript.headings | notes
    found = ((mark.page, known[mark.id]) for mark in marks if mark.id in known)
    pages: dict[int, list[str]] = {}
    for number, (page, heading) in enumerate(found):
        code = f"stand-in({STAND_IN + number}, {heading.level}, {heading.code})"
        pages.setdefault(page, []).append(code)
    return [";".join(pages.get(page, ())) for page in range(first, max(pages, default=0) + 1)]
