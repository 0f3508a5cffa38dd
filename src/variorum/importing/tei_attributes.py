"""What the attributes of an element of TEI say of it: how it looks, in what language it is, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from variorum.importing.tei_elements import RENDITIONS, UNITS
from variorum.importing.xml_reading import XML_LANG, all_text, local_name
from variorum.reading.language_tags import is_language_tag, shortest_tag
from variorum.text.excerpt import whole_words
from variorum.text.transliteration import slug

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
    style = str(element.get("style") or "").lower()
    if said := _SET_IN.search(style):
        return min(round(2 * float(said[1])), 20)
    rend = str(element.get("rend") or element.get("rendition") or "").lower()
    if "indent" not in rend or "noindent" in rend:
        return 0
    figures = "".join(c for c in rend if c.isdecimal())
    return 2 * min(int(figures[:2] or 1), 10)


_SET_IN = re.compile(r"(?:text-indent|margin-left|padding-left|margin-inline-start)\s*:\s*(\d{1,2}(?:\.\d)?)\s*r?em")


def parent_name(element: _Element) -> str:
    """Return the name of the element that holds it; "" if none does."""
    parent = element.getparent()
    return local_name(parent) if parent is not None else ""


def readings_of(place: _Element) -> Iterator[_Element]:
    """Yield the readings of a place, also those in groups."""
    for child in place:
        if local_name(child) == "rdgGrp":
            yield from readings_of(child)
        else:
            yield child


def is_label(element: _Element) -> bool:
    """Whether a row or a cell of a table holds no data but their names."""
    return bool(element.get("role") == "label")


def begins_anew(group: _Element) -> bool:
    """Whether the lines of a group begin to be counted anew, so that its own number belongs to their loci."""
    first = next(iter(group.iter("{*}l")), None)
    return first is not None and str(first.get("n", "")) in {"1", "a"}


def is_run_of_lines(division: _Element) -> bool:
    """Whether a division is only the lines that a card of an index holds: no stanza begins there."""
    return "card" in {division.get("type"), division.get("subtype")}


def point_of(element: _Element) -> tuple[str, str]:
    """Return the feature of the layer that an empty element is, with its value; ("", "") if it says nothing."""
    name, number = local_name(element), str(element.get("n", "")).strip()
    if name == "gap":
        said = (element.get("reason"), element.get("quantity"), element.get("unit"), element.get("extent"))
        return "gap", " ".join(str(part) for part in said if part) or all_text(element)
    if name in {"milestone", "cb", "gb"}:
        unit = str(element.get("unit") or {"cb": "column", "gb": "gathering"}.get(name, ""))
        unit = "¶" if unit in {"para", "paragraph"} and not number else unit
        return ("milestone", f"{unit} {number}".strip()) if unit or number else ("", "")
    if name == "lb":
        return "line", number
    return ("page", number) if number else ("", "")


def is_within_word(element: _Element) -> bool:
    """Whether a break stands within a word: TEI says so with `break`, the texts of the TCP with a type of their own."""
    return bool(element.get("break") == "no" or element.get("type") == "hyphenInWord")


def begins_unit(element: _Element) -> bool:
    """Whether an element is a thing beside another, such as surname and forename, with nothing between them."""
    before = element.getprevious()
    return (
        before is not None
        and local_name(element) in UNITS
        and local_name(before) in UNITS
        and not before.tail
        and not all_text(before).endswith(("'", "’", "-"))  # d’Arc
    )


# What holds running letters, so that a block within it may be but a part of its line.
HOLDS_LINES = frozenset({
    "p", "l", "ab", "head", "cell", "quote", "q", "note", "item", "speaker", "seg", "hi", "castItem",
    "entry", "entryFree", "sense", "etym", "form", "def", "cit", "usg", "xr",
})  # fmt: skip


def stands_in_line(element: _Element, *, after_letters: bool) -> bool:
    """Whether letters stand beside an element, or around what holds it."""
    parent = element.getparent()
    return parent is not None and (
        local_name(parent) in HOLDS_LINES and (after_letters or bool(str(parent.text or "").strip()))
    )


def division_name(element: _Element) -> str:
    """Return what a division without a number is cited by: its type if that says what it is, else its heading."""
    said = str(element.get("type", ""))
    if not said or said.lower() in _STRUCTURE:
        head = next((e for e in element if local_name(e) == "head"), None)
        said = all_text(head) if head is not None else local_name(element)
    name = slug(said).replace("-", "_")  # a hyphen would make a range of it
    return "" if name in _STRUCTURE else whole_words(name.replace("_", " "), _NAME_CHARS).rstrip("… ").replace(" ", "_")


_NAME_CHARS = 24
# Words that say which part of a structure a division is, not what it is.
_STRUCTURE = frozenset(
    word
    for line in (
        "text body group div div1 div2 div3 div4 div5 div6 div7 floatingtext part book chapter section subsection",
        "textpart volume canto poem act scene letter entry edition translation article level hymn psalm song page",
    )
    for word in line.split()
)
