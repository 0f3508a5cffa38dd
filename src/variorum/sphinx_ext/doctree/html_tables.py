"""The table of a source in HTML: which cells its rows have, how wide its columns are.

A row is a passage, with its number, its words in one element, and notes, translations and rail beside them: scripts
and selections read the words of any passage in the same place. A real `tr` could not hold that element around its
cells, so the table is one by its roles, and in each row the number and what stands beside the words are cells too:
rows may hold nothing else. Columns are set by shares that are the same in all rows, so that they stand in line
whatever is beside a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from variorum.model.passages import CELL_SIGN
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.table_cells import cells_of, is_head, names_columns
from variorum.text.column_widths import size_of, tracks_of

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class table_cell(nodes.Inline, nodes.TextElement):  # noqa: N801 -- docutils names nodes in lower case
    """A cell of a row. Attributes: `role`, `column` (the words over it; "" where nothing names its column)."""


def set_cells(table: nodes.Element) -> list[list[str]]:
    """Cut the words of each row into its cells; return what stands in each column.

    The tabs stay between the cells: the words of a row are its letters, to the last.
    """
    words = [p.children[0] for p in table.children if isinstance(p, our.passage)]
    rows = [(text, cells_of(text)) for text in words if isinstance(text, our.passage_text)]
    heads: list[str] = []
    for text, cells in rows:
        naming = names_columns(cells)
        if naming:
            heads = [cell.astext().strip() for cell in cells]
        text.clear()
        for n, cell in enumerate(cells):
            role = "columnheader" if naming else "rowheader" if n == 0 and is_head(cell) else "cell"
            column = heads[n] if n < len(heads) and role == "cell" else ""
            if n:
                text += nodes.Text(CELL_SIGN)
            text += table_cell("", "", *cell.children, role=role, column=column)
        for n, reference in enumerate(text.findall(our.note_reference), start=1):
            reference["at"] = n
    count = max((len(cells) for _, cells in rows), default=1)
    columns = [[cells[n].astext() for _, cells in rows if n < len(cells)] for n in range(count)]
    if not size_of(columns):  # its cells never stand one below the other, and need no name before them
        for named in table.findall(table_cell):
            named["column"] = ""
    return columns


def open_table(columns: Sequence[Sequence[str]], *, inline: bool = False) -> str:
    """Return the tag that opens a table with these columns.

    A script of the page sets how wide they are (columns.js): pages write no style. Without it a class makes them equal.
    In a book, and under another theme, they say it (`inline`).
    """
    tracks, size = tracks_of(columns), size_of(columns)
    told = f'style="--columns: {tracks}"' if inline else f'data-columns="{tracks}"'
    classes = " ".join(filter(None, ["passages table-rows", size, f"of-{len(columns)}"]))
    return f'<div class="{classes}" role="table" {told}>\n'


def visit_cell(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a cell."""
    column = f' data-column="{self.attval(node["column"])}"' if node["column"] else ""
    self.body.append(f'<span role="{node["role"]}"{column}>')


def depart_cell(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a cell."""
    self.body.append("</span>")
