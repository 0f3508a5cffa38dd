"""What a TEI file says of itself: its title and its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.importing.xml_reading import XML_LANG, all_text

if TYPE_CHECKING:
    from lxml.etree import _Element


def title_of(root: _Element) -> str:
    """Return the title that its header gives the work; "" if it gives none."""
    found = root.find(".//{*}teiHeader//{*}titleStmt/{*}title")
    return " ".join(all_text(found).split()) if found is not None else ""


def language_of(root: _Element) -> str:
    """Return the language that the text is said to be in; "" if nothing says it."""
    for element in (*root.findall("{*}text/{*}body"), *root.findall("{*}text"), root):
        if language := element.get(XML_LANG):
            return str(language)
    used = root.findall(".//{*}teiHeader//{*}langUsage/{*}language")
    return str(used[0].get("ident", "")) if len(used) == 1 else ""
