"""What should hold of the works and of the citations: rules in the style of `checking`, which runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.checking.duplicates import TooManyAlike, seeming_one
from variorum.checking.unprinted_fields import passed_over
from variorum.model.edition import Edition
from variorum.model.house_rules import AUTHOR_YEAR, CITED, LAST_FIRST
from variorum.model.problems import Problem
from variorum.model.web_addresses import ONLY_WEB, is_web_address
from variorum.model.works import CERTAINTIES, Work
from variorum.reading.work_dates import is_date, year_number
from variorum.reading.work_fields import AS_WRITTEN, ROLES, is_bookkeeping, name_of
from variorum.reading.work_names import split_names
from variorum.text.nearest import nearest_among
from variorum.text.transliteration import is_other_script
from variorum.works.kinds import KINDS
from variorum.works.languages import language_tag
from variorum.works.order import out_of_place
from variorum.works.phrases import bare_doi
from variorum.works.uses import uses_of

NO_DATE = "ND"

_KEY = re.compile(r"[A-Z][A-Za-z0-9]*?(?P<year>\d{1,4}|ND)[a-z]{0,2}")
_UNFIT_FOR_A_KEY = re.compile(r"[`<>\"'\\&;\[\]|]")
_YEAR = re.compile(r"\[?(?:ca?\. ?)?\d{3,4}(?:[-–/]\d{2,4})?\??\]?|in press|forthcoming|n\. ?d\.")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PERCENT = re.compile(r"(?<!\\)%")
_LEFT_OVER = re.compile(r"\\[a-zA-Z]+|\\$")
_DATES = ("date", "origdate", "urldate", "eventdate")


def citations_name_works(edition: Edition) -> Iterator[Problem]:
    """Every work that a rule of citations.toml names is in references.bib."""
    nearest = nearest_among(edition.works.keys())
    for source in edition.sources:
        path = f"sources/{source.id}/citations.toml"
        named = {(key, citation.line) for citation in source.citations for key in citation.works}
        for key, line in sorted(named - {(k, n) for k, n in named if k in edition.works}):
            yield no_work(path, line, key, nearest(key))


def no_work(path: str, line: int, key: str, near: str) -> Problem:
    """Return the Problem of a work that is cited and is not there."""
    add = "; add it to references.bib with `variorum works add`"
    hint = f"; did you mean {near}?" if near else f"; {_PLACEHOLDER}" if key.casefold() == "key" else add
    return Problem(path, line, "work-unknown", f"there is no work {key}{hint}", waits_for=f"work {key}")


_PLACEHOLDER = "put the key of a work there: the name before its year in references.bib, such as Getty1985"


def works_cited(edition: Edition) -> Iterator[Problem]:
    """Every work is cited by a source, an annotation or a parallel, is what one of these is part of, or is kept."""
    if edition.rules.uses != CITED:
        return
    wholes = {work.fields.get("crossref", "").casefold() for work in edition.works.values()}
    for key, uses in uses_of(edition).items():
        work = edition.works[key]
        if not uses and "scholarship" not in work.keywords and key.casefold() not in wholes:
            message = f"nobody cites {key}; cite it, remove it, or give it the keyword scholarship"
            yield Problem(work.path, work.line, "work-uncited", message, waits_for="notes")


_TYPES_CALLED = {"website": "online", "web": "online", "url": "online", "journal": "article", "paper": "article"}
_TYPES_CALLED |= {"chapter": "incollection", "essay": "incollection", "dissertation": "thesis", "monograph": "book"}


def types_known(edition: Edition) -> Iterator[Problem]:
    """No type of entry is a misspelt one; what is like none is printed as `misc`, for other programs have their own."""
    like = nearest_among(KINDS.keys())
    for work in edition.works.values():
        meant = "" if work.type in KINDS else _TYPES_CALLED.get(work.type) or like(work.type)
        if meant:
            message = f"there is no type @{work.type}; did you mean @{meant}? ({work.key})"
            yield Problem(work.path, work.line, "work-field-invalid", message)


def works_complete(edition: Edition) -> Iterator[Problem]:
    """Every work has a title, and names in another script than Latin can be put in order."""
    for work in edition.works.values():
        if not work.title and work.type != "set":
            message = f"{work.key} has no title; add it, in brackets if it is yours: title = {{[Letter to Lenin]}}"
            yield Problem(work.path, work.line, "work-field-missing", message)
        if edition.rules.names != LAST_FIRST or work.transliterated or "sortkey" in work.fields:
            continue
        lead = " ".join(person.surname for person in work.leads) or work.fields.get("titletranslit", work.title)
        if is_other_script(lead):
            message = f"“{lead}” cannot be put in order; add authortranslit (or titletranslit) or sortkey to {work.key}"
            yield Problem(work.path, work.line, "work-field-missing", message)


def fields_valid(edition: Edition) -> Iterator[Problem]:
    """Years, addresses, languages and names are written so that they can be read."""
    for work in edition.works.values():
        for name, message in _faults(work):
            yield Problem(work.path, _line_of(work, name), "work-field-invalid", f"{message} ({work.key})")


def names_inverted(edition: Edition) -> Iterator[Problem]:
    """Every person is written Last, First, if that is the rule of the house."""
    if edition.rules.names != LAST_FIRST:
        return
    for work in edition.works.values():
        for name, field in work.written.items():
            for person in split_names(field.value) if name_of(name) in ROLES else ():
                if " " in person and "," not in person and not person.startswith("{"):
                    message = (
                        f"“{person}” is split at its last blank; write Last, First, or {{{person}}} if it is a body"
                    )
                    yield Problem(work.path, field.line, "work-field-invalid", f"{message} ({work.key})")


def fields_without_traps(edition: Edition) -> Iterator[Problem]:
    """No field holds TeX that is not understood, or a percent sign that cuts it off."""
    for work in edition.works.values():
        for name, field in work.written.items():
            if "%" in field.value and _PERCENT.search(field.value) and not _is_opaque(name):
                message = f"% begins a comment in TeX, which cuts “{name}” off; write \\% ({work.key})"
                yield Problem(work.path, field.line, "work-markup", message)
            if "\\href" in field.value and not _is_opaque(name):
                message = f"the address of \\href in “{name}” is not printed; put it into the field url ({work.key})"
                yield Problem(work.path, field.line, "work-markup", message)
            if "\\" in field.value and not _is_opaque(name):
                left = _LEFT_OVER.search(work.fields.get(name_of(name), ""))
                if left:
                    message = f"“{left[0]}” in “{name}” would be shown as it stands; write the letters ({work.key})"
                    yield Problem(work.path, field.line, "work-markup", message)


def _is_opaque(name: str) -> bool:
    """Whether a field is no text for readers."""
    return name_of(name) in AS_WRITTEN or is_bookkeeping(name_of(name))


def fields_printed(edition: Edition) -> Iterator[Problem]:
    """Every field has a place in the description of its work; what has none is said once."""
    for found in passed_over(edition.works.values()):
        types = ", ".join(f"@{type_}" for type_ in found.types)
        often = f"{found.works} entries of {types}" if found.works > 1 else f"here, in {types}"
        message = f"the field “{found.name}” is not printed ({often}); it stays in the file for other programs"
        yield Problem(found.first.path, _line_of(found.first, found.name), "work-field-unread", message)


def keys_formed(edition: Edition) -> Iterator[Problem]:
    """Every key can be cited; where the house asks for it, it is AuthorYear with the year of the work (ND: none)."""
    for work in edition.works.values():
        match = _KEY.fullmatch(work.key)
        if edition.rules.keys != AUTHOR_YEAR:
            unfit = _UNFIT_FOR_A_KEY.search(work.key)
            if unfit:
                message = f"“{work.key}” cannot be cited because of “{unfit[0]}”; use letters, figures and . : - _ / +"
                yield Problem(work.path, work.line, "work-key", message)
        elif match is None:
            message = (
                f"“{work.key}” is not of the form AuthorYear; write letters a-z and the year, or ND: Thomson{NO_DATE}"
            )
            yield Problem(work.path, work.line, "work-key", message)
        elif match["year"] != (_year_in_key(work) or NO_DATE):
            said = f"the year is {work.year}" if work.year else "there is no year"
            message = (
                f"“{work.key}” says {match['year']}, but {said}; rename it before it is cited, or put the year right"
            )
            yield Problem(work.path, work.line, "work-key", message)


def _year_in_key(work: Work) -> str:
    number = year_number(work.year)
    return "" if number is None else str(abs(number))


def works_distinct(edition: Edition) -> Iterator[Problem]:
    """No two entries are one work; whoever has looked and found two says so in a field: distinct = {OtherKey}."""
    in_order = sorted(edition.works.values(), key=lambda work: work.line)
    try:
        for first, second in seeming_one(in_order):
            message = f"{second.key} looks like {first.key} (line {first.line})"
            message += f"; join them, or add distinct = {{{first.key}}}"
            yield Problem(second.path, second.line, "work-duplicate", message)
    except TooManyAlike as end:
        message = f"from {end.work.key} on no duplicates are looked for, because too many works are somewhat alike"
        yield Problem(end.work.path, end.work.line, "work-duplicate", message)


def works_in_order(edition: Edition) -> Iterator[Problem]:
    """In a references.bib that is kept in the order of its keys each entry stands in its place: merges then agree."""
    found = out_of_place(sorted(edition.works.values(), key=lambda work: work.line))
    if found:
        work, other = found[0]
        more = f" (and so {len(found) - 1} more)" if len(found) > 1 else ""
        message = (
            f"{work.key} stands out of the order of the keys; it belongs near {other.key} (line {other.line}){more}"
        )
        yield Problem(work.path, work.line, "work-order", message)


WORK_RULES = (
    citations_name_works,
    works_cited,
    types_known,
    works_complete,
    fields_valid,
    names_inverted,
    fields_without_traps,
    fields_printed,
    keys_formed,
    works_distinct,
    works_in_order,
)


def _line_of(work: Work, name: str) -> int:
    """Return the line of the file on which a field of the work stands, whatever it is called there."""
    return next((field.line for written, field in work.written.items() if name_of(written) == name), work.line)


def _faults(work: Work) -> Iterator[tuple[str, str]]:
    """Yield each field that has a value it cannot have, with a sentence."""
    f = work.fields
    if work.certainty not in CERTAINTIES:
        yield "certainty", f"unknown certainty “{work.certainty}”; it is one of {', '.join(CERTAINTIES)}"
    for name in ("langid", "language"):
        if name in f and language_tag(f[name]) is None:
            yield name, f"unknown language “{f[name]}”; write its English name, such as norwegian"
    for name in _DATES:
        said = work.written[name].value if name == "date" and name in work.written else f.get(name, "")
        if said and (name != "date" or name in work.written) and not is_date(said):
            yield name, f"“{said}” is no date; write 2025-06-30, 1934, 1934/1936 or 1934~"
    if work.year and "date" not in f and "date" not in work.written and not _YEAR.fullmatch(work.year):
        yield "year", f"“{work.year}” is no year; write 1934 or 1934–1936, and leave it out if it is not known"
    if "url" in f and not is_web_address(f["url"]):
        yield "url", f"“{f['url']}” is no web address and becomes no link; {ONLY_WEB}"
    doi = bare_doi(f.get("doi", ""))
    if "doi" in f and not (_DOI.fullmatch(doi) and is_web_address(f"https://doi.org/{doi}")):
        yield "doi", f"“{f['doi']}” is no DOI; it begins with 10."
