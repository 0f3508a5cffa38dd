"""Where each word stands: the texts of rows in, the places of every word out, as the page for searching looks them up.

A text is cut into words as a search compares them (`search_key`). The words of each row are numbered through, and the
number of the row stands before theirs (`ROW_BITS`), so that an edit of one row moves no word of another. Between the
heading of a row and its words one number is left out, so that words with neighbouring numbers always stand beside one
another. Where writers join words differently (U.S.S.R. and USSR, 10,000 and 10000, don’t and dont), the joined word has
the place of its first part.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from variorum.text.search_folding import UNSPACED, search_key

ROW_BITS = 28  # of a place, for the word within its row; a text of 64 MB has fewer words

# What folding may make words of: letters with signs that it takes away, and signs that it takes apart (№).
_RUN = regex.compile("[\\p{L}\\p{M}\\p{N}\\p{So}\u00ad\u200c\u200d]+")
_WORD = regex.compile(rf"[{UNSPACED}]\p{{M}}*|(?:(?![{UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}])+")
_JOINED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{M}\p{N}])"  # an acronym with stops
    "|(?<!\\d)\\d{1,3}(?:[.,'’\u00a0\u202f ]\\d{3})+(?!\\d)"  # a figure in groups
    r"|[\p{L}\p{M}]+(?:['’ʼʹ][\p{L}\p{M}]+)+"
)
# What a text must hold for `_JOINED` to find anything in it: nearly all texts hold neither, and these are found fast.
_SIGN_WITHIN = re.compile(r"[.,'’ʼʹ](?=\S)")
_GROUPS = regex.compile("\\d[\u00a0\u202f ]\\d")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as a search compares them, in their order.

    >>> words_of("Ста́лин’s № 5"), words_of("小舟")
    (('сталин', 's', 'no', '5'), ('小', '舟'))
    """
    key = search_key(text)
    if key.isascii() and key.isalnum():  # nearly every run of letters: one word
        return (key,)
    return tuple(_WORD.findall(key))


@dataclass(slots=True)
class WordPlaces:
    """The places of the words of rows."""

    places: dict[str, array[int]] = field(default_factory=dict)  # word → places, in their order
    joined: Counter[str] = field(default_factory=Counter)  # word → how often it stands there only if words are joined
    _runs: dict[str, tuple[array[int], ...]] = field(default_factory=dict)  # of letters → the places of their words

    def add(self, row: int, *texts: str) -> None:
        """Add a row with these texts, e.g. its heading and its words; rows are added in their order."""
        at = row << ROW_BITS
        for text in texts:
            at = self._add(text, at) + 1

    def forget_runs(self) -> None:
        """Let go what is only needed while rows are added, half of the memory."""
        self._runs.clear()

    def _add(self, text: str, first: int) -> int:
        """Add a text whose first word has this place; return the place behind its last."""
        at = first
        known = self._runs.get
        for run in _RUN.findall(text):
            places = known(run)
            if places is None:
                places = self._places_of_run(run)
            for every in places:
                every.append(at)
                at += 1
        if _SIGN_WITHIN.search(text) or _GROUPS.search(text):
            self._add_joined(text, first)
        return at

    def _places_of_run(self, run: str) -> tuple[array[int], ...]:
        """Return where the words of a run of letters are noted, the same arrays each time."""
        found = self._runs[run] = tuple(self.places.setdefault(word, array("Q")) for word in words_of(run))
        return found

    def _add_joined(self, text: str, first: int) -> None:
        """Note what others write as one word in a text that was added, with `first` as the place of its first word."""
        joined = list(_joined(text))
        if not joined:
            return
        numbered, at = {}, first
        for run in _RUN.finditer(text):
            numbered[run.start()] = at
            at += len(self._runs[run[0]])
        for begin, word in joined:
            if begin in numbered:
                self.joined[word] += _inserted(self.places.setdefault(word, array("Q")), numbered[begin])


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield where words stand that others write as one, and that one word."""
    for match in _JOINED.finditer(text):
        words = words_of(regex.sub(r"[^\p{L}\p{M}\p{N}]|[ʼʹ]", "", match[0]))
        if len(words) == 1:
            yield match.start(), words[0]


def _inserted(places: array[int], place: int) -> bool:
    """Add a place behind which others of the same text may stand already; return whether it is new."""
    at = len(places)
    while at and places[at - 1] > place:
        at -= 1
    new = not at or places[at - 1] != place
    if new:
        places.insert(at, place)
    return new
