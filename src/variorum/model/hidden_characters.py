"""Characters that make a text look other than it is: text in, the places of such characters out.

Joiners (U+200C, U+200D) and closed isolates belong to the writing of Devanagari, Persian and emoji and stay legal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from variorum.model.limits import MAX_MARKS

# C0 and C1 controls, bidi marks, embeddings and overrides, zero-width space, byte-order mark, tags, and letters that
# are blank (Hangul fillers, the empty Braille cell).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Where none of these stands, nothing deceives: one look for all.
_SUSPECT = re.compile(
    f"{_INVISIBLE.pattern[:-1]}\u200c\u200d\u2066-\u2069\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20ff]"
)
_BESIDE = 12  # letters that are shown on each side of what nobody sees
_JOINER = re.compile("[\u200c\u200d]")
# What a joiner may follow: letters without case, their signs, emoji (with a variation selector, Mn).
_JOINS = frozenset({"Mn", "Mc", "Lo", "So", "Sk"})
_ISOLATES = re.compile("[\u2066-\u2069]")
# More marks on one letter than any language writes: they would run over the lines around.
_HEAP = re.compile(f"[\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20ff]{{{MAX_MARKS + 1},}}")


def printable(text: str) -> str:
    """Show line breaks and control characters of a stranger's text as signs: no terminal and no log obeys them."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else _sign(c) for c in text)


def _sign(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def hidden_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a text deceives, and in what way."""
    if not _SUSPECT.search(text):
        return
    for match in _INVISIBLE.finditer(text):
        name = unicodedata.name(match[0], "control character")
        where = _neighbours(text, match.start())
        yield match.start(), f"U+{ord(match[0]):04X} ({name}) is invisible here{where}; remove it"
    for match in _JOINER.finditer(text):
        at = match.start()
        if at == 0 or text[at - 1].isascii() or unicodedata.category(text[at - 1]) not in _JOINS:
            name = unicodedata.name(match[0])
            yield at, f"U+{ord(match[0]):04X} ({name}) is invisible here{_neighbours(text, at)}; remove it"
    for match in _HEAP.finditer(text):
        yield match.start(), f"{len(match[0])} marks on one letter; at most {MAX_MARKS} are read"
    if _ISOLATES.search(text):
        yield from _open_isolates(text)


def _neighbours(text: str, at: int) -> str:
    """Say between which letters a place is that nobody sees: “, between “who” and “le””."""
    before = text[max(0, at - _BESIDE) : at].split("\n")[-1]
    after = text[at + 1 : at + 1 + _BESIDE].split("\n")[0]
    seen = [f"“{words}”" for side in (before, after) if (words := _INVISIBLE.sub("", side).strip())]
    return f", {'between' if len(seen) > 1 else 'beside'} {' and '.join(seen)}" if seen else ""


def without_hidden_characters(text: str) -> str:
    """Return a text without the characters that `hidden_characters` finds; of a heap of marks one goes."""
    hidden = {at for at, _ in hidden_characters(text)}
    return "".join(sign for at, sign in enumerate(text) if at not in hidden) if hidden else text


def _open_isolates(text: str) -> Iterator[tuple[int, str]]:
    """Yield the isolates that are not closed on their line, or closed without being open."""
    start = 0
    for line in text.split("\n"):
        open_: list[int] = []
        for match in _ISOLATES.finditer(line):
            if match[0] != "\u2069":
                open_.append(start + match.start())
            elif open_:
                open_.pop()
            else:
                yield start + match.start(), "U+2069 (POP DIRECTIONAL ISOLATE) closes nothing; remove it"
        yield from ((at, f"U+{ord(text[at]):04X} (an isolate) is not closed on its line; close it") for at in open_)
        start += len(line) + 1
