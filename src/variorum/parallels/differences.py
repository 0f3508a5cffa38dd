"""In what the passages of a parallel differ: its figures, dates and names that not all of the others have.

In: an Edition and a Parallel. Out: for each passage the spans of its quoted words that a reader should compare. Nothing
is marked that the others are silent about: a year differs only from other years, a person only from other persons.
"""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model.edition import Edition, Parallel
from variorum.model.kinds import RELATIONS
from variorum.model.span import Span
from variorum.text.figures import figures
from variorum.text.names import Namer

_NAMES = frozenset({"person", "place", "organisation", "event"})

Mark = tuple[str, str, Span]  # kind, key, place in the quoted words


def contrasting_words(edition: Edition, parallel: Parallel, namer: Namer) -> Mapping[int, tuple[Span, ...]]:
    """Return for each passage, by its number in the parallel, the spans of its quoted words that the others have not.

    Only parallels whose relation is a difference or a contradiction have any. Spans do not overlap and are in order.
    """
    if not RELATIONS[parallel.relation].disagrees:
        return {}
    marks: list[list[Mark]] = []
    said: dict[str, dict[str, set[str]]] = {}  # source → kind → keys
    for item in parallel.passages:
        source, _, words, _ = edition.quoted(item)
        language = source.language
        found: list[Mark] = [(f.kind, f.key, f.span) for f in figures(words, language, edition.vocabularies)]
        found += [(m.name.kind, m.name.id, m.span) for m in namer.mentions(words, language) if m.name.kind in _NAMES]
        marks.append(found)
        for kind, key, _ in found:
            said.setdefault(item.source, {}).setdefault(kind, set()).add(key)
    spans = {}
    for number, item in enumerate(parallel.passages):
        others = [kinds for source, kinds in said.items() if source != item.source]
        apart = [
            span
            for kind, key, span in marks[number]
            if any(kind in kinds and key not in kinds[kind] for kinds in others)
        ]
        spans[number] = _merged(apart)
    return spans


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
