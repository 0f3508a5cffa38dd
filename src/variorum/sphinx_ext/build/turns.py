"""One build at a time in a folder: a second one that reads or writes the same folders waits for the first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from variorum.disk.folder_lock import FolderLock

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Builds of this process; one that was begun and never ended lets go when it is forgotten.
_held: WeakKeyDictionary[Sphinx, list[FolderLock]] = WeakKeyDictionary()


def take_turn(app: Sphinx) -> None:
    """Wait until nobody else builds with these doctrees or into this folder; say so if that takes time.

    Builds of one process do not wait for one another: Sphinx runs one after the other there.
    """
    ours = {lock.folder for locks in _held.values() for lock in locks}
    folders = {Path(app.doctreedir).resolve(), Path(app.outdir).resolve()} - ours
    locks = _held.setdefault(app, [])
    for folder in sorted(folders):  # in one order, so that no two wait for each other
        locks.append(FolderLock(folder, before_waiting=lambda folder=folder: _say_waiting(folder)))  # type: ignore[misc]


def end_turn(app: Sphinx) -> None:
    """Let the next build in."""
    for lock in reversed(_held.pop(app, [])):  # whoever waits for the first finds the others free
        lock.release()


def _say_waiting(folder: Path) -> None:
    """Say it on the terminal: as a warning it would fail a build with -W, as a message it would be lost with -q."""
    print(f"Another build is at work in {folder}; waiting until it has ended.", file=sys.stderr, flush=True)
