"""The rows of a table in USFM (`\\tr \\th1 Day \\tc2 Name \\tcr3-4 12`): markers in, cells for the scribe out.

The number of a marker says the column; two say that a cell goes over several.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field

from variorum.importing.cell_places import MERGED, SEVERAL_IN_ROW
from variorum.importing.scribe import Scribe
from variorum.importing.witness import Mark, Unit
from variorum.model.passages import PassageKind
from variorum.model.span import Span

CELLS = frozenset({"th", "thr", "thc", "tc", "tcr", "tcc"})  # with the side on which the words of a column stand
_HEADS = "th"
_WIDEST = 100  # columns; more is a slip


@dataclass(slots=True)
class Rows:
    """The row that we are in, if we are in one."""

    scribe: Scribe
    unit: Unit | None = None
    heads: list[bool] = field(default_factory=list)  # of each cell, whether it is a head
    cell_at: int = 0  # where in the words of the row its last cell begins
    label: ExitStack = field(default_factory=ExitStack)  # the mark of a head that stands open

    def begin(self) -> None:
        """Begin a row."""
        self.scribe.open(PassageKind.TABLE_ROW)
        self.unit, self.heads, self.cell_at = self.scribe.unit, [], 0

    def cell(self, name: str, number: str) -> None:
        """Begin a cell: `name` and `number` are those of its marker."""
        self.label.close()
        first, _, last = number.partition("-")
        column = min(int(first or len(self.heads) + 1), _WIDEST)
        self.scribe.cell(column - 1)
        if last:
            self.scribe.guess(MERGED)
        self.heads.append(name.startswith(_HEADS))
        self.cell_at = len(self.unit.text) if self.unit else 0
        if self.heads[-1]:
            self.label.enter_context(self.scribe.marked("label"))

    def takes_verse(self, locus: str) -> bool:
        """Whether a verse that begins here is one of the row: it begins with a cell. Its first names the row."""
        if self.unit is None or self.unit.text[self.cell_at :].strip():
            return False
        if self.unit.locus:
            self.scribe.guess(SEVERAL_IN_ROW)
        self.unit.locus = self.unit.locus or locus
        return True

    def end(self) -> None:
        """End the row; where all of its cells are heads, the row is one."""
        self.label.close()
        unit, self.unit = self.unit, None
        if unit and len(self.heads) > 1 and all(self.heads):
            unit.marks = [mark for mark in unit.marks if mark.feature != "label"]
            unit.marks.append(Mark(Span(0, len(unit.text.rstrip())), "label"))
        if unit and unit is self.scribe.unit:
            self.scribe.close()
