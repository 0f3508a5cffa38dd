"""Where a guess can be changed: guesses and the tables of a source in, sentences that name file and line out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from variorum.importing.witness import Guess, Unit
from variorum.model.layer import LayerRow
from variorum.model.passages import Passage

_LINES_SHOWN = 5
_FIRST_ROW = 2  # of a table, below the names of its columns


def placed(
    guesses: Iterable[Guess], units: Sequence[Unit], passages: Sequence[Passage], layer: Sequence[LayerRow]
) -> list[str]:
    """Return a sentence for each guess, with the lines of the table where it can be changed."""
    rows = {id(unit): number for number, unit in enumerate(units)}
    return [_sentence(guess, sorted(_rows_of(guess, units, rows)), passages, layer) for guess in guesses]


def _rows_of(guess: Guess, units: Sequence[Unit], rows: dict[int, int]) -> set[int]:
    """Return which passages a guess shows in; the first one if nobody can tell."""
    found = {rows[id(unit)] for unit in guess.units if id(unit) in rows}
    words = " ".join(guess.words.split())
    if words:
        found |= {next((n for n, unit in enumerate(units) if words in unit.text), 0)}
    return found or {0}


def _sentence(guess: Guess, rows: Sequence[int], passages: Sequence[Passage], layer: Sequence[LayerRow]) -> str:
    if guess.place:
        return f"{guess.place}: {guess.sentence}"
    loci = {passages[row].locus for row in rows}
    marks = [n for n, row in enumerate(layer, start=_FIRST_ROW) if row.locus in loci and row.feature == guess.feature]
    if marks:
        return f"layer.tsv {in_lines(marks)}: {guess.sentence}"
    return f"outline.tsv {in_lines([row + _FIRST_ROW for row in rows])}: {guess.sentence}"


def in_lines(lines: Sequence[int]) -> str:
    """Return the names of lines: all of a few, and how many more there are.

    >>> in_lines([3]), in_lines([3, 7]), in_lines(range(1, 9))
    ('line 3', 'lines 3, 7', 'lines 1, 2, 3, 4, 5 and 3 more')
    """
    shown = ", ".join(map(str, lines[:_LINES_SHOWN]))
    more = f" and {len(lines) - _LINES_SHOWN} more" if len(lines) > _LINES_SHOWN else ""
    return f"{'lines' if len(lines) > 1 else 'line'} {shown}{more}"
