"""references.bib in, its Works out; the parsing is pybtex's."""

from __future__ import annotations

import re
from pathlib import Path

from variorum.model import Problem, Work
from variorum.reading.files import TEXT_LIMIT, Memory, Refused, decode_contribution, digest_of, read_bytes

PATH = "references.bib"
_ENTRY = re.compile(r"^\s*@(?!string|comment|preamble)\w+\s*\{\s*([^,\s]+)\s*,", re.MULTILINE | re.IGNORECASE)


def read_works(root: Path, memory: Memory) -> tuple[dict[str, Work], list[Problem]]:
    """Read the bibliography; an edition without references.bib has no works, and that is no Problem."""
    if not (root / PATH).exists():
        return {}, []
    try:
        data = read_bytes(root, PATH, TEXT_LIMIT)
        works, problems = memory.recall(PATH, digest_of(data), lambda: _read_works(data))
    except Refused as refused:
        return {}, [refused.problem]
    return works, list(problems)


def _read_works(data: bytes) -> tuple[dict[str, Work], tuple[Problem, ...]]:
    from pybtex.database import BibliographyDataError, parse_string
    from pybtex.scanner import PybtexSyntaxError

    text = decode_contribution(PATH, data)
    try:
        entries = parse_string(text, "bibtex").entries
    except PybtexSyntaxError as error:
        raise Refused(PATH, error.lineno or 1, "bibliography-broken", f"{error}; look for a brace or comma") from error
    except BibliographyDataError as error:
        raise Refused(PATH, 1, "bibliography-broken", f"{error}; each key must stand only once") from error
    lines = {match[1]: text.count("\n", 0, match.start(1)) + 1 for match in _ENTRY.finditer(text)}
    return {key: Work(key, PATH, lines.get(key, 1)) for key in entries}, ()
