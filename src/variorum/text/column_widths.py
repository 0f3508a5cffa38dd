"""How wide the columns of a table are: the words of its cells in, shares of a line out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from unicodedata import east_asian_width

LETTER, CALL, GAP = 0.63, 0.6, 1  # em: a letter at its widest, the number of a note, what parts two columns (layer.css)
UNBROKEN_LETTERS = (24, 20, 16, 12)  # letters of a word that is not broken: as many as the line has room for
LINE = 36  # em of a line of a source; a table of no more is as wide as its longest cells
SMALLER_LINE = 51  # of the smaller letters of a "wider" table; most letters are narrower than is counted here
WIDE = {50: "widest", 38: "wider", 20: "wide"}  # em above which layer.css sets a table smaller, or cell below cell


def tracks_of(columns: Sequence[Sequence[str]]) -> str:
    """Return how wide columns with these cells are, each the same in every row, as a grid of CSS says it."""
    gaps = GAP * (len(columns) - 1)
    longest = [max(map(_wide, cells), default=1) * LETTER + CALL for cells in columns]
    if sum(longest) + gaps <= LINE:
        most = [f"{em:.1f}em" for em in longest]
    else:  # each has room for its longest word; what is left goes to those that would be the highest
        least = _least(columns, SMALLER_LINE if size_of(columns) == "wider" else LINE)
        wants = [sqrt(max(0, em - low)) for low, em in zip(least, longest, strict=True)]
        each = max(0, LINE - sum(least) - gaps) / (sum(wants) or 1)
        most = [f"{low + each * want:.1f}fr" for low, want in zip(least, wants, strict=True)]
    return " ".join(f"minmax(0, {track})" for track in most)


def size_of(columns: Sequence[Sequence[str]]) -> str:
    """Return the class of a table that has no room for its columns everywhere; else ""."""
    total = sum(_least(columns, LINE)) + GAP * (len(columns) - 1)
    return next((name for em, name in WIDE.items() if total > em), "")


def _least(columns: Sequence[Sequence[str]], line: float) -> list[float]:
    """Return how many em each column needs at least: its longest word whole, as far as the line has room for such."""
    longest = [max(map(_wide, _words(cells)), default=1) for cells in columns]
    least: list[float] = []
    for unbroken in UNBROKEN_LETTERS:
        least = [min(letters, unbroken) * LETTER + CALL for letters in longest]
        if sum(least) + GAP * (len(columns) - 1) <= line:
            break
    return least


def _words(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        yield from cell.split()


def _wide(text: str) -> int:
    """Return how many letters wide a text is; signs of East Asia take two."""
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)
