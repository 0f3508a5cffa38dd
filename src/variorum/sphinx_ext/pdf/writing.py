"""Common blocks and inlines → calls of `book.typ`, as any page of a Sphinx project may hold them.

All words become string literals of Typst's code mode, never markup: no character of a text can be taken for a command.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from variorum.model import RELATIONS
from variorum.sphinx_ext import compare, work_nodes
from variorum.sphinx_ext import nodes as our
from variorum.sphinx_ext.pdf.manuscript import Line, Manuscript

logger = logging.getLogger(__name__)


class Writer:
    """Writes blocks into a manuscript; `Translator` adds what only an edition has."""

    def __init__(self, language: str) -> None:
        self.manuscript = Manuscript()
        self.language = language
        self.cited: dict[str, list[tuple[str, str]]] = {}  # id of a work → (id, words) of where it is cited
        self._docname = ""
        self._where = ""
        self._in_note = False
        self._in_index = False  # passages are named with their page in brackets
        self._level = 1
        self._unknown: set[str] = set()

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _block(self, node: nodes.Node) -> list[str]:
        """Return the calls that set a block."""
        if isinstance(node, nodes.Text):
            return [f"par({self._text(node.astext())})"] if node.strip() else []
        assert isinstance(node, nodes.Element)
        if isinstance(node, _SILENT):
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
        return [f"list({self._items(node)})"]

    def _block_enumerated_list(self, node: nodes.Element) -> list[str]:
        return [f"enum(start: {int(node.get('start', 1))}, {self._items(node)})"]

    def _items(self, node: nodes.Element) -> str:
        return ", ".join(code_block(self._inner(item)) for item in node.children if isinstance(item, nodes.Element))

    def _block_definition_list(self, node: nodes.Element) -> list[str]:
        if "names" not in node["classes"]:
            return [c for item in node.children for c in self._block(item)]
        outer, self._in_index = self._in_index, True
        items = (i for i in node.children if isinstance(i, nodes.Element))
        entries = [f"index-entry({code_block(self._block_definition_list_item(item))})" for item in items]
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
        said = self._text(html.unescape(label[1]) if label else "A drawing")
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

    def _block_table(self, node: nodes.Element) -> list[str]:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        codes = self._block_title(title) if title is not None else []
        shape = "harmony-table" if "harmony" in node["classes"] else "plain-table"
        for group in (c for c in node.children if isinstance(c, nodes.tgroup)):
            widths = [int(c.get("colwidth", 1)) for c in group.findall(nodes.colspec)]
            columns = "".join(f"{w}fr, " for w in widths)
            cells: list[str] = []
            for part in group.children:
                if isinstance(part, nodes.thead | nodes.tbody):
                    inner = ", ".join(self._cell(e) for e in part.findall(nodes.entry))
                    if inner:
                        cells.append(f"table.header({inner})" if isinstance(part, nodes.thead) else inner)
            if cells:
                codes.append(f"{shape}(({columns}), {', '.join(cells)})")
        return codes

    def _cell(self, entry: nodes.Element) -> str:
        across, down = int(entry.get("morecols", 0)) + 1, int(entry.get("morerows", 0)) + 1
        short = [c for c in entry.children if isinstance(c, our.parallel_words)]
        outer, self._in_index = self._in_index, self._in_index or bool(short)
        # the harmony names the passages; their words stand in its chapters and in the sources
        content = code_block([self._where_of(c) for c in short]) if short else code_block(self._inner(entry))
        self._in_index = outer
        return f"table.cell(colspan: {across}, rowspan: {down}, {content})"

    def _where_of(self, words: nodes.Element) -> str:
        where = next((p for p in words.children if isinstance(p, nodes.paragraph)), None)
        return f"par({self._content(where)})"

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
        return [f"cited-work({as_string(id_)}, {code_block(body)}, {back})"]

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
        whole = all(len(child.astext()) < _SHORT for child in node.children)
        return [f"parallel-columns({str(whole).lower()}, {cells})"]

    def _block_parallel_words(self, node: nodes.Element) -> list[str]:
        where = next((p for p in node.children if isinstance(p, nodes.paragraph)), nodes.paragraph())
        words = next((p for p in node.children if isinstance(p, our.words)), nodes.paragraph())
        gloss = next((p for p in node.children if isinstance(p, our.gloss)), None)
        meant = self._content(gloss) if gloss is not None else "none"
        return [f"words-of({self._content(where)}, {self._content(words)}, {meant})"]

    def _block_silent(self, node: nodes.Element) -> list[str]:
        return [f"silent({self._content(node)})"]

    # --- inlines ------------------------------------------------------------------------------------------------------

    def _content(self, node: nodes.Node | None) -> str:
        """Return the inlines inside a node as one block of code."""
        if node is None:
            return "[]"
        return code_block(self._inlines(node.children))

    def _inlines(self, children: Iterable[nodes.Node]) -> Iterator[str]:
        """Yield the calls for inlines; references to notes that stand side by side are parted by a comma."""
        before: nodes.Node | None = None
        for child in children:
            if isinstance(child, our.note_reference) and isinstance(before, our.note_reference):
                yield "comma"
            yield self._inline(child)
            before = child

    def _inline(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return self._text(node.astext())
        assert isinstance(node, nodes.Element)
        if isinstance(node, _SILENT):
            return ""
        match node:
            case our.note_reference():
                id_ = self._id(node["note"])
                self.manuscript.anchors[id_] = None
                return f"n({as_string(id_)})"
            case our.lemma():
                annotated = any(note.startswith("annotation-") for note in node["notes"].split())
                return f"{'lemma' if annotated else 'quoted'}({self._content(node)})"
            case nodes.reference():
                return self._reference(node)
            case nodes.emphasis() | nodes.title_reference() | addnodes.literal_emphasis():
                return f"emph({self._content(node)})"
            case nodes.strong():
                return f"strong({self._content(node)})"
            case nodes.superscript():
                return f"super({self._content(node)})"
            case nodes.subscript():
                return f"sub({self._content(node)})"
            case nodes.literal() if "xref" not in node["classes"]:
                return f"raw({self._text(node.astext())})"
            case nodes.image():
                return self._text(node.get("alt", ""))
            case nodes.footnote_reference():
                return f"super({self._text(node.astext())})"
        anchors = [self._anchor(self._id(i)) for i in node["ids"]] if isinstance(node, nodes.target) else []
        content = code_block([*anchors, *(self._inline(c) for c in node.children)])
        language = language_of(node)
        return f"lang({as_string(language)}, {content})" if language and content != "[]" else content

    def _reference(self, node: nodes.reference) -> str:
        content = self._content(node)
        address = node.get("refuri", "")
        if re.match(r"https?:|mailto:", address):
            return f"link({as_string(address)}, {content})"
        target = self._target(node, self._docname)
        if not target or content == "[]":
            return content
        paged = any(c in _PAGED for c in _classes_below(node))
        function = "to"
        if paged:
            function = "to-page-in-note" if self._in_note else "to-index" if self._in_index else "to-page"
        return f"{function}({as_string(target)}, {content})"

    def _target(self, node: nodes.Element | None, docname: str) -> str:
        """Return the id of the place in the book that a reference leads to."""
        if node is None:
            return ""
        if node.get("refid"):
            return f"{docname}:{node['refid']}"
        address = str(node.get("refuri", ""))
        if not address.startswith("%"):
            return ""
        page, _, fragment = address.removeprefix("%").partition("#")
        return f"{page}:{fragment}" if fragment else page

    # --- words --------------------------------------------------------------------------------------------------------

    def _text(self, text: str, *, keep_lines: bool = False) -> str:
        """Return words as a string literal, and note the characters."""
        if not keep_lines:
            text = re.sub(r"[\t\n\r\v\f\u2028\u2029]+", " ", text)
        text = text.replace(" ।", "\u00a0।")  # a danda never begins a line
        for character in set(text) - self.manuscript.characters.keys():
            self.manuscript.characters[character] = self._where
        return as_string(text)

    def _id(self, id_: str) -> str:
        return f"{self._docname}:{id_}"

    def _line(self, code: str) -> None:
        self.manuscript.lines.append(Line(f"#{code};", self._where))

    def _anchor(self, id_: str) -> str:
        if id_ in self.manuscript.anchors:
            return ""
        self.manuscript.anchors[id_] = None
        return f'at({as_string(id_)}, "anchor")'

    def _anchor_line(self, id_: str) -> None:
        code = self._anchor(id_)
        if code:
            self._line(code)


_SHORT = 1200  # letters of a passage in a column that surely fit on one page
_PAGED = ("variorum-passage", "variorum-annotation", "variorum-parallel")
_SILENT = (
    nodes.comment,
    nodes.raw,
    nodes.system_message,
    nodes.substitution_definition,
    addnodes.index,
    nodes.meta,
    addnodes.toctree,
    work_nodes.export_links,
    compare.reading_in_both,
    compare.reading_in_pairs,
)
_OWN_ANCHORS = (nodes.section, nodes.citation)


def as_string(text: str) -> str:
    """Return a text as a string literal of Typst."""
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return '"' + "".join(c if ord(c) >= 32 else f"\\u{{{ord(c):x}}}" for c in out) + '"'


def code_block(parts: Iterable[str]) -> str:
    """Return statements as a block of code, `[]` if there are none."""
    kept = [p for p in parts if p and p not in {'""', "[]"}]
    return "{" + ";".join(kept) + "}" if kept else "[]"


def language_of(node: nodes.Element) -> str:
    """Return the language of a node for Typst: two or three letters."""
    found = next((c.removeprefix("language-") for c in node["classes"] if c.startswith("language-")), "")
    return found.split("-")[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(-.*)?", found) else ""


def _classes_below(node: nodes.Element) -> Iterator[str]:
    for child in node.findall(nodes.Element):
        yield from child["classes"]


def _classes_above(node: nodes.Node) -> list[str]:
    parent = node.parent
    return list(parent["classes"]) if parent is not None else []


def _inline_children(node: nodes.Node) -> list[nodes.Node]:
    return list(node.children) if isinstance(node, nodes.Element) else [node]
