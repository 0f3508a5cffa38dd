"""What the attributes of an element of TEI say of it: how it looks, in what language it is, how far it is indented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.importing.tei_elements import RENDITIONS
from variorum.importing.xml_reading import XML_LANG
from variorum.reading.language_tags import is_language_tag, shortest_tag

if TYPE_CHECKING:
    from lxml.etree import _Element


def rendition(element: _Element) -> str:
    """Return the feature of the layer that its look comes nearest to."""
    rend = str(element.get("rend") or element.get("style") or element.get("rendition") or "").lower()
    return next((feature for start, feature in RENDITIONS if start in rend.replace("#", " ").split() or (
        len(start) > 2 and start in rend)), "emphasis")  # fmt: skip


def language_tag(element: _Element) -> str:
    """Return the language that it says it is in, as a tag; "" if it says none."""
    tag = str(element.get(XML_LANG, ""))
    return shortest_tag(tag) if is_language_tag(tag) else ""


def indent(element: _Element) -> int:
    """Return how many blanks a line of verse is set in."""
    rend = str(element.get("rend") or "").lower()
    if "indent" not in rend:
        return 0
    figures = "".join(c for c in rend if c.isdecimal())
    return 2 * min(int(figures[:2] or 1), 10)
