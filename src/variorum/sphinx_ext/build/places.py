"""Where the things of an edition are set, and what the editors wrote on a page: what the Domain keeps, as values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

Held = dict[str, dict[str, dict[str, str]]]  # page → kind of thing → name → anchor; what is stored
_NOTHING: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class Place(NamedTuple):
    """Where something is set."""

    docname: str
    anchor: str


class Places:
    """Where each thing is set: looked up by kind and name, noted and forgotten page by page.

    What is stored is `held` alone: a page with its own names costs little to write and to read, and an edition may
    have tens of thousands of passages. The pages of the names are made from it, once.
    """

    def __init__(self, held: Held) -> None:
        self.held = held
        self._pages: dict[str, dict[str, str]] = {}  # kind → name → page
        for docname, kinds in held.items():
            for kind, names in kinds.items():
                self._pages.setdefault(kind, {}).update(dict.fromkeys(names, docname))

    def find(self, kind: str, name: str) -> Place | None:
        """Return where a thing is set."""
        docname = self.pages_of(kind).get(name)
        return Place(docname, self.held[docname][kind][name]) if docname is not None else None

    def pages_of(self, kind: str) -> Mapping[str, str]:
        """Return the page on which each thing of a kind is set, by name."""
        return self._pages.get(kind, {})

    def note(self, kind: str, name: str, place: Place) -> Place:
        """Note where a thing is set, if it is not set anywhere yet; return where it is."""
        known = self.find(kind, name)
        if known is not None:
            return known
        self._pages.setdefault(kind, {})[name] = place.docname
        self.held.setdefault(place.docname, {}).setdefault(kind, {})[name] = place.anchor
        return place

    def forget(self, docname: str) -> None:
        """Forget all that is set on a page."""
        for kind, names in self.held.pop(docname, {}).items():
            for name in names:
                del self._pages[kind][name]

    def on(self, docname: str) -> Mapping[str, Mapping[str, str]]:
        """Return what is set on a page: the anchor of each thing, by kind and name."""
        return self.held.get(docname, _NOTHING)

    @property
    def pages(self) -> Collection[str]:
        """The pages on which something is set."""
        return self.held.keys()


class Piece(NamedTuple):
    """A run of words that the editors wrote, or the works that they cite there."""

    text: str  # words, or what stands in the cite role, e.g. "Overy1997{ch. 3}"
    cites: bool = False


class Section(NamedTuple):
    """What the editors wrote in one section of a page, for the search."""

    anchor: str
    title: str
    pieces: tuple[Piece, ...]
