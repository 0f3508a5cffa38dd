"""Of which languages the compiler can break the words: only those are justified in a narrow column."""

from __future__ import annotations

from variorum.text.scripts import own_scripts

# Scripts whose words are hyphenated, and those that have no spaces to draw apart.
_BROKEN = frozenset(
    {"Latin", "Cyrillic", "Greek", "Georgian", "Armenian"}
    | {"Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"}
)


def is_broken(language: str) -> bool:
    """Whether the compiler breaks the words of a language, or needs not: it has patterns, or lines end anywhere."""
    return own_scripts(language) <= _BROKEN
