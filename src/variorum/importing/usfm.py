"""USFM, the markers of Bible translators: text in, a `Witness` out; each verse is a passage with its number.

A marker is a backslash and its name (`\\v 1`, `\\add … \\add*`). The letters of the markers themselves, and the numbers
that become loci, are omitted in the account; nothing else is but what tells of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from variorum.importing.refusal import NotImportable
from variorum.importing.scribe import Scribe
from variorum.importing.witness import Witness
from variorum.model.passages import PassageKind

_TOKEN = re.compile(r"\\(?P<nested>\+)?(?P<name>[a-z]+)(?P<number>\d*)(?:(?P<end>\*)|[ \t]?)|(?P<text>[^\\]+|\\)")
_NUMBER = re.compile(r"\s*(\d+[\w\-,]*)\s?")
_CALLER = re.compile(r"\s*(\S{1,3})\s")  # + or - or a sign, which says how a note is called
_OMITTED_LINES: Mapping[str, str] = dict.fromkeys(
    ("id", "ide", "h", "toc", "toca", "rem", "sts", "usfm", "vp", "ca", "cp", "cl", "va", "ipi"),
    "it tells of the file, or repeats a number or a name",
)
_HEADINGS: Mapping[str, PassageKind] = {
    "mt": PassageKind.TITLE, "mte": PassageKind.HEADING_1, "imt": PassageKind.HEADING_1, "ms": PassageKind.PART,
    "s": PassageKind.HEADING_3, "is": PassageKind.HEADING_3, "sd": PassageKind.HEADING_3,
}  # fmt: skip
_ASIDE: Mapping[str, PassageKind] = {
    "mr": PassageKind.INSET, "sr": PassageKind.INSET, "r": PassageKind.INSET, "d": PassageKind.INSET,
    "sp": PassageKind.SPEAKER, "qa": PassageKind.INSET, "qd": PassageKind.INSET,
}  # fmt: skip
_INTRODUCTION = frozenset({"ip", "im", "iq", "ili", "io", "ior", "iot", "ie", "ib", "iex"})
_MARKS: Mapping[str, str] = {
    "add": "supplied", "nd": "small-caps", "sc": "small-caps", "em": "emphasis", "it": "emphasis", "bd": "strong",
    "bdit": "strong", "sup": "superscript", "tl": "emphasis", "bk": "emphasis", "qs": "emphasis", "sls": "emphasis",
    "dc": "added", "k": "emphasis", "ord": "superscript",
}  # fmt: skip
# marks that have no look of their own in the layer; what stands behind a | in them is no text
_UNMARKED = frozenset({
    "w", "wg", "wh", "wa", "rb", "wj", "qt", "pn", "png", "addpn", "sig", "rq", "ndx", "no", "pro", "jmp", "fig",
})  # fmt: skip
_NOTES = frozenset({"f", "fe", "ef", "x", "ex"})
_END_OF_NOTE = frozenset({"id", "c", "v", "p", "m", "q", "s"})  # what stands in no note
_OF_A_MARKER = "signs of USFM: markers, numbers that became loci, attributes of words"


def read_usfm(text: str) -> Witness:
    """Return what a USFM file holds; raises `NotImportable`."""
    text = text.removeprefix("\ufeff")
    walk = _Walk()
    for match in _TOKEN.finditer(text):
        if walk.notes and match["name"] in _END_OF_NOTE:
            raise _unended(text, walk.note_at, f"before \\{match['name']}")
        walk.token(match)
    if walk.notes:
        raise _unended(text, walk.note_at, "before the file is: it may be cut off")
    walk.scribe.close()
    scribe = walk.scribe
    if not scribe.units:
        raise NotImportable("no marker such as \\p or \\v holds any words; nothing can be shown")
    return Witness("USFM", scribe.units + scribe.notes, scribe.shares, scribe.sentences(), walk.title.strip())


def _unended(text: str, at: int, where: str) -> NotImportable:
    note = text[at : at + 3].split()[0]
    return NotImportable(
        f"the note that begins here with {note} is not ended with {note}* {where}", text.count("\n", 0, at) + 1
    )


@dataclass(slots=True)
class _Walk:
    """One walk through the markers."""

    scribe: Scribe = field(default_factory=Scribe)
    chapter: str = ""
    title: str = ""
    takes: str = ""  # "c" or "v" where a number is to come
    left_out: str = ""  # why what follows is left out
    marks: list[ExitStack] = field(default_factory=list)  # that stand open: of the text, or of the note that we are in
    in_word: bool = False
    notes: list[tuple[ExitStack, list[ExitStack], bool]] = field(default_factory=list)  # with what stood open around it
    note_at: int = 0  # where in the file the note began that we are in
    verse: str = ""
    kind: PassageKind = PassageKind.PARAGRAPH
    new_paragraph: bool = False
    new_line: bool = False  # whether a line of the poem begins with the next letters
    in_title: bool = False

    def token(self, match: re.Match[str]) -> None:
        """Read a marker or a run of letters."""
        if match["text"] is not None:
            self.letters(match["text"])
            return
        self.scribe.omit(match[0], "marker", _OF_A_MARKER)
        name, is_end = match["name"], bool(match["end"])
        if self.left_out and (name in self._in_lines() or is_end):
            return
        if name in _NOTES:
            self.end_notes() if is_end else self.open_note(match.start())
        elif name in _MARKS or name in _UNMARKED:
            self.inline(name, is_end)
        elif self.notes:
            self.scribe.blank()  # \\fr, \\ft, \\xo …: parts of a note
        elif not is_end:
            self.paragraph(name)

    def _in_lines(self) -> frozenset[str]:
        return frozenset({*_MARKS, *_UNMARKED, *_NOTES})

    def letters(self, text: str) -> None:
        """Read letters: a number that was announced, then words."""
        if self.takes:
            number = (_CALLER if self.takes == "f" else _NUMBER).match(text)
            if number is None:
                self.scribe.guess(f"\\{self.takes} without a number: what follows is a passage that is counted")
            else:
                self.scribe.omit(number[0], f"\\{self.takes}", _OF_A_MARKER)
                self.numbered(number[1])
                text = text[number.end() :]
            self.takes = ""
        if self.left_out:
            self.scribe.omit(text, self.left_out, _OMITTED_LINES[self.left_out])
            return
        if self.in_word and "|" in text:
            text, _, attributes = text.partition("|")
            self.say(text)
            self.scribe.omit(f"|{attributes}", "attribute", _OF_A_MARKER)
            return
        self.say(text)

    def say(self, text: str) -> None:
        """Write letters of a passage."""
        if text.strip() and not self.scribe.is_open:
            self.open(self.kind, self.verse)
        elif text.strip() and self.new_line:
            self.scribe.point("line")
        self.new_line = self.new_line and not text.strip()
        self.title += text if self.in_title and not self.notes else ""
        for sign in ("//", "~"):  # where a line may end, and a blank where none may
            self.scribe.omit(sign * text.count(sign), sign, _OF_A_MARKER)
        self.scribe.say(text.replace("//", " ").replace("~", " "), "text")

    def open(self, kind: PassageKind, locus: str = "") -> None:
        self.scribe.open(kind, locus)
        self.new_line = False
        if self.new_paragraph and self.scribe.unit:
            self.scribe.unit.opens_stanza = True
        self.new_paragraph = False

    def numbered(self, number: str) -> None:
        """Begin a chapter or a verse."""
        if self.takes == "f":
            return
        if self.takes == "c":
            self.chapter, self.verse = number, ""
            self.scribe.close()
            return
        self.verse = f"{self.chapter}:{number}" if self.chapter else number
        self.open(self.kind, self.verse)

    def paragraph(self, name: str) -> None:
        """Begin what stands on lines of its own."""
        self.end_marks()
        self.left_out, self.in_title = "", False
        if name in {"c", "v"}:
            self.takes = name
        elif name in _OMITTED_LINES:
            self.scribe.close()
            self.left_out = name
        elif name in _HEADINGS or name in _ASIDE:
            self.scribe.close()
            kind = _HEADINGS.get(name) or _ASIDE[name]
            first = kind is not PassageKind.TITLE or not any(u.kind is kind for u in self.scribe.units)
            self.in_title = kind is PassageKind.TITLE and first
            self.scribe.open(kind if first else PassageKind.INSET)
        elif name in {"q", "qr", "qc", "qm", "li", "pi"} or name in _INTRODUCTION:
            self.line(name)
        else:
            self.new_paragraph = True
            self.kind = PassageKind.PARAGRAPH
            self._goes_on()

    def line(self, name: str) -> None:
        """Begin a line of a poem or an item: inside a verse the layer says where."""
        if name in _INTRODUCTION:
            self.verse, self.kind = "", PassageKind.PARAGRAPH
            self.scribe.close()
            return
        self.kind = PassageKind.VERSE if name.startswith("q") else PassageKind.LIST_ITEM
        self._goes_on()

    def _goes_on(self) -> None:
        """A verse may go across paragraphs and lines; a heading has ended."""
        unit = self.scribe.unit
        if unit is None:
            return
        if unit.locus and unit.text.strip():
            self.new_line = True
            self.scribe.blank()
        elif not unit.locus:
            self.scribe.close()

    # --- in lines -----------------------------------------------------------------------------------------------------

    def inline(self, name: str, is_end: bool) -> None:
        """Begin or end a mark on words."""
        if name in _UNMARKED:
            self.in_word = not is_end
        elif is_end:
            if self.marks:
                self.marks.pop().close()
        else:
            if not self.scribe.is_open:
                self.open(self.kind, self.verse)
            stack = ExitStack()
            stack.enter_context(self.scribe.marked(_MARKS[name]))
            self.marks.append(stack)

    def end_marks(self) -> None:
        """End marks that nobody ended: a marker of a paragraph ends them."""
        while self.marks:
            self.marks.pop().close()
        self.in_word = False

    def open_note(self, at: int) -> None:
        """Begin a note of the source; its first sign says only how it is called."""
        self.note_at = at
        stack = ExitStack()
        stack.enter_context(self.scribe.note())
        self.scribe.open(PassageKind.FOOTNOTE)
        self.notes.append((stack, self.marks, self.in_word))
        self.marks, self.in_word = [], False
        self.takes = "f"

    def end_notes(self) -> None:
        """End the note that we are in, and the marks that nobody ended in it: they are not those of the text."""
        while self.notes:
            self.end_marks()
            stack, self.marks, self.in_word = self.notes.pop()
            stack.close()
