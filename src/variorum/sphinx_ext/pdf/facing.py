"""Original and translation on facing pages: left the passages, right what they mean, each pair on the same height.

While a source is written its lines are gathered as pairs; `facing.typ` sets them, for only there is known how many
pairs a page has room for.
"""

from __future__ import annotations

from variorum.sphinx_ext.pdf.inlining import as_string
from variorum.sphinx_ext.pdf.manuscript import Line
from variorum.sphinx_ext.pdf.tables import TableWriter
from variorum.wording.messages import Wording


class FacingWriter(TableWriter):
    """Writes lines one below the other, or gathers them as pairs."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self._pairs = False

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
