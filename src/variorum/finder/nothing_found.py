"""Why a search for parallels found nothing: an Edition in, sentences out, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from variorum.model.edition import Edition
from variorum.model.source import Source
from variorum.model.vocabulary import Vocabulary
from variorum.text.language_vocabularies import vocabulary_of


def why_nothing(edition: Edition, source: str = "", other: str = "") -> Iterator[str]:
    """Yield what keeps texts from being found alike; `source` and `other` are those that were asked for."""
    if len(edition.sources) < 2:
        yield "there are fewer than two sources: a parallel holds passages of different ones"
        return
    asked = {id_ for id_ in (source, other) if id_}
    strangers = [
        (a, b)
        for a, b in combinations(edition.sources, 2)
        if asked <= {a.id, b.id} and not _have_a_language(a, b) and not _have_names(edition, a, b)
    ]
    for a, b in strangers:
        yield (
            f"{a.siglum} ({a.language}) and {b.siglum} ({b.language}) have no language in common, and names.toml has "
            "no name in both: add the names that they tell of, or a facing translation (translation.en.md)"
        )
    sought = {s.language.partition("-")[0] for s in edition.sources if not asked or s.id in asked}
    for tongue in sorted(sought):
        if vocabulary_of(tongue, edition.vocabularies) == Vocabulary(tongue):
            yield (
                f"nothing is known of the language {tongue} but its words and digits: tell what it calls numbers and "
                f"months, and which words mean much the same, in vocabularies/{tongue}.toml"
            )
    if not strangers:
        yield "whatever is alike stands in a parallel, or was turned down in parallels/rejected.tsv, already"


def _languages(source: Source) -> set[str]:
    translated = {source.translation.language} if source.translation else set()
    return {tag.partition("-")[0] for tag in {source.language, *translated}}


def _have_a_language(a: Source, b: Source) -> bool:
    return bool(_languages(a) & _languages(b))


def _have_names(edition: Edition, a: Source, b: Source) -> bool:
    """Whether any name of names.toml has spellings in the languages of both."""
    ours, theirs = _languages(a), _languages(b)
    spelt = ({tag.partition("-")[0] for tag in name.spellings} for name in edition.names.values())
    return any(tags & ours and tags & theirs for tags in spelt)
