"""What languages call their numbers, months and decades. A language that is not here is read by its digits alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import regex


@dataclass(frozen=True)
class NumberWords:
    """The number words and months of one language, in small letters."""

    numbers: Mapping[str, int] = field(default_factory=dict)  # word → value; 100 and above multiply
    months: Mapping[str, int] = field(default_factory=dict)  # word → 1 … 12
    percent: tuple[str, ...] = ()
    decade: str = r"s"  # pattern of what follows “1930” in “1930s”
    endings: tuple[str, ...] = ()  # written on to a number word, e.g. “millions”

    def number(self, word: str) -> int | None:
        """Return what a word counts, or None."""
        value = self.numbers.get(word)
        if value is not None:
            return value
        for ending in self.endings:
            if word.endswith(ending) and word.removesuffix(ending) in self.numbers:
                return self.numbers[word.removesuffix(ending)]
        return None

    @cached_property
    def percent_pattern(self) -> regex.Pattern[str]:
        """What follows a number that is a percentage."""
        return regex.compile(rf"[\s\u00a0-]?(?:{'|'.join(('%', '٪', *self.percent))})")

    @cached_property
    def decade_pattern(self) -> regex.Pattern[str]:
        """The 1930s."""
        return regex.compile(rf"(?<!\d)(?P<decade>1\d\d0|20\d0)(?:{self.decade})(?![\p{{L}}\p{{M}}])")

    @cached_property
    def date_pattern(self) -> regex.Pattern[str] | None:
        """A month with what stands around it: 18 December 1879, December 18, 1879, १९१२ जनवरी."""
        if not self.months:
            return None
        months = "|".join(sorted(map(regex.escape, self.months), key=len, reverse=True))
        endings = "|".join(map(regex.escape, self.endings))
        return regex.compile(
            rf"""(?:(?<!\d)(?P<lead>\d{{4}})(?:\s?को)?,?\s+)?
                 (?:(?<![\d.,])(?P<before>\d{{1,2}})(?:\.|st|nd|rd|th|औं)?\s+(?:of\s+)?)?
                 (?<![\p{{L}}\p{{M}}])(?P<month>{months})(?:{endings})?(?![\p{{L}}\p{{M}}])[.]?
                 (?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,:]?\d|\s?[%\p{{L}}]{{3}}))?
                 (?:,?\s+(?P<year>\d{{4}})(?!\d))?""",
            regex.VERBOSE,
        )


_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
    "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_NORWEGIAN = {
    "en": 1, "én": 1, "ett": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7,
    "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16,
    "sytten": 17, "atten": 18, "nitten": 19, "tjue": 20, "tyve": 20, "tretti": 30, "tredve": 30, "førti": 40,
    "femti": 50, "seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90, "hundre": 100, "tusen": 1000, "million": 10**6,
    "milliard": 10**9,
}  # fmt: skip
_TENS = ("tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti")
_UNITS = ("en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni")
_NORWEGIAN |= {t + u: 20 + 10 * i + 1 + j for i, t in enumerate(_TENS) for j, u in enumerate(_UNITS)}
_NEPALI = {
    "एक": 1, "दुई": 2, "दुइ": 2, "तीन": 3, "चार": 4, "पाँच": 5, "पांच": 5, "सात": 7, "आठ": 8, "नौ": 9, "दस": 10, "दश": 10,
    "एघार": 11, "बाह्र": 12, "तेह्र": 13, "चौध": 14, "पन्ध्र": 15, "सोह्र": 16, "सत्र": 17, "अठार": 18, "उन्नाइस": 19,
    "बीस": 20, "पच्चीस": 25, "पच्चिस": 25, "तीस": 30, "पैंतीस": 35, "चालीस": 40, "चालिस": 40, "पचास": 50,
    "साठी": 60, "सत्तरी": 70, "असी": 80, "नब्बे": 90, "सय": 100, "हजार": 1000, "लाख": 10**5, "करोड": 10**7, "अर्ब": 10**9,
    "मिलियन": 10**6,
}  # छ, six, is left out: it is the commonest word for “is”  # fmt: skip

_ENGLISH_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "aug": 8, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_NORWEGIAN_MONTHS = {
    "januar": 1, "februar": 2, "mars": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
    "oktober": 10, "november": 11, "desember": 12,
}  # fmt: skip
_NEPALI_MONTHS = {
    "जनवरी": 1, "जनवरि": 1, "फेब्रुअरी": 2, "फेब्रुवरी": 2, "फेब्रअरी": 2, "मार्च": 3, "अप्रिल": 4, "अप्रील": 4, "मे": 5, "मई": 5,
    "जुन": 6, "जून": 6, "जुलाई": 7, "जुलाइ": 7, "अगस्त": 8, "अगष्ट": 8, "अगस्ट": 8, "सेप्टेम्बर": 9, "सेप्टेम्वर": 9, "सितम्बर": 9,
    "अक्टोबर": 10, "अक्टुबर": 10, "अक्टुवर": 10, "अक्टोवर": 10, "नोभेम्बर": 11, "नोभेम्वर": 11, "नोबेम्बर": 11, "डिसेम्बर": 12,
    "डिसेम्वर": 12,
}  # fmt: skip

_BOKMAL = NumberWords(
    numbers=_NORWEGIAN,
    months=_NORWEGIAN_MONTHS,
    percent=("prosent", "pst"),
    decade=r"[-–]?\s?(?:årenes|årene|åra|tallets|tallet|talet)",
    endings=("er", "ene"),
)
NUMBER_WORDS: Mapping[str, NumberWords] = MappingProxyType(
    {
        "en": NumberWords(_ENGLISH, _ENGLISH_MONTHS, ("percent", "per cent"), r"['’]?s", ("s",)),
        "nb": _BOKMAL,
        "nn": _BOKMAL,
        "no": _BOKMAL,
        "ne": NumberWords(
            numbers=_NEPALI,
            months=_NEPALI_MONTHS,
            percent=("प्रतिशत",),
            decade=r"\s?(?:को|का|कै)?\s?दशक(?:को|का|मा|तिर|देखि|सम्म)?",
            endings=("वटा", "जना", "ओटा", "औं", "भन्दा", "को", "का", "मा", "ले", "लाई", "देखि", "सम्म", "बाट", "ौं"),
        ),
    }
)
