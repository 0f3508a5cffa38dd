"""What a press needs to print a page on a larger sheet and cut it: bleed, boxes and marks. All lengths in pt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

MARK = 14.0  # length of a mark
BESIDE = 3.0  # from the bleed to a mark, and from a mark to the edge of the sheet


def add_cutting_marks(book: pikepdf.Pdf, bleed: float) -> None:
    """Lay every page on a larger sheet with marks at its corners, and tell its boxes."""
    import pikepdf

    for page in book.pages:
        left, low, right, high = (float(side) for side in page.mediabox)
        sheet = bleed + 2 * BESIDE + MARK
        page.trimbox = pikepdf.Array([left, low, right, high])
        page.bleedbox = pikepdf.Array([left - bleed, low - bleed, right + bleed, high + bleed])
        page.mediabox = page.cropbox = pikepdf.Array([left - sheet, low - sheet, right + sheet, high + sheet])
        lines = "".join(_marks(left, low, right, high, bleed + BESIDE))
        # read to nobody; what the page has set before does not count for it
        code = f"/Artifact <</Type /Page>> BDC q 0.25 w 0 G {lines}Q EMC"
        page.contents_add(book.make_stream(code.encode()))


def _marks(left: float, low: float, right: float, high: float, off: float) -> Iterator[str]:
    """Yield two lines for each corner, which begin `off` outside of it."""
    for x, outward in ((left, -1), (right, 1)):
        for y, away in ((low, -1), (high, 1)):
            yield f"{x + outward * off:.2f} {y:.2f} m {x + outward * (off + MARK):.2f} {y:.2f} l S "
            yield f"{x:.2f} {y + away * off:.2f} m {x:.2f} {y + away * (off + MARK):.2f} l S "
