"""A source's citations.toml in, its Citations out: which words of which passage name which works.

Three kinds of rules, in one file:

- `[[citation]]` names a passage and its words (every occurrence is meant; without words, the whole passage);
- `[[series]]` reads numbered markers such as `[12]` in a range of passages, and says what a number without work means;
- `[[marker]]` says what a marker such as `[citation needed]` means wherever it stands.

Where rules meet on the same words, the one named first in this list counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from variorum.model.limits import MAX_CITATIONS, MAX_ROWS, MAX_TABLE_BYTES
from variorum.model.passages import Passage
from variorum.model.problems import Problem
from variorum.model.source import Citation, Source
from variorum.model.span import Span
from variorum.model.works import CERTAINTIES
from variorum.reading.beside_source import read_beside
from variorum.reading.files import ParseCache, Refused, decode_contribution, line_counter, load_toml
from variorum.text.anchoring import locate_all

NAME = "citations.toml"
KEYS: Mapping[str, tuple[str, ...]] = {
    "citation": ("passage", "words", "works", "certainty", "note", "before", "after"),
    "series": ("pattern", "passages", "lost", "works"),
    "marker": ("words", "meaning"),
}
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", re.MULTILINE)
_NUMBER = "{n}"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One table of the file."""

    path: str
    kind: str  # citation | series | marker
    values: Mapping[str, Any]
    line: int

    def problem(self, code: str, message: str) -> Problem:
        return Problem(self.path, self.line, code, message)

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise Refused(self.path, self.line, "value-invalid", f"“{key}” takes words in quotation marks")
        return value

    def works(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(work, str) and work for work in value):
            raise Refused(self.path, self.line, "value-invalid", f'“{key}” takes a list of works such as ["Nove1992"]')
        return tuple(dict.fromkeys(value))


def read_citations(root: Path, source: Source, cache: ParseCache) -> tuple[tuple[Citation, ...], list[Problem]]:
    """Read the citations of a source in the order of its text; a source without citations.toml has none."""
    read = read_beside(root, source, NAME, MAX_TABLE_BYTES, _read_citations, cache)
    return read.found, read.problems


def places_of_rules(path: str, text: str) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    """Yield line, locus, words, before and after of each rule that names a place; raises `Refused`."""
    for rule in _rules(path, text, []):
        if rule.kind == "citation":
            yield rule.line, (rule.text("passage"), rule.text("words"), rule.text("before"), rule.text("after"))


def _read_citations(path: str, data: bytes, source: Source) -> tuple[tuple[Citation, ...], tuple[Problem, ...]]:
    problems: list[Problem] = []
    taken: dict[tuple[str, Span | None], Citation] = {}
    order = {passage.locus: n for n, passage in enumerate(source.citable)}
    for rule in _rules(path, decode_contribution(path, data), problems):
        try:
            found = list(islice(_APPLY[rule.kind](rule, source, problems), MAX_CITATIONS - len(taken) + 1))
        except Refused as refused:
            problems.append(refused.problem)
            continue
        if len(taken) + len(found) > MAX_CITATIONS:
            message = f"more than {MAX_CITATIONS:,} citations in one source; this rule and those below it are not read"
            problems.append(rule.problem("table-broken", message))
            break
        for citation in found:
            other = taken.setdefault((citation.passage, citation.span), citation)
            if other is not citation and rule.kind == "citation" and other.works != citation.works:
                where = f"{source.siglum} {citation.passage}"
                message = f"the rule on line {other.line} claims these words of {where} too; join the works in one rule"
                problems.append(rule.problem("citation-contested", message))
    return tuple(sorted(taken.values(), key=lambda c: _place(c, order))), tuple(problems)


def _place(citation: Citation, order: Mapping[str, int]) -> tuple[int, int, int]:
    span = citation.span
    return (order[citation.passage], span.start, -span.end) if span else (order[citation.passage], -1, 0)


def _rules(path: str, text: str, problems: list[Problem]) -> Iterator[_Rule]:
    """Yield the tables that can be used, those of one kind together, each with its line."""
    tables = load_toml(path, text)
    line_of = line_counter(text)
    heads = [(match[1], line_of(match.start(1))) for match in _HEAD.finditer(text)]
    if len(heads) > MAX_ROWS:
        message = f"more than {MAX_ROWS:,} rules; let one rule speak for many places"
        raise Refused(path, heads[MAX_ROWS][1], "table-broken", message)
    known = ", ".join(f"[[{kind}]]" for kind in KEYS)
    problems += [
        Problem(path, 1, "key-unknown", f"unknown table “{kind}”; write one of {known}")
        for kind in tables
        if kind not in KEYS
    ]
    for kind, keys in KEYS.items():
        rows = tables.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Refused(path, 1, "table-broken", f"each {kind} begins with a line [[{kind}]]")
        lines = [line for name, line in heads if name == kind]
        for row, line in zip(rows, lines + [1] * len(rows), strict=False):
            unknown = [key for key in row if key not in keys]
            for key in unknown:
                message = f"unknown key “{key}”; the keys of a {kind} are {', '.join(keys)}"
                problems.append(Problem(path, line, "key-unknown", message))
            if not unknown:
                yield _Rule(path, kind, row, line)


