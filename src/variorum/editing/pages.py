"""On which page a note, or the first passage of a parallel, is shown: an edition's own pages in, addresses out.

The pages are read as text: which of them sets a source stands in its directives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from variorum.model.edition import Edition
from variorum.model.limits import MAX_CONTRIBUTION_BYTES
from variorum.reading.files import Refused, read_bytes

_SETS = re.compile(r"^[`:]{3,}\{source\}[ \t]*(\S+)", re.MULTILINE)


def pages_of(root: Path, edition: Edition, address: str) -> Callable[[str], str]:
    """Return a function from the path of a file to where its words stand on the built pages, "" if on none."""
    pages: dict[str, str] = {}
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        try:
            text = read_bytes(root, name, MAX_CONTRIBUTION_BYTES).decode("utf-8", "replace")
        except Refused:
            continue
        page = f"{address.rstrip('/')}/{quote(name.removeprefix('docs/').removesuffix('.md'))}.html"
        for source in _SETS.findall(text):
            pages.setdefault(source, page)

    def at(path: str) -> str:
        id_ = path.rpartition("/")[2].removesuffix(".md")
        if path.startswith("parallels/"):
            parallel = edition.parallel(id_)
            quoted = [edition.quoted(item) for item in parallel.passages] if parallel else []
            places = (f"{pages[q.source.id]}#{q.passage.anchor}" for q in quoted if q.source.id in pages)
            return next(places, "")
        note = edition.annotation(id_)
        return f"{pages[note.source]}#annotation-{id_}" if note and note.source in pages else ""

    return at
