"""How numbers, months and decades are looked for in texts of a language: its `Vocabulary` in, patterns out.

The small words between the parts of a number or a date (“and”, “to”, “of”, “18th”) are understood in every language:
those of all vocabularies that we ship, and the language's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from variorum.model.vocabulary import Vocabulary
from variorum.text.language_vocabularies import shipped


@dataclass(frozen=True)
class NumberWords:
    """The number words and months of one language, ready to be looked for."""

    vocabulary: Vocabulary

    def number(self, word: str) -> int | None:
        """Return what a word counts, or None."""
        numbers = self.vocabulary.numbers
        value = numbers.get(word)
        if value is not None:
            return value
        for ending in self.vocabulary.number_endings:
            if word.endswith(ending) and word.removesuffix(ending) in numbers:
                return numbers[word.removesuffix(ending)]
        return None

    @cached_property
    def percent_pattern(self) -> regex.Pattern[str]:
        """What follows a number that is a percentage."""
        return regex.compile(rf"[\s\u00a0-]?(?:{_any_of(('%', '٪', *self.vocabulary.percent))})")

    @cached_property
    def decade_pattern(self) -> regex.Pattern[str]:
        """The 1930s."""
        follows = "|".join(map(_with_gaps, self.vocabulary.decades or ("s",)))
        return regex.compile(rf"(?<!\d)(?P<decade>1\d\d0|20\d0)(?:{follows})(?![\p{{L}}\p{{M}}])")

    @cached_property
    def glue_pattern(self) -> regex.Pattern[str]:
        """What stands between the parts of one number."""
        return regex.compile(rf"[\s\u00a0-]*(?:{self._small_words('joins')})?[\s\u00a0]*")

    @cached_property
    def from_to_pattern(self) -> regex.Pattern[str]:
        """What stands between two numbers that share what multiplies them."""
        return regex.compile(rf"\s?(?:[-–—]|{self._small_words('from_to')})\s?")

    @cached_property
    def date_pattern(self) -> regex.Pattern[str] | None:
        """A month with what stands around it: 18 December 1879, December 18, 1879, १९१२ जनवरी."""
        if not self.vocabulary.months:
            return None
        months, endings = _any_of(self.vocabulary.months), _any_of(self.vocabulary.number_endings)
        of_day = self._small_words("day_endings")
        of_year = _any_of(self.vocabulary.between_month_and_year)
        return regex.compile(
            rf"""(?:(?<!\d)(?P<lead>\d{{4}})(?:\s?(?:{self._small_words("between_year_and_month")}))?,?\s+)?
                 (?:(?<![\d.,])(?P<before>\d{{1,2}})(?:\.|{of_day})?\s+
                   (?:(?:{self._small_words("between_day_and_month")})\s+)?)?
                 (?<![\p{{L}}\p{{M}}])(?P<month>{months})(?:{endings})?(?![\p{{L}}\p{{M}}])[.]?
                 (?:\s+(?P<after>\d{{1,2}})(?:{of_day})?(?![\d.,:]?\d|\s?[%\p{{L}}]{{3}}))?
                 (?:,?\s+(?:(?:{of_year})\s+)?(?P<year>\d{{4}})(?!\d))?""",
            regex.VERBOSE,
        )

    def _small_words(self, key: str) -> str:
        return _any_of(word for held in (*shipped().values(), self.vocabulary) for word in getattr(held, key))


@lru_cache(maxsize=64)
def number_words_of(vocabulary: Vocabulary) -> NumberWords:
    """Return what is made of a vocabulary, once."""
    return NumberWords(vocabulary)


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(sorted(dict.fromkeys(map(re.escape, words)), key=len, reverse=True)) or r"(?!)"


def _with_gaps(written: str) -> str:
    """Return a pattern for what follows a decade: a hyphen or a blank may stand where it has one."""
    return "".join({" ": r"\s?", "-": "[-–]?"}.get(letter, re.escape(letter)) for letter in written)
