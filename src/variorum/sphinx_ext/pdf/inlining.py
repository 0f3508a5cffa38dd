"""Inlines → expressions of Typst's code mode.

All words become string literals, never markup: no character of a text can be taken for a command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import regex
from docutils import nodes
from sphinx.util import logging

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.direction import told_direction
from variorum.sphinx_ext.pdf.forms import Form, form_of
from variorum.sphinx_ext.pdf.manuscript import Line, Manuscript
from variorum.text import scripts
from variorum.text.scripts import SLANTED, direction_of
from variorum.wording.messages import Wording
from variorum.works.identification import sign

logger = logging.getLogger(__name__)


_SLANTED = regex.compile(f"[{scripts.letters_of(SLANTED)}]")  # letters that the faces of the book have slanted
_LETTER = regex.compile(r"\p{L}")
UNBROKEN_CHARS = 8  # characters of a passage's number that the edge has room for


def _pieces_of_number(locus: str) -> list[str]:
    return re.split(r"(?<=[.:;,_-])(?=.)", locus) if len(locus) > UNBROKEN_CHARS else [locus]


def has_italics(words: str) -> bool:
    """Whether words that are emphasized can slant; in another script emphasis is bold."""
    return bool(_SLANTED.search(words)) or not _LETTER.search(words)


def lines_of_number(locus: str) -> int:
    """Return how many lines the number of a passage takes in the edge."""
    lines, room = 0, 0
    for piece in _pieces_of_number(locus):
        if len(piece) > room:
            lines, room = lines + 1, UNBROKEN_CHARS
        room -= len(piece)
    return lines


class InlineWriter:
    """Writes inlines, and notes in its manuscript what they use; `Writer` adds blocks."""

    def __init__(self, wording: Wording) -> None:
        self.manuscript = Manuscript()
        self.wording = wording
        self.with_notes = True  # else the text alone is set
        self._docname = ""
        self._where = ""  # the place of the edition that is being written, for messages
        self._in_note = False
        self._unknown: set[str] = set()  # classes of nodes for which there is no form
        self._base = direction_of(self.language)  # of the lines that are written: "ltr" or "rtl"
        self._direction = self._base  # of the words around those that are written
        self._moves = False  # the words are those of a heading of a source, which contents show in lines of their own
        self._in_index = False  # passages are named with their page in brackets
        self._line_drawn = ""  # words stand in a line "below" or "through" them

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
        together = 0
        for child in children:
            together = together + 1 if isinstance(child, our.note_reference) else 0
            if together > 1 and self.with_notes:
                yield "comma" if together <= KEPT_TOGETHER else "comma-and-break"
            yield self._inline(child)

    def _inline(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return self._text(node.astext())
        assert isinstance(node, nodes.Element)
        form = self._form(node)
        if form in {Form.UNSEEN, Form.REFUSED}:
            return ""
        if method := self._method("_inline_", type(node)):
            return str(method(node))
        return self._words(node)

    def _form(self, node: nodes.Element) -> Form | None:
        """Return the form of a node, and say so where the book has none for it."""
        form = form_of(type(node))
        name = type(node).__name__
        if form is Form.REFUSED:
            self._warn(node, f"the book cannot hold “{name}”: it is left out; HTML and EPUB have it")
        elif form is None and name not in self._unknown:
            self._unknown.add(name)
            self._warn(node, f"the book has no form for “{name}”: its words are set plainly")
        return form

    def _method(self, prefix: str, kind: type[nodes.Element]) -> Callable[[nodes.Element], Any] | None:
        """Return how a class of nodes is written: by its own name, else that of a class that it is made from."""
        for above in kind.__mro__:
            if above is nodes.Element:
                return None
            if method := getattr(self, f"{prefix}{above.__name__}", None):
                return cast("Callable[[nodes.Element], Any]", method)
        return None

    def _warn(self, node: nodes.Node, message: str) -> None:
        logger.warning("%s", message, location=node, type="variorum", subtype="pdf")

    def _words(self, node: nodes.Element) -> str:
        """Set what a node holds, in its language."""
        if "differing" in node["classes"]:
            return self._with_line("differing", "below", node)
        if "set-in" in node["classes"]:  # the shape of a line of verse says how far
            return "[]"
        if half := next((c for c in ("half-line", "half-gap") if c in node["classes"]), ""):
            return f"{half}({self._content(node)})"
        own, around = told_direction(node), self._direction
        self._direction = own or around
        content = self._content(node)
        self._direction = around
        language = language_of(node)
        if language and content != "[]":
            content = f"lang({as_string(language)}, {content})"
        if own in {"", around} or content == "[]":
            return content
        return self._isolated(own, content)

    def _with_line(self, function: str, way: str, node: nodes.Element) -> str:
        """Set words with a line below or through them; `layer.typ` says why one within the other is only drawn."""
        outer = self._line_drawn
        self._line_drawn = outer or way
        content = self._content(node)
        self._line_drawn = outer
        return f"{function}({'' if outer in {'', way} else 'drawn: true, '}{content})"

    def _isolated(self, direction: str, content: str) -> str:
        """Return words that run against their line so that they stand apart in it."""
        if self._moves:  # each line that they stand in says itself which way it runs
            return f"apart({as_string(direction)}, {content})"
        return f"isolate({as_string(direction)}, {as_string(self._base)}, {content})"

    @contextmanager
    def _lines_from(self, direction: str) -> Iterator[None]:
        """Let the lines that are written run a way, until the block ends."""
        outer = self._base, self._direction
        self._base = self._direction = direction
        yield
        self._base, self._direction = outer

    def _inline_target(self, node: nodes.Element) -> str:
        return code_block([*(self._anchor(self._id(i)) for i in node["ids"]), self._content(node)])

    def _inline_note_reference(self, node: nodes.Element) -> str:
        id_ = self._id(node["note"])
        if not self.with_notes:  # links to the words of a parallel lead here
            return self._anchor(id_) if node["note"].startswith("parallel-") else ""
        self.manuscript.anchors[id_] = None
        return f"n({as_string(id_)})"

    def _inline_lemma(self, node: nodes.Element) -> str:
        if not self.with_notes:
            return self._words(node)
        annotated = any(note.startswith("annotation-") for note in node["notes"].split())
        return self._with_line("lemma" if annotated else "quoted", "below", node)

    def _inline_citation_mark(self, node: nodes.Element) -> str:
        if not node["certainty"]:
            return self._words(node)
        return code_block([*(self._inline(c) for c in node.children), f"doubt({self._text(sign(node['certainty']))})"])

    def _inline_emphasis(self, node: nodes.Element) -> str:
        """Set emphasis; where a script has no italics, it is bold."""
        return f"{'emph' if has_italics(node.astext()) else 'strong'}({self._content(node)})"

    _inline_title_reference = _inline_literal_emphasis = _inline_emphasis

    def _inline_strong(self, node: nodes.Element) -> str:
        return f"strong({self._content(node)})"

    _inline_literal_strong = _inline_strong

    def _inline_superscript(self, node: nodes.Element) -> str:
        return f"super({self._content(node)})"

    def _inline_subscript(self, node: nodes.Element) -> str:
        return f"sub({self._content(node)})"

    def _inline_literal(self, node: nodes.Element) -> str:
        if "xref" in node["classes"]:
            return self._words(node)
        return f"raw({self._text(node.astext())})"

    def _inline_reference(self, node: nodes.Element) -> str:
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
            function = "to-index" if self._in_index and not self._in_note else "to-page"
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

    def _number(self, locus: str) -> str:
        """Return the number of a passage for the edge; a long one may be broken behind its signs."""
        return self._text("\u200b".join(_pieces_of_number(locus)))

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


KEPT_TOGETHER = 4  # so many references side by side stay on their line
_LOCUS = re.compile(r'^\{+"([\w.-]{1,6}) ([^\s"\\]{1,12})"\}+$')  # “No 12”, which stays on one line
_PAGED = ("variorum-passage", "variorum-annotation", "variorum-parallel")


ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}  # the signs with which words begin that stand apart
_ESCAPED = {code: f"\\u{{{code:x}}}" for code in range(32)} | {
    ord(letter): "\\" + sign for letter, sign in {"\\": "\\", '"': '"', "\n": "n", "\r": "r", "\t": "t"}.items()
}


def as_string(text: str) -> str:
    """Return a text as a string literal of Typst."""
    return f'"{text.translate(_ESCAPED)}"'


def letters_of(node: nodes.Node, line: str, own: str = "") -> str:
    """Return words for where nothing but letters can stand: what runs against its line between signs.

    `own`: the direction of the words, where they do not tell it themselves.
    """
    if not isinstance(node, nodes.Element):
        return node.astext()
    own = own or told_direction(node) or line
    letters = "".join(letters_of(child, own) for child in node.children)
    return letters if own == line else f"{ISOLATES[own]}{letters}\u2069"


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
