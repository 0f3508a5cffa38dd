"""Which notes hang on which words of a source, and how they are numbered. An Edition in, `Note`s by locus out.

Annotations are numbered 1, 2, 3 … through the source and parallels ∥1, ∥2, ∥3 …, in the order in which their references
stand in the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from variorum.model.edition import Annotation, Edition, Parallel, Source
from variorum.model.span import Span


@dataclass(frozen=True, slots=True)
class Note:
    """Something that hangs on words of a passage, numbered in the order of the page."""

    id: str  # id of its element, e.g. "annotation-no-first-marriage"
    kind: str  # kind of annotation or relation
    number: str  # as shown, e.g. "12" or "∥3"
    span: Span | None
    about: Annotation | Parallel


def number_notes(edition: Edition, source: Source) -> Mapping[str, list[Note]]:
    """Return the notes of every citable passage, by its locus."""
    waiting: dict[str, list[tuple[Span | None, Annotation | Parallel]]] = {p.locus: [] for p in source.citable}
    for a in source.annotations:
        waiting[a.passage].append((a.span, a))
    for parallel in edition.parallels_by_source[source.id]:
        for item in parallel.passages:
            if item.source == source.id:
                waiting[item.passage].append((item.span, parallel))
    numbered: dict[str, list[Note]] = {}
    annotations = parallels = 0
    used: dict[str, int] = {}
    for locus, hanging in waiting.items():
        numbered[locus] = []
        for span, about in sorted(hanging, key=lambda h: (_place_of(h[0]), isinstance(h[1], Parallel), h[1].id)):
            if isinstance(about, Annotation):
                annotations += 1
                numbered[locus].append(Note(f"annotation-{about.id}", about.kind, str(annotations), span, about))
            else:
                parallels += 1
                times = used[about.id] = used.get(about.id, 0) + 1
                id_ = f"parallel-{about.id}" + (f"-{times}" if times > 1 else "")
                numbered[locus].append(Note(id_, about.relation, f"∥{parallels}", span, about))
    return numbered


def _place_of(span: Span | None) -> tuple[int, int, int]:
    """Sort words by where they end, notes on the whole passage last."""
    return (0, span.end, -span.start) if span else (1, 0, 0)
