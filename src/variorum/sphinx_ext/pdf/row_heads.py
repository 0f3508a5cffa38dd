"""Cells that name their row, told in the tags of a finished book: the compiler knows heads of columns only.

In: a book. Out: the same, in which the first cell of a row, if it is all in strong letters, is a head (TH) of this row,
and the other cells of the row name it among their heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_HEAD_OF_COLUMN = re.compile(r"(U\d+)x\d+y\d+")  # as the compiler calls it: table, column, row


def tell_row_heads(book: pikepdf.Pdf) -> None:
    """Let the labels of rows be their heads."""
    import pikepdf

    root = book.Root.StructTreeRoot
    named: dict[str, Any] = {}
    for number, table in enumerate(_below(root.K[0], "/Table"), start=1):
        heads = [str(head.ID) for head in _below(table, "/TH") if "/ID" in head]
        prefix = next((found[1] for name in heads if (found := _HEAD_OF_COLUMN.match(name))), f"U{_FREE + number}")
        for y, row in enumerate(_below(table, "/TR")):
            label, *others = [cell for cell in _kids(row) if cell.S in {"/TD", "/TH"}] or [None]
            if label is None or label.S != "/TD" or not _is_strong(label):
                continue
            name = pikepdf.String(f"{prefix}x0y{y}")
            label.S, label.ID = pikepdf.Name.TH, name
            _attribute(label).Scope = pikepdf.Name.Row
            named[str(name)] = label
            for cell in others:
                said = _attribute(cell)
                said.Headers = pikepdf.Array([*said.get("/Headers", ()), name])
    if named:
        _into_tree(root, named)


_FREE = 1_000_000  # above all numbers that the compiler gives tables with heads


def _kids(element: Any) -> Iterator[Any]:
    """Yield the elements right below one; what stands on the page itself is none."""
    import pikepdf

    held = element.get("/K", ())
    for kid in held if isinstance(held, pikepdf.Array) else (held,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _below(element: Any, kind: str) -> Iterator[Any]:
    """Yield the elements of a kind in the order of the page, none inside another."""
    waiting = [element]
    while waiting:
        at = waiting.pop()
        if kind == at.S:
            yield at
        else:
            waiting += reversed(list(_kids(at)))


def _is_strong(cell: Any) -> bool:
    kids = list(_kids(cell))
    return bool(kids) and all(kid.S == "/Strong" for kid in kids)


def _attribute(cell: Any) -> Any:
    """Return what a cell says of itself as part of a table."""
    import pikepdf

    held = cell.get("/A", pikepdf.Array())
    said = list(held) if isinstance(held, pikepdf.Array) else [held]
    for one in said:
        if isinstance(one, pikepdf.Dictionary) and one.get("/O") == "/Table":
            return one
    made = pikepdf.Dictionary(O=pikepdf.Name.Table)
    cell.A = pikepdf.Array([*said, made])
    return cell.A[-1]


def _into_tree(root: Any, named: dict[str, Any]) -> None:
    """Put names into the tree by which a reader finds what bears them."""
    import pikepdf

    held = [*root.get("/IDTree", {}).get("/Names", ())]
    rows = {str(name): element for name, element in zip(held[::2], held[1::2], strict=True)} | named
    ordered = sorted(rows.items(), key=lambda row: row[0].encode())
    root.IDTree = pikepdf.Dictionary(Names=pikepdf.Array([said for row in ordered for said in row]))
