"""What a column beside others shows of the layer of its source: a passage in, elements of HTML out, as plain lists.

An element is `[name, attributes, what stands in it …]`; a script makes it as it is told here, so that a column wears
the marks of the source's page (`doctree.layer_nodes`). None has an id: another column may have the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes

from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.html_visitors import way_back
from variorum.sphinx_ext.doctree.layer_marks import Points, call_id, is_worn
from variorum.sphinx_ext.doctree.layer_nodes import Tag, layer_mark, layer_point, tag_of_mark, tag_of_point
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.html.data_scripts import utf16
from variorum.text.line_joining import joined_of

Element = list[Any]


@dataclass(frozen=True)
class ColumnLayer:
    """The layer of a source as a column shows it; passages are asked for in the order of the text."""

    page: Page
    source: Source
    linked: bool  # whether the source is set on a page, to which the beginning of a page of print can lead
    pictures: Mapping[str, str]  # address of each picture, by its path as the layer has it
    seen: set[str] = field(default_factory=set)

    def marks(self, passage: Passage) -> list[Element]:
        """Return the marks on words, the widest first: where they begin and end, in UTF-16 units, and the element."""
        rows = [row for row in self.source.layer_by_locus.get(passage.locus, ()) if is_worn(row)]
        found, joined = [], joined_of(passage)
        for row in sorted(rows, key=lambda r: r.span.start - r.span.end if r.span else 0):
            assert row.span
            tag = tag_of_mark(layer_mark(feature=row.feature, value=row.value), self.page.wording)
            at = joined.of(row.span)
            found.append([utf16(joined.text, at.start), utf16(joined.text, at.end), _listed(tag)])
        return found

    def points(self, passage: Passage) -> list[Element]:
        """Return what stands between letters: where, and the element."""
        rows = self.source.layer_by_locus.get(passage.locus, ())
        points = Points(self.page, self.source, passage, self.seen) if rows else None
        places = sorted({row.span.start for row in rows if row.is_point and row.span})
        joined = joined_of(passage)
        told = ((utf16(joined.text, joined.at(at)), points.up_to(at)) for at in places if points)
        return [[at, self._point(point)] for at, here in told for point in here]

    def before(self, passage: Passage) -> list[Element]:
        """Return what stands before the words: of a note of the source the way back to its call."""
        caller = self.source.called_notes.get(passage.locus, "")
        if passage.kind is not PassageKind.FOOTNOTE or not caller:
            return []
        tag, sign = way_back(call_id(passage.locus), self.page.wording)
        return [[tag.name, {**tag.attributes, "data-to": caller, "data-call": passage.locus}, sign]]

    def behind(self, passage: Passage) -> list[Element]:
        """Return what stands behind the words: pictures behind the table that they end."""
        if not self.source.layer_by_locus.get(passage.locus):
            return []
        points = Points(self.page, self.source, passage, self.seen, behind=True)
        return [self._point(point) for point in points.up_to(len(passage.text))]

    def _point(self, node: layer_point) -> Element:
        node["near"] = True  # a column has no edge beside it for the number of a page
        shown = [*self._pictures(node)]
        if node.children and not shown:  # there is no file of it among the pages
            node.clear()
        tag = tag_of_point(node, self.page.wording, linked=self.linked)
        told = {"data-to": str(node["value"])} if node["feature"] == "note" else {}
        return [*_listed(Tag(tag.name, {**tag.attributes, **told})), *shown]

    def _pictures(self, node: layer_point) -> Iterator[Element]:
        for image in node.findall(nodes.image):
            if address := self.pictures.get(image["uri"]):
                yield ["img", {"src": address, "alt": image["alt"]}]


def _listed(tag: Tag) -> Element:
    told = {name: value for name, value in tag.attributes.items() if name != "id"}
    return [tag.name, told] if told else [tag.name]
