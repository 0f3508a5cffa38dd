"""Whether the text of a source still is what its original holds: the folder's files in, what is wrong out.

An account is proved by what it says: its rows tell the fate of as many letters as the original has, counted anew, and
all letters and words of text.txt stand in the original. That these are the words which the original was found to hold
is told by the checksums of the account; where the text has changed since, or the account keeps none, the original is
read again. What today's version would guess otherwise makes no account wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from variorum.importing.account import counted, letters_by_part, torn_of
from variorum.importing.account_table import Kept, kept_in
from variorum.importing.bringing_in import bring_in
from variorum.importing.recognising import FORMATS
from variorum.importing.refusal import NotImportable
from variorum.importing.witness import Fate, letters_in
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
        kept_files = list_files(root, folder, _ORIGINAL, [])
        original = kept_files[0] if kept_files else f"{folder}/text.txt"
        data = read_bytes(root, original, MAX_ORIGINAL_BYTES)
        text = read_bytes(root, f"{folder}/text.txt", MAX_TEXT_BYTES).decode("utf-8", "replace")
        kept = kept_in(read_bytes(root, account, MAX_TEXT_BYTES).decode("utf-8", "replace"))
        is_same = bool(kept.format) and kept.is_of(data, text)
        brought = None if is_same else bring_in(data, original, format_=kept.format, encoding=kept.encoding)
        format_, encoding = (brought.format, brought.encoding) if brought else (kept.format, kept.encoding)
        decoded = data.decode(encoding).removeprefix("\ufeff") if encoding else ""
        letters = counted(part for _, part in letters_by_part(FORMATS.get(format_, ""), data, decoded))
    except Refused as refused:
        yield refused.problem
        return
    except (NotImportable, LookupError, UnicodeDecodeError) as error:
        yield Problem(
            original, getattr(error, "line", 0) or 1, "original-unaccounted", f"cannot be read again: {error}"
        )
        return
    if said := _not_its_account(kept, letters.total(), letters_in(text) if is_same else None):
        yield Problem(account, 1, "original-unaccounted", said)
    torn = ""
    if brought is not None:
        yield from _other_letters(f"{folder}/text.txt", brought.text, text)
        torn = brought.account.torn
    elif invented := counted([text]) - letters:
        words = beginning("".join(invented.elements()), _SAMPLE_CHARS)
        yield Problem(f"{folder}/text.txt", 1, "original-unaccounted", f"these letters stand nowhere in it: {words}")
    else:
        torn = torn_of(FORMATS[format_], data, decoded, [text])
    if torn:
        message = f"these words stand nowhere so in it, a blank is put in or lost: {torn}"
        yield Problem(original, 1, "original-unaccounted", message)


def _not_its_account(kept: Kept, letters: int, in_text: int | None) -> str:
    """Return why an account is not that of its original, "" if it is; `in_text` are the letters that the text has."""
    told = sum(kept.letters.values())
    shown = kept.total if kept.format == "plain" else kept.letters.get(Fate.SHOWN, 0)  # all lines stay in a plain text
    faults = [
        f"the original has {letters} characters, the account says {kept.total}" if letters != kept.total else "",
        f"{told} of {kept.total} characters have a fate" if told != kept.total else "",
        f"the text shows {in_text} characters, the account says {shown}" if in_text not in {None, shown} else "",
        f"{kept.without_reason} characters are omitted without a reason" if kept.without_reason else "",
    ]
    if not any(faults):
        return ""
    what = "; ".join(filter(None, faults))
    return f"this is not the account of the original any more: {what}; bring it in again: variorum import --again"


def original_of(folder: Path) -> tuple[Path, str, str]:
    """Return the original of a source with the format and the encoding that it was read in; raises `OSError`."""
    said = kept_in((folder / ACCOUNT).read_text(encoding="utf-8"))
    kept = sorted(p for p in folder.iterdir() if re.fullmatch(_ORIGINAL, p.name))
    return (kept[0] if kept else folder / "text.txt"), said.format, said.encoding


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
