"""Works for Zotero's connector: a Work in, a context object in COinS out.

COinS (http://ocoins.info) holds an OpenURL in one of its KEV formats: `book`, `journal`, `dissertation`, `patent`, and
`dc` for all else. What is written here is what Zotero's translator “COinS” reads; where it knows more types than the
formats have, `rft.type` says which, as its own export does. It takes a name without a comma apart at its last blank, so
a body and the second author are written with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from variorum.model.web_addresses import is_web_address
from variorum.model.works import Person, Work
from variorum.works.exports import kept, numbers_and_genre
from variorum.works.kinds import kind_named
from variorum.works.labels import OTHERS
from variorum.works.languages import language_of
from variorum.works.phrases import bare_doi

_FORMAT = "info:ofi/fmt:kev:mtx:"
_YEAR_OR_DAY = re.compile(r"(\d{4})(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")


class Shape(NamedTuple):
    """How a kind of work is written."""

    format: str  # of KEV, e.g. "journal"
    genre: str = ""  # within the format, e.g. "article"
    type: str = ""  # in Zotero, where format and genre do not say it


# Type in CSL → how it is written; a test holds it to the kinds of works.
SHAPES: Mapping[str, Shape] = {
    "article-journal": Shape("journal", "article"),
    "review": Shape("journal", "article"),
    "article-newspaper": Shape("journal", "article", "newspaperArticle"),
    "article-magazine": Shape("journal", "article", "magazineArticle"),
    "book": Shape("book", "book"),
    "collection": Shape("book", "book"),
    "pamphlet": Shape("book", "book"),
    "periodical": Shape("book", "book"),
    "chapter": Shape("book", "bookitem"),
    "entry-encyclopedia": Shape("book", "bookitem", "encyclopediaArticle"),
    "paper-conference": Shape("book", "proceeding"),
    "report": Shape("book", "report"),
    "thesis": Shape("dissertation"),
    "patent": Shape("patent"),
    "webpage": Shape("dc", "", "webpage"),
    "document": Shape("dc", "", "document"),
    "manuscript": Shape("dc", "", "manuscript"),
    "personal_communication": Shape("dc", "", "letter"),
    "motion_picture": Shape("dc", "", "film"),
    "song": Shape("dc", "", "audioRecording"),
    "graphic": Shape("dc", "", "artwork"),
    "dataset": Shape("dc", "", "dataset"),
    "software": Shape("dc", "", "computerProgram"),
    "standard": Shape("dc", "", "standard"),
    "performance": Shape("dc", "", "presentation"),
    "legislation": Shape("dc", "", "statute"),
    "treaty": Shape("dc", "", "statute"),
    "legal_case": Shape("dc", "", "case"),
}
_TITLE = {"journal": "rft.atitle", "book": "rft.btitle"}  # of the work itself; elsewhere `rft.title`
_WHOLE_TITLE = {"journal": "rft.jtitle", "book": "rft.btitle"}  # of what holds it


def coins(work: Work) -> str:
    """Return the `title` of a `<span class="Z3988">`; "" for a work without title, which Zotero would look up."""
    if not work.title:
        return ""
    return urlencode([("ctx_ver", "Z39.88-2004"), *((k, v) for k, v in _said(work, shape_of(work)) if v)])


def shape_of(work: Work) -> Shape:
    """Return how a work is written; a chapter of nothing is a book."""
    shape = SHAPES[kind_named(work.type, work.fields.get("entrysubtype", "")).csl]
    return SHAPES["book"] if shape.genre == "bookitem" and not _whole(work) else shape


def _whole(work: Work) -> str:
    """Return the title of what holds a work: its journal, its book."""
    f = work.fields
    book = f.get("booktitle", "")
    return book if book and book != work.title else f.get("journal", "")


def _said(work: Work, shape: Shape) -> Iterator[tuple[str, str]]:
    f = work.fields
    is_part = shape.format == "journal" or shape.genre in {"bookitem", "proceeding"}
    yield from (("rft_val_fmt", _FORMAT + shape.format), ("rft.genre", shape.genre))
    yield ("rft.atitle" if is_part else _TITLE.get(shape.format, "rft.title")), work.title
    if shape.format == "dc":
        yield "rft.source", _whole(work)
    elif is_part:
        yield _WHOLE_TITLE[shape.format], _whole(work)
    yield "rft.type", shape.type  # after the titles, which are told apart by what the format says
    yield from _people(work, shape)
    yield from _published(work, shape)
    yield from (("rft.volume", f.get("volume", "")), ("rft.issue", f.get("number", "") if is_part else ""))
    yield from (("rft.edition", f.get("edition", "")), ("rft.series", f.get("series", "")))
    yield from (
        ("rft.isbn", f.get("isbn", "")),
        ("rft.issn", kept(work, "issn")),
        ("rft.tpages", kept(work, "pagetotal")),
    )
    yield from _pages(work)
    yield "rft.language", language_of(work)
    yield "rft_id", f"info:doi/{bare_doi(f['doi'])}" if "doi" in f else ""
    address = f.get("url", "")
    yield "rft.identifier" if shape.format == "dc" else "rft_id", address if is_web_address(address) else ""


def _published(work: Work, shape: Shape) -> Iterator[tuple[str, str]]:
    f = work.fields
    by = next((f[name] for name in ("publisher", "institution", "school", "organization") if name in f), "")
    if shape.format == "patent":
        yield from (("rft.number", f.get("number", "")), ("rft.assignee", " and ".join(map(_name, _holders(work)))))
    elif shape.format == "dissertation":
        genre = dict(numbers_and_genre(work, kind_named(work.type))).get("genre", "")
        yield from (("rft.inst", by), ("rft.degree", genre))
    else:
        yield "rft.publisher" if shape.format == "dc" else "rft.pub", by
    yield "rft.place", f.get("address", "")
    date = _YEAR_OR_DAY.match(f.get("date", work.year))
    yield "rft.date", date[0] if date else work.year


def _holders(work: Work) -> tuple[Person, ...]:
    return work.people.get("holder", ())


def _people(work: Work, shape: Shape) -> Iterator[tuple[str, str]]:
    """Yield the first name in its parts, the others whole: `Li, Bo`; a body as `Levada Center,`."""
    people = [person for person in work.authors or work.editors if person.last != OTHERS]
    whole = [f"{person.surname}, {_given(person)}".rstrip(" ") for person in people]
    if shape.format == "dc":
        yield from (("rft.creator", name) for name in whole)
        return
    first, other = ("inv", "inventor") if shape.format == "patent" else ("au", "au")
    for person in people[:1]:
        yield from ((f"rft.{first}last", person.surname), (f"rft.{first}first", _given(person)))
    yield from ((f"rft.{other}", name) for name in whole[1:])


def _given(person: Person) -> str:
    return " ".join(filter(None, (person.first, person.suffix)))


def _name(person: Person) -> str:
    return f"{person.first} {person.surname}".strip()


def _pages(work: Work) -> Iterator[tuple[str, str]]:
    pages = work.fields.get("pages") or work.fields.get("eid", "")
    first, dash, last = pages.partition("–")
    yield "rft.pages", pages.replace("–", "-")
    if dash and "," not in pages:
        yield from (("rft.spage", first.strip()), ("rft.epage", last.strip()))
