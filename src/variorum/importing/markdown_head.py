"""The head of a Markdown file: its text in, the head and what it says, and the text below it out.

A head is what stands between three dashes on the first line and three dashes or dots, if it begins with a key. It tells
of the file, so none of it is text; pandoc would take it for a table. Its YAML is read as strictly as that of a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from variorum.importing.witness import Named
from variorum.reading.files import Refused
from variorum.reading.frontmatter import Value, read_mapping

_HEAD = re.compile(r"---[ \t]*\r?\n([\w-]+:(?=\s).*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_CALLED = "the head of the file"


@dataclass(frozen=True, slots=True)
class Head:
    """What a Markdown file says of itself, apart from its text."""

    named: Named
    language: str  # as it is written there; "" if nothing is
    letters: str  # all that stands in the head, its lines of dashes too
    fault: str = ""  # what to do where it cannot be read


def head_and_text(text: str) -> tuple[Head | None, str]:
    """Return the head of a file, None if it has none, and the text below it."""
    found = _HEAD.match(text)
    if found is None:
        return None, text
    fault = ""
    said: Mapping[str, Value] = {}
    try:
        said = read_mapping(_CALLED, found[1])
    except Refused as refused:
        line, message = refused.problem.line, refused.problem.message
        fault = f"line {line} of the file: {_CALLED} cannot be read ({message}); say title, language and origin here"
    title, date = (" ".join(_words(said.get(key))) for key in ("title", "date"))
    named = Named(title, _CALLED, tuple(_words(said.get("author"))), date)
    language = next((word for key in ("lang", "language") for word in _words(said.get(key))), "")
    return Head(named, language, found[0], fault), text[found.end() :]


def _words(value: Value | None) -> Iterator[str]:
    """Yield the strings of a value, each in one line; of what has parts (`name:`, `affiliation:`) its name."""
    content = value.content if value else ""
    if isinstance(content, str):
        yield from filter(None, [" ".join(content.split())])
    elif isinstance(content, Mapping):
        yield from _words(content.get("name"))
    else:
        for one in content:
            yield from _words(one)
