"""The sentences of a description, each a function of the same shape: a work in, its words out; in Chicago's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from variorum.model.web_addresses import is_web_address
from variorum.reading.work_dates import shown_year
from variorum.wording.messages import later
from variorum.works.described_work import DescribedWork
from variorum.works.languages import language_tag
from variorum.works.phrases import (
    DAY_OR_MONTH,
    bare_doi,
    capital,
    date_in_words,
    edition_in_words,
    listed,
    pages_in_words,
    shown_range,
)
from variorum.works.runs import STOP, Run, link

_SEVERAL = re.compile(r"\d ?(?:–|,|and|&) ?\d")
_IDENTIFIED = {
    "probable": later("Identification probable"),
    "uncertain": later("Identification uncertain"),
}
_LAWS = frozenset({"patent", "legislation", "legal_case", "treaty"})
Part = Callable[[DescribedWork], Iterator[Run]]  # of a description: a sentence or several


def lead(entry: DescribedWork) -> Iterator[Run]:
    """Who leads the entry: authors, editors, a body, or the newspaper of an article without author."""
    work = entry.work
    if not work.leads:
        if entry.in_paper and work.title:
            yield from entry.words("journal", italic=True)
        elif entry.kind.csl not in {"webpage", "book", "report"} or not work.title:
            yield Run(entry.get("organization"))
        return
    yield Run(listed(work.leads, entry.wording))
    if work.transliterated:
        yield Run(f" ({listed(work.transliterated, entry.wording)})")
    if not work.authors:
        number, say = len(work.editors), entry.wording
        compiled = entry.get("editortype") == "compiler"
        yield Run(say.counted(", comp.", ", comps.", number) if compiled else say.counted(", ed.", ", eds.", number))


def title(entry: DescribedWork) -> Iterator[Run]:
    """The title with all that belongs to it."""
    yield from entry.title()
    if entry.kind.csl in {"legislation", "legal_case", "treaty"}:
        number = entry.get("number")
        yield Run((", " + entry.wording.say("no. {number}", number=number) if number else "") + f" ({entry.year()})")
    yield STOP
    yield from entry.words("titleaddon")


def container(entry: DescribedWork) -> Iterator[Run]:
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


def _in_book(entry: DescribedWork) -> Iterator[Run]:
    f = entry.fields
    yield from _woven(entry, later("In {book}"), book=_book(entry))
    said = [edition_in_words(f.get("edition", ""), entry.wording)]
    said += [entry.wording.say("vol. {number}", number=f["volume"])] if "volume" in f and "maintitle" not in f else []
    said += entry.helpers(within=True)
    said += [pages_in_words(f)]
    yield Run("".join(f", {words}" for words in said if words))


def _book(entry: DescribedWork) -> Iterator[Run]:
    f = entry.fields
    if "maintitle" in f and f["maintitle"] != f["booktitle"]:
        yield from entry.words("maintitle", italic=True)
        yield Run(f", {entry.wording.say('vol. {number}', number=f['volume'])}, " if "volume" in f else ", ")
    yield from entry.words("booktitle", italic=True)
    yield Run(f", {f['booktitleaddon']}" if "booktitleaddon" in f else "")


def _in_journal(entry: DescribedWork) -> Iterator[Run]:
    f = entry.fields
    for words in entry.helpers() if entry.kind.csl != "periodical" else ():
        yield Run(capital(words))
        yield STOP
    yield from entry.words("journal" if "journal" in f else "title", italic=True)
    if "journaltranslit" in f:
        yield Run(" [")
        yield Run(f["journaltranslit"], "title", f"{entry.language}-Latn" if entry.own else "")
        yield Run("]")
    yield Run(f" ({f['series']})" if "series" in f else "")
    yield Run(f", {f['journaltitleaddon']}" if "journaltitleaddon" in f else "")
    volume = f.get("volume", "")
    number = shown_range(f.get("number", ""))
    several = _SEVERAL.search(number)
    said = (
        entry.wording.say(later("nos. {number}") if several else later("no. {number}"), number=number) if number else ""
    )
    issue = f.get("issue", "")
    numbered = ", ".join(filter(None, (volume, said, "" if entry.year() in issue else issue)))
    yield Run((" " if volume else ", ") + numbered if numbered else "")
    when = entry.date() if DAY_OR_MONTH.fullmatch(f.get("date", "")) else entry.year()
    yield Run(f" ({when})" if numbered else f", {when}")
    pages = pages_in_words(f)
    yield Run(f": {pages}" if pages else "")


def volumes(entry: DescribedWork) -> Iterator[Run]:
    """The edition, the volume with who edited it, how many there are, the version; who edited or translated it."""
    if entry.in_book or entry.in_journal or "issuetitle" in entry.fields:
        return
    f = entry.fields
    helpers = list(entry.helpers())
    yield Run(capital(edition_in_words(f.get("edition", ""), entry.wording)))
    yield STOP
    if "maintitle" not in f and "volume" in f:
        part = [entry.wording.say("pt. {number}", number=f["part"])] if "part" in f else []
        number = shown_range(f["volume"])
        volume = entry.wording.say(
            later("Vols. {number}") if _SEVERAL.search(number) else later("Vol. {number}"), number=number
        )
        yield Run(", ".join([volume, *part, *helpers]))
        yield STOP
        helpers = []
    if "volumes" in f:
        number = f["volumes"]
        yield Run(entry.wording.say("{number} vols.", number=number) if number.isdigit() else number)
        yield STOP
    if "version" in f:
        said = later("V. {number}") if entry.kind.csl == "software" else later("Version {number}")
        yield Run(entry.wording.say(said, number=f["version"]))
    for words in helpers:
        yield STOP
        yield Run(capital(words))


def series(entry: DescribedWork) -> Iterator[Run]:
    """The series with the number in it; what kind of report it is."""
    f = entry.fields
    if entry.in_journal or "issuetitle" in f or entry.kind.csl in _LAWS:
        return
    series, number = f.get("series", ""), f.get("number", "")
    called = entry.called() if entry.kind.csl in {"report", "standard"} else ""
    called = called if number else called.capitalize()
    if series:
        yield Run(f"{series} {number}".strip())
    elif number:
        yield Run(f"{called} {entry.wording.say('No. {number}', number=number)}".strip())
    else:
        yield Run(called)


def publication(entry: DescribedWork) -> Iterator[Run]:
    """Place, publisher and year; of what was published before also that year."""
    f = entry.fields
    if entry.in_journal or "issuetitle" in f:
        return
    if entry.kind.csl in _LAWS:
        yield from _in_law(entry)
        return
    publisher = entry.get("publisher", "institution", "school")
    if entry.work.leads or entry.kind.csl in {"webpage", "book", "report"}:
        publisher = publisher or entry.get("organization")
    publisher = publisher or entry.get("howpublished")
    if entry.kind.csl == "thesis":
        publisher = ", ".join(filter(None, (entry.called(), publisher)))
        place = ""
    else:
        place = f.get("address", "")
    when = f.get("eventdate", "")
    titles = (f.get("eventtitle", ""), f.get("eventtitleaddon", ""), f.get("venue", ""))
    event = ", ".join(filter(None, (*titles, date_in_words(when, entry.wording) or when)))
    if event and not entry.in_book:
        yield Run(entry.wording.say("Paper presented at {event}", event=event))
        yield STOP
    original = shown_year(f.get("origdate", ""), entry.wording) or f.get("origdate", "")
    first = original if "origtitle" not in f and original != entry.year() else ""
    whole = entry.date() if _tells_the_day(entry) else entry.year()
    if entry.kind.csl == "webpage" and not entry.work.year:
        whole = ""
    address = publisher if is_web_address(publisher) else ""
    where = ": ".join(filter(None, (place, "" if address else publisher)))
    if entry.kind.csl == "software" and not where:
        whole = entry.wording.say("Released {date}", date=whole)
    before = f"{first}; " if first and where else ""
    yield Run(before + ", ".join(filter(None, (where, "" if address else whole))))
    if address:
        yield link(address)
        yield Run(f", {whole}" if whole else "")
    yield STOP
    yield Run(entry.wording.say("First published {date}", date=first) if first and not before else "")


def _tells_the_day(entry: DescribedWork) -> bool:
    return entry.kind.csl in {"webpage", "personal_communication", "manuscript", "document", "performance"}


def _in_law(entry: DescribedWork) -> Iterator[Run]:
    if entry.kind.csl == "patent":
        number = entry.get("number")
        called = f"{entry.called()} {number}".strip()
        yield Run(entry.wording.say("{patent}, issued {date}", patent=called, date=entry.date()))
    else:
        yield Run(", ".join(filter(None, (entry.get("address"), entry.get("publisher", "organization")))))


def book_pages(entry: DescribedWork) -> Iterator[Run]:
    """Pages or a chapter, where nothing that holds them is named."""
    if "pages" in entry.fields and not (entry.in_book or entry.in_journal):
        pages = pages_in_words(entry.fields)
        one = later("Pp. {pages}") if _SEVERAL.search(pages) else later("P. {pages}")
        yield Run(pages if pages[:1].isalpha() and " " in pages else entry.wording.say(one, pages=pages))
    elif "chapter" in entry.fields:
        yield Run(entry.wording.say("Chap. {number}", number=entry.fields["chapter"]))


def original(entry: DescribedWork) -> Iterator[Run]:
    """The original of a translation, the title of a reprint, what is related."""
    f = entry.fields
    if "origtitle" in f:
        date = shown_year(f.get("origdate", ""), entry.wording) or f.get("origdate", "")
        where = ": ".join(filter(None, (f.get("origaddress", ""), f.get("origpublisher", ""))))
        yield from _woven(entry, later("Original: {title}"), title=[Run(f["origtitle"], "title")])
        tag = language_tag(f.get("origlanguage", ""))
        name = entry.wording.name_of(tag) if tag else ""
        written = entry.wording.say("in {language}", language=name) if name else ""
        said = ", ".join(filter(None, (where, date, written)))
        yield Run(f" ({said})" if said else "")
        yield STOP
    if "reprinttitle" in f:
        yield from _woven(entry, later("Reprinted as {title}"), title=[Run(f["reprinttitle"], "title")])
        yield STOP
    if "related" in f:
        yield Run(f"{f.get('relatedstring') or entry.wording.say('See also')} {f['related']}")


def language(entry: DescribedWork) -> Iterator[Run]:
    """The language, where it is not that of the page."""
    if entry.own:
        yield Run(entry.wording.say("In {language}", language=entry.wording.name_of(entry.language)))


def notes(entry: DescribedWork) -> Iterator[Run]:
    """What the editor adds in words."""
    published = entry.get("publisher", "institution", "school", "organization")
    for name in ("howpublished",) if published and entry.get("howpublished") else ():
        text = entry.fields[name]
        yield link(text) if is_web_address(text) else Run(text)
        yield STOP
    yield from entry.words("note")
    yield STOP
    yield Run(entry.get("library"))
    yield STOP
    yield from entry.words("addendum")


def numbers(entry: DescribedWork) -> Iterator[Run]:
    """ISBN, number in a repository, DOI."""
    f = entry.fields
    if "isbn" in f:
        yield Run(f"ISBN {f['isbn']}")
        yield STOP
    if "eprint" in f:
        kind = f.get("eprinttype", "")
        of = f" [{f['eprintclass']}]" if "eprintclass" in f else ""
        said = {"arxiv": "arXiv", "jstor": "JSTOR", "pubmed": "PubMed", "hdl": "HDL"}.get(kind.lower(), kind)
        yield Run(f"{said}:{f['eprint']}{of}" if said else f"{f['eprint']}{of}")
        yield STOP
    if "doi" in f:
        yield link(f"https://doi.org/{bare_doi(f['doi'])}")


def address(entry: DescribedWork) -> Iterator[Run]:
    """The address; when it was looked up is said of what has no date, as Chicago does."""
    f = entry.fields
    if "urldate" in f and not entry.work.year:
        when = date_in_words(f["urldate"], entry.wording) or f["urldate"]
        yield Run(entry.wording.say("Accessed {date}", date=when))
        yield STOP
    if "url" in f and not ("doi" in f and bare_doi(f["doi"]) in f["url"]):
        yield link(f["url"])


def certainty(entry: DescribedWork) -> Iterator[Run]:
    """How sure it is that this is the work which is meant."""
    if entry.work.certainty != "certain":
        said = entry.work.certainty
        yield Run(entry.wording.say(_IDENTIFIED.get(said, f"Identification {said}")))


def _woven(entry: DescribedWork, message: str, **parts: Iterable[Run]) -> Iterator[Run]:
    """Yield a message with runs in its places."""
    woven = entry.wording.weave(message, **parts)
    yield from (Run(piece) if isinstance(piece, str) else piece for piece in woven)


SENTENCES: tuple[Part, ...] = (
    lead,
    title,
    container,
    volumes,
    series,
    publication,
    book_pages,
    original,
    language,
    notes,
    numbers,
    address,
    certainty,
)
