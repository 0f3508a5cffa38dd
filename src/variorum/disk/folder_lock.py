"""One at a time in a folder: a lock of the operating system, which ends with the process that holds it.

Where there is `flock`, the folder itself is locked and no file is made. A lock is shared with the processes that were
forked after it was taken: the workers of a killed build hold it until they have ended. Windows has no such lock;
there a file in the folder, `variorum-lock`, serves and stays. A disk that knows no locks is used
without one.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
LOCK_FILE = "variorum-lock"


class FolderBusyError(Exception):
    """Somebody else is at work in the folder."""


class FolderLock:
    """A lock on a folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path, *, before_waiting: Callable[[], None] | None = None) -> None:
        """Take the lock. If another holds it, call `before_waiting` and wait; without it, raise `FolderBusyError`."""
        self.folder = folder
        self._handle: int | None = _open(folder)
        try:
            if self._handle is not None and not _lock(self._handle, wait=False):
                if before_waiting is None:
                    raise FolderBusyError(str(folder))
                before_waiting()
                _lock(self._handle, wait=True)
        except BaseException:
            self._close()
            raise

    def release(self) -> None:
        """Let the next one in; to do so twice does no harm."""
        if self._handle is not None:
            _unlock(self._handle, self.folder)
        self._close()

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int | None:
        return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT)

    def _lock(handle: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if error.errno not in _BUSY:
                    return True
                if not wait:
                    return False
            else:
                return True

    def _unlock(handle: int, folder: Path) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _open(folder: Path) -> int | None:
        try:
            return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except PermissionError:  # a folder that may be written to and not listed
            return None

    def _lock(handle: int, *, wait: bool) -> bool:
        """Lock; return False if another has the lock. A disk that knows no locks lets everybody in."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            return error.errno not in _BUSY
        return True

    def _unlock(handle: int, folder: Path) -> None:
        """Unlock at once, for forked workers too."""
        try:
            fcntl.flock(handle, fcntl.LOCK_UN)
        except OSError:
            return
