"""The date of a work: biblatex' `date` (EDTF), or BibTeX' `year`, `month` and `day`, to a date and a year to show."""

from __future__ import annotations

import re
from collections.abc import Mapping

from variorum.reading.bibtex_scanner import MONTHS
from variorum.text.dates import common_days_of, with_era
from variorum.wording.messages import ENGLISH, Wording, later

_TIME = re.compile(r"T[\d:.]+(?:Z|[+-][\d:]+)?")
_PART = re.compile(r"([yY]?-?\d{1,9}|\d{2}[Xux]{2}|\d{3}[Xux])(?:-(\d\d|XX|xx|uu))?(?:-(\d\d|XX|xx|uu))?([?~%]?)")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{1,2}")
_ABOUT = later("ca. {year}")


def dates_of(fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the date in EDTF ("" if it is in no such form) and the year as it is shown ("" if there is none).

    `date` counts before `year`. A `year` that is no number ("1934/35", "[1912]", "in press") is shown as it stands.
    """
    date = fields.get("date", "")
    if date:
        normal = _normal(date)
        shown = shown_year(normal) if normal else ""
        return (normal, shown) if shown else ("", date)
    year = fields.get("year", "")
    if not _YEAR.fullmatch(year):
        shown = shown_year(year)
        return (year if shown else "", shown or year)
    month = _month(fields.get("month", ""))
    day = fields.get("day", "")
    if month and not day:
        day = next(iter(re.findall(r"\b\d{1,2}\b", fields["month"])), "") if not fields["month"].isdigit() else ""
    date = f"{year}-{month:02}" if month else year
    if month and _DAY.fullmatch(day):
        date += f"-{int(day):02}"
    return (date if common_days_of(date) else year), year


def is_date(text: str) -> bool:
    """Whether a `date`, `origdate`, `urldate` or `eventdate` can be read."""
    return bool(shown_year(_normal(text)))


def year_number(date: str) -> int | None:
    """Return the first year that a date in EDTF, or a year as shown, holds: -43 for 44 BC."""
    match = re.search(r"(?<!\d)-?\d{3,9}", date.lstrip("yY")) or re.search(r"\d+", date)
    if match is None:
        return None
    return 1 - int(match[0]) if date.endswith(" BC") else int(match[0])


def shown_year(date: str, wording: Wording = ENGLISH) -> str:
    """Return the year or years of a date in EDTF, for readers: `1999–2003`, `ca. 1890`, `44 BC`, `1960s`.

    An entry keeps the English form, by which works are sorted and compared; readers see that of their language.
    """
    first, slash, last = date.partition("/")
    if not slash:
        return _shown(first, wording)
    a, b = _shown(first, wording), _shown(last, wording)
    if first in {"", ".."} and b:
        return wording.say("until {year}", year=b)
    if last in {"", ".."} and a:
        return f"{a}–"
    if not a or not b:
        return ""
    return a if a == b else f"{a}–{b}"


def _shown(part: str, wording: Wording) -> str:
    match = _PART.fullmatch(part)
    if not match:
        return ""
    year, doubt = match[1].lstrip("yY"), match[4]
    if year[-1:] in "Xxu":
        decade = f"{year[:3]}0" if year[2].isdigit() else f"{year[:2]}00"
        words = wording.say("{decade}s", decade=decade)
    else:
        number = int(year)
        words = str(number) if number > 0 else with_era(1 - number, wording)
    said = wording.say(_ABOUT, year=words) if doubt in {"~", "%"} else words
    return said + ("?" if doubt in {"?", "%"} else "")


def _normal(date: str) -> str:
    """Return a date of biblatex in EDTF: without the hour, `open` ends as `..`, figures of months as two."""
    parts = [_TIME.sub("", part.strip()) for part in date.replace("–", "/").split("/")]
    return "/".join(re.sub(r"(?<=-)(\d)(?=$|-)", r"0\1", part) for part in parts)


def _month(text: str) -> int:
    """Return the number of a month as BibTeX files write it: 5, 05, may, May, “5 May”; 0 if it is none."""
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    words = re.findall(r"[a-z]{3,}", text.lower())
    return next((n for n, month in enumerate(MONTHS, start=1) if words and month.startswith(words[0][:3])), 0)
