"""The bibliography for other programs: Works in, BibTeX and CSL-JSON out; `interchange` has RIS, `coins` COinS.

BibTeX is the editor's own text. CSL-JSON follows the CSL 1.0.2 data schema
(https://github.com/citation-style-language/schema, csl-data.json); what CSL has no variable for stands in its `custom`
object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from variorum.model.web_addresses import is_web_address
from variorum.model.works import Person, Work
from variorum.reading.work_fields import PRINTED, name_of, read_field
from variorum.works.kinds import CALLED, Kind, kind_named
from variorum.works.labels import OTHERS, short_titles
from variorum.works.languages import language_of
from variorum.works.phrases import SEASON, bare_doi

# field → CSL variable; of two fields for one variable the first counts
CSL_FIELDS: Mapping[str, str] = {
    "title": "title",
    "booktitle": "container-title",
    "journal": "container-title",
    "maintitle": "volume-title",
    "publisher": "publisher",
    "address": "publisher-place",
    "volume": "volume",
    "part": "part-number",
    "volumes": "number-of-volumes",
    "pages": "page",
    "chapter": "chapter-number",
    "edition": "edition",
    "series": "collection-title",
    "version": "version",
    "isbn": "ISBN",
    "doi": "DOI",
    "url": "URL",
    "origtitle": "original-title",
    "origpublisher": "original-publisher",
    "origaddress": "original-publisher-place",
    "eventtitle": "event-title",
    "venue": "event-place",
    "library": "archive",
    "shorttitle": "title-short",
    "note": "note",
    "howpublished": "medium",
}
# what programs keep for themselves, and other programs ask for
CSL_KEPT: Mapping[str, str] = {
    "issn": "ISSN",
    "abstract": "abstract",
    "annotation": "annote",
    "journalabbreviation": "container-title-short",
    "pagetotal": "number-of-pages",
    "callnumber": "call-number",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
CSL_PEOPLE: Mapping[str, str] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "director": "director",
}
CSL_DATES: Mapping[str, str] = {
    "date": "issued",
    "origdate": "original-date",
    "urldate": "accessed",
    "eventdate": "event-date",
}
# What another variable says: all else that CSL has no variable for goes out in `custom` under its own name.
_SAID = frozenset(
    """
    crossref day distinct entrysubtype entrytype institution langid language month number organization pubstate
    school type year
    """.split()  # noqa: SIM905 -- reads better so
)
OUR_OWN = PRINTED - CSL_FIELDS.keys() - CSL_DATES.keys() - _SAID
_DATE = re.compile(r"-?\d{1,9}(?:-\d\d){0,2}[~?%]?(?:/-?\d{1,9}(?:-\d\d){0,2}[~?%]?)?")


def bibtex(works: Iterable[Work]) -> str:
    """Return the entries as the editor wrote them, in the given order."""
    return "\n\n".join(work.text for work in works) + "\n"


def csl_json(works: Iterable[Work]) -> str:
    """Return the works as CSL-JSON, in the given order."""
    return json.dumps([csl_item(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def csl_item(work: Work) -> dict[str, Any]:
    """Return one item of CSL-JSON."""
    kind = kind_named(work.type, work.fields.get("entrysubtype", ""))
    item: dict[str, Any] = {"id": work.key, "type": kind.csl}
    for role, variable in CSL_PEOPLE.items():
        named = [csl_name(person) for person in people_of(work, role) if person.last != OTHERS]
        if named:
            item[variable] = named
    for name, variable in CSL_FIELDS.items():
        if name in work.fields and (name != "url" or is_web_address(work.fields[name])):
            item.setdefault(variable, work.fields[name])
    if "title-short" in item:
        item["title-short"] = short_titles(work)[0]
    if "DOI" in item:
        item["DOI"] = bare_doi(item["DOI"])
    if publishers := publishers_of(work):
        item["publisher"] = publishers
    item |= {variable: words for name, variable in CSL_KEPT.items() if (words := kept(work, name))}
    item |= dict(numbers_and_genre(work, kind))
    for name, variable in CSL_DATES.items():
        said = work.fields.get(name) or (work.year if name == "date" else "")
        if said:
            item[variable] = csl_date(said)
    if language_of(work):
        item["language"] = language_of(work)
    if custom := dict(_custom(work)):
        item["custom"] = custom
    return item


def _custom(work: Work) -> Iterator[tuple[str, Any]]:
    """Yield what CSL has no variable for; of related works their keys."""
    for name in sorted(OUR_OWN & work.fields.keys()):
        if name != "eid" or "pages" in work.fields:
            yield name, work.written["related"].value if name == "related" else work.fields[name]
    if len(short_titles(work)) > 1:
        yield "shorttitle", work.fields["shorttitle"]
    others = {role: people for role, people in work.people.items() if role not in CSL_PEOPLE}
    for role, people in {"authortranslit": work.transliterated, **others}.items():
        if people:
            yield role, [csl_name(person) for person in people]


def kept(work: Work, name: str) -> str:
    """Return a field that programs keep for themselves, by our name; "" if the work has none."""
    return next((read_field(name, field.value).text for n, field in work.written.items() if name_of(n) == name), "")


def publishers_of(work: Work) -> str:
    """Return all bodies that published a work: `University of Oslo; River Press`."""
    names = ("school", "institution", "organization", "publisher")
    return "; ".join(dict.fromkeys(work.fields[name] for name in names if name in work.fields))


def people_of(work: Work, role: str) -> tuple[Person, ...]:
    """Return the persons of a work in a role."""
    known = {"author": work.authors, "editor": work.editors, "translator": work.translators}
    return known.get(role) or work.people.get(role, ())


def numbers_and_genre(work: Work, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the variables of CSL that a number, a type, an article number and a state of publication fill."""
    f = work.fields
    if "number" in f:
        in_journal = kind.csl.startswith("article") or kind.csl in {"periodical", "review"}
        yield "issue" if in_journal else "collection-number" if "series" in f else "number", f["number"]
    said = f.get("type", "")
    genre = CALLED.get(said.lower().replace(" ", ""), said) or kind.called
    if genre:
        yield "genre", genre
    if "eid" in f and "pages" not in f:
        yield "page", f["eid"]
    if "pubstate" in f:
        yield "status", f["pubstate"]


def csl_name(person: Person) -> dict[str, str]:
    """Return a name of CSL-JSON."""
    if not person.first:
        return {"literal": person.surname}
    particle = "non-dropping-particle" if person.prefix_counts else "dropping-particle"
    said = {"family": person.last, "given": person.first, particle: person.prefix, "suffix": person.suffix}
    return {name: value for name, value in said.items() if value}


def csl_date(text: str) -> dict[str, Any]:
    """Return a date in EDTF as CSL has it; other words as they are."""
    if season := SEASON.fullmatch(text):
        return {"date-parts": [[int(text[:4])]], "season": int(season[1]) - 20}
    if not _DATE.fullmatch(text):
        return {"literal": text}
    parts = [[int(n) for n in re.findall(r"^-?\d+|(?<=-)\d\d", part.rstrip("~?%"))] for part in text.split("/")]
    return {"date-parts": parts} | ({"circa": True} if re.search("[~?%]", text) else {})
