"""The lines of what pandoc says of a document: its inlines in, words and marks for the scribe out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from typing import Any

from variorum.importing.looks import Looks
from variorum.importing.open_document import BEGIN, END, SIGN
from variorum.importing.page_notes import CALL_AGAIN, SIGN_OF_NOTE
from variorum.importing.page_signs import HEAD
from variorum.importing.pandoc_words import plain
from variorum.importing.refusal import NotImportable
from variorum.importing.scribe import Gap, Scribe
from variorum.model.passages import PassageKind
from variorum.model.web_addresses import is_web_address
from variorum.reading.language_tags import is_language_tag

_MARKS: Mapping[str, str] = {
    "Emph": "emphasis", "Strong": "strong", "SmallCaps": "small-caps", "Superscript": "superscript",
    "Subscript": "subscript", "Strikeout": "strike", "Underline": "underline",
}  # fmt: skip


@dataclass(slots=True)
class LineWalk:
    """A walk through the words of a line; what walks through blocks adds `within`, as a note holds blocks."""

    scribe: Scribe = field(default_factory=Scribe)
    inside: str = "text"  # what the account says of where we are
    is_written_out: bool = False  # whether addresses and descriptions are letters of the file, as in Markdown
    captioned: str = ""  # the caption of the figure that we are in
    looks: Looks = field(default_factory=Looks)
    has_signs: bool = False  # whether empty links of ours stand for what pandoc does not give
    in_head: bool = False  # whether a mark says already that we are in the head of a column or a row
    signs: dict[str, ExitStack] = field(default_factory=dict)  # marks that a sign has begun, by their feature

    def within(self, kind: PassageKind, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Read blocks whose paragraphs are passages of a kind."""
        raise NotImplementedError

    def raw(self, content: Any) -> None:
        """Account for markup of another format."""
        if self.is_written_out:  # in other formats markup is no letters
            self.scribe.omit(content[1], f"raw {content[0]}", "markup of another format")

    def whole(self, content: Any) -> None:
        """Read a paragraph; marks that signs have begun in it end with it."""
        before, self.signs = self.signs, {}
        self.inlines(content)
        for mark in self.signs.values():
            mark.close()
        self.signs = before

    def inlines(self, inlines: Iterable[Mapping[str, Any]]) -> None:
        """Read words and marks in their order."""
        for inline in inlines:
            kind: str = inline["t"]
            content: Any = inline.get("c")
            if kind == "Str":
                self.scribe.say(content, self.inside)
            elif kind in {"Space", "SoftBreak"}:
                self.scribe.blank(Gap.BLANK if kind == "Space" else Gap.LINE)
            elif kind == "LineBreak":
                self.scribe.point("line")
                self.scribe.blank(Gap.LINE)
            elif kind in _MARKS:
                with self.in_marks(self.looks.elements.get(kind, (_MARKS[kind],))):
                    self.inlines(content)
            else:
                self._inline(kind, content)

    def _inline(self, kind: str, content: Any) -> None:
        read = _INLINES.get(kind)
        if read is None:
            raise NotImportable(f"pandoc names a part of a line that is not known here: {kind}")
        read(self, content)

    def second(self, content: Any) -> None:
        """Read the words of what holds attributes and words."""
        self.inlines(content[1])

    def quoted(self, content: Any) -> None:
        """Read words in quotation marks that the format only means."""
        self.scribe.guess("quotation marks that a format only means (<q>) are not shown; say so in the column remark")
        self.inlines(content[1])

    def words(self, content: Any) -> None:
        """Write words that a program has set."""
        self.scribe.say(content[1], self.inside)

    def formula(self, content: Any) -> None:
        """Leave out a formula: its letters are those of a program, not of the original."""
        self.scribe.guess("a formula is left out, no text can show it; say so in the column remark")

    def link(self, content: Any) -> None:
        """Read a link: one to the web is marked, a sign of ours begins or ends a mark."""
        _, inlines, (address, _) = content
        if self.has_signs and address.startswith(SIGN):
            self._sign(address.removeprefix(SIGN))
            return
        if self.is_written_out:
            self.scribe.keep(address, "address of a link")
        if is_web_address(address):
            with self.scribe.marked("link", address):
                self.inlines(inlines)
        else:
            self.inlines(inlines)

    def image(self, content: Any) -> None:
        """Put in a picture."""
        words = plain(content[1])
        if self.is_written_out and words != self.captioned:  # a caption is shown, and may say the same
            self.scribe.keep(words, "description of a picture")
        self.scribe.picture(content[2][0], words)

    def note(self, content: Any) -> None:
        """Read a note where it is called."""
        with self.scribe.note():
            self.within(PassageKind.FOOTNOTE, content)

    def sign(self, content: Any) -> None:
        """Account for the sign of a note, or of the way back; ours takes its place."""
        words, is_call = content
        self.scribe.keep(words, "sign of a note")
        if is_call:
            self.scribe.guess("a sign that leads to a note which leads back calls it; our sign stands there", "note")

    def called_again(self, content: Any) -> None:
        """Read a further sign of a note, which is called once: the sign stays."""
        elsewhere = "leads to a note that is called elsewhere: it is called once, this sign stays as words"
        self.scribe.guess(f"“{plain(content).strip()}” {elsewhere}")
        self.inlines(content)

    def span(self, content: Any) -> None:
        """Read words with a class, a style or a language."""
        attributes, inlines = content
        with self.in_language(attributes), self.in_marks(self.looks.of_words(attributes)):
            self.inlines(inlines)

    def in_language(self, attributes: Any) -> Any:
        """Mark what is written inside as words of the language that attributes name."""
        tag = dict(attributes[2]).get("lang", "")
        return self.scribe.marked("foreign", tag) if is_language_tag(tag) else nullcontext()

    def in_marks(self, features: Iterable[str]) -> ExitStack:
        """Mark what is written inside with features."""
        stack = ExitStack()
        for feature in features:
            stack.enter_context(self.scribe.marked(feature))
        return stack

    # --- signs of ours ------------------------------------------------------------------------------------------------

    def signed(self, inlines: Any) -> PassageKind | None:
        """Return the kind that a sign at the beginning of a paragraph says it is of."""
        first = inlines[0] if self.has_signs and inlines else {}
        address = first["c"][2][0] if first.get("t") == "Link" else ""
        said = address.removeprefix(SIGN)
        return PassageKind(said) if address.startswith(SIGN) and said in set(PassageKind) else None

    def _sign(self, said: str) -> None:
        """Begin or end the mark that a sign stands for."""
        if said == f"{BEGIN}{HEAD}" and self.in_head:
            return
        if said.startswith(BEGIN) and said.removeprefix(BEGIN) in _SIGNED:
            self.signs.setdefault(said.removeprefix(BEGIN), self.in_marks([said.removeprefix(BEGIN)]))
        elif said.startswith(END) and (mark := self.signs.pop(said.removeprefix(END), None)):
            mark.close()


_SIGNED = frozenset({"small-caps", HEAD})
_INLINES: Mapping[str, Callable[[LineWalk, Any], None]] = {
    "Quoted": LineWalk.quoted,
    "Cite": LineWalk.second,
    "Code": LineWalk.words,
    "Math": LineWalk.formula,
    "RawInline": LineWalk.raw,
    "Link": LineWalk.link,
    "Image": LineWalk.image,
    "Note": LineWalk.note,
    SIGN_OF_NOTE: LineWalk.sign,
    CALL_AGAIN: LineWalk.called_again,
    "Span": LineWalk.span,
}
