"""A work while it is described: what of it is known, its titles, persons and dates in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from variorum.model.works import Person, Work
from variorum.wording.messages import Wording, later
from variorum.works.kinds import CALLED, Kind, kind_named
from variorum.works.labels import year_shown
from variorum.works.languages import language_of
from variorum.works.phrases import SEVERAL, capital, date_in_words, inner_quotes, listed, shown_range
from variorum.works.runs import Run

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_GUESSED = re.compile(r"ca\. \d{1,4}\??|\d{1,4}\?")
# who else had a part in a work, in the order in which they are said
_DOES: Mapping[str, str] = {
    "bookauthor": later("by {people}"),
    "editor": later("edited by {people}"),
    "translator": later("translated by {people}"),
    "holder": later("assigned to {people}"),
    "editora": later("edited by {people}"),
    "editorb": later("edited by {people}"),
    "editorc": later("edited by {people}"),
    "annotator": later("annotated by {people}"),
    "commentator": later("with a commentary by {people}"),
    "introduction": later("with an introduction by {people}"),
    "foreword": later("with a foreword by {people}"),
    "afterword": later("with an afterword by {people}"),
    "director": later("directed by {people}"),
}
_OTHER_ROLES = {
    "collaborator": later("in collaboration with {people}"),
    "compiler": later("compiled by {people}"),
    "continuator": later("continued by {people}"),
    "director": later("directed by {people}"),
    "founder": later("founded by {people}"),
    "organizer": later("organized by {people}"),
    "redactor": later("redacted by {people}"),
    "reviser": later("revised by {people}"),
    "translator": later("translated by {people}"),
}
_BOTH = later("edited and translated by {people}")


class DescribedWork:
    """A work while it is described."""

    def __init__(self, work: Work, wording: Wording) -> None:
        self.work = work
        self.wording = wording
        self.fields = work.fields
        self.kind: Kind = kind_named(work.type, work.fields.get("entrysubtype", ""))
        self.language = language_of(work)
        self.own = "" if self.language == wording.language else self.language
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
            yield Run(self._inside(text[at : span.start], inner), base, self.own)
            yield Run(self._inside(text[span.start : span.end], inner), other, self.own)
            at = span.end
        yield Run(self._inside(text[at:], inner), base, self.own)

    @property
    def is_volume(self) -> bool:
        """Whether the work is one of several volumes that have a title together."""
        return self.fields.get("maintitle", self.work.title) != self.work.title and not self.in_book

    def part(self) -> str:
        """Return which part of a volume it is: `pt. 2`; "" if it is none."""
        return self.wording.say("pt. {number}", number=self.fields["part"]) if "part" in self.fields else ""

    def volume(self) -> str:
        """Return which volume it is, with its part: `Vol. 2, pt. 1`; "" if it is none."""
        number = shown_range(self.get("volume"))
        said = later("Vols. {number}") if SEVERAL.search(number) else later("Vol. {number}")
        return ", ".join(filter(None, (self.wording.say(said, number=number), self.part()))) if number else ""

    def woven(self, message: str, **parts: Iterable[Run]) -> Iterator[Run]:
        """Yield a message with runs in its places."""
        woven = self.wording.weave(message, **parts)
        yield from (Run(piece) if isinstance(piece, str) else piece for piece in woven)

    def title(self, edition: str = "") -> Iterator[Run]:
        """Yield the title as its kind sets it, a work in volumes before it, other forms of it after it.

        `edition` stands between the title of the volumes and that of the work.
        """
        name = "issuetitle" if self.kind.csl == "periodical" and "issuetitle" in self.fields else "title"
        if self.is_volume:
            yield from self.words("maintitle", italic=True)
            yield Run(f". {edition.rstrip('.')}" if edition else "")
            volume = self.volume() or capital(self.part())
            yield Run(f". {volume}, " if volume else ". ")
        if name in self.fields:
            quoted = self.kind.title == "quoted" and not (name == "title" and self.kind.csl == "periodical")
            if quoted:
                yield from self.woven("“{words}”", words=self.words(name, inner=True))
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
                yield Run(self.wording.say("“{words}”", words=inner_quotes(translated, self.wording)))
            yield Run("]")

    def people(self, role: str) -> tuple[Person, ...]:
        """Return the persons in a role, e.g. "translator"."""
        work = self.work
        known = {"author": work.authors, "editor": work.editors, "translator": work.translators}
        return known.get(role) or work.people.get(role, ())

    def helpers(self, *, within: bool = False) -> Iterator[str]:
        """Yield who else had a part in it: `edited by Ada Lind`."""
        said: set[str] = set() if within or self.work.authors else {"editor" if self.work.editors else "translator"}
        for role, does in _DOES.items():
            people = self.people(role)
            if not people or role in said:
                continue
            if role == "bookauthor" and (people == self.work.authors or not self.in_book):
                continue
            what = _OTHER_ROLES.get(self.get(f"{role}type").lower(), does)
            if role == "editor" and what == does and people == self.work.translators:
                what = _BOTH
                said.add("translator")
            yield self.wording.say(what, people=listed(people, self.wording, inverted=False))

    def date(self) -> str:
        """Return the whole date in words, or the year."""
        return date_in_words(self.fields.get("date", ""), self.wording) or self.year()

    def year(self) -> str:
        """Return the year as it is printed; in brackets if it is a guess."""
        said = year_shown(self.work, self.wording)
        return f"[{said}]" if _GUESSED.fullmatch(said) else said

    def called(self) -> str:
        """Return what a thesis, report or patent is called."""
        said = self.get("type")
        called = CALLED.get(said.lower().replace(" ", ""), said) or self.kind.called
        return self.wording.say(called) if called else ""

    def _inside(self, text: str, quoted: bool) -> str:
        return inner_quotes(text, self.wording) if quoted else text
