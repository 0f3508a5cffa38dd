"""Where the things of an edition are set, and what the editors wrote on a page: what the Domain keeps, as values."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where something is set."""

    docname: str
    anchor: str


class Piece(NamedTuple):
    """A run of words that the editors wrote, or the works that they cite there."""

    text: str  # words, or what stands in the cite role, e.g. "Overy1997{ch. 3}"
    cites: bool = False


class Section(NamedTuple):
    """What the editors wrote in one section of a page, for the search."""

    anchor: str
    title: str
    pieces: tuple[Piece, ...]
