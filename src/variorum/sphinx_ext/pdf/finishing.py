"""What is done to a book when the compiler is ready: what that cannot do, done to the finished file.

In: the bytes of a book. Out: the bytes of the book, the same for the same input. Nothing that is seen moves.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable

from variorum.model.problems import MissingExtraError
from variorum.sphinx_ext.pdf.cutting import add_cutting_marks
from variorum.text.scripts import runs_from_the_right


def is_pointed(characters: Iterable[str]) -> bool:
    """Whether a book with these characters has marks on letters that run from the right."""
    held = set(characters)
    return any(map(unicodedata.combining, held)) and any(map(runs_from_the_right, held))


def finish(book: bytes, *, pointed: bool, bleed: float) -> bytes:
    """Return a finished book; `bleed` in pt.

    The compiler writes each node of the tags as an object by itself; packed in streams a book takes a third.
    """
    try:
        import pikepdf

        from variorum.sphinx_ext.pdf.right_to_left import mend  # needs fontTools, which only the PDF edition has
    except ImportError as error:
        raise MissingExtraError("the PDF edition", "pikepdf", "pdf") from error

    with pikepdf.open(io.BytesIO(book)) as file:
        if pointed:
            mend(file)
        if bleed:
            add_cutting_marks(file, bleed)
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
