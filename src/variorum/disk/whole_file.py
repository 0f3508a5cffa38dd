"""Files that are written whole or not at all, and deleted only where they are plain files inside a folder.

A file is written under another name beside its place and then takes the place in one stroke: whoever is killed, or
finds the disk full, leaves the old file as it was.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from variorum.disk.links import is_plain


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file of ours for writing; it takes the place of `path` when all is written.

    What lies at `path` is replaced: a link there is not followed.
    """
    new = path.with_name(f".{path.name}.variorum-new")
    new.unlink(missing_ok=True)  # of one that was killed
    try:
        with new.open("xb") as file:
            yield file
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes | str) -> None:
    """Write a file of ours; raises `OSError`, and then nothing has changed."""
    with whole_file(path) as file:
        file.write(data.encode() if isinstance(data, str) else data)


def rewrite(path: Path, data: bytes | str) -> None:
    """Write a file of the user's anew: it keeps its mode, and if `path` is a link, the file that it leads to changes.

    Raises `OSError`, and then nothing has changed.
    """
    place = Path(os.path.realpath(path, strict=True))  # an OSError for a link that leads to itself, unlike resolve
    with whole_file(place) as file:
        file.write(data.encode() if isinstance(data, str) else data)
        shutil.copymode(place, file.name)


def rewrite_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Write several files of the user's anew, all or none: if one cannot be written, the others get their old bytes.

    Raises `OSError`, and then nothing has changed.
    """
    old = {path: (root / path).read_bytes() for path in files}
    written: list[str] = []
    try:
        for path, data in files.items():
            rewrite(root / path, data)
            written.append(path)
    except BaseException:
        for path in written:
            rewrite(root / path, old[path])
        raise


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; raises `FileExistsError` rather than overwrite one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        raise FileExistsError(f"{path} is there already")
    new = path.with_name(f".{path.name}.variorum-new")
    write_whole(new, text)
    try:
        _give_name(new, path)
    finally:
        new.unlink(missing_ok=True)


def _give_name(new: Path, path: Path) -> None:
    try:
        os.link(new, path)  # unlike a renaming, it never replaces
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        with path.open("xb") as file:
            file.write(new.read_bytes())


def remove(base: Path, path: Path) -> bool:
    """Delete a file of ours below `base`, if it is a plain file reached through no link; tell whether it was."""
    if not is_plain(base, path):
        return False
    path.unlink()
    return True


def let_read(folder: Path) -> None:
    """Let everybody read a folder and what is in it, whatever the umask; links are not followed."""
    for place in (folder, *folder.rglob("*")):
        mode = place.lstat().st_mode
        if stat.S_ISDIR(mode):
            place.chmod(stat.S_IMODE(mode) | 0o755)
        elif stat.S_ISREG(mode):
            place.chmod(stat.S_IMODE(mode) | 0o644)
