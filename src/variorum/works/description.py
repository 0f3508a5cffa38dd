"""How works are named, ordered and described: Works in, labels, sort keys and runs of text out.

The description is neutral: a tuple of `Run`s that the style plugin turns into pybtex' rich text, `directives.works`
into nodes and `plain` into a string. The order of its parts follows the Chicago Manual of Style's bibliography (17th
ed., ch. 14); what a work lacks is simply not said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from variorum.model.web_addresses import is_web_address
from variorum.model.works import Person, Work
from variorum.text.scripts import SCRIPT_LANGUAGES, foreign_runs, own_scripts
from variorum.wording.messages import ENGLISH, Wording, later

# The names of languages in field `langid` (those of babel and biblatex) → BCP 47 tag.
LANGUAGES: Mapping[str, str] = {
    "american": "en",
    "arabic": "ar",
    "armenian": "hy",
    "british": "en",
    "chinese": "zh",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "finnish": "fi",
    "french": "fr",
    "georgian": "ka",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "italian": "it",
    "japanese": "ja",
    "latin": "la",
    "nepali": "ne",
    "norsk": "nb",
    "norwegian": "nb",
    "nynorsk": "nn",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
}
NO_DATE = later("n.d.")
_QUOTED = {"article", "incollection", "inproceedings", "online"}  # parts of something larger: “title”, not *title*


class Run(NamedTuple):
    """A piece of a description."""

    text: str
    kind: str = ""  # "" | "title" (italic) | "link"
    language: str = ""  # BCP 47 where it is another than the page's
    address: str = ""  # of a link


# --- names and labels -------------------------------------------------------------------------------------------------


def language_of(work: Work) -> str:
    """Return the language of a work as a BCP 47 tag; "" if the entry does not say (nothing is guessed from letters)."""
    return LANGUAGES.get(work.fields.get("langid", "").lower(), "")


def names(work: Work, wording: Wording = ENGLISH) -> str:
    """Return who a work is cited under, shortly and in Latin letters where they are given: `Getty and Naumov`."""
    last = [p.last for p in work.transliterated or work.leads]
    match last:
        case []:
            return _short_title(work)
        case [one]:
            return _few_words(one)
        case [one, two]:
            if two == "others":
                return wording.say("{name} et al.", name=one)
            return wording.say("{name} and {other}", name=one, other=two)
        case _:
            return wording.say("{name} et al.", name=last[0])


def labels(works: Iterable[Work], wording: Wording = ENGLISH) -> dict[str, str]:
    """Return the author-year label of each work by its key: `Stalin 1924a`, `Britannica n.d.-b`.

    Works of the same names and year get letters in the order of their keys, so that a new entry moves no old letter.
    """
    undated = wording.say(NO_DATE)
    plain = {w.key: f"{names(w, wording)} {w.year or undated}" for w in works}
    often = Counter(plain.values())
    given: Counter[str] = Counter()
    found: dict[str, str] = {}
    for key in sorted(plain, key=lambda k: (k.casefold(), k)):
        label = plain[key]
        if often[label] > 1:
            found[key] = label + ("-" if label.endswith(undated) else "") + _letters(given[label])
            given[label] += 1
        else:
            found[key] = label
    return found


def sort_key(work: Work) -> tuple[str, str, str]:
    """Return what orders works: names without accents and case (transliterated if they can be), year, key."""
    lead = work.fields.get("sortkey", "")
    if not lead:
        people = work.transliterated or work.leads
        lead = " and ".join(f"{p.last}, {p.first}".rstrip(", ") for p in people) or _title_for_order(work)
    return sort_key_text(lead), work.year or "~", work.key.casefold()  # a work without year after those with one


def sort_key_text(text: str) -> str:
    """Return the text as it is ordered and compared: no accents, no case, no marks, one blank between words."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}) | {
    ord(c): None for c in "ʹʺʼ'’`"
}


def short(work: Work, wording: Wording = ENGLISH) -> str:
    """Return one line that names a work: `Montefiore, Young Stalin (2007)`."""
    title = work.fields.get("titletrans") or work.fields.get("titletranslit") or work.title
    lead = f"{names(work, wording)}, " if work.leads else ""
    return f"{lead}{title} ({work.year or wording.say(NO_DATE)})"


def _short_title(work: Work) -> str:
    """Return the beginning of what leads a work without author: brackets, subtitle and a date at its end left out."""
    title = work.fields.get("organization") or work.fields.get("titletranslit") or work.title or work.key
    return _few_words(re.split(r"[:,]", title.strip("[]"), maxsplit=1)[0].strip())


