"""Common blocks → calls of `book.typ`: paragraphs, lists, and what only an edition has.

What else the pages of docs/ hold is in `boxes.py`, tables are in `tables.py`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from variorum.model.kinds import RELATIONS
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree import work_nodes
from variorum.sphinx_ext.doctree.direction import told_direction
from variorum.sphinx_ext.doctree.touches import as_line
from variorum.sphinx_ext.pdf.forms import Form, form_of
from variorum.sphinx_ext.pdf.inlining import as_string, code_block
from variorum.sphinx_ext.pdf.layer import LayerWriter
from variorum.wording.messages import Wording


class Writer(LayerWriter):
    """Writes blocks into a manuscript; `Translator` adds chapters, passages and notes."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.cited: dict[str, list[tuple[str, str]]] = {}  # id of a work → (id, words) of where it is cited
        self._level = 1

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _block(self, node: nodes.Node) -> list[str]:
        """Return the calls that set a block."""
        if isinstance(node, nodes.Text):
            return [f"par({self._text(node.astext())})"] if node.strip() else []
        assert isinstance(node, nodes.Element)
        if node.line and not self._in_note and (file := self._file(node)):
            self._where = f"{file}:{node.line}"
        if self._form(node) in {Form.UNSEEN, Form.REFUSED}:
            return []
        method = self._method("_block_", type(node)) or self._plain_block
        anchors = [self._anchor(self._id(i)) for i in node["ids"]] if not isinstance(node, _OWN_ANCHORS) else []
        return [code for code in (*anchors, *method(node)) if code]

    def _plain_block(self, node: nodes.Element) -> list[str]:
        """Set what a node holds; inlines that stand alone make a paragraph."""
        if self._method("_inline_", type(node)) or isinstance(node, nodes.Inline):
            return self._paragraph(self._inline(node))
        if isinstance(node, nodes.TextElement):
            return self._paragraph(self._content(node))
        return self._inner(node)

    def _running(self, children: Iterable[nodes.Node]) -> str:
        """Return blocks that run on behind a number: paragraphs without room before the first."""
        blocks = list(children)
        if not all(isinstance(b, nodes.paragraph) for b in blocks):
            return code_block(code for b in blocks for code in self._block(b))
        words = (self._content(b) for b in blocks)
        return code_block([code for w in words for code in (w, "parbreak()")][:-1])

    def _paragraph(self, words: str) -> list[str]:
        return [f"par({words})"] if words not in {"", "[]"} else []

    def _inner(self, node: nodes.Element) -> list[str]:
        """Return the calls for the blocks inside, neighbouring inlines taken together as a paragraph."""
        codes: list[str] = []
        inline: list[str] = []
        for child in node.children:
            if _is_inline(child):
                inline.append(self._inline(child))
                continue
            codes += self._paragraph(code_block(inline))
            inline = []
            codes += self._block(child)
        return codes + self._paragraph(code_block(inline))

    def _block_paragraph(self, node: nodes.Element) -> list[str]:
        """Set a paragraph; one that is nothing but a picture is that picture."""
        if len(node.children) == 1 and isinstance(node[0], nodes.image):
            return self._block(node[0])
        return self._paragraph(self._content(node))

    def _block_image(self, node: nodes.Element) -> list[str]:
        return [f"block-picture({as_string(node.get('align', 'left'))}, {self._picture(node)})"]

    def _block_raw(self, node: nodes.Element) -> list[str]:
        return [self._inline(node)]

    def _block_section(self, node: nodes.Element) -> list[str]:
        title = [f"section({min(self._level, 6)}, {as_string(self._id(node['ids'][0]))}, {self._content(node[0])})"]
        self.manuscript.anchors.setdefault(self._id(node["ids"][0]), None)
        return title + [c for n in node.children[1:] for c in self._block(n)]

    def _block_bullet_list(self, node: nodes.Element) -> list[str]:
        if "works-of-source" in node["classes"]:
            return [f"works-of-source({self._items(node)})"]
        marker = "marker: none, " if "contains-task-list" in node["classes"] else ""
        return [f"list({marker}{self._items(node)})"]

    def _block_enumerated_list(self, node: nodes.Element) -> list[str]:
        kind = _NUMBERS.get(node.get("enumtype", "arabic"), "1")
        pattern = as_string(f"{node.get('prefix', '')}{kind}{node.get('suffix', '.')}")
        return [f"enum(start: {int(node.get('start', 1))}, numbering: {pattern}, {self._items(node)})"]

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
        label = re.search(r'aria-label="([^"]*)"', node["bare"])
        box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+)', node["bare"])
        key = "".join(f", ({as_string(sign)}, {self._text(words)})" for sign, words in node["key"])
        said = self._text(html.unescape(label[1]) if label else self.wording.say("A drawing"))
        return [f"drawing({as_string(node['bare'])}, {box[1] if box else 960}, {said}{key})"]

    def _block_term(self, node: nodes.Element) -> list[str]:
        words = [c for c in node.children if not isinstance(c, nodes.classifier)]
        kinds = [self._text(" : ") + ";" + self._words(c) for c in node.children if isinstance(c, nodes.classifier)]
        term = code_block([f"strong({code_block(self._inlines(words))})", *kinds])
        return [f"block(below: 0.4em, sticky: true, {term})"]

    def _block_rubric(self, node: nodes.Element) -> list[str]:
        return [f"block(above: 1.2em, below: 0.5em, sticky: true, strong({self._content(node)}))"]

    def _block_definition(self, node: nodes.Element) -> list[str]:
        return [f"pad(left: 1em, {code_block(self._inner(node))})"]

    def _block_title(self, node: nodes.Element) -> list[str]:
        return [f"block(sticky: true, strong({self._content(node)}))"]

    def _block_line_block(self, node: nodes.Element) -> list[str]:
        lines = list(self._verse(node, 0))
        return self._paragraph(code_block([c for line in lines for c in (line, "linebreak()")][:-1]))

    def _verse(self, node: nodes.Element, depth: int) -> Iterator[str]:
        """Yield the lines of a block of lines, those of a block in it set in."""
        for child in node.children:
            if isinstance(child, nodes.line_block):
                yield from self._verse(child, depth + 1)
            else:
                yield code_block([f"h({2 * depth}em)"] * (depth > 0) + list(self._inlines(child.children)))

    def _block_transition(self, node: nodes.Element) -> list[str]:
        return [] if "footnotes" in node["classes"] else ['align(center, "* * *")']

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
            codes = [c for i, link in enumerate(links) for c in ([self._text("; ")] if i else []) + [link]]
            body.append(f"cited-at({code_block(codes)})")
        self._where = outer
        return [f"cited-work({as_string(id_)}, {_whole(node)}, {code_block(body)}, {back})"]

    def _block_footnote(self, node: nodes.Element) -> list[str]:
        """Set a footnote where it stands, if nothing has called it to the foot of a page."""
        if any(self._id(id_) in self._called for id_ in node["ids"]):
            return []
        label = node[0].astext() if node.children and isinstance(node[0], nodes.label) else ""
        return [f"uncalled-note({self._text(label)}, {self._running(node.children[bool(label) :])})"]

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
        first = words[0] if len(words.children) == 1 else words
        spoken = (told_direction(first) if isinstance(first, nodes.Element) else "") or self._base
        with self._lines_from(spoken):
            said = self._content(words)
        if spoken != self._base:
            said = f"directed({as_string(spoken)}, {said})"
        return [f"words-of({self._content(where)}, {said}, {meant})"]

    def _block_silent(self, node: nodes.Element) -> list[str]:
        return [f"silent({self._content(node)})"]

    def _block_touched_parallels(self, node: nodes.Element) -> list[str]:
        """Set below a passage whose matter it touches; a book without notes is without this line."""
        words = code_block(self._inlines(as_line(node, self.wording)))
        return [f"touches({words})"] if self.with_notes else []


_NUMBERS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
_SHORT = 1200  # letters of a passage, an entry or a work in a column that surely fit on one page
_OWN_ANCHORS = (nodes.section, nodes.citation, nodes.footnote)


def _whole(node: nodes.Node) -> str:
    """Return whether to keep a block on one page or in one column, as Typst writes it."""
    return str(len(node.astext()) < _SHORT).lower()


def _is_inline(node: nodes.Node) -> bool:
    """Whether a node beside blocks is part of a line: not pictures, not lines of Typst's code, not signatures."""
    if isinstance(node, nodes.raw):
        return "typst" not in str(node.get("format", "")) or "\n" not in node.astext()
    if isinstance(node, nodes.image):
        return isinstance(node.parent, nodes.TextElement)
    inline = isinstance(node, nodes.Text | nodes.Inline)
    return inline and not (isinstance(node, nodes.Element) and form_of(type(node)) is Form.BLOCK)


def _inline_children(node: nodes.Node) -> list[nodes.Node]:
    return list(node.children) if isinstance(node, nodes.Element) else [node]
