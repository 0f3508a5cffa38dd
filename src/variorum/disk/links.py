"""Whether files below a folder are what they seem: plain files, reached through no link.

A link in a folder that we write to, or in one that came with somebody's pull request, leads into what we did not make.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


class Below:
    """What lies below a folder, looked at now: a folder on the way is looked at once, however many files it holds.

    Keep it no longer than the look takes: what is done to the folders meanwhile it does not see.
    """

    def __init__(self, base: Path) -> None:
        self._base = str(base)
        self._folders: dict[str, str] = {"": ""}  # each folder seen → the first link on the way to it, "" if none
        self._no_folders: dict[str, str] = {"": ""}  # each folder seen → the first file on the way to it, "" if none

    def plain(self, name: str) -> os.stat_result | None:
        """Return the status of a plain file that is reached through no link, None if there is none of this name."""
        found = self._status(name)
        return found if found and stat.S_ISREG(found.st_mode) else None

    def link_to(self, name: str) -> str:
        """Return the first link on the way to a file, or that the file is; "" if there is none."""
        folder = self._link_to_folder(_folder_of(name))
        if folder:
            return folder
        return name if _is_link(self._place(name)) else ""

    def in_the_way(self, name: str) -> str:
        """Return what is in the way of a file, a folder or a file for the folder that holds it; "" if nothing is."""
        place = self._place(name)
        if os.path.isdir(place):  # noqa: PTH112 -- as below
            return name
        return self.not_a_folder(_folder_of(name))

    def not_a_folder(self, folder: str) -> str:
        """Return what stands where a folder, or one on the way to it, is to be; "" if nothing does."""
        known = self._no_folders.get(folder)
        if known is None:
            place = self._place(folder)
            above = self.not_a_folder(_folder_of(folder))
            other = os.path.exists(place) and not os.path.isdir(place)  # noqa: PTH110, PTH112
            known = self._no_folders[folder] = above or (folder if other else "")
        return known

    def _status(self, name: str) -> os.stat_result | None:
        if Path(name).is_absolute() or ".." in name.split("/") or self._link_to_folder(_folder_of(name)):
            return None
        try:
            return os.lstat(self._place(name))
        except (OSError, ValueError):  # not there; a name that no disk could hold
            return None

    def _link_to_folder(self, folder: str) -> str:
        known = self._folders.get(folder)
        if known is None:
            known = self._link_to_folder(_folder_of(folder)) or (folder if _is_link(self._place(folder)) else "")
            self._folders[folder] = known
        return known

    def _place(self, name: str) -> str:
        return f"{self._base}{os.sep}{name}"  # a Path of each takes ten times as long


def is_plain(base: Path, path: Path) -> bool:
    """Whether `path` is a plain file below `base`, reached through no link."""
    return path.is_relative_to(base) and Below(base).plain(path.relative_to(base).as_posix()) is not None


def leads_elsewhere(base: Path, path: Path) -> Path | None:
    """Return the first link on the way from `base` to `path`, if there is one."""
    link = Below(base).link_to(path.relative_to(base).as_posix())
    return base / link if link else None


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _is_link(place: str) -> bool:
    return os.path.islink(place)  # noqa: PTH114 -- a Path of each takes ten times as long
