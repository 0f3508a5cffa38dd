"""What is done to a book when the compiler is ready: what that cannot do, done to the finished file.

In: the bytes of a book. Out: the bytes of the book, the same for the same input. Nothing that is seen moves.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from variorum.model.problems import MissingExtraError
from variorum.sphinx_ext.pdf.cutting import add_cutting_marks
from variorum.sphinx_ext.pdf.gatherings import Printed
from variorum.sphinx_ext.pdf.row_heads import tell_row_heads
from variorum.text.bidi import runs_from_the_right

if TYPE_CHECKING:
    import pikepdf


def has_lines_to_mend(characters: Iterable[str]) -> bool:
    """Whether a book with these characters has letters that run from the right."""
    return any(map(runs_from_the_right, characters))


def finish(book: bytes, *, mended: bool, labelled: bool, bleed: float) -> bytes:
    """Return a finished book; `labelled`: rows of tables have labels; `bleed` in pt."""
    try:
        import pikepdf
    except ImportError as error:
        raise _missing() from error

    with pikepdf.open(io.BytesIO(book)) as file:
        if mended:
            _mend(file)
        return _written(file, labelled, bleed)


def finish_joined(printed: Sequence[Printed], *, mended: bool, labelled: bool, bleed: float) -> bytes:
    """Return a finished book that is set in gatherings."""
    try:
        from variorum.sphinx_ext.pdf.joining import join
    except ImportError as error:
        raise _missing() from error

    return _written(join(printed, _mend if mended else lambda _: None), labelled, bleed)


def _mend(file: pikepdf.Pdf) -> None:
    try:
        from variorum.sphinx_ext.pdf.right_to_left import mend  # needs fontTools, which only the PDF edition has
    except ImportError as error:
        raise _missing() from error
    mend(file)


def _missing() -> MissingExtraError:
    return MissingExtraError("the PDF edition", "pikepdf", "pdf")


def _written(file: pikepdf.Pdf, labelled: bool, bleed: float) -> bytes:
    """Return the file as bytes.

    The compiler writes each node of the tags as an object by itself; packed in streams a book takes a third.
    """
    import pikepdf

    # The compiler says that no tag is suspect, as holds unsaid; older poppler takes it for a fault.
    if "/MarkInfo" in file.Root and "/Suspects" in file.Root.MarkInfo:
        del file.Root.MarkInfo["/Suspects"]
    if labelled:
        tell_row_heads(file)
    if bleed:
        add_cutting_marks(file, bleed)
    out = io.BytesIO()
    file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
