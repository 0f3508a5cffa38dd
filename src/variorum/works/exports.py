"""The bibliography for other programs: Works in, BibTeX, CSL-JSON and COinS out.

BibTeX is the editor's own text. CSL-JSON follows the CSL 1.0.2 data schema
(https://github.com/citation-style-language/schema, csl-data.json); what CSL has no variable for stands in its `custom`
object. No library on PyPI does this for pybtex' entries without losing translators and original titles (citeproc-py
reads BibTeX with a parser of its own and drops both), so the table stands here. COinS (http://ocoins.info, OpenURL
KEV formats `book`, `journal`, `dc`) is what Zotero's connector finds in a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from variorum.model.edition import Person, Work
from variorum.model.web_addresses import is_web_address
from variorum.works.languages import language_of

# type of entry → CSL type; what is not here is a `document`
_CSL_TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "mastersthesis": "thesis",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "techreport": "report",
    "thesis": "thesis",
}
# field → CSL variable
_CSL_FIELDS: Mapping[str, str] = {
    "title": "title",
    "booktitle": "container-title",
    "journal": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "volume": "volume",
    "pages": "page",
    "edition": "edition",
    "series": "collection-title",
    "isbn": "ISBN",
    "doi": "DOI",
    "url": "URL",
    "origtitle": "original-title",
    "note": "note",
}
_CUSTOM = ("titletranslit", "titletrans", "journaltranslit", "certainty", "ascited", "restorednote", "keywords")


def bibtex(works: Iterable[Work]) -> str:
    """Return the entries as the editor wrote them, in the given order."""
    return "\n\n".join(work.text for work in works) + "\n"


def csl_json(works: Iterable[Work]) -> str:
    """Return the works as CSL-JSON, in the given order."""
    return json.dumps([csl_item(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def csl_item(work: Work) -> dict[str, Any]:
    """Return one item of CSL-JSON."""
    item: dict[str, Any] = {"id": work.key, "type": _CSL_TYPES.get(work.type, "document")}
    for role, people in (("author", work.authors), ("editor", work.editors), ("translator", work.translators)):
        named = [_csl_name(person) for person in people if person.last != "others"]
        if named:
            item[role] = named
    for name, variable in _CSL_FIELDS.items():
        if name in work.fields and (name != "url" or is_web_address(work.fields[name])):
            item.setdefault(variable, work.fields[name])
    if "number" in work.fields:
        item["issue" if work.type == "article" else "number"] = work.fields["number"]
    for name, variable in (("year", "issued"), ("origdate", "original-date"), ("urldate", "accessed")):
        if name in work.fields:
            item[variable] = _csl_date(work.fields[name])
    if language_of(work):
        item["language"] = language_of(work)
    custom: dict[str, Any] = {name: work.fields[name] for name in _CUSTOM if name in work.fields}
    if work.transliterated:
        custom["authortranslit"] = [_csl_name(person) for person in work.transliterated]
    if custom:
        item["custom"] = custom
    return item


def _csl_name(person: Person) -> dict[str, str]:
    return {"family": person.last, "given": person.first} if person.first else {"literal": person.last}


def _csl_date(text: str) -> dict[str, Any]:
    if re.fullmatch(r"\d{1,4}(-\d{1,2}){0,2}", text):
        return {"date-parts": [[int(part) for part in text.split("-")]]}
    return {"literal": text}


def coins(work: Work) -> str:
    """Return the work as an OpenURL context object, the `title` of a `<span class="Z3988">`."""
    return urlencode([("ctx_ver", "Z39.88-2004"), *((k, v) for k, v in _coins(work) if v)])


def _coins(work: Work) -> Iterator[tuple[str, str]]:
    f = work.fields
    people = [f"{p.first} {p.last}".strip() for p in work.leads if p.last != "others"]
    if work.type == "article":
        yield from (("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", "article"))
        yield from (("rft.atitle", work.title), ("rft.jtitle", f.get("journal", "")))
        yield from (("rft.volume", f.get("volume", "")), ("rft.issue", f.get("number", "")))
    elif work.type in {"misc", "online"}:
        yield from (("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.title", work.title))
        yield ("rft.type", "webpage" if work.type == "online" else "document")
        yield from (("rft.creator", name) for name in people)
        yield ("rft.identifier", f.get("url", "") if is_web_address(f.get("url", "")) else "")
    else:
        part = "booktitle" in f
        yield from (("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", "bookitem" if part else "book"))
        yield from (("rft.atitle", work.title if part else ""), ("rft.btitle", f.get("booktitle", work.title)))
        yield from (("rft.place", f.get("address", "")), ("rft.edition", f.get("edition", "")))
        yield ("rft.isbn", f.get("isbn", ""))
    if work.type not in {"misc", "online"}:
        if work.leads:
            yield from (("rft.aulast", work.leads[0].last), ("rft.aufirst", work.leads[0].first))
        yield from (("rft.au", name) for name in people[1:])
        yield ("rft.pages", f.get("pages", ""))
    yield from (("rft.pub", f.get("publisher", "")), ("rft.date", work.year), ("rft.language", language_of(work)))
    if "doi" in f:
        yield ("rft_id", f"info:doi/{f['doi'].removeprefix('https://doi.org/')}")
