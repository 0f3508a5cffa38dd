"""The bibliography for other programs: Works in, BibTeX, CSL-JSON and COinS out (RIS and biblatex: `interchange`).

BibTeX is the editor's own text. CSL-JSON follows the CSL 1.0.2 data schema
(https://github.com/citation-style-language/schema, csl-data.json); what CSL has no variable for stands in its `custom`
object. COinS (http://ocoins.info, OpenURL KEV formats `book`, `journal`, `dissertation`, `dc`) is what Zotero's
connector finds in a page; the keys are those that its translator “COinS” reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from variorum.model.web_addresses import is_web_address
from variorum.model.works import Person, Work
from variorum.works.kinds import CALLED, Kind, kind_named
from variorum.works.labels import OTHERS
from variorum.works.languages import language_of
from variorum.works.phrases import SEASON, bare_doi

# field → CSL variable; of two fields for one variable the first counts
CSL_FIELDS: Mapping[str, str] = {
    "title": "title",
    "booktitle": "container-title",
    "journal": "container-title",
    "maintitle": "volume-title",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "volume": "volume",
    "volumes": "number-of-volumes",
    "pages": "page",
    "chapter": "chapter-number",
    "edition": "edition",
    "series": "collection-title",
    "version": "version",
    "isbn": "ISBN",
    "issn": "ISSN",
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
    "abstract": "abstract",
    "howpublished": "medium",
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
# what CSL has no variable for
OUR_OWN = ("titletranslit", "titletrans", "journaltranslit", "certainty", "ascited", "restorednote", "keywords")
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
        named = [_csl_name(person) for person in people_of(work, role) if person.last != OTHERS]
        if named:
            item[variable] = named
    for name, variable in CSL_FIELDS.items():
        if name in work.fields and (name != "url" or is_web_address(work.fields[name])):
            item.setdefault(variable, work.fields[name])
    if "DOI" in item:
        item["DOI"] = bare_doi(item["DOI"])
    item |= dict(_numbers_and_genre(work, kind))
    for name, variable in CSL_DATES.items():
        said = work.fields.get(name) or (work.year if name == "date" else "")
        if said:
            item[variable] = csl_date(said)
    if language_of(work):
        item["language"] = language_of(work)
    custom: dict[str, Any] = {name: work.fields[name] for name in OUR_OWN if name in work.fields}
    if work.transliterated:
        custom["authortranslit"] = [_csl_name(person) for person in work.transliterated]
    if custom:
        item["custom"] = custom
    return item


def people_of(work: Work, role: str) -> tuple[Person, ...]:
    """Return the persons of a work in a role."""
    known = {"author": work.authors, "editor": work.editors, "translator": work.translators}
    return known.get(role) or work.people.get(role, ())


def _numbers_and_genre(work: Work, kind: Kind) -> Iterator[tuple[str, str]]:
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


def _csl_name(person: Person) -> dict[str, str]:
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


# --- for Zotero's connector -------------------------------------------------------------------------------------------


def coins(work: Work) -> str:
    """Return the work as an OpenURL context object, the `title` of a `<span class="Z3988">`."""
    return urlencode([("ctx_ver", "Z39.88-2004"), *((k, v) for k, v in _coins(work) if v)])


def _coins(work: Work) -> Iterator[tuple[str, str]]:
    f = work.fields
    kind = kind_named(work.type, f.get("entrysubtype", ""))
    address = f.get("url", "") if is_web_address(f.get("url", "")) else ""
    if kind.csl.startswith("article") or kind.csl == "review":
        yield from _coins_of_article(work)
    elif kind.csl in {"document", "webpage", "manuscript", "personal_communication", "motion_picture", "song"}:
        yield from _coins_of_other(work, kind)
    elif kind.csl == "thesis":
        yield from (("rft_val_fmt", "info:ofi/fmt:kev:mtx:dissertation"), ("rft.title", work.title))
        yield from (
            ("rft.inst", f.get("institution", f.get("school", ""))),
            ("rft.degree", dict(_numbers_and_genre(work, kind)).get("genre", "")),
        )
        yield from _coins_of_people(work)
    else:
        yield from _coins_of_book(work, kind)
    yield from (("rft.pub", f.get("publisher", "")), ("rft.date", f.get("date", work.year).split("/")[0]))
    yield ("rft.language", language_of(work))
    if "doi" in f:
        yield ("rft_id", f"info:doi/{bare_doi(f['doi'])}")
    elif address:
        yield ("rft_id", address)


def _coins_of_article(work: Work) -> Iterator[tuple[str, str]]:
    f = work.fields
    yield from (("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", "article"))
    yield from (("rft.atitle", work.title), ("rft.jtitle", f.get("journal", "")))
    yield from (("rft.volume", f.get("volume", "")), ("rft.issue", f.get("number", "")))
    yield from _coins_of_people(work)
    yield from _coins_of_pages(work)


def _coins_of_other(work: Work, kind: Kind) -> Iterator[tuple[str, str]]:
    types = {"webpage": "webpage", "manuscript": "manuscript", "personal_communication": "letter",
             "motion_picture": "film", "song": "audioRecording"}  # fmt: skip
    yield from (("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.title", work.title))
    yield ("rft.type", types.get(kind.csl, "document"))
    yield from (("rft.creator", _in_coins(person)) for person in work.leads if person.last != OTHERS)
    yield ("rft.identifier", work.fields.get("url", "") if is_web_address(work.fields.get("url", "")) else "")


def _coins_of_book(work: Work, kind: Kind) -> Iterator[tuple[str, str]]:
    f = work.fields
    part = "booktitle" in f and f["booktitle"] != work.title
    genre = "proceeding" if part and kind.csl == "paper-conference" else "bookitem" if part else "book"
    yield from (
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report" if kind.csl == "report" else genre),
    )
    yield from (("rft.atitle", work.title if part else ""), ("rft.btitle", f["booktitle"] if part else work.title))
    yield from (("rft.place", f.get("address", "")), ("rft.edition", f.get("edition", "")))
    yield from (("rft.series", f.get("series", "")), ("rft.isbn", f.get("isbn", "")))
    yield from _coins_of_people(work)
    yield from _coins_of_pages(work)


def _coins_of_people(work: Work) -> Iterator[tuple[str, str]]:
    people = [person for person in work.leads if person.last != OTHERS]
    if people:
        yield from (("rft.aulast", people[0].surname), ("rft.aufirst", people[0].first))
    yield from (("rft.au", _in_coins(person)) for person in people[1:])


def _in_coins(person: Person) -> str:
    return f"{person.first} {person.surname}".strip()


def _coins_of_pages(work: Work) -> Iterator[tuple[str, str]]:
    pages = work.fields.get("pages", "")
    first, dash, last = pages.partition("–")
    yield ("rft.pages", pages.replace("–", "-"))
    if dash and "," not in pages:
        yield from (("rft.spage", first.strip()), ("rft.epage", last.strip()))
