"""Where a text is cut for want of room: between words, with an ellipsis that says so."""

from __future__ import annotations

from typing import NamedTuple

import regex

from variorum.model.span import Span
from variorum.text.scripts import UNPARTED, letters_of

_LOOSE = " ,;:–—("  # what does not stay at the end of cut words


class Around(NamedTuple):
    """Words with those beside them."""

    before: str  # "… " first if there was more
    words: str
    after: str  # " …" last if there is more


def beginning(text: str, room: int) -> str:
    """Return a text, or of a longer one the whole words that its first `room` code points hold, and “ …”."""
    return text if len(text) <= room else whole_words(text, room) + " …"


def whole_words(text: str, room: int) -> str:
    """Return a text, or of a longer one the whole words that its first `room` code points hold, and no sign after."""
    return text if len(text) <= room else _up_to_word(text[:room]).rstrip(_LOOSE)


def first_words(text: str, number: int, *, spare: int = 0) -> str:
    """Return the words of a text; of more than `number` and `spare` only the first `number`, and “ …”."""
    words = text.split()
    return " ".join(words) if len(words) <= number + spare else " ".join(words[:number]) + " …"


def around(text: str, span: Span, room: int) -> Around:
    """Return the words at a span with whole words beside them, at most `room` code points on each side."""
    before, after = text[: span.start], text[span.end :]
    if len(before) > room:
        before = "… " + _from_word(before[-room:])
    if len(after) > room:
        after = _up_to_word(after[:room], kept="") + " …"
    return Around(before, span.of(text), after)


# Scripts that part no words by blanks: there any letter may be the last, but for marks and closing signs after it.
_UNPARTED = regex.compile(rf"[{letters_of(UNPARTED)}]\p{{M}}*[、。，；：！？」』）]?")


def _up_to_word(text: str, kept: str | None = None) -> str:
    """Return a text up to its last blank, or its last letter of a script without blanks, whatever comes later.

    Where neither stands in it, the text itself is kept, or what `kept` says.
    """
    blank = text.rfind(" ")
    last = max((m.end() for m in _UNPARTED.finditer(text, max(0, blank))), default=-1)
    if max(blank, last) < 0:
        return text if kept is None else kept
    return text[: max(blank, last)]


def _from_word(text: str) -> str:
    """Return a text from its first blank, or its first letter of a script without blanks."""
    first = _UNPARTED.search(text)
    blank = text.find(" ")
    if first and (blank < 0 or first.start() < blank):
        return text[first.start() :]
    return text[blank + 1 :] if blank >= 0 else ""
