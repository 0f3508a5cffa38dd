"""Bytes from the disk to text that can be trusted as text: inside the edition, not too large, UTF-8, nothing hidden.

Everything here raises `Refused` with the Problem to show; the reader of the file decides what is left of the edition.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from variorum.model.hidden_characters import hidden_characters
from variorum.model.limits import MAX_ID_CHARS, MAX_KEY_LEVELS
from variorum.model.problems import Problem
from variorum.text.transliteration import slug

T = TypeVar("T")

_MARK = b"\xef\xbb\xbf"  # the byte-order mark in UTF-8
_ESCAPE = re.compile(r"\\[^nt\"\\]")  # an escape of TOML other than those for line ends, tabs and quotes
# A key of so many parts: tomllib takes time by the square of them, and again for each key below such a heading.
_PART = r"""(?:(?<![\w-])[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{{MAX_KEY_LEVELS}}}{_PART}")
_MERGE_MARK = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
# What to tell who chose a name that cannot serve as an id.
NAMES = "use letters a-z, digits and single hyphens, and none of the names that Windows keeps for itself (con, aux …)"
_OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")


class Refused(Exception):  # noqa: N818 -- it is no error of the program: it carries what to tell the person
    """A file, or part of it, cannot be taken into the edition."""

    def __init__(self, path: str, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(path, line, code, message)


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands in the record of a ParseCache."""

    digest: str = ""  # of the record
    keys: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class ParseCache:
    """What the last reading made of each file, kept between builds so that only changed files are parsed again.

    A file is known by the digest of its bytes, never by its time. Pass the same ParseCache to the next `read_edition`;
    what is no longer asked for is forgotten by `forget_unused`.
    """

    known: dict[tuple[str, str], Any] = field(default_factory=dict)  # (path, digest) → what `parse` returned
    used: set[tuple[str, str]] = field(default_factory=set)
    stored: Stored = field(default_factory=Stored, compare=False)

    def recall(self, path: str, digest: str, parse: Callable[[], T]) -> T:
        """Return what `parse` makes of the file, from memory if these very bytes were parsed before."""
        key = (path, digest)
        self.used.add(key)
        if key not in self.known:
            self.known[key] = parse()
        return cast("T", self.known[key])

    def forget_unused(self) -> None:
        """Drop what nobody asked for since the last call, which may lie in the build before this one."""
        self.known = {key: value for key, value in self.known.items() if key in self.used}
        self.used.clear()


def list_names(root: Path, folder: str) -> list[str]:
    """Return what lies in a folder of the edition, in the order of the names; nothing if the folder cannot be read."""
    try:
        return sorted(os.listdir(root / folder))  # noqa: PTH208 -- a Path of each of thousands takes longer than reading
    except OSError:
        return []


def list_folders(root: Path, folder: str) -> set[str]:
    """Return the names of the folders that lie in a folder of the edition."""
    try:
        with os.scandir(root / folder) as entries:
            return {entry.name for entry in entries if entry.is_dir()}
    except OSError:
        return set()


def list_files(root: Path, folder: str, pattern: str, problems: list[Problem]) -> list[str]:
    """Return the files of a folder of the edition, as paths relative to `root`, in the order of their names.

    `pattern` stands for a whole name, and its letters for themselves in upper and lower case, on every system. A folder
    that is there and cannot be read becomes a Problem.
    """
    refused = refused_folder(root, folder)
    if refused:
        problems.append(refused)
        return []
    fits = re.compile(pattern).fullmatch
    return [f"{folder}/{name}" for name in list_names(root, folder) if name[0] not in "._#" and fits(name)]


def refused_folder(root: Path, folder: str) -> Problem | None:
    """Return why a folder that is there cannot be read, or None; that there is none is no Problem."""
    place = root / folder
    try:
        if not os.path.lexists(place) or (not _leads_out(root, folder) and os.listdir(place) is not None):  # noqa: PTH208
            return None
    except NotADirectoryError:
        return Problem(folder, 1, "file-missing", "this is no folder; put a folder of this name here")
    except FileNotFoundError:
        return Problem(folder, 1, "file-missing", "a symbolic link that leads nowhere; put the folder itself here")
    except OSError as error:
        return Problem(folder, 1, "file-unreadable", f"cannot be read: {error.strerror}")
    return Problem(folder, 1, "file-outside", "a symbolic link that leads out of the edition; put the folder here")


def is_there(root: Path, path: str) -> bool:
    """Whether something of this name is in the edition, be it readable or not."""
    return os.path.lexists(root / path)


def read_bytes(root: Path, path: str, limit: int, *, is_listed: bool = False) -> bytes:
    """Return the bytes of a file of the edition; `is_listed` if `list_files` has named it and so looked at its folder.

    Raises `Refused` if it is missing, no plain file, larger than `limit` bytes, or a link that leads out of `root`.
    """
    place = os.path.join(root, path)  # noqa: PTH118 -- pathlib takes longer than the reading itself
    try:
        status = os.lstat(place)
        if not is_listed or stat.S_ISLNK(status.st_mode):
            if _leads_out(root, path):
                raise Refused(
                    path, 1, "file-outside", "a symbolic link that leads out of the edition; put the file itself here"
                )
            status = os.stat(place)  # noqa: PTH116
        if not stat.S_ISREG(status.st_mode):
            raise Refused(path, 1, "file-missing", "this is no file; put a file here")
        size = status.st_size
        if size > limit:
            raise Refused(
                path, 1, "file-too-large", f"{size:,} bytes; at most {limit:,} are read here. Split it or shorten it"
            )
        return _whole(place, size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refused(path, 1, "file-missing", "there is no such file; create it") from error
    except OSError as error:
        raise Refused(path, 1, "file-unreadable", f"cannot be read: {error.strerror}") from error


def _whole(place: str, size: int) -> bytes:
    """Return all that stands in a file of about this size; a file object takes longer than the reading itself."""
    file = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(file, size + 1)
        while more := os.read(file, size + 1):
            data += more
        return data
    finally:
        os.close(file)


def _leads_out(root: Path, path: str) -> bool:
    """Whether a link on the way from `root` to the file leads out of `root`."""
    at = os.fspath(root)
    for part in path.split("/"):
        at = f"{at}/{part}"
        if os.path.islink(at):  # noqa: PTH114
            try:
                return not Path(root, path).resolve().is_relative_to(root.resolve())
            except RuntimeError as error:  # a link that leads to itself
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    return False


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
    """Return the bytes as text with plain line feeds; raises `Refused` for a character that deceives the eye.

    A byte-order mark at the beginning and carriage returns at the ends of lines are what many editors write: they are
    not part of the text, and `line_end_hints` tells of them.
    """
    text = decode(path, data).removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            line = text.count("\n", 0, text.index("\r")) + 1
            message = "carriage return within a line; save the file with line ends of LF"
            raise Refused(path, line, "character-forbidden", message)
    refuse_merge_marks(path, text)
    refuse_hidden_characters(path, text)
    return text


def refuse_merge_marks(path: str, text: str) -> None:
    """Raise `Refused` if two versions of the file stand in it, as git leaves them when it cannot join them."""
    mark = _MERGE_MARK.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    if mark:
        message = "two versions of the file stand in it, parted by <<<<<<<, ======= and >>>>>>>"
        line = text.count("\n", 0, mark.start()) + 1
        raise Refused(path, line, "merge-mark", f"{message}; keep what is right of both and delete these three lines")


def with_line_ends_of(old: bytes, text: str) -> bytes:
    """Return a text as the bytes of a file that somebody else keeps: its byte-order mark and line ends as they were."""
    data = text.encode()
    if b"\r\n" in old:
        data = data.replace(b"\n", b"\r\n")
    return (_MARK if old.startswith(_MARK) else b"") + data


def line_end_hints(path: str, data: bytes) -> Iterator[Problem]:
    """Yield a hint if a file that is read all the same has a byte-order mark, or line ends of CRLF."""
    met = ["begins with a byte-order mark"] if data.startswith(_MARK) else []
    if b"\r\n" in data:
        met.append("ends its lines with CRLF")
    if met:
        message = f"{' and '.join(met)}; it is read all the same; better is UTF-8 without BOM, with LF"
        yield Problem(path, 1, "line-ends", message)


def refuse_hidden_characters(path: str, text: str, first_line: int = 1) -> None:
    """Raise `Refused` with the line of the first character that deceives the eye."""
    for at, message in hidden_characters(text):
        raise Refused(path, first_line + text.count("\n", 0, at), "character-forbidden", message)


def line_counter(text: str) -> Callable[[int], int]:
    """Return a function from a place in the text to its line; asked thousands of times, it takes no longer."""
    ends = cache(lambda: [match.start() for match in re.finditer("\n", text)])
    return lambda at: bisect_left(ends(), at) + 1


def load_toml(path: str, text: str) -> dict[str, Any]:
    """Return the tables of a TOML file; raises `Refused` with a line.

    An escape such as `\\u202e` may write no character that the file itself may not hold.
    """
    deep = _DEEP_KEY.search(text)
    if deep:
        message = f"a key of more than {MAX_KEY_LEVELS} parts; no table here has more than three"
        raise Refused(path, line_counter(text)(deep.start()), "toml-broken", message)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        message = f"{error}; look there for a comma, a bracket or a quotation mark"
        raise Refused(path, int(line[1]) if line else text.count("\n") + 1, "toml-broken", message) from error
    except (RecursionError, ValueError) as error:  # a number of thousands of digits is a ValueError
        raise Refused(path, 1, "toml-broken", "is nested too deep, or holds a number too long") from error
    escape = _ESCAPE.search(text)
    if escape:
        for words in _strings(found):
            refuse_hidden_characters(path, words.replace("\n", " "), text.count("\n", 0, escape.start()) + 1)
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def id_of(path: str) -> str:
    """Return the id that a file's name gives; raises `Refused` if the name cannot serve as one."""
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not is_id(stem):
        offered = slug(stem)
        hint = f"rename it {offered}.md" if is_id(offered) else NAMES
        raise Refused(path, 1, "file-name", f"the name “{stem}” cannot be an id; {hint}")
    return stem


def is_id(name: str) -> bool:
    """Whether a name can stand in an address, in an attribute and on any disk."""
    return bool(_ID.fullmatch(name)) and len(name) <= MAX_ID_CHARS and not _OF_WINDOWS.match(name)


def digest_of(*parts: bytes | str) -> str:
    """Return a short digest of the parts, told apart by their lengths."""
    total = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()
