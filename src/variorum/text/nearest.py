"""What somebody may have meant: a word that is not known in, the known one that is spelt most like it out."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import fuzz, process

LIKE = 80.0  # per cent of equal letters, by rapidfuzz


def nearest(word: str, known: Collection[str], *, least: float = LIKE) -> str:
    """Return the known word that is spelt most like this one, or "" if none is like it; thousands cost a blink."""
    found = process.extractOne(word, known, scorer=fuzz.ratio, processor=None, score_cutoff=least)
    return found[0] if found else ""
