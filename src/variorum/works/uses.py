"""Who cites what: an Edition in, for each work every place that cites it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from variorum.model.edition import Edition, Parallel
from variorum.model.source import Annotation, Citation, Source
from variorum.model.works import Work


@dataclass(slots=True)
class Uses:
    """The places that cite one work, each kind in reading order."""

    passages: list[tuple[Source, Citation]] = field(default_factory=list)
    annotations: list[tuple[Source, Annotation]] = field(default_factory=list)
    parallels: list[Parallel] = field(default_factory=list)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that cite the work themselves, in the editor's order."""
        return tuple({source.id: source for source, _ in self.passages}.values())

    def __bool__(self) -> bool:
        return bool(self.passages or self.annotations or self.parallels)


def uses_of(edition: Edition) -> Mapping[str, Uses]:
    """Return the uses of every work of the edition by its key; one that nobody cites has empty ones."""
    found = {key: Uses() for key in edition.works}
    for source in edition.sources:
        for citation in source.citations:
            for key in citation.works:
                if key in found:
                    found[key].passages.append((source, citation))
        for annotation in source.annotations:
            for key in dict.fromkeys(target.key for target, _ in annotation.body.citations()):
                if key in found:
                    found[key].annotations.append((source, annotation))
    for parallel in edition.parallels:
        for key in dict.fromkeys(target.key for target, _ in parallel.body.citations()):
            if key in found:
                found[key].parallels.append(parallel)
    return found


def in_order_of_citation(edition: Edition) -> tuple[str, ...]:
    """Return the keys of all works that are cited, each once: source by source its text and notes, then parallels."""
    keys: dict[str, None] = {}
    for source in edition.sources:
        keys |= dict.fromkeys(key for citation in source.citations for key in citation.works)
        keys |= dict.fromkeys(target.key for a in source.annotations for target, _ in a.body.citations())
    for parallel in edition.parallels:
        keys |= dict.fromkeys(target.key for target, _ in parallel.body.citations())
    return tuple(keys)


def works_of(edition: Edition, source: Source) -> tuple[Work, ...]:
    """Return the works that a source itself cites, each once, in the order of its text."""
    keys = dict.fromkeys(key for citation in source.citations for key in citation.works)
    return tuple(edition.works[key] for key in keys if key in edition.works)
