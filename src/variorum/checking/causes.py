"""Causes and what follows from them: all Problems of an edition in, the causes with the number of the others out.

One comma that is missing in references.bib, one row of an outline that cannot be read, make hundreds of lines wrong
that say nothing. A Problem says what it waits for (`Problem.waits_for`); if that was lost by another Problem, it
follows from that one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

from variorum.model.edition import Edition
from variorum.model.problems import Problem

ALIKE_SHOWN = 5  # lines of those who miss one and the same thing; of more only the first is shown
_OF_A_SOURCE = re.compile(r"sources/([^/]+)/(?:source\.toml|outline\.tsv|text\.txt)")
_HANGS_ON_PASSAGES = re.compile(r"sources/([^/]+)/(?:translation\..+\.md|citations\.toml|divisions\.tsv|layer\.tsv)")
_WAIT_FOR_PASSAGES = {"passage-unknown", "translation-left-over", "translation-missing", "citation-not-found"}
_TORN = re.compile(r"(\S+) is not read to its end")
_WAIT_FOR_SOURCES = {"silence-contradicted", "silence-doubtful"}  # what is rare, or quoted, all of them together say
_NO_KEY = "without a key"


def causes_first(edition: Edition, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the Problems from which others follow, each with their number, then those that stand for themselves.

    Both are in the order of files and lines. Nobody who mends what is shown first reads of anything twice.
    """
    found = sorted(set(problems), key=attrgetter("path", "line", "code", "message"))  # their own order, sooner
    causes = _Causes(edition, found)
    followers: dict[Problem, list[Problem]] = {}
    for problem in found:
        cause = causes.of(problem)
        if cause:
            followers.setdefault(cause, []).append(problem)
    follow = {problem for those in followers.values() for problem in those}
    first = [_with_number(cause, followers[cause]) for cause in found if cause in followers]
    return (*first, *_alike_once(p for p in found if p not in follow and p not in followers))


def _with_number(cause: Problem, others: list[Problem]) -> Problem:
    what = "citation" if all(p.code == "work-unknown" for p in others) else "other problem"
    number = f"{len(others):,} {what}{'s wait' if len(others) > 1 else ' waits'} for it"
    return replace(cause, message=f"{cause.message} ({number}, the first on line {others[0].line} of {others[0].path})")


def _alike_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the Problems; of many that miss one and the same thing, the first with the number of the others."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in (problems := list(problems)):
        if problem.waits_for.startswith(("work ", "source ", "name ", "annotation ", "parallel ")):
            alike.setdefault((problem.code, problem.waits_for), []).append(problem)
    for problem in problems:
        those = alike.get((problem.code, problem.waits_for), [])
        if len(those) <= ALIKE_SHOWN:
            yield problem
        elif problem is those[0]:
            yield replace(problem, message=f"{problem.message} (and so in {len(those) - 1:,} more places)")


