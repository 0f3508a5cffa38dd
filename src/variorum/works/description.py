"""How a work is described: a Work in, runs of text out.

The description is neutral: a tuple of `Run`s that the style plugin turns into pybtex' rich text, `directives.works`
into nodes and `plain` into a string. Its form is that of a bibliography in the Chicago Manual of Style (17th ed., ch.
14), whose author-date form differs in where the year stands: here the label before it already gives author and year.
What Chicago has no place for (a transliteration, the language, the original, how sure an identification is) is added;
what a work lacks is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from typing import NamedTuple

from babel.dates import format_date

from variorum.model.edition import Person, Work
from variorum.model.web_addresses import is_web_address
from variorum.reading.work_dates import shown_year
from variorum.reading.work_fields import ROLES
from variorum.text.dates import days_of
from variorum.text.scripts import SCRIPT_LANGUAGES, foreign_runs, own_scripts
from variorum.works.kinds import CALLED, Kind, kind_named
from variorum.works.labels import OTHERS, year_shown
from variorum.works.languages import language_name, language_of

MAX_NAMES = 10  # of authors that are all listed; of more the first seven (Chicago 14.76)
FIRST_NAMES = 7

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_SEASON = re.compile(r"\d{4}-(2[1-4])")
_SEASONS = {"21": "Spring", "22": "Summer", "23": "Fall", "24": "Winter"}
_ENDS = (".", "?", "!", "…", "।", "。")
_EDITORS: Mapping[str, tuple[str, str]] = {  # `editortype` → after one name, after several
    "editor": ("ed.", "eds."),
    "compiler": ("comp.", "comps."),
    "director": ("dir.", "dirs."),
    "translator": ("trans.", "trans."),
    "organizer": ("org.", "orgs."),
    "reviser": ("rev.", "revs."),
    "redactor": ("red.", "reds."),
}


class Run(NamedTuple):
    """A piece of a description."""

    text: str
    kind: str = ""  # "" | "title" (italic) | "link"
    language: str = ""  # BCP 47 where it is another than the page's
    address: str = ""  # of a link


def describe(work: Work, page_language: str = "en") -> tuple[Run, ...]:
    """Return all that an entry of a list of works says, sentence by sentence."""
    entry = _Entry(work, page_language)
    sentences = [list(sentence) for part in _PARTS for sentence in _sentences(part(entry))]
    return tuple(_joined([s for s in sentences if any(r.text for r in s)]))


def titled(work: Work, page_language: str = "en") -> tuple[Run, ...]:
    """Return the title of a work alone, with transliteration and translation."""
    return tuple(_Entry(work, page_language).title())


def plain(runs: Iterable[Run]) -> str:
    """Return the words of a description alone."""
    return "".join(run.text for run in runs)


def in_languages(
    run: Run, work: Work, page_language: str = "en", languages: Mapping[str, str] = SCRIPT_LANGUAGES
) -> Iterator[Run]:
    """Cut a run where the script changes and give each piece its language; a script of the work's own is in its."""
    if run.text.isascii() and not run.language:
        yield run
        return
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


# --- sentences --------------------------------------------------------------------------------------------------------

_STOP = Run("\0")  # between two sentences of one part


