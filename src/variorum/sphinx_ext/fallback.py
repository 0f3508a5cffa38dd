"""For builders that do not know our nodes: turn them into common docutils nodes, so that nothing is lost.

A note becomes a quotation after its passage that names its number, mark and kind; its words carry the number in
brackets, which leads to it. An unknown builder gets nothing that docutils does not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.text import MAXWIDTH

from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.sphinx_ext.doctree import layer_nodes, overview_nodes, work_nodes
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.touches import as_line, touched_parallels
from variorum.sphinx_ext.output import FORMATS_WITH_OUR_NODES
from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import Wording


class PlainNodes(SphinxPostTransform):
    """Replace our nodes where the builder has no visitors for them (all but HTML and PDF)."""

    default_priority = 900  # after links and citations are resolved

    def is_supported(self) -> bool:
        """Only where the builder writes neither HTML (as EPUB does) nor our PDF."""
        return self.env._builder_cls.format not in FORMATS_WITH_OUR_NODES

    def run(self, **kwargs: Any) -> None:
        """Replace from the inside out."""
        wording = wording_of(self.config)
        for node in reversed(list(self.document.findall(nodes.Element))):
            if node.get("by") == self.config.author:
                del node["by"]  # the editors need not sign each of their notes
            replacement = _REPLACE.get(type(node))
            if replacement and node.parent is not None:
                node.replace_self(replacement(node))
            elif node.parent is not None and isinstance(node, our.annotation | our.parallel_note):
                node.replace_self((_annotation if isinstance(node, our.annotation) else _parallel_note)(node, wording))
            elif node.parent is not None and isinstance(node, touched_parallels):
                node.replace_self(nodes.paragraph("", "", *as_line(node, wording), classes=["touches"]))
        if self.env._builder_cls.format == "text":
            for entry in list(self.document.findall(nodes.citation)):
                _shorten_label(entry)


def _shorten_label(entry: nodes.citation) -> None:
    """Set a label that is too long for a column before its work: the writer of text would break on it."""
    label = entry[0]
    if isinstance(label, nodes.label) and len(label.astext()) > MAXWIDTH // 2:
        words = nodes.paragraph("", f"[{label.astext()}] ")
        first = next(entry.findall(nodes.paragraph), words)
        words += list(first.children)
        rest = [child for child in entry.children if child not in (label, first)]
        entry.replace_self(nodes.container("", words, *rest, ids=entry["ids"]))


def _targets(ids: Iterable[str]) -> list[nodes.target]:
    """Return places for links: LaTeX and text give none to a container."""
    return [nodes.target("", "", ids=[id_]) for id_ in ids]


def _passage(node: nodes.Element) -> nodes.Node:
    number = f"{node['siglum']} {node['locus']}" if node["ids"] else ""
    children = list(node.children)
    if number and children and isinstance(children[0], nodes.paragraph):
        children[0][0:0] = [*_targets(node["ids"]), nodes.strong("", number), nodes.Text(" ")]
    return nodes.container("", *children, classes=["passage"])


def _paragraph(node: nodes.Element) -> nodes.Node:
    return nodes.paragraph("", "", *node.children, classes=node["classes"])


def _inline(node: nodes.Element) -> nodes.Node:
    return nodes.inline("", "", *node.children)


def _container(node: nodes.Element) -> nodes.Node:
    return nodes.container("", *node.children, ids=node["ids"])


def _reference(node: nodes.Element) -> nodes.Node:
    link = nodes.reference("", f"[{node['number']}]", refid=node["note"], internal=True)
    return nodes.inline("", "", nodes.Text(" "), link)


def _annotation(node: nodes.Element, wording: Wording) -> nodes.Node:
    kind = ANNOTATION_KINDS[node["kind"]]
    head = nodes.paragraph(
        "", "", *_targets(node["ids"]), nodes.strong("", f"[{node['number']}] {kind.mark} {wording.say(kind.label)}")
    )
    if node.get("by"):
        head += nodes.Text(f" ({node['by']})")
    body = list(node.children)
    if body and "note-lemma" in body[0]["classes"]:  # type: ignore[index] # the lemma comes first
        head += [nodes.Text(": "), nodes.emphasis("", "", *body.pop(0).children)]
    return nodes.block_quote("", head, *body)


def _parallel_note(node: nodes.Element, wording: Wording) -> nodes.Node:
    relation = RELATIONS[node["relation"]]
    number = nodes.strong("", f"[{node['number']}] {relation.mark} {wording.say(relation.label)}")
    head = nodes.paragraph("", "", *_targets(node["ids"]), number, nodes.Text(": "))
    title, *words = node.children
    head += list(title.children)
    return nodes.block_quote("", head, *words)


def _words_of(node: nodes.Element) -> nodes.Node:
    """Set a passage of a parallel as one paragraph: where, the words, our translation in brackets."""
    line = nodes.paragraph("", "")
    for child in node.children:
        assert isinstance(child, nodes.Element)
        gloss = "gloss" in child["classes"]
        line += [nodes.Text(" [" if gloss else " " if line.children else ""), *child.children]
        line += nodes.Text("]" if gloss else "")
    return line


def _classed(name: str) -> Any:
    def paragraph(node: nodes.Element) -> nodes.Node:
        return nodes.paragraph("", "", *node.children, classes=[name])

    return paragraph


_REPLACE = {
    work_nodes.citation_mark: _inline,
    work_nodes.works_list: _container,
    work_nodes.work_uses: _container,
    work_nodes.export_links: _container,
    overview_nodes.facts: _container,
    overview_nodes.drawing: lambda node: nodes.comment("", "a drawing; its numbers follow"),
    layer_nodes.layer_mark: layer_nodes.plain_mark,
    layer_nodes.layer_point: layer_nodes.plain_point,
    our.passages: _container,
    our.passage: _passage,
    our.passage_text: _paragraph,
    our.lemma: _inline,
    our.note_reference: _reference,
    our.note_lemma: _classed("note-lemma"),
    our.parallel_title: _paragraph,
    our.parallel_words: _words_of,
    our.words: _classed("words"),
    our.gloss: _classed("gloss"),
    our.parallel_head: _paragraph,
    our.parallel_columns: _container,
    our.silent: _paragraph,
}