class _Causes:
    """By which Problem a thing was lost."""

    def __init__(self, edition: Edition, problems: list[Problem]) -> None:
        self.edition = edition
        self.serious = [p for p in problems if not p.is_hint and not _waits_for(p)]
        self.in_file: dict[str, Problem] = {}
        for problem in (p for p in problems if not p.is_hint):
            self.in_file.setdefault(problem.path, problem)
        self.of_source: dict[str, Problem] = {}
        self.changed: dict[str, Problem] = {}
        for problem in self.serious:
            if match := _OF_A_SOURCE.fullmatch(problem.path):
                self.of_source.setdefault(match[1], problem)
                if problem.code == "source-changed":
                    self.changed[match[1]] = problem
        self.of_source |= self.changed  # the text is not that of the outline: this is first of all
        self.unread_source = next((p for id_, p in self.of_source.items() if edition.source(id_) is None), None)
        self.works = [p for p in self.serious if p.path == "references.bib"]
        self.torn = {m[1]: p for p in self.works if (m := _TORN.match(p.message))}

    def of(self, problem: Problem) -> Problem | None:
        """Return the Problem from which this one follows, at the beginning of the chain, if it does from any."""
        chain = [problem]
        while (cause := self._next(chain[-1])) and cause not in chain:
            chain.append(cause)
        return chain[-1] if len(chain) > 1 else None

    def _next(self, problem: Problem) -> Problem | None:
        kind, _, name = _waits_for(problem).partition(" ")
        find = _LOST_BY.get(kind)
        cause = find(self, name) if find else None
        if cause is None and (match := _OF_A_SOURCE.fullmatch(problem.path)):
            cause = self.changed.get(match[1]) if problem.code.startswith(("outline-", "locus-")) else None
        if cause is None and problem.path == "references.bib" and problem.code.startswith("work-"):
            named = self.torn.keys() & _words(problem.message)
            cause = min((self.torn[key] for key in named), default=None)
        return cause if cause is not problem else None

    def of_work(self, key: str) -> Problem | None:
        """Return the fault of references.bib by which a work is missing: its own, or of all of them."""
        if not self.edition.works:
            return self.works[0] if self.works else None
        return self.broken_by_word.get(key) or self.without_key

    def of_passages(self, source: str) -> Problem | None:
        """Return the fault by which passages of a source have no number."""
        return self.of_source.get(source)

    def of_words(self, source: str) -> Problem | None:
        """Return the change of a text by which words do not stand where they stood."""
        return self.changed.get(source)

    def of_a_source(self, name: str) -> Problem | None:
        """Return the fault by which a source could not be read; of one that is named by its siglum, any such."""
        return self.of_source.get(name) or self.unread_source

    def of_sources(self, _: str) -> Problem | None:
        """Return the fault by which any source could not be read."""
        return self.unread_source

    def of_annotation(self, id_: str) -> Problem | None:
        """Return the fault by which an annotation was refused."""
        return self.of_note.get(id_) or self.unread_source

    def of_parallel(self, id_: str) -> Problem | None:
        """Return the fault by which a parallel was refused."""
        return self.in_file.get(f"parallels/{id_}.md") or self.unread_source

    def of_name(self, _: str) -> Problem | None:
        """Return the fault by which names could not be read."""
        return None if self.edition.names else self.in_file.get("names.toml")

    def of_notes(self, _: str) -> Problem | None:
        """Return the first fault by which something that cites was left out: who is uncited cannot be told so long."""
        return self.unread_source or self.lost_note

    # --- what is asked for each of thousands is looked up once ---

    @cached_property
    def broken_by_word(self) -> Mapping[str, Problem]:
        """The first fault of references.bib that names a word, such as a key."""
        broken = [p for p in self.works if p.code == "bibliography-broken"]
        return {word: p for p in reversed(broken) for word in _words(p.message)}

    @cached_property
    def without_key(self) -> Problem | None:
        """The first entry that has no key: nobody knows which it is."""
        return next((p for p in self.works if p.code == "bibliography-broken" and _NO_KEY in p.message), None)

    @cached_property
    def of_note(self) -> Mapping[str, Problem]:
        """The first fault of each annotation, by its id."""
        files = [(path.rpartition("/annotations/")[2], p) for path, p in self.in_file.items()]
        return {name.removesuffix(".md"): p for name, p in reversed(files) if name.endswith(".md")}

    @cached_property
    def lost_note(self) -> Problem | None:
        """The first fault by which something that cites was left out, or all works were."""
        there = {a.path for s in self.edition.sources for a in s.annotations} | {p.path for p in self.edition.parallels}
        cites = re.compile(r"sources/[^/]+/(?:annotations/.+\.md|citations\.toml)|parallels/.+\.md")
        lost = (p for path, p in self.in_file.items() if path not in there and cites.fullmatch(path))
        return next(lost, None) or (self.works[0] if self.works and not self.edition.works else None)


# What a Problem may wait for, by the first word of `Problem.waits_for`, and who knows by what it was lost.
_LOST_BY: Mapping[str, Callable[[_Causes, str], Problem | None]] = {
    "work": _Causes.of_work,
    "passages": _Causes.of_passages,
    "words": _Causes.of_words,
    "source": _Causes.of_a_source,
    "sources": _Causes.of_sources,
    "annotation": _Causes.of_annotation,
    "parallel": _Causes.of_parallel,
    "name": _Causes.of_name,
    "notes": _Causes.of_notes,
}


def _words(message: str) -> Set[str]:
    return set(re.findall(r"[\w:.+/-]*[\w+/-]", message))


def _waits_for(problem: Problem) -> str:
    """Return what a Problem waits for; of what hangs on the passages of its own source it need not be said."""
    if problem.waits_for:
        return problem.waits_for
    if problem.code in _WAIT_FOR_SOURCES:
        return "sources"
    match = _HANGS_ON_PASSAGES.fullmatch(problem.path) if problem.code in _WAIT_FOR_PASSAGES else None
    return f"passages {match[1]}" if match else ""
