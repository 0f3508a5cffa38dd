"""TEI P5: a tree in, a `Witness` out.

What TEI says of letters becomes the layer, what it says of divisions the outline, `@n` the loci. Where an editor has
given two readings (`choice`, `app`) one is shown and the other stands in the layer; which one is said in the guesses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variorum.importing.cell_places import MERGED, CellPlaces, spanned
from variorum.importing.own_title import heading_is_title
from variorum.importing.refusal import NotImportable
from variorum.importing.tei_attributes import (
    begins_anew,
    begins_unit,
    division_name,
    indent,
    is_label,
    parent_name,
    stands_in_line,
)
from variorum.importing.tei_elements import (
    BLOCKS,
    BLOCKS_OF_CELLS,
    DIVISIONS,
    IN_LINE_TOO,
    MARKS,
    OMITTED,
    PASSED,
    PICTURES,
    POINTS,
)
from variorum.importing.tei_header import language_of, named_by
from variorum.importing.tei_lines import TeiLines
from variorum.importing.tei_pictures import description, figure, graphic
from variorum.importing.witness import Division, Named, Unit, Witness
from variorum.importing.xml_reading import XML_ID, all_text, local_name, namespace
from variorum.model.passages import PassageKind
from variorum.model.web_addresses import is_web_address
from variorum.text.line_joining import in_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_tei(root: _Element) -> Witness:
    """Return what a TEI file holds; raises `NotImportable`."""
    texts = [child for child in root if local_name(child) == "text"]
    if not texts or not any(local_name(e) in {"body", "group"} for text in texts for e in text):
        raise NotImportable("there is no <text> with a <body> in it; nothing can be shown", int(root.sourceline or 1))
    walk = _Walk(root)
    scribe = walk.scribe
    for child in root:
        walk.element(child)
    scribe.finish()
    if scribe.shares and not scribe.units:
        raise NotImportable("the <body> holds no words; nothing can be shown", int(texts[0].sourceline or 1))
    return Witness(
        "TEI P5",
        scribe.units + scribe.notes,
        scribe.shares,
        [*scribe.guesses.values()],
        walk.named,
        language_of(root),
    )


@dataclass(slots=True)
class _Walk(TeiLines):
    """One walk through a text, in the order in which it is read."""

    depth: int = 0  # of divisions
    divisions: int = 0  # so many have begun
    numbers: list[str] = field(default_factory=list)  # @n of the divisions that we are in
    quoted: bool = False
    titled: bool = False
    half: Unit | None = None  # the part of a line of verse that the next line goes on with
    places: CellPlaces = field(default_factory=CellPlaces)  # of the table that we are in
    in_cell: bool = False  # of a table, where every block is but a part of the row
    alone: bool = False  # whether the text has one division in which all others stand: its head names the whole
    named: Named = field(default_factory=Named)  # what the header says
    called: frozenset[str] = frozenset()  # notes that a <ref> or <ptr> calls, by id

    def __post_init__(self) -> None:
        notes = {e.get(XML_ID): e for e in self.root.iter("{*}note") if e.get(XML_ID)}
        targets = {str(e.get("target", ""))[1:] for e in self.root.iter("{*}ref", "{*}ptr") if e.get("target")}
        self.named = named_by(self.root)
        base = language_of(self.root)
        self.languages = [base] if base else []
        self.called = frozenset(str(n) for n in notes if n in targets)
        names = [f"{{*}}{name}" for name in DIVISIONS]
        self.alone = sum(next(e.iterancestors(*names), None) is None for e in self.root.iter(*names)) == 1

    # --- elements -----------------------------------------------------------------------------------------------------

    def element(self, element: _Element) -> None:
        """Read an element, without the letters after it."""
        name = local_name(element)
        if begins_unit(element):
            self.scribe.blank()
        if name in OMITTED:
            self.scribe.omit(all_text(element), name, OMITTED[name])
            return
        if not any(name in known for known in (_OWN, PASSED, BLOCKS, MARKS, POINTS)):
            said = "of another namespace" if namespace(element) != namespace(self.root) else "not known here"
            self.scribe.guess(f"<{name}> is {said}: its words are shown without any mark; a mark is a row of layer.tsv")
        own = _OWN.get(name)
        if self.in_cell and (name in BLOCKS or name in BLOCKS_OF_CELLS):
            self.scribe.blank()
            self.language_mark(element)
            self.scribe.blank()
        elif own:
            own(self, element)
        elif name in POINTS:
            self.point(element, name)
            if name != "gap":  # what is said of a gap is none of the text
                self.children(element)
        elif name in BLOCKS:
            self._block(element, BLOCKS[name])
        elif name in MARKS:
            self.mark(element, name)
        else:
            self.language_mark(element)

    def children(self, element: _Element) -> None:
        """Read what is in an element, in its order."""
        name = local_name(element)
        self.scribe.say(str(element.text or ""), name)
        for child in element:
            self.element(child)
            self.scribe.say(str(child.tail or ""), name)

    def _block(self, element: _Element, kind: PassageKind) -> None:
        """Read an element that makes a passage of its own; inside a line of text some are no blocks."""
        name = local_name(element)
        if name in IN_LINE_TOO and stands_in_line(element, after_letters=self.scribe.is_open):
            with self.scribe.marked("emphasis") if name == "stage" else nullcontext():  # as insets look
                return self.language_mark(element)
        if kind is PassageKind.TITLE and (self.titled or self.scribe.units):
            kind = PassageKind.INSET
        self.titled = self.titled or kind is PassageKind.TITLE
        if self.quoted and kind is PassageKind.PARAGRAPH:
            kind = PassageKind.QUOTATION
        self.scribe.open(kind, self._locus(element, kind), line=int(element.sourceline or 0), indent=indent(element))
        begun = self.half if kind is PassageKind.VERSE and element.get("part") in {"M", "F"} else None
        if begun is not None:
            self.scribe.go_on(begun)
        with self.in_language(element):
            self._rest_in(element, kind)
        self.scribe.close()
        if kind is PassageKind.VERSE:
            self.half = self.scribe.units[-1] if self.scribe.units and element.get("part") in {"I", "M"} else None
        return None

    def _rest_in(self, element: _Element, kind: PassageKind) -> None:
        """Read a block; after a block inside it, what follows is a passage of the same kind."""
        name = local_name(element)
        self.scribe.say(str(element.text or ""), name)
        for child in element:
            self.element(child)
            tail = str(child.tail or "")
            if tail.strip() and not self.scribe.is_open:
                self.scribe.open(kind, line=int(child.sourceline or 0))
            self.scribe.say(tail, name)

    def _locus(self, element: _Element, kind: PassageKind) -> str:
        number = str(element.get("n", "")).strip()
        if not number or kind.depth or kind in {PassageKind.SPEAKER, PassageKind.INSET, PassageKind.TITLE}:
            return ""
        return ".".join([*filter(None, self.numbers), number])

    # --- divisions ----------------------------------------------------------------------------------------------------

    def division(self, element: _Element) -> None:
        """Read a division: its number is part of the loci, its depth that of its heading."""
        around = self.scribe.here
        counted = local_name(element).startswith("div") and element.get("type") not in {"edition", "translation"}
        self.numbers.append(str(element.get("n", "")).strip() if counted else "")
        self.divisions += 1
        path = ".".join(filter(None, self.numbers))
        name = "" if self.numbers[-1] else division_name(element)
        named = ".".join(filter(None, (path, name))) if name else ""
        self.scribe.division(Division(self.divisions, path if self.numbers[-1] else "", named))
        self.depth += local_name(element).startswith("div")
        with self.in_language(element):
            self.children(element)
        self.depth -= local_name(element).startswith("div")
        self.numbers.pop()
        self.scribe.close()
        self.scribe.here = around

    def head(self, element: _Element) -> None:
        """Read a heading; that of a table, a list or a figure is a caption."""
        parent = parent_name(element)
        if parent in {"figure", "table", "list", "listBibl", "castList", "castGroup"}:
            kind = PassageKind.CAPTION
        elif parent in {"lg", "sp"}:
            kind = PassageKind.INSET
        elif self._names_all(element):
            kind, self.titled = PassageKind.TITLE, True
        else:
            kind = PassageKind(f"heading-{min(6, max(1, self.depth))}")
        self.scribe.open(kind, line=int(element.sourceline or 0))
        with self.in_language(element):
            self.children(element)
        self.scribe.close()

    def _names_all(self, head: _Element) -> bool:
        """Whether a heading is the title: it belongs to the text itself, or to the one division that holds all."""
        if self.titled or self.scribe.units or self.depth > 1:
            return False
        words = in_one_line(all_text(head))
        return self.depth == 0 or heading_is_title(words, self.named.title, is_only=self.alone)

    def stanza(self, element: _Element) -> None:
        """Read a group of lines: a stanza, or what holds stanzas and may be numbered."""
        inner = any(local_name(child) == "lg" for child in element)
        self.numbers.append(str(element.get("n", "")).strip() if inner and begins_anew(element) else "")
        self.scribe.stanza()
        with self.in_language(element):
            self.children(element)
        self.scribe.stanza()
        self.numbers.pop()

    def apart(self, element: _Element) -> None:
        """Read what holds blocks: speeches, lists, tables, title pages."""
        self.scribe.close()
        self.children(element)
        self.scribe.close()

    def quotation(self, element: _Element) -> None:
        """Read a quotation: one that holds paragraphs or verse stands apart, any other in its line."""
        blocks = any(local_name(e) in {"p", "lg", "l", "ab"} for e in element)
        if not blocks:
            if parent_name(element) in {"div", "body", "cit", "epigraph"} and not self.scribe.is_open:
                self._block(element, PassageKind.QUOTATION)
            else:
                self.language_mark(element)
            return
        before, self.quoted = self.quoted, True
        self.apart(element)
        self.quoted = before

    def table(self, element: _Element) -> None:
        """Read a table."""
        around, self.places = self.places, CellPlaces()
        self.apart(element)
        self.places = around

    def row(self, element: _Element) -> None:
        """Read a row of a table, its cells parted; a row or a cell of labels names what stands below or beside it."""
        cells = [child for child in element if local_name(child) == "cell"]
        of_row = is_label(element) or (len(cells) > 1 and all(map(is_label, cells)))
        self.scribe.open(PassageKind.TABLE_ROW, line=int(element.sourceline or 0))
        self.places.row()
        before, self.in_cell = self.in_cell, True
        with self.scribe.marked("label") if of_row else nullcontext():
            for cell in element:
                if local_name(cell) != "cell":  # a page that begins here, or a note on the row
                    self.element(cell)
                    continue
                columns, rows = spanned(cell.get("cols")), spanned(cell.get("rows"))
                self.scribe.cell(self.places.cell(columns, rows))
                self.scribe.guess(MERGED) if columns > 1 or rows > 1 else None
                with self.scribe.marked("label") if is_label(cell) and not of_row else nullcontext():
                    self.language_mark(cell)
        self.in_cell = before
        self.scribe.close()

    def label(self, element: _Element) -> None:
        """Read the label of an item: it belongs to the item that follows."""
        if not self.scribe.is_open:
            self.scribe.open(PassageKind.LIST_ITEM, line=int(element.sourceline or 0))
        self.children(element)
        self.scribe.blank()

    def item(self, element: _Element) -> None:
        """Read an item of a list, after its label if it has one."""
        previous = element.getprevious()
        if previous is not None and local_name(previous) == "label" and self.scribe.is_open:
            self._rest_in(element, PassageKind.LIST_ITEM)
            self.scribe.close()
        else:
            self._block(element, PassageKind.LIST_ITEM)

    # --- notes --------------------------------------------------------------------------------------------------------

    def note(self, element: _Element) -> None:
        """Read a note of the source: called here, unless a reference calls it elsewhere."""
        if element.get(XML_ID) in self.called:
            self.scribe.guess("a note is called by a <ref> or <ptr>: it stands where it is called first", "note")
            if element.get("variorum-read"):
                return
        self._write_note(element)

    def _write_note(self, element: _Element) -> None:
        element.set("variorum-read", "1")
        before, self.in_cell = self.in_cell, False
        with self.scribe.note(int(element.sourceline or 0)), self.in_language(element):
            self.scribe.open(PassageKind.FOOTNOTE, line=int(element.sourceline or 0))
            self._rest_in(element, PassageKind.FOOTNOTE)
        self.in_cell = before

    def reference(self, element: _Element) -> None:
        """Read a reference: one to a note calls it, one to the web is a link, any other is only its words."""
        target = str(element.get("target", ""))
        note = self._note_at(target)
        if note is not None and not note.get("variorum-read"):
            self.scribe.keep(all_text(element), "ref")  # the sign of the call; ours takes its place
            if all_text(element).strip():
                self.scribe.guess("the sign of a call of a note stands in the account, not in the text", "note")
            self._write_note(note)
        elif is_web_address(target):
            with self.scribe.marked("link", target):
                self.children(element)
        else:
            self.children(element)

    def _note_at(self, target: str) -> _Element | None:
        if not target.startswith("#") or target[1:] not in self.called:
            return None
        return next((e for e in self.root.iter("{*}note") if e.get(XML_ID) == target[1:]), None)


_OWN: Mapping[str, Callable[[_Walk, _Element], None]] = {
    **dict.fromkeys(
        ("text", "front", "body", "back", "group", "div", *(f"div{n}" for n in range(1, 8)), "floatingText"),
        _Walk.division,
    ),
    **dict.fromkeys(("sp", "list", "listBibl", "castList", "castGroup", "titlePage", "docTitle"), _Walk.apart),
    **dict.fromkeys(("quote", "q", "said", "cit"), _Walk.quotation),
    **dict.fromkeys(("ref", "ptr"), _Walk.reference),
    "head": _Walk.head,
    "lg": _Walk.stanza,
    "row": _Walk.row,
    "table": _Walk.table,
    "label": _Walk.label,
    "item": _Walk.item,
    "note": _Walk.note,
    "choice": _Walk.choice,
    "app": _Walk.apparatus,
    "figure": figure,
    **dict.fromkeys(PICTURES, graphic),
    **dict.fromkeys(("figDesc", "desc"), description),
}