# --- what each kind of rule finds -------------------------------------------------------------------------------------


def _citations(rule: _Rule, source: Source, problems: list[Problem]) -> Iterator[Citation]:
    locus, words = rule.text("passage"), rule.text("words")
    works = rule.works("works", rule.values.get("works"))
    certainty = rule.text("certainty")
    if certainty and certainty not in CERTAINTIES:
        message = f"unknown certainty “{certainty}”; it is one of {', '.join(CERTAINTIES)}"
        raise Refused(rule.path, rule.line, "value-invalid", message)
    passage = source.passage_holding(locus)
    if passage is None:
        problems.append(rule.problem("passage-unknown", f"{source.siglum} has no passage “{locus}”"))
        return
    spans: Sequence[Span | None] = (
        _at_words(passage.text, locate_all(passage.text, words, rule.text("before"), rule.text("after")))
        if words
        else [None]
    )
    if not spans:
        message = f"“{words}” does not stand in {source.siglum} {locus}; copy the words from the passage"
        problems.append(rule.problem("citation-not-found", message))
    for span in spans:
        yield Citation(passage.locus, span, works, rule.line, certainty, rule.text("note"))


def _series(rule: _Rule, source: Source, problems: list[Problem]) -> Iterator[Citation]:
    pattern, lost = rule.text("pattern"), rule.text("lost")
    if pattern.count(_NUMBER) != 1 or pattern == _NUMBER:
        raise Refused(rule.path, rule.line, "value-invalid", "“pattern” holds {n} once and marks around it: [{n}]")
    marker = re.compile(r"(\d+)".join(re.escape(part) for part in pattern.split(_NUMBER)))
    table = rule.values.get("works", {})
    if not isinstance(table, dict):
        raise Refused(rule.path, rule.line, "value-invalid", 'write [series.works] and below it 1 = ["Nove1992"]')
    works = {number: rule.works(number, value) for number, value in table.items()}
    met: set[str] = set()
    for passage in _passages_of(rule, source):
        for match in marker.finditer(passage.text):
            number = str(int(match[1]))
            met.add(number)
            if number not in works and not lost:
                message = (
                    f"{match[0]} in {source.siglum} {passage.locus} has no work; add it, or “lost” with a sentence"
                )
                problems.append(rule.problem("key-missing", message))
            named = works.get(number, ())
            yield Citation(passage.locus, Span(*match.span()), named, rule.line, meaning="" if named else lost)
    for number in works.keys() - met:
        message = f"{pattern.replace(_NUMBER, number)} stands in none of these passages of {source.siglum}"
        problems.append(rule.problem("citation-not-found", message))
    if not met and not works:
        problems.append(rule.problem("citation-not-found", f"no marker {pattern} stands in {source.siglum}"))


def _markers(rule: _Rule, source: Source, problems: list[Problem]) -> Iterator[Citation]:
    words, meaning = rule.text("words"), rule.text("meaning")
    for key in ("words", "meaning"):
        if not rule.text(key):
            raise Refused(rule.path, rule.line, "key-missing", f"“{key}” is missing; add it")
    found = False
    for passage in source.citable:
        if words in passage.text:
            for match in re.finditer(re.escape(words), passage.text):
                found = True
                yield Citation(passage.locus, Span(*match.span()), (), rule.line, meaning=meaning)
    if not found:
        problems.append(rule.problem("citation-not-found", f"“{words}” stands nowhere in {source.siglum}"))


_APPLY = {"citation": _citations, "series": _series, "marker": _markers}


def _passages_of(rule: _Rule, source: Source) -> Sequence[Passage]:
    """Return the passages from the first to the last locus of a range such as 1-93; all of them without a range."""
    range_ = rule.text("passages")
    if not range_:
        return source.citable
    if found := source.passages_at(range_):
        return found
    first, _, last = (part.strip() for part in range_.partition("-"))
    for locus in (first, last or first):
        if source.passage(locus) is None:
            raise Refused(rule.path, rule.line, "passage-unknown", f"{source.siglum} has no passage “{locus}”")
    raise Refused(rule.path, rule.line, "value-invalid", f"“{range_}” runs backwards; write the first locus first")


def _at_words(text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """Return the spans that begin a word and end one, or only begin one (case endings), or else all."""
    begun = [s for s in spans if not (s.start and text[s.start].isalnum() and text[s.start - 1].isalnum())]
    ended = [s for s in begun if not (s.end < len(text) and text[s.end - 1].isalnum() and text[s.end].isalnum())]
    return ended or begun or spans
