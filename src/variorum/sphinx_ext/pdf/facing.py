"""Original and translation on facing pages: left the passages, right what they mean, each pair on the same height.

While a source is written its lines are gathered as pairs; `facing.typ` sets them, for only there is known how many
pairs a page has room for.
"""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.pdf.inlining import as_string
from variorum.sphinx_ext.pdf.manuscript import Line
from variorum.sphinx_ext.pdf.tables import TableWriter
from variorum.wording.messages import Wording


class FacingWriter(TableWriter):
    """Writes lines one below the other, or gathers them as pairs."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self._pairs = False
        self.translations: Mapping[str, str] = {}  # source → "after", "facing" or "none"

    def _runs_on(self, node: nodes.Element) -> bool:
        """Whether a text begins on the page of its headnote.

        Not facing pages, nor where that page has footnotes.
        """
        return not self._is_facing(node) and next(node.findall(nodes.footnote_reference), None) is None

    def _is_facing(self, node: nodes.Element) -> bool:
        """Whether the translation of the source on a page stands on facing pages."""
        first = next(node.findall(our.passage), None)
        translated = next(node.findall(our.passage_translation), None)
        wanted = self.translations.get(first["source"], "") if first is not None else ""
        return translated is not None and wanted.split()[:1] == ["facing"]

    def _line(self, code: str) -> None:
        if self._pairs:
            self.manuscript.lines.append(Line(f"(body: {{{code}}}, beside: none),", self._where))
        else:
            super()._line(code)

    def _begin_pairs(self) -> None:
        """Gather what follows as pairs; all of it is set by one call."""
        self.manuscript.lines.append(Line("#facing-pages(", self._where))
        self._pairs = True

    def _end_pairs(self) -> None:
        """Set the pairs."""
        self._pairs = False
        self.manuscript.lines.append(Line(");", self._where))

    def _pair(self, call: str, beside: str, id_: str) -> None:
        """Set a call on the left page and `beside` on the right, where notes may stand as well."""
        place = f"{id_} beside"
        self.manuscript.anchors[place] = self.manuscript.anchors.get(id_)  # the running head is that of the left page
        code = f"(body: {{{call}}}, beside: (id: {as_string(place)}, body: {beside})),"
        self.manuscript.lines.append(Line(code, self._where))
