"""CSL-JSON, as Zotero, Mendeley and citation services write it: its text in, entries of a bibliography out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from variorum.importing.entry_text import in_tex, made_entry
from variorum.reading.bibtex_scanner import Entry
from variorum.works.exports import CSL_DATES, CSL_FIELDS, CSL_PEOPLE, OUR_OWN

_TYPES: Mapping[str, str] = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "paper-conference": "inproceedings",
    "thesis": "thesis",
    "report": "report",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
    "manuscript": "unpublished",
    "personal_communication": "letter",
    "motion_picture": "movie",
    "broadcast": "video",
    "song": "audio",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "standard": "standard",
    "graphic": "artwork",
    "pamphlet": "booklet",
    "periodical": "periodical",
    "legislation": "legislation",
    "bill": "legislation",
    "legal_case": "jurisdiction",
    "treaty": "legal",
    "performance": "performance",
    "review": "review",
    "review-book": "review",
}
_FIELDS: Mapping[str, str] = {variable: name for name, variable in reversed(list(CSL_FIELDS.items()))} | {
    "issue": "number",
    "number": "number",
    "collection-number": "number",
    "genre": "type",
    "status": "pubstate",
    "language": "langid",
    "keyword": "keywords",
    "archive_location": "titleaddon",
    "event": "eventtitle",
    "journalAbbreviation": "journalabbreviation",
    "annote": "annotation",
}


def read_csl_json(text: str) -> list[Entry]:
    """Return the entries of a file; raises ValueError with a sentence if it is no CSL-JSON."""
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"it is no JSON: {error}") from error
    items = found.get("items", [found]) if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("it is no list of works in CSL-JSON")
    return [_read(item) for item in items]


def _read(item: Mapping[str, Any]) -> Entry:
    try:
        return _entry(item)
    except (AttributeError, IndexError, TypeError, ValueError) as error:  # a name that is a word, a date without parts
        raise ValueError(
            f"“{item.get('id', '')}” has a value that is not of the form that CSL-JSON asks for"
        ) from error


def _entry(item: Mapping[str, Any]) -> Entry:
    kind = str(item.get("type", "document"))
    return made_entry(_TYPES.get(kind, "misc"), str(item.get("id", "")), dict(_fields(item, kind)))


def _fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    subtype = {"article-newspaper": "newspaper", "article-magazine": "magazine"}.get(kind)
    if subtype:
        yield "entrysubtype", subtype
    people = {variable: role for role, variable in CSL_PEOPLE.items()}
    dates = {variable: name for name, variable in CSL_DATES.items()}
    for variable, value in item.items():
        if variable in {"id", "type"} or value in ("", None, [], {}):
            continue
        if variable in people:
            yield people[variable], " and ".join(_name(person) for person in value)
        elif variable in dates and isinstance(value, dict):
            yield dates[variable], _date(value)
        elif variable == "container-title":
            yield ("journal" if kind.startswith(("article", "review", "post")) else "booktitle"), in_tex(value)
        elif variable == "publisher" and kind in {"thesis", "report"}:
            yield "institution", in_tex(value)
        elif variable == "custom" and isinstance(value, dict):
            yield from _own_fields(value)
        elif variable in _FIELDS:
            name = _FIELDS[variable]
            yield name, str(value) if name in {"url", "doi"} else in_tex(value)
        else:
            yield f"x-csl-{variable.lower()}", in_tex(value if isinstance(value, str | int) else json.dumps(value))


def _own_fields(custom: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what we have written beside the variables of CSL as its fields, and together what others have."""
    rest = dict(custom)
    for name in (*OUR_OWN, "shorttitle"):
        if isinstance(rest.get(name), str):
            yield name, in_tex(rest.pop(name))
    if people := rest.pop("authortranslit", ()):
        yield "authortranslit", " and ".join(_name(person) for person in people)
    if rest:
        yield "x-csl-custom", in_tex(json.dumps(rest, ensure_ascii=False))


def _name(person: Mapping[str, Any]) -> str:
    if "literal" in person or not person.get("given"):
        return f"{{{in_tex(person.get('literal') or person.get('family', ''))}}}"
    particle = person.get("non-dropping-particle") or person.get("dropping-particle") or ""
    last = " ".join(filter(None, (particle, str(person.get("family", "")))))
    return in_tex(", ".join(filter(None, (last, str(person.get("suffix", "")), str(person["given"])))))


def _date(value: Mapping[str, Any]) -> str:
    if "date-parts" not in value:
        return in_tex(value.get("literal") or value.get("raw") or "")
    if str(value.get("season", "")) in {"1", "2", "3", "4"} and len(value["date-parts"][0]) == 1:
        return f"{int(value['date-parts'][0][0]):04}-2{value['season']}"
    days = ["-".join(f"{int(n):0{4 if at == 0 else 2}}" for at, n in enumerate(part)) for part in value["date-parts"]]
    return "/".join(days) + ("~" if value.get("circa") else "")
