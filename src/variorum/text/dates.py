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

from babel.dates import format_date, format_skeleton

from variorum.model.limits import MAX_DATE_CHARS
from variorum.wording.messages import Wording, later, locale_of

Day = tuple[int, int, int]  # year, month, day

UNDATED: Day = (99_999, 12, 31)  # what has no date is sorted behind all that has one
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
        return _doubted(_with_era(int(early[1] or 0) + 1, wording), early[2] or early[4] or "", wording)
    match = _PLAIN.fullmatch(date)
    if not match or not _plain_days(date.rstrip("?~%")):
        return date
    year, month, day, doubt = match.groups()
    words = str(int(year))
    if month:
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


def _with_era(year: int, wording: Wording) -> str:
    """Return a year before our era in the order and with the name that a language has for it."""
    locale = locale_of(wording.language)
    pattern = str(getattr(locale.datetime_skeletons.get("Gy"), "pattern", "y G"))
    era = locale.eras["abbreviated"][0]
    return re.sub(r"y+|G+", lambda m: str(year) if m[0][0] == "y" else era, pattern).strip()
