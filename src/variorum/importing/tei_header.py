"""What a TEI file says of itself: its title, its authors and its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.importing.witness import Named
from variorum.importing.xml_reading import XML_LANG, all_text
from variorum.text.line_joining import in_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element


def named_by(root: _Element) -> Named:
    """Return what its header says of the work: its title and its authors."""
    title = root.find(".//{*}teiHeader//{*}titleStmt/{*}title")
    authors = root.findall(".//{*}teiHeader//{*}titleStmt/{*}author")
    words = [in_one_line(all_text(e)) for e in ([title] if title is not None else []) + authors]
    said, *by = words if title is not None else ["", *words]
    return Named(said, "titleStmt of its header", tuple(filter(None, by)))


def language_of(root: _Element) -> str:
    """Return the language that the text is said to be in; "" if nothing says it."""
    for element in (*root.findall("{*}text/{*}body"), *root.findall("{*}text"), root):
        if language := element.get(XML_LANG):
            return str(language)
    used = root.findall(".//{*}teiHeader//{*}langUsage/{*}language")
    return str(used[0].get("ident", "")) if len(used) == 1 else ""
