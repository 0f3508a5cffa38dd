"""Bytes from the disk to text that can be trusted as text: inside the edition, not too large, UTF-8, no deceit.

Everything here raises `Refused` with the Problem to show; the reader of the file decides what is left of the edition.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from variorum.model import Problem

T = TypeVar("T")

CONTRIBUTION_LIMIT = 64 * 1024  # bytes; a long note has 1 kB
TEXT_LIMIT = 64 * 1024 * 1024  # bytes; the Bible has 4 MB

_ID = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
# C0 and C1 controls, bidi embeddings and overrides, zero-width space, byte-order mark, tags.
# Joiners (U+200C, U+200D) and isolates are part of writing in Devanagari, Persian, emoji.
_DECEIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_JOINERS = re.compile("[\u200c\u200d]")


class Refused(Exception):  # noqa: N818 -- it is no error of the program: it carries what to tell the person
    """A file, or part of it, cannot be taken into the edition."""

    def __init__(self, path: str, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(path, line, code, message)


@dataclass(slots=True)
class Memory:
    """What the last reading made of each file, kept between builds so that only changed files are parsed again.

    A file is known by the digest of its bytes, never by its time. Pass the same Memory to the next `read_edition`;
    what is no longer asked for is forgotten by `forget_unused`.
    """

    known: dict[tuple[str, str], Any] = field(default_factory=dict)  # (path, digest) → what `parse` returned
    used: set[tuple[str, str]] = field(default_factory=set)

    def recall(self, path: str, digest: str, parse: Callable[[], T]) -> T:
        """Return what `parse` makes of the file, from memory if these very bytes were parsed before."""
        key = (path, digest)
        self.used.add(key)
        if key not in self.known:
            self.known[key] = parse()
        return cast("T", self.known[key])

    def forget_unused(self) -> None:
        """Drop what no file asked for since the last call."""
        self.known = {key: value for key, value in self.known.items() if key in self.used}
        self.used.clear()


def list_files(root: Path, folder: str, pattern: str) -> list[str]:
    """Return the files of a folder of the edition, as paths relative to `root`, in the order of their names."""
    place = root / folder
    if not place.is_dir():
        return []
    return sorted(f"{folder}/{p.name}" for p in place.glob(pattern) if not p.name.startswith((".", "_", "#")))


def read_bytes(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a file of the edition.

    Raises `Refused` if it is missing, no plain file, larger than `limit` bytes, or a link that leads out of `root`.
    """
    place = root / path
    try:
        if not place.resolve().is_relative_to(root.resolve()):
            raise Refused(
                path, 1, "file-outside", "a symbolic link that leads out of the edition; put the file itself here"
            )
        if not place.is_file():
            raise Refused(path, 1, "file-missing", "there is no such file; create it")
        size = place.stat().st_size
        if size > limit:
            raise Refused(
                path, 1, "file-too-large", f"{size:,} bytes; at most {limit:,} are read here. Split it or shorten it"
            )
        return place.read_bytes()
    except OSError as error:
        raise Refused(path, 1, "file-unreadable", f"cannot be read: {error.strerror}") from error


def decode(path: str, data: bytes) -> str:
    """Return the bytes as text; raises `Refused` with the line of the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            path, line, "file-not-utf8", f"byte {data[error.start]:#04x} is not UTF-8; save the file in UTF-8"
        ) from error


def decode_contribution(path: str, data: bytes) -> str:
    """Return the bytes as text without byte-order mark, carriage returns or characters that deceive the eye."""
    text = decode(path, data)
    if text.startswith("\ufeff"):
        raise Refused(path, 1, "character-forbidden", "begins with a byte-order mark; save it as UTF-8 without BOM")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        raise Refused(
            path, line, "character-forbidden", "carriage return; save the file with line ends of LF, not CRLF"
        )
    for at in _deceitful(text):
        name = unicodedata.name(text[at], "control character")
        line = text.count("\n", 0, at) + 1
        raise Refused(path, line, "character-forbidden", f"U+{ord(text[at]):04X} ({name}) is invisible here; remove it")
    return text


def id_of(path: str) -> str:
    """Return the id that a file's name gives; raises `Refused` if the name cannot serve as one."""
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not _ID.fullmatch(stem):
        raise Refused(
            path, 1, "file-name", f"the name “{stem}” cannot be an id; use letters a-z, digits and single hyphens"
        )
    return stem


def digest_of(*parts: bytes | str) -> str:
    """Return a short digest of the parts, told apart by their lengths."""
    total = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


def _deceitful(text: str) -> Iterator[int]:
    yield from (m.start() for m in _DECEIT.finditer(text))
    for match in _JOINERS.finditer(text):
        at = match.start()
        if at == 0 or unicodedata.category(text[at - 1]) not in {"Mn", "Mc", "Lo", "So", "Sk"}:
            yield at
