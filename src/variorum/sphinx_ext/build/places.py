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

    What is stored is `held`, and `twice`: what is set on a page and on another before it, for the day when that other
    gives it up. Of several pages the first by name has the thing, in whatever order they are read. A page with its own
    names costs little to write and to read, and an edition may have tens of thousands of passages. The pages of the
    names are made from `held`, once.
    """

    def __init__(self, held: Held, twice: Held) -> None:
        self.held = held
        self.twice = twice
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
        """Note where a thing is set; return where it is set already, else this place."""
        known = self.find(kind, name)
        if known is None:
            self._give(kind, name, place)
        elif place.docname < known.docname:
            _put(self.twice, kind, name, Place(known.docname, _take(self.held, kind, name, known.docname)))
            self._give(kind, name, place)
        elif place.docname != known.docname:
            _put(self.twice, kind, name, place)
        return known or place

    def forget(self, docname: str) -> None:
        """Forget all that is set on a page; what is set on others too is theirs."""
        self.twice.pop(docname, None)
        for kind, names in self.held.pop(docname, {}).items():
            for name in names:
                del self._pages[kind][name]
                others = [page for page, kinds in self.twice.items() if name in kinds.get(kind, ())]
                if others:
                    self._give(kind, name, Place(min(others), _take(self.twice, kind, name, min(others))))

    def _give(self, kind: str, name: str, place: Place) -> None:
        self._pages.setdefault(kind, {})[name] = place.docname
        _put(self.held, kind, name, place)

    def on(self, docname: str) -> Mapping[str, Mapping[str, str]]:
        """Return what is set on a page: the anchor of each thing, by kind and name."""
        return self.held.get(docname, _NOTHING)

    @property
    def pages(self) -> Collection[str]:
        """The pages on which something is set."""
        return self.held.keys()


def _put(held: Held, kind: str, name: str, place: Place) -> None:
    held.setdefault(place.docname, {}).setdefault(kind, {})[name] = place.anchor


def _take(held: Held, kind: str, name: str, docname: str) -> str:
    """Take a thing off a page, which is left as if it had never been there; return its anchor."""
    anchor = held[docname][kind].pop(name)
    if not held[docname][kind]:
        del held[docname][kind]
    if not held[docname]:
        del held[docname]
    return anchor


class Piece(NamedTuple):
    """A run of words that the editors wrote, or the works that they cite there."""

    text: str  # words, or what stands in the cite role, e.g. "Overy1997{ch. 3}"
    cites: bool = False


class Section(NamedTuple):
    """What the editors wrote in one section of a page, for the search."""

    anchor: str
    title: str
    pieces: tuple[Piece, ...]
