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
from variorum.importing.scribe import Gap, Scribe
from variorum.importing.usfm_rows import CELLS, Rows
from variorum.importing.witness import Named, Witness
from variorum.model.passages import PassageKind
from variorum.text.line_joining import in_one_line

# A marker that begins something takes the one blank behind it; all other blanks are those of the text.
_TOKEN = re.compile(
    r"(?P<milestone>\\[a-z]+\d*(?:-[se])?\s*(?:\|[^\\]*)?\\\*|\\[a-z]+\d*-[se]\b[^\\\n]*)|"
    r"\\(?P<nested>\+)?(?P<name>[a-z]+)(?P<number>\d*(?:-\d+)?)(?:(?P<end>\*)|[ \t]|\r?\n)?|(?P<text>[^\\]+|\\)"
)
_NUMBER = re.compile(r"\s*(\d+[\w\-,]*)\s?")
_CALLER = re.compile(r"\s*(\S{1,3})\s")  # + or - or a sign, which says how a note is called
_OMITTED_LINES: Mapping[str, str] = dict.fromkeys(
    ("id", "ide", "h", "toc", "toca", "rem", "sts", "usfm", "vp", "ca", "cp", "cl", "va", "ipi"),
    "it tells of the file, or repeats a number or a name",
)
_OMITTED_IN_LINES = frozenset({"va", "vp", "ca"})  # other numbers of a verse or a chapter, beside it
_HEADINGS: Mapping[str, PassageKind] = {
    "mt": PassageKind.TITLE, "mte": PassageKind.HEADING_1, "imt": PassageKind.HEADING_1, "ms": PassageKind.PART,
    "s": PassageKind.HEADING_3, "is": PassageKind.HEADING_3, "sd": PassageKind.HEADING_3,
    "s2": PassageKind.HEADING_4, "s3": PassageKind.HEADING_5, "s4": PassageKind.HEADING_6,
    "is2": PassageKind.HEADING_4, "ms2": PassageKind.HEADING_2, "ms3": PassageKind.HEADING_2,
}  # fmt: skip
_ASIDE: Mapping[str, PassageKind] = {
    "mr": PassageKind.INSET, "sr": PassageKind.INSET, "r": PassageKind.INSET, "d": PassageKind.INSET,
    "sp": PassageKind.SPEAKER, "qa": PassageKind.INSET, "qd": PassageKind.INSET,
}  # fmt: skip
_INTRODUCTION = frozenset({"ip", "im", "iq", "ili", "io", "iot", "ie", "ib", "iex"})
_MARKS: Mapping[str, str] = {
    "add": "supplied", "nd": "small-caps", "sc": "small-caps", "em": "emphasis", "it": "emphasis", "bd": "strong",
    "bdit": "strong", "sup": "superscript", "tl": "emphasis", "bk": "emphasis", "qs": "emphasis", "sls": "emphasis",
    "dc": "added", "k": "emphasis", "ord": "superscript",
}  # fmt: skip
# marks that have no look of their own in the layer; what stands behind a | in them is no text
_UNMARKED = frozenset({
    "w", "wg", "wh", "wa", "rb", "wj", "qt", "pn", "png", "addpn", "sig", "rq", "ndx", "no", "pro", "jmp",
    "ior", "iqt", "lit", "lik", "liv", "litl", "qac", "cat",
})  # fmt: skip
_END = re.compile(r"\\\+?[a-z]+\d*\*")
_ATTRIBUTES = re.compile(r"\|\s*[\w-]+\s*=[^\n]*")
_LINES = frozenset(
    {"p", "m", "tr", "q", "c", "v", "s", "b", "id", *_OMITTED_LINES, *_HEADINGS, *_ASIDE, *_INTRODUCTION}
)
_NOTES = frozenset({"f", "fe", "ef", "x", "ex"})
_END_OF_NOTE = frozenset({"id", "c", "v", "p", "m", "q", "s"})  # what stands in no note
_SAYS_TITLE = "\\mt, \\toc1 or \\h"
_AT_THE_SIDE = "a line in the middle or at the right (\\qc, \\qr) is shown like the others; say so in the column remark"
_OF_A_MARKER = "signs of USFM: markers, numbers that became loci, attributes of words"