class _Entry:
    """A work while it is described."""

    def __init__(self, work: Work, page_language: str) -> None:
        self.work = work
        self.fields = work.fields
        self.kind: Kind = kind_named(work.type, work.fields.get("entrysubtype", ""))
        self.language = language_of(work)
        self.own = "" if self.language == page_language else self.language
        self.in_book = "booktitle" in self.fields and self.fields["booktitle"] != self.fields.get("title")
        self.in_journal = "journal" in self.fields and not self.in_book
        date = self.fields.get("date", "")
        dated = self.in_journal and bool(_DAY.fullmatch(date)) and not {"volume", "number"} & self.fields.keys()
        self.in_paper = self.in_journal and (self.kind.csl in {"article-newspaper", "article-magazine"} or dated)

    def get(self, *names: str) -> str:
        """Return the first of the fields that the work has, or ""."""
        return next((self.fields[name] for name in names if name in self.fields), "")

    def words(self, name: str, *, italic: bool = False, inner: bool = False) -> Iterator[Run]:
        """Yield a field with its words in italics; within a title in italics those are upright."""
        text, at = self.fields.get(name, ""), 0
        base, other = ("title", "") if italic else ("", "title")
        for span in self.work.emphasis.get(name, ()):
            yield Run(_quotes(text[at : span.start], inner), base, self.own)
            yield Run(_quotes(text[span.start : span.end], inner), other, self.own)
            at = span.end
        yield Run(_quotes(text[at:], inner), base, self.own)

    def title(self) -> Iterator[Run]:
        name = "issuetitle" if self.kind.csl == "periodical" and "issuetitle" in self.fields else "title"
        if "maintitle" in self.fields and self.fields["maintitle"] != self.work.title and not self.in_book:
            yield from self.words("maintitle", italic=True)
            volume = self.get("volume")
            yield Run(f". Vol. {volume}, " if volume else ". ")
        if name in self.fields:
            quoted = self.kind.title == "quoted" and not (name == "title" and self.kind.csl == "periodical")
            if quoted:
                yield Run("“")
                yield from self.words(name, inner=True)
                yield Run("”")
            else:
                yield from self.words(name, italic=self.kind.title != "plain")
        yield from self.other_titles()

    def other_titles(self) -> Iterator[Run]:
        """Yield the title in Latin letters and in the language of the page, in brackets."""
        latin, translated = self.get("titletranslit"), self.get("titletrans")
        if latin or translated:
            yield Run(" [")
            if latin:
                yield Run(latin, "title", f"{self.language}-Latn" if self.own else "")
            yield Run("; " if latin and translated else "")
            if translated:
                yield Run(f"“{_quotes(translated, True)}”")
            yield Run("]")

    def people(self, role: str) -> tuple[Person, ...]:
        work = self.work
        known = {"author": work.authors, "editor": work.editors, "translator": work.translators}
        return known.get(role) or work.people.get(role, ())

    def helpers(self, *, within: bool = False) -> Iterator[str]:
        """Yield who else had a part in it: `edited by Ada Lind`."""
        for role, does in ROLES.items():
            people = self.people(role)
            if not does or not people or (role == "editor" and not self.work.authors and not within):
                continue
            if role == "bookauthor" and (people == self.work.authors or not self.in_book):
                continue
            what = {"compiler": "compiled by", "director": "directed by", "translator": "translated by"}.get(
                self.get(f"{role}type"), does
            )
            yield f"{what} {listed(people, inverted=False)}"

    def date(self) -> str:
        """Return the whole date in words, or the year."""
        return date_in_words(self.fields.get("date", "")) or self.year()

    def year(self) -> str:
        """Return the year as it is printed; in brackets if it is a guess."""
        said = year_shown(self.work)
        return f"[{said}]" if re.match(r"(?:ca\. )?\d{1,4}\??$", said) and not said.isdigit() else said


def _sentences(runs: Iterable[Run]) -> Iterator[list[Run]]:
    sentence: list[Run] = []
    for run in runs:
        if run is _STOP:
            yield sentence
            sentence = []
        else:
            sentence.append(run)
    yield sentence


def _joined(sentences: Sequence[Sequence[Run]]) -> Iterator[Run]:
    """Put a full stop after each sentence that has no end of its own, and a blank between them.

    A full stop stands before a closing quotation mark, as in Chicago.
    """
    for number, sentence in enumerate(sentences):
        runs = [run for run in sentence if run.text]
        words = plain(runs)
        quoted = words.endswith("”")
        ended = words.rstrip("”’\"')").endswith(_ENDS)
        blank = " " if number + 1 < len(sentences) else ""
        if ended:
            yield from runs
            if blank:
                yield Run(blank)
        elif quoted:
            yield from runs[:-1]
            yield runs[-1]._replace(text=f"{runs[-1].text[:-1]}.”")
            if blank:
                yield Run(blank)
        else:
            yield from runs
            yield Run(f".{blank}")


def _lead(entry: _Entry) -> Iterator[Run]:
    work = entry.work
    if not work.leads:
        if entry.in_paper and work.title:
            yield from entry.words("journal", italic=True)
        elif entry.kind.csl not in {"webpage", "book", "report"} or not work.title:
            yield Run(entry.get("organization"))
        return
    yield Run(listed(work.leads))
    if work.transliterated:
        yield Run(f" ({listed(work.transliterated)})")
    if not work.authors:
        one, many = _EDITORS.get(entry.get("editortype"), _EDITORS["editor"])
        yield Run(f", {many if len(work.editors) > 1 else one}")


def _title(entry: _Entry) -> Iterator[Run]:
    yield from entry.title()
    yield _STOP
    yield from entry.words("titleaddon")


