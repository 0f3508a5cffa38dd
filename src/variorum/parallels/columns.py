"""Sources side by side: an `Edition` in, what a column shows and which passages it shares with others out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.model.verse_lines import EVERY_FIFTH, class_of
from variorum.parallels.table_rows import TableRow, rows_of
from variorum.text.scripts import SCRIPT_LANGUAGES
from variorum.text.told_languages import runs_of


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Words of a passage that a parallel holds."""

    parallel: str  # id
    span: Span  # the whole passage if the parallel names no words


@dataclass(frozen=True, slots=True)
class ColumnPassage:
    """A passage as a column shows it."""

    passage: Passage
    runs: tuple[tuple[Span, str], ...]  # words in another language, with its tag
    shared: tuple[SharedWords, ...]  # in the order of the text
    translations: tuple[str, ...] = ()  # ours, one for each that the source has; "" where it lacks the passage
    row: TableRow | None = None  # of a table
    looks: str = ""  # what a style sheet knows of a line of verse, as `verse_lines.class_of` has it
    level: int = 0  # of a heading: how many it stands below, and itself


def column(
    edition: Edition, source: Source, languages: Mapping[str, str] = SCRIPT_LANGUAGES, every: int = EVERY_FIFTH
) -> tuple[ColumnPassage, ...]:
    """Return the passages of a source in the order of the text, with all that parallels hold of them.

    `every`: which lines of verse show their numbers, 5 = every fifth, 0 = none.
    """
    held: dict[str, list[SharedWords]] = {}
    for parallel in edition.parallels_by_source[source.id]:
        for item in parallel.passages:
            if item.source == source.id:
                for locus, words in _shared(parallel, item, source):
                    held.setdefault(locus, []).append(words)
    rows, levels = rows_of(source), _levels(source)
    return tuple(
        ColumnPassage(
            passage=passage,
            runs=tuple(runs_of(source, passage, languages)),
            shared=tuple(sorted(held.get(passage.locus, ()), key=lambda s: (s.span, s.parallel))),
            translations=tuple(t.passages.get(passage.locus, "") for t in source.translations),
            row=rows.get(passage.locus),
            looks=class_of(passage, before, every),
            level=levels.get(passage.locus, 0),
        )
        for before, passage in zip([None, *source.citable], source.citable, strict=False)
    )


def _levels(source: Source) -> dict[str, int]:
    """Return the level of each heading by its locus, as sections of the source's page open within one another."""
    levels: dict[str, int] = {}
    open_: list[int] = []  # depths
    for passage in source.citable:
        if depth := passage.kind.depth:
            while open_ and open_[-1] >= depth:
                open_.pop()
            open_.append(depth)
            levels[passage.locus] = len(open_)
    return levels


def _shared(parallel: Parallel, item: ParallelPassage, source: Source) -> Iterator[tuple[str, SharedWords]]:
    """Yield the locus and the words of each passage that a parallel quotes; there are several if it quotes a range."""
    if item.parts:
        yield from ((part.locus, SharedWords(parallel.id, part.span)) for part in item.parts)
        return
    for passage in source.passages_at(item.range or item.passage):
        yield passage.locus, SharedWords(parallel.id, item.span or Span(0, len(passage.text)))
