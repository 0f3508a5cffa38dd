"""What words mean: the stem of a word and its vocabulary in, words of English for what it can mean out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from variorum.model.vocabulary import Vocabulary
from variorum.text.words import stem


def concepts(root: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what a stem can mean; nothing for a word that the vocabulary has not."""
    return _by_stem(vocabulary).get(root, ())


@lru_cache(maxsize=32)
def _by_stem(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for meaning, words in vocabulary.concepts.items():
        for word in words:
            found.setdefault(stem(word, vocabulary.language), {})[meaning] = None
    return {root: tuple(meanings) for root, meanings in found.items()}
