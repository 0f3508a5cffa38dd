"""The editor's desk: what is open in an edition, kind by kind, each matter with the line where it is decided.

What is wrong, `check` says; here is what nobody has judged yet, what is doubtful, unfinished, old or owed. An `Edition`
and its Problems in, each `Matter` out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from variorum.finder.owed import Owed, Place
from variorum.model.edition import Edition
from variorum.model.problems import Problem
from variorum.model.stances import Stance
from variorum.reading.works import PATH as BIBLIOGRAPHY
from variorum.text.excerpt import beginning

_SHOWN = 60  # characters of words


class Matter(NamedTuple):
    """Something that an editor has to decide."""

    kind: str  # key of `KINDS`
    path: str
    line: int
    words: str


# What lies on the desk, in this order: kind → its heading.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "silence": "Silences to judge",
        "lemma": "Doubtful lemmata",
        "stale": "Translations and glosses older than the text",
        "draft": "Drafts",
        "partial": "Translations not through yet",
        "owed": "Parallels owed",
        "work": "Uncertain works",
        "other": "All else that check says",
    }
)
_OF_CODES: Mapping[str, str] = {
    "silence-doubtful": "silence",
    "silence-contradicted": "silence",
    "lemma-ambiguous": "lemma",
    "lemma-inside-word": "lemma",
    "lemma-not-found": "lemma",
    "lemma-without-words": "lemma",
    "translation-stale": "stale",
    "gloss-stale": "stale",
    "draft": "draft",
    "translation-missing": "partial",
}


def open_matters(
    edition: Edition, problems: Iterable[Problem], owed: Sequence[Owed], drafts: Iterable[str] = ()
) -> tuple[Matter, ...]:
    """Return everything that is open, by kind and place; the owed parallels in the order in which they come.

    `drafts` are the files of contributions that are kept unread.
    """
    rows = [
        *_not_judged(edition),
        *(Matter("draft", path, 1, "is kept unread; take the _ off its name when it is done") for path in drafts),
        *(Matter(_OF_CODES.get(p.code, "other"), p.path, p.line, f"{p.code} {p.message}") for p in problems),
        *_partial(edition),
        *_uncertain(edition),
    ]
    order = list(KINDS)
    all_ = sorted(rows, key=lambda matter: (order.index(matter.kind), matter.path, matter.line))
    before = [m for m in all_ if order.index(m.kind) < order.index("owed")]
    return (*before, *_owed(edition, owed), *all_[len(before) :])


def _not_judged(edition: Edition) -> Iterator[Matter]:
    for parallel in edition.parallels:
        if open_ := [source.siglum for source in edition.with_stance(parallel, Stance.OPEN)]:
            line = parallel.lines.get("silent") or parallel.lines.get("passages", 1)
            words = f"{parallel.title}: {', '.join(open_)} not judged yet; add to silent:, touches: or passages:"
            yield Matter("silence", parallel.path, line, words)


def _partial(edition: Edition) -> Iterator[Matter]:
    for source in edition.sources:
        for translation in source.translations:
            missing = [p for p in source.citable if p.locus not in translation.passages]
            if translation.partial and missing:
                done, first = len(source.citable) - len(missing), missing[0].locus
                of = f"{done} of {len(source.citable)} passages"
                words = f"{source.siglum} ({translation.language}): {of}, {first} is next"
                yield Matter("partial", translation.path, max(translation.lines.values(), default=1), words)


def _uncertain(edition: Edition) -> Iterator[Matter]:
    for work in edition.works.values():
        if work.certainty != "certain":
            yield Matter("work", BIBLIOGRAPHY, work.line, f"{work.key} is {work.certainty}: {work.title}")


def _owed(edition: Edition, owed: Iterable[Owed]) -> Iterator[Matter]:
    for one in owed:
        first, second = one.ways[0]
        follows = f"; so perhaps {one.relation}" if one.relation else ""
        words = (
            f"{_said(edition, one.a)} and {_said(edition, one.b)}: "
            f"{first.relation} in {first.parallel}, {second.relation} in {second.parallel}{follows}"
        )
        source = edition.source(one.a.source)
        passage = source.passage(one.a.locus) if source else None
        yield Matter("owed", f"sources/{one.a.source}/text.txt", passage.first_line if passage else 1, words)


def _said(edition: Edition, place: Place) -> str:
    source = edition.source(place.source)
    passage = source.passage(place.locus) if source else None
    words = beginning(place.span.of(passage.text), _SHOWN) if passage else ""
    return f"{source.siglum if source else place.source} {place.locus} “{words}”"
