"""The sentences of a description, each a function of the same shape: a work in, its words out; in Chicago's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from variorum.model.web_addresses import is_web_address
from variorum.reading.work_dates import shown_year
from variorum.wording.messages import later
from variorum.works.containers import container
from variorum.works.described_work import DescribedWork
from variorum.works.languages import language_tag, languages_of
from variorum.works.phrases import (
    SEVERAL,
    bare_doi,
    capital,
    date_in_words,
    edition_in_words,
    eprint_address,
    listed,
    pages_in_words,
)
from variorum.works.runs import STOP, Run, link

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
    if not work.authors and not work.editors:
        yield Run(entry.wording.counted(", trans.", ", trans.", len(work.translators)))
    elif not work.authors:
        number, say = len(work.editors), entry.wording
        compiled = entry.get("editortype") == "compiler"
        yield Run(say.counted(", comp.", ", comps.", number) if compiled else say.counted(", ed.", ", eds.", number))


def title(entry: DescribedWork) -> Iterator[Run]:
    """The title with all that belongs to it; of a volume also who edited it."""
    yield from entry.title(edition_in_words(entry.get("edition"), entry.wording))
    if _is_numbered_volume(entry):
        yield Run("".join(f", {words}" for words in entry.helpers()))
    if entry.kind.csl in {"legislation", "legal_case", "treaty"}:
        number = entry.get("number")
        yield Run((", " + entry.wording.say("no. {number}", number=number) if number else "") + f" ({entry.year()})")
    yield STOP
    yield from entry.words("titleaddon")


def _is_numbered_volume(entry: DescribedWork) -> bool:
    return entry.is_volume and "volume" in entry.fields


def volumes(entry: DescribedWork) -> Iterator[Run]:
    """What it is; the edition, the volume with who edited it; who edited or translated it; how many there are."""
    if entry.in_book or entry.in_journal or "issuetitle" in entry.fields:
        return
    f = entry.fields
    if entry.kind.csl not in {"thesis", "report", "standard", *_LAWS}:
        yield Run(capital(entry.called()))
        yield STOP
    if not entry.is_volume:
        yield Run(capital(edition_in_words(f.get("edition", ""), entry.wording)))
        yield STOP
    helpers = [] if _is_numbered_volume(entry) else list(entry.helpers())
    if not entry.is_volume and {"volume", "part"} & f.keys():
        yield Run(", ".join(filter(None, (capital(entry.volume() or entry.part()), *helpers))))
        yield STOP
        helpers = []
    for words in helpers:
        yield Run(capital(words))
        yield STOP
    if "volumes" in f:
        number = f["volumes"]
        yield Run(entry.wording.say("{number} vols.", number=number) if number.isdigit() else number)
        yield STOP
    if "version" in f:
        said = later("V. {number}") if entry.kind.csl == "software" else later("Version {number}")
        yield Run(entry.wording.say(said, number=f["version"]))


def series(entry: DescribedWork) -> Iterator[Run]:
    """The series with the number in it; what kind of report it is, with its number."""
    f = entry.fields
    if entry.in_journal or "issuetitle" in f or entry.kind.csl in _LAWS:
        return
    series, number = f.get("series", ""), f.get("number", "")
    called = entry.called() if entry.kind.csl in {"report", "standard"} else ""
    if number and (called or not series):
        figures = entry.wording.say("No. {number}", number=number) if number[:1].isdigit() else number
        yield Run(f"{called} {figures}".strip())
        yield STOP
        called = number = ""
    yield Run(f"{series} {number}".strip())
    yield STOP
    yield Run(capital(called))


def publication(entry: DescribedWork) -> Iterator[Run]:
    """Place, publisher and year; of what was published before also that year."""
    f = entry.fields
    original = shown_year(f.get("origdate", ""), entry.wording) or f.get("origdate", "")
    first = original if "origtitle" not in f and original != entry.year() else ""
    if entry.in_journal or "issuetitle" in f:
        yield Run(entry.wording.say("First published {date}", date=first) if first else "")
        return
    if entry.kind.csl in _LAWS:
        yield from _in_law(entry)
        return
    publisher = _publishers(entry) or entry.get("howpublished")
    if entry.kind.csl == "thesis":
        publisher = ", ".join(filter(None, (entry.called(), publisher)))
        place = ""
    else:
        place = f.get("address", "")
    when = f.get("eventdate", "")
    titles = (f.get("eventtitle", ""), f.get("eventtitleaddon", ""), f.get("venue", ""))
    event = ", ".join(filter(None, (*titles, date_in_words(when, entry.wording) or when)))
    if event and not entry.in_book:
        yield Run(event if "type" in f else entry.wording.say("Paper presented at {event}", event=event))
        yield STOP
    whole = entry.date() if _tells_the_day(entry) else entry.year()
    if entry.kind.csl == "webpage" and not entry.work.year:
        whole = ""
    address = publisher if is_web_address(publisher) else ""
    where = ": ".join(filter(None, (place, "" if address else publisher)))
    if entry.kind.csl == "software":
        released = later("released {date}") if where else later("Released {date}")
        whole = entry.wording.say(released, date=whole)
    now = ", ".join(filter(None, (where, "" if address else whole)))
    before = "" if "origtitle" in f else ": ".join(filter(None, (f.get("origaddress", ""), f.get("origpublisher", ""))))
    if before:
        yield Run(", ".join(filter(None, (before, first))))
        yield STOP
        now = entry.wording.say("Reprint, {publication}", publication=now) if now else ""
    elif first and where:
        now, before = f"{first}; {now}", first
    yield Run(now)
    if address:
        yield link(address)
        yield Run(f", {whole}" if whole else "")
    yield STOP
    yield Run(entry.wording.say("First published {date}", date=first) if first and not before else "")


def _publishers(entry: DescribedWork) -> str:
    """Return all who published it: `University of Oslo; River Press`."""
    names = ["school", "institution", "publisher"]
    if entry.work.leads or entry.kind.csl in {"webpage", "book", "report"}:
        names.insert(2, "organization")
    return "; ".join(dict.fromkeys(entry.fields[name] for name in names if name in entry.fields))


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
        one = later("Pp. {pages}") if SEVERAL.search(pages) else later("P. {pages}")
        yield Run(pages if pages[:1].isalpha() and " " in pages else entry.wording.say(one, pages=pages))
    elif "chapter" in entry.fields:
        yield Run(entry.wording.say("Chap. {number}", number=entry.fields["chapter"]))


def original(entry: DescribedWork) -> Iterator[Run]:
    """The original of a translation, the title of a reprint, what is related."""
    f = entry.fields
    if "origtitle" in f:
        date = shown_year(f.get("origdate", ""), entry.wording) or f.get("origdate", "")
        where = ": ".join(filter(None, (f.get("origaddress", ""), f.get("origpublisher", ""))))
        yield from entry.woven(later("Original: {title}"), title=[Run(f["origtitle"], "title")])
        tag = language_tag(f.get("origlanguage", ""))
        name = entry.wording.name_of(tag) if tag else ""
        written = entry.wording.say("in {language}", language=name) if name else ""
        said = ", ".join(filter(None, (where, date, written)))
        yield Run(f" ({said})" if said else "")
        yield STOP
    elif entry.get("origlanguage"):
        tag = language_tag(f["origlanguage"])
        name = entry.wording.name_of(tag) if tag else f["origlanguage"]
        yield from entry.woven(later("Original: {title}"), title=[Run(name)])
        yield STOP
    if "reprinttitle" in f:
        yield from entry.woven(later("Reprinted as {title}"), title=[Run(f["reprinttitle"], "title")])
        yield STOP
    if "related" in f:
        said = f.get("relatedstring") or entry.wording.say("See also")
        yield Run(f"{capital(said)} {f['related']}")


def language(entry: DescribedWork) -> Iterator[Run]:
    """The language, where it is not that of the page."""
    if entry.own:
        names = [entry.wording.name_of(tag) for tag in languages_of(entry.work)]
        yield Run(entry.wording.say("In {language}", language=entry.wording.listed(names)))


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
    if "eprint" in f and not eprint_address(f):
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
    elif where := eprint_address(f):
        yield link(where)


def certainty(entry: DescribedWork) -> Iterator[Run]:
    """How sure it is that this is the work which is meant."""
    if entry.work.certainty != "certain":
        said = entry.work.certainty
        yield Run(entry.wording.say(_IDENTIFIED.get(said, f"Identification {said}")))


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
