"""Where a text is cut for want of room: between words, with an ellipsis that says so."""

from __future__ import annotations

from typing import NamedTuple

from variorum.model.span import Span

_LOOSE = " ,;:–—("  # what does not stay at the end of cut words


class Around(NamedTuple):
    """Words with those beside them."""

    before: str  # "… " first if there was more
    words: str
    after: str  # " …" last if there is more


def beginning(text: str, room: int) -> str:
    """Return a text, or of a longer one the whole words that its first `room` code points hold, and “ …”."""
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(_LOOSE) + " …"


def around(text: str, span: Span, room: int) -> Around:
    """Return the words at a span with whole words beside them, at most `room` code points on each side."""
    before, after = text[: span.start], text[span.end :]
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return Around(before, span.of(text), after)
