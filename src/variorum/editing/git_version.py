"""What an earlier version of the edition held, asked of git; nothing is ever written there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from variorum.model.limits import MAX_GIT_SECONDS, MAX_TABLE_BYTES
from variorum.reading.files import Refused, read_bytes


class NoVersionError(Exception):
    """Git does not know this version, or there is no git."""


def last_change(root: Path, *paths: str) -> int | None:
    """Return when one of the paths was last changed, in seconds since 1970; None where git knows no version of them.

    Paths are seen from `root`; without any, all of it counts.
    """
    try:
        return int(Version(root, "HEAD").ask("log", "-1", "--format=%ct", "--", *(paths or (".",))))
    except (NoVersionError, ValueError):
        return None


class Version:
    """A version of the edition in a git repository, by any name that git knows: `main`, `HEAD~2`, a hash."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.name = name
        self._commit = ""

    @property
    def commit(self) -> str:
        """The full hash; raises `NoVersionError` if there is no such version."""
        if not self._commit:
            # the name may come from a pull request: it must not be taken for an option, nor for a path
            found = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{self.name}^{{commit}}")
            self._commit = found.decode().strip()
        return self._commit

    def read(self, path: str) -> bytes | None:
        """Return a file of that version (path seen from the edition), or None if it was not there."""
        try:
            return self.ask("cat-file", "blob", f"{self.commit}:./{path}")
        except NoVersionError:
            return None

    def now(self, path: str) -> bytes:
        """Return a file as it is now, nothing if it is not there or too large to be looked over."""
        try:
            return read_bytes(self.root, path, MAX_TABLE_BYTES)
        except Refused:
            return b""

    def fork(self) -> Version:
        """Return where this version and the present one went apart, so that what came to this one since is no change.

        Where they have nothing in common, it is this version itself.
        """
        try:
            found = self.ask("merge-base", self.commit, "HEAD").decode().strip()
        except NoVersionError:
            return self
        fork = Version(self.root, self.name)
        fork._commit = found
        return fork

    def changed(self, *folders: str) -> Iterator[tuple[str, str]]:
        """Yield `A`, `M` or `D` and the path of each file that is otherwise now; files git does not know yet too."""
        told = self.ask("diff", "--name-status", "--no-renames", "--relative", "-z", self.commit, "--", *folders)
        parts = told.decode("utf-8", "surrogateescape").split("\0")
        yield from zip(parts[0::2], parts[1::2], strict=False)
        new = self.ask("ls-files", "--others", "--exclude-standard", "-z", "--", *folders)
        yield from (("A", path) for path in new.decode("utf-8", "surrogateescape").split("\0") if path)

    def ask(self, *arguments: str) -> bytes:
        """Return what git answers; raises `NoVersionError` if it does not."""
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.root, capture_output=True, check=False, timeout=MAX_GIT_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoVersionError(f"git does not answer: {error}") from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise NoVersionError(f"git knows no version {self.name}" + (f": {said}" if said else ""))
        return done.stdout
