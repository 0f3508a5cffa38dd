"""Words that go across the borders of passages: a range of passages and the words in, their parts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from variorum.model.edition import ParallelPassage
from variorum.model.passages import Passage
from variorum.model.source import Annotation, Source
from variorum.model.span import Part, Span
from variorum.text.anchoring import Miss, locate

Quoting = TypeVar("Quoting", Annotation, ParallelPassage)


def placed_in_range(quoting: Quoting, source: Source) -> Quoting | Miss | None:
    """Return what quotes a range of passages with the place of its words, or why they are not found.

    None if it names no range. It hangs on the passage in which its words end; without words on the first.
    """
    passages = source.passages_at(quoting.passage)
    if len(passages) < 2:
        return None
    if not quoting.lemma:
        return replace(quoting, passage=passages[0].locus, range=quoting.passage)
    parts = parts_of(passages, quoting.lemma, quoting.before, quoting.after)
    if isinstance(parts, Miss):
        return parts
    host = parts[-1]
    across = tuple(parts) if len(parts) > 1 else ()
    return replace(quoting, passage=host.locus, span=host.span, range=quoting.passage if across else "", parts=across)


def parts_of(passages: Sequence[Passage], lemma: str, before: str, after: str) -> list[Part] | Miss:
    """Return what of each passage belongs to words that are looked for in all of them, one after the other."""
    span = locate("\n".join(p.text for p in passages), lemma, before, after)
    if isinstance(span, Miss):
        return span
    found, start = [], 0
    for passage in passages:
        first, last = max(span.start - start, 0), min(span.end - start, len(passage.text))
        if first < last:
            found.append(Part(passage.locus, Span(first, last)))
        start += len(passage.text) + 1
    return found
