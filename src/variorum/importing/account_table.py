"""The files of an account: account.tsv in, what it says out, and the rows by which it knows the files that it is of.

An account stands on its own: it names the checksums of its original and of the words that were made of it. So it can be
proved when a newer version would read the original otherwise, as its guesses have become better.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from variorum.importing.recognising import FORMATS
from variorum.importing.witness import Fate

COLUMNS = ("fate", "characters", "what", "reason")
PICTURE = "picture"  # the fate of a picture: it is no letter
_CHECKSUMS = "checksums"  # of the original, and of the words of text.txt
_TOTAL = "total"  # how many letters the original has, in which format and encoding it was read


@dataclass(frozen=True, slots=True)
class Kept:
    """What an account.tsv says."""

    letters: Mapping[str, int]  # by fate
    without_reason: int  # letters that are omitted, and nothing says why
    total: int
    format: str  # key of `FORMATS`; "" where it is not known
    encoding: str
    original: str = ""  # checksum of its bytes; "" in an account of before they were kept
    words: str = ""  # `words_checksum` of text.txt

    @property
    def is_whole(self) -> bool:
        """Whether its rows tell the fate of as many letters as the original has, and why some are omitted."""
        return sum(self.letters.values()) == self.total and not self.without_reason

    def is_of(self, original: bytes, text: str) -> bool:
        """Whether it was drawn up of these two files; the ends of lines and blank lines may be others."""
        return (self.original, self.words) == (_checksum(original), words_checksum(text))


def words_checksum(text: str) -> str:
    """Return the checksum of the words of a text in their order, whatever blanks part them."""
    return _checksum(" ".join(text.split()).encode())


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def last_rows(data: bytes, text: str, total: int, format_: str, encoding: str) -> str:
    """Return the rows that say which files an account is of, and how the original was read."""
    checksums = f"{_CHECKSUMS}\t0\t{_checksum(data)}\t{words_checksum(text)}"
    return f"{checksums}\n{_TOTAL}\t{total}\t{format_}\t{encoding}\n"


def kept_in(table: str) -> Kept:
    """Return what an account.tsv says; rows that nobody can read count as no letters."""
    letters: dict[str, int] = {}
    unexplained, total, format_, encoding, original, words = 0, 0, "", "", "", ""
    for line in table.split("\n")[1:]:
        fate, number, what, reason = (line.split("\t") + [""] * 4)[:4]
        count = int(number) if number.isdecimal() else 0
        if fate == _CHECKSUMS:
            original, words = what, reason
        elif fate == _TOTAL:
            total, format_, encoding = count, what if what in FORMATS else "", reason
        elif fate in set(Fate):
            letters[fate] = letters.get(fate, 0) + count
            unexplained += count if fate == Fate.OMITTED and not reason.strip() else 0
    return Kept(letters, unexplained, total, format_, encoding, original, words)
