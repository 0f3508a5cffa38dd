"""RIS, as reference managers and libraries write it: its text in, entries of a bibliography out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from variorum.importing.entry_text import in_tex, made_entry
from variorum.reading.bibtex_scanner import Entry
from variorum.works.phrases import SEASONS

_LINE = re.compile(r"^([A-Z][A-Z0-9])  -(?: (.*))?$")
_TYPES: Mapping[str, str] = {
    "JOUR": "article",
    "JFULL": "periodical",
    "EJOUR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "collection",
    "CHAP": "incollection",
    "ECHAP": "incollection",
    "ENCYC": "inreference",
    "DICT": "inreference",
    "CONF": "proceedings",
    "CPAPER": "inproceedings",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "ELEC": "online",
    "WEB": "online",
    "BLOG": "online",
    "UNPB": "unpublished",
    "MANSCPT": "unpublished",
    "PCOMM": "letter",
    "VIDEO": "video",
    "MPCT": "movie",
    "SOUND": "audio",
    "ART": "artwork",
    "DATA": "dataset",
    "COMP": "software",
    "PAT": "patent",
    "STAND": "standard",
    "PAMP": "booklet",
    "STAT": "legislation",
    "CASE": "jurisdiction",
    "MAP": "misc",
    "GEN": "misc",
}
_SUBTYPES = {"NEWS": "newspaper", "MGZN": "magazine"}
_IN_BOOK = frozenset({"CHAP", "ECHAP", "ENCYC", "DICT", "CPAPER"})
_WHOLE = frozenset({"BOOK", "EBOOK", "EDBOOK", "RPRT"})
_IN_JOURNAL = frozenset({"JOUR", "EJOUR", "MGZN", "NEWS"})
# tag → field, where it is the same for all kinds of works
_FIELDS: Mapping[str, str] = {
    "TI": "title", "T1": "title", "CT": "title", "ST": "shorttitle", "VL": "volume", "IS": "number", "PB": "publisher",
    "CY": "address", "PP": "address", "DO": "doi", "UR": "url", "L2": "url", "N1": "note", "AB": "abstract",
    "N2": "abstract", "LA": "langid", "ET": "edition", "Y2": "urldate", "KW": "keywords", "M3": "type", "RN": "note",
    "L1": "file", "CN": "callnumber", "DB": "library", "OP": "origtitle", "SE": "chapter", "NV": "volumes",
    "T3": "series",
}  # fmt: skip
_PEOPLE: Mapping[str, str] = {
    "AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "editor", "A4": "translator",
    "TA": "translator",
}  # fmt: skip
_SEASONS = {name.lower(): code for code, name in SEASONS.items()} | {"autumn": "23"}
_MANY = {"keywords": ", ", "note": ". ", "abstract": " "}


def read_ris(text: str) -> list[Entry]:
    """Return the entries of a file; raises ValueError with a sentence if it is no RIS."""
    entries: list[Entry] = []
    rows: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = _LINE.match(line.strip("\ufeff\r"))
        if match and match[1] == "ER":
            entries.append(_entry(rows))
            rows = []
        elif match:
            rows.append((match[1], (match[2] or "").strip()))
        elif rows and line.strip():
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line.strip()}")  # a long field goes on on the next line
    if rows:
        entries.append(_entry(rows))
    if not entries:
        raise ValueError("it has no works in RIS; one begins with “TY  - BOOK” and ends with “ER  -”")
    return entries


def _entry(rows: list[tuple[str, str]]) -> Entry:
    kind = next((value for tag, value in rows if tag == "TY"), "GEN")
    fields: dict[str, str] = {}
    for name, value in _fields(rows, kind):
        if name not in fields:
            fields[name] = value
        elif name in _TAKES_MANY:
            fields[name] += _MANY.get(name, " and ") + value
        else:
            more = name if name.startswith(_OTHER) else f"{_OTHER}{name}"
            fields[more] = "; ".join(filter(None, (fields.get(more, ""), value)))
    day = fields.get("x-ris-da", "")
    if day.startswith(fields.get("date", "")):
        fields["date"] = fields.pop("x-ris-da", fields.get("date", ""))
    if "x-ris-ep" in fields and "pages" in fields:
        fields["pages"] += f"--{fields.pop('x-ris-ep')}"
    return made_entry(_TYPES.get(kind, "misc"), next((v for tag, v in rows if tag == "ID"), ""), fields)


_OTHER = "x-ris-"  # what there is no field for
_TAKES_MANY = frozenset(_PEOPLE.values()) | frozenset(_MANY)


def _fields(rows: list[tuple[str, str]], kind: str) -> Iterator[tuple[str, str]]:
    if kind in _SUBTYPES:
        yield "entrysubtype", _SUBTYPES[kind]
    for tag, value in rows:
        if tag in {"TY", "ID"} or not value:
            continue
        if tag in _PEOPLE:
            yield _role(tag, kind), _name(value)
        elif tag in {"PY", "Y1", "DA"}:
            yield "date" if tag != "DA" else "x-ris-da", _date(value)
        elif tag in {"JO", "JF", "T2", "BT", "JA", "J2"}:
            held = "journal" if kind in _IN_JOURNAL else "booktitle" if kind in _IN_BOOK else "series"
            yield (held if tag not in {"JA", "J2"} else "journalabbreviation"), in_tex(value)
        elif tag in {"SP", "EP"}:
            yield ("pages" if tag == "SP" else "x-ris-ep"), in_tex(value).replace("–", "--")
        elif tag == "SN":
            yield ("issn" if kind in _IN_JOURNAL else "isbn"), value
        elif tag == "Y2":
            yield "urldate", _date(value)
        elif tag == "PB" and kind in {"THES", "RPRT"}:
            yield "institution", in_tex(value)
        elif tag in _FIELDS:
            yield _FIELDS[tag], value if tag in {"DO", "UR", "L1", "L2"} else in_tex(value)
        else:
            yield f"x-ris-{tag.lower()}", in_tex(value)


def _role(tag: str, kind: str) -> str:
    """Return what a person is; A2 of a book and A3 of a part of one are the editors of its series."""
    if (tag == "A2" and kind in _WHOLE) or (tag == "A3" and kind in _IN_BOOK):
        return f"x-ris-{tag.lower()}"
    return _PEOPLE[tag]


def _name(value: str) -> str:
    """Return `Last, First, Suffix` as BibTeX has it; a name without a comma is that of a body."""
    last, *rest = (in_tex(part) for part in value.split(","))
    if len(rest) == 2:
        return f"{last.strip()}, {rest[1].strip()}, {rest[0].strip()}"
    return in_tex(value) if rest else f"{{{in_tex(value)}}}"


def _date(value: str) -> str:
    """Return 2001/05/06/ or 2001///Spring as a date in EDTF."""
    year, *_, more = [*value.split("/"), ""][:4]
    season = _SEASONS.get(more.strip().lower(), "")
    if season and year.strip().isdigit():
        return f"{int(year):04}-{season}"
    parts = [part for part in value.split("/")[:3] if part.strip().isdigit()]
    return "-".join(f"{int(n):0{4 if at == 0 else 2}}" for at, n in enumerate(parts)) or in_tex(value)
