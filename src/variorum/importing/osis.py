"""OSIS, the XML of scriptures: a tree in, a `Witness` out; each verse is a passage with its chapter and number.

Verses are elements of their own or lie between two milestones (`sID`, `eID`); both are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variorum.importing.cell_places import MERGED, SEVERAL_IN_ROW, CellPlaces, spanned
from variorum.importing.refusal import NotImportable
from variorum.importing.scribe import Gap, Scribe
from variorum.importing.tei_attributes import is_label, parent_name
from variorum.importing.witness import Named, Unit, Witness
from variorum.importing.xml_reading import XML_LANG, all_text, local_name
from variorum.model.passages import PassageKind
from variorum.text.line_joining import in_one_line

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
    "item": PassageKind.LIST_ITEM, "speaker": PassageKind.SPEAKER,
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
    text = root.find(".//{*}osisText")
    language = str(text.get(XML_LANG, "")) if text is not None else ""
    units = scribe.units + scribe.notes
    named = _named(root, str(text.get("osisIDWork", "")) if text is not None else "", walk.many_books)
    return Witness("OSIS", units, scribe.shares, [*scribe.guesses.values()], named, language.partition("-")[0])


def _named(root: _Element, id_: str, many_books: bool) -> Named:
    """Return what a file is called: as its header says of the work that it is; of several books by its id, at least."""
    works = root.findall(".//{*}header/{*}work")
    own = [work for work in works if work.get("osisWork") == id_] or works[:1]
    titles = (in_one_line(all_text(title)) for work in own for title in work.iterfind("{*}title"))
    if said := next(filter(None, titles), ""):
        return Named(said, "<title> of its header")
    return Named(id_, "osisIDWork, which is but its short name,") if many_books and id_ else Named()


@dataclass(slots=True)
class _Walk:
    """One walk through a scripture."""

    many_books: bool
    scribe: Scribe = field(default_factory=Scribe)
    verse: str = ""  # locus of the verse that we are in
    opened: bool = False  # whether its passage is open or was
    new_paragraph: bool = True
    in_note: bool = False
    places: CellPlaces = field(default_factory=CellPlaces)  # of the table that we are in
    row: Unit | None = None  # of a table, that we are in
    all_labels: bool = False  # whether it is nothing but labels
    kind: PassageKind = PassageKind.PARAGRAPH
    indent: int = 0  # blanks by which the next line of a poem is set in, if a passage begins with it

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
            self.scribe.open(self.kind, self.verse, indent=self.indent)
            self.indent = 0
            if self.new_paragraph and self.scribe.unit:
                self.scribe.unit.opens_stanza = True
            self.opened, self.new_paragraph = True, False
        self.scribe.say(text, what)

    def verse_(self, element: _Element) -> None:
        """Read a verse, or the milestone at its beginning or end."""
        if self.row is not None:
            self.verse_in_row(element, self.row)
        elif element.get("eID"):
            self.end()
        else:
            self.end()
            self.verse, self.opened = self.locus(str(element.get("osisID") or element.get("sID") or "")), False
            if not element.get("sID"):
                self.children(element)
                self.end()

    def verse_in_row(self, element: _Element, row: Unit) -> None:
        """Read a verse in a row of a table, which is a passage: its locus is that of the first verse in it."""
        self.verse, self.opened = self.locus(str(element.get("osisID") or element.get("sID") or "")), True
        if self.verse and row.locus:
            self.scribe.guess(SEVERAL_IN_ROW)
        row.locus = row.locus or self.verse
        self.children(element)
        if not element.get("sID"):
            self.verse, self.opened = "", False

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

    def chapter(self, element: _Element) -> None:
        """Read a chapter, or the milestone at its beginning or end: its verses stand apart from those before."""
        self.new_paragraph = True
        self.children(element)

    def paragraph(self, element: _Element) -> None:
        """Read a paragraph or a group of lines: a verse may go across it."""
        if self.row is not None:
            self.in_cell(element)
            return
        if not self.opened:
            self.scribe.close()
        else:
            self.scribe.blank(Gap.LINE)
        self.new_paragraph = True
        before = self.kind
        self.kind = PassageKind.VERSE if local_name(element) == "lg" else before
        self.children(element)
        self.kind, self.new_paragraph = before, True

    def line(self, element: _Element) -> None:
        """Read a line of a poem: in a verse the layer says where it begins, elsewhere it is a passage."""
        level = str(element.get("level", ""))
        self.indent = 2 * (min(int(level), 10) - 1) if level.isascii() and level.isdecimal() and int(level) else 0
        is_passage = not self.verse and not self.in_note and self.row is None
        if is_passage:
            self.scribe.close()
        if self.scribe.is_open:
            self.scribe.point("line")
            self.scribe.blank(Gap.LINE)
        self.kind = PassageKind.VERSE
        self.children(element)
        self.kind, self.indent = PassageKind.PARAGRAPH, 0
        if is_passage and not self.verse:
            self.scribe.close()

    def title(self, element: _Element) -> None:
        """Read a heading; that of the only book is the title."""
        if self.row is not None:
            self.in_cell(element)
            return
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
        self.scribe.blank(Gap.BREAK)

    def block(self, element: _Element) -> None:
        """Read what stands on a line of its own, and is no verse: an item, who speaks."""
        before, self.kind = self.kind, _BLOCKS[local_name(element)]
        is_apart = parent_name(element) == "table" or not self.verse
        if not is_apart or self.in_note or self.row is not None:
            self.scribe.blank()
            self.children(element)
            self.scribe.blank()
        else:
            self.scribe.open(self.kind)
            self.children(element)
            self.scribe.close()
        self.kind = before

    def table(self, element: _Element) -> None:
        """Read a table."""
        around, self.places = self.places, CellPlaces()
        self.children(element)
        self.places = around

    def table_row(self, element: _Element) -> None:
        """Read a row of a table; a row or a cell of labels names what stands below or beside it."""
        if self.in_note or self.row is not None:
            self.in_cell(element)
            return
        self.scribe.open(PassageKind.TABLE_ROW)
        self.row, self.new_paragraph = self.scribe.unit, False
        self.places.row()
        cells = [child for child in element if local_name(child) == "cell"]
        self.all_labels = is_label(element) or (len(cells) > 1 and all(map(is_label, cells)))
        with self.scribe.marked("label") if self.all_labels else nullcontext():
            self.children(element)
        self.row, self.new_paragraph = None, True
        self.scribe.close()

    def cell(self, element: _Element) -> None:
        """Read a cell of a table."""
        if self.in_note or self.row is None:
            self.in_cell(element)
            return
        columns, rows = spanned(element.get("cols")), spanned(element.get("rows"))
        self.scribe.cell(self.places.cell(columns, rows))
        self.scribe.guess(MERGED) if columns > 1 or rows > 1 else None
        with self.scribe.marked("label") if is_label(element) and not self.all_labels else nullcontext():
            self.children(element)

    def in_cell(self, element: _Element) -> None:
        """Read a block where it is but words: in a cell, in a note."""
        self.scribe.blank()
        self.children(element)
        self.scribe.blank()

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
            self.scribe.blank(Gap.BREAK)


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
    **dict.fromkeys(("item", "speaker", "salute", "signed", "closer", "head"), _Walk.block),
    "table": _Walk.table,
    "row": _Walk.table_row,
    "cell": _Walk.cell,
    "milestone": _Walk.milestone,
    "chapter": _Walk.chapter,
}
