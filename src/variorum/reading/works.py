"""references.bib in, its Works out; the parsing is pybtex's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.model.limits import MAX_BIBLIOGRAPHY_BYTES, MAX_FIELD_CHARS, MAX_PERSONS, MAX_WORKS
from variorum.model.problems import Problem
from variorum.model.works import Person, Work
from variorum.reading.files import (
    ParseCache,
    Refused,
    decode_contribution,
    digest_of,
    is_there,
    line_counter,
    line_end_hints,
    read_bytes,
)

if TYPE_CHECKING:
    from pybtex.database import Entry

PATH = "references.bib"
_ENTRY = re.compile(r"^[ \t]*@(?!string|comment|preamble)\w+\s*\{\s*([^,\s]+)\s*,", re.MULTILINE | re.IGNORECASE)
_STRINGS = re.compile(r"@\s*(?:string|preamble)\b", re.IGNORECASE)
_TEX = re.compile(r"[\\{}$~]|--|``|''")
_MORE_THAN_BRACES = re.compile(r"[^\w\s{}().:;/\[\]–—“”‘’«»…]|[.:;]{2}|`")
# What takes long to read, counted before anything is read: sign, most of them in a file, what they are.
_COSTLY = (
    (re.compile("="), 40_000, "fields"),
    (re.compile(r"\sand(?=\s)"), 10_000, "names"),
    (re.compile(r"\\"), 10_000, "commands of TeX"),
    (re.compile("{"), 100_000, "braces"),
    (re.compile("#"), 10_000, "signs #"),
)
_RAW = {"url", "doi"}  # read as they are: a tilde in an address is a tilde


def read_works(root: Path, cache: ParseCache) -> tuple[dict[str, Work], list[Problem]]:
    """Read the bibliography; an edition without references.bib has no works, and that is no Problem."""
    if not is_there(root, PATH):
        return {}, []
    try:
        data = read_bytes(root, PATH, MAX_BIBLIOGRAPHY_BYTES)
        works, problems = cache.recall(PATH, digest_of(data), lambda: _read_works(data))
    except Refused as refused:
        return {}, [refused.problem]
    return works, [*line_end_hints(PATH, data), *problems]


def _read_works(data: bytes) -> tuple[dict[str, Work], tuple[Problem, ...]]:
    from pybtex.database import BibliographyDataError, parse_string
    from pybtex.exceptions import PybtexError
    from pybtex.scanner import PybtexSyntaxError

    text = decode_contribution(PATH, data)
    bomb = _STRINGS.search(text)
    if bomb:
        message = "@string is not read, because a few lines of it can make gigabytes; write the words into the fields"
        raise Refused(PATH, text.count("\n", 0, bomb.start()) + 1, "bibliography-broken", message)
    line_of = line_counter(text)
    for sign, most, what in _COSTLY:
        met = list(islice(sign.finditer(text), most, None))
        if met:
            message = f"more than {most:,} {what}; write letters instead of TeX, or take out what nobody cites"
            raise Refused(PATH, line_of(met[0].start()), "bibliography-broken", message)
    starts = [(match[1], line_of(match.start(1))) for match in _ENTRY.finditer(text)]
    if len(starts) > MAX_WORKS:
        message = f"more than {MAX_WORKS:,} works; take out those that nobody cites"
        raise Refused(PATH, starts[MAX_WORKS][1], "bibliography-broken", message)
    lines = dict(starts)
    try:
        entries = parse_string(text, "bibtex").entries
    except PybtexSyntaxError as error:
        raise Refused(PATH, error.lineno or 1, "bibliography-broken", f"{error}; look for a brace or comma") from error
    except BibliographyDataError as error:
        raise Refused(
            PATH, _line_of_repeated(text), "bibliography-broken", f"{error}; each key must stand only once"
        ) from error
    except (PybtexError, RecursionError) as error:
        raise Refused(PATH, 1, "bibliography-broken", f"{error}") from error
    if text.strip() and not entries:
        raise Refused(PATH, 1, "bibliography-broken", "there is no entry in it; an entry begins with @book{Key2001,")
    for key, entry in entries.items():
        _refuse_excess(entry, lines.get(key, 1))
    written = _texts(text)
    works = {key: work_of(entry, lines.get(key, 1), written.get(key, "")) for key, entry in entries.items()}
    lost = [key for key in written if key not in works]
    message = "is not read as an entry of its own; a brace is missing in the entry before it"
    return works, tuple(Problem(PATH, lines[key], "bibliography-broken", f"{key} {message}") for key in lost)


def _line_of_repeated(text: str) -> int:
    """Return the line on which a key stands for the second time, upper and lower case counting as the same."""
    met: set[str] = set()
    for match in _ENTRY.finditer(text):
        if match[1].casefold() in met:
            return text.count("\n", 0, match.start(1)) + 1
        met.add(match[1].casefold())
    return 1


def _refuse_excess(entry: Entry, line: int) -> None:
    """Raise `Refused` for an entry that would take long to read; sphinxcontrib-bibtex must not meet it either."""
    for role, people in entry.persons.items():
        if len(people) > MAX_PERSONS:
            message = f"{len(people):,} names in “{role}” of {entry.key}; at most {MAX_PERSONS} are read"
            raise Refused(PATH, line, "bibliography-broken", message)
    for name, value in entry.fields.items():
        if len(value) > MAX_FIELD_CHARS:
            message = f"{len(value):,} characters in “{name}” of {entry.key}; at most {MAX_FIELD_CHARS:,} are read"
            raise Refused(PATH, line, "bibliography-broken", message)


def _texts(text: str) -> dict[str, str]:
    """Return each entry as it stands in the file, without what stands between the entries."""
    starts = [(match[1], match.start()) for match in _ENTRY.finditer(text)]
    ends = [*(start for _, start in starts), len(text)][1:]
    return {
        key: text[start : text.rindex("}", start, end) + 1].strip()
        for (key, start), end in zip(starts, ends, strict=True)
        if "}" in text[start:end]
    }


def work_of(entry: Entry, line: int = 1, text: str = "") -> Work:
    """Return the Work that an entry describes: persons split into names, TeX turned into plain text.

    `text` is the entry as it stands in the file.
    """
    raw: Mapping[str, str] = dict(entry.fields.items())
    fields = {
        name.lower(): value if name.lower() in _RAW else _text_of(value)
        for name, value in raw.items()
        if name.lower() not in {"translator", "authortranslit"}
    }
    authors, editors = (tuple(_person(p) for p in entry.persons.get(role, ())) for role in ("author", "editor"))
    translators, transliterated = (_people(raw.get(name, "")) for name in ("translator", "authortranslit"))
    fields = {name: value for name, value in fields.items() if value}
    digest = digest_of(
        entry.key, entry.type, repr(sorted(fields.items())), repr((authors, editors, translators, transliterated)), text
    )
    return Work(
        key=entry.key,
        path=PATH,
        line=line,
        type=entry.type.lower(),
        fields=fields,
        authors=authors,
        editors=editors,
        translators=translators,
        transliterated=transliterated,
        text=text,
        digest=digest,
    )


def _people(text: str) -> tuple[Person, ...]:
    from pybtex.database import Person as Parsed
    from pybtex.database.input.bibtex import split_name_list

    return tuple(_person(Parsed(name)) for name in split_name_list(text)) if text else ()


def _person(person: object) -> Person:
    """Return a person of pybtex' as ours: `von` belongs to the last name, `Jr.` to the first names."""
    part = {
        kind: " ".join(_text_of(p) for p in getattr(person, f"{kind}_names"))
        for kind in ("prelast", "last", "lineage", "first", "middle")
    }
    first = " ".join(filter(None, (part["first"], part["middle"])))
    return Person(
        last=" ".join(filter(None, (part["prelast"], part["last"]))),
        first=", ".join(filter(None, (first, part["lineage"]))),
    )


def _text_of(raw: str) -> str:
    """Return a field without TeX: braces gone, accents and dashes made letters. Most fields have none and stay."""
    text = " ".join(raw.split())
    if not _TEX.search(text):
        return text
    if not _MORE_THAN_BRACES.search(text):
        return text.replace("{", "").replace("}", "")
    from pybtex.exceptions import PybtexError
    from pybtex.richtext import Text

    try:
        latex = str(Text.from_latex(text))
    except (PybtexError, UnicodeError, RecursionError):  # `\{`, or a backslash at the end: shown as it is written
        latex = text.replace("{", "").replace("}", "")
    shown = latex.replace("~", "\u00a0").replace("``", "“").replace("''", "”")
    return shown.replace("---", "—").replace("--", "–")
