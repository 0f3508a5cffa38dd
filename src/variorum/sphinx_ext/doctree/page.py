"""What the making of nodes needs to know of the page on which they will stand: values only, nothing is noted here.

What other pages may link to, what a page links to and which words of the edition it shows is written on the nodes
themselves; `page_record` reads it from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from variorum.model.edition import Edition
from variorum.model.verse_lines import EVERY_FIFTH
from variorum.text.names import Namer
from variorum.text.scripts import direction_of
from variorum.wording.messages import Wording
from variorum.works.styles import WorkStyle


@dataclass(frozen=True)
class Page:
    """A page that is being read, seen from the edition."""

    edition: Edition
    docname: str  # e.g. "sources/norwegian"
    wording: Wording  # of the words that the editors write
    script_languages: Mapping[str, str]  # script → language of words in it, e.g. "Devanagari" → "ne"
    style: WorkStyle  # in which works are printed
    edition_folder: str = "."  # as seen from the folder of the pages, e.g. ".."
    verse_numbers: int = EVERY_FIFTH  # every how manieth line of verse shows its number

    @property
    def direction(self) -> str:
        """The direction of the page's own lines: "ltr" or "rtl"."""
        return direction_of(self.language)

    @property
    def language(self) -> str:
        """The language of the words that the editors write, BCP 47."""
        return self.wording.language

    @cached_property
    def namer(self) -> Namer:
        """Finds the names of the edition in words; made when it is first asked for."""
        return Namer(self.edition.names.values(), self.edition.vocabularies)
