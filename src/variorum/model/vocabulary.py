"""What a language calls its numbers and months, writes on to names, and has for words of much the same meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language by which the finder reads a text; all are in small letters.

    A language of which nothing is known has an empty one: it is read by its digits, its words and the names of
    names.toml alone.
    """

    language: str  # BCP 47 without what follows a hyphen, e.g. "nb"
    numbers: Mapping[str, int] = field(default_factory=dict)  # word → value; 100 and above multiply
    months: Mapping[str, int] = field(default_factory=dict)  # word → 1 … 12
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a word of English → words that mean it
    number_endings: tuple[str, ...] = ()  # written on to a number word or a month, e.g. “millions”
    day_endings: tuple[str, ...] = ()  # written on to the digits of a day, e.g. “18th”
    between_day_and_month: tuple[str, ...] = ()  # 18 of December
    between_month_and_year: tuple[str, ...] = ()  # diciembre de 1879
    between_year_and_month: tuple[str, ...] = ()  # १९१२ को जनवरी
    percent: tuple[str, ...] = ()  # what follows a percentage
    decades: tuple[str, ...] = ()  # what follows “1930” in “1930s”; a blank or a hyphen in it may stand or not
    joins: tuple[str, ...] = ()  # between the parts of one number: two thousand and six
    from_to: tuple[str, ...] = ()  # between two numbers that share what multiplies them: 4 to 5 million
    genitives: tuple[str, ...] = ()  # endings by which names are gathered: Lenins, Lenin’s
    name_endings: tuple[str, ...] = ()  # written on to a name of names.toml, as spellings are compared
    two_name_endings: bool = False  # whether a name may have two of them: plural, then case

    def __hash__(self) -> int:
        return hash(self.language)
