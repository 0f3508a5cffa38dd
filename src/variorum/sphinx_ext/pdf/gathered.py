"""A book of many passages on its way through the compiler: in gatherings, one after the other, then joined.

In and out as for a `Book`; so is what comes out, but for fonts that stand in the file once for each gathering. The
first gathering is what stands before the text: its contents and its outline are those of all. How the pages of others
stand in for them says `gathering.typ`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from variorum.sphinx_ext.pdf.finishing import finish_joined
from variorum.sphinx_ext.pdf.gatherings import LINES_OF_A_GATHERING, Gathering, Printed, gatherings, stand_ins
from variorum.sphinx_ext.pdf.manuscript import Manuscript, Mark
from variorum.sphinx_ext.pdf.places import Places
from variorum.sphinx_ext.pdf.surveys import Surveys
from variorum.sphinx_ext.pdf.typesetting import Book, mark_of

_ENDS = "gathering ends"  # the mark on the page behind a gathering


def is_long(manuscript: Manuscript) -> bool:
    """Whether a book has so many passages that one compiler should not hold them.

    Authors' own code may hold headings or ask for what stands elsewhere: with it a book is always set at once.
    """
    return len(manuscript.lines) > LINES_OF_A_GATHERING and bool(manuscript.begins) and not manuscript.foreign


@dataclass(frozen=True)
class LongBook(Book):
    """A book that is set in gatherings."""

    pages: list[range] = field(default_factory=list)  # of each gathering, counted from 0, as it was last set

    def _survey(self, places: Places, surveys: Surveys) -> list[Mark]:
        self._json("places.json", places)
        return self._one_by_one(places, lambda _: self._asked(places, surveys), drawn=False)

    def _print(self, places: Places) -> tuple[list[Mark], tuple[str, ...]]:
        self._json("places.json", places)
        warnings: list[str] = []

        def set_one(number: int) -> list[Mark]:
            warnings.extend(self._run(self._step))
            (self.folder / "book.pdf").replace(self._path(number))
            return [mark_of(m) for m in self._surveyed()]

        marks = self._one_by_one(places, set_one, drawn=True)
        return marks, tuple(warnings)

    def _heights(self, wanted: Sequence[tuple[str, int, bool]]) -> list[float]:
        self._notes(set(self.manuscript.notes))
        return super()._heights(wanted)

    def _finish(self, *, mended: bool) -> bytes:
        above = [0, *(gathering.above for gathering in self._gatherings)]
        printed = [
            Printed(self._path(number), pages, standing_in)
            for number, (pages, standing_in) in enumerate(zip(self.pages, above, strict=True))
        ]
        out = finish_joined(printed, mended=mended, labelled=self.manuscript.labelled, bleed=self.format.bleed)
        for gathering in printed:
            gathering.path.unlink()
        return out

    # --- the gatherings -----------------------------------------------------------------------------------------------

    @property
    def _gatherings(self) -> Sequence[Gathering]:
        return gatherings(self.manuscript, LINES_OF_A_GATHERING)

    def _path(self, number: int) -> Path:
        return self.folder / f"book-{number}.pdf"

    def _one_by_one(self, places: Places, told: Callable[[int], list[Mark]], *, drawn: bool) -> list[Mark]:
        """Let the compiler do a pass over each gathering, what stands before the text last: it lists all headings.

        `told` does it, and returns where everything stands. In a survey that comes first nobody knows how many pages
        stand before the text: it is surveyed as if there were none, which moves no line.
        """
        old = self.pages or [range(0)]
        before, whole = len(old[0]), sum(map(len, old))
        text: list[Mark] = []
        pages = [range(before)]
        for number, gathering in enumerate(self._gatherings, 1):
            at = pages[-1].stop
            after = whole - sum(map(len, old[: number + 1])) if drawn else 0
            self._write_gathering(gathering, at, at - before, after)
            own, end = _parted(told(number))
            text += own
            pages.append(range(at, end))
        headings = stand_ins(self.manuscript, text, places.get("rests", {}), before + 1)
        self._write_front([*headings, *[""] * (whole - before - len(headings) if drawn else 0)])
        front, end = _parted(told(0))
        pages[0] = range(end)
        self.pages[:] = pages
        return front + [replace(mark, page=mark.page + end - before) for mark in text]

    def _write_gathering(self, own: Gathering, before: int, printed: int, after: int) -> None:
        """Write a part of the text; each line stands where it stands in the whole."""
        lines = self.manuscript.lines
        codes = (line.code if own.first <= n < own.last else "" for n, line in enumerate(lines[: own.last]))
        leading = f"#leading({before}, {printed}, {own.above})" if before else ""
        begin = f'#import "gathering.typ": *; #set page(numbering: "1"); {leading}'
        blank = [""] * (len(self.head) - _FRAME - 1)
        frame = self.head[:_FRAME]
        self._text("main.typ", [*frame, begin, *blank, *codes, "#vacant(ending)", f"#vacants({after})", "#survey"])
        docnames = self._docnames(own)
        self._notes({id_ for id_, part in self.manuscript.parts.items() if part in docnames})

    def _docnames(self, own: Gathering) -> set[str]:
        return {name for name, first in self.manuscript.begins.items() if own.first <= first < own.last}

    def _write_front(self, headings: Sequence[str]) -> None:
        """Write what stands before the text, and for each page of the text nothing but what stands for its headings."""
        own = self.manuscript.lines[: next(iter(self.manuscript.begins.values()))]
        codes = (line.code for line in own)
        first, *others = headings or [""]
        pages = [f"#vacant({{ending;{first}}});", *(f"#vacant({{{code}}});" for code in others)]
        imported = '#import "gathering.typ": *; #let call-again = call-from-contents'
        self._text("main.typ", [*self.head, *codes, imported, *pages, *self._attachments(), "#survey"])
        self._notes(set())


_FRAME = 2  # lines of the head that say what the book is: imports and shapes


def _parted(marks: Sequence[Mark]) -> tuple[list[Mark], int]:
    """Return the marks of a gathering, and the number of its last page."""
    return [m for m in marks if m.id != _ENDS], next(m.page for m in marks if m.id == _ENDS) - 1