def _container(entry: _Entry) -> Iterator[Run]:
    """The journal or book that holds the work, with its number, date and pages."""
    if entry.in_book:
        yield from _in_book(entry)
    elif entry.in_paper:
        if entry.work.leads or not entry.work.title:
            yield from entry.words("journal", italic=True)
            yield Run(", ")
        yield Run(entry.date())
    elif entry.in_journal or "issuetitle" in entry.fields:
        yield from _in_journal(entry)


def _in_book(entry: _Entry) -> Iterator[Run]:
    f = entry.fields
    yield Run("In ")
    if "maintitle" in f and f["maintitle"] != f["booktitle"]:
        yield from entry.words("maintitle", italic=True)
        yield Run(f", vol. {f['volume']}, " if "volume" in f else ", ")
    yield from entry.words("booktitle", italic=True)
    said = [_edition(f.get("edition", ""))]
    said += [f"vol. {f['volume']}"] if "volume" in f and "maintitle" not in f else []
    said += entry.helpers(within=True)
    said += [_pages(f)]
    yield Run("".join(f", {words}" for words in said if words))


def _in_journal(entry: _Entry) -> Iterator[Run]:
    f = entry.fields
    for words in entry.helpers() if entry.kind.csl != "periodical" else ():
        yield Run(_capital(words))
        yield _STOP
    yield from entry.words("journal" if "journal" in f else "title", italic=True)
    if "journaltranslit" in f:
        yield Run(" [")
        yield Run(f["journaltranslit"], "title", f"{entry.language}-Latn" if entry.own else "")
        yield Run("]")
    yield Run(f" ({f['series']})" if "series" in f else "")
    volume = f.get("volume", "")
    number = f"no. {_range(f['number'])}" if "number" in f else ""
    numbered = ", ".join(filter(None, (volume, number, f.get("issue", "") if not entry.year() in f.get("issue", "") else "")))
    yield Run((" " if volume else ", ") + numbered if numbered else "")
    in_brackets = entry.date() if _DAY_OR_MONTH.fullmatch(f.get("date", "")) else entry.year()
    yield Run(f" ({in_brackets})")
    pages = _pages(f)
    yield Run(f": {pages}" if pages else "")


def _volumes(entry: _Entry) -> Iterator[Run]:
    if entry.in_book or entry.in_journal or "issuetitle" in entry.fields:
        return
    f = entry.fields
    said = _edition(f.get("edition", ""))
    yield Run(_capital(said))
    yield _STOP
    if "maintitle" not in f and "volume" in f:
        yield Run(f"Vol. {f['volume']}" + (f", pt. {f['part']}" if "part" in f else ""))
        yield _STOP
    if "volumes" in f:
        yield Run(f"{f['volumes']} vols" if f["volumes"].isdigit() else f["volumes"])
        yield _STOP
    if "version" in f:
        yield Run(f"Version {f['version']}")


def _helpers(entry: _Entry) -> Iterator[Run]:
    if entry.in_book or entry.in_journal or "issuetitle" in entry.fields:
        return
    for words in entry.helpers():
        yield Run(_capital(words))
        yield _STOP


def _series(entry: _Entry) -> Iterator[Run]:
    f = entry.fields
    if entry.in_journal or "issuetitle" in f or entry.kind.csl in {"patent", "legislation", "legal_case"}:
        return
    series, number = f.get("series", ""), f.get("number", "")
    called = _called(entry) if entry.kind.csl in {"report", "standard"} else ""
    if series:
        yield Run(f"{series} {number}".strip())
    elif number:
        yield Run(f"{called} No. {number}".strip())
    else:
        yield Run(called)


