"""How passages are numbered: the grammar of loci, ranges of them, and the ids that pages make from them.

A locus is what the field of a text cites: `12`, `104`, `17a`, `1:1`, `2.484`, `Gen.1.1`. It is assigned once and never
counted anew.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from variorum.model.limits import MAX_BRIDGE_VERSES, MAX_LOCUS_CHARS

# What to tell who wrote something else.
LOCUS_FORM = (
    f"write letters and figures with . : , ; - ( ) * + or _ between, {MAX_LOCUS_CHARS} at most: "
    "12, 12a, 1:1, 2.484, r7 for a reference or h3"
)
_SIGNS = frozenset(".:,;-()*+_")
_SIMPLE = re.compile(r"[a-oq-z][0-9]+[a-z]*")  # anchors of their own since the first edition: r7, h3
LAST_NUMBER = re.compile(r"\d+(?=\D*$)")  # of a locus, e.g. the 484 of 2.484, which is the number of the line
_VERSE = re.compile(r"(|.*[.:])(\d+)")  # what stands before its number, and that
_HALF = re.compile(r"(.*[.:]\d+)[a-z]")  # elsewhere a letter makes a passage of its own, which was put in later
_DASHES = re.compile(r"\s*[-–]\s*")


class LocusRange(NamedTuple):
    """From a passage to a passage of the same source, both included."""

    first: str  # locus
    last: str  # locus, the same for a single passage


def is_locus(text: str) -> bool:
    """Whether a passage can be numbered so.

    >>> [is_locus(t) for t in ("12a", "1:1", "Gen.1.1", "١٢", "1 1", "a/b", "x#y", "-")]
    [True, True, True, True, False, False, False, False]
    """
    return (
        len(text) <= MAX_LOCUS_CHARS
        and any(c.isalnum() for c in text)
        and all(c in _SIGNS or unicodedata.category(c)[0] in "LMN" for c in text)
    )


def anchor_of(locus: str) -> str:
    """Return the id of a passage on its page: one for each locus, and of one locus only.

    It holds nothing but letters a to z, figures, `.`, `-` and `_`, as EPUB and addresses ask for: a colon becomes `_`,
    any other sign its number.

    >>> [anchor_of(locus) for locus in ("12", "12a", "r7", "1:1", "1.1", "Gen.1.1", "p12", "ב")]
    ['p12', 'p12a', 'r7', 'p1_1', 'p1.1', 'p-Gen.1.1', 'p-p12', 'p-_u5d1.']
    """
    if locus.isascii() and _SIMPLE.fullmatch(locus):
        return locus
    written = "".join(_written(locus, at) for at in range(len(locus)))
    return f"p{written}" if locus[:1].isdigit() else f"p-{written}"


def _written(locus: str, at: int) -> str:
    sign = locus[at]
    if sign.isascii() and (sign.isalnum() or sign in ".-"):
        return sign
    if sign == ":" and locus[at + 1 : at + 2] != "u":  # `_u` begins a number
        return "_"
    return f"_u{ord(sign):x}."


def verses_of(locus: str) -> list[str]:
    """Return the loci that a bridge holds, a passage that several verses make together.

    >>> verses_of("1:3-5"), verses_of("1:3"), verses_of("1:30-2:1"), verses_of("1:5-3")
    (['1:3', '1:4', '1:5'], [], ['1:30', '2:1'], [])
    """
    for first, last in possible_ranges(locus):
        start, end = _VERSE.fullmatch(first), _VERSE.fullmatch(last)
        if start and end and start[1] == end[1]:
            numbers = range(int(start[2]), int(end[2]) + 1)
            return [f"{start[1]}{n}" for n in numbers] if 1 < len(numbers) <= MAX_BRIDGE_VERSES else []
        if start and end and start[1] and end[1]:
            return [first, last]
    return []


def verse_of_half(locus: str) -> str:
    """Return the verse that a locus names a part of, "" if it names none.

    >>> verse_of_half("2:4a"), verse_of_half("17a"), verse_of_half("2:4")
    ('2:4', '', '')
    """
    found = _HALF.fullmatch(locus)
    return found[1] if found else ""


def possible_ranges(words: str) -> list[LocusRange]:
    """Return how words such as `1:1–3` can be read as a range: at each dash, the end also in short.

    >>> possible_ranges("1:1–3")
    [LocusRange(first='1:1', last='3'), LocusRange(first='1:1', last='1:3')]
    >>> possible_ranges("12")
    []
    """
    found = []
    for dash in _DASHES.finditer(words):
        first, last = words[: dash.start()], words[dash.end() :]
        if is_locus(first) and is_locus(last):
            found.append(LocusRange(first, last))
            found += [LocusRange(first, full) for full in _in_full(first, last)]
    return found


def _in_full(first: str, last: str) -> list[str]:
    """Return what the end of a range may be short for: `3` after `1:1` for `1:3`, `b` after `17a` for `17b`."""
    if last.isalpha() and len(last) == 1 and first[-1:].isalpha():
        return [first[:-1] + last]
    heads = [first[: m.end()] for m in re.finditer(r"[.:,;]", first)]
    return [head + last for head in reversed(heads) if is_locus(head + last)]
