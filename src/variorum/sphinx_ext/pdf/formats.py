"""The measures of the book for each paper. All in pt unless said otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from variorum.sphinx_ext.pdf.placing import Column

MM = 72 / 25.4
WITHOUT_NOTES = 6.0  # beside a text that has no notes there
SMALLEST_NOTE_PT = 7.0  # no letter of a note is smaller: notes that do not fit go on to the next page instead
JUSTIFIED_EM = 32  # a column as wide as so many letters are high is justified without hyphens
SMALLEST_SCALE = 0.88  # nor does a note shrink below this part of its size


@dataclass(frozen=True, slots=True)
class Format:
    """Page, margins and sizes."""

    width: float
    height: float
    inner: float  # margin at the spine (single-sided: where lines begin)
    outer: float  # from the notes to the edge
    note_width: float
    size: float  # of the text's letters, e.g. 9.6
    note_size: float  # of the notes' letters at their largest, e.g. 7.0
    two_sided: bool = True
    from_right: bool = False  # the language of the book runs from the right, and its spine is there
    notes: str = "margin"  # or "foot" (of the page), "end" (after each source), or "none" (the text alone)
    colour: bool = False  # signs of kinds and relations in their colours, not grey
    bleed: float = 0.0  # round a page, with marks where it is cut; 0: none
    gutter: float = 4.5 * MM  # between text and notes
    top: float = 19 * MM
    bottom: float = 17 * MM
    columns: int = 3  # of a parallel's passages
    contents_depth: int = 3
    gap: float = 4.2  # between two notes

    @property
    def scales(self) -> tuple[float, ...]:
        """The sizes of notes that are tried on a crowded page, as parts of the largest; none is hard to read."""
        least = max(SMALLEST_SCALE, SMALLEST_NOTE_PT / self.note_size)
        return (1.0,) if least >= 1 else (1.0, round((1 + least) / 2, 4), least)

    @property
    def text_width(self) -> float:
        """How wide the text is."""
        return self.width - self.inner - self.beside - self.outer

    @property
    def beside(self) -> float:
        """How much room the notes take beside the text."""
        return self.note_width + self.gutter if self.notes == "margin" else WITHOUT_NOTES

    @property
    def column(self) -> Column:
        """The margin of a page; it may reach a little below the text."""
        return Column(self.top, self.height - self.bottom + 6, self.gap, self.scales, late=1.5 * self.note_size)

    @property
    def number_width(self) -> float:
        """How much room the numbers of passages have."""
        return self.inner - 14

    def left_page(self, page: int) -> bool:
        """Whether the notes of a page stand to the left of its text."""
        return (self.two_sided and page % 2 == 0) != self.from_right

    def text_left(self, page: int) -> float:
        """Where the text of a page begins."""
        return self.outer + self.beside if self.left_page(page) else self.inner

    def note_left(self, page: int) -> float:
        """Where the notes of a page begin."""
        return self.outer if self.left_page(page) else self.inner + self.text_width + self.gutter

    def settings(self) -> dict[str, Any]:
        """Return what `base.typ` reads as G."""
        names = ("width", "height", "inner", "outer", "note_width", "size", "note_size", "two_sided", "gutter", "top")
        others = ("notes", "colour", "beside", "bottom", "columns", "contents_depth", "gap", "scales", "number_width")
        measures = {name: getattr(self, name) for name in names + others}
        wide = self.text_width >= JUSTIFIED_EM * self.size
        return measures | {"margin_height": self.column.height, "justify_unbroken": wide}


def _paper(
    width: float, height: float, inner: float, outer: float, notes: float, *, size: float, note: float
) -> Format:
    """Return a format; lengths in mm, sizes of letters in pt."""
    return Format(width * MM, height * MM, inner * MM, outer * MM, notes * MM, size, note)


FORMATS: Mapping[str, Format] = {
    "170x240": _paper(170, 240, 16, 11, 59, size=9.6, note=7.4),
    "a4": _paper(210, 297, 20, 14, 68, size=10.5, note=7.6),
    "letter": _paper(215.9, 279.4, 21, 14, 70, size=10.5, note=7.6),
    "large-print": replace(_paper(210, 297, 20, 17, 60, size=18, note=16.5), notes="foot", columns=1),
    "a5": _paper(148, 210, 13, 8, 52, size=8.8, note=7.0),
}
NOTES = ("margin", "foot", "end", "none")
SMALLEST_MM, LARGEST_MM = 100, 420  # of a page that is given by its measures


def format_of(paper: str) -> Format | None:
    """Return the format of a name, or of measures in mm (`156x234`, drawn like 170x240); None if there is none."""
    if paper in FORMATS:
        return FORMATS[paper]
    found = re.fullmatch(r"(\d+)x(\d+)", paper)
    if found is None or not all(SMALLEST_MM <= int(side) <= LARGEST_MM for side in found.groups()):
        return None
    width, height = int(found[1]), int(found[2])
    part = width / 170
    size = min(10.5, max(8.8, 9.6 * part))
    return _paper(width, height, 16 * part, 11 * part, 59 * part, size=size, note=max(SMALLEST_NOTE_PT, 7.4 * part))
