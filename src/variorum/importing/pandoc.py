"""DOCX, ODT, EPUB, HTML and Markdown through pandoc: bytes in, a `Witness` out.

The blocks of what pandoc says (its JSON) are walked through here, their lines in `pandoc_lines`;
`reading.pandoc_process` runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from variorum.importing.cell_places import MERGED, CellPlaces
from variorum.importing.made_ready import made_ready, tree_of
from variorum.importing.page_notes import put_notes_in_place
from variorum.importing.pandoc_lines import LineWalk
from variorum.importing.pandoc_poems import Line, is_poem, lines_of
from variorum.importing.pandoc_words import is_picture, kind_of, meta_language, meta_words, plain, title_heading
from variorum.importing.recognising import FORMATS
from variorum.importing.refusal import NotImportable
from variorum.importing.witness import Named, Witness
from variorum.model.passages import PassageKind

_PACKED = frozenset({"docx", "odt", "epub"})  # these say of themselves what they are outside their text


def read_with_pandoc(data: bytes, format_: str) -> Witness:
    """Return what a document holds; raises `NotImportable`."""
    ready = made_ready(data, format_)
    document = tree_of(ready, format_)
    meta = document.get("meta", {})
    named = ready.named if format_ in _PACKED or ready.head else _said_of_itself(meta)
    walk = _Walk(is_written_out=format_ == "markdown", looks=ready.looks, has_signs=format_ in {"odt", "epub", "html"})
    if format_ in {"html", "epub"}:
        put_notes_in_place(document["blocks"])
    walk.title = None if ready.has_title else title_heading(document["blocks"], named.title)
    if format_ == "docx":
        walk.front(meta)
    walk.blocks(document["blocks"])
    scribe = walk.scribe
    scribe.finish()
    scribe.omit(ready.head, "head of the file", "it tells of the file, not the text")
    units = scribe.units + scribe.notes
    language = ready.language or meta_language(meta)
    return Witness(FORMATS[format_], units, scribe.shares, [*ready.guesses, *scribe.guesses.values()], named, language)


def _said_of_itself(meta: Mapping[str, Any]) -> Named:
    title, date = (" ".join(meta_words(meta, key)) for key in ("title", "date"))
    return Named(title, "<title> of the page", meta_words(meta, "author"), date)


@dataclass(slots=True)
class _Walk(LineWalk):
    """One walk through a document, in the order in which it is read."""

    kind: PassageKind = PassageKind.PARAGRAPH  # of paragraphs here
    title: object = None  # the heading that names the whole
    titled: bool = False  # whether a passage is the title already

    def blocks(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Read blocks in their order."""
        blocks = list(blocks)
        for block, following in zip_longest(blocks, blocks[1:]):
            read = _BLOCKS.get(block["t"])
            if read is None:
                raise NotImportable(f"pandoc names a block that is not known here: {block['t']}")
            if following and is_picture(block) and self._is_caption(following):
                self.scribe.close()
                self.inlines(block["c"])  # that stand in no passage go to the next: its caption
            else:
                read(self, block.get("c"))

    def _is_caption(self, block: Mapping[str, Any]) -> bool:
        if block["t"] == "Div":
            return kind_of(block["c"][0]) is PassageKind.CAPTION
        return block["t"] == "Para" and self.signed(block["c"]) is PassageKind.CAPTION

    def front(self, meta: Mapping[str, Any]) -> None:
        """Read the paragraphs of a Word file whose style says that they are its title, its author or its date."""
        for key, kind in (
            ("title", PassageKind.TITLE),
            *((k, PassageKind.INSET) for k in ("subtitle", "author", "date")),
        ):
            said = meta.get(key, {})
            self.titled = self.titled or (key == "title" and bool(said))
            for one in said.get("c", []) if said.get("t") == "MetaList" else [said] if said else []:
                if one["t"] == "MetaInlines":
                    self.scribe.open(kind)
                    self.inlines(one["c"])
                    self.scribe.close()
                elif one["t"] == "MetaBlocks":
                    self.within(kind, one["c"])

    def within(self, kind: PassageKind, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Read blocks whose paragraphs are passages of a kind."""
        before, self.kind = self.kind, kind
        self.blocks(blocks)
        self.kind = before

    def paragraph(self, content: Any, styled: PassageKind | None = None) -> None:
        if self.kind is PassageKind.PARAGRAPH:
            styled = styled or self.signed(content)
        self.scribe.open(self._one_title(styled or self.kind))
        self._line(content)

    def _line(self, content: Any) -> None:
        """Read a line that is a passage, and end it."""
        self.whole(content)
        self.scribe.close()

    def _one_title(self, kind: PassageKind) -> PassageKind:
        """Return a kind; what is called a title behind the title is a heading."""
        if kind is PassageKind.TITLE and self.titled:
            return PassageKind.HEADING_1
        self.titled = self.titled or kind is PassageKind.TITLE
        return kind

    def header(self, content: Any) -> None:
        level, attributes, inlines = content
        heading = PassageKind(f"heading-{min(6, max(1, level))}")
        kind = PassageKind.TITLE if content is self.title and not self.titled else heading
        self.scribe.division()
        self.scribe.open(self._one_title(kind) if self.kind is PassageKind.PARAGRAPH else self.kind)
        with self.in_marks(self.looks.of_block(attributes)):
            self._line(inlines)

    def lines(self, content: Any) -> None:
        """Read lines of verse."""
        self.scribe.stanza()
        for line in content:
            start = plain(line)
            indent = len(start) - len(start.lstrip("\u00a0 "))
            self.scribe.open(PassageKind.VERSE, indent=min(indent, 20))
            self.inlines(line)
        self.scribe.stanza()

    def _poem(self, content: Any) -> None:
        """Read what a class says is verse."""
        self.scribe.stanza()
        for line in lines_of([{"t": "Div", "c": content}]):
            if not isinstance(line, Line):
                self.blocks([line])
                continue
            if line.opens_stanza:
                self.scribe.stanza()
            self.scribe.open(PassageKind.VERSE, indent=line.indent)
            self._line(line.inlines)
        self.scribe.stanza()

    def quotation(self, content: Any) -> None:
        self.within(PassageKind.QUOTATION if self.kind is PassageKind.PARAGRAPH else self.kind, content)

    def items(self, content: Any) -> None:
        for item in content:
            self.within(PassageKind.LIST_ITEM, item)

    def ordered(self, content: Any) -> None:
        self.scribe.guess("the numbers of an ordered list are made by a program and no letters; one can be the locus")
        self.items(content[1])

    def definitions(self, content: Any) -> None:
        for term, definitions in content:
            self.scribe.open(PassageKind.LIST_ITEM)
            self.whole(term)
            self.scribe.close()
            self.items(definitions)

    def code(self, content: Any) -> None:
        self.scribe.guess("a block of code is shown as an inset, its lines joined; change its kind if it is another")
        self.scribe.open(PassageKind.INSET)
        self.scribe.say(content[1], "code")
        self.scribe.close()

    def division(self, content: Any) -> None:
        attributes, blocks = content
        kind = kind_of(attributes)
        with self.in_language(attributes), self.in_marks(self.looks.of_block(attributes)):
            if "figure" in attributes[1]:
                self._figure_of_blocks(blocks)
            elif is_poem(attributes) and self.kind is PassageKind.PARAGRAPH:
                self._poem(content)
            elif kind and self.kind is PassageKind.PARAGRAPH:
                self._of_kind(kind, blocks)
            else:
                self.blocks(blocks)

    def _of_kind(self, kind: PassageKind, blocks: Any) -> None:
        """Read blocks whose paragraphs are of a kind, as their style says; a heading among them is one."""
        for block in blocks:
            if block["t"] in {"Para", "Plain"}:
                self.paragraph(block["c"], kind)
            else:
                self.blocks([block])

    def _figure_of_blocks(self, blocks: Any) -> None:
        """Read a picture and its caption, which an older page sets as paragraphs."""
        self.scribe.close()
        for block in blocks:
            if is_picture(block):
                self.inlines(block["c"])
            else:
                self.within(PassageKind.CAPTION if block["t"] in {"Para", "Plain"} else self.kind, [block])
        self.scribe.settle()

    def figure(self, content: Any) -> None:
        """Read a picture with its caption, or without one behind the passage before it."""
        _, caption, blocks = content
        self.scribe.close()
        self._pictures(caption, blocks)
        self.within(PassageKind.CAPTION, caption[1])
        self.scribe.settle()

    def _pictures(self, caption: Any, blocks: Any) -> None:
        """Read the pictures of a figure, whose caption may be the description of the only one."""
        before, self.captioned = self.captioned, plain([b.get("c", []) for b in caption[1]])
        for block in blocks:
            if block["t"] in {"Para", "Plain"}:
                self.whole(block["c"])
            else:
                self.blocks([block])
        self.captioned = before

    def table(self, content: Any) -> None:
        """Read a table: the rows of its head name its columns, the first cells of a row may name the row."""
        _, caption, _, head, bodies, foot = content
        self.within(PassageKind.CAPTION, caption[1])
        self._rows(head[1], all_heads=True)
        for _, columns, heads, rows in bodies:
            self._rows(heads, all_heads=True)
            self._rows(rows, heads=columns)
        self._rows(foot[1])

    def _rows(self, rows: Any, *, heads: int = 0, all_heads: bool = False) -> None:
        """Read rows of a table that no cell leaves downwards."""
        places = CellPlaces()
        for _, cells in rows:
            self._row(cells, places, heads=len(cells) if all_heads else heads)

    def _row(self, cells: Any, places: CellPlaces, *, heads: int) -> None:
        """Read a row of a table: cells parted, paragraphs of a cell joined."""
        self.scribe.open(PassageKind.TABLE_ROW)
        places.row()
        whole = heads == len(cells) > 0
        with self.scribe.marked("label") if whole else nullcontext():
            for _, _, rows, columns, blocks in cells:
                column = places.cell(columns, rows)
                self.scribe.cell(column)
                self.in_head = whole or column < heads
                with self.scribe.marked("label") if self.in_head and not whole else nullcontext():
                    self._in_cell(blocks)
                self.in_head = False
                if rows > 1 or columns > 1:
                    self.scribe.guess(MERGED)
        self.scribe.close()

    def _in_cell(self, blocks: Any) -> None:
        for block in blocks:
            content = block.get("c")
            if block["t"] in {"Para", "Plain"}:
                self.whole(content)
                self.scribe.blank()
            elif block["t"] == "Figure":
                self._pictures(content[1], content[2])
                self._in_cell(content[1][1])
            elif block["t"] in {"Div", "BlockQuote"}:
                self._in_cell(content[1] if block["t"] == "Div" else content)
            elif block["t"] == "Header":
                self.inlines(content[2])
                self.scribe.blank()
            else:
                self.within(PassageKind.TABLE_ROW, [block])
                if not self.scribe.is_open:
                    self.scribe.open(PassageKind.TABLE_ROW)

    def nothing(self, content: Any) -> None:
        self.scribe.close()


_BLOCKS: Mapping[str, Callable[[_Walk, Any], None]] = {
    "Para": _Walk.paragraph,
    "Plain": _Walk.paragraph,
    "Header": _Walk.header,
    "LineBlock": _Walk.lines,
    "BlockQuote": _Walk.quotation,
    "BulletList": _Walk.items,
    "OrderedList": _Walk.ordered,
    "DefinitionList": _Walk.definitions,
    "CodeBlock": _Walk.code,
    "RawBlock": _Walk.raw,
    "Div": _Walk.division,
    "Figure": _Walk.figure,
    "Table": _Walk.table,
    "HorizontalRule": _Walk.nothing,
    "Null": _Walk.nothing,
}
