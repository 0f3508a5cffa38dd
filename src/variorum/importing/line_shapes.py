"""How the lines of a plain text hang together: lines in, the runs of lines that are one passage out.

A file may have a paragraph on each line, or paragraphs that were wrapped to a width, or verse. Which it is shows in the
lengths of the lines within its blocks (the lines between two blank ones): wrapped lines are nearly all full, lines of
verse are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from variorum.text.half_lines import halves_of
from variorum.text.line_joining import in_one_line

NARROWEST, WIDEST = 40, 100  # letters of a wrapped line
_FULL = 0.72  # of the width, from which a line is full
_MOSTLY = 0.7  # share of full lines from which a text is wrapped
_SHORT_VERSE = 60  # letters of half the lines of a poem
_ROOMY = 0.1  # share of lines with room for the next word from which nobody has wrapped them
_ITEM = re.compile(r"\s*(?:[-*•‣–]|\(?[a-z\d]{1,3}[.)])\s+\S")
_SPEECH = re.compile(r"\s*[—―]\s*\S")  # a paragraph of its own where the line before has ended a sentence
_HALVED = 0.6  # share of lines with one such gap from which they are verse
_WORDS_OF_HALF = 3


class Shape(StrEnum):
    """How a text is laid out."""

    LINES = "a paragraph on each line"
    WRAPPED = "paragraphs wrapped over several lines"
    VERSE = "verse"


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that are one passage."""

    first: int  # 1-based
    last: int
    text: str  # the lines joined, without blanks at the edges
    alone: bool  # whether nothing but blank lines stands beside it
    in_block: int  # lines of the block that it is in


def shape_of(lines: Sequence[str]) -> Shape:
    """Return how a text is laid out."""
    blocks = [block for block in _blocks(lines) if len(block) > 1]
    inner = [_width(lines[n - 1].strip()) for block in blocks for n in block[:-1]]
    if _is_halved(lines):
        return Shape.VERSE
    filled = sum(bool(line.strip()) for line in lines)
    if not inner:
        return Shape.LINES
    width = sorted(inner)[int(0.95 * (len(inner) - 1))]
    full = sum(length >= _FULL * width for length in inner) / len(inner)
    inside = sum(map(len, blocks)) / filled
    lengths = [_width(lines[n - 1].strip()) for block in blocks for n in block]
    items = sum(bool(_ITEM.match(lines[n - 1])) for block in blocks for n in block) / len(lengths)
    breaks = sum(_ends_sentence(lines[n - 1]) for block in blocks for n in block[:-1]) / len(inner)
    wrapped = NARROWEST <= width <= WIDEST and full >= _MOSTLY and breaks < 0.4 and width - median(inner) <= 0.2 * width
    if wrapped and (median(lengths) > _SHORT_VERSE or not _verse_like(lines, blocks, width)):
        return Shape.WRAPPED
    if width <= WIDEST and median(lengths) <= _SHORT_VERSE and inside >= 0.5 and items < 0.3:
        return Shape.VERSE
    return Shape.LINES


def _is_halved(lines: Sequence[str]) -> bool:
    """Whether most lines have a gap in their middle, as verses of two halves have, each of several words."""
    held = [line.strip() for line in lines if line.strip()]
    halves = [parts for line in held if len(parts := halves_of(line)) == 2]
    words = [len(half.split()) for parts in halves for half in parts]
    return len(halves) > 1 and len(halves) >= _HALVED * len(held) and median(words) >= _WORDS_OF_HALF


def _verse_like(lines: Sequence[str], blocks: Sequence[Sequence[int]], width: int) -> bool:
    """Whether lines end as those of verse do, not because they are full.

    Nearly all begin with a capital (in scripts that have capitals), or many had room for the next word.
    """
    starts = [lines[n - 1].strip()[:1] for block in blocks for n in block[1:]]
    cased = [c for c in starts if c.isupper() or c.islower()]
    if cased and sum(c.isupper() for c in cased) >= 0.85 * len(starts):
        return True
    inner = (n for block in blocks for n in block[:-1] if not (_SPEECH.match(lines[n]) or _ITEM.match(lines[n])))
    pairs = [(lines[n - 1].strip(), lines[n].split()[0]) for n in inner]
    roomy = sum(_width(line) + 1 + _width(word) <= width for line, word in pairs)
    return roomy >= _ROOMY * len(pairs)


def _width(line: str) -> int:
    """Return how wide a line is, in letters; those of Chinese and Japanese are as wide as two."""
    return len(line) if line.isascii() else len(line) + sum(unicodedata.east_asian_width(c) in "WF" for c in line)


def _ends_sentence(line: str) -> bool:
    return line.rstrip().endswith((*".!?。।॥؟۔׃܀։።",))


def _blocks(lines: Sequence[str]) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found[-1].append(number)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def runs_of(lines: Sequence[str], shape: Shape) -> list[Run]:
    """Return the runs of lines that are one passage each."""
    found = []
    for block in _blocks(lines):
        parts = _parts(lines, block) if shape is Shape.WRAPPED else [[n] for n in block]
        found += [
            Run(part[0], part[-1], in_one_line("\n".join(lines[n - 1] for n in part)), len(parts) == 1, len(block))
            for part in parts
        ]
    return found


def _parts(lines: Sequence[str], block: Sequence[int]) -> list[list[int]]:
    """Cut a wrapped block where an item of a list begins, or somebody speaks."""
    items = [n for n in block if _ITEM.match(lines[n - 1])]
    speeches = [n for n in block[1:] if _SPEECH.match(lines[n - 1]) and _ends_sentence(lines[n - 2])]
    found: list[list[int]] = []
    for number in block:
        if not found or number in speeches or (number in items and (len(items) > 1 or number == block[0])):
            found.append([])
        found[-1].append(number)
    return found
