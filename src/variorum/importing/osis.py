"""OSIS, the XML of scriptures: a tree in, a `Witness` out; each verse is a passage with its chapter and number.

Verses are elements of their own or lie between two milestones (`sID`, `eID`); both are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variorum.importing.refusal import NotImportable
from variorum.importing.scribe import Scribe
from variorum.importing.witness import Named, Witness
from variorum.importing.xml_reading import XML_LANG, all_text, local_name
from variorum.model.passages import PassageKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS: Mapping[str, str] = {
    "divineName": "small-caps",
    "transChange": "supplied",
    "foreign": "emphasis",
    "inscription": "small-caps",
    "rdg": "emphasis",
    "catchWord": "emphasis",
}
_HI: Mapping[str, str] = {
    "bold": "strong",
    "super": "superscript",
    "sub": "subscript",
    "small-caps": "small-caps",
    "underline": "underline",
    "line-through": "strike",
}
_BLOCKS: Mapping[str, PassageKind] = {
    "item": PassageKind.LIST_ITEM, "row": PassageKind.TABLE_ROW, "speaker": PassageKind.SPEAKER,
    "salute": PassageKind.INSET, "signed": PassageKind.INSET, "closer": PassageKind.INSET, "head": PassageKind.CAPTION,
}  # fmt: skip
_LETTERS_OF_A_FILE = "it tells of the file, not the text"


def read_osis(root: _Element) -> Witness:
    """Return what an OSIS file holds; raises `NotImportable`."""
    books = {str(e.get("osisID", "")) for e in root.iter("{*}div") if e.get("type") == "book"}
    walk = _Walk(len(books) > 1)
    walk.element(root)
    walk.scribe.finish()
    scribe = walk.scribe
    if not scribe.units:
        raise NotImportable("no verse holds any words; nothing can be shown", int(root.sourceline or 1))
    title = root.find(".//{*}header/{*}work/{*}title")
    text = root.find(".//{*}osisText")
    language = str(text.get(XML_LANG, "")) if text is not None else ""
    said = " ".join(all_text(title).split()) if title is not None else ""
    units = scribe.units + scribe.notes
    named = Named(said, "<title> of its header")
    return Witness("OSIS", units, scribe.shares, [*scribe.guesses.values()], named, language.partition("-")[0])


@dataclass(slots=True)
class _Walk:
    """One walk through a scripture."""

    many_books: bool
    scribe: Scribe = field(default_factory=Scribe)
    verse: str = ""  # locus of the verse that we are in
    opened: bool = False  # whether its passage is open or was
    new_paragraph: bool = True
    in_note: bool = False
    kind: PassageKind = PassageKind.PARAGRAPH

    def element(self, element: _Element) -> None:
        """Read an element, without the letters after it."""
        name = local_name(element)
        own = _OWN.get(name)
        feature = _HI.get(str(element.get("type", "")), "emphasis") if name == "hi" else _MARKS.get(name, "")
        if own:
            own(self, element)
        elif feature:
            with self.scribe.marked(feature):
                self.children(element)
        else:
            self.children(element)

    def children(self, element: _Element) -> None:
        """Read what is in an element, in its order."""
        self.say(str(element.text or ""), local_name(element))
        for child in element:
            self.element(child)
            self.say(str(child.tail or ""), local_name(element))

    def say(self, text: str, what: str) -> None:
        """Write letters: of the verse that we are in, or of a passage of their own."""
        if text.strip() and not self.scribe.is_open:
            again = self.opened and not self.in_note
            if again:
                self.scribe.guess(
                    "a verse goes on after a heading or a paragraph: its rest is a passage of its own; change its locus"
                )
            self.scribe.open(self.kind, self.verse)
            if self.new_paragraph and self.scribe.unit:
                self.scribe.unit.opens_stanza = True
            self.opened, self.new_paragraph = True, False
        self.scribe.say(text, what)

    def verse_(self, element: _Element) -> None:
        """Read a verse, or the milestone at its beginning or end."""
        if element.get("eID"):
            self.end()
        else:
            self.end()
            self.verse, self.opened = self.locus(str(element.get("osisID") or element.get("sID") or "")), False
            if not element.get("sID"):
                self.children(element)
                self.end()

    def end(self) -> None:
        """End the verse that we are in."""
        self.scribe.close()
        self.verse, self.opened = "", False

    def locus(self, reference: str) -> str:
        """Return the locus of a verse: `1:1`, with the book where there are several."""
        first = reference.split()[0] if reference.split() else ""
        first = first.partition("!")[0].rpartition("@")[2]
        if len(reference.split()) > 1:
            self.scribe.guess("one passage stands for several verses: its locus is that of the first; make it a range")
        book, _, place = first.partition(".")
        return first if self.many_books else place.replace(".", ":") or book

    def paragraph(self, element: _Element) -> None:
        """Read a paragraph or a group of lines: a verse may go across it."""
        if not self.opened:
            self.scribe.close()
        else:
            self.scribe.blank()
        self.new_paragraph = True
        before = self.kind
        self.kind = PassageKind.VERSE if local_name(element) == "lg" else before
        self.children(element)
        self.kind, self.new_paragraph = before, True

    def line(self, element: _Element) -> None:
        """Read a line of a poem in a verse: where it begins stands in the layer."""
        if self.scribe.is_open:
            self.scribe.point("line")
            self.scribe.blank()
        self.kind = PassageKind.VERSE
        self.children(element)
        self.kind = PassageKind.PARAGRAPH

    def title(self, element: _Element) -> None:
        """Read a heading; that of the only book is the title."""
        self.scribe.division()
        parent = element.getparent()
        of_book = parent is not None and str(parent.get("type", "")).startswith("book")
        if element.get("type") == "main" or of_book:
            is_title = not self.many_books and not any(u.kind is PassageKind.TITLE for u in self.scribe.units)
            kind = PassageKind.TITLE if is_title else PassageKind.PART
        else:
            kind = PassageKind.HEADING_3
        self.scribe.open(kind)
        self.children(element)
        self.scribe.close()

    def note(self, element: _Element) -> None:
        """Read a note of the source."""
        before, self.in_note = self.in_note, True
        with self.scribe.note(int(element.sourceline or 0)):
            self.scribe.open(PassageKind.FOOTNOTE)
            self.children(element)
        self.in_note = before

    def break_(self, element: _Element) -> None:
        """Read the end of a line."""
        self.scribe.point("line")
        self.scribe.blank()

    def block(self, element: _Element) -> None:
        """Read what stands on a line of its own, and is no verse: an item, a row of a table, who speaks."""
        before, self.kind = self.kind, _BLOCKS[local_name(element)]
        if self.verse or self.in_note:
            self.scribe.blank()
            self.children(element)
            self.scribe.blank()
        else:
            self.scribe.open(self.kind)
            self.children(element)
            self.scribe.close()
        self.kind = before

    def cell(self, element: _Element) -> None:
        """Read a cell of a table."""
        if self.verse or self.in_note:
            self.scribe.blank()
        elif element.getprevious() is not None:
            self.scribe.cell()
        self.children(element)

    def figure(self, element: _Element) -> None:
        """Read a picture: its caption says what it shows."""
        said = all_text(element)
        self.scribe.keep(said, "figure")
        self.scribe.picture(str(element.get("src", "")), said, int(element.sourceline or 0))
        self.scribe.settle() if not self.scribe.is_open else None

    def header(self, element: _Element) -> None:
        """Leave out what tells of the file."""
        self.scribe.omit(all_text(element), "header", _LETTERS_OF_A_FILE)

    def milestone(self, element: _Element) -> None:
        """Read a milestone: a page or a line of the print."""
        kind, number = str(element.get("type", "")), str(element.get("n", ""))
        if kind in {"pb", "page"} and number:
            self.scribe.point("page", number)
        elif kind in {"line", "lb"}:
            self.scribe.point("line", number)
            self.scribe.blank()


_OWN: Mapping[str, Callable[[_Walk, _Element], None]] = {
    "header": _Walk.header,
    "verse": _Walk.verse_,
    "p": _Walk.paragraph,
    "lg": _Walk.paragraph,
    "l": _Walk.line,
    "title": _Walk.title,
    "note": _Walk.note,
    "figure": _Walk.figure,
    "lb": _Walk.break_,
    **dict.fromkeys(("item", "row", "speaker", "salute", "signed", "closer", "head"), _Walk.block),
    "cell": _Walk.cell,
    "milestone": _Walk.milestone,
}
