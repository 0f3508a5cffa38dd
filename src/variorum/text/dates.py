"""Dates in EDTF, the Library of Congress' Extended Date/Time Format: as days to sort by, as words to read.

The common forms (`1906`, `1906-07`, `1906-07-16`, intervals of these, with `?`, `~` or `%` behind) are read here; all
others by the library `edtf`, which knows the whole format and takes 30 ms for a date.

Months, their order and the figures are those of the reader's language, from Unicode's CLDR; the machine's own locale is
never asked.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date as calendar_date
from functools import lru_cache

from variorum.model.limits import MAX_DATE_CHARS
from variorum.wording.messages import Wording, later, locale_of

Day = tuple[int, int, int]  # year, month, day

UNDATED: Day = (99_999, 12, 31)  # what has no date is sorted behind all that has one
# What people write instead of EDTF: its form, and how it is said in EDTF; the first that makes a date counts.
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_MONTH = "|".join(rf"{month[:3]}[a-z]{{0,6}}\.?" for month in _MONTHS)
_OTHERWISE: tuple[tuple[str, str], ...] = (
    (r"(\d{4}) ?[-–—] ?(\d{4})", "{0}/{1}"),
    (r"(?:from )?(\d{4})(?: to | until | or | and |, ?)(\d{4})", "{0}/{1}"),
    (r"(\d\d)(\d\d) ?[-–—/] ?(\d\d)", "{0}{1}/{0}{2}"),
    (r"(\d{4})[-–—./](\d\d?)[-–—./](\d\d?)", "{0}-{1:0>2}-{2:0>2}"),
    (r"(\d{4})[–—./](\d\d?)|(\d{4})-(\d)", "{0}{2}-{1:0>2}{3}"),
    (r"(\d\d?)[-–. ] ?(\d\d?)[-–. ] ?(\d{4})", "{2}-{1:0>2}-{0:0>2}"),
    (r"(1[3-9]|[23]\d)/(\d\d?)/(\d{4})", "{2}-{1:0>2}-{0:0>2}"),  # 7/6/1906 may be July or June
    (r"(\d\d?)/(1[3-9]|[23]\d)/(\d{4})", "{2}-{0:0>2}-{1:0>2}"),
    (r"(\d\d?)[./](\d{4})", "{1}-{0:0>2}"),
    (rf"({_MONTH}),? (\d{{4}})", "{1}-{0:0>2}"),
    (rf"(\d\d?)\.? ({_MONTH}),? (\d{{4}})", "{2}-{1:0>2}-{0:0>2}"),
    (rf"({_MONTH}) (\d\d?),? (\d{{4}})", "{2}-{0:0>2}-{1:0>2}"),
    (r"(?:ca?\.?|circa|about|around|approx\.?|~) ?(\d{4})", "{0}~"),
    (r"(?:perhaps|probably|\?) ?(\d{4})|(\d{4}) ?\(\?\)|(\d{4}) \?", "{0}{1}{2}?"),
    (r"(?:the )?(\d{3})0['’]?s", "{0}0/{0}9"),
    (r"(\d{4})(?: ?a\.?d\.?| ?ce)?[.]?", "{0}"),
)
_BEFORE_OUR_ERA = re.compile(r"(\d{1,4}) ?(?:b\.? ?c\.?(?: ?e\.?)?|v\.? ?chr\.?|f\.? ?kr\.?)")
_ENDLESS = re.compile(r"[Ee]\d{3}|\d{10}")  # Y17E99999999 would be a year of a hundred million figures
_BEFORE_CHRIST = re.compile(r"-(\d{4})([?~%]?)|(0000)([?~%]?)")
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([?~%]?)")


@lru_cache(maxsize=4096)
def days_of(date: str) -> tuple[Day, Day] | None:
    """Return the first and the last day that a date allows, or None if it is no date in EDTF."""
    if len(date) > MAX_DATE_CHARS or _ENDLESS.search(date):
        return None
    first, slash, last = date.partition("/")
    if _plain_days(first) and (not slash or _plain_days(last)):
        return common_days_of(date)
    return _parsed_days(date)


def common_days_of(date: str) -> tuple[Day, Day] | None:
    """Return the first and the last day of a date in one of the common forms, else None; soon, whatever it is."""
    first, slash, last = date.partition("/")
    days = [_plain_days(part) for part in ((first, last) if slash else (first,))]
    return (days[0][0], days[-1][1]) if days[0] and days[-1] and days[0][0] <= days[-1][1] else None


def in_edtf(date: str) -> str:
    """Return the date in EDTF that somebody may have meant; "" if that cannot be told.

    >>> [in_edtf(date) for date in ("1904-1906", "16.7.1906", "July 1906", "c. 1906", "the 1930s", "long ago")]
    ['1904/1906', '1906-07-16', '1906-07', '1906~', '1930/1939', '']
    """
    words = " ".join(date.casefold().split())
    if len(words) > MAX_DATE_CHARS:
        return ""
    first, slash, last = words.partition("/")
    if slash and first.isdigit() and last.isdigit() and len(first) == len(last) == len("1906"):
        return f"{last}/{first}"  # an interval runs forwards
    if match := _BEFORE_OUR_ERA.fullmatch(words):
        return f"{1 - int(match[1]):05}"  # there is no year 0 between 1 BC and AD 1, but EDTF has one
    for form, edtf in _OTHERWISE:
        if match := re.fullmatch(form, words):
            parts = [_number_of_month(part or "") for part in match.groups()]
            said = edtf.format(*parts)
            if days_of(said):
                return said
    return ""


def _number_of_month(word: str) -> str:
    return next((str(n) for n, month in enumerate(_MONTHS, start=1) if word[:3] == month[:3]), word)


@lru_cache(maxsize=4096)
def readable(date: str, wording: Wording) -> str:
    """Return the date in words of a language: `1936-09/1938-12` becomes “September 1936 – December 1938” in English.

    Years before our era are counted as readers count them: `-0700~` becomes “about 701 BC”. What is not a plain year,
    month, day or interval is returned as it is written; so is a day that is not in the calendar. A language without
    known months gets the English ones.
    """
    first, slash, last = date.partition("/")
    if not slash:
        return _readable_day(first, wording)
    a, b = _readable_day(first, wording), _readable_day(last, wording)
    return f"{a}–{b}" if a.isdigit() and b.isdigit() else f"{a} – {b}"


def readable_year(year: int, wording: Wording) -> str:
    """Return a year as EDTF counts it, with a year 0, in words of a language: -700 becomes “701 BC” in English."""
    return wording.figures(str(year) if year > 0 else with_era(1 - year, wording))


def _plain_days(date: str) -> tuple[Day, Day] | None:
    match = _PLAIN.fullmatch(date)
    if not match or not match[1].isascii():
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[2] is None:
        return (year, 1, 1), (year, 12, 31)
    if not 1 <= month <= 12 or year == 0:
        return None
    length = monthrange(year, month)[1]
    if match[3] is None:
        return (year, month, 1), (year, month, length)
    return ((year, month, day), (year, month, day)) if 1 <= day <= length else None


def _parsed_days(date: str) -> tuple[Day, Day] | None:
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(date)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        return (first[0], first[1], first[2]), (last[0], last[1], last[2])
    except (EDTFParseException, TypeError, ValueError, AttributeError):  # the library has no open intervals as days
        return None


def _readable_day(date: str, wording: Wording) -> str:
    if early := _BEFORE_CHRIST.fullmatch(date):  # EDTF has a year 0, which is 1 BC
        return _doubted(with_era(int(early[1] or 0) + 1, wording), early[2] or early[4] or "", wording)
    match = _PLAIN.fullmatch(date)
    if not match or not _plain_days(date.rstrip("?~%")):
        return date
    year, month, day, doubt = match.groups()
    words = str(int(year))
    if month:
        from babel.dates import format_date, format_skeleton  # takes 30 ms, and a check writes no date

        first = calendar_date(int(year), int(month), int(day or 1))
        locale = locale_of(wording.language)
        words = format_date(first, "long", locale) if day else format_skeleton("yMMMM", first, locale=locale)
    return _doubted(words, doubt, wording)


_DOUBTS = {
    "~": later("about {date}"),
    "%": later("perhaps about {date}"),
    "?": later("perhaps {date}"),
}


def _doubted(words: str, doubt: str, wording: Wording) -> str:
    said = wording.figures(words)
    return wording.say(_DOUBTS[doubt], date=said) if doubt else said


def with_era(year: int, wording: Wording) -> str:
    """Return a year before our era in the order and with the name that a language has for it."""
    locale = locale_of(wording.language)
    pattern = str(getattr(locale.datetime_skeletons.get("Gy"), "pattern", "y G"))
    era = locale.eras["abbreviated"][0]
    return re.sub(r"y+|G+", lambda m: str(year) if m[0][0] == "y" else era, pattern).strip()
