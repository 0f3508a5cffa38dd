"""Figures: a text in, its numbers, percentages, years, months and days out, in any digits and in words.

१९०६ is 1906, २ करोड is 20,000,000, “seks millioner” is 6,000,000, “1932–33” are two years, “the 1930s” a decade. What
a language calls its numbers and months stands in its vocabulary; digits are understood in every language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import regex

from variorum.model.span import Span
from variorum.model.vocabulary import Vocabulary
from variorum.text.language_vocabularies import NO_OWN, vocabulary_of
from variorum.text.number_words import NumberWords, number_words_of

_EARLIEST, _LATEST = 1000, 2100  # years that are written with four digits


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date of a text."""

    kind: str  # number | percent | year | decade | month | day
    key: str  # 250000 | 70 | 1907 | 1930 | 1907-06 | 06-26 (a day of the year)
    span: Span
    value: float = 0.0

    @property
    def label(self) -> str:
        """As a reader writes it, e.g. “250,000”, “70 %”, “1930s”."""
        match self.kind:
            case "number":
                return f"{self.value:,.10g}" if self.value < 1e6 else f"{self.value / 1e6:,.6g} million"
            case "percent":
                return f"{self.key} %"
            case "decade":
                return f"{self.key}s"
            case _:
                return self.key


def figures(text: str, language: str, own: Mapping[str, Vocabulary] = NO_OWN) -> list[Figure]:
    """Return the figures of a text in its order; one that is part of a date is not a number too.

    `own` are the vocabularies of the edition, which go before ours.
    """
    number_words = number_words_of(vocabulary_of(language, own))
    western = _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m[0])), text)
    lower = western.lower()
    if len(lower) != len(western):  # a letter grew when it was made small (İ); spans must fit the text
        lower = western
    found: list[Figure] = []
    taken: list[Span] = []
    for reader in (_dates, _decades, _year_ranges):
        for span, held in reader(lower, number_words):
            if not _overlaps(span, taken):
                taken.append(span)
                found += held
    found += [f for f in _numbers(lower, number_words) if not _overlaps(f.span, taken)]
    return sorted(found, key=lambda f: (f.span, f.kind, f.key))


def years_of(held: list[Figure]) -> tuple[int, int] | None:
    """Return the first and the last year that the figures name, or None if they name none."""
    years = [int(f.key[:4]) for f in held if f.kind in {"year", "month"}]
    decades = [int(f.key) for f in held if f.kind == "decade"]
    if not years and not decades:
        return None
    return min(years + decades), max(years + [d + 9 for d in decades])


_OTHER_DIGIT = regex.compile(r"[\p{Nd}--[0-9]]", regex.VERSION1)


# --- dates ------------------------------------------------------------------------------------------------------------


def _dates(text: str, number_words: NumberWords) -> Iterator[tuple[Span, list[Figure]]]:
    if number_words.date_pattern is None:
        return
    for match in number_words.date_pattern.finditer(text):
        span = Span(*match.span())
        month = number_words.vocabulary.months[match["month"]]
        day = int(match["before"] or match["after"] or 0)
        year = match["year"] or match["lead"]
        held = []
        if year and _EARLIEST <= int(year) <= _LATEST:
            held += [Figure("year", year, span), Figure("month", f"{year}-{month:02}", span)]
        if 1 <= day <= 31:
            held.append(Figure("day", f"{month:02}-{day:02}", span))
        if held:
            yield span, held


def _decades(text: str, number_words: NumberWords) -> Iterator[tuple[Span, list[Figure]]]:
    for match in number_words.decade_pattern.finditer(text):
        span = Span(*match.span())
        yield span, [Figure("decade", match["decade"], span)]


_RANGE = regex.compile(r"(?<![\d.,])(?P<a>1\d{3}|20\d{2})\s?[-–—/]\s?(?P<b>\d{2}|1\d{3}|20\d{2})(?!\d|[.,]\d)")


def _year_ranges(text: str, _number_words: NumberWords) -> Iterator[tuple[Span, list[Figure]]]:
    for match in _RANGE.finditer(text):
        first = int(match["a"])
        last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
        if first < last <= first + 99:
            span = Span(*match.span())
            yield span, [Figure("year", str(first), span), Figure("year", str(last), span)]


