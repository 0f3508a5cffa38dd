"""The gaps amid a line of verse, between its halves: a bayt of Persian, Arabic and Urdu, a caesura of Old English."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_BLANK = r" \u00a0\u2000-\u200a\u202f"
# several blanks, a tabulator or an ideographic space, letters on both sides; compare_columns.js knows the same
_GAP = re.compile(rf"(?<=\S)(?:[{_BLANK}]{{3,}}|[{_BLANK}]*[\t\u3000][{_BLANK}\t\u3000]*)(?=\S)")


def halves_of(line: str) -> list[str]:
    """Return what the gaps of a line part, the line itself where it has none.

    >>> halves_of("Hwæt! We Gardena   in geardagum"), halves_of("白日依山盡\u3000黃河入海流"), halves_of("  one  line ")
    (['Hwæt! We Gardena', 'in geardagum'], ['白日依山盡', '黃河入海流'], ['  one  line '])
    """
    return _GAP.split(line)


def borders_of_gaps(line: str) -> list[int]:
    """Return where each gap of a line begins and where it ends, in their order.

    >>> borders_of_gaps("one   two\u3000three")
    [3, 6, 9, 10]
    """
    return [at for gap in _GAP.finditer(line) for at in gap.span()]


def part_at(borders: Sequence[int], at: int, *, ends: bool = False) -> int:
    """Return in which part of a line a place lies: 0 is the first half, 1 the gap behind it, 2 the second half.

    What stands right at the end of a half belongs to the gap if it is a letter, to the half if it is not (`ends`).

    >>> [part_at([3, 6], at) for at in (0, 3, 6)], [part_at([3, 6], at, ends=True) for at in (0, 3, 6)]
    ([0, 1, 2], [0, 0, 2])
    """
    part = bisect_right(borders, at)
    return part - 1 if ends and part % 2 and borders[part - 1] == at else part
