"""Pictures of a TEI text: where they stand, what they show, and their captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from variorum.importing.tei_attributes import parent_name
from variorum.importing.tei_elements import PICTURES
from variorum.importing.xml_reading import all_text, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

    from variorum.importing.scribe import Scribe


class Walk(Protocol):
    """What a picture asks of the walk that comes to it."""

    scribe: Scribe
    in_cell: bool

    def children(self, element: _Element) -> None:
        """Read what is in an element, in its order."""


def figure(walk: Walk, element: _Element) -> None:
    """Read a picture: its description goes into the layer, its caption into the text."""
    said = " ".join(all_text(d) for d in element if local_name(d) in {"figDesc", "desc"})
    pictures = [e for e in element if local_name(e) in PICTURES]
    if not walk.in_cell and any(local_name(e) in {"head", "p", "ab"} for e in element):
        walk.scribe.close()  # so that the picture stands with its caption
    for picture in pictures:
        _picture(walk, picture, said)
    if not pictures and not any(local_name(e) == "figure" for e in element):
        walk.scribe.picture("", said, int(element.sourceline or 0))
    walk.children(element)
    if not walk.scribe.is_open:
        walk.scribe.settle()


def description(walk: Walk, element: _Element) -> None:
    """Read what a picture shows: it is kept with the picture."""
    if parent_name(element) in {"figure", *PICTURES}:
        walk.scribe.keep(all_text(element), local_name(element))
    else:
        walk.children(element)


def graphic(walk: Walk, element: _Element) -> None:
    """Read the file of a picture that stands in no figure."""
    if parent_name(element) != "figure":
        _picture(walk, element, "")
        if not walk.scribe.is_open:
            walk.scribe.settle()
    walk.children(element)


def _picture(walk: Walk, element: _Element, said: str) -> None:
    own = " ".join(all_text(d) for d in element if local_name(d) == "desc")
    walk.scribe.picture(str(element.get("url", "")), own or said, int(element.sourceline or 0))
