"""The table of a source in HTML: which cells its rows have, how wide its columns are.

A row is a passage, with its number, its words in one element, and notes, translations and rail beside them: scripts
and selections read the words of any passage in the same place. A real `tr` could not hold that element around its
cells, so the table is one by its roles, and in each row the number and what stands beside the words are cells too:
rows may hold nothing else. Columns are set by shares that are the same in all rows, so that they stand in line
whatever is beside a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.table_cells import CELL_SIGN, cells_of, is_head, names_columns

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

LETTER, CALL, GAP = 0.63, 0.6, 1  # em: a letter at its widest, the number of a note, what parts two columns (layer.css)
UNBROKEN_LETTERS = 12  # letters of a word that is not broken
LINE = 36  # em of a line of a source; a table of no more is as wide as its longest cells
WIDE = {50: "widest", 38: "wider", 20: "wide"}  # em above which layer.css sets a table smaller, or cell below cell


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
    if not _size(_least(columns)):  # its cells never stand one below the other, and need no name before them
        for named in table.findall(table_cell):
            named["column"] = ""
    return columns


def open_table(columns: Sequence[Sequence[str]], *, inline: bool = False) -> str:
    """Return the tag that opens a table with these columns.

    A script of the page sets how wide they are (columns.js): pages write no style. In a book they say it (`inline`).
    """
    least = _least(columns)
    gaps = GAP * (len(columns) - 1)
    longest = [max(map(_wide, cells), default=1) * LETTER + CALL for cells in columns]
    if sum(longest) + gaps <= LINE:
        most = [f"{em:.1f}em" for em in longest]
    else:  # each has room for its longest word; what is left goes to those that would be the highest
        wants = [sqrt(max(0, em - low)) for low, em in zip(least, longest, strict=True)]
        each = max(0, LINE - sum(least) - gaps) / (sum(wants) or 1)
        most = [f"{low + each * want:.1f}fr" for low, want in zip(least, wants, strict=True)]
    tracks = " ".join(f"minmax(0, {track})" for track in most)
    told = f'style="--columns: {tracks}"' if inline else f'data-columns="{tracks}"'
    return f'<div class="passages table-rows{_size(least)}" role="table" {told}>\n'


def _least(columns: Sequence[Sequence[str]]) -> list[float]:
    """Return how many em each column needs at least."""
    return [min(max(map(_wide, _words(c)), default=1), UNBROKEN_LETTERS) * LETTER + CALL for c in columns]


def _size(least: Sequence[float]) -> str:
    """Return the class of a table that has no room for its columns everywhere, with a blank before it; else ""."""
    total = sum(least) + GAP * (len(least) - 1)
    return next((f" {name}" for em, name in WIDE.items() if total > em), "")


def _words(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        yield from cell.split()


def _wide(text: str) -> int:
    """Return how many letters wide a text is; signs of East Asia take two."""
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)


def visit_cell(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a cell."""
    column = f' data-column="{self.attval(node["column"])}"' if node["column"] else ""
    self.body.append(f'<span role="{node["role"]}"{column}>')


def depart_cell(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a cell."""
    self.body.append("</span>")
