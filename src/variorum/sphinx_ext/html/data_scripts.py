"""Data that a page reads as classic scripts that set a global value: nothing else can be loaded from a folder."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable, Iterator
from pathlib import Path

from variorum.search.packing import dumped


def write_value(path: Path, target: str, data: object) -> None:
    """Write data as a script that assigns it to `target`; an unchanged file keeps its time.

    A member of a mapping that is an iterator is written item by item, so that it is never whole in memory.
    """
    write_script(path, (part for parts in ([f"{target}="], _json(data), [";\n"]) for part in parts))


def write_script(path: Path, parts: Iterable[str]) -> None:
    """Write a script whole or not at all; an unchanged file keeps its time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.variorum-new")
    new.unlink(missing_ok=True)  # of a build that was killed
    with new.open("x", encoding="utf-8", newline="") as file:
        file.writelines(parts)
    if path.exists() and filecmp.cmp(path, new, shallow=False):
        new.unlink()
    else:
        new.replace(path)


def begins_with(path: Path, line: str) -> bool:
    """Whether a script begins with a line that says what it was made from; scripts are written whole or not at all."""
    try:
        with path.open("rb") as file:
            return file.read(len(line.encode())) == line.encode()
    except OSError:
        return False


def words_behind(path: Path, beginning: str) -> list[str] | None:
    """Return the words behind the beginning of a script, to the end of its line; None if it does not begin so."""
    own = beginning.encode()
    try:
        with path.open("rb") as file:
            return file.readline().decode().split() if file.read(len(own)) == own else None
    except (OSError, UnicodeDecodeError):
        return None


def utf16(text: str, at: int) -> int:
    """Return where a code point stands, counted in UTF-16 units."""
    before = text[:at]
    return at if max(before, default="") <= "\uffff" else at + sum(c > "\uffff" for c in before)


def _json(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for number, (key, value) in enumerate(data.items()):
            yield f"{',' if number else '{'}{dumped(key)}:"
            yield from _json(value)
        yield "}" if data else "{}"
    elif isinstance(data, Iterator):
        yield "["
        for number, item in enumerate(data):
            yield f",{dumped(item)}" if number else dumped(item)
        yield "]"
    else:
        yield dumped(data)
