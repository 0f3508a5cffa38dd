"""The rows of a source's tables as columns beside others show them: passages in, what each cell is and how wide, out.

The page of the source makes its rows from nodes (`doctree.html_tables`); here the layer says which cells are labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from variorum.model.passages import CELL_SIGN, Passage, PassageKind
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.text.column_widths import size_of, tracks_of


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table."""

    roles: str  # what each cell is, a letter for each: "c" the head of a column, "r" that of a row, "-" neither
    tracks: str  # of its table: how wide the columns are, as `tracks_of` has it
    size: str  # of its table: as `size_of` has it


def rows_of(source: Source) -> Mapping[str, TableRow]:
    """Return the rows of all tables of a source, by locus."""
    found: dict[str, TableRow] = {}
    for is_row, run in groupby(source.citable, key=lambda p: p.kind is PassageKind.TABLE_ROW):
        if is_row:
            rows = list(run)
            texts = [row.text.split(CELL_SIGN) for row in rows]
            count = max(map(len, texts))
            columns = [[cells[n] for cells in texts if n < len(cells)] for n in range(count)]
            tracks, size = tracks_of(columns), size_of(columns)
            found |= {row.locus: TableRow(_roles(source, row), tracks, size) for row in rows}
    return found


def _roles(source: Source, row: Passage) -> str:
    labels = [r.span for r in source.layer_by_locus.get(row.locus, ()) if r.feature == "label" and r.span]
    heads = [_is_head(row.text, cell, labels) for cell in _cells(row.text)]
    said = [head for head, cell in zip(heads, _cells(row.text), strict=True) if cell.of(row.text).strip()]
    if len(heads) > 1 and said and all(said):
        return "c" * len(heads)
    return ("r" if heads[0] else "-") + "-" * (len(heads) - 1)


def _cells(text: str) -> Iterator[Span]:
    at = 0
    for cell in text.split(CELL_SIGN):
        yield Span(at, at + len(cell))
        at += len(cell) + 1


def _is_head(text: str, cell: Span, labels: Sequence[Span]) -> bool:
    """Whether a cell is nothing but a label."""
    letters = [at for at in range(cell.start, cell.end) if not text[at].isspace()]
    return bool(letters) and all(any(label.start <= at < label.end for label in labels) for at in letters)
