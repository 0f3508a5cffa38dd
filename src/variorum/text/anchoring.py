"""Where the words stand: a passage and quoted words in, a Span or the reason of a miss out.

`locate` is pure and never guesses: a build may only show an annotation on words that are certainly the ones meant.
What is merely similar comes back as a suggestion for the person to accept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex
from rapidfuzz import fuzz

from variorum.model.limits import MAX_SUGGESTED_CHARS
from variorum.model.span import Span
from variorum.text.line_joining import joined_ends, without_joined_ends


@dataclass(frozen=True, slots=True)
class Miss:
    """Why the words were not found."""

    reason: Literal["absent", "ambiguous"]
    count: int = 0  # how often they stand there, when ambiguous
    suggestion: str = ""  # the nearest wording of the passage, when absent and anything is near


def locate(text: str, lemma: str, before: str = "", after: str = "") -> Span | Miss:
    """Find the one place in `text` where `lemma` stands.

    `before` and `after` are words that stand next to the lemma (white space between does not count). The words are
    looked for as they are, then with white space, quotation marks, dashes and composed letters folded together; a Span
    always counts code points of the verbatim `text`. A match never begins or ends inside a letter (a Devanagari
    consonant and its vowel sign are one).
    """
    lemma = lemma.strip()
    if not lemma:
        return Miss("absent")
    spans = locate_all(text, lemma, before, after)
    match spans:
        case [span]:
            return span
        case []:
            return Miss("absent", suggestion=_nearest(text, lemma))
        case _:
            return Miss("ambiguous", count=len(spans))


def locate_all(text: str, lemma: str, before: str = "", after: str = "") -> list[Span]:
    """Find every place in `text` where `lemma` stands, in order, by the rules of `locate`."""
    lemma = lemma.strip()
    spans = [s for s in _occurrences(text, lemma) if _has_neighbours(text, s, before, after)]
    if not spans:
        folded, origin = match_key(text)
        needle, _ = match_key(lemma)
        whole = [Span(origin[s.start], origin[s.end]) for s in _occurrences(folded, needle.strip())]
        spans = [s for s in whole if _is_whole(text, s) and _has_neighbours(text, s, before, after)]
    if not spans and "\n" in text and (ends := joined_ends(text)):  # as the lines are shown, joined
        places = [n for n in range(len(text)) if not any(start <= n < end for start, end in ends)]
        shown = "".join(text[n] for n in places)
        found = locate_all(shown, _as_joined(lemma), before, after)
        spans = [Span(places[s.start], places[s.end - 1] + 1) for s in found]
    return spans


def _as_joined(lemma: str) -> str:
    """Return words without the blanks that somebody typed where an end of a line parts none."""
    lines = "\n".join(lemma.split())
    return without_joined_ends(lines, 0, len(lines)).replace("\n", " ")


def match_key(text: str) -> tuple[str, list[int]]:
    """Return the text with look-alikes made equal, and for each of its code points the place it came from.

    Folded are: NFKC per character with its combining marks, every white space to one blank, quotation marks, dashes;
    what cannot be seen (soft hyphens, zero-width characters, marks of direction, variation selectors) vanishes. The
    list has one item more than the text: the end.
    """
    return _match_key(text)


@lru_cache(maxsize=64)  # many lemmata of one passage come one after the other
def _match_key(text: str) -> tuple[str, list[int]]:
    out: list[str] = []
    origin: list[int] = []
    for match in _CLUSTER.finditer(text):
        start = match.start()
        cluster = unicodedata.normalize("NFKC", match[0].translate(_LOOK_ALIKE))
        if not cluster or (cluster.isspace() and out and out[-1] == " "):
            continue
        for character in " " if cluster.isspace() else cluster:
            out.append(character)
            origin.append(start)
    return "".join(out), [*origin, len(text)]


# What cannot be seen and may not stand in a lemma, or need not: soft hyphen, joiners, zero-width characters, marks of
# direction, variation selectors, the combining grapheme joiner.
_UNSEEN = (
    *(0x00AD, 0x034F, 0x061C, 0x2060, 0xFEFF),
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
)
_LOOK_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys(map(chr, _UNSEEN)),
    }
)


_CLUSTER = regex.compile(r"(?s).\p{M}*")


def _occurrences(text: str, words: str) -> Iterator[Span]:
    at = text.find(words) if words else -1
    while at >= 0:
        span = Span(at, at + len(words))
        if _is_whole(text, span):
            yield span
        at = text.find(words, at + 1)


def _is_whole(text: str, span: Span) -> bool:
    return not (_continues(text, span.start) or _continues(text, span.end))


def _continues(text: str, at: int) -> bool:
    """Whether the code point at this place belongs to the letter before it."""
    return 0 < at < len(text) and unicodedata.category(text[at]) in {"Mn", "Mc", "Me"}


def _has_neighbours(text: str, span: Span, before: str, after: str) -> bool:
    return (not before or _ends_with(text[: span.start], _squeeze(before))) and (
        not after or _starts_with(text[span.end :], _squeeze(after))
    )


def _ends_with(head: str, words: str) -> bool:
    """Whether a text ends with squeezed words. Only so much of it is folded as tells: the words may stand often."""
    for letters in _windows(len(head)):
        start = len(head) - letters
        while _continues(head, start):
            start -= 1
        found = _squeeze(head[start:])
        if len(found) >= len(words) or start == 0:
            return found.endswith(words)
        if not words.endswith(found):
            return False
    return not words


def _starts_with(tail: str, words: str) -> bool:
    for letters in _windows(len(tail)):
        end = letters
        while _continues(tail, end):
            end += 1
        found = _squeeze(tail[:end])
        if len(found) >= len(words) or end == len(tail):
            return found.startswith(words)
        if not words.startswith(found):
            return False
    return not words


def _windows(length: int) -> Iterator[int]:
    """Yield more and more letters of a text, and all of them at last."""
    letters = 4
    while letters < length:
        yield letters
        letters *= 4
    if length:
        yield length


def _squeeze(text: str) -> str:
    return "".join(match_key(text)[0].split())


def _nearest(text: str, lemma: str) -> str:
    """Return the words of the text that look most like the lemma, or nothing if none does.

    The window is rapidfuzz' partial ratio (edit distance of the best-fitting substring), widened to whole words.
    """
    if len(lemma) > min(len(text), MAX_SUGGESTED_CHARS):
        return ""
    found = fuzz.partial_ratio_alignment(lemma, text, score_cutoff=60)
    if found is None:
        return ""
    start, end = found.dest_start, found.dest_end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return " ".join(text[start:end].split())
