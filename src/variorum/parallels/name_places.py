"""Where the sources name whom and what: an Edition in, for each name its passages out."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model.edition import Edition, Name
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.text.names import Namer

Place = tuple[Source, Passage]


def occurrences(edition: Edition) -> Mapping[str, tuple[Place, ...]]:
    """Return for each name's id the passages that name it, each once, in the order of sources and text."""
    namer = Namer(edition.names.values(), edition.vocabularies)
    found: dict[str, dict[tuple[str, str], Place]] = {id_: {} for id_ in edition.names}
    for source in edition.sources:
        for passage in source.citable:
            for mention in namer.mentions(passage.text, source.language):
                found[mention.name.id][source.id, passage.locus] = (source, passage)
    return {id_: tuple(places.values()) for id_, places in found.items()}


def named_in_parallels(edition: Edition, kind: str, language: str) -> Mapping[str, tuple[Name, ...]]:
    """Return for each parallel's id the names of a kind in its words and glosses (these written in `language`)."""
    namer = Namer(edition.names.values(), edition.vocabularies)
    found: dict[str, dict[str, Name]] = {}
    for parallel in edition.parallels:
        names = found[parallel.id] = {}
        for item in parallel.passages:
            quoted = edition.quoted(item)
            for text, spoken in ((quoted.text, quoted.source.language), (item.gloss, language)):
                names.update((m.name.id, m.name) for m in namer.mentions(text, spoken) if m.name.kind == kind)
    return {id_: tuple(names.values()) for id_, names in found.items()}
