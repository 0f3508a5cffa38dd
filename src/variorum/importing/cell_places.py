"""In which columns the cells of a table stand, when some go over several: cells row by row in, numbers of columns out.

A row of a table in text.txt has as many cells as columns; a merged cell stands in its first one, in its first row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_WIDEST_SPAN = 100  # columns or rows of one cell; more is a slip, and would be as many signs in the text
MERGED = (
    "a cell goes over several columns or rows: its words stand in the first, the others are empty; say so in the "
    "column remark"
)
SEVERAL_IN_ROW = "a row of a table holds several verses: its locus is that of the first; make it a range"


@dataclass(slots=True)
class CellPlaces:
    """The columns of a table, while its rows are read."""

    _taken: set[int] = field(default_factory=set)  # columns of this row that a cell above goes over
    _below: dict[int, int] = field(default_factory=dict)  # column → rows below this one that it is taken in
    _next: int = 0

    def row(self) -> None:
        """Begin a row."""
        self._taken = set(self._below)
        self._below = {column: rows - 1 for column, rows in self._below.items() if rows > 1}
        self._next = 0

    def cell(self, columns: int = 1, rows: int = 1) -> int:
        """Return the column in which the next cell stands, which goes over so many columns and rows; 0 = the first."""
        while self._next in self._taken:
            self._next += 1
        at = self._next
        self._next += max(1, min(columns, _WIDEST_SPAN))
        if rows > 1:
            self._below |= dict.fromkeys(range(at, self._next), min(rows, _WIDEST_SPAN) - 1)
        return at


def spanned(said: str | None) -> int:
    """Return over how many columns or rows a cell goes, as an attribute says it; 1 if it says nothing that counts."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 6 and int(said) else 1