def _few_words(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= 5 else " ".join(words[:4]) + " …"


def _title_for_order(work: Work) -> str:
    title = work.fields.get("organization") or work.fields.get("titletranslit") or work.title or work.key
    return re.sub(r"^\W*(?:the|an?)\s+", "", title, flags=re.IGNORECASE)


def _letters(number: int) -> str:
    """Return a, b … z, aa, ab …"""
    higher, lower = divmod(number, 26)
    return (_letters(higher - 1) if higher else "") + chr(ord("a") + lower)


# --- the whole description --------------------------------------------------------------------------------------------


def describe(work: Work, wording: Wording = ENGLISH) -> tuple[Run, ...]:
    """Return all that an entry of a list of works says, sentence by sentence."""
    sentences = [list(s) for s in (p(work, wording) for p in _PARTS)]
    return tuple(_joined([s for s in sentences if any(r.text for r in s)]))


def titled(work: Work, wording: Wording = ENGLISH) -> tuple[Run, ...]:
    """Return the title of a work alone, with transliteration and translation."""
    return tuple(_title(work, wording))


def plain(runs: Iterable[Run]) -> str:
    """Return the words of a description alone."""
    return "".join(run.text for run in runs)


def in_languages(
    run: Run, work: Work, page_language: str = "en", languages: Mapping[str, str] = SCRIPT_LANGUAGES
) -> Iterator[Run]:
    """Cut a run where the script changes and give each piece its language; a script of the work's own is in its."""
    own = language_of(work)
    known = {**languages, **(dict.fromkeys(own_scripts(own) - {"Latin"}, own) if own else {})}
    at = 0
    for span, language in foreign_runs(run.text, run.language or page_language, known):
        if span.start > at:
            yield run._replace(text=run.text[at : span.start])
        yield run._replace(text=run.text[span.start : span.end], language=language)
        at = span.end
    if at < len(run.text):
        yield run._replace(text=run.text[at:])


def _lead(work: Work, wording: Wording) -> Iterator[Run]:
    if not work.leads:
        if not work.authors and "organization" in work.fields:
            yield Run(work.fields["organization"])
        return
    yield Run(_listed(work.leads, wording))
    if work.transliterated:
        yield Run(f" ({_listed(work.transliterated, wording)})")
    if not work.authors:
        yield Run(wording.counted(", ed.", ", eds.", len(work.editors)))


def _title(work: Work, wording: Wording) -> Iterator[Run]:
    language = language_of(work)
    own = "" if language == wording.language else language
    if work.title:
        yield from _as_title(work.title, own, wording, quoted=work.type in _QUOTED)
    more = [work.fields.get("titletranslit", ""), work.fields.get("titletrans", "")]
    if any(more):
        yield Run(" [")
        if more[0]:
            yield Run(more[0], "title", f"{language}-Latn" if own else "")
        if all(more):
            yield Run("; ")
        if more[1]:
            yield Run(wording.say("“{words}”", words=_inner_quotes(more[1], wording)))
        yield Run("]")


def _as_title(title: str, language: str, wording: Wording, *, quoted: bool) -> Iterator[Run]:
    if quoted:
        yield from _runs(wording.weave("“{words}”", words=[Run(_inner_quotes(title, wording), "", language)]))
    else:
        yield Run(title, "title", language)


def _container(work: Work, wording: Wording) -> Iterator[Run]:
    """The journal or book that holds the work, with its number, year and pages."""
    language = language_of(work)
    own = "" if language == wording.language else language
    f = work.fields
    if "booktitle" in f:
        yield from _runs(wording.weave("In {book}", book=[Run(f["booktitle"], "title", own)]))
        if work.authors and work.editors:
            yield Run(wording.say(", edited by {people}", people=_listed(work.editors, wording, inverted=False)))
        if "pages" in f:
            yield Run(f", {_range(f['pages'])}")
    elif "journal" in f:
        yield Run(f["journal"], "title", own)
        if "journaltranslit" in f:
            yield Run(" [")
            yield Run(f["journaltranslit"], "title", f"{language}-Latn" if own else "")
            yield Run("]")
        volume = [f.get("volume", ""), wording.say("no. {number}", number=f["number"]) if "number" in f else ""]
        if any(volume):
            yield Run((" " if volume[0] else ", ") + ", ".join(filter(None, volume)))
        yield Run(f" ({work.year or wording.say(NO_DATE)})")
        if "pages" in f:
            yield Run(f": {_range(f['pages'])}")


def _editors(work: Work, wording: Wording) -> Iterator[Run]:
    if work.authors and work.editors and "booktitle" not in work.fields:
        yield Run(wording.say("Edited by {people}", people=_listed(work.editors, wording, inverted=False)))


def _translators(work: Work, wording: Wording) -> Iterator[Run]:
    if work.translators:
        people = _listed(work.translators, wording, inverted=False)
        yield Run(wording.say("Translated by {people}", people=people))


def _edition(work: Work, wording: Wording) -> Iterator[Run]:
    edition = work.fields.get("edition", "")
    if edition:
        whole = re.search(r"\bed(?:ition|\.)?", edition, re.IGNORECASE)
        yield Run(edition if whole else wording.say("{number} edition", number=edition))


def _series(work: Work, wording: Wording) -> Iterator[Run]:
    f = work.fields
    if "journal" in f:
        return
    volume = f.get("volume", "")
    number = f.get("number", "")
    parts = [wording.say("Vol. {number}", number=volume) if volume else "", f.get("series", "")]
    said = ", ".join(filter(None, parts))
    numbered = f" {number}" if said else wording.say("No. {number}", number=number)
    yield Run(said + (numbered if number else ""))


def _publication(work: Work, wording: Wording) -> Iterator[Run]:
    f = work.fields
    publisher = next((f[k] for k in ("publisher", "institution", "school", "howpublished") if k in f), "")
    place = ": ".join(filter(None, (f.get("address", ""), publisher)))
    year = "" if "journal" in f else work.year or wording.say(NO_DATE)
    yield Run(", ".join(filter(None, (place, year))))


def _pages(work: Work, wording: Wording) -> Iterator[Run]:
    if "pages" in work.fields and not {"journal", "booktitle"} & set(work.fields):
        yield Run(wording.say("Pp. {pages}", pages=_range(work.fields["pages"])))


def _original(work: Work, wording: Wording) -> Iterator[Run]:
    title, date = work.fields.get("origtitle", ""), work.fields.get("origdate", "")
    if title:
        yield from _runs(wording.weave("Original: {title}", title=[Run(title, "title")]))
        yield Run(f" ({date})" if date else "")
    elif date:
        yield Run(wording.say("First published {date}", date=date))


def _language(work: Work, wording: Wording) -> Iterator[Run]:
    tag = language_of(work)
    if tag and tag != wording.language:
        yield Run(wording.say("In {language}", language=wording.name_of(tag)))


def _note(work: Work, _: Wording) -> Iterator[Run]:
    yield Run(work.fields.get("note", ""))


def _numbers(work: Work, _: Wording) -> Iterator[Run]:
    f = work.fields
    if "isbn" in f:
        yield Run(f"ISBN {f['isbn']}")
    if "doi" in f:
        if "isbn" in f:
            yield Run(". ")
        doi = f["doi"].removeprefix("https://doi.org/")
        yield _link(f"https://doi.org/{doi}")


def _address(work: Work, wording: Wording) -> Iterator[Run]:
    f = work.fields
    if "url" in f:
        yield _link(f["url"])
        if "urldate" in f:
            yield Run(wording.say(", accessed {date}", date=f["urldate"]))


def _link(address: str) -> Run:
    """Return an address as a link if it leads to the web, else as words."""
    return Run(address, "link", "", address) if is_web_address(address) else Run(address)


def _certainty(work: Work, wording: Wording) -> Iterator[Run]:
    if work.certainty != "certain":
        yield Run(wording.say(_IDENTIFIED.get(work.certainty, f"Identification {work.certainty}")))


_IDENTIFIED = {
    "probable": later("Identification probable"),
    "uncertain": later("Identification uncertain"),
}
_PARTS = (
    _lead,
    _title,
    _container,
    _editors,
    _translators,
    _edition,
    _series,
    _publication,
    _pages,
    _original,
    _language,
    _note,
    _numbers,
    _address,
    _certainty,
)


def _joined(sentences: Sequence[Sequence[Run]]) -> Iterator[Run]:
    """Put a full stop after each sentence that has no end of its own, and a blank between them."""
    for number, sentence in enumerate(sentences):
        yield from (run for run in sentence if run.text)
        words = plain(sentence).rstrip("”’\"'")
        stop = "" if words.endswith((".", "?", "!", "…", "।")) else "."
        blank = " " if number + 1 < len(sentences) else ""
        if stop or blank:
            yield Run(stop + blank)


def _listed(people: Sequence[Person], wording: Wording, *, inverted: bool = True) -> str:
    """Return `Last, First, First Last, and First Last`; the first name is inverted where it leads the entry."""
    said = [
        "others" if p.last == "others" and not p.first else _inverted(p) if inverted and n == 0 else _straight(p)
        for n, p in enumerate(people)
    ]
    before = ", ".join(said[:-1])
    if said[-1] == "others":
        return wording.say("{name} et al.", name=before)
    if len(said) == 1:
        return said[0]
    if len(said) > 2 or (inverted and people[0].first):
        return wording.say("{names}, and {name}", names=before, name=said[-1])
    return wording.say("{name} and {other}", name=before, other=said[-1])


def _runs(pieces: Iterable[str | Run]) -> Iterator[Run]:
    """Yield what `Wording.weave` has put together as runs."""
    yield from (Run(piece) if isinstance(piece, str) else piece for piece in pieces)


def _inverted(person: Person) -> str:
    return f"{person.last}, {person.first}" if person.first else person.last


def _straight(person: Person) -> str:
    return f"{person.first} {person.last}" if person.first else person.last


def _range(pages: str) -> str:
    return re.sub(r"\s*[-–]+\s*", "–", pages)


def _inner_quotes(text: str, wording: Wording) -> str:
    opening, _, closing = wording.say("‘{words}’", words="\0").partition("\0")
    return text.replace("“", opening).replace("”", closing)
