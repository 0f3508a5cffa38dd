"""A table that may lie beside a source's text in, what it says of the text out: read anew when either has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.reading.files import ParseCache, Refused, digest_of, is_there, line_end_hints, read_bytes

T = TypeVar("T")


class Beside(NamedTuple, Generic[T]):
    """What a table beside a source holds."""

    found: tuple[T, ...]  # () if there is no such file, or none that can be read
    problems: list[Problem]
    digest: str  # of the table and of the source that it was read for; that of the source where nothing was read


def read_beside(
    root: Path,
    source: Source,
    name: str,
    limit: int,
    parse: Callable[[str, bytes, Source], tuple[tuple[T, ...], tuple[Problem, ...]]],
    cache: ParseCache,
) -> Beside[T]:
    """Read `sources/<id>/<name>`, of at most `limit` bytes; that there is no such file is no Problem.

    `parse` is given its path, its bytes and the source, whose passages the rows name.
    """
    path = f"sources/{source.id}/{name}"
    if not is_there(root, path):
        return Beside((), [], source.digest)
    try:
        data = read_bytes(root, path, limit)
        known = digest_of(data, source.digest)
        found, problems = cache.recall(path, known, lambda: parse(path, data, source))
    except Refused as refused:
        return Beside((), [refused.problem], source.digest)
    return Beside(found, [*line_end_hints(path, data), *problems], known)
