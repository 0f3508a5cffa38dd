"""What can become of a file or a folder: each state is a function that puts a path into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import MINI


def _left_out(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _written(data: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        old = b"words\n" if path.is_dir() else path.read_bytes()
        _left_out(path)
        path.write_bytes(data(old))

    return change


def _folder(path: Path) -> None:
    _left_out(path)
    (path / "x").mkdir(parents=True)


def _link(target: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        _left_out(path)
        path.symlink_to(target)

    return change


def _pipe(path: Path) -> None:
    _left_out(path)
    os.mkfifo(path)


def _other(path: Path) -> None:
    """Put another file's content here."""
    other = "sources/alpha/text.txt" if path.suffix != ".txt" else "sources/beta/source.toml"
    data = (MINI / other).read_bytes()
    _left_out(path)
    path.write_bytes(data)


STATES: dict[str, Callable[[Path], None]] = {
    "missing": _left_out,
    "empty": _written(lambda old: b""),
    "one blank": _written(lambda old: b" "),
    "one line feed": _written(lambda old: b"\n"),
    "doubled": _written(lambda old: old + old),
    **{f"{n} tenths": _written(lambda old, n=n: old[: len(old) * n // 10]) for n in range(1, 10)},  # type: ignore[misc]
    "another file": _other,
    "Latin-1": _written(lambda old: (old.decode() + "å").encode("latin-1", "replace")),
    "UTF-16": _written(lambda old: old.decode().encode("utf-16")),
    "CRLF and BOM": _written(lambda old: b"\xef\xbb\xbf" + old.replace(b"\n", b"\r\n")),
    "NUL": _written(lambda old: old[:20] + b"\0" + old[20:]),
    "a folder": _folder,
    "a link to nothing": _link("nowhere"),
    "a link to itself": lambda path: _link(path.name)(path),
    "a link out": _link("/etc/passwd"),
    "a pipe": _pipe,
}
