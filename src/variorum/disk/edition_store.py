"""The folder in which published editions stand: each in a folder named for what it holds, with a list of its files.

`PLACE` is a link to one of them. Beside each folder lies `<name>.sha256`, the digests of all its files, which
`sha256sum -c` understands; the name is the digest of that list. So it can be told at any time whether a folder is
still what was published, and only such a folder is ever deleted.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from variorum.disk.whole_file import write_whole

WORKSHOP = ".variorum-unfinished-"  # how the folder of a publishing that has not ended is called
_NAME = re.compile(r"([0-9a-f]{16})(?:-\d+)?")

_FEW_FILES = 5  # free at most, when a builder that found none has given back its own last ones


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, which everybody may enter, whatever the umask."""
    for place in (*reversed(folder.parents), folder):
        if not place.is_dir():
            place.mkdir()
            place.chmod(place.stat().st_mode | 0o755)


def list_of(folder: Path) -> str:
    """Return the digests of all files in a folder, one a line; a link counts as what it says."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(_digests(folder)))


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_symlink():
            yield path.relative_to(folder).as_posix(), hashlib.sha256(os.fsencode(path.readlink())).hexdigest()
        elif path.is_file():
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def led_to(place: Path) -> Path:
    """Return where PLACE leads to, be it there or not; of a link that leads to itself, the link."""
    return Path(os.path.realpath(place))


def add(store: Path, made: Path) -> Path:
    """Move a folder of pages into the store and return where it stands; an equal one that stands there is used."""
    files = list_of(made)
    name = hashlib.sha256(files.encode()).hexdigest()[:16]
    write_whole(_list_path(store, name), files)
    _list_path(store, name).chmod(0o644)
    target, number = store / name, 1
    while os.path.lexists(target) and not is_as_published(target):
        number += 1
        target = store / f"{name}-{number}"  # what somebody altered stays
    if not target.exists():
        made.rename(target)
    return target


def differences(folder: Path) -> Iterator[str]:
    """Say of a folder in the store in what it is not what was published."""
    match = _NAME.fullmatch(folder.name)
    try:
        path = _list_path(folder.parent, match[1] if match else "")
        files = path.read_text(encoding="utf-8") if match and path.is_file() else ""  # nobody waits for a pipe
    except (OSError, ValueError):
        files = ""
    if not match or hashlib.sha256(files.encode()).hexdigest()[:16] != match[1]:
        yield f"{folder.name}: there is no list of its files, or it is another one; publish again"
        return
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in files.splitlines())}
    held = dict(_digests(folder))
    for name in sorted(listed.keys() | held.keys()):
        if name not in held:
            yield f"{name}: is missing"
        elif name not in listed:
            yield f"{name}: was not published"
        elif held[name] != listed[name]:
            yield f"{name}: is not what was published"


def is_as_published(folder: Path) -> bool:
    """Whether a folder in the store holds what was published, and nothing else."""
    return folder.is_dir() and not folder.is_symlink() and next(differences(folder), None) is None


def point(place: Path, target: Path, workshop: Path) -> None:
    """Let PLACE lead to a folder of the store: a new link takes the old one's name, which is one stroke."""
    link = workshop / "link"
    link.symlink_to(Path(target.parent.name) / target.name)
    link.replace(place)


def remove_unfinished(store: Path) -> None:
    """Delete what a publishing left that was killed."""
    for left in store.glob(f"{WORKSHOP}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def remove_old(store: Path, current: Path, keep: int, workshop: Path) -> list[Path]:
    """Delete the oldest editions until `keep` are left; return those that stay as they are not as published.

    A folder that is no edition of ours is never touched.
    """
    ours = [p for p in store.iterdir() if _is_edition(p) and p != current]
    old = sorted(ours, key=lambda p: -p.stat().st_mtime_ns)[keep - 1 :]
    altered = [p for p in old if not is_as_published(p)]
    for edition in old:
        if edition not in altered:
            edition.rename(workshop / edition.name)  # whoever is killed while deleting leaves no half edition
            shutil.rmtree(workshop / edition.name, ignore_errors=True)
            name = edition.name[:16]
            if not any(p.name[:16] == name for p in store.iterdir() if p.is_dir()):
                _list_path(store, name).unlink(missing_ok=True)
    return altered


def _is_edition(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    return bool(match and path.is_dir() and not path.is_symlink() and _list_path(path.parent, match[1]).is_file())


def _list_path(store: Path, name: str) -> Path:
    return store / f"{name}.sha256"


def why_not(error: OSError, folder: Path) -> str:
    """Say in words why something could not be written into a folder."""
    if error.errno == errno.EDQUOT:
        return "your quota of the disk is used up"
    if error.errno != errno.ENOSPC:
        return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
    if hasattr(os, "statvfs"):
        disk = os.statvfs(folder)
        if disk.f_files and disk.f_favail < _FEW_FILES:  # some disks have no fixed number of files, and say 0
            return "the disk can hold no more files, however small (its inodes are used up)"
    return "the disk is full"
