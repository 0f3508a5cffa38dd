"""What is cited: the works of references.bib and the people behind them, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# How sure it is that a source means a work.
CERTAINTIES = ("certain", "probable", "uncertain")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, edited or translated a work; an organisation has a `last` name only."""

    last: str  # e.g. "von Laue", "Авторханов", "Levada Center"
    first: str = ""  # e.g. "Theodore H."


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
    text: str = field(default="", repr=False)  # the entry as the editor wrote it
    digest: str = ""  # of all but path and line

    @property
    def leads(self) -> tuple[Person, ...]:
        """Who the work is listed under: its authors, else its editors; empty if the title leads."""
        return self.authors or self.editors

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
