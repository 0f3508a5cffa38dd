"""Whether the text of a source still is what its original holds: the folder's files in, what is wrong out.

The original is read again, so nothing that was noted once has to be trusted: each of its letters must have a fate, and
the letters that are shown must be those of text.txt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from variorum.importing.account import PICTURE, recorded
from variorum.importing.bringing_in import bring_in
from variorum.importing.refusal import NotImportable
from variorum.model.limits import MAX_ORIGINAL_BYTES, MAX_TEXT_BYTES
from variorum.model.problems import Problem
from variorum.reading.files import Refused, list_files, read_bytes
from variorum.text.excerpt import beginning

ACCOUNT = "account.tsv"
_SAMPLE_CHARS = 60
_ORIGINAL = r"original\.[a-z0-9]{1,9}"


def originals_accounted(root: Path) -> Iterator[Problem]:
    """Yield what is wrong with the accounts of all sources that have one; raises `MissingExtraError`."""
    for path in sorted(root.glob(f"sources/*/{ACCOUNT}")):
        yield from _of_source(root, path.parent.relative_to(root).as_posix())


def _of_source(root: Path, folder: str) -> Iterator[Problem]:
    account = f"{folder}/{ACCOUNT}"
    try:
        kept = list_files(root, folder, _ORIGINAL, [])
        original = kept[0] if kept else f"{folder}/text.txt"
        data = read_bytes(root, original, MAX_ORIGINAL_BYTES)
        text = read_bytes(root, f"{folder}/text.txt", MAX_TEXT_BYTES).decode("utf-8", "replace")
        table = read_bytes(root, account, MAX_TEXT_BYTES).decode("utf-8", "replace")
        format_, encoding = recorded(table)
        brought = bring_in(data, original, format_=format_, encoding=encoding)
    except Refused as refused:
        yield refused.problem
        return
    except (NotImportable, LookupError, UnicodeDecodeError) as error:
        yield Problem(
            original, getattr(error, "line", 0) or 1, "original-unaccounted", f"cannot be read again: {error}"
        )
        return
    said = brought.account.unaccounted or brought.account.invented
    if said:
        yield Problem(original, 1, "original-unaccounted", f"these letters have no fate, or no origin: {said}")
    if brought.account.torn:
        message = f"these words stand nowhere so in it, a blank is put in or lost: {brought.account.torn}"
        yield Problem(original, 1, "original-unaccounted", message)
    if _without_pictures(brought.table) != _without_pictures(table):
        message = "this is not the account of the original any more; bring it in again: variorum import --again"
        yield Problem(account, 1, "original-unaccounted", message)
    yield from _other_letters(f"{folder}/text.txt", brought.text, text)


def original_of(folder: Path) -> tuple[Path, str, str]:
    """Return the original of a source with the format and the encoding that it was read in; raises `OSError`."""
    format_, encoding = recorded((folder / ACCOUNT).read_text(encoding="utf-8"))
    kept = sorted(p for p in folder.iterdir() if re.fullmatch(_ORIGINAL, p.name))
    return (kept[0] if kept else folder / "text.txt"), format_, encoding


def _without_pictures(table: str) -> list[str]:
    """Return the rows of an account that tell of letters; `check` looks for the pictures."""
    return [row for row in table.split("\n") if not row.startswith(f"{PICTURE}\t")]


def _other_letters(path: str, shown: str, text: str) -> Iterator[Problem]:
    """Yield how the letters of a text differ from those that its original shows, and where its blanks do."""
    ours, theirs = (Counter("".join(words.split())) for words in (text, shown))
    if ours == theirs and (other := Counter(text.split()) - Counter(shown.split())):
        words = beginning(" ".join(other), _SAMPLE_CHARS)
        message = f"its blanks are not those that its original shows, at: {words}; correct the original too, and bring "
        yield Problem(path, 1, "original-unaccounted", f"{message}it in again")
    more, fewer = ("".join((a - b).elements()) for a, b in ((ours, theirs), (theirs, ours)))
    if more or fewer:
        parts = (f"{len(more)} more ({beginning(more, _SAMPLE_CHARS)})" if more else "",
                 f"{len(fewer)} fewer ({beginning(fewer, _SAMPLE_CHARS)})" if fewer else "")  # fmt: skip
        message = (
            f"it has other letters than its original shows: {', '.join(filter(None, parts))}; correct the original"
        )
        yield Problem(path, 1, "original-unaccounted", f"{message} too, and bring it in again")
