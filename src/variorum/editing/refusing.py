"""A contribution that is refused: a note or parallel in, the rows out by which it is remembered with the reason.

The file itself is somebody's work and is left where it is; whoever refuses it takes it out of the edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from variorum.disk.whole_file import rewrite, write_new
from variorum.model.edition import Edition, Parallel
from variorum.model.source import Annotation
from variorum.reading.files import decode_contribution, with_line_ends_of
from variorum.reading.refusals import OF_NOTES, OF_PAIRS, PAIRS, path_of_notes
from variorum.text.excerpt import beginning

_BEGINNING = 48  # code points of the words by which one side of a pair is known


def refuse(root: Path, edition: Edition, thing: Annotation | Parallel, *, by: str, reason: str) -> str:
    """Remember that a note or parallel is refused; return the path of the table that says so now."""
    if isinstance(thing, Annotation):
        path = path_of_notes(thing.source)
        row = (thing.id, thing.range or thing.passage, thing.lemma, thing.body.plain, by, reason)
        add_rows(root, path, OF_NOTES, [row])
        return path
    rows = []
    for a, b in combinations(thing.passages, 2):
        if a.source != b.source:
            words = (beginning(item.lemma, _BEGINNING).removesuffix("…").rstrip() for item in (a, b))
            rows.append((a.source, a.passage, b.source, b.passage, by, reason, *words, thing.id))
    add_rows(root, PAIRS, OF_PAIRS, rows)
    return PAIRS


def add_rows(root: Path, path: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Add rows to a table, which is made if there is none; nothing that stands in it is changed."""
    lines = "".join("\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") + "\n" for row in rows)
    place = root / path
    if not place.exists():
        write_new(place, "\t".join(columns) + "\n" + lines)
        return
    old = place.read_bytes()
    text = decode_contribution(path, old)
    rewrite(place, with_line_ends_of(old, text + ("" if text.endswith("\n") else "\n") + lines))
