"""What a build keeps for the next one, sealed: a record that was damaged, cut short or planted is not used.

Sphinx keeps its state as pickles, and a pickle runs what it likes when it is read. So the state is sealed with a key
that lies in the user's own folder, never in the edition's: state that came with a pull request, or from another
machine, has no seal and is not read. The seal names the files that it speaks for; the folder may hold others, which
are nobody's business here. What tells which files may be deleted is a record of the same kind: one that somebody else
wrote deletes nothing.

Beside what a file holds the seal keeps its state on the disk. A file that is in the same state is not read again: when
it was last changed the system writes itself, and whoever writes a file cannot choose it. Where that does not hold, on
Windows and for a file that was written a moment before, it is read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from variorum.disk.links import Below
from variorum.disk.tree_stamp import state_of
from variorum.disk.whole_file import write_whole
from variorum.reading.files import digest_of

SEAL = "variorum-seal.json"
_KEY_LENGTH = 32  # bytes

Held = list[Any]  # the digest of a file; then its state on the disk, if that tells whether it is as it was


def seal(folder: Path, names: Iterable[str], last: Mapping[str, Held] = MappingProxyType({})) -> Mapping[str, Held]:
    """Write down what the files of these names hold; `folder` is Sphinx's doctree folder, `last` its last seal.

    Returns what was written, for the next seal.
    """
    now = _Now(folder)
    held = {name: found for name in sorted(names) if (found := now.held(name, last.get(name)))}
    write_record(folder / SEAL, held)
    return held


def sealed_files(folder: Path) -> Mapping[str, Held] | None:
    """Return the files that hold just what was sealed; None if any differs, or without a seal."""
    held = read_record(folder / SEAL)
    if not isinstance(held, dict):
        return None
    now = _Now(folder)
    whole = all((found := now.held(name, then)) and found[0] == then[0] for name, then in held.items())
    return held if whole else None


class _Now:
    """What the files of a folder hold now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._below = Below(folder)

    def held(self, name: str, last: Held | None) -> Held | None:
        """Return the digest of a file and its state, if that tells something; None if it is no plain file of ours.

        The bytes are read if it is not in its last state.
        """
        status = self._below.plain(name)
        if status is None:
            return None
        state = state_of(status)  # before the bytes: what is written after this look has another state
        if state and last and last[1:] == state:
            return last
        return [digest_of((self._folder / name).read_bytes()), *state]


def write_record(path: Path, value: object) -> None:
    """Write a value that JSON can hold, signed with the user's key, whole or not at all."""
    text = json.dumps(value, sort_keys=True)
    write_whole(path, json.dumps({"seal": _sign(path, text), "value": text}))


def read_record(path: Path) -> Any:
    """Return the value, or None if the record is missing, damaged, or not of this user or for this place."""
    try:
        written = json.loads(path.read_bytes())
        signed, text = written["seal"], written["value"]
        return json.loads(text) if hmac.compare_digest(signed, _sign(path, text)) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sign(path: Path, text: str) -> str:
    return hmac.new(_key(), digest_of(path.name, text).encode(), hashlib.blake2b).hexdigest()


def _key() -> bytes:
    """Return the user's key, made on first use; where none can be kept, each build has its own and starts afresh."""
    home = os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()
    path = Path(home) / "variorum" / "key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(_KEY_LENGTH))
        except FileExistsError:
            pass
        key = path.read_bytes()
    except (OSError, RuntimeError):  # no home, or one that cannot be written to
        key = b""
    return key if len(key) == _KEY_LENGTH else secrets.token_bytes(_KEY_LENGTH)
