"""What a source is made of: its passages, and what the editors lay beside them, a translation and divisions.

Plain frozen values. Letters are verbatim; loci are as the outline has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from variorum.model.loci import anchor_of


class PassageKind(StrEnum):
    """What a line of a source is (column `kind` of outline.tsv)."""

    TITLE = "title"
    PART = "part"
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    HEADING_4 = "heading-4"
    HEADING_5 = "heading-5"
    HEADING_6 = "heading-6"
    PARAGRAPH = "paragraph"
    VERSE = "verse"
    SPEAKER = "speaker"
    QUOTATION = "quotation"
    INSET = "inset"
    CAPTION = "caption"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    REFERENCE = "reference"
    FOOTNOTE = "footnote"
    PAGE = "page"
    OMITTED = "omitted"

    @property
    def depth(self) -> int:
        """How deep a heading of this kind opens a section (1 = outermost); 0 for all that is no heading."""
        return _DEPTH.get(self, 0)


CELL_SIGN = "\t"  # what parts the cells of a row in its line of text
_CELLS_APART = " | "  # and where nothing but words can stand


def cells_apart(words: str) -> str:
    """Return words with a stroke between those of one cell of a row and of the next.

    >>> cells_apart("Jaffa\\t8,000\\t1880")
    'Jaffa | 8,000 | 1880'
    """
    return words.replace(CELL_SIGN, _CELLS_APART)


_DEPTH = {
    PassageKind.TITLE: 1,
    PassageKind.PART: 2,
    PassageKind.HEADING_1: 2,
    PassageKind.HEADING_2: 3,
    PassageKind.HEADING_3: 4,
    PassageKind.HEADING_4: 5,
    PassageKind.HEADING_5: 6,
    PassageKind.HEADING_6: 7,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest citable unit of a source, or a run of omitted lines."""

    locus: str  # "12", "12a", "1:1", "r7", "h3"; "" when omitted
    kind: PassageKind
    first_line: int  # 1-based line of text.txt
    last_line: int  # inclusive
    text: str  # verbatim, without the line's end; "" when omitted
    remark: str  # the editor's remark, or the reason of the omission

    @property
    def anchor(self) -> str:
        """The id of the passage on its page: `p12` for a number, `r7`, `p1_1` for 1:1."""
        return anchor_of(self.locus)

    @property
    def digest(self) -> str:
        """A short digest of the words, by which a translation says what it was made from, e.g. "3f2a9c01"."""
        return hashlib.blake2b(" ".join(self.text.split()).encode(), digest_size=4).hexdigest()

    @property
    def is_heading(self) -> bool:
        """Whether the passage opens a section."""
        return self.kind.depth > 0


@dataclass(frozen=True, slots=True)
class Translation:
    """A facing translation of a source by the editors, passage by passage."""

    language: str  # BCP 47
    by: str
    date: str
    passages: Mapping[str, str]  # locus → plain text
    lines: Mapping[str, int] = field(repr=False)  # locus → line in the file
    path: str = ""
    digest: str = ""
    partial: bool = False  # whether the translator is not through yet (`state: partial`)
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)  # locus → `Passage.digest` at the time

    def is_stale(self, passage: Passage) -> bool:
        """Whether the words of a passage are known to have changed since they were translated."""
        return self.digests.get(passage.locus, passage.digest) != passage.digest


@dataclass(frozen=True, slots=True)
class Division:
    """Where a source turns to something else, as the editors see it: a way through a long text, no part of it."""

    locus: str  # of its first passage, e.g. "12"; it ends where the next begins, or at a heading of the source
    title: str  # the editors' words, e.g. "The seminary in Tbilisi"; "" = a heading of the source stands there
    years: str  # EDTF, what the text tells of, e.g. "1894/1899"; "" = no years
