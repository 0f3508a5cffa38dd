"""What the last check of a folder found, for as long as nothing has changed there: the folder in, its `Findings` out.

One small file for each edition lies in the user's own folder for caches, never in the edition. It holds the digest of
all that a check depends on: the files and folders that are read, the software, the packages beside it, the Python and
the user that run it. Where any of them differs, or the file is missing, damaged or another user's, all is checked anew.
Where it cannot be written nothing is said: it only saves time.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import variorum
from variorum.disk.tree_stamp import TreeStamp, UntoldError, stamp
from variorum.disk.whole_file import write_whole
from variorum.model.problems import Problem

_READ = ("sources", "parallels", "vocabularies")  # folders of an edition that are read with all below them
_KEPT = 50  # editions of which there is a record; those checked longest ago are forgotten


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check has to say."""

    problems: tuple[Problem, ...]
    counted: str  # what was looked at, e.g. "5 sources, 877 annotations, 239 parallels, 356 works"


def stamp_of(edition: Path) -> TreeStamp | None:
    """Return what a check of the edition depends on, as it is now; None if it cannot be told."""
    try:
        return stamp(*_places(edition))
    except UntoldError:
        return None


def recall(edition: Path) -> Findings | None:
    """Return what the last check found, if it would find the same now."""
    try:
        made, fresh, rows, counted = json.loads(_read_own(_path(edition)))
        now = stamp(*_places(edition), fresh=tuple(fresh))
        if made != _signed(now):
            return None
        findings = Findings(tuple(Problem(*row) for row in rows), counted)
        if fresh:  # their times tell by now, so that they need not be read the next time
            remember(edition, stamp_of(edition), findings, after=now)
    except (OSError, RuntimeError, UntoldError, ValueError, TypeError):
        return None
    return findings


def remember(edition: Path, looked_at: TreeStamp | None, findings: Findings, *, after: TreeStamp | None = None) -> None:
    """Keep what a check found; `looked_at` is the stamp from before it began."""
    if looked_at is None:
        return
    rows = [[p.path, p.line, p.code, p.message, p.waits_for] for p in findings.problems]
    try:
        if after and stamp(*_places(edition), fresh=after.fresh) != after:  # it was changed in between
            return
        path = _path(edition)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, json.dumps([_signed(looked_at), looked_at.fresh, rows, findings.counted]))
        path.chmod(0o600)
        _forget_oldest(path.parent)
    except (OSError, RuntimeError, UntoldError):  # no home, none that can be written to, a disk that is full
        return


def _places(edition: Path) -> Iterator[str]:
    root = os.path.realpath(edition)
    yield f"{root}/."
    yield from (f"{root}/{folder}" for folder in _READ)
    yield os.path.dirname(variorum.__file__)  # noqa: PTH120 -- all that is read here is text
    for folder in sys.path[1:]:  # where packages come and go; the first is the folder of the command
        if os.path.isdir(folder):  # noqa: PTH112
            yield f"{os.path.realpath(folder)}/."


def _signed(looked_at: TreeStamp) -> str:
    user = os.geteuid() if hasattr(os, "geteuid") else 0  # another may not read the same files
    return blake2b(f"{looked_at.digest} {sys.version} {sys.flags} {user}".encode(), digest_size=20).hexdigest()


def _path(edition: Path) -> Path:
    name = blake2b(os.fsencode(os.path.realpath(edition)), digest_size=16).hexdigest()
    return _folder() / f"{name}.json"


def _folder() -> Path:
    """Return the user's folder for what can be made again, as each system has it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path("~/AppData/Local").expanduser()
    elif sys.platform == "darwin":
        base = Path("~/Library/Caches").expanduser()
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(base) / "variorum" / "checks"


def _read_own(path: Path) -> bytes:
    """Return a file that only this user can have written; raises `OSError` for any other."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        theirs = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022)
        if theirs or not stat.S_ISREG(status.st_mode):
            raise PermissionError(str(path))
        return file.read()


def _forget_oldest(folder: Path) -> None:
    records = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in records[:-_KEPT]:
        path.unlink(missing_ok=True)
