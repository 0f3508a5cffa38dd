"""An e-book made ready for pandoc: its package in, one out whose title page is a part of the text like any other.

Pandoc passes over what calls itself a title page; its letters are letters of the original.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from variorum.importing.looks import Looks
from variorum.importing.packages import Package, with_parts
from variorum.importing.page_signs import with_signs
from variorum.importing.refusal import NotImportable
from variorum.importing.xml_reading import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLE_PAGE = b"titlepage"
TITLE_PAGE = "title-page"  # what it is called for pandoc, which makes a class of it
_TYPE = re.compile(rb"\bepub:type\s*=\s*(\"[^\"<>]*\"|'[^'<>]*')")
_PAGES = (".xhtml", ".html", ".htm", ".xml")
_CONTAINER = "META-INF/container.xml"
_LISTS = (".opf", ".ncx")


def ready_for_pandoc(data: bytes, package: Package, looks: Looks) -> bytes:
    """Return an e-book as pandoc is given it."""
    changed = dict(_changed_pages(package, looks))
    return with_parts(data, changed) if changed else data


def refuse_unreadable(package: Package) -> None:
    """Raise `NotImportable` for a page or a list that pandoc cannot read, as pandoc names no line of it."""
    for name, part in package.parts.items():
        if name == _CONTAINER or (name.lower().endswith((*_LISTS, *_PAGES)) and not name.startswith("META-INF/")):
            root = parse_xml(part, name)
            if name.lower().endswith(".opf"):
                _refuse_missing(name, root, package)


def _refuse_missing(name: str, book: _Element, package: Package) -> None:
    """Refuse a list of pages of which one is not there."""
    items = {item.get("id"): item for item in book.iter("{*}item")}
    for reference in book.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        address = unquote(item.get("href", "")) if item is not None else ""
        if address and posixpath.normpath(posixpath.join(posixpath.dirname(name), address)) not in package.names:
            assert item is not None
            raise NotImportable(f"{name}:{item.sourceline or 1}: the page {address} is not in the book")


def _changed_pages(package: Package, looks: Looks) -> Iterator[tuple[str, bytes]]:
    for name, page in package.parts.items():
        if name.lower().endswith(_PAGES):
            bare = in_utf8(page)
            bare = _TYPE.sub(_renamed, bare) if _TITLE_PAGE in bare else bare
            bare = with_signs(bare.decode("utf-8", "replace"), looks).encode()
        elif name.lower().endswith(_LISTS):
            bare = in_utf8(page)
        else:
            continue
        if bare != page:
            yield name, bare


def in_utf8(part: bytes) -> bytes:
    """Return a page, a list or a style sheet in UTF-8, which is all that pandoc reads, whatever it says it is in."""
    marked = next((name for mark, name in _MARKS if part.startswith(mark)), "")
    said = _SAID.match(part)
    encoding = marked or (said[1].decode("ascii") if said else "utf-8")
    try:
        text = part.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return part  # the reader of XML says what is wrong with it
    return part if encoding.lower() == "utf-8" else _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode()


_MARKS = (
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)  # fmt: skip
_SAID = re.compile(rb"""\s*(?:<\?xml\b[^>]*\bencoding\s*=|@charset)\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")


def _renamed(match: re.Match[bytes]) -> bytes:
    return match[0].replace(_TITLE_PAGE, TITLE_PAGE.encode())


def style_sheets(package: Package) -> Iterator[str]:
    """Yield the style sheets of an e-book, and those in its pages."""
    for name, part in package.parts.items():
        text = in_utf8(part).decode("utf-8", "replace")
        if name.lower().endswith(".css"):
            yield text
        elif name.lower().endswith(_PAGES):
            yield from style_elements(text)


def style_elements(page: str) -> Iterator[str]:
    """Yield the style sheets that stand in a page."""
    for part in re.split(r"<style\b", page, flags=re.IGNORECASE)[1:]:
        yield re.split(r"</style\b", part, maxsplit=1, flags=re.IGNORECASE)[0].partition(">")[2]
