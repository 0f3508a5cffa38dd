"""Who wrote what: an `Edition` in, each person with the notes, parallels and translations that bear the name out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from variorum.model.edition import Edition, Parallel
from variorum.model.passages import Translation
from variorum.model.source import Annotation, Source


@dataclass(slots=True)
class Contributor:
    """A person, or several who sign as one, and what they wrote."""

    name: str  # as it stands behind `by:`, e.g. "A. Reader"
    annotations: list[tuple[Source, Annotation]] = field(default_factory=list)  # in the order of the edition
    parallels: list[Parallel] = field(default_factory=list)
    translations: list[tuple[Source, Translation]] = field(default_factory=list)


def contributors(edition: Edition) -> tuple[Contributor, ...]:
    """Return all who signed something, by the alphabet; `A. Reader; B. Writer` are two people."""
    found: dict[str, Contributor] = {}

    def of(by: str) -> Iterable[Contributor]:
        return [found.setdefault(name, Contributor(name)) for name in names_in(by)]

    for source in edition.sources:
        for note in source.annotations:
            for one in of(note.by):
                one.annotations.append((source, note))
        for translation in source.translations:
            for one in of(translation.by):
                one.translations.append((source, translation))
    for parallel in edition.parallels:
        for one in of(parallel.by):
            one.parallels.append(parallel)
    return tuple(sorted(found.values(), key=lambda one: (one.name.casefold(), one.name)))


def names_in(by: str) -> Iterator[str]:
    """Yield the names of those who sign together, each once."""
    yield from dict.fromkeys(" ".join(name.split()) for name in by.split(";") if name.strip())
