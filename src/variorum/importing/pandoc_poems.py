"""Poems of pages and e-books: blocks of what pandoc says in, lines with their stanzas and how far they are set in out.

Pages have no element for verse; those who make them call it so by a class (`poem`, `stanza`, `i2` …), as the books of
Project Gutenberg do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_POEMS = frozenset({"poem", "poetry", "poetry-container", "verse", "verses", "lg", "stanza"})
_LINES = frozenset({"verse", "line", "l", "vers"})
_SET_IN = re.compile(r"(?:i|in|ind|indent)-?(\d{0,2})")  # i2, indent4: in half ems, as Gutenberg has it
_WIDEST = 20  # blanks by which a line is set in at most
_BLANKS = "\u00a0 \u2003\u2002"


class Line(NamedTuple):
    """A line of a poem."""

    inlines: Sequence[Mapping[str, Any]]
    indent: int  # blanks
    opens_stanza: bool


def is_poem(attributes: Any) -> bool:
    """Whether a class says that what it holds are lines of verse."""
    return not _POEMS.isdisjoint(attributes[1])


def lines_of(blocks: Sequence[Mapping[str, Any]], indent: int = 0) -> Iterator[Line | Mapping[str, Any]]:
    """Yield the lines of a poem, and whatever else stands in it as its block: a heading, a picture."""
    for block in blocks:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in {"Para", "Plain"}:
            yield from _cut(content, indent, opens_stanza=kind == "Para")
        elif kind == "LineBlock":
            yield from (Line(line, indent, number == 0) for number, line in enumerate(content))
        elif kind == "Div":
            (_, classes, _), inner = content
            further = indent + _set_in(classes)
            is_line = not _LINES.isdisjoint(classes) and all(b["t"] in {"Para", "Plain"} for b in inner)
            for number, line in enumerate(lines_of(inner, further)):
                is_first = number == 0 and not is_line
                yield line._replace(opens_stanza=is_first) if isinstance(line, Line) and (is_line or is_first) else line
        else:
            yield block


def _cut(inlines: Sequence[Mapping[str, Any]], indent: int, *, opens_stanza: bool) -> Iterator[Line]:
    lines: list[list[Mapping[str, Any]]] = [[]]
    for inline in inlines:
        inner = inline["c"][1] if inline["t"] == "Span" else []
        if inline["t"] == "LineBreak":
            lines.append([])
        elif inner and inner[-1]["t"] == "LineBreak":
            lines[-1].append({"t": "Span", "c": [inline["c"][0], inner[:-1]]})
            lines.append([])
        else:
            lines[-1].append(inline)
    for number, line in enumerate(filter(any, (_bare(line) for line in lines))):
        own = _set_in(line[0]["c"][0][1]) if line[0]["t"] == "Span" else 0
        yield Line(line, min(indent + own + _blanks(line[0]), _WIDEST), opens_stanza and number == 0)


def _bare(line: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return a line without the white space at its beginning."""
    while line and line[0]["t"] in {"Space", "SoftBreak"}:
        line = line[1:]
    return line


def _set_in(classes: Sequence[str]) -> int:
    found = [match for name in classes if (match := _SET_IN.fullmatch(name))]
    return min(int(found[0][1] or 2), _WIDEST) if found else 0


def _blanks(inline: Mapping[str, Any]) -> int:
    """Return how many blanks that a page shows stand at the beginning of a line."""
    while inline["t"] in {"Span", "Emph", "Strong"}:
        inner = inline["c"][1] if inline["t"] == "Span" else inline["c"]
        if not inner:
            return 0
        inline = inner[0]
    words = str(inline["c"]) if inline["t"] == "Str" else ""
    return len(words) - len(words.lstrip(_BLANKS))
