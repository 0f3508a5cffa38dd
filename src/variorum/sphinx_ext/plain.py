"""For builders that do not know our nodes: turn them into common docutils nodes, so that nothing is lost.

An annotation becomes a footnote-like block after its passage that names its number, kind and author; its words carry
the number in brackets.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from variorum.model import ANNOTATION_KINDS, RELATIONS
from variorum.sphinx_ext import nodes as our
from variorum.sphinx_ext import overviews, work_nodes


class PlainNodes(SphinxPostTransform):
    """Replace our nodes where the builder has no visitors for them (all but HTML and PDF)."""

    default_priority = 900  # after links and citations are resolved

    def is_supported(self) -> bool:
        """Only where the builder writes neither HTML (as EPUB does) nor our PDF."""
        return self.env._builder_cls.format not in {"html", "typst"}

    def run(self, **kwargs: Any) -> None:
        """Replace from the inside out."""
        for node in reversed(list(self.document.findall(nodes.Element))):
            replacement = _REPLACE.get(type(node))
            if replacement and node.parent is not None:
                node.replace_self(replacement(node))


def _passage(node: nodes.Element) -> nodes.Node:
    number = f"{node['siglum']} {node['locus']}" if node["ids"] else ""
    children = list(node.children)
    if number and children and isinstance(children[0], nodes.paragraph):
        children[0].insert(0, nodes.strong("", number))
        children[0].insert(1, nodes.Text(" "))
    box = nodes.container("", *children, ids=node["ids"])
    box["classes"].append("passage")
    return box


def _paragraph(node: nodes.Element) -> nodes.Node:
    return nodes.paragraph("", "", *node.children, classes=node["classes"])


def _inline(node: nodes.Element) -> nodes.Node:
    return nodes.inline("", "", *node.children, ids=node["ids"])


def _container(node: nodes.Element) -> nodes.Node:
    return nodes.container("", *node.children, ids=node["ids"])


def _reference(node: nodes.Element) -> nodes.Node:
    link = nodes.reference("", f"[{node['number']}]", refid=node["note"], internal=True)
    return nodes.inline("", "", nodes.Text(" "), link, ids=node["ids"])


def _note(node: nodes.Element) -> nodes.Node:
    kind = node.get("kind") or node["relation"]
    label = ANNOTATION_KINDS[kind].label if kind in ANNOTATION_KINDS else RELATIONS[kind].label
    head = nodes.paragraph("", "", nodes.strong("", f"[{node['number']}] {label}"))
    if node.get("by"):
        head += nodes.Text(f" ({node['by']})")
    return nodes.block_quote("", nodes.container("", head, *node.children, ids=node["ids"]))


def _quoted(node: nodes.Element) -> nodes.Node:
    return nodes.block_quote("", nodes.paragraph("", "", *node.children))


_REPLACE = {
    work_nodes.citation_mark: _inline,
    work_nodes.works_list: _container,
    work_nodes.work_uses: _container,
    work_nodes.export_links: _container,
    overviews.facts: _container,
    overviews.drawing: lambda node: nodes.comment("", "a drawing; its numbers follow"),
    our.passages: _container,
    our.passage: _passage,
    our.passage_text: _paragraph,
    our.lemma: _inline,
    our.note_reference: _reference,
    our.annotation: _note,
    our.note_lemma: _quoted,
    our.parallel_note: _note,
    our.parallel_title: _paragraph,
    our.parallel_words: _container,
    our.words: _quoted,
    our.gloss: _paragraph,
    our.parallel_head: _paragraph,
    our.parallel_columns: _container,
    our.silent: _paragraph,
}
