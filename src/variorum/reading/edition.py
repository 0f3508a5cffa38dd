"""The whole edition: read every file, then find every lemma in its passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from variorum.model.edition import Annotation, Edition, Parallel, ParallelPassage, Source
from variorum.model.house_rules import HouseRules
from variorum.model.problems import Problem
from variorum.reading.citations import read_citations
from variorum.reading.contributions import read_annotations, read_parallels
from variorum.reading.divisions import read_divisions
from variorum.reading.files import NAMES, ParseCache, is_id, list_names, refused_folder
from variorum.reading.house_rules import read_house_rules
from variorum.reading.names import read_names
from variorum.reading.ranges import placed_in_range
from variorum.reading.sources import read_source
from variorum.reading.unread_files import unread_files
from variorum.reading.works import read_works
from variorum.text.anchoring import Miss, locate


def read_edition(root: Path, cache: ParseCache | None = None, rules: HouseRules | None = None) -> Edition:
    """Read the edition in the folder `root`.

    Never raises for anything that a file holds: what cannot be used is left out and named in `Edition.problems`. With
    the `cache` of an earlier reading only changed files are parsed again. Without `rules` those of conf.py are taken.
    """
    cache = cache or ParseCache()
    works, problems = read_works(root, cache)
    names, found = read_names(root, cache)
    problems += found
    sources: list[Source] = []
    for id_ in _source_folders(root, problems):
        source, found = read_source(root, id_, cache)
        problems += found
        if source:
            annotations, found = read_annotations(root, id_, cache)
            problems += found
            citations, found = read_citations(root, source, cache)
            problems += found
            divisions, found = read_divisions(root, source, cache)
            problems += found
            anchored = _anchored(source, annotations, problems)
            sources.append(replace(source, annotations=anchored, citations=citations, divisions=divisions))
    sources.sort(key=lambda s: (s.order, s.id))
    parallels, found = read_parallels(root, cache)
    problems += found
    by_id = {s.id: s for s in sources}
    complete = [p for p in (_with_spans(parallel, by_id, problems) for parallel in parallels) if p]
    complete.sort(key=lambda p: (p.first_day, p.last_day, p.id))
    cache.forget_unused()
    problems += unread_files(root)
    return Edition(
        tuple(sources),
        tuple(complete),
        works,
        tuple(sorted(_gathered(problems))),
        names,
        rules or read_house_rules(root),
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


def _anchored(source: Source, annotations: list[Annotation], problems: list[Problem]) -> tuple[Annotation, ...]:
    """Return the annotations whose words were found, in the order of the text."""
    order = {passage.locus: number for number, passage in enumerate(source.citable)}
    found = []
    for note in annotations:
        passage = source.passage(note.passage)
        across = placed_in_range(note, source) if passage is None else None
        if isinstance(across, Annotation):
            found.append(across)
            continue
        if isinstance(across, Miss):
            where = f"{source.siglum} {note.passage}"
            problems.append(_no_lemma(note.path, note.lines["lemma"], where, note.lemma, across))
            continue
        if passage is None:
            problems.append(_no_passage(note.path, note.lines["passage"], source, note.passage))
            continue
        if not note.lemma:
            found.append(note)
            continue
        span = locate(passage.text, note.lemma, note.before, note.after)
        if isinstance(span, Miss):
            where = f"{source.siglum} {note.passage}"
            problems.append(_no_lemma(note.path, note.lines["lemma"], where, note.lemma, span))
        else:
            found.append(replace(note, span=span))
    at_the_end = (1, 0, 0)  # a note on the whole passage comes after those on words in it
    found.sort(key=lambda n: (order[n.passage], (0, n.span.end, -n.span.start) if n.span else at_the_end, n.id))
    return tuple(found)


def _with_spans(parallel: Parallel, sources: dict[str, Source], problems: list[Problem]) -> Parallel | None:
    """Return the parallel with the passages whose words were found, or None if fewer than two sources are left."""
    found = [p for item in parallel.passages if (p := _with_span(parallel, item, sources, problems))]
    touches = [p for item in parallel.touches if (p := _with_span(parallel, item, sources, problems))]
    if len({item.source for item in parallel.passages}) < 2:
        message = "a parallel needs passages of at least two sources; add the other one"
        problems.append(Problem(parallel.path, parallel.lines.get("passages", 1), "parallel-alone", message))
    if len({item.source for item in found}) < 2:
        return None
    return replace(parallel, passages=tuple(found), touches=tuple(touches))


def _with_span(
    parallel: Parallel, item: ParallelPassage, sources: dict[str, Source], problems: list[Problem]
) -> ParallelPassage | None:
    """Return the passage with the place of its words, or None with a Problem if there is no such place."""
    source = sources.get(item.source)
    passage = source.passage(item.passage) if source else None
    across = placed_in_range(item, source) if source and passage is None else None
    if isinstance(across, ParallelPassage):
        return across
    if source and isinstance(across, Miss):
        where = f"{source.siglum} {item.passage}"
        problems.append(_no_lemma(parallel.path, item.line, where, item.lemma, across))
    elif source is None:
        known = ", ".join(sources)
        message = f"there is no source “{item.source}”; the sources are {known}"
        problems.append(Problem(parallel.path, item.line, "source-unknown", message))
    elif passage is None:
        problems.append(_no_passage(parallel.path, item.line, source, item.passage))
    elif not item.lemma:
        return item
    else:
        span = locate(passage.text, item.lemma, item.before, item.after)
        if not isinstance(span, Miss):
            return replace(item, span=span)
        where = f"{source.siglum} {item.passage}"
        problems.append(_no_lemma(parallel.path, item.line, where, item.lemma, span))
    return None


def _no_passage(path: str, line: int, source: Source, locus: str) -> Problem:
    numbers = [p.locus for p in source.citable if p.locus.isdigit()]
    span = f"; its passages go from {numbers[0]} to {numbers[-1]}" if numbers else ""
    return Problem(path, line, "passage-unknown", f"{source.siglum} has no passage “{locus}”{span}")


def _no_lemma(path: str, line: int, where: str, lemma: str, miss: Miss) -> Problem:
    if miss.reason == "ambiguous":
        message = f"“{lemma}” stands {miss.count} times in {where}; add before: or after: with the words beside it"
        return Problem(path, line, "lemma-ambiguous", message)
    hint = f"; did you mean “{miss.suggestion}”?" if miss.suggestion else "; copy the words from the passage"
    return Problem(path, line, "lemma-not-found", f"“{lemma}” does not stand in {where}{hint}")
