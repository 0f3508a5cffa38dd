"""What should hold of the works and of the citations: rules in the style of `checking`, which runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from variorum.checking.duplicates import works_distinct
from variorum.model.edition import Edition
from variorum.model.problems import Problem
from variorum.model.web_addresses import ONLY_WEB, is_web_address
from variorum.model.works import CERTAINTIES, Work
from variorum.text.nearest import nearest
from variorum.works.description import LANGUAGES
from variorum.works.uses import uses_of

NO_DATE = "ND"

_KEY = re.compile(r"[A-Z][A-Za-z0-9]*?(?P<year>\d{4}|ND)[a-z]?")
_YEAR = re.compile(r"\d{3,4}(?:[-–/]\d{2,4})?\??")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_FIELD = re.compile(r"[\s,]*([\w-]+)\s*=\s*")
_PERCENT = re.compile(r"(?<!\\)%")
_LEFT_OVER = re.compile(r"\\[a-zA-Z]+|[{}\\]|\$")
_NOT_LATIN = regex.compile(r"[\p{L}--\p{Script=Latin}]", regex.VERSION1)
_PEOPLE = ("author", "editor", "translator", "authortranslit")


def citations_name_works(edition: Edition) -> Iterator[Problem]:
    """Every work that a rule of citations.toml names is in references.bib; one that cannot be read is enough."""
    if not edition.works and any(p.path == "references.bib" and not p.is_hint for p in edition.problems):
        return
    for source in edition.sources:
        path = f"sources/{source.id}/citations.toml"
        named = {(key, citation.line) for citation in source.citations for key in citation.works}
        for key, line in sorted(named - {(k, n) for k, n in named if k in edition.works}):
            near = nearest(key, edition.works.keys())
            hint = f"; did you mean {near}?" if near else "; add it to references.bib"
            yield Problem(path, line, "work-unknown", f"there is no work {key}{hint}")


def works_cited(edition: Edition) -> Iterator[Problem]:
    """Every work is cited by a source, an annotation or a parallel, or is kept as scholarship."""
    for key, uses in uses_of(edition).items():
        work = edition.works[key]
        if not uses and "scholarship" not in work.keywords:
            message = f"nobody cites {key}; cite it, remove it, or give it the keyword scholarship"
            yield Problem(work.path, work.line, "work-uncited", message)


def works_complete(edition: Edition) -> Iterator[Problem]:
    """Every work has a title, and names in another script than Latin can be put in order."""
    for work in edition.works.values():
        if not work.title:
            message = f"{work.key} has no title; add it, in brackets if it is yours: title = {{[Letter to Lenin]}}"
            yield Problem(work.path, work.line, "work-field-missing", message)
        lead = " ".join(person.last for person in work.leads) or work.fields.get("titletranslit", work.title)
        if _NOT_LATIN.search(lead) and not work.transliterated and "sortkey" not in work.fields:
            message = f"“{lead}” cannot be put in order; add authortranslit (or titletranslit) or sortkey to {work.key}"
            yield Problem(work.path, work.line, "work-field-missing", message)


def fields_valid(edition: Edition) -> Iterator[Problem]:
    """Years, addresses, languages and names are written so that they can be read."""
    for work in edition.works.values():
        faults = list(_faults(work))
        lines = _lines_of(work) if faults else {}
        for name, message in faults:
            yield Problem(work.path, lines.get(name, work.line), "work-field-invalid", f"{message} ({work.key})")


def fields_without_traps(edition: Edition) -> Iterator[Problem]:
    """No field holds TeX that is not understood, or a percent sign that cuts it off."""
    for work in edition.works.values():
        if _PERCENT.search(work.text):
            for name, value, line in _written(work):
                if name not in {"url", "doi"} and _PERCENT.search(value):
                    message = f"% begins a comment in BibTeX and cuts “{name}” off; write \\% ({work.key})"
                    yield Problem(work.path, line, "work-markup", message)
        left_over = [
            (n, left) for n, v in work.fields.items() if n not in {"url", "doi"} and (left := _LEFT_OVER.search(v))
        ]
        if left_over:
            lines = _lines_of(work)
            for name, left in left_over:
                message = f"“{left[0]}” in “{name}” would be shown as it stands; write the letters ({work.key})"
                yield Problem(work.path, lines.get(name, work.line), "work-markup", message)


def keys_formed(edition: Edition) -> Iterator[Problem]:
    """Every key is AuthorYear in plain letters, with the year of the work (ND where there is none)."""
    for work in edition.works.values():
        match = _KEY.fullmatch(work.key)
        if match is None:
            message = (
                f"“{work.key}” is not of the form AuthorYear; write letters a-z and the year, or ND: Thomson{NO_DATE}"
            )
            yield Problem(work.path, work.line, "work-key", message)
        elif match["year"] != (work.year[:4] or NO_DATE):
            said = f"the year is {work.year}" if work.year else "there is no year"
            message = (
                f"“{work.key}” says {match['year']}, but {said}; rename it before it is cited, or put the year right"
            )
            yield Problem(work.path, work.line, "work-key", message)


WORK_RULES = (
    citations_name_works,
    works_cited,
    works_complete,
    fields_valid,
    fields_without_traps,
    keys_formed,
    works_distinct,
)


def _lines_of(work: Work) -> Mapping[str, int]:
    """Return the line of references.bib on which each field of the work stands; asked once for each work."""
    return {written.name: written.line for written in reversed(tuple(_written(work)))}


def _faults(work: Work) -> Iterator[tuple[str, str]]:
    """Yield each field that has a value it cannot have, with a sentence."""
    f = work.fields
    if work.certainty not in CERTAINTIES:
        yield "certainty", f"unknown certainty “{work.certainty}”; it is one of {', '.join(CERTAINTIES)}"
    if "langid" in f and f["langid"].lower() not in LANGUAGES:
        yield "langid", f"unknown language “{f['langid']}”; write its English name, such as norwegian"
    if work.year and not _YEAR.fullmatch(work.year):
        yield "year", f"“{work.year}” is no year; write 1934 or 1934–1936, and leave it out if it is not known"
    if "urldate" in f and not _DATE.fullmatch(f["urldate"]):
        yield "urldate", f"“{f['urldate']}” is no date; write 2025-06-30"
    if "url" in f and not is_web_address(f["url"]):
        yield "url", f"“{f['url']}” is no web address and becomes no link; {ONLY_WEB}"
    doi = f.get("doi", "").removeprefix("https://doi.org/")
    if doi and not (_DOI.fullmatch(doi) and is_web_address(f"https://doi.org/{doi}")):
        yield "doi", f"“{f['doi']}” is no DOI; it begins with 10."
    for name, value, _ in _written(work):
        if name in _PEOPLE:
            for person in _outside_braces(value):
                if " " in person and "," not in person and not person.startswith("{"):
                    yield (
                        name,
                        f"“{person}” is split at its last blank; write Last, First, or {{{person}}} if it is a body",
                    )


class Written(NamedTuple):
    """A field as it stands in references.bib."""

    name: str  # lower case
    value: str  # without its outer braces or quotation marks, white space as single blanks
    line: int


def _written(work: Work) -> Iterator[Written]:
    """Yield each field of the entry as it stands in the file."""
    text = work.text
    at = text.find(",") + 1
    while match := _FIELD.match(text, at):
        at, depth, quoted = match.end(), 0, False
        while at < len(text) and (depth or quoted or text[at] not in ",}"):
            depth += (text[at] == "{") - (text[at] == "}")
            quoted ^= text[at] == '"' and depth == 0
            at += 1
        value = " ".join(text[match.end() : at].split())
        line = work.line + text.count("\n", 0, match.start(1))
        yield Written(match[1].lower(), value[1:-1] if value[:1] in {"{", '"'} else value, line)


def _outside_braces(names_: str) -> Sequence[str]:
    """Split a list of names at each `and` that stands in no braces."""
    parts, depth = [""], 0
    for token in re.split(r"(\{|\}|\s+and\s+)", names_):
        depth += (token == "{") - (token == "}")
        if depth == 0 and token.strip() == "and":
            parts.append("")
        else:
            parts[-1] += token
    return [part.strip() for part in parts if part.strip()]