def read_usfm(text: str) -> Witness:
    """Return what a USFM file holds; raises `NotImportable`."""
    text = text.removeprefix("\ufeff")
    books = re.findall(r"(?m)^\s*\\id[ \t]+(\S+)", text)
    closed = frozenset(re.findall(r"\\\+?([a-z]+)\d*\*", text))
    walk = _Walk(len(books) > 1, closed)
    for match in _TOKEN.finditer(text):
        if walk.notes and match["name"] in _END_OF_NOTE:
            raise _unended(text, walk.note_at, f"before \\{match['name']}")
        walk.token(match)
    if walk.notes:
        raise _unended(text, walk.note_at, "before the file is: it may be cut off")
    if walk.picture is not None:
        walk.end_picture()
    walk.rows.end()
    walk.scribe.finish()
    scribe = walk.scribe
    if not scribe.units:
        raise NotImportable("no marker such as \\p or \\v holds any words; nothing can be shown")
    return Witness(
        "USFM", scribe.units + scribe.notes, scribe.shares, [*scribe.guesses.values()], Named(walk.named, _SAYS_TITLE)
    )


def _unended(text: str, at: int, where: str) -> NotImportable:
    note = text[at : at + 3].split()[0]
    return NotImportable(
        f"the note that begins here with {note} is not ended with {note}* {where}", text.count("\n", 0, at) + 1
    )


