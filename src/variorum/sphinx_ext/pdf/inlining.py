"""Inlines → expressions of Typst's code mode.

All words become string literals, never markup: no character of a text can be taken for a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from docutils import nodes
from sphinx import addnodes

from variorum.sphinx_ext.doctree import compare_nodes, work_nodes
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.work_nodes import citation_mark
from variorum.sphinx_ext.pdf.manuscript import Line, Manuscript
from variorum.wording.messages import Wording
from variorum.works.identification import sign


class InlineWriter:
    """Writes inlines, and notes in its manuscript what they use; `Writer` adds blocks."""

    def __init__(self, wording: Wording) -> None:
        self.manuscript = Manuscript()
        self.wording = wording
        self.pictures: Mapping[str, str] = {}  # address in the project → file name in the book
        self._docname = ""
        self._where = ""  # the place of the edition that is being written, for messages
        self._in_note = False
        self._in_index = False  # passages are named with their page in brackets

    @property
    def language(self) -> str:
        """The language of the book's own words, BCP 47."""
        return self.wording.language

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
        if isinstance(node, SILENT):
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
                return self._picture(node)
            case nodes.footnote_reference():
                return f"super({self._text(node.astext())})"
        if isinstance(node, citation_mark) and node["certainty"]:
            return code_block(
                [*(self._inline(c) for c in node.children), f"doubt({self._text(sign(node['certainty']))})"]
            )
        if "differing" in node["classes"]:
            return f"differing({self._content(node)})"
        anchors = [self._anchor(self._id(i)) for i in node["ids"]] if isinstance(node, nodes.target) else []
        content = code_block([*anchors, *(self._inline(c) for c in node.children)])
        language = language_of(node)
        return f"lang({as_string(language)}, {content})" if language and content != "[]" else content

    def _picture(self, node: nodes.image) -> str:
        """Show a picture that is in the project; of others say what they show."""
        name = self.pictures.get(node["uri"], "")
        said = node.get("alt") or name or node["uri"]
        if not name:
            return self._text(said)
        self.manuscript.pictures[name] = node["uri"]
        return f"picture({as_string(name)}, {self._text(said)})"

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
            content = _LOCUS.sub(r'{"\1\\u{a0}\2"}', content)
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


_LOCUS = re.compile(r'^\{+"(\w{1,4}) (\w{1,6})"\}+$')  # “No 12”, which stays on one line
_PAGED = ("variorum-passage", "variorum-annotation", "variorum-parallel")
SILENT = (
    nodes.comment,
    nodes.raw,
    nodes.system_message,
    nodes.substitution_definition,
    addnodes.index,
    nodes.meta,
    addnodes.toctree,
    work_nodes.export_links,
    compare_nodes.reading_in_both,
    compare_nodes.reading_in_pairs,
)


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
