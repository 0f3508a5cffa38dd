"""A column in pieces, as it is loaded: where a source is cut, and which loci stand in each piece.

A short source is one piece. A long one is cut where a section of it begins, if one begins near; what a reader comes to
is a piece before it and one behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source

WHOLE_BYTES = 200_000  # of UTF-8, with our translations: what is not longer is one piece
PIECE_BYTES = 80_000  # a piece ends with the passage that reaches them, or before a heading that stands not far from it
_LETTER_BYTES = 4  # at most
_NEAR = 0.75  # how much of a piece there must be for a heading to begin another

_NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]{0,14})?", re.DOTALL)  # column_pieces.js has it too, held equal by a test
_UNNUMBERED = -1
_NOT_CITED = frozenset({PassageKind.FOOTNOTE, PassageKind.PAGE})


def cut(source: Source) -> tuple[Sequence[Passage], ...]:
    """Return the passages of each piece of a source; the pieces together are the source."""
    passages = source.citable
    letters = sum(len(p.text) for p in passages)
    if not source.translations and letters * _LETTER_BYTES <= WHOLE_BYTES:
        return (passages,)
    sizes = [_size(source, passage) for passage in passages]
    if sum(sizes) <= WHOLE_BYTES:
        return (passages,)
    borders = [0, *_borders(passages, sizes), len(passages)]
    return tuple(passages[start:end] for start, end in pairwise(borders))


def _borders(passages: Sequence[Passage], sizes: Sequence[int]) -> Iterator[int]:
    held = 0
    for number, (passage, size) in enumerate(zip(passages, sizes, strict=True)):
        opens = passage.is_heading and not passages[number - 1].is_heading
        if held >= (PIECE_BYTES * _NEAR if opens else PIECE_BYTES):
            yield number
            held = 0
        held += size


def _size(source: Source, passage: Passage) -> int:
    texts = (passage.text, *(t.passages.get(passage.locus, "") for t in source.translations))
    return sum(len(text.encode()) for text in texts)


def packed_loci(loci: Iterable[str]) -> dict[str, list[int]]:
    """Return loci as runs of numbers, first and last of each, by what stands before the number.

    >>> packed_loci(["h1", "1:1", "1:2", "1:3", "1:5", "17a"])
    {'h': [1, 1], '1:': [1, 3, 5, 5], '17a': [-1, -1]}
    """
    runs: dict[str, list[int]] = {}
    for locus in loci:
        stem, number = _parted(locus)
        held = runs.setdefault(stem, [])
        if held and number == held[-1] + 1 and number:
            held[-1] = number
        else:
            held += (number, number)
    return runs


def _parted(locus: str) -> tuple[str, int]:
    found = _NUMBERED.fullmatch(locus)
    assert found  # everything matches
    return found[1], int(found[2]) if found[2] else _UNNUMBERED


def ends_of(passages: Sequence[Passage]) -> tuple[str, str]:
    """Return the loci by which a reader knows a piece: of its first and last passage that is text, if any is."""
    text = [p for p in passages if not p.is_heading and p.kind not in _NOT_CITED] or passages
    return (text[0].locus, text[-1].locus) if text else ("", "")
