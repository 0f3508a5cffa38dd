"""A range of a text, in Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a passage."""

    start: int  # first code point, e.g. 0
    end: int  # one past the last code point, e.g. 5

    def of(self, text: str) -> str:
        """Return what of a passage's text is in the range."""
        return text[self.start : self.end]


class Part(NamedTuple):
    """What of one passage belongs to words that go across several."""

    locus: str
    span: Span
