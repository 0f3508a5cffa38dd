"""What should hold in an edition: an `Edition` in, the Problems out.

Each rule is a function named for what should hold; `RULES` is the list of all. Reading has already named what is wrong
with single files; here is what only shows when they are taken together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from variorum.checking.causes import causes_first
from variorum.checking.drafts import DRAFT_RULES
from variorum.checking.lemmata import LEMMA_RULES
from variorum.checking.notes import NOTE_RULES
from variorum.checking.silence import SILENCE_RULES, silences_stand
from variorum.checking.works import WORK_RULES, no_work
from variorum.model.edition import Annotation, Edition, Name, Parallel, Source
from variorum.model.passages import PassageKind
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
                message = f"there is no passage “{role.text}”; {_meant_reference(edition, role.text, sigla)}"
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


def translations_complete(edition: Edition) -> Iterator[Problem]:
    """A translated source has a translation of each citable passage, and no other."""
    for source in edition.sources:
        translation = source.translation
        if not translation:
            continue
        for passage in source.citable:
            if passage.locus not in translation.passages:
                yield Problem(
                    translation.path,
                    1,
                    "translation-missing",
                    f"{source.siglum} {passage.locus} has no translation; add “## {passage.locus}”",
                )
        for locus, line in translation.lines.items():
            if source.passage(locus) is None:
                yield Problem(
                    translation.path, line, "translation-left-over", f"{source.siglum} has no passage {locus}"
                )


def translations_keep_figures(edition: Edition) -> Iterator[Problem]:
    """Every year and number in digits stands in the translation too, whatever digits the original uses."""
    for source in edition.sources:
        translation = source.translation
        for passage in source.citable if translation else ():
            words = translation.passages.get(passage.locus) if translation else None
            if translation is None or words is None or passage.kind is PassageKind.REFERENCE:
                continue
            there = set(_figures(words))
            missing = [figure for figure in dict.fromkeys(_figures(passage.text)) if figure not in there]
            if missing:
                yield Problem(
                    translation.path,
                    translation.lines[passage.locus],
                    "translation-figures",
                    f"{source.siglum} {passage.locus} has {', '.join(missing)}, its translation has not; check it",
                )


def glosses_from_translation(edition: Edition) -> Iterator[Problem]:
    """A gloss has the words of the facing translation, so that one sentence has one English; or it says why not."""
    for parallel in edition.parallels:
        for item in parallel.passages:
            source = edition.source(item.source)
            theirs = source.translation.passages.get(item.passage) if source and source.translation else None
            if not item.gloss or item.why or theirs is None or source is None:
                continue
            if not _taken_from(item.gloss, theirs):
                message = (
                    f"the gloss “{item.gloss}” does not stand so in the translation of {source.siglum} {item.passage}; "
                    "take its words, or say why: another wording is needed"
                )
                yield Problem(parallel.path, item.line, "gloss-differs", message)


RULES = (
    sigla_unique,
    ids_unique,
    works_exist,
    links_lead_somewhere,
    names_exist,
    *DRAFT_RULES,
    *NOTE_RULES,
    spellings_belong_to_one_name,
    translations_complete,
    translations_keep_figures,
    *LEMMA_RULES,
    glosses_from_translation,
    *SILENCE_RULES,
    *WORK_RULES,
)


def _with_bodies(edition: Edition) -> Iterator[Annotation | Parallel]:
    for source in edition.sources:
        yield from source.annotations
    yield from edition.parallels


_PAGES = re.compile(r"(?:pp?\.|§|ch\.)?\d+(?:[-–]\d+)?", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d.,\u00a0 ]*")


def _figures(text: str) -> Iterator[str]:
    """Yield the numbers of a text in Western digits, without the marks that group them."""
    western = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    for match in _FIGURE.finditer(western):
        for part in re.split(r"(?<=\d)[.,]?[ \u00a0](?!\d{3}(?!\d))|[.,](?!\d)", match[0]):
            figure = re.sub(r"[^\d]", "", part)
            if figure:
                yield figure


_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_NO_WORD = re.compile(r"[\W_]+")


def _taken_from(gloss: str, translation: str) -> bool:
    """Whether the words of a gloss stand in a translation, in their order; … stands for what is left out."""
    whole, at = f" {_bare(translation)} ", 0
    for part in _LEFT_OUT.split(gloss):
        words = _bare(part)
        found = whole.find(f" {words} ", at) if words else at
        if found < 0:
            return False
        at = found + len(words)
    return True


def _bare(text: str) -> str:
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
