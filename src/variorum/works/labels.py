"""How works are named and ordered: Works in, labels such as `Stalin 1924a` and sort keys out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from variorum.model.works import Person, Work
from variorum.reading.work_dates import shown_year, year_number
from variorum.text.collation import comparison_key, order_key
from variorum.text.excerpt import first_words
from variorum.wording.messages import ENGLISH, Wording, later

NO_DATE = later("n.d.")
_UNPUBLISHED = {
    "inpress": later("in press"),
    "forthcoming": later("forthcoming"),
    "inpreparation": later("in preparation"),
    "submitted": later("submitted"),
}
OTHERS = "others"  # the last name of a list that BibTeX ends with `and others`
_LETTER_OF_KEY = re.compile(r".*?(?:\d{4}|ND)-?([a-z])")
_ARTICLE = re.compile(r"^\W*(?:the|an?)\s+", re.IGNORECASE)
_DATE_AT_END = re.compile(r",[^,]*\d{3,4}[^,]*$")


def names(work: Work, wording: Wording = ENGLISH) -> str:
    """Return who a work is cited under, shortly and in Latin letters where they are given: `Getty and Naumov`."""
    people = work.transliterated or work.people.get("shortauthor") or work.leads
    last = [OTHERS if p.last == OTHERS else p.surname or p.first for p in people]
    match last:
        case []:
            return _short_title(work)
        case [one]:
            return few_words(one)
        case [one, two]:
            if two == OTHERS:
                return wording.say("{name} et al.", name=one)
            return wording.say("{name} and {other}", name=one, other=two)
        case _:
            return wording.say("{name} et al.", name=last[0])


def year_shown(work: Work, wording: Wording = ENGLISH) -> str:
    """Return the year of a work for readers: `1924`, `1901–1904`, `ca. 1890`, `44 BC`, `forthcoming`, `n.d.`."""
    date = work.fields.get("date", "")
    if work.year and work.year == shown_year(date):
        return shown_year(date, wording)
    state = work.fields.get("pubstate", "")
    known = _UNPUBLISHED.get(state.lower().replace(" ", ""))
    return work.year or (wording.say(known) if known else state or wording.say(NO_DATE))


def labels(works: Iterable[Work], wording: Wording = ENGLISH) -> dict[str, str]:
    """Return the author-year label of each work by its key: `Stalin 1924a`, `Britannica n.d.-b`.

    Works of the same names and year get letters: the one that the key ends with (`Stalin1924b`), else the first that
    none of them has, in the order of the keys, so that a new entry moves no old letter.
    """
    plain = {w.key: f"{names(w, wording)} {year_shown(w, wording)}" for w in works}
    alike: dict[str, list[str]] = {}
    for key in sorted(plain, key=lambda k: (k.casefold(), k)):
        alike.setdefault(plain[key], []).append(key)
    return dict(plain) | {
        key: label + ("" if label[-1:].isdigit() else "-") + letter
        for label, keys in alike.items()
        if len(keys) > 1
        for key, letter in _letters_of(keys).items()
    }


def _letters_of(keys: list[str]) -> dict[str, str]:
    """Return a letter for each of the keys of works that would have the same label."""
    own = {key: match[1] for key in keys if (match := _LETTER_OF_KEY.fullmatch(key))}
    often = Counter(own.values())
    found = {key: letter for key, letter in own.items() if often[letter] == 1}
    taken, number = set(found.values()), 0
    for key in keys:
        if key in found:
            continue
        while letters_of_number(number) in taken:
            number += 1
        found[key] = letters_of_number(number)
        number += 1
    return found


def sort_key(work: Work, language: str = "en") -> tuple[str, float, str, str]:
    """Return what orders works in a language: names (transliterated if they can be), year, key."""
    lead = work.fields.get("sortkey", "") or " and ".join(map(_of_person, work.transliterated or work.leads))
    number = year_number(work.year)  # a work without year comes after those with one
    year = float("inf") if number is None else number
    letter = _LETTER_OF_KEY.fullmatch(work.key)  # those that get the first free letters come last
    key = f"{letter[1] if letter else '~'} {work.key.casefold()}"
    return order_key(lead or _title_for_order(work), language), year, work.year, key


def sort_key_in(language: str) -> Callable[[Work], tuple[str, float, str, str]]:
    """Return the key that orders works in a language."""
    return partial(sort_key, language=language)


def _of_person(person: Person) -> str:
    last = person.surname if person.prefix_counts else person.last
    first = person.first if person.prefix_counts or not person.prefix else f"{person.first} {person.prefix}"
    return ", ".join(filter(None, (last, first, person.suffix)))


def short(work: Work, wording: Wording = ENGLISH) -> str:
    """Return one line that names a work: `Montefiore, Young Stalin (2007)`."""
    title = work.fields.get("titletrans") or work.fields.get("titletranslit") or work.title
    lead = f"{names(work, wording)}, " if work.leads else ""
    return f"{lead}{title} ({year_shown(work, wording)})"


_COMPARED = 200  # letters of a title


def titles_folded(work: Work) -> tuple[str, ...]:
    """Return every form of a title as it is compared, without its subtitle; of a very long one, its beginning."""
    forms = (work.fields.get(name, "") for name in ("title", "titletranslit", "titletrans", "origtitle"))
    return tuple(dict.fromkeys(form for title in forms if (form := comparison_key(title.split(":", 1)[0][:_COMPARED]))))


def few_words(text: str) -> str:
    """Return a name or title that is not too long for a label."""
    return first_words(text, 4, spare=1)


def short_titles(work: Work) -> tuple[str, ...]:
    """Return the other titles that a work is known by, the one for labels first; ` | ` stands between them."""
    return tuple(part for title in work.fields.get("shorttitle", "").split(" | ") if (part := title.strip()))


def _short_title(work: Work) -> str:
    """Return the beginning of what leads a work without author: brackets, subtitle and a date at its end left out."""
    f = work.fields
    title = (
        next(iter(short_titles(work)), "") or f.get("organization") or f.get("titletranslit") or work.title or work.key
    )
    title = title.strip("[]").split(":", 1)[0]
    return few_words(_DATE_AT_END.sub("", title).strip())


def _title_for_order(work: Work) -> str:
    title = work.fields.get("organization") or work.fields.get("titletranslit") or work.title or work.key
    return _ARTICLE.sub("", title)


def letters_of_number(number: int) -> str:
    """Return a, b … z, aa, ab …"""
    higher, lower = divmod(number, 26)
    return (letters_of_number(higher - 1) if higher else "") + chr(ord("a") + lower)
