"""The words of a description: names, dates, pages and editions in, as Chicago writes them out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date as calendar_date

from babel import Locale

from variorum.model.web_addresses import is_web_address
from variorum.model.works import Person
from variorum.text.dates import common_days_of
from variorum.wording.messages import Wording, later, locale_of
from variorum.works.labels import OTHERS

ALL_NAMES = 10  # of authors that are all listed; of more the first seven (Chicago 14.76)
FIRST_NAMES = 7

DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
SEASON = re.compile(r"\d{4}-(2[1-4])")
SEASONS = {"21": later("Spring"), "22": later("Summer"), "23": later("Fall"), "24": later("Winter")}
_SERIES = {"newseries": later("new series"), "oldseries": later("old series")}
SEVERAL = re.compile(r"\d ?(?:–|,|and|&) ?\d")  # volumes or pages
_SAYS_EDITION = re.compile(r"\bed(?:ition|\.)?|ausg|aufl|utg|изд", re.IGNORECASE)
_PAGINATIONS = {"column": "col.", "line": "line", "verse": "verse", "section": "sec.", "paragraph": "para."}


def listed(people: Sequence[Person], wording: Wording, *, inverted: bool = True) -> str:
    """Return `Last, First, First Last, and First Last`; the first name is inverted where it leads the entry."""
    others = people[-1].last == OTHERS and not people[-1].first
    named = people[:-1] if others else people
    if len(named) > ALL_NAMES:
        named, others = named[:FIRST_NAMES], True
    said = [_inverted(p) if inverted and n == 0 else _straight(p) for n, p in enumerate(named)]
    before = ", ".join(said[:-1])
    if others:
        every = ", ".join(said)
        return wording.say(
            later("{names}, et al.") if inverted or len(said) > 1 else later("{name} et al."), names=every, name=every
        )
    if len(said) == 1:
        return said[0]
    if len(said) > 2 or (inverted and named[0].first):
        return wording.say("{names}, and {name}", names=before, name=said[-1])
    return wording.say("{name} and {other}", name=before, other=said[-1])


def _inverted(person: Person) -> str:
    """Return `Last, First prefix, suffix`: Beethoven, Ludwig van; but de Gaulle, Charles where the prefix counts."""
    last = person.surname if person.prefix_counts or not person.first else person.last
    first = person.first if last != person.last or not person.prefix else f"{person.first} {person.prefix}"
    return ", ".join(filter(None, (last, first, person.suffix)))


def _straight(person: Person) -> str:
    return " ".join(filter(None, (person.first, person.surname, person.suffix)))


def edition_in_words(text: str, wording: Wording) -> str:
    """Return `2nd ed.` for a figure; words as they stand, with “edition” if they do not say it."""
    figure = re.fullmatch(r"(\d+)(?:st|nd|rd|th|\.)?", text)
    if figure:
        number = int(figure[1])
        said = ordinal(number) if wording.language.split("-")[0] == "en" else f"{number}."
        return wording.say("{number} ed.", number=said)
    return text if not text or _SAYS_EDITION.search(text) else wording.say("{number} edition", number=text)


def series_in_words(text: str, wording: Wording) -> str:
    """Return what a series of a journal is called: `3rd series` for a figure, `new series` for biblatex' key."""
    if text in _SERIES:
        return wording.say(_SERIES[text])
    if not text.isdecimal():
        return text
    number = int(text)
    said = ordinal(number) if wording.language.split("-")[0] == "en" else f"{number}."
    return wording.say("{number} series", number=said)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 11th …"""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def date_in_words(date: str, wording: Wording) -> str:
    """Return a day, month or season in words, `March 5, 1999`; "" of what is only a year or no date."""
    season = SEASON.fullmatch(date)
    if season:
        return f"{wording.say(SEASONS[season[1]])} {date[:4]}"
    if not DAY_OR_MONTH.fullmatch(date):
        return ""
    days = common_days_of(date)
    if not days:
        return ""
    from babel.dates import format_date, format_skeleton  # as in text.dates: only who writes a date needs it

    (year, month, day), _ = days
    day_ = calendar_date(year, month, day)
    locale = Locale("en", "US") if wording.language == "en" else locale_of(wording.language)
    if len(date) == 10:
        return format_date(day_, "long", locale)
    return format_skeleton("yMMMM", day_, locale=locale)


def pages_in_words(f: Mapping[str, str]) -> str:
    """Return the pages of a work's fields, or what stands for them."""
    pages = f.get("pages") or f.get("eid", "")
    said = _PAGINATIONS.get(f.get("bookpagination", f.get("pagination", "")), "")
    return f"{said} {shown_range(pages)}" if said else shown_range(pages)


def shown_range(pages: str) -> str:
    """Return pages with their ranges as Chicago writes them: 96–117, 101–8, 498–532, 1103–4."""
    return re.sub(r"(\d+)\s*[-–]+\s*(\d+)", _short_range, re.sub(r"\s*[-–]+\s*", "–", pages))


def _short_range(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    if len(first) != len(last) or len(first) < 3 or first.endswith("00") or int(last) <= int(first):
        return f"{first}–{last}"
    same = next(n for n, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    kept = last[same:] if 0 < int(first[-2:]) < 10 else last[min(same, len(last) - 2) :]
    return f"{first}–{kept}"


# A repository of texts, as `eprinttype` names it → where it has them.
_REPOSITORIES: Mapping[str, str] = {
    "arxiv": "https://arxiv.org/abs/{}",
    "jstor": "https://www.jstor.org/stable/{}",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/{}",
    "googlebooks": "https://books.google.com?id={}",
    "hdl": "https://hdl.handle.net/{}",
    "hal": "https://hal.science/{}",
}


def eprint_address(f: Mapping[str, str]) -> str:
    """Return where a work stands in a repository; "" if that is not known, or it has an address or a DOI."""
    known = _REPOSITORIES.get(f.get("eprinttype", "").lower(), "")
    where = known.format(f.get("eprint", ""))
    return where if known and not {"url", "doi"} & f.keys() and is_web_address(where) else ""


def bare_doi(doi: str) -> str:
    """Return a DOI without the address before it."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi)


def capital(text: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def inner_quotes(text: str, wording: Wording) -> str:
    """Return a text with the marks of quotations within a quotation."""
    opening, _, closing = wording.say("‘{words}’", words="\0").partition("\0")
    return text.replace("“", opening).replace("”", closing)
