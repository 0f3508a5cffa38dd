"""Who had a part in an edition: whom CITATION.cff names, and what was sent and refused.

Plain frozen values. What was refused is remembered with a reason, so that whoever sends it again is answered at once.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitationFile:
    """The people in CITATION.cff, by whatever names they go there."""

    names: frozenset[str]
    line: int  # of the list of authors of the edition
    path: str = "CITATION.cff"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source that a refused contribution was about."""

    source: str  # id or siglum
    passage: str  # locus
    lemma: str = ""  # "" = the whole passage; of a pair that was turned down, how the words begin


@dataclass(frozen=True, slots=True)
class Refusal:
    """A note or a parallel that was not taken, or was taken out again."""

    path: str  # of the table that remembers it, e.g. "parallels/rejected.tsv"
    line: int
    about: tuple[Words, ...]  # of a note one, of a parallel two
    by: str  # who refused it
    reason: str
    id: str = ""  # of the file, e.g. "al-year"; "" = it never had one
    note: str = ""  # the text of a note; "" = whatever note on these words

    @property
    def kind(self) -> str:
        """What it was: "annotation" or "parallel"."""
        return "annotation" if len(self.about) == 1 else "parallel"
