"""Which notes hang on which words of a source, and the order of their numbers. An Edition in, `Note`s by locus out.

Annotations are numbered 1, 2, 3 … through the source and parallels ∥1, ∥2, ∥3 …, in the order in which their references
stand in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from variorum.model.edition import Annotation, Edition, Parallel, ParallelPassage, Source
from variorum.model.span import Part, Span


@dataclass(frozen=True, slots=True)
class Note:
    """Something that hangs on words of a passage, numbered in the order of the page."""

    id: str  # id of its element, e.g. "annotation-no-first-marriage"
    kind: str  # kind of annotation or relation
    number: str  # as shown, e.g. "12" or "∥3"
    span: Span | None
    about: Annotation | Parallel
    parts: tuple[Part, ...] = ()  # where its words stand, if they go across passages


def number_notes(edition: Edition, source: Source) -> Mapping[str, list[Note]]:
    """Return the notes of every passage that has any, by its locus; a long source is not walked through for it."""
    return edition.once(("notes", source.id), lambda: _numbered(edition, source))


def _numbered(edition: Edition, source: Source) -> Mapping[str, list[Note]]:
    waiting: defaultdict[str, list[_Hanging]] = defaultdict(list)
    for a in source.annotations:
        waiting[a.passage].append(_Hanging(a.span, a, a.parts, f"annotation-{a.id}"))
    for parallel in edition.parallels_by_source[source.id]:
        for id_, item in places_of(source, parallel).items():
            waiting[item.passage].append(_Hanging(item.span, parallel, item.parts, id_))
    numbered: dict[str, list[Note]] = {}
    annotations = parallels = 0
    for locus, hanging in sorted(waiting.items(), key=lambda item: source.place_of(item[0])):
        numbered[locus] = []
        for span, about, parts, id_ in sorted(hanging, key=_order):
            if isinstance(about, Annotation):
                annotations += 1
                numbered[locus].append(Note(id_, about.kind, str(annotations), span, about, parts))
            else:
                parallels += 1
                numbered[locus].append(Note(id_, about.relation, f"∥{parallels}", span, about, parts))
    return numbered


def places_of(source: Source, parallel: Parallel) -> Mapping[str, ParallelPassage]:
    """Return the passages of a source that a parallel holds, by the ids under which their words stand on its page."""
    held = [item for item in parallel.passages if item.source == source.id]
    held.sort(key=lambda item: (source.place_of(item.passage), _place_of(item.span)))
    return {f"parallel-{parallel.id}" + (f"-{times}" if times > 1 else ""): item for times, item in enumerate(held, 1)}


class _Hanging(NamedTuple):
    """Something that waits for its number."""

    span: Span | None
    about: Annotation | Parallel
    parts: tuple[Part, ...]
    id: str


def _order(hanging: _Hanging) -> tuple[tuple[int, int, int], bool, str]:
    return _place_of(hanging.span), isinstance(hanging.about, Parallel), hanging.about.id


def words_elsewhere(edition: Edition, source: Source) -> Mapping[str, list[tuple[Span, Note]]]:
    """Return for each passage the words in it of notes that hang on another, because their words go across."""
    return edition.once(("words elsewhere", source.id), lambda: _elsewhere(number_notes(edition, source)))


def _elsewhere(numbered: Mapping[str, list[Note]]) -> Mapping[str, list[tuple[Span, Note]]]:
    found: dict[str, list[tuple[Span, Note]]] = {}
    for locus, notes in numbered.items():
        for note in notes:
            for part in note.parts:
                if part.locus != locus:
                    found.setdefault(part.locus, []).append((part.span, note))
    return found


def _place_of(span: Span | None) -> tuple[int, int, int]:
    """Sort words by where they end, notes on the whole passage last."""
    return (0, span.end, -span.start) if span else (1, 0, 0)
