"""What should hold in an edition: an `Edition` in, the Problems out.

Each rule is a function named for what should hold; `RULES` is the list of all. Reading has already named what is wrong
with single files; here is what only shows when they are taken together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from variorum.checking.causes import causes_first
from variorum.checking.credit import CREDIT_RULES
from variorum.checking.drafts import DRAFT_RULES
from variorum.checking.lemmata import LEMMA_RULES
from variorum.checking.notes import NOTE_RULES
from variorum.checking.silence import SILENCE_RULES, silences_stand
from variorum.checking.translations import TRANSLATION_RULES
from variorum.checking.works import WORK_RULES, no_work
from variorum.model.edition import Annotation, Edition, Name, Parallel, Source
from variorum.model.problems import Problem
from variorum.reading.files import ParseCache
from variorum.text.nearest import nearest_among


def check(edition: Edition, cache: ParseCache | None = None) -> tuple[Problem, ...]:
    """Return every Problem of the edition, those met in reading included, in the order of files and lines.

    What only follows from another Problem is counted in it; such causes come first. With the `cache` of the reading
    only sources that changed are searched again.
    """
    found = (problem for rule in RULES for problem in rule(edition))
    return causes_first(edition, {*edition.problems, *found, *silences_stand(edition, cache)})


def ids_unique(edition: Edition) -> Iterator[Problem]:
    """No two sources, annotations or parallels have the same id (a case-blind disk would lose one of them)."""
    groups: tuple[list[tuple[str, str]], ...] = (
        [(s.id, f"sources/{s.id}/source.toml") for s in edition.sources],
        [(a.id, a.path) for s in edition.sources for a in s.annotations],
        [(p.id, p.path) for p in edition.parallels],
    )
    for things in groups:
        first: dict[str, str] = {}
        for id_, path in sorted(things, key=lambda thing: thing[1]):
            other = first.setdefault(id_.casefold(), path)
            if other != path:
                yield Problem(path, 1, "id-repeated", f"{other} has the same id; rename one of them")


def sigla_unique(edition: Edition) -> Iterator[Problem]:
    """No two sources have the same siglum."""
    first: dict[str, Source] = {}
    for source in edition.sources:
        other = first.setdefault(source.siglum.casefold(), source)
        if other is not source:
            path = f"sources/{source.id}/source.toml"
            yield Problem(
                path, 1, "id-repeated", f"the source {other.id} has the siglum {other.siglum} too; choose another"
            )


def works_exist(edition: Edition) -> Iterator[Problem]:
    """Every work cited in a body is in references.bib."""
    nearest = nearest_among(edition.works.keys())
    for thing in _with_bodies(edition):
        last = ""
        for target, line in thing.body.citations():
            if target.key in edition.works:
                last = target.key
            elif last and _PAGES.fullmatch(target.key):
                message = f"there is no work {target.key}; for pages of {last} write {{cite:p}}`{last}{{{target.key}}}`"
                yield Problem(thing.path, line, "work-unknown", message)
            else:
                yield no_work(thing.path, line, target.key, nearest(target.key))


def links_lead_somewhere(edition: Edition) -> Iterator[Problem]:
    """Every passage, annotation and parallel that a body refers to exists."""
    sigla = ", ".join(s.siglum for s in edition.sources)
    nearest_note = nearest_among([a.id for s in edition.sources for a in s.annotations])
    nearest_parallel = nearest_among([p.id for p in edition.parallels])
    for thing in _with_bodies(edition):
        for role in thing.body.roles("passage", "annotation", "parallel"):
            if role.name == "passage" and not edition.locate_passage(role.text):
                message = _no_passage(edition, role.text, sigla)
                source = edition.source(role.text.split(" ")[0])
                lost = f"passages {source.id}" if source else f"source {role.text.split(' ')[0]}"
                yield Problem(thing.path, role.line, "passage-unknown", message, waits_for=lost)
            elif role.name == "annotation" and not edition.annotation(role.text):
                near = nearest_note(role.text)
                message = f"there is no annotation “{role.text}”" + (f"; did you mean {near}?" if near else "")
                lost = f"annotation {role.text}"
                yield Problem(thing.path, role.line, "annotation-unknown", message, waits_for=lost)
            elif role.name == "parallel" and not edition.parallel(role.text):
                near = nearest_parallel(role.text)
                message = f"there is no parallel “{role.text}”" + (f"; did you mean {near}?" if near else "")
                lost = f"parallel {role.text}"
                yield Problem(thing.path, role.line, "parallel-unknown", message, waits_for=lost)


def _no_passage(edition: Edition, reference: str, sigla: str) -> str:
    """Return what is wrong with a reference that names no passage, and what to write."""
    if right := edition.backward_reference(reference):
        return f"“{reference}” runs backward; write “{right}”"
    return f"there is no passage “{reference}”; {_meant_reference(edition, reference, sigla)}"


def _meant_reference(edition: Edition, words: str, sigla: str) -> str:
    """Return what to write instead of a reference to a passage that there is not: `ne 4`, `Ne4`, `nepali 4`, `4`."""
    for source in edition.sources:
        for name in (source.siglum, source.id):
            if words.casefold().startswith(name.casefold()):
                locus = words[len(name) :].strip(" ,.:#§")
                if source.passages_at(locus):
                    return f"write “{source.siglum} {locus}”"
                numbers = [p.locus for p in source.citable if p.locus.isdigit()]
                if locus.isdigit() and numbers:
                    return f"those of {source.siglum} go from {numbers[0]} to {numbers[-1]}"
    return f"write siglum, blank, number; the sigla are {sigla}"


def names_exist(edition: Edition) -> Iterator[Problem]:
    """Every name that a body refers to is in names.toml."""
    nearest = nearest_among(edition.names.keys(), least=60)
    for thing in _with_bodies(edition):
        for role in thing.body.roles("name"):
            if role.text not in edition.names:
                near = nearest(role.text)
                hint = f"; did you mean {near}?" if near else "; add it to names.toml"
                message = f"there is no name “{role.text}”{hint}"
                yield Problem(thing.path, role.line, "name-unknown", message, waits_for=f"name {role.text}")


def spellings_belong_to_one_name(edition: Edition) -> Iterator[Problem]:
    """No spelling stands under two names: a search for it could not tell which of them is meant."""
    first: dict[str, Name] = {}
    for name in edition.names.values():
        written = chain(name.spellings.values(), name.phrases.values())
        for words in dict.fromkeys(chain.from_iterable(written)):
            other = first.setdefault(words, name)
            if other is not name:
                message = f"“{words}” is a spelling of {other.id} (line {other.line}) too; keep it under one of them"
                yield Problem(name.path, name.line, "spelling-repeated", message)


RULES = (
    sigla_unique,
    ids_unique,
    works_exist,
    links_lead_somewhere,
    names_exist,
    *DRAFT_RULES,
    *NOTE_RULES,
    spellings_belong_to_one_name,
    *TRANSLATION_RULES,
    *LEMMA_RULES,
    *SILENCE_RULES,
    *CREDIT_RULES,
    *WORK_RULES,
)


def _with_bodies(edition: Edition) -> Iterator[Annotation | Parallel]:
    for source in edition.sources:
        yield from source.annotations
    yield from edition.parallels


_PAGES = re.compile(r"(?:pp?\.|§|ch\.)?\d+(?:[-–]\d+)?", re.IGNORECASE)
