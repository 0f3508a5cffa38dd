"""DOCX, ODT, EPUB, HTML and Markdown through pandoc: bytes in, a `Witness` out.

What pandoc says (its JSON) is walked through here; `reading.pandoc_process` runs it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from variorum.importing.recognising import FORMATS
from variorum.importing.refusal import NotImportable
from variorum.importing.scribe import Scribe
from variorum.importing.witness import Witness
from variorum.model.limits import MAX_IMPORT_SECONDS
from variorum.model.passages import PassageKind
from variorum.model.web_addresses import is_web_address
from variorum.reading.language_tags import is_language_tag
from variorum.reading.pandoc_process import PandocError, ask_pandoc, pandoc_program

# What pandoc is asked to read; nothing that writes other letters than the original has.
_READERS: Mapping[str, str] = {
    "docx": "docx+styles",
    "odt": "odt",
    "epub": "epub",
    "html": "html-auto_identifiers",
    "markdown": "markdown-smart-auto_identifiers-citations-tex_math_dollars-yaml_metadata_block-raw_tex",
}
_MARKS: Mapping[str, str] = {
    "Emph": "emphasis", "Strong": "strong", "SmallCaps": "small-caps", "Superscript": "superscript",
    "Subscript": "subscript", "Strikeout": "strike", "Underline": "underline",
}  # fmt: skip


def read_with_pandoc(data: bytes, format_: str) -> Witness:
    """Return what a document holds; raises `NotImportable`."""
    document = _ask(data, _READERS[format_])
    walk = _Walk(is_written_out=format_ == "markdown", title=_only_highest(document["blocks"]))
    meta = document.get("meta", {})
    if format_ == "docx":
        walk.front(meta)
    walk.blocks(document["blocks"])
    scribe = walk.scribe
    scribe.finish()
    return Witness(
        FORMATS[format_],
        scribe.units + scribe.notes,
        scribe.shares,
        scribe.sentences(),
        _plain(meta.get("title", {}).get("c", [])),
        _meta_language(meta),
    )


def _ask(data: bytes, reader: str) -> Any:
    program = pandoc_program("import of DOCX, ODT, EPUB, HTML and Markdown", "import")
    try:
        return json.loads(ask_pandoc(program, ["-f", reader, "-t", "json"], data, max_seconds=MAX_IMPORT_SECONDS))
    except PandocError as error:
        split = "; split it" if "seconds" in str(error) else ""
        raise NotImportable(f"{error}{split}") from error
    except RecursionError as error:
        raise NotImportable("its parts stand too deep in one another") from error


def _meta_language(meta: Mapping[str, Any]) -> str:
    for key in ("lang", "language"):
        said = _plain(meta.get(key, {}).get("c", []))
        if is_language_tag(said):
            return said
    return ""


def _plain(content: Any) -> str:
    """Return the words of inlines (or of a value of the metadata) alone."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        if content.get("t") in {"Space", "SoftBreak", "LineBreak"}:
            return " "
        inner = content.get("c", "")
        return _plain(inner[1] if content.get("t") in {"Link", "Image"} else inner)  # not the address behind them
    parts = content if isinstance(content, list) else ()  # numbers and the like are no words
    return "".join(map(_plain, (c for c in parts if not _is_attributes(c))))


def _is_attributes(content: Any) -> bool:
    return (
        isinstance(content, list)
        and len(content) == 3
        and isinstance(content[0], str)
        and all(isinstance(c, list) for c in content[1:])
    )


def _headers(content: Any) -> Iterator[Any]:
    """Yield the headings of a document wherever they stand, in their order."""
    for block in content if isinstance(content, list) else ():
        if isinstance(block, dict) and block.get("t") == "Header":
            yield block["c"]
        elif isinstance(block, dict) and block.get("t") == "Div":
            yield from _headers(block["c"][1])


