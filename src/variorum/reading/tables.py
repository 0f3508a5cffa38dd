"""A table of tabs (outline.tsv, divisions.tsv, layer.tsv) in, its rows out, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from variorum.model.problems import Problem
from variorum.reading.files import Refused


def table_rows(
    path: str, text: str, columns: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of each row, as many as there are columns; blank rows are passed over.

    A row with more cells is left out and becomes a Problem. Raises `Refused` if the first line does not name the
    columns.
    """
    first, *rest = text.split("\n")
    if first.split("\t") != list(columns):
        raise Refused(path, 1, "table-broken", f"the first line must name the columns: {', '.join(columns)} (tabs)")
    for number, row in enumerate(rest, start=2):
        cells = [cell.strip() for cell in row.split("\t")]
        if not row.strip():
            continue
        if len(cells) == 1 and len(row.split()) > 1:
            problems.append(Problem(path, number, "table-broken", "the columns are parted by blanks; put tabs there"))
        elif len(cells) > len(columns):
            problems.append(Problem(path, number, "table-broken", f"{len(cells)} columns; there are {len(columns)}"))
        else:
            yield number, [*cells, *[""] * (len(columns) - len(cells))]
