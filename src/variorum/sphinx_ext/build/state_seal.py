"""What a build keeps for the next one, sealed: a record that was damaged, cut short or planted is not used.

Sphinx keeps its state as pickles, and a pickle runs what it likes when it is read. So the state is sealed with a key
that lies in the user's own folder, never in the edition's: state that came with a pull request, or from another
machine, has no seal and is thrown away before anything in it is read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from variorum.reading.files import digest_of

SEAL = "variorum-seal.json"
_KEY_LENGTH = 32  # bytes


def seal(folder: Path) -> None:
    """Write down what the folder holds; `folder` is Sphinx's doctree folder."""
    new = folder / f"{SEAL}.new"
    new.write_text(json.dumps({"seal": _seal_of(folder)}), encoding="utf-8", newline="\n")
    new.replace(folder / SEAL)


def is_sealed(folder: Path) -> bool:
    """Whether the folder holds just what was sealed, or nothing at all."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return True
    try:
        written = json.loads((folder / SEAL).read_bytes())["seal"]
        return isinstance(written, str) and hmac.compare_digest(written, _seal_of(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _seal_of(folder: Path) -> str:
    total = hmac.new(_key(), digestmod=hashlib.blake2b)
    for path in sorted(p for p in folder.rglob("*") if p.is_file() or p.is_symlink()):
        if path.parent == folder and path.name.startswith(SEAL):
            continue
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        total.update(digest_of(str(path.relative_to(folder)), content).encode())
    return total.hexdigest()


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
