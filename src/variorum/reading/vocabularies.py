"""The files of vocabularies/ in, the edition's own vocabularies out: what languages call numbers, months and the like.

Each is one TOML file, named by its language: `vocabularies/fi.toml`. A key that it has replaces that of the vocabulary
that we ship for the language; keys that it has not are as we have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from variorum.model.limits import MAX_TABLE_BYTES
from variorum.model.problems import Problem
from variorum.model.vocabulary import Vocabulary
from variorum.reading.files import (
    ParseCache,
    Refused,
    decode_contribution,
    digest_of,
    line_counter,
    line_end_hints,
    list_files,
    load_toml,
    read_bytes,
)
from variorum.reading.language_tags import is_language_tag, shortest_tag, what_tag
from variorum.text.language_vocabularies import TABLES, Fault, faults, made_vocabulary, meanings_alone, shipped

FOLDER = "vocabularies"
_HEAD = re.compile(rf"^[ \t]*\[[ \t]*({'|'.join(TABLES)})[ \t]*\]", re.MULTILINE)


def read_vocabularies(root: Path, cache: ParseCache) -> tuple[dict[str, Vocabulary], list[Problem]]:
    """Read the edition's own vocabularies by language; one with a fault is left out whole and ours is taken."""
    problems: list[Problem] = []
    found: dict[str, Vocabulary] = {}
    texts: dict[str, tuple[str, bytes]] = {}
    for path in list_files(root, FOLDER, r".*\.toml", problems):
        language = path.removeprefix(f"{FOLDER}/").removesuffix(".toml")
        if misnamed := _misnamed(path, language):
            problems.append(misnamed)
            continue
        try:
            data = read_bytes(root, path, MAX_TABLE_BYTES, is_listed=True)
            vocabulary, faulty = cache.recall(path, digest_of(data), partial(parse_vocabulary, path, data))
        except Refused as refused:
            problems.append(refused.problem)
            continue
        problems += (*line_end_hints(path, data), *faulty)
        if vocabulary:
            found[language] = vocabulary
            texts[language] = (path, data)
    for language, (path, data) in texts.items():
        text = decode_contribution(path, data)
        faults_ = meanings_alone(load_toml(path, text), found[language], {**shipped(), **found}.values())
        problems += (Problem(path, _line(text, fault), fault.code, fault.message) for fault in faults_)
    return found, problems


def parse_vocabulary(path: str, data: bytes) -> tuple[Vocabulary | None, tuple[Problem, ...]]:
    """Return what a file says of its language, completed by ours, and what is wrong with it; raises `Refused`."""
    text = decode_contribution(path, data)
    table = load_toml(path, text)
    problems = tuple(_problems(path, text, table))
    if problems:
        return None, problems
    return made_vocabulary(Path(path).stem, table, shipped()), ()


def _misnamed(path: str, language: str) -> Problem | None:
    """Return why a file is not named by a language, or None."""
    tongue = shortest_tag(language).partition("-")[0]
    if language == tongue and is_language_tag(language):
        return None
    meant = f"rename it {tongue}.toml" if is_language_tag(tongue) else f"its name takes {what_tag(language)}"
    return Problem(path, 1, "file-name", f"a vocabulary is named by its language, as <language>.toml; {meant}")


def _problems(path: str, text: str, table: Mapping[str, Any]) -> Iterator[Problem]:
    for fault in faults(table, shipped()):
        yield Problem(path, _line(text, fault), fault.code, fault.message)


def _line(text: str, fault: Fault) -> int:
    """Return the line of a key, or of the entry of its table; 1 if it is written in some rare way."""
    line_of = line_counter(text)
    heads = {match[1]: match for match in _HEAD.finditer(text)}
    if fault.key in heads and not fault.entry:
        return line_of(heads[fault.key].start(1))
    head = heads[fault.key].end() if fault.key in heads else 0
    key = re.escape(fault.entry if head else fault.key)
    found = re.compile(rf"^[ \t]*(?:\[+[ \t]*)?[\"']?({key})[\"']?[ \t]*[=.\]]", re.MULTILINE).search(text, head)
    return line_of(found.start(1)) if found else 1
