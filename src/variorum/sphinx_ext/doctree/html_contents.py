"""Lists of contents in HTML: of long ones what stands below an entry is folded, and unfolds without scripts.

Below “Gn · Genesis” the siglum of “Gn · Chapter 1” is known: it is there, for who hears or copies it, and quiet.

Sphinx has put the list of a `toctree` in its place when this is asked; it is the nodes' HTML that differs, so that the
electronic book, the printed one and other themes have the whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

UNFOLDED_ENTRIES = 30  # of a list of contents that is shown whole
_BEHIND_SIGLUM = " · "  # in the title of a page that an import writes
_ENTRY = "toctree-l"  # how Sphinx' classes of entries begin; their number is the depth


def register(app: Sphinx) -> None:
    """Tell Sphinx how lists are written; only those below an entry of contents differ."""
    app.add_node(nodes.bullet_list, override=True, html=(_visit_list, _depart_list))


def _visit_list(self: HTML5Translator, node: nodes.bullet_list) -> None:
    """Open a list; the handlers of an application stand on the writer, its own method on its class."""
    if output_of(self.builder).themed and _begins_contents(node):
        _quieten(node, next((title.astext() for title in self.document.findall(nodes.title)), ""))
    if _is_folded(self, node):
        wording = wording_of(self.config)
        parts = sum(isinstance(child, nodes.list_item) for child in node.children)
        words = self.encode(wording.counted("{number} part", "{number} parts", parts))
        self.body.append(f"<details><summary>{words}</summary>\n")
    type(self).visit_bullet_list(self, node)


def _begins_contents(node: nodes.Element) -> bool:
    """Whether a list is a whole list of contents."""
    return not _is_entry(node.parent) and any(map(_is_entry, node.children))


def _quieten(contents: nodes.Element, title: str) -> None:
    """Set apart in each entry what the title of the page says already, before the entries are written."""
    siglum, sign, _ = title.partition(_BEHIND_SIGLUM)
    said = siglum + sign
    for link in contents.findall(nodes.reference) if sign else ():
        first = link.children[0] if link.children else None
        if isinstance(first, nodes.Text) and first.startswith(said) and len(first) > len(said):
            link[0:1] = [nodes.inline("", said, classes=["said-above"]), nodes.Text(first[len(said) :])]


def _depart_list(self: HTML5Translator, node: nodes.bullet_list) -> None:
    type(self).depart_bullet_list(self, node)
    if _is_folded(self, node):
        self.body.append("</details>\n")


def _is_folded(self: HTML5Translator, node: nodes.Element) -> bool:
    """Whether a list stands below an entry of contents that are long."""
    if not (_is_entry(node.parent) and output_of(self.builder).themed):
        return False
    lengths: dict[nodes.Node, int] = vars(self).setdefault("variorum_lengths_of_contents", {})
    whole: nodes.Node = node
    while _is_entry(whole.parent) or isinstance(whole.parent, nodes.bullet_list):
        whole = whole.parent
    if whole not in lengths:
        lengths[whole] = sum(1 for _ in whole.findall(nodes.list_item))
    return lengths[whole] > UNFOLDED_ENTRIES


def _is_entry(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.list_item) and any(name.startswith(_ENTRY) for name in node["classes"])