# --- numbers ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """A part of a number: digits (`literal`), a word below a hundred, or a word that multiplies."""

    value: float
    span: Span
    literal: bool = False
    plain: bool = False  # literal without grouping or fraction: may be a year
    multiplies: bool = False


_DIGITS = r"""(?<![\d\p{L}]|\d[.,])
    (?P<grouped>\d{1,3}(?:[\u0020\u00a0\u202f]\d{3})+ | \d{1,3}(?:,\d{3})+ | \d{1,3}(?:\.\d{3})+
      | \d{1,2}(?:,\d{2})+,\d{3})
    (?:[.,](?P<grouped_rest>\d+))?(?!\d)
  | (?<![\d\p{L}]|\d[.,])(?P<whole>\d+)(?:[.,](?P<rest>\d+))?(?!\d)"""
_PART = regex.compile(_DIGITS + r"| (?P<word>\p{L}[\p{L}\p{M}]*) | (?P<percent>[%٪])", regex.VERBOSE)
_BLANK = regex.compile(r"[\s\u00a0-]*")


def _numbers(text: str, number_words: NumberWords) -> Iterator[Figure]:
    runs = [_joined(run) for run in _runs(text, number_words)]
    for (value, span, part), (following, after, _) in pairwise([*runs, (0.0, Span(len(text), len(text)), None)]):
        if part is None:
            continue
        scale = _scale(following)
        if (
            part.literal
            and scale > 1
            and value < 1000
            and number_words.from_to_pattern.fullmatch(text, span.end, after.start)
        ):
            value *= scale  # “4 to 5 million”: the word belongs to both
        percent = number_words.percent_pattern.match(text, span.end)
        if percent:
            yield Figure("percent", f"{value:.10g}", Span(span.start, percent.end()), value)
        elif part.plain and part.span == span and _EARLIEST <= value <= _LATEST and value == part.value:
            yield Figure("year", f"{value:.0f}", span, value)
        elif value >= 2 or part.literal:
            yield Figure("number", f"{value:.10g}", span, value)


def _runs(text: str, number_words: NumberWords) -> Iterator[list[_Part]]:
    """Yield the parts that make up one number each."""
    run: list[_Part] = []
    for part in _parts(text, number_words):
        if run and not (_glued(text, run[-1], part, number_words) and _continues(run, part)):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _glued(text: str, last: _Part, part: _Part, number_words: NumberWords) -> bool:
    """Whether two parts stand together; “thousands and millions” are two numbers, “two thousand and six” is one."""
    glue = _BLANK if last.multiplies and part.multiplies else number_words.glue_pattern
    return glue.fullmatch(text, last.span.end, part.span.start) is not None


def _continues(run: list[_Part], part: _Part) -> bool:
    last = run[-1]
    if part.multiplies:
        return True
    if last.multiplies:  # two hundred | thirty, एक करोड | २० लाख
        return part.value < last.value
    return not part.literal and not last.literal and last.value % 10 == 0 and 0 < part.value < 10 <= last.value


def _joined(run: list[_Part]) -> tuple[float, Span, _Part | None]:
    total, current = 0.0, 0.0
    for part in run:
        if not part.multiplies:
            current += part.value
        elif part.value == 100:
            current = (current or 1) * 100
        else:
            total += (current or 1) * part.value
            current = 0.0
    only_multiplies = run[0].multiplies and len(run) == 1
    span = Span(run[0].span.start, run[-1].span.end)
    return total + current, span, None if only_multiplies else run[0]


def _parts(text: str, number_words: NumberWords) -> Iterator[_Part]:
    for match in _PART.finditer(text):
        span = Span(*match.span())
        if word := match["word"]:
            counted = number_words.number(word)
            if counted is not None:
                yield _Part(counted, span, multiplies=counted >= 100)
        elif grouped := match["grouped"]:
            value = float(regex.sub(r"\D", "", grouped) + "." + (match["grouped_rest"] or "0"))
            yield _Part(value, span, literal=True)
        elif whole := match["whole"]:
            rest = match["rest"]
            value = float(f"{whole}.{rest or 0}")
            yield _Part(value, span, literal=True, plain=not rest and len(whole) == 4)


def _scale(value: float) -> float:
    return next((s for s in (1e9, 1e6, 1e5, 1e3) if value >= s), 1.0)


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in taken)