@dataclass(slots=True)
class _Walk:
    """One walk through the markers."""

    many_books: bool = False  # whether the book stands in the loci, as chapters and verses are counted anew in each
    closed: frozenset[str] = frozenset()  # markers that the file ends with *: they stand in lines, known here or not
    scribe: Scribe = field(default_factory=Scribe)
    rows: Rows = field(init=False)
    book: str = ""
    chapter: str = ""
    title: str = ""
    names: dict[str, str] = field(default_factory=dict)  # what \\toc1, \\h … call the book
    picture: str | None = None  # what stands in a picture that we are in
    takes: str = ""  # "c" or "v" where a number is to come
    left_out: str = ""  # why what follows is left out
    marks: list[ExitStack] = field(default_factory=list)  # that stand open: of the text, or of the note that we are in
    notes: list[tuple[ExitStack, list[ExitStack]]] = field(default_factory=list)  # with what stood open around it
    note_at: int = 0  # where in the file the note began that we are in
    verse: str = ""
    kind: PassageKind = PassageKind.PARAGRAPH
    new_paragraph: bool = False
    indent: int = 0  # blanks by which a line of the poem is set in, where a passage begins with it
    new_line: bool = False  # whether a line of the poem begins with the next letters
    in_title: bool = False

    def __post_init__(self) -> None:
        self.rows = Rows(self.scribe)

    def token(self, match: re.Match[str]) -> None:
        """Read a marker or a run of letters."""
        if match["text"] is not None:
            self.letters(match["text"], before_end=_END.match(match.string, match.end()) is not None)
            return
        self.scribe.omit(match[0], "marker", _OF_A_MARKER)
        if match["milestone"]:
            return
        name, is_end = match["name"], bool(match["end"])
        if name in _OMITTED_IN_LINES and self.left_out in {"", name}:
            self.left_out = "" if is_end else name
        elif self.left_out and (name in self._in_lines() or is_end):
            return
        elif name == "fig":
            self.end_picture() if is_end else self.begin_picture()
        elif name in _NOTES:
            self.end_notes() if is_end else self.open_note(match.start())
        elif name in _MARKS or name in _UNMARKED:
            self.inline(name, is_end)
        elif self.notes:  # \\fr, \\ft, \\xo …: parts of a note; a paragraph of it begins where \\fp stands
            self.scribe.blank() if name == "fp" else None
        elif name in CELLS and self.rows.unit is not None and not is_end:
            self.end_marks()
            self.rows.cell(name, match["number"])
        elif not is_end and name not in self.closed - _LINES:
            self.paragraph(name, match["number"])

    def _in_lines(self) -> frozenset[str]:
        return frozenset({*_MARKS, *_UNMARKED, *_NOTES, *_OMITTED_IN_LINES, "fig"})

    @property
    def named(self) -> str:
        """The title of the text, as its largest line or its list of contents has it."""
        names = (self.title, self.names.get("toc1", ""), self.names.get("h", ""))
        return "" if self.many_books else next((in_one_line(n) for n in names if n.strip()), "")

    def letters(self, text: str, *, before_end: bool) -> None:
        """Read letters: a number that was announced, then words; `before_end` if what holds them ends behind them."""
        if self.takes:
            number = (_CALLER if self.takes == "f" else _NUMBER).match(text)
            if number is None:
                self.scribe.guess(
                    f"\\{self.takes} without a number: what follows is a passage that is counted; change its locus"
                )
            else:
                self.scribe.omit(number[0], f"\\{self.takes}", _OF_A_MARKER)
                self.numbered(number[1])
                text = text[number.end() :]
            self.takes = ""
        if self.left_out:
            self.scribe.omit(text, self.left_out.rstrip("1"), _OMITTED_LINES[self.left_out.rstrip("1")])
            self.names[self.left_out] = text
            if self.left_out == "id" and self.many_books:
                self.book, self.chapter, self.verse = f"{(text.split() or [''])[0]}.", "", ""
            return
        if self.picture is not None:
            self.picture += text
            return
        found = _ATTRIBUTES.search(text) if not before_end else re.search(r"\|.*", text, re.DOTALL)
        if found:
            self.scribe.omit(found[0], "attribute", _OF_A_MARKER)
            text = text[: found.start()] + text[found.end() :]
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
        self.scribe.open(kind, locus, indent=self.indent if kind is PassageKind.VERSE else 0)
        self.new_line, self.indent = False, 0
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
        self.verse = self.book + (f"{self.chapter}:{number}" if self.chapter else number)
        if self.rows.takes_verse(self.verse):
            return
        self.rows.end()
        self.open(self.kind, self.verse)

    def paragraph(self, name: str, number: str) -> None:
        """Begin what stands on lines of its own."""
        self.end_marks()
        if self.picture is not None:
            self.scribe.guess(
                "\\fig without \\fig*: the picture ends with its paragraph; change what it shows", "image"
            )
            self.end_picture()
        self.left_out, self.in_title = "", False
        if name != "v":
            self.rows.end()
        if name == "tr":
            self.new_line = self.new_paragraph = False
            self.rows.begin()
        elif name in {"c", "v"}:
            self.takes = name
        elif name in _OMITTED_LINES:
            self.scribe.close()
            self.left_out = "toc1" if f"{name}{number}" == "toc1" else name
        elif name in _HEADINGS or name in _ASIDE:
            self.scribe.division()
            kind = _HEADINGS.get(f"{name}{number}") or _HEADINGS.get(name) or _ASIDE[name]
            self.scribe.open(self._title(number) if kind is PassageKind.TITLE else kind)
        elif name in {"q", "qr", "qc", "qm", "li", "pi"} or name in _INTRODUCTION:
            self.line(name, number)
        else:
            self.new_paragraph = True
            self.kind = PassageKind.PARAGRAPH
            self._goes_on()

    def _title(self, number: str) -> PassageKind:
        """Return what a line of a title is: the largest names the text, of several books each begins a part."""
        self.in_title = number in {"", "1"} and not self.title.strip()
        if self.many_books and number in {"", "1"}:
            return PassageKind.PART
        return PassageKind.TITLE if self.in_title else PassageKind.INSET

    def line(self, name: str, number: str) -> None:
        """Begin a line of a poem or an item: inside a verse the layer says where."""
        self.indent = 2 * (min(int(number or 1), 10) - 1)
        if name in {"qc", "qr"}:
            self.scribe.guess(_AT_THE_SIDE)
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
            self.scribe.blank(Gap.LINE)
        elif not unit.locus:
            self.scribe.close()

    # --- in lines -----------------------------------------------------------------------------------------------------

    def inline(self, name: str, is_end: bool) -> None:
        """Begin or end a mark on words."""
        if name in _UNMARKED:
            return
        if is_end:
            if self.marks:
                self.marks.pop().close()
        else:
            if not self.scribe.is_open:
                self.open(self.kind, self.verse)
            stack = ExitStack()
            stack.enter_context(self.scribe.marked(_MARKS[name]))
            self.marks.append(stack)

    def begin_picture(self) -> None:
        """Begin a picture: its words describe it."""
        self.picture = ""

    def end_picture(self) -> None:
        """Put in a picture: `caption|src="…"`, or with seven parts as older files have it."""
        whole, self.picture = self.picture or "", None
        parts = whole.split("|")
        source = re.search(r'\bsrc="([^"]*)"', whole)
        is_old = len(parts) == 7 and not source
        said = 5 if is_old and parts[5].strip() else 0
        self.scribe.keep(parts[said], "fig")
        self.scribe.omit("|".join(["", *parts[:said], *parts[said + 1 :]]), "fig", _OF_A_MARKER)
        self.scribe.picture(source[1] if source else parts[1] if is_old else "", parts[said])

    def end_marks(self) -> None:
        """End marks that nobody ended: a marker of a paragraph ends them."""
        while self.marks:
            self.marks.pop().close()

    def open_note(self, at: int) -> None:
        """Begin a note of the source; its first sign says only how it is called."""
        self.note_at = at
        stack = ExitStack()
        stack.enter_context(self.scribe.note())
        self.scribe.open(PassageKind.FOOTNOTE)
        self.notes.append((stack, self.marks))
        self.marks = []
        self.takes = "f"

    def end_notes(self) -> None:
        """End the note that we are in, and the marks that nobody ended in it: they are not those of the text."""
        while self.notes:
            self.end_marks()
            stack, self.marks = self.notes.pop()
            stack.close()
