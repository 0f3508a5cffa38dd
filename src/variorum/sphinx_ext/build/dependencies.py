"""What a page is made from, as a digest: equal digests, equal pages. Incremental builds compare these."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from variorum.model.edition import Edition, Parallel
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.doctree.citation_marks import digest_of_citations
from variorum.works.contributors import contributors
from variorum.works.labels import labels
from variorum.works.styles import WorkStyle
from variorum.works.uses import uses_of, works_of


def digest_of_part(edition: Edition, part: Part, style: WorkStyle) -> str:
    """Return the digest of a part of the edition as it is now; `style` prints its works."""
    made = DIGESTS[part.kind](edition, part.target)
    return f"{made} {style.digest}" if style.digest and part.kind in _NAMES_WORKS else made


def digest_of_source(edition: Edition, id_: str) -> str:
    """Everything that the page of a source shows: its text, its notes, and the other sources' words beside it."""
    source = edition.source(id_)
    if source is None:
        return ""
    return digest_of(
        source.digest,
        *(translation.digest for translation in source.translations),
        digest_of_citations(edition, source),
        *map(repr, source.divisions),
        *(a.path + a.digest + str(a.span) + str(a.parts) for a in source.annotations),
        *(_digest_of_parallel(edition, p) for p in edition.parallels_by_source[source.id]),
        *(_digest_of_parallel(edition, p) for p in edition.touched_by_source[source.id]),
    )


def parallels_of_chapter(edition: Edition, chosen: str) -> list[Parallel]:
    """Return what a chapter holds: by first and last year (`1878 1916`), all `undated` ones, or by a list of ids."""
    words = chosen.split(" ")
    if words == ["undated"]:
        return [p for p in edition.parallels if not p.date]
    if len(words) == 2 and all(word.lstrip("-").isdecimal() for word in words):
        first, last = map(int, words)
        return [p for p in edition.parallels if p.date and first <= p.first_day[0] <= last]
    return [parallel for word in words if (parallel := edition.parallel(word))]


def digest_of_chapter(edition: Edition, chosen: str) -> str:
    """Everything that a chapter of the harmony shows; `parallels_of_chapter` says how it is chosen."""
    held = parallels_of_chapter(edition, chosen)
    return digest_of(
        *(f"{s.id} {s.siglum} {s.label}" for s in edition.sources),
        *(_digest_of_parallel(edition, p) for p in held),
        *map(repr, edition.names.values()),  # differing names are marked
    )


def digest_of_words(edition: Edition, link: str) -> str:
    """The words that a link shows; `link` is its kind and target, e.g. "parallel gori-school"."""
    kind, _, target = link.partition(" ")
    return digest_of(edition.words_of_link(kind, target))


def digest_of_works(edition: Edition, source_id: str) -> str:
    """Everything that a list of works shows: of all works (""), or of those that a source cites."""
    source = edition.source(source_id)
    if source:
        known = labels(edition.works.values())
        return digest_of(
            source.digest,
            digest_of_citations(edition, source),
            *(f"{work.digest} {known[work.key]}" for work in works_of(edition, source)),
        )
    uses = uses_of(edition)
    return digest_of(
        source_id,
        *(work.digest for work in edition.works.values()),
        *(f"{s.id} {s.siglum} {s.language} {digest_of_citations(edition, s)}" for s in edition.sources),
        *(f"{key} {a.id} {s.siglum} {a.passage}" for key, u in uses.items() for s, a in u.annotations),
        *(f"{key} {p.id} {p.title}" for key, u in uses.items() for p in u.parallels),
    )


def digest_of_apparatus(edition: Edition, source_id: str) -> str:
    """Everything that the list of all that hangs on a source shows."""
    return digest_of_source(edition, source_id) + digest_of_works(edition, source_id)


def digest_of_harmony(edition: Edition, _: str = "") -> str:
    """Everything that the overviews of the parallels show."""
    return digest_of(
        *(f"{s.id} {s.siglum} {s.label} {s.digest}" for s in edition.sources),
        *(p.path + p.digest for p in edition.parallels),
        *(repr(n) for n in edition.names.values()),
    )


def digest_of_names(edition: Edition, kind: str) -> str:
    """Everything that an index of names shows."""
    return digest_of(
        kind, *(f"{s.siglum} {s.digest}" for s in edition.sources), *(repr(n) for n in edition.names.values())
    )


def digest_of_contributors(edition: Edition, _: str = "") -> str:
    """Everything that the list of those who signed something shows."""
    return digest_of(
        *(
            f"{one.name} {[(s.siglum, a.id, a.range or a.passage) for s, a in one.annotations]}"
            f"{[(p.id, p.title) for p in one.parallels]} {[(s.siglum, t.language) for s, t in one.translations]}"
            for one in contributors(edition)
        )
    )


_NAMES_WORKS = frozenset({"works", "source", "apparatus"})  # parts that say what a work is called
DIGESTS: Mapping[str, Callable[[Edition, str], str]] = {
    "works": digest_of_works,
    "source": digest_of_source,
    "apparatus": digest_of_apparatus,
    "parallels": digest_of_chapter,
    "words": digest_of_words,
    "harmony": digest_of_harmony,
    "names": digest_of_names,
    "contributors": digest_of_contributors,
}


def _digest_of_parallel(edition: Edition, parallel: Parallel) -> str:
    quoted = []
    for item in (*parallel.passages, *parallel.touches):
        source, _, text, range_ = edition.quoted(item)
        quoted.append(f"{source.siglum} {source.label} {source.language} {text} {range_}")
    return digest_of(parallel.path, parallel.digest, *quoted)
