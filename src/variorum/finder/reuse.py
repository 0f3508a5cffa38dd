"""Reuse: every run of eight or more equal words between two sources, exactly. An `Edition` in, each `Run` out.

Case, quotation marks, hyphens and note marks such as [12] do not count; a run may go on across the border of a passage.
The alignment is one SQL query (reuse.sql): eight-word stretches are joined, and those on one diagonal are chained. It
takes time in proportion to the words and to what they share, and misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import regex

from variorum.finder.engine import connect, query
from variorum.model.edition import Edition
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.text.words import spelling_key, words_of

LEAST = 8  # words
_NOTE_MARK = regex.compile(r"\[\d{1,4}\]")


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Words of one passage that are part of a run."""

    source: str  # id
    locus: str
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """The same words in two sources."""

    words: int  # how many
    a: tuple[Stretch, ...]  # more than one where the run crosses a border of passages
    b: tuple[Stretch, ...]


class Token(NamedTuple):
    """A word of a source, with its place."""

    locus: str
    start: int
    end: int
    word: str  # folded


def runs(edition: Edition, *, memory: str = "1GB") -> list[Run]:
    """Return all runs between two sources of the edition, the longest first."""
    tokens = {source.id: tokens_of(source) for source in edition.sources}
    order = [source.id for source in edition.sources]
    found = align([[t.word for t in tokens[id_]] for id_ in order], memory=memory)
    return [
        Run(
            run.length,
            _stretches(order[run.source_a], tokens[order[run.source_a]][run.first_a : run.first_a + run.length]),
            _stretches(order[run.source_b], tokens[order[run.source_b]][run.first_b : run.first_b + run.length]),
        )
        for run in found
    ]


class Aligned(NamedTuple):
    """A maximal run between two sequences of words, by their numbers and positions."""

    source_a: int
    first_a: int
    source_b: int
    first_b: int
    length: int


def align(sequences: Sequence[Sequence[str]], *, memory: str = "1GB") -> list[Aligned]:
    """Return all maximal runs of `LEAST` or more equal words between any two of the sequences, the longest first."""
    with TemporaryDirectory(prefix="variorum-") as folder:
        path = Path(folder) / "tokens.tsv"
        with path.open("w", encoding="utf-8", newline="\n") as rows:
            for number, words in enumerate(sequences):
                rows.writelines(f"{number}\t{position}\t{word}\n" for position, word in enumerate(words))
        with connect({"memory_limit": memory, "temp_directory": folder}) as database:
            database.execute("create table tokens (source integer, position integer, word varchar)")
            if path.stat().st_size:
                database.execute("copy tokens from $1 (delimiter '\t', quote '', escape '', header false)", [str(path)])
            return [Aligned(*row) for row in database.execute(query("reuse.sql"), {"least": LEAST}).fetchall()]


def tokens_of(source: Source) -> list[Token]:
    """Return the words of all passages that can be cited, headings left out."""
    found: list[Token] = []
    for passage in source.citable:
        if passage.is_heading:
            continue
        marks = [m.span() for m in _NOTE_MARK.finditer(passage.text)]
        found += (
            Token(passage.locus, word.start, word.end, spelling_key(word.text))
            for word in words_of(passage.text)
            if not any(start < word.start < end for start, end in marks)
        )
    return found


def _stretches(source: str, tokens: Iterable[Token]) -> tuple[Stretch, ...]:
    held: dict[str, Span] = {}
    for token in tokens:
        start = held[token.locus].start if token.locus in held else token.start
        held[token.locus] = Span(start, token.end)
    return tuple(Stretch(source, locus, span) for locus, span in held.items())
