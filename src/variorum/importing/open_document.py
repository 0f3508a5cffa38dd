"""An OpenDocument text made ready for pandoc: its package in, one out that holds signs of what its styles say.

Pandoc gives neither the style of a paragraph nor small capitals. It does give links, also empty ones: so a paragraph
that is a title or a caption begins with an empty link that names its kind, and small capitals stand between two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.importing.packages import Package, with_parts
from variorum.importing.xml_reading import all_text, local_name, parse_xml, xml_bytes
from variorum.model.limits import MAX_STYLE_LEVELS
from variorum.text.line_joining import in_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

SIGN = "variorum:"  # how the address of a sign begins
BEGIN, END = "begin:", "end:"  # then a feature of the layer
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
# Styles by their names within the file, which are the same in every language of LibreOffice: kinds of passages.
_KINDS: Mapping[str, str] = {
    "Title": "title", "Subtitle": "inset", "Author": "inset", "Date": "inset", "Caption": "caption",
    "FigureCaption": "caption", "TableCaption": "caption",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """An OpenDocument text as pandoc is given it."""

    data: bytes
    title: str  # the paragraph in the style Title; "" if there is none


def ready_for_pandoc(data: bytes, package: Package) -> OpenDocument:
    """Return a text as pandoc is given it; raises `NotImportable`."""
    content = parse_xml(package.part("content.xml"), "content.xml")
    trees = [content, *(parse_xml(package.part(n), n) for n in ("styles.xml",) if package.part(n))]
    styles = {_key(e): e for tree in trees for e in tree.iter(f"{_STYLE}style")}
    titles = []
    for element in list(content.iter(f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span")):
        chain = list(_chain(element, styles))
        names = (element.get(f"{_TEXT}style-name", ""), *(s.get(f"{_STYLE}parent-style-name", "") for s in chain))
        kind = next((_KINDS[name] for name in names if name in _KINDS), "")
        if _in_small_caps(chain) and not _in_small_caps(_around(element, styles)):
            _sign(element, 0, f"{BEGIN}small-caps")
            _sign(element, len(element), f"{END}small-caps")
        if kind and local_name(element) == "p":
            titles += [all_text(element)] if kind == "title" and all_text(element).strip() else []
            _sign(element, 0, kind)
    title = in_one_line(titles[0]) if titles else ""
    return OpenDocument(with_parts(data, {"content.xml": xml_bytes(content)}), title)


def _key(style: _Element) -> tuple[str, str]:
    return style.get(f"{_STYLE}family", ""), _style_name(style)


def _style_name(style: _Element) -> str:
    return str(style.get(f"{_STYLE}name", ""))


def _chain(element: _Element, styles: Mapping[tuple[str, str], _Element]) -> Iterator[_Element]:
    """Yield the style of an element and those that it is made from."""
    family = "text" if local_name(element) == "span" else "paragraph"
    name = element.get(f"{_TEXT}style-name", "")
    for _ in range(MAX_STYLE_LEVELS):
        style = styles.get((family, name))
        if style is None:
            return
        yield style
        name = style.get(f"{_STYLE}parent-style-name", "")


def _in_small_caps(chain: list[_Element]) -> bool:
    said = (p.get(f"{_FO}font-variant") for style in chain for p in style.iter(f"{_STYLE}text-properties"))
    return next(filter(None, said), "normal") == "small-caps"


def _around(element: _Element, styles: Mapping[tuple[str, str], _Element]) -> list[_Element]:
    """Return the styles of what holds words in a line: a span in a span, or in a paragraph."""
    if local_name(element) != "span":
        return []
    holder = next(element.iterancestors(f"{_TEXT}span", f"{_TEXT}p", f"{_TEXT}h"), None)
    return list(_chain(holder, styles)) if holder is not None else []


def _sign(element: _Element, at: int, said: str) -> None:
    """Put a sign into an element, before all that it holds or behind it."""
    sign = element.makeelement(f"{_TEXT}a", {_HREF: f"{SIGN}{said}"})
    if at == 0:
        sign.tail, element.text = element.text, None
    element.insert(at, sign)
