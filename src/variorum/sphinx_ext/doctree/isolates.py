"""What is read in one go stands together where it runs against its line: nodes of a line in, the same in isolates out.

A passage, and a sentence of a note, is cut where its marks begin and end; calls of notes and beginnings of pages stand
between the pieces. If each piece told its direction by itself, the pieces would stand in the order of the line: “mayor¹
said the” in a line of Hebrew. So all of them, with what stands between them, come into one node that tells it (`dir`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.direction import told_direction
from variorum.sphinx_ext.doctree.layer_nodes import layer_mark, layer_point
from variorum.text.bidi import strong_directions

# Marks that may be cut in two where their words turn; others (links, lemmata) have ids or lead somewhere.
_MARKS = (nodes.emphasis, nodes.strong, layer_mark)


def isolated(siblings: Sequence[nodes.Node], base: str) -> list[nodes.Node]:
    """Return the nodes of a line of the direction `base`, what runs against it and is read in one go in one node."""
    against = "rtl" if base == "ltr" else "ltr"
    if not any(against in _ways(node) for node in siblings):
        return [*siblings]
    cut = [piece for node in siblings for piece in _cut(node, base)]
    found: list[nodes.Node] = []
    group: list[nodes.Node] = []
    for node in cut:
        ways = _ways(node)
        if ways == {against} or (group and _goes_along(node, ways)):
            group.append(node)
            continue
        found += _together(group, against)
        group = []
        found.append(node)
    return [*found, *_together(group, against)]


def _ways(node: nodes.Node) -> set[str]:
    """Return the ways that a node's words run: of marked words that which their mark tells, of others as they are."""
    if isinstance(node, nodes.Text):
        # letters of the other direction in unmarked words are nobody's: they stay as they are
        return strong_directions(node.astext())
    assert isinstance(node, nodes.Element)
    if isinstance(node, pending_xref):
        return {"ltr", "rtl"}  # what it shows is a name, no part of the words beside it
    told = told_direction(node)
    return {told} if told else {way for child in node.children for way in _ways(child)}


def _goes_along(node: nodes.Node, ways: set[str]) -> bool:
    """Whether a node without letters stays with the words before it: a blank, a call, the beginning of a page."""
    return not ways and not (isinstance(node, nodes.Text) and node.strip())


def _together(group: list[nodes.Node], against: str) -> Iterator[nodes.Node]:
    """Yield a group in one node; blanks at its end, and what follows them, stay outside."""
    last = next((n for n in range(len(group), 0, -1) if _ways(group[n - 1])), 0)
    while last < len(group) and _is_call(group[last]):
        last += 1
    inner, rest = group[:last], group[last:]
    if len(inner) == 1 and isinstance(inner[0], nodes.Element) and told_direction(inner[0]):
        yield inner[0]
    elif inner:
        yield nodes.inline("", "", *inner, dir=against)
    yield from rest


def _is_call(node: nodes.Node) -> bool:
    """Whether a node calls a note: it stands at the end of the words that it is on, whichever way they run."""
    return isinstance(node, our.note_reference) or (isinstance(node, layer_point) and node["feature"] == "note")


def _may_be_cut(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Element) or node["ids"]:
        return False
    return isinstance(node, _MARKS) or (isinstance(node, nodes.inline) and "differing" in node["classes"])


def _cut(node: nodes.Node, base: str) -> list[nodes.Node]:
    """Return a mark whose words turn as several marks, each of words that run one way; any other node as it is."""
    if not _may_be_cut(node) or len(_ways(node)) < 2:
        return [node]
    cut = [piece for child in node.children for piece in _cut(child, base)]
    turns = [0, *(n for n, (a, b) in enumerate(pairwise(cut), start=1) if _ways(a) != _ways(b)), len(cut)]
    made: list[nodes.Node] = []
    for start, end in pairwise(turns):
        piece = node.copy()
        assert isinstance(piece, nodes.Element)
        made.append(piece)
        piece.extend(cut[start:end])
    return made
