"""The whole edition: read every file, then find every lemma in its passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from variorum.model.edition import Edition
from variorum.model.house_rules import HouseRules
from variorum.model.problems import Problem
from variorum.model.source import Annotation, Source
from variorum.reading.citation_file import read_citation_file
from variorum.reading.citations import read_citations
from variorum.reading.contributions import read_annotations, read_parallels
from variorum.reading.divisions import read_divisions
from variorum.reading.files import NAMES, ParseCache, is_id, list_names, refused_folder
from variorum.reading.house_rules import broken_settings, read_house_rules, wrong_settings
from variorum.reading.names import read_names
from variorum.reading.places import placed_annotations, placed_parallel
from variorum.reading.refusals import read_refusals
from variorum.reading.sources import read_source
from variorum.reading.unread_files import unread_files
from variorum.reading.vocabularies import read_vocabularies
from variorum.reading.works import read_works
from variorum.text.nearest import nearest


def read_edition(root: Path, cache: ParseCache | None = None, rules: HouseRules | None = None) -> Edition:
    """Read the edition in the folder `root`.

    Never raises for anything that a file holds: what cannot be used is left out and named in `Edition.problems`. With
    the `cache` of an earlier reading only changed files are parsed again. Without `rules` those of conf.py are taken.
    """
    cache = cache or ParseCache()
    works, problems = read_works(root, cache)
    names, found = read_names(root, cache)
    problems += found
    vocabularies, found = read_vocabularies(root, cache)
    problems += found
    sources: list[Source] = []
    notes: dict[str, list[Annotation]] = {}
    for id_ in _source_folders(root, problems):
        source, found = read_source(root, id_, cache)
        problems += found
        if source:
            notes[id_], found = read_annotations(root, id_, cache)
            problems += found
            citations, found = read_citations(root, source, cache)
            problems += found
            divisions, found = read_divisions(root, source, cache)
            problems += found
            sources.append(replace(source, citations=citations, divisions=divisions))
    sources.sort(key=lambda s: (s.order, s.id))
    sources = [replace(s, annotations=placed_annotations(s, notes[s.id], sources, problems)) for s in sources]
    parallels, found = read_parallels(root, cache)
    problems += found
    complete = [p for p in (placed_parallel(parallel, sources, problems) for parallel in parallels) if p]
    complete.sort(key=lambda p: (p.first_day, p.last_day, p.id))
    refusals, found = read_refusals(root, sources, cache)
    problems += found
    citation, found = read_citation_file(root)
    problems += found
    cache.forget_unused()
    problems += unread_files(root)
    if rules is None and (broken := broken_settings(root) or wrong_settings(root)):
        problems.append(broken)
    return Edition(
        tuple(sources),
        tuple(complete),
        works,
        tuple(sorted(_gathered(problems))),
        names,
        rules or read_house_rules(root),
        tuple(refusals),
        citation,
        vocabularies,
    )


def _source_folders(root: Path, problems: list[Problem]) -> list[str]:
    refused = refused_folder(root, "sources")
    if refused:
        problems.append(refused)
        return []
    place = root / "sources"
    folders = [name for name in list_names(root, "sources") if name[0] not in "._" and (place / name).is_dir()]
    ids = [name for name in folders if is_id(name)]
    problems += [
        Problem("sources", 1, "file-name", f"the folder “{name}” cannot be an id; {NAMES}")
        for name in folders
        if name not in ids
    ]
    if not folders:
        message = "there is no source; each has a folder sources/<id>/"
        problems.append(Problem("sources", 1, "file-missing", message))
    sources = [id_ for id_ in ids if any((place / id_ / name).exists() for name in ("text.txt", "source.toml"))]
    for id_ in set(ids) - set(sources):
        if meant := {name.casefold(): name for name in sources}.get(id_.casefold()) or nearest(id_, sources):
            message = f"there is no source “{id_}”; if sources/{meant} is meant, move the files there"
            problems.append(Problem(f"sources/{id_}", 1, "file-missing", message))
            ids.remove(id_)
    return ids


def _gathered(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the Problems, and of the hints of one folder the first: a folder comes from one computer."""
    hints: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        if problem.is_hint:
            hints.setdefault(problem.path.rpartition("/")[0], []).append(problem)
        else:
            yield problem
    for first, *others in hints.values():
        more = f" (and so {len(others)} more of this folder)" if others else ""
        yield replace(first, message=first.message + more)
