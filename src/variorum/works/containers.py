"""What holds a work, in words: the book of a chapter, the journal or newspaper of an article; in Chicago's order."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.wording.messages import later
from variorum.works.described_work import DescribedWork
from variorum.works.phrases import (
    DAY_OR_MONTH,
    SEVERAL,
    capital,
    edition_in_words,
    pages_in_words,
    series_in_words,
    shown_range,
)
from variorum.works.runs import STOP, Run


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
    yield from entry.woven(later("In {book}"), book=_book(entry))
    said = [edition_in_words(f.get("edition", ""), entry.wording)]
    said += [] if "maintitle" in f else [_volume(entry)]
    said += entry.helpers(within=True)
    said += [pages_in_words(f)]
    yield Run("".join(f", {words}" for words in said if words))


def _book(entry: DescribedWork) -> Iterator[Run]:
    f = entry.fields
    if "maintitle" in f and f["maintitle"] != f["booktitle"]:
        yield from entry.words("maintitle", italic=True)
        volume = _volume(entry)
        yield Run(f", {volume}, " if volume else ", ")
    yield from entry.words("booktitle", italic=True)
    if "booktitleaddon" in f:
        yield Run(". ")
        yield from entry.words("booktitleaddon", italic=True)


def _volume(entry: DescribedWork) -> str:
    volume = [entry.wording.say("vol. {number}", number=entry.fields["volume"])] if "volume" in entry.fields else []
    return ", ".join(filter(None, (*volume, entry.part())))


def _in_journal(entry: DescribedWork) -> Iterator[Run]:
    f = entry.fields
    for words in entry.helpers() if entry.kind.csl != "periodical" else ():
        yield Run(capital(words))
        yield STOP
    if entry.kind.csl != "periodical" and "issuetitle" in f:
        yield from entry.woven(later("Special issue, “{title}”"), title=entry.words("issuetitle", inner=True))
        yield STOP
    yield from entry.words("journal" if "journal" in f else "title", italic=True)
    yield from _of_journal(entry)
    series = series_in_words(f.get("series", ""), entry.wording)
    yield Run(f", {series}" if series else "")
    numbered = ", ".join(_numbers(entry, bare_volume=not series))
    yield Run((" " if numbered.startswith(f.get("volume", "\0")) else ", ") + numbered if numbered else "")
    when = entry.date() if DAY_OR_MONTH.fullmatch(f.get("date", "")) else entry.year()
    yield Run(f" ({when})" if numbered else f", {when}")
    pages = pages_in_words(f)
    yield Run(f": {pages}" if pages else "")


def _of_journal(entry: DescribedWork) -> Iterator[Run]:
    """Yield what tells a journal from others: its name in Latin letters, its place, what is added to it."""
    f = entry.fields
    if "journaltranslit" in f:
        yield Run(" [")
        yield Run(f["journaltranslit"], "title", f"{entry.language}-Latn" if entry.own else "")
        yield Run("]")
    yield Run(f" ({f['address']})" if "address" in f else "")
    yield Run(f", {f['journaltitleaddon']}" if "journaltitleaddon" in f else "")


def _numbers(entry: DescribedWork, *, bare_volume: bool) -> Iterator[str]:
    """Yield volume, part, number and issue; after the name of a series a volume is called so."""
    f, say = entry.fields, entry.wording.say
    if "volume" in f:
        yield f["volume"] if bare_volume else say("vol. {number}", number=f["volume"])
    if entry.part():
        yield entry.part()
    number = shown_range(f.get("number", ""))
    if number:
        yield say(later("nos. {number}") if SEVERAL.search(number) else later("no. {number}"), number=number)
    issue = f.get("issue", "")
    if issue and entry.year() not in issue:
        yield issue
