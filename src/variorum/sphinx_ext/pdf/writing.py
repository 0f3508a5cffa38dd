"""Common blocks → calls of `book.typ`, as any page of a Sphinx project may hold them. Tables are in `tables.py`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from docutils import nodes
from sphinx.util import logging

from variorum.model.edition import RELATIONS
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree import work_nodes
from variorum.sphinx_ext.pdf.inlining import SILENT, InlineWriter, as_string, code_block
from variorum.wording.messages import Wording

logger = logging.getLogger(__name__)


class Writer(InlineWriter):
    """Writes blocks into a manuscript; `Translator` adds what only an edition has."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.cited: dict[str, list[tuple[str, str]]] = {}  # id of a work → (id, words) of where it is cited
        self._level = 1
        self._unknown: set[str] = set()

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _block(self, node: nodes.Node) -> list[str]:
        """Return the calls that set a block."""
        if isinstance(node, nodes.Text):
            return [f"par({self._text(node.astext())})"] if node.strip() else []
        assert isinstance(node, nodes.Element)
        if isinstance(node, SILENT):
            return []
        anchors = [self._anchor(self._id(i)) for i in node["ids"]] if not isinstance(node, _OWN_ANCHORS) else []
        method: Callable[[nodes.Element], list[str]] | None = None
        for kind in type(node).__mro__:
            method = getattr(self, f"_block_{kind.__name__}", None)
            if method or kind is nodes.Element:
                break
        if method is None:
            method = self._unknown_block
        return [code for code in (*anchors, *method(node)) if code]

    def _unknown_block(self, node: nodes.Element) -> list[str]:
        name = type(node).__name__
        if name not in self._unknown and not isinstance(node, nodes.Inline | nodes.General | nodes.TextElement):
            self._unknown.add(name)
            logger.info("the PDF has no form of its own for “%s”; what it holds is set plainly", name)
        if isinstance(node, nodes.TextElement):
            return [f"par({self._content(node)})"] if node.astext().strip() else []
        return self._inner(node)

    def _inner(self, node: nodes.Element) -> list[str]:
        """Return the calls for the blocks inside, neighbouring inlines taken together as a paragraph."""
        codes: list[str] = []
        inline: list[str] = []
        for child in node.children:
            if isinstance(child, nodes.Text | nodes.Inline | nodes.image):
                inline.append(self._inline(child))
                continue
            if any(inline):
                codes.append(f"par({code_block(inline)})")
            inline = []
            codes += self._block(child)
        if any(inline):
            codes.append(f"par({code_block(inline)})")
        return codes

    def _block_paragraph(self, node: nodes.Element) -> list[str]:
        words = self._content(node)
        return [f"par({words})"] if words != "[]" else []

    def _block_section(self, node: nodes.Element) -> list[str]:
        title = [f"section({min(self._level, 6)}, {as_string(self._id(node['ids'][0]))}, {self._content(node[0])})"]
        self.manuscript.anchors.setdefault(self._id(node["ids"][0]), None)
        return title + [c for n in node.children[1:] for c in self._block(n)]

    def _block_bullet_list(self, node: nodes.Element) -> list[str]:
        shape = "works-of-source" if "works-of-source" in node["classes"] else "list"
        return [f"{shape}({self._items(node)})"]

    def _block_enumerated_list(self, node: nodes.Element) -> list[str]:
        return [f"enum(start: {int(node.get('start', 1))}, {self._items(node)})"]

    def _items(self, node: nodes.Element) -> str:
        return ", ".join(code_block(self._inner(item)) for item in node.children if isinstance(item, nodes.Element))

    def _block_definition_list(self, node: nodes.Element) -> list[str]:
        if "names" not in node["classes"]:
            return [c for item in node.children for c in self._block(item)]
        outer, self._in_index = self._in_index, True
        items = (i for i in node.children if isinstance(i, nodes.Element))
        entries = [f"({_whole(item)}, {code_block(self._block_definition_list_item(item))})" for item in items]
        self._in_index = outer
        return [f"index({', '.join(entries)})"]

    def _block_definition_list_item(self, node: nodes.Element) -> list[str]:
        return [c for child in node.children for c in self._block(child)]

    def _block_drawing(self, node: nodes.Element) -> list[str]:
        """Set a drawing; its facts follow as a table."""
        if not node["svg"]:
            return []
        label = re.search(r'aria-label="([^"]*)"', node["svg"])
        box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+)', node["svg"])
        said = self._text(html.unescape(label[1]) if label else self.wording.say("A drawing"))
        return [f"drawing({as_string(node['svg'])}, {box[1] if box else 960}, {said})"]

    def _block_term(self, node: nodes.Element) -> list[str]:
        return [f"block(below: 0.4em, sticky: true, strong({self._content(node)}))"]

    _block_field_name = _block_rubric = _block_term

    def _block_definition(self, node: nodes.Element) -> list[str]:
        return [f"pad(left: 1em, {code_block(self._inner(node))})"]

    _block_field_body = _block_definition

    def _block_title(self, node: nodes.Element) -> list[str]:
        return [f"block(sticky: true, strong({self._content(node)}))"]

    def _block_block_quote(self, node: nodes.Element) -> list[str]:
        return [f"quote(block: true, {code_block(self._inner(node))})"]

    def _block_literal_block(self, node: nodes.Element) -> list[str]:
        return [f"raw(block: true, {self._text(node.astext(), keep_lines=True)})"]

    def _block_line_block(self, node: nodes.Element) -> list[str]:
        lines = [self._content(n) for n in node.findall(nodes.line)]
        return [f"par({code_block([c for line in lines for c in (line, 'linebreak()')][:-1])})"]

    def _block_transition(self, node: nodes.Element) -> list[str]:
        return ['align(center, "* * *")']

    def _block_compound(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_topic(self, node: nodes.Element) -> list[str]:
        return [f"block(inset: (left: 0.8em), stroke: (left: 0.6pt + luma(50%)), {code_block(self._inner(node))})"]

    _block_Admonition = _block_topic  # noqa: N815 -- docutils' class names
    _block_sidebar = _block_topic

    def _block_figure(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_citation(self, node: nodes.Element) -> list[str]:
        id_ = self._id(node["ids"][0])
        self.manuscript.anchors[id_] = None
        outer, self._where = self._where, "references.bib"
        told = [p for p in node.children if not isinstance(p, nodes.label | work_nodes.work_uses)]
        body = [self._inline(c) for p in told for c in _inline_children(p)]
        uses = [c for c in node.children if isinstance(c, work_nodes.work_uses)]
        places = self.cited.get(id_, [])
        back = "none"
        if uses:
            outer_index, self._in_index = self._in_index, True
            back = code_block([c for use in uses for c in self._inner(use)])
            self._in_index = outer_index
        elif places:
            links = [f"to-page({as_string(place)}, {self._text(words)})" for place, words in places]
            back = code_block([c for i, link in enumerate(links) for c in ([self._text("; ")] if i else []) + [link]])
        self._where = outer
        return [f"cited-work({as_string(id_)}, {_whole(node)}, {code_block(body)}, {back})"]

    def _block_footnote(self, node: nodes.Element) -> list[str]:
        label = node[0].astext() if node.children and isinstance(node[0], nodes.label) else ""
        inner = [c for n in node.children[1:] for c in self._block(n)]
        return [f"block(inset: (left: 1em), {code_block([self._text(label + ' '), *inner])})"]

    def _block_passage(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_parallel_head(self, node: nodes.Element) -> list[str]:
        mark = RELATIONS[node["relation"]].mark if node.get("relation") in RELATIONS else ""
        return [f"parallel-head({self._text(mark)}, {self._content(node)})"]

    def _block_parallel_columns(self, node: nodes.Element) -> list[str]:
        cells = ", ".join(c for child in node.children for c in self._block(child))
        whole = _whole(max(node.children, key=lambda child: len(child.astext()), default=node))
        return [f"parallel-columns({whole}, {cells})"]

    def _block_parallel_words(self, node: nodes.Element) -> list[str]:
        where = next((p for p in node.children if isinstance(p, nodes.paragraph)), nodes.paragraph())
        words = next((p for p in node.children if isinstance(p, our.words)), nodes.paragraph())
        gloss = next((p for p in node.children if isinstance(p, our.gloss)), None)
        meant = self._content(gloss) if gloss is not None else "none"
        return [f"words-of({self._content(where)}, {self._content(words)}, {meant})"]

    def _block_silent(self, node: nodes.Element) -> list[str]:
        return [f"silent({self._content(node)})"]


_SHORT = 1200  # letters of a passage, an entry or a work in a column that surely fit on one page
_OWN_ANCHORS = (nodes.section, nodes.citation)


def _whole(node: nodes.Node) -> str:
    """Return whether to keep a block on one page or in one column, as Typst writes it."""
    return str(len(node.astext()) < _SHORT).lower()


def _inline_children(node: nodes.Node) -> list[nodes.Node]:
    return list(node.children) if isinstance(node, nodes.Element) else [node]
