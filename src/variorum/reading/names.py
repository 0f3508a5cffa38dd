"""names.toml in, the edition's Names out: people, places, organisations, events and terms with their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from variorum.model.edition import NAME_KINDS, Name
from variorum.model.limits import MAX_NAMES, MAX_TABLE_BYTES
from variorum.model.problems import Problem
from variorum.reading.files import (
    ParseCache,
    Refused,
    decode_contribution,
    digest_of,
    is_there,
    line_counter,
    line_end_hints,
    load_toml,
    read_bytes,
)
from variorum.reading.language_tags import is_language_tag
from variorum.text.dates import days_of, in_edtf

PATH = "names.toml"
REQUIRED = ("id", "kind", "name")
OPTIONAL = ("sort", "description", "years", "wikidata")
WORDS = ("spellings", "phrases")  # tables of words by language
KEYS = (*REQUIRED, *OPTIONAL, *WORDS)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*|")
_YEARS = re.compile(r"[-0-9/.?~%XYuE]{0,40}")
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*name[ \t]*\]\]", re.MULTILINE)


def is_name_id(text: str) -> bool:
    """Whether a text can be the id of a name."""
    return bool(_ID.fullmatch(text))


def read_names(root: Path, cache: ParseCache) -> tuple[dict[str, Name], list[Problem]]:
    """Read the names by id; an edition without names.toml has none, and that is no Problem."""
    if not is_there(root, PATH):
        return {}, []
    try:
        data = read_bytes(root, PATH, MAX_TABLE_BYTES)
        names, problems = cache.recall(PATH, digest_of(data), lambda: parse_names(data))
    except Refused as refused:
        return {}, [refused.problem]
    return names, [*line_end_hints(PATH, data), *problems]


def parse_names(data: bytes) -> tuple[dict[str, Name], tuple[Problem, ...]]:
    """Return the names that a file holds, by id, and what is wrong with it; raises `Refused`."""
    text = decode_contribution(PATH, data)
    entries = load_toml(PATH, text)
    problems = [Problem(PATH, 1, "key-unknown", f"unknown table “{k}”; write [[name]]") for k in entries if k != "name"]
    rows = entries.get("name", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(PATH, 1, "table-broken", "each name begins with a line [[name]]")
    line_of = line_counter(text)
    lines = [line_of(match.start()) for match in _HEAD.finditer(text)]
    if len(rows) > MAX_NAMES:
        message = f"more than {MAX_NAMES:,} names; take out those that no note needs"
        raise Refused(PATH, lines[min(MAX_NAMES, len(lines) - 1)] if lines else 1, "table-broken", message)
    names: dict[str, Name] = {}
    for row, line in zip(rows, lines + [1] * len(rows), strict=False):
        faults = list(_faults(row, line))
        problems += faults
        if any(fault.code != "key-unknown" for fault in faults):
            continue
        name = _name(row, line)
        if name.id in names:
            message = f"{name.id} is already on line {names[name.id].line}; give it another id, or join the two"
            problems.append(Problem(PATH, line, "id-repeated", message))
        else:
            names[name.id] = name
    return names, tuple(problems)


def _name(row: Mapping[str, Any], line: int) -> Name:
    spellings, phrases = (
        {language: tuple(words) for language, words in sorted(row.get(key, {}).items())} for key in WORDS
    )
    words = {key: str(row.get(key, "")) for key in (*REQUIRED, *OPTIONAL)}
    return Name(**words, spellings=spellings, phrases=phrases, path=PATH, line=line)


def _faults(row: Mapping[str, Any], line: int) -> Iterator[Problem]:
    """Yield what is wrong with an entry by itself."""
    for key in REQUIRED:
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield Problem(PATH, line, "key-missing", f"the name has no “{key}”; add it")
    for key, value in row.items():
        if key not in KEYS:
            known = f"the keys are {', '.join(KEYS)}"
            below = "spellings stand by language below a line [name.spellings]" if isinstance(value, list) else known
            yield Problem(PATH, line, "key-unknown", f"unknown key “{key}”; {below}")
        elif key in OPTIONAL and not isinstance(value, str):
            yield Problem(PATH, line, "value-invalid", f"“{key}” takes words in quotation marks")
    if isinstance(row.get("id"), str) and not _ID.fullmatch(row["id"]):
        yield Problem(PATH, line, "value-invalid", f"“{row['id']}” is no id; use letters a-z, digits, single hyphens")
    if isinstance(row.get("wikidata"), str) and not _WIKIDATA.fullmatch(row["wikidata"]):
        yield Problem(PATH, line, "value-invalid", f"“{row['wikidata']}” is no item of Wikidata; write Q and a number")
    if isinstance(row.get("years"), str) and not _YEARS.fullmatch(row["years"]):
        yield Problem(PATH, line, "value-invalid", f"“{row['years']}” is no date or interval; write 1878/1953")
    elif isinstance(row.get("years"), str) and (meant := _years_meant(row["years"])):
        yield Problem(PATH, line, "value-invalid", f"“{row['years']}” is no date or interval; did you mean {meant}?")
    if isinstance(row.get("kind"), str) and row["kind"] not in NAME_KINDS:
        known = ", ".join(NAME_KINDS)
        yield Problem(PATH, line, "value-invalid", f"unknown kind “{row['kind']}”; it is one of {known}")
    for key in WORDS:
        yield from _faults_of_words(key, row.get(key, {}), line)


def _years_meant(years: str) -> str:
    """Return the interval that was meant by years that are none, "" if they are one or nobody can tell."""
    return in_edtf(years) if years and days_of(years) is None else ""


def _faults_of_words(key: str, table: Any, line: int) -> Iterator[Problem]:
    if not isinstance(table, dict):
        yield Problem(PATH, line, "value-invalid", f"“{key}” is a table; write [name.{key}]")
        return
    for language, words in table.items():
        if not is_language_tag(language):
            yield Problem(PATH, line, "value-invalid", f"“{language}” is no language; use a tag such as nb or ru-Latn")
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            yield Problem(PATH, line, "value-invalid", f"the {key} in {language} are a list such as [“Lenin”]")
