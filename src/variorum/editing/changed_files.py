"""Which files are otherwise than in an earlier version of the edition, and what they said then.

A note that went and another that came with nearly the same words are one that was renamed; so is one that says of
itself what it was called (`formerly`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from variorum.editing.git_version import Version
from variorum.model.edition import Edition, Parallel
from variorum.model.source import Annotation
from variorum.reading.contributions import parse_annotation, parse_parallel
from variorum.reading.files import Refused

T = TypeVar("T")
LIKE = 0.6  # how much of its words a note that got another name has kept
CONTRIBUTION = re.compile(r"sources/[^/]+/annotations/[^/]+\.md|parallels/[^/]+\.md")
TRANSLATION = re.compile(r"sources/([^/]+)/translation\.[^/]+\.md")


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is otherwise than it was."""

    state: str  # A | M | D, or R: it was called otherwise
    path: str
    was: str = ""  # its old path, if it had another

    @property
    def old_path(self) -> str:
        """Where it stood."""
        return self.was or self.path


def changes_since(edition: Edition, base: Version) -> list[Change]:
    """Return what is otherwise than in an earlier version, in the order of the paths, with what got another name."""
    told = sorted({Change(state, path) for state, path in base.changed(".")}, key=lambda change: change.path)
    return _with_renames(edition, told, base)


def _with_renames(edition: Edition, changed: Sequence[Change], base: Version) -> list[Change]:
    """Return the changes; of a note that went and one that came with the same words, one that was renamed."""
    deleted = [c.path for c in changed if c.state == "D" and CONTRIBUTION.fullmatch(c.path)]
    gone = {path: note for path in deleted if (note := old_note(path, base))}
    there, found = things(edition), dict[str, Change]()
    for change in changed:
        new = there.get(change.path) if change.state == "A" else None
        was = next((path for path, old in gone.items() if new and _is_renamed(old, new)), "")
        if was:
            del gone[was]
            found[change.path] = Change("R", change.path, was)
    renamed = {change.was for change in found.values()}
    return [found.get(c.path, c) for c in changed if c.path not in renamed]


def _is_renamed(old: Annotation | Parallel, new: Annotation | Parallel) -> bool:
    if type(old) is not type(new):
        return False
    if old.id in new.formerly:
        return True
    a, b = (thing.body.plain.split() for thing in (old, new))
    like = SequenceMatcher(None, a, b, autojunk=False)
    return a == b or (like.quick_ratio() >= LIKE and like.ratio() >= LIKE)


def things(edition: Edition) -> dict[str, Annotation | Parallel]:
    """Return each note and parallel by its path."""
    notes: dict[str, Annotation | Parallel] = {a.path: a for s in edition.sources for a in s.annotations}
    return notes | {p.path: p for p in edition.parallels}


def old_note(path: str, base: Version) -> Annotation | Parallel | None:
    """Return a note or parallel as it was; None if it was not there, or could not be read."""
    data = base.read(path)
    if data is None:
        return None
    try:
        return parse_parallel(path, data) if path.startswith("parallels/") else parse_annotation(path, data)
    except Refused:
        return None


def old_version(path: str, base: Version, read: Callable[[bytes], T], otherwise: T) -> T:
    """Return what a file said, in the words of `read`; what it would be without the file if it cannot be read."""
    data = base.read(path)
    try:
        return otherwise if data is None else read(data)
    except Refused:
        return otherwise
