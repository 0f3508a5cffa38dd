"""The pictures of an original: the units that show them in, its files out.

A picture is taken from the package that the original is, from the file itself, or from beside it; never from outside
its folder and never from the network. One that cannot be had stays a place in the text, with what it shows.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from variorum.importing.packages import Package
from variorum.importing.witness import Mark, Unit
from variorum.model.layer import PICTURES
from variorum.text.excerpt import beginning
from variorum.text.transliteration import slug

_NAME_CHARS = 60
# What the first bytes say of a picture that browsers and books can show.
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
)  # fmt: skip
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)

Finder = Callable[[str], bytes]  # the bytes of a picture by its path; raises `NoPictureError`


class NoPictureError(Exception):
    """A picture that cannot be had; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that an original names."""

    address: str  # as the original names it
    line: int  # of the original; 0 where that is not known
    name: str = ""  # of the file in the folder `pictures` of the source; "" if it cannot be had
    data: bytes = b""
    fault: str = ""  # why it cannot be had

    @property
    def place(self) -> str:
        """Where it is in the folder of the source; "" if it cannot be had."""
        return f"{PICTURES}/{self.name}" if self.name else ""

    @property
    def said(self) -> str:
        """Its address, as far as a person reads it."""
        return beginning(self.address, 80) if not _DATA.match(self.address) else "a picture within the file"


def nothing_beside(_: str) -> bytes:
    """Find no picture: of an original that is read without its folder."""
    raise NoPictureError("it was not looked for")


def in_package(package: Package) -> Finder:
    """Return what finds the pictures of a package."""

    def find(path: str) -> bytes:
        tail = PurePosixPath(path).as_posix()
        found = [n for n in package.pictures if n == tail or n.endswith(f"/{tail}")]
        if not found:
            raise NoPictureError("the package does not hold it")
        return package.pictures[min(found, key=len)]

    return find


def with_pictures(units: Sequence[Unit], find: Finder) -> list[Picture]:
    """Return the pictures that units show, each once; their marks then name the file and what it shows."""
    found: dict[str, Picture] = {}
    for unit in units:
        for mark in unit.marks:
            if mark.picture and mark.picture.address and mark.picture.address not in found:
                taken = {p.name.rpartition(".")[0] for p in found.values()}
                found[mark.picture.address] = _picture(mark.picture.address, mark.picture.line, find, taken)
    for unit in units:
        unit.marks = [_named(mark, found) for mark in unit.marks]
    return list(found.values())


def _named(mark: Mark, found: Mapping[str, Picture]) -> Mark:
    if mark.picture is None or not mark.picture.address:
        return mark
    return replace(mark, value=f"{found[mark.picture.address].name} {mark.value}".strip())


def _picture(address: str, line: int, find: Finder, taken: set[str]) -> Picture:
    try:
        data = _bytes_of(address, find)
        suffix = _kind(data)
    except NoPictureError as why:
        return Picture(address, line, fault=str(why))
    stem = "" if _DATA.match(address) else PurePosixPath(unquote(address)).stem
    return Picture(address, line, f"{next(_free(slug(stem)[:_NAME_CHARS].strip('-'), taken))}.{suffix}", data)


def _free(stem: str, taken: set[str]) -> Iterator[str]:
    stem = stem or "picture"
    yield from (n for n in (stem, *(f"{stem}-{k}" for k in range(2, len(taken) + 3))) if n not in taken)


def _bytes_of(address: str, find: Finder) -> bytes:
    if data := _DATA.match(address):
        try:
            return base64.b64decode(re.sub(r"\s", "", unquote(address[data.end() :])), validate=True)
        except (binascii.Error, ValueError):
            raise NoPictureError("what stands in the file is damaged") from None
    if _ELSEWHERE.match(address):
        raise NoPictureError("nothing is fetched from elsewhere; put it beside the file, and name it so")
    found = NoPictureError("")
    for path in dict.fromkeys((address, unquote(address))):
        if "\0" in path or "\\" in path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise NoPictureError("it is outside the folder of the file; put it into that folder, and name it so")
        try:
            return find(path)
        except NoPictureError as why:
            found = why
    raise found


def _kind(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for start, kind in _KINDS:
        if data.startswith(start):
            return kind
    raise NoPictureError("it is no PNG, JPEG, GIF or WebP, which all readers show; save it as one of these")
