"""What lies in an edition's folders and is not read: names in, a Problem out for each that may be meant to be read.

Nobody's work is left out in silence. Silent stay only what systems and editors leave behind (`.DS_Store`, `x.md~`), a
README, and whatever begins with a dot or an underscore: that is the way to keep a draft or a scan beside the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from pathlib import Path

from variorum.model.layer import PICTURES
from variorum.model.limits import MAX_CONTRIBUTION_BYTES
from variorum.model.problems import Problem
from variorum.reading.files import Refused, list_folders, list_names, read_bytes

# Left behind by systems, editors and version control; a copy of what is there, or nothing of anybody's.
_LEFT_BEHIND = re.compile(
    r"[._#].*|.*~|~\$.*|.*\.(?:bak|orig|rej|sw[a-p]|tmp)|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r"
    r"|readme(?:\.\w+)?|licen[cs]e(?:\.\w+)?|__pycache__",
    re.IGNORECASE,
)
_OF_A_SOURCE = {"text.txt", "source.toml", "outline.tsv", "layer.tsv", "citations.toml", "divisions.tsv"} | {
    "annotations",
    "account.tsv",
    PICTURES,
}
_NAMED_FREELY = re.compile(r"translation\..+\.md|original\.[a-z0-9]{1,9}")
_TRANSLATION = re.compile(r"translations?(?:[-_ .(]+([a-z]{2,3}(?:-\w+)?)\)?)?\.(?:md|txt|markdown)", re.IGNORECASE)
OF_THE_EDITION = {"sources", "parallels", "references.bib", "names.toml", "vocabularies"}
# What one of these names is taken for when it is written otherwise.
_MEANT = {
    **{name: name for name in OF_THE_EDITION | _OF_A_SOURCE},
    "source": "sources",
    "parallel": "parallels",
    "annotation": "annotations",
    "notes": "annotations",
    "reference.bib": "references.bib",
    "bibliography.bib": "references.bib",
    "name.toml": "names.toml",
    "citation.toml": "citations.toml",
    "division.tsv": "divisions.tsv",
    "vocabulary": "vocabularies",
}


def unread_files(root: Path) -> Iterator[Problem]:
    """Yield a Problem for every file and folder of the edition that no reader asks for, with what to do."""
    yield from _unread(root, "", OF_THE_EDITION, only_misspelt=True)
    yield from _stray_contributions(root)
    for folder in list_names(root, "sources"):
        place = f"sources/{folder}"
        if (root / place).is_dir():
            yield from _unread(root, place, _OF_A_SOURCE)
            yield from _unread_notes(root, f"{place}/annotations", besides={"rejected.tsv"})
        elif not _LEFT_BEHIND.fullmatch(folder):
            yield _problem(place, "a source is a folder; put the file into one: sources/<id>/text.txt")
    yield from _unread_notes(root, "parallels", besides={"rejected.tsv", "negatives.tsv"})
    yield from _unread_vocabularies(root)


def kept_drafts(root: Path) -> Iterator[str]:
    """Yield the contributions that somebody keeps unread, by a name that begins with _."""
    folders = (f"sources/{id_}/annotations" for id_ in list_names(root, "sources"))
    for folder in (*folders, "parallels"):
        yield from (f"{folder}/{name}" for name in list_names(root, folder) if _DRAFT.fullmatch(name))


_DRAFT = re.compile(r"_.*\.md")


def _unread(root: Path, folder: str, known: Set[str], *, only_misspelt: bool = False) -> Iterator[Problem]:
    """Yield what is not one of the names that are known; of the edition's own folder only what looks like one."""
    for name in list_names(root, folder):
        if name in known or _LEFT_BEHIND.fullmatch(name) or (folder and _NAMED_FREELY.fullmatch(name)):
            continue
        meant = _MEANT.get(re.sub(r"(?: ?\(\d+\))?(?:\.txt)?$", "", name.casefold())) or _MEANT.get(name.casefold())
        meant = meant if meant in known else ""
        if folder and (translation := _TRANSLATION.fullmatch(name)):
            meant = f"translation.{translation[1] or '<language>'}.md"
        if meant:
            yield _problem(_joined(folder, name), f"did you mean {_joined(folder, meant)}? Rename it")
        elif not only_misspelt:
            is_note = name.casefold().endswith((".md", ".markdown", ".md.txt"))
            remedy = f"a note belongs into {folder}/annotations/, " if is_note else "move it out of the sources, "
            yield _problem(_joined(folder, name), f"{remedy}or let its name begin with _ if it is to lie here unread")


_IS_NOTE = re.compile(rb"\A(?:\xef\xbb\xbf)?---\r?\n(?:[^\n]*\n){0,9}?kind:")
_IS_PARALLEL = re.compile(rb"\A(?:\xef\xbb\xbf)?---\r?\n(?:[^\n]*\n){0,9}?relation:")


def _stray_contributions(root: Path) -> Iterator[Problem]:
    """Yield the notes and parallels that were put into the edition's own folder."""
    for name in list_names(root, ""):
        if not name.casefold().endswith((".md", ".md.txt", ".markdown")) or _LEFT_BEHIND.fullmatch(name):
            continue
        try:
            head = read_bytes(root, name, MAX_CONTRIBUTION_BYTES)
        except Refused:
            continue
        if _IS_NOTE.match(head):
            yield _problem(name, "a note belongs into sources/<id>/annotations/, into the folder of its source")
        elif _IS_PARALLEL.match(head):
            yield _problem(name, "a parallel belongs into parallels/")


def _unread_notes(root: Path, folder: str, besides: Set[str] = frozenset()) -> Iterator[Problem]:
    """Yield what is not read of a folder in which each contribution is a file that ends in .md."""
    folders = list_folders(root, folder)
    for name in list_names(root, folder):
        path = f"{folder}/{name}"
        if name in besides or _LEFT_BEHIND.fullmatch(name):
            continue
        if name in folders:
            yield _problem(path, f"folders in {folder}/ are not read; move its files up into {folder}/")
        elif not name.endswith(".md"):
            stem = re.sub(r"(?i)(?:\.(?:md|markdown|mdown|txt))+$", "", name)
            yield _problem(path, f"contributions end in .md; rename it {stem}.md, or begin its name with _")


def _unread_vocabularies(root: Path) -> Iterator[Problem]:
    for name in list_names(root, "vocabularies"):
        if not _LEFT_BEHIND.fullmatch(name) and not name.endswith(".toml"):
            remedy = "a vocabulary is a file <language>.toml, such as fi.toml; rename it, or begin its name with _"
            yield _problem(f"vocabularies/{name}", remedy)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _problem(path: str, message: str) -> Problem:
    return Problem(path, 1, "file-unread", f"this is not read: {message}")
