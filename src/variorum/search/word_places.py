"""Where each word stands: the texts of rows in, the places of every word out, as the page for searching looks them up.

A text is cut into words as a search compares them (`search_key`). The places of all words of all rows are numbered
through; between two rows, and between the heading of a row and its words, one number is left out, so that words with
neighbouring numbers always stand beside one another. Where writers join words differently (U.S.S.R. and USSR, 10,000
and 10000, don’t and dont), the joined word has the place of its first part.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from variorum.text.search_folding import UNSPACED, search_key

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
    """The places of the words of all rows so far."""

    places: dict[str, array[int]] = field(default_factory=dict)  # word → places, in their order
    lengths: list[int] = field(default_factory=list)  # of each row: numbers that it takes up
    joined: Counter[str] = field(default_factory=Counter)  # word → how often it stands there only if words are joined
    _runs: dict[str, tuple[array[int], ...]] = field(default_factory=dict)  # of letters → the places of their words
    _next: int = 0

    def add(self, *texts: str) -> None:
        """Add a row with these texts, e.g. its heading and its words; a row of no words takes up a number, too."""
        first = self._next
        for text in texts:
            self._add(text)
            self._next += 1
        self.lengths.append(self._next - first)

    def count(self, word: str) -> int:
        """Return how often a word stands there as such; 0 for one that only others would write so."""
        return len(self.places[word]) - self.joined[word]

    def _add(self, text: str) -> None:
        first = at = self._next
        known = self._runs.get
        for run in _RUN.findall(text):
            places = known(run)
            if places is None:
                places = self._places_of_run(run)
            for every in places:
                every.append(at)
                at += 1
        self._next = at
        if _SIGN_WITHIN.search(text) or _GROUPS.search(text):
            self._add_joined(text, first)

    def _places_of_run(self, run: str) -> tuple[array[int], ...]:
        """Return where the words of a run of letters are noted, the same arrays each time."""
        found = self._runs[run] = tuple(self.places.setdefault(word, array("I")) for word in words_of(run))
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
                self.joined[word] += _inserted(self.places.setdefault(word, array("I")), numbered[begin])


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
