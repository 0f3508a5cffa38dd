"""Which features of the layer a piece of a passage wears, and which points stand before it: rows in, nodes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from variorum.model.layer import PICTURES, LayerRow, picture_of
from variorum.model.loci import anchor_of
from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.layer_nodes import layer_mark, layer_point, plain_mark, said_of
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place

PAGE_CHARS = 5  # characters of the number of a page that the edge has room for
LINE_CHARS = 110  # characters of a line at most: of two pages that begin in so many, one has its number in the line


def call_id(locus: str) -> str:
    """Return the id of the call of a source's note, for the way back from it."""
    return f"call-{anchor_of(locus)}"


def page_id(number: str) -> str:
    """Return the id of the beginning of a page of a print edition."""
    return f"page-{anchor_of(number).removeprefix('p')}"


def marked(rows: Iterable[LayerRow], start: int, end: int, piece: nodes.Node, *, common: bool = False) -> nodes.Node:
    """Return a piece of a passage inside the marks of all rows that cover it, the widest outermost.

    With `common` the marks are nodes that every builder knows.
    """
    covering = [r for r in rows if is_worn(r) and r.span and r.span.start <= start and end <= r.span.end]
    covering.sort(key=lambda r: r.span.end - r.span.start if r.span else 0)
    for row in covering:
        mark = layer_mark("", "", piece, feature=row.feature, value=row.value)
        piece = plain_mark(mark) if common else mark
    return piece


def is_worn(row: LayerRow) -> bool:
    """Whether words wear a mark for a row; that they are in another language is told by the runs of languages."""
    return not row.is_point and row.feature != "foreign" and row.span is not None


def stands_behind_table(row: LayerRow, passage: Passage) -> bool:
    """Whether a picture stands behind a table that a passage ends: no letters follow, and blanks are on both sides."""
    ends_row = passage.kind is PassageKind.TABLE_ROW and row.span and row.span.start >= len(passage.text.rstrip())
    return bool(ends_row) and row.feature == "image" and row.blanks == 2


class Points:
    """The points of one passage, each given once: those in it, or (`behind`) the pictures behind its table."""

    def __init__(self, page: Page, source: Source, passage: Passage, seen: set[str], *, behind: bool = False) -> None:
        layer = source.layer_by_locus.get(passage.locus, ())
        rows = [row for row in layer if stands_behind_table(row, passage) is behind]
        self.page = page
        self.source = source
        self.text = passage.text
        self.length = len(passage.text.rstrip())
        # lines of a poem, also in a verse of scripture; those of a witness in prose are only told
        self.breaks = passage.kind is PassageKind.VERSE or ":" in passage.locus
        self.waiting = [r for r in rows if r.is_point and r.span]
        self.behind = behind
        self.seen = seen  # ids that stand on the page already
        self.last_page: int | None = None  # where the last page began whose number stands in the edge

    def up_to(self, at: int) -> Iterator[layer_point]:
        """Yield the points that stand at a place of the passage or before it."""
        now = [r for r in self.waiting if r.span and r.span.start <= at]
        self.waiting = [r for r in self.waiting if r not in now]
        yield from map(self._point, now)

    def _point(self, row: LayerRow) -> layer_point:
        node = layer_point(feature=row.feature, value=row.value, parted=self._parted(row))
        if row.feature == "note":
            node["target"] = anchor_of(row.value)
            self._name(node, call_id(row.value))
        elif row.feature == "page":
            self._place(node, row)
        elif row.feature == "line" and self.breaks and not row.value:
            node["breaks"] = True
        elif row.feature == "image":
            self._show(node, row)
        return node

    def _place(self, node: layer_point, row: LayerRow) -> None:
        """Name the beginning of a page, and say whether the edge has room for its number there."""
        if self._name(node, page_id(row.value)):
            put_in_place(node, "passage", f"{self.source.siglum} p.{row.value}")
        at = row.span.start if row.span else 0
        node["near"] = len(row.value) > PAGE_CHARS or (self.last_page is not None and at - self.last_page < LINE_CHARS)
        node["by_locus"] = at < LINE_CHARS
        if not node["near"]:
            self.last_page = at

    def _parted(self, row: LayerRow) -> str:
        """Return on which side a point has a blank that the text has not: "before", "after" or ""."""
        at = row.span.start if row.span else 0
        if self.behind:
            return ""
        if at == 0:
            return "after" if row.blanks == 2 else ""
        return "before" if row.blanks and not self.text[at - 1].isspace() else ""

    def _show(self, node: layer_point, row: LayerRow) -> None:
        """Put the picture into its point, if there is a file of it."""
        name, said = picture_of(row.value)
        node["value"] = said
        if name:
            address = f"/{self.page.edition_folder}/sources/{self.source.id}/{PICTURES}/{name}"
            node["apart"] = row.span is not None and row.span.start in {0, self.length}
            node += nodes.image(uri=address, alt=said or said_of(node, self.page.wording))

    def _name(self, node: layer_point, id_: str) -> bool:
        """Give a point its id, if no other has it; tell whether it has one now."""
        if id_ in self.seen:
            return False
        self.seen.add(id_)
        node["ids"] = [id_]
        return True
