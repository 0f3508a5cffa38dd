"""What somebody may have meant: a word that is not known in, the known one that is spelt most like it out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count

from rapidfuzz import fuzz, process

from variorum.model.limits import MAX_SUGGESTIONS

LIKE = 80.0  # per cent of equal letters, by rapidfuzz


def nearest(word: str, known: Collection[str], *, least: float = LIKE) -> str:
    """Return the known word that is spelt most like this one, or "" if none is like it; thousands cost a blink."""
    found = process.extractOne(word, known, scorer=fuzz.ratio, processor=None, score_cutoff=least)
    return found[0] if found else ""


def nearest_among(known: Collection[str], *, least: float = LIKE) -> Callable[[str], str]:
    """Return a function from a word to the known one that is spelt most like it, "" if none is.

    It answers `MAX_SUGGESTIONS` times and then "" only: a list of 100,000 wrong words must not take minutes.
    """
    asked = count()
    return lambda word: nearest(word, known, least=least) if next(asked) < MAX_SUGGESTIONS else ""
