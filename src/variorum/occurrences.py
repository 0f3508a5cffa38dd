"""Where the sources name whom and what: an Edition in, for each name its passages out."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.discovery.naming import Namer
from variorum.model import Edition, Passage, Source

Place = tuple[Source, Passage]


def occurrences(edition: Edition) -> Mapping[str, tuple[Place, ...]]:
    """Return for each name's id the passages that name it, each once, in the order of sources and text."""
    namer = Namer(edition.names.values())
    found: dict[str, dict[tuple[str, str], Place]] = {id_: {} for id_ in edition.names}
    for source in edition.sources:
        for passage in source.citable:
            for mention in namer.mentions(passage.text, source.language):
                found[mention.name.id][source.id, passage.locus] = (source, passage)
    return {id_: tuple(places.values()) for id_, places in found.items()}
