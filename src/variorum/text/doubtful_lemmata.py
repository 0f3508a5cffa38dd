"""Whether words can be meant as they are quoted: a passage and a place in it in, what is odd about the place out.

A lemma such as `no` is found in “note” as well. In scripts that part words by blanks, a lemma that begins or ends
between two letters of a word, or two figures of a number, is asked about; words beside it (`before:`, `after:`)
confirm it. Not asked about are

- scripts that part no words: Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan, Javanese, Balinese;
- the end, where case endings and particles are written to the word: the scripts of India and Nepal, Georgian, Korean
  (स्टालिन in स्टालिनले);
- either side, where articles, prepositions and pronouns are: Hebrew, Arabic, Syriac, Ethiopic;
- a border between a letter and a figure, or a small and a capital letter: there a blank was lost.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from variorum.model.span import Span
from variorum.text.scripts import UNPARTED, letters_of

# Scripts in which short words are written together with the next, or the one before; word_places.js has them too.
BOTH_SIDES = ("Hebrew", "Arabic", "Syriac", "Ethiopic")
# Scripts in which endings and postpositions are.
ENDINGS = (
    "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala",
    "Georgian", "Hangul",
)  # fmt: skip

# the last letter or figure before a border, and the first behind it; marks and invisible characters belong to them
_LAST = regex.compile(r"([\p{L}\p{N}])[\p{M}\p{Cf}]*\Z")
_FIRST = regex.compile(r"[\p{M}\p{Cf}]*([\p{L}\p{N}])")
_FREE_START = regex.compile(f"[{letters_of((*UNPARTED, *BOTH_SIDES))}]")
_FREE_END = regex.compile(f"[{letters_of((*UNPARTED, *BOTH_SIDES, *ENDINGS))}]")
_HEAD = regex.compile(r"[\p{L}\p{M}\p{N}\p{Cf}]+\Z")
_TAIL = regex.compile(r"[\p{L}\p{M}\p{N}\p{Cf}]+")
_WORD = regex.compile(r"[^\p{P}\p{Z}\p{C}\p{M}]")


class CutWord(NamedTuple):
    """What is left of the words at the borders of a lemma; both empty when it is made of whole words."""

    before: str  # e.g. "an" for `notation` in “annotation”
    after: str  # e.g. "te" for `no` in “note”


WHOLE = CutWord("", "")


def cut_word(text: str, span: Span) -> CutWord:
    """Return what a lemma leaves of the words that it begins or ends in: `WHOLE` if there is nothing of them."""
    if text[span.start - 1 : span.start] == " " == text[span.end : span.end + 1]:  # as nearly always
        return WHOLE
    head, tail = text[: span.start], text[span.end :]
    before = after = ""
    if _inside(head, text[span.start :], _FREE_START) and (found := _HEAD.search(head)):
        before = found[0]
    if _inside(text[: span.end], tail, _FREE_END) and (found := _TAIL.match(tail)):
        after = found[0]
    return CutWord(before, after) if before or after else WHOLE


def has_words(lemma: str) -> bool:
    """Whether there is any letter, figure or sign in a lemma besides punctuation."""
    return bool(_WORD.search(lemma))


def _inside(left: str, right: str, free: regex.Pattern[str]) -> bool:
    last, first = _LAST.search(left[-20:]), _FIRST.match(right)
    if not last or not first or free.match(last[1]) or free.match(first[1]):
        return False
    a, b = last[1], first[1]
    return a.isalpha() == b.isalpha() and not (a.islower() and b.isupper())
