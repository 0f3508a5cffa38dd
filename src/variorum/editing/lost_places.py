"""What points at a passage that a correction has taken away, or stands in an order that it has changed.

Nothing of this can be proposed or written: an editor has to say what is meant now. In: the source as it was, its new
outline, the files of the edition; out: lines of files, each with what is wrong there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from variorum.editing.outline_carrying import NewOutline
from variorum.editing.renaming import files_with_roles
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source
from variorum.reading.files import Refused, is_there, read_bytes
from variorum.reading.layer import NAME as LAYER
from variorum.reading.layer import rows_of

_ROLE = re.compile(r"\{passage\}(`+)(.+?)\1(?!`)", re.DOTALL)
_WITH_WORDS = re.compile(r".*<([^<>]+)>\s*", re.DOTALL)  # `words <No 12>`


@dataclass(frozen=True, slots=True)
class Lost:
    """A place that somebody has to look at."""

    path: str
    line: int
    message: str


def lost_places(root: Path, before: Source, outline: NewOutline) -> Iterator[Lost]:
    """Yield roles that lead to a passage that is gone, and rows of the layer that call a note that is."""
    now = replace(before, passages=outline.passages, layer=())
    for path in files_with_roles(root):
        if is_there(root, path) and "{passage}" in (text := _text(root, path)):
            yield from _roles(path, text, before, now, outline)
    path = f"sources/{before.id}/{LAYER}"
    if is_there(root, path):
        rows, _ = rows_of(path, _text(root, path).encode())
        for row in (r for r in rows if r.feature == "note"):
            was, note = before.passage(row.value), now.passage(row.value)
            if was is not None and (note is None or note.kind is not PassageKind.FOOTNOTE):
                yield Lost(path, row.line, f"it calls the note {row.value}, which is gone{_hint(row.value, outline)}")


def _roles(path: str, text: str, before: Source, now: Source, outline: NewOutline) -> Iterator[Lost]:
    for role in _ROLE.finditer(text):
        named = _WITH_WORDS.fullmatch(role[2])
        target = (named[1] if named else role[2]).strip()
        mark, _, locus = " ".join(target.split()).partition(" ")
        if mark in {before.siglum, before.id} and before.passages_at(locus) and not now.passages_at(locus):
            line = text.count("\n", 0, role.start()) + 1
            gone = [p.locus for p in before.passages_at(locus) if now.passage(p.locus) is None]
            hint = _hint(gone[0], outline) if gone else ""
            yield Lost(path, line, f"it leads to {target}, which is gone{hint}")


def _hint(locus: str, outline: NewOutline) -> str:
    """Return where the words of a passage that is gone are now, if they are somewhere."""
    heirs = [heir for heir in outline.heirs.get(locus, ()) if heir != locus]
    return f"; words of {locus} are in {', '.join(heirs)} now" if heirs else ""


def out_of_order(path: str, rows: Iterable[tuple[int, Passage]], passages: Sequence[Passage]) -> Iterator[Lost]:
    """Yield the divisions that do not stand after the one before them: each with its line and its passage now."""
    order = {passage.locus: number for number, passage in enumerate(passages)}
    last = ""
    for line, passage in rows:
        if last and order.get(passage.locus, 0) <= order.get(last, 0):
            yield Lost(path, line, f"{passage.locus} does not stand after {last} now; keep the order of the text")
        else:
            last = passage.locus


def _text(root: Path, path: str) -> str:
    try:
        return read_bytes(root, path, MAX_TEXT_BYTES).decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except (Refused, UnicodeDecodeError):
        return ""  # check names it
