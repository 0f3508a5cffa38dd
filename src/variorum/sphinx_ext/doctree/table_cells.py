"""The cells of a row in a table of a source: its words cut at their tabs, and which cells name a column or a row.

In: the words of a passage of the kind `table-row`, with all their marks. Out: an inline for each cell; a mark that goes
across cells is in each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from variorum.model.passages import CELL_SIGN
from variorum.sphinx_ext.doctree.layer_nodes import layer_mark


def cells_of(words: nodes.Element) -> list[nodes.inline]:
    """Return the words of a row, cell by cell, each in the language of the row."""
    told = [name for name in words["classes"] if name.startswith("language-")]
    return [nodes.inline("", "", *part, classes=told) for part in _parts(words.children)]


def is_head(cell: nodes.Element) -> bool:
    """Whether a cell is nothing but a label, which names its column or its row."""
    said = [text for text in cell.findall(nodes.Text) if text.strip()]
    return bool(said) and all(map(_is_labelled, said))


def names_columns(cells: Sequence[nodes.Element]) -> bool:
    """Whether a row is nothing but labels, so that it names the columns below it."""
    said = [cell for cell in cells if cell.astext().strip()]
    return len(cells) > 1 and bool(said) and all(map(is_head, said))


def _is_labelled(text: nodes.Node) -> bool:
    above = text.parent
    while above is not None:
        if isinstance(above, layer_mark) and above["feature"] == "label":
            return True
        above = above.parent
    return False


def _parts(children: Sequence[nodes.Node]) -> list[list[nodes.Node]]:
    """Return nodes in parts that tabs part."""
    parts: list[list[nodes.Node]] = [[]]
    for child in children:
        first, *others = _cut(child)
        parts[-1] += first
        parts += others
    return parts


def _cut(node: nodes.Node) -> list[list[nodes.Node]]:
    if isinstance(node, nodes.Text):
        return [[nodes.Text(words)] if words else [] for words in node.split(CELL_SIGN)]
    if not isinstance(node, nodes.Element) or CELL_SIGN not in node.astext():
        return [[node]]
    made: list[list[nodes.Node]] = []
    for number, part in enumerate(_parts(node.children)):
        piece = node.copy()
        if number:
            piece["ids"] = []
            piece.attributes.pop("targets", None)
        piece += part
        made.append([piece])
    return made