def _only_highest(blocks: Any) -> object:
    """Return the first heading of a document if no other is of its level or above; None if there is none such."""
    first, *others = [*_headers(blocks)] or [None]
    return first if first and all(first[0] < other[0] for other in others) else None


@dataclass(slots=True)
class _Walk:
    """One walk through a document, in the order in which it is read."""

    scribe: Scribe = field(default_factory=Scribe)
    kind: PassageKind = PassageKind.PARAGRAPH  # of paragraphs here
    inside: str = "text"  # what the account says of where we are
    is_written_out: bool = False  # whether addresses and descriptions are letters of the file, as in Markdown
    captioned: str = ""  # the caption of the figure that we are in
    title: object = None  # the heading that names the whole: the only one of the highest level, if it is the first

    # --- blocks -------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Read blocks in their order."""
        for block in blocks:
            read = _BLOCKS.get(block["t"])
            if read is None:
                raise NotImportable(f"pandoc names a block that is not known here: {block['t']}")
            read(self, block.get("c"))

    def front(self, meta: Mapping[str, Any]) -> None:
        """Read the paragraphs of a Word file whose style says that they are its title, its author or its date."""
        for key, kind in (
            ("title", PassageKind.TITLE),
            *((k, PassageKind.INSET) for k in ("subtitle", "author", "date")),
        ):
            said = meta.get(key, {})
            self.title = None if key == "title" and said else self.title
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

    def paragraph(self, content: Any) -> None:
        self.scribe.open(self.kind)
        self.inlines(content)
        self.scribe.close()

    def header(self, content: Any) -> None:
        level, _, inlines = content
        kind = PassageKind.TITLE if content is self.title else PassageKind(f"heading-{min(6, max(1, level))}")
        self.scribe.division()
        self.scribe.open(kind if self.kind is PassageKind.PARAGRAPH else self.kind)
        self.inlines(inlines)
        self.scribe.close()

    def lines(self, content: Any) -> None:
        """Read lines of verse."""
        self.scribe.stanza()
        for line in content:
            start = _plain(line)
            indent = len(start) - len(start.lstrip("\u00a0 "))
            self.scribe.open(PassageKind.VERSE, indent=min(indent, 20))
            self.inlines(line)
        self.scribe.stanza()

    def quotation(self, content: Any) -> None:
        self.within(PassageKind.QUOTATION if self.kind is PassageKind.PARAGRAPH else self.kind, content)

    def items(self, content: Any) -> None:
        for item in content:
            self.within(PassageKind.LIST_ITEM, item)

    def ordered(self, content: Any) -> None:
        self.scribe.guess("the numbers of an ordered list are made by the program that wrote it: they are no letters")
        self.items(content[1])

    def definitions(self, content: Any) -> None:
        for term, definitions in content:
            self.scribe.open(PassageKind.LIST_ITEM)
            self.inlines(term)
            self.scribe.close()
            self.items(definitions)

    def code(self, content: Any) -> None:
        self.scribe.guess("a block of code is shown as an inset, its lines joined")
        self.scribe.open(PassageKind.INSET)
        self.scribe.say(content[1], "code")
        self.scribe.close()

    def raw(self, content: Any) -> None:
        if self.is_written_out:  # in other formats markup is no letters
            self.scribe.omit(content[1], f"raw {content[0]}", "markup of another format")

    def division(self, content: Any) -> None:
        attributes, blocks = content
        with self._in_language(attributes):
            self.blocks(blocks)

    def figure(self, content: Any) -> None:
        """Read a picture with its caption, or without one behind the passage before it."""
        _, caption, blocks = content
        self.scribe.close()
        self._pictures(caption, blocks)
        self.within(PassageKind.CAPTION, caption[1])
        self.scribe.settle()

    def _pictures(self, caption: Any, blocks: Any) -> None:
        """Read the pictures of a figure, whose caption may be the description of the only one."""
        before, self.captioned = self.captioned, _plain([b.get("c", []) for b in caption[1]])
        for block in blocks:
            if block["t"] in {"Para", "Plain"}:
                self.inlines(block["c"])
            else:
                self.blocks([block])
        self.captioned = before

    def table(self, content: Any) -> None:
        """Read a table: the rows of its head name its columns, the first cells of a row may name the row."""
        _, caption, _, head, bodies, foot = content
        self.within(PassageKind.CAPTION, caption[1])
        for _, cells in head[1]:
            self._row(cells, heads=len(cells))
        for _, columns, heads, rows in bodies:
            for _, cells in heads:
                self._row(cells, heads=len(cells))
            for _, cells in rows:
                self._row(cells, heads=columns)
        for _, cells in foot[1]:
            self._row(cells)

    def _row(self, cells: Any, *, heads: int = 0) -> None:
        """Read a row of a table: cells parted, paragraphs of a cell joined."""
        self.scribe.open(PassageKind.TABLE_ROW)
        whole = heads == len(cells) > 0
        with self.scribe.marked("label") if whole else nullcontext():
            for number, cell in enumerate(cells):
                if number:
                    self.scribe.cell()
                with self.scribe.marked("label") if not whole and number < heads else nullcontext():
                    self._in_cell(cell[4])
        self.scribe.close()

    def _in_cell(self, blocks: Any) -> None:
        for block in blocks:
            content = block.get("c")
            if block["t"] in {"Para", "Plain"}:
                self.inlines(content)
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

    # --- inlines ------------------------------------------------------------------------------------------------------

    def inlines(self, inlines: Iterable[Mapping[str, Any]]) -> None:
        """Read words and marks in their order."""
        for inline in inlines:
            kind: str = inline["t"]
            content: Any = inline.get("c")
            if kind == "Str":
                self.scribe.say(content, self.inside)
            elif kind in {"Space", "SoftBreak"}:
                self.scribe.blank()
            elif kind == "LineBreak":
                self.scribe.point("line")
                self.scribe.blank()
            elif kind in _MARKS:
                with self.scribe.marked(_MARKS[kind]):
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
        self.scribe.guess("quotation marks that a format only means (<q>) are no letters of it: they are not shown")
        self.inlines(content[1])

    def words(self, content: Any) -> None:
        self.scribe.say(content[1], self.inside)

    def formula(self, content: Any) -> None:
        """Leave out a formula: its letters are those of a program, not of the original."""
        self.scribe.guess("a formula is left out: no text can show it")

    def link(self, content: Any) -> None:
        _, inlines, (address, _) = content
        if self.is_written_out:
            self.scribe.keep(address, "address of a link")
        if is_web_address(address):
            with self.scribe.marked("link", address):
                self.inlines(inlines)
        else:
            self.inlines(inlines)

    def image(self, content: Any) -> None:
        words = _plain(content[1])
        if self.is_written_out and words != self.captioned:  # a caption is shown, and may say the same
            self.scribe.keep(words, "description of a picture")
        self.scribe.picture(content[2][0], words)

    def note(self, content: Any) -> None:
        with self.scribe.note():
            self.within(PassageKind.FOOTNOTE, content)

    def span(self, content: Any) -> None:
        attributes, inlines = content
        with self._in_language(attributes):
            self.inlines(inlines)

    def _in_language(self, attributes: Any) -> Any:
        tag = dict(attributes[2]).get("lang", "")
        return self.scribe.marked("foreign", tag) if is_language_tag(tag) else nullcontext()


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
_INLINES: Mapping[str, Callable[[_Walk, Any], None]] = {
    "Quoted": _Walk.quoted,
    "Cite": _Walk.second,
    "Code": _Walk.words,
    "Math": _Walk.formula,
    "RawInline": _Walk.raw,
    "Link": _Walk.link,
    "Image": _Walk.image,
    "Note": _Walk.note,
    "Span": _Walk.span,
}
