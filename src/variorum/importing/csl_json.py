"""CSL-JSON, as Zotero, Mendeley and citation services write it: its text in, entries of a bibliography out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from variorum.importing.entry_text import in_tex, made_entry
from variorum.model.hidden_characters import without_hidden_characters
from variorum.reading.bibtex_scanner import Entry
from variorum.reading.work_fields import ROLES
from variorum.works.exports import CSL_DATES, CSL_FIELDS, CSL_KEPT, CSL_PEOPLE, OUR_OWN

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
_FIELDS: Mapping[str, str] = {
    variable: name for name, variable in reversed([*CSL_FIELDS.items(), *CSL_KEPT.items()])
} | {
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
}


_HALF = re.compile("[\ud800-\udfff]")


def read_csl_json(text: str) -> list[Entry]:
    """Return the entries of a file; raises ValueError with a sentence if it is no CSL-JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON: {error}") from error
    items = found.get("items", [found]) if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("it is no list of works in CSL-JSON")
    return [_entry(item) for item in items]


def _entry(item: Mapping[str, Any]) -> Entry:
    kind = str(item.get("type", "document"))
    fields = {name: _shown(value) for name, value in _fields(item, kind)}
    return made_entry(_TYPES.get(kind, "misc"), _shown(str(item.get("id") or "")), fields)


def _shown(text: str) -> str:
    """Return a text without what an escape of JSON (`\\ud800`) can bring in: halves of letters, hidden characters."""
    return text if text.isascii() and text.isprintable() else without_hidden_characters(_HALF.sub("", text))


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
            yield people[variable], _names(value)
        elif variable in dates and isinstance(value, dict):
            yield dates[variable], _date(value)
        elif variable == "container-title":
            yield ("journal" if kind.startswith(("article", "review", "post")) else "booktitle"), _words(value)
        elif variable == "publisher" and kind in {"thesis", "report"}:
            yield "institution", _words(value)
        elif variable == "custom" and isinstance(value, dict):
            yield from _custom(value)
        elif variable in _FIELDS:
            name = _FIELDS[variable]
            yield name, str(value) if name in {"url", "doi"} and isinstance(value, str) else _words(value)
        else:
            yield f"x-csl-{variable.lower()}", _words(value)


def _custom(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what CSL has no variable for, as `works export` writes it; what others keep there gets names of its own."""
    for name, said in value.items():
        if name in ROLES and isinstance(said, list):
            yield name, _names(said)
        elif name in OUR_OWN or name == "shorttitle":
            yield name, _words(said)
        else:
            yield f"x-csl-custom-{name.lower()}", _words(said)


def _words(value: object) -> str:
    """Return a value as a field holds it: of a list its parts, as Crossref gives titles; of all else its JSON."""
    if isinstance(value, list) and all(isinstance(part, str | int) for part in value):
        return in_tex("; ".join(map(str, value)))
    return in_tex(value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False))


def _names(value: object) -> str:
    people = value if isinstance(value, list) else [value]
    return " and ".join(_name(one) if isinstance(one, dict) else f"{{{_words(one)}}}" for one in people)


def _name(person: Mapping[str, Any]) -> str:
    if "literal" in person or not person.get("given"):
        return f"{{{in_tex(person.get('literal') or person.get('family', ''))}}}"
    particle = person.get("non-dropping-particle") or person.get("dropping-particle") or ""
    last = " ".join(filter(None, (particle, str(person.get("family", "")))))
    return in_tex(", ".join(filter(None, (last, str(person.get("suffix", "")), str(person["given"])))))


def _date(value: Mapping[str, Any]) -> str:
    try:
        days = [[int(n) for n in part if n not in ("", None)] for part in value.get("date-parts") or ()]
    except (TypeError, ValueError, OverflowError):
        return _words(value["date-parts"])
    days = [day for day in days if day]
    if not days:
        return _words(value.get("literal") or value.get("raw") or "")
    if str(value.get("season", "")) in {"1", "2", "3", "4"} and len(days[0]) == 1:
        return f"{days[0][0]:04}-2{value['season']}"
    said = ["-".join(f"{n:0{4 if at == 0 else 2}}" for at, n in enumerate(day)) for day in days]
    return "/".join(said) + ("~" if value.get("circa") else "")