def _publication(entry: _Entry) -> Iterator[Run]:
    """Place, publisher and year; of what was published before also that year."""
    f = entry.fields
    if entry.in_journal or "issuetitle" in f:
        return
    if entry.kind.csl in {"patent", "legislation", "legal_case"}:
        yield from _in_law(entry)
        return
    publisher = entry.get("publisher", "institution", "school")
    if entry.work.leads or entry.kind.csl in {"webpage", "book", "report"}:
        publisher = publisher or entry.get("organization")
    publisher = publisher or entry.get("howpublished")
    if entry.kind.csl == "thesis":
        publisher = ", ".join(filter(None, (_called(entry), publisher)))
        place = ""
    elif entry.kind.csl in {"webpage", "software"} and not is_web_address(publisher):
        place = f.get("address", "")
    else:
        place = f.get("address", "")
    event = ", ".join(filter(None, (f.get("eventtitle", ""), f.get("venue", ""), date_in_words(f.get("eventdate", "")))))
    if event and not entry.in_book:
        yield Run(f"Paper presented at {event}")
        yield _STOP
    original = shown_year(f.get("origdate", "")) or f.get("origdate", "")
    first = original if "origtitle" not in f and original != entry.year() else ""
    whole = entry.date() if _tells_the_day(entry) else entry.year()
    if entry.kind.csl == "webpage" and not entry.work.year:
        whole = ""
    address = publisher if is_web_address(publisher) else ""
    where = ": ".join(filter(None, (place, "" if address else publisher)))
    before = f"{first}; " if first and where else ""
    yield Run(before + ", ".join(filter(None, (where, "" if address else whole))))
    if address:
        yield _link(address)
        yield Run(f", {whole}" if whole else "")
    yield _STOP
    yield Run(f"First published {first}" if first and not before else "")


def _tells_the_day(entry: _Entry) -> bool:
    return entry.kind.csl in {"webpage", "personal_communication", "manuscript", "document", "performance"}


def _in_law(entry: _Entry) -> Iterator[Run]:
    f, called = entry.fields, _called(entry)
    number = f.get("number", "")
    if entry.kind.csl == "patent":
        yield Run(f"{called} {number}, issued {entry.date()}" if number else f"{called}, {entry.date()}")
    else:
        yield Run(f"No. {number} ({entry.year()})" if number else f"({entry.year()})")


def _called(entry: _Entry) -> str:
    """Return what a thesis, report or patent is called."""
    said = entry.get("type")
    return CALLED.get(said.lower().replace(" ", ""), said) or entry.kind.called


def _book_pages(entry: _Entry) -> Iterator[Run]:
    if "pages" in entry.fields and not (entry.in_book or entry.in_journal):
        pages = _pages(entry.fields)
        yield Run(pages if pages[:1].isalpha() and " " in pages else f"{'Pp.' if '–' in pages else 'P.'} {pages}")
    elif "chapter" in entry.fields:
        yield Run(f"Chap. {entry.fields['chapter']}")


def _original(entry: _Entry) -> Iterator[Run]:
    f = entry.fields
    if "origtitle" in f:
        date = shown_year(f.get("origdate", "")) or f.get("origdate", "")
        where = ": ".join(filter(None, (f.get("origaddress", ""), f.get("origpublisher", ""))))
        yield Run("Original: ")
        yield Run(f["origtitle"], "title")
        said = ", ".join(filter(None, (where, date)))
        yield Run(f" ({said})" if said else "")
        yield _STOP
    if "reprinttitle" in f:
        yield Run("Reprinted as ")
        yield Run(f["reprinttitle"], "title")
        yield _STOP
    if "related" in f:
        yield Run(f"{f.get('relatedstring', 'See also')} {f['related']}")


def _language(entry: _Entry) -> Iterator[Run]:
    if entry.own:
        yield Run(f"In {language_name(entry.language)}")


def _notes(entry: _Entry) -> Iterator[Run]:
    published = entry.get("publisher", "institution", "school", "organization")
    for name in ("howpublished",) if published and entry.get("howpublished") else ():
        text = entry.fields[name]
        yield _link(text) if is_web_address(text) else Run(text)
        yield _STOP
    yield from entry.words("note")
    yield _STOP
    yield Run(entry.get("library"))
    yield _STOP
    yield from entry.words("addendum")


def _numbers(entry: _Entry) -> Iterator[Run]:
    f = entry.fields
    if "isbn" in f:
        yield Run(f"ISBN {f['isbn']}")
        yield _STOP
    if "eprint" in f:
        kind = f.get("eprinttype", "")
        of = f" [{f['eprintclass']}]" if "eprintclass" in f else ""
        said = {"arxiv": "arXiv", "jstor": "JSTOR", "pubmed": "PubMed", "hdl": "HDL"}.get(kind.lower(), kind)
        yield Run(f"{said}:{f['eprint']}{of}" if said else f"{f['eprint']}{of}")
        yield _STOP
    if "doi" in f:
        yield _link(f"https://doi.org/{bare_doi(f['doi'])}")


