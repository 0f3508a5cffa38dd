"""What is cited: the works of references.bib and the people behind them, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from variorum.model.span import Span

# How sure it is that a source means a work.
CERTAINTIES = ("certain", "probable", "uncertain")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, edited or translated a work; an organisation has a `last` name only."""

    last: str  # e.g. "Laue", "Авторханов", "Levada Center"
    first: str = ""  # e.g. "Theodore H."
    prefix: str = ""  # e.g. "von"
    suffix: str = ""  # e.g. "Jr."
    prefix_counts: bool = False  # whether the prefix is part of the family name where names are ordered

    @property
    def surname(self) -> str:
        """What the person is called by: `von Laue`, `d’Ormesson`."""
        return joined_particle(self.prefix, self.last)


def joined_particle(prefix: str, last: str) -> str:
    """Return a particle before a name, with a blank where it asks for one."""
    return f"{prefix}{last}" if prefix.endswith(("'", "’", "-")) or not prefix else f"{prefix} {last}"


class WrittenField(NamedTuple):
    """A field of a work as it stands in the file, or in the entry that it has it from."""

    value: str  # TeX
    line: int


@dataclass(frozen=True, slots=True)
class Work:
    """Something cited: an entry of references.bib, its TeX turned into plain text."""

    key: str  # e.g. "Montefiore2007"
    path: str
    line: int
    type: str = "misc"  # kind of entry, e.g. "book", "article"
    fields: Mapping[str, str] = field(default_factory=dict)  # all other fields, e.g. "publisher" → "Seuil"
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    translators: tuple[Person, ...] = ()
    transliterated: tuple[Person, ...] = ()  # of the authors, or of the editors where there is no author
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)  # in other roles, e.g. "bookauthor"
    emphasis: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # field → its words in italics
    written: Mapping[str, WrittenField] = field(default_factory=dict, repr=False)  # its fields in TeX, completed
    text: str = field(default="", repr=False)  # the entry as the editor wrote it
    digest: str = ""  # of all but path and line

    def with_fields(self, fields: Mapping[str, str]) -> Work:
        """Return the work with other fields."""
        return replace(self, fields=fields, digest=f"{self.digest} {sorted(fields.items())}")

    @property
    def leads(self) -> tuple[Person, ...]:
        """Who the work is listed under: its authors, else editors, else translators; empty if the title leads."""
        return self.authors or self.editors or self.translators

    @property
    def title(self) -> str:
        """The title in its own script; "" if there is none."""
        return self.fields.get("title", "")

    @property
    def year(self) -> str:
        """The year as written; "" if it is not known."""
        return self.fields.get("year", "")

    @property
    def certainty(self) -> str:
        """How sure it is that this is what the sources mean: certain, probable or uncertain."""
        return self.fields.get("certainty", "") or "certain"

    @property
    def keywords(self) -> frozenset[str]:
        """What the entry is marked with, e.g. {"scholarship"}."""
        return frozenset(k.strip() for k in self.fields.get("keywords", "").split(",") if k.strip())
