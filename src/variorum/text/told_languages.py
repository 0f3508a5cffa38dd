"""Which language the words of a passage are in: what the layer says of them, and else what their script tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.text.scripts import SCRIPT_LANGUAGES, foreign_runs, own_scripts


def runs_of(
    source: Source, passage: Passage, languages: Mapping[str, str] = SCRIPT_LANGUAGES
) -> list[tuple[Span, str]]:
    """Return the words of a passage in other languages than its source's; a run may hold others, which come after it.

    A row of the layer knows more than a script: Greek words that it calls `grc` are nothing else besides.
    """
    runs = foreign_runs(passage.text, source.language, languages)
    rows = source.layer_by_locus.get(passage.locus, ())
    told = [(row.span, row.value) for row in rows if row.feature == "foreign" and row.span]
    if not told:
        return runs
    told.sort(key=_place)
    left = [(part, language) for span, language in runs for part in _left_of(span, language, told)]
    return sorted([*told, *left], key=_place)


def _place(run: tuple[Span, str]) -> tuple[int, int]:
    return run[0].start, -run[0].end  # what stands inside another comes after it


def _left_of(span: Span, language: str, told: Sequence[tuple[Span, str]]) -> Iterator[Span]:
    """Yield what of a run no row of the same script speaks of."""
    at = span.start
    for row, said in told:
        if row.end <= at or row.start >= span.end or not own_scripts(said) & own_scripts(language):
            continue
        if row.start > at:
            yield Span(at, row.start)
        at = row.end
    if at < span.end:
        yield Span(at, span.end)