def _address(entry: _Entry) -> Iterator[Run]:
    """The address; when it was looked up is said of what has no date, as Chicago does."""
    f = entry.fields
    if "urldate" in f and not entry.work.year:
        yield Run(f"Accessed {date_in_words(f['urldate']) or f['urldate']}")
        yield _STOP
    if "url" in f and not ("doi" in f and bare_doi(f["doi"]) in f["url"]):
        yield _link(f["url"])


def _certainty(entry: _Entry) -> Iterator[Run]:
    if entry.work.certainty != "certain":
        yield Run(f"Identification {entry.work.certainty}")


_PARTS = (
    _lead,
    _title,
    _container,
    _volumes,
    _helpers,
    _series,
    _publication,
    _book_pages,
    _original,
    _language,
    _notes,
    _numbers,
    _address,
    _certainty,
)


# --- words ------------------------------------------------------------------------------------------------------------


def listed(people: Sequence[Person], *, inverted: bool = True) -> str:
    """Return `Last, First, First Last, and First Last`; the first name is inverted where it leads the entry."""
    others = people[-1].last == OTHERS and not people[-1].first
    named = people[:-1] if others else people
    if len(named) > MAX_NAMES:
        named, others = named[:FIRST_NAMES], True
    said = [_inverted(p) if inverted and n == 0 else _straight(p) for n, p in enumerate(named)]
    if others:
        return f"{', '.join(said)}{',' if inverted or len(said) > 1 else ''} et al."
    if len(said) < 3:
        return (", and " if inverted and named[0].first and len(said) == 2 else " and ").join(said)
    return f"{', '.join(said[:-1])}, and {said[-1]}"


def _inverted(person: Person) -> str:
    """Return `Last, First prefix, suffix`: Beethoven, Ludwig van; but de Gaulle, Charles where the prefix counts."""
    last = person.surname if person.prefix_counts or not person.first else person.last
    first = person.first if last != person.last or not person.prefix else f"{person.first} {person.prefix}"
    return ", ".join(filter(None, (last, first, person.suffix)))


def _straight(person: Person) -> str:
    return " ".join(filter(None, (person.first, person.surname, person.suffix)))


def _edition(text: str) -> str:
    """Return `2nd ed.` for a figure; words as they stand, with “edition” if they do not say it."""
    figure = re.fullmatch(r"(\d+)(?:st|nd|rd|th|\.)?", text)
    if figure:
        return f"{ordinal(int(figure[1]))} ed."
    return text if not text or re.search(r"\bed(?:ition|\.)?|ausg|aufl|utg|изд", text, re.IGNORECASE) else f"{text} edition"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 11th …"""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def date_in_words(date: str) -> str:
    """Return a day, month or season in words, `March 5, 1999`; "" of what is only a year or no date."""
    season = _SEASON.fullmatch(date)
    if season:
        return f"{_SEASONS[season[1]]} {date[:4]}"
    if not _DAY_OR_MONTH.fullmatch(date):
        return ""
    days = days_of(date)
    if not days:
        return ""
    (year, month, day), _ = days
    import datetime

    first = datetime.date(year, month, day)
    return format_date(first, "MMMM d, y" if len(date) == 10 else "MMMM y", "en_US")


def _pages(f: Mapping[str, str]) -> str:
    pages = f.get("pages") or f.get("eid", "")
    called = {"column": "col.", "line": "line", "verse": "verse", "section": "sec.", "paragraph": "para."}
    said = called.get(f.get("bookpagination", f.get("pagination", "")), "")
    return f"{said} {_range(pages)}" if said else _range(pages)


def _range(pages: str) -> str:
    """Return pages with their ranges as Chicago writes them: 96–117, 101–8, 498–532, 1103–4."""
    return re.sub(r"(\d+)\s*[-–]+\s*(\d+)", _short_range, re.sub(r"\s*[-–]+\s*", "–", pages))


def _short_range(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    if len(first) != len(last) or len(first) < 3 or first.endswith("00") or int(last) <= int(first):
        return f"{first}–{last}"
    same = next(n for n, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    kept = last[same:] if 0 < int(first[-2:]) < 10 else last[min(same, len(last) - 2) :]
    return f"{first}–{last if len(kept) == 3 and len(last) == 4 and same == 1 else kept}"


def bare_doi(doi: str) -> str:
    """Return a DOI without the address before it."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi)


def _link(address: str) -> Run:
    """Return an address as a link if it leads to the web, else as words."""
    return Run(address, "link", "", address) if is_web_address(address) else Run(address)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _quotes(text: str, inner: bool) -> str:
    return text.replace("“", "‘").replace("”", "’") if inner else text


