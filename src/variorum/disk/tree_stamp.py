"""Whether folders and files are as they were: what lies there in, one digest of it out.

A file is known by its size, its times and its number on the disk, as git knows what it has not to read again. A file
that was written just before it was looked at may be written once more without any of them changing; of such a file the
bytes are read. Windows keeps no time that nobody can set back, so that there the bytes of every file are read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SETTLED_NS = 2_000_000_000  # the coarsest clock of a disk (FAT) ticks every two seconds
_TIMES_TELL = os.name == "posix"


class UntoldError(Exception):
    """There is a link to a folder, which may lead anywhere, or something that cannot be looked at."""


@dataclass(frozen=True, slots=True)
class TreeStamp:
    """What lay in some places at one time."""

    digest: str  # of all names, sizes, times
    fresh: tuple[str, ...]  # files whose bytes went into the digest, for their times tell nothing yet


def state_of(status: os.stat_result) -> list[int]:
    """Return what tells, without its bytes, that a file is as it was; nothing where only these tell it."""
    if not _TIMES_TELL or not _is_settled(status, time.time_ns()):
        return []
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _is_settled(status: os.stat_result, now: int) -> bool:
    """Whether a file that is written once more gets another time, seen from a moment before it was looked at."""
    return max(status.st_mtime_ns, status.st_ctime_ns) <= now - _SETTLED_NS


def stamp(*places: str, fresh: tuple[str, ...] | None = None) -> TreeStamp:
    """Return what lies in folders with all below them, and files; a place that ends in `/.` is a folder without more.

    Take it before what lies there is read. To compare with an earlier stamp, give its `fresh`. Raises `UntoldError`.
    """
    now = time.time_ns()
    told = fresh if fresh is None else frozenset(fresh)

    def is_fresh(path: str, status: os.stat_result) -> bool:
        if told is not None:
            return path in told
        return not (_TIMES_TELL and _is_settled(status, now))

    found = hashlib.blake2b(digest_size=20)
    read: list[str] = []
    try:
        for place in places:
            for line in _lines(place, is_fresh, read):
                found.update(line.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise UntoldError(str(error)) from error
    return TreeStamp(found.hexdigest(), tuple(read))


def _lines(place: str, is_fresh: Callable[[str, os.stat_result], bool], read: list[str]) -> Iterator[str]:
    """Yield a line for each thing of a place, in the order of the names; note the files that are read."""
    folder = place.removesuffix("/.")
    alone = folder != place
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        yield f"{folder}\0gone\n"
        return
    if stat.S_ISLNK(status.st_mode):
        raise UntoldError(folder)
    if not stat.S_ISDIR(status.st_mode):
        yield _line(folder, status, is_fresh, read)
        return
    yield f"{folder}\0{status.st_mode}\n"
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_symlink():
            yield _line_of_link(entry.path, is_fresh, read, alone=alone)
        elif not entry.is_dir(follow_symlinks=False):
            yield _line(entry.path, entry.stat(follow_symlinks=False), is_fresh, read)
        elif alone:
            yield f"{entry.path}\0{entry.stat(follow_symlinks=False).st_mode}\n"
        elif entry.name != "__pycache__":
            yield from _lines(entry.path, is_fresh, read)


def _line_of_link(path: str, is_fresh: Callable[[str, os.stat_result], bool], read: list[str], *, alone: bool) -> str:
    """Return where a link leads, and the line of the file that it leads to."""
    end = os.path.realpath(path)
    if not os.path.exists(end):  # noqa: PTH110 -- a Path of each would take longer
        return f"{path}\0{end} gone\n"
    if os.path.isdir(end):  # noqa: PTH112
        if not alone:
            raise UntoldError(path)
        return f"{path}\0{end}\n"
    return f"{path}\0{_line(end, os.stat(end), is_fresh, read)}"  # noqa: PTH116


def _line(path: str, status: os.stat_result, is_fresh: Callable[[str, os.stat_result], bool], read: list[str]) -> str:
    held = ""
    if stat.S_ISREG(status.st_mode) and is_fresh(path, status):
        with Path(path).open("rb") as file:
            held = hashlib.file_digest(file, "sha256").hexdigest()
        read.append(path)
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}" if _TIMES_TELL else ""
    return f"{path}\0{status.st_mode} {status.st_size} {times} {status.st_ino} {held}\n"
