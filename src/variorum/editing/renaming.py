"""A key of a work, or the id of a name, gets another: every place that says it in, the files with the new one out.

Nothing is written here. A key is replaced where it is one: at its entry, in fields that lead to an entry, in the rules
of citations.toml, in roles of notes, parallels and pages. Where the word stands otherwise, it is told and left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from variorum.model.body import CITE_ROLES
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.reading.files import Refused, is_there, list_names, read_bytes, with_line_ends_of
from variorum.text.quoting import quoted

_KEY_CHARACTERS = r"\w:.+/-"
_CITE = re.compile(rf"(\{{(?:{'|'.join(CITE_ROLES)}|cite(?::\w+)?)\}})(`+)(.+?)\2(?!`)", re.DOTALL)
_NAME = re.compile(r"(\{name\})(`+)(.+?)\2(?!`)", re.DOTALL)
_IN_BRACES = re.compile(r"(\{[^{}]*\})")
_LEADS_TO_WORKS = re.compile(r"(\b(?:crossref|xref|xdata|related|entryset)\s*=\s*[{\"])([^}\"]*)", re.IGNORECASE)
_SAYS_WORDS = re.compile(r"\s*(?:words|before|after|passage|passages|pattern|note|meaning)\s*=")


@dataclass(frozen=True, slots=True)
class Place:
    """A line that says the old word."""

    path: str
    line: int
    was: str
    now: str  # as `was` where it stays, because it is no key there


@dataclass(frozen=True, slots=True)
class Renaming:
    """What would be written, and each line of it."""

    files: Mapping[str, bytes]  # path → its new bytes
    places: tuple[Place, ...]
    left: tuple[Place, ...]  # where the word stands and is no key


def work_renamed(root: Path, old: str, new: str) -> Renaming:
    """Return what changes if a work gets another key."""
    word = _word(old)
    within: dict[str, Callable[[str], str]] = {"references.bib": lambda text: _in_bibliography(text, old, new)}
    for id_ in list_names(root, "sources"):
        within[f"sources/{id_}/citations.toml"] = lambda text: _in_rules(text, old, new)
    return _renaming(root, word, within, lambda text: _in_roles(text, _CITE, word, new))


def name_renamed(root: Path, old: str, new: str) -> Renaming:
    """Return what changes if an entry of names.toml gets another id."""
    word = _word(old)
    entry = re.compile(rf"(?m)^(\s*id\s*=\s*)([\"']){re.escape(old)}\2")
    within = {"names.toml": lambda text: entry.sub(rf"\g<1>\g<2>{new}\g<2>", text)}
    return _renaming(root, word, within, lambda text: _in_roles(text, _NAME, word, new))


def signature_renamed(root: Path, old: str, new: str) -> Renaming:
    """Return what changes if a person who signs notes, parallels and translations is to be named otherwise."""
    line = re.compile(rf"by:[ \t]*(?:{re.escape(quoted(old))}|'{re.escape(old)}'|{re.escape(old)})[ \t]*")

    def signed(text: str) -> str:
        lines = text.split("\n")
        end = next((n for n, one in enumerate(lines[1:], start=1) if one.rstrip() == "---"), 0)
        head = [f"by: {quoted(new)}" if line.fullmatch(one) else one for one in lines[:end]]
        return "\n".join([*head, *lines[end:]])

    translations = (
        f"sources/{id_}/{name}" for id_ in list_names(root, "sources") for name in list_names(root, f"sources/{id_}")
    )
    within = {path: signed for path in translations if re.fullmatch(r".*/translation\..+\.md", path)}
    found = _renaming(root, re.compile(re.escape(old)), within, signed, pages=_contributions)
    return Renaming(found.files, found.places, ())


def _renaming(
    root: Path,
    word: re.Pattern[str],
    within: Mapping[str, Callable[[str], str]],
    in_pages: Callable[[str], str],
    pages: Callable[[Path], Iterator[str]] | None = None,
) -> Renaming:
    files: dict[str, bytes] = {}
    places: list[Place] = []
    left: list[Place] = []
    changes = {**within, **dict.fromkeys((pages or files_with_roles)(root), in_pages)}
    for path, change in changes.items():
        if not is_there(root, path):
            continue
        try:
            old = read_bytes(root, path, MAX_TEXT_BYTES)
            text = old.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        except (Refused, UnicodeDecodeError):
            continue  # check names it
        new = change(text) if word.search(text) else text
        if new != text:
            files[path] = with_line_ends_of(old, new)
        for number, (was, now) in enumerate(zip(text.split("\n"), new.split("\n"), strict=True), start=1):
            if was != now:
                places.append(Place(path, number, was, now))
            elif word.search(was):
                left.append(Place(path, number, was, was))
    return Renaming(files, tuple(places), tuple(left))


def files_with_roles(root: Path) -> Iterator[str]:
    """Yield every file in which roles may stand: notes, parallels, the editors' pages."""
    yield from _contributions(root)
    yield from (path.relative_to(root).as_posix() for path in sorted((root / "docs").rglob("*.md")))


def _contributions(root: Path) -> Iterator[str]:
    for folder in (*(f"sources/{id_}/annotations" for id_ in list_names(root, "sources")), "parallels"):
        yield from (f"{folder}/{name}" for name in list_names(root, folder) if name.endswith(".md"))


def _word(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![{_KEY_CHARACTERS}]){re.escape(key)}(?![{_KEY_CHARACTERS}])")


def _in_roles(text: str, role: re.Pattern[str], word: re.Pattern[str], new: str) -> str:
    """Return a text with another word in its roles; what stands in braces in them is words, not a key."""

    def changed(match: re.Match[str]) -> str:
        parts = _IN_BRACES.split(match[3])
        inner = "".join(part if part.startswith("{") else word.sub(lambda _: new, part) for part in parts)
        return f"{match[1]}{match[2]}{inner}{match[2]}"

    return role.sub(changed, text)


def _in_bibliography(text: str, old: str, new: str) -> str:
    head = re.compile(rf"(?m)^(\s*@\s*[A-Za-z][\w-]*\s*[{{(]\s*){re.escape(old)}(?=\s*,)")
    text = head.sub(lambda match: match[1] + new, text)
    word = _word(old)
    return _LEADS_TO_WORKS.sub(lambda match: match[1] + word.sub(lambda _: new, match[2]), text)


def _in_rules(text: str, old: str, new: str) -> str:
    literal = re.compile(rf"([\"']){re.escape(old)}\1")
    lines = (
        line if _SAYS_WORDS.match(line) else literal.sub(lambda match: match[1] + new + match[1], line)
        for line in text.split("\n")
    )
    return "\n".join(lines)
