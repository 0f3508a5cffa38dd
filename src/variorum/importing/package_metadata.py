"""What a packed original says of itself: its title, who wrote it, and its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.importing.packages import Package
from variorum.importing.witness import Named
from variorum.importing.xml_reading import all_text, parse_xml
from variorum.text.line_joining import in_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_PLACES = ("docProps/core.xml", "meta.xml")  # of Word and of OpenDocument; an e-book has it in its list of parts


def metadata_of(package: Package) -> Named:
    """Return what a package says of its title, authors and date.

    Word and OpenDocument date the file, not the text, so no date is taken from them.
    """
    lists = [name for name in package.names if name.lower().endswith(".opf")][:1]
    name = next((n for n in (*_PLACES, *lists) if package.part(n)), "")
    if not name:
        return Named()
    root = parse_xml(package.part(name), name)
    authors = [*_all(root, f"{_META}initial-creator")][:1] or [*_all(root, f"{_DC}creator")]
    dates = _all(root, f"{_DC}date") if name in lists else []
    title = next(iter(_all(root, f"{_DC}title")), "")
    return Named(title, "the metadata of the file", tuple(dict.fromkeys(authors)), next(iter(dates), ""))


def _all(root: _Element, name: str) -> list[str]:
    found = (in_one_line(all_text(e)) for e in root.iter(name))
    return [words for words in found if words]
