"""What a page is made from, as a digest: equal digests, equal pages. Incremental builds compare these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from variorum.model.edition import Edition, Parallel
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.parallels.source_parts import passages_between, passages_of_division
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.doctree.citation_marks import digest_of_citations
from variorum.sphinx_ext.doctree.note_numbers import Note, number_notes, words_elsewhere
from variorum.sphinx_ext.doctree.ranges import continued_in
from variorum.sphinx_ext.doctree.touches import touched_from
from variorum.works.contributors import contributors
from variorum.works.labels import labels
from variorum.works.styles import WorkStyle
from variorum.works.uses import uses_of, works_of

# Loci have no blanks.
_WITHIN = re.compile(r"division (?P<division>\S+)|from (?P<first>\S*) to (?P<last>\S*)")


def digest_of_part(edition: Edition, part: Part, style: WorkStyle) -> str:
    """Return the digest of a part of the edition as it is now; `style` prints its works."""
    made = edition.once(("digest", part), lambda: _digest(edition, part))
    return f"{made} {style.digest}" if style.digest and part.kind in _NAMES_WORKS else made


def _digest(edition: Edition, part: Part) -> str:
    if part.within and (source := edition.source(part.target)):
        return digest_of_passages(edition, source, passages_within(source, part.within))
    return DIGESTS[part.kind](edition, part.target)


def passages_within(source: Source, within: str) -> tuple[Passage, ...]:
    """Return the passages of a source that the words of a `Part` name; none if they are no more."""
    found = _WITHIN.fullmatch(within)
    if found is None:
        return ()
    try:
        if found["division"]:
            return passages_of_division(source, found["division"])
        return passages_between(source, found["first"], found["last"])
    except (KeyError, ValueError):
        return ()


def digest_of_source(edition: Edition, id_: str) -> str:
    """Everything that the page of a source shows: its text, its notes, and the other sources' words beside it."""
    source = edition.source(id_)
    if source is None:
        return ""
    return digest_of(
        _digest_of_witness(edition, source),
        *(a.path + a.digest + str(a.span) + str(a.parts) for a in source.annotations),
        *(_digest_of_parallel(edition, p) for p in edition.parallels_by_source[source.id]),
        *(_digest_of_parallel(edition, p) for p in edition.touched_by_source[source.id]),
    )


def digest_of_shared(edition: Edition, source: Source) -> str:
    """The text of a source and what parallels hold of it: what it shows beside another source, where notes are not."""
    return digest_of(
        _digest_of_witness(edition, source),
        *(_digest_of_parallel(edition, p) for p in edition.parallels_by_source[source.id]),
    )


def digest_of_passages(edition: Edition, source: Source, passages: Sequence[Passage]) -> str:
    """Everything that a page shows of some passages of a source: the notes of others are not among it."""
    hanging = edition.once(("hanging", source.id), lambda: _hanging(edition, source))
    return digest_of(
        _digest_of_witness(edition, source),
        *(f"{passage.locus} {said}" for passage in passages for said in hanging.get(passage.locus, ())),
    )


def _digest_of_witness(edition: Edition, source: Source) -> str:
    """The text of a source, its layer and translations, what it cites, and its divisions."""
    return edition.once(
        ("witness", source.id),
        lambda: digest_of(
            source.digest,
            *(translation.digest for translation in source.translations),
            digest_of_citations(edition, source),
            *map(repr, source.divisions),
        ),
    )


def _hanging(edition: Edition, source: Source) -> Mapping[str, list[str]]:
    """Return what hangs on each passage of a source: notes with their numbers, and parallels that it touches."""
    found: dict[str, list[str]] = {}
    for locus, notes in number_notes(edition, source).items():
        found[locus] = [f"{n.id} {n.number} {n.span} {n.parts} {_digest_of_note(edition, n)}" for n in notes]
    for locus, elsewhere in words_elsewhere(edition, source).items():
        found.setdefault(locus, []).extend(f"{span} {note.id} {note.number} {note.kind}" for span, note in elsewhere)
    for locus, going_on in continued_in(edition, source).items():
        found.setdefault(locus, []).extend(
            f"{at} {n.id} {n.number} {_digest_of_note(edition, n)}" for at, n in going_on
        )
    for locus, touched in touched_from(edition, source).items():
        found.setdefault(locus, []).extend(f"{why} {_digest_of_parallel(edition, p)}" for p, why in touched)
    return found


def _digest_of_note(edition: Edition, note: Note) -> str:
    about = note.about
    return _digest_of_parallel(edition, about) if isinstance(about, Parallel) else about.path + about.digest


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
        edition.once("sigla", lambda: digest_of(*(f"{s.id} {s.siglum} {s.label}" for s in edition.sources))),
        *(_digest_of_parallel(edition, p) for p in held),
        edition.once("names", lambda: digest_of(*map(repr, edition.names.values()))),  # differing names are marked
    )


def digest_of_words(edition: Edition, link: str) -> str:
    """The words that a link shows; `link` is its kind and target, e.g. "parallel gori-school"."""
    kind, _, target = link.partition(" ")
    return digest_of(edition.words_of_link(kind, target))


def digest_of_works(edition: Edition, source_id: str) -> str:
    """Everything that a list of works shows: of all works (""), or of those that a source cites."""
    source = edition.source(source_id)
    if source:
        known = edition.once("labels", lambda: labels(edition.works.values()))
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
    return edition.once(("parallel", parallel.id), lambda: digest_of(*_parts_of_parallel(edition, parallel)))


def _parts_of_parallel(edition: Edition, parallel: Parallel) -> Iterator[str]:
    yield from (parallel.path, parallel.digest)
    for item in (*parallel.passages, *parallel.touches):
        source, _, text, range_ = edition.quoted(item)
        yield f"{source.siglum} {source.label} {source.language} {text} {range_}"
