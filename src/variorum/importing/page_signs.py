"""Pages made ready for pandoc: it drops classes and styles of paragraphs and of marks; signs of ours stand for them.

A sign is an empty link, as in OpenDocument texts. Only small capitals need it, as italics and bold are elements, and
heads in a table. The name of a paragraph, or of a raised sign, is kept by an empty element with that name.
"""

from __future__ import annotations

import re

from variorum.importing.looks import SMALL_CAPS, Looks
from variorum.importing.open_document import BEGIN, END, SIGN

HEAD = "label"  # of a column or a row: pandoc tells it only where all rows begin with one
_ATTRIBUTES = r"""(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*"""
_PARAGRAPH = re.compile(rf"<p\b({_ATTRIBUTES})(?<!/)>(?!\s*<(?:img|figure)\b)", re.IGNORECASE)
_RAISED = re.compile(rf"<sup\b({_ATTRIBUTES})(?<!/)>(?=\s*<a\b)", re.IGNORECASE)
_ID = re.compile(r"""(?<![\w-])id\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_MARK = re.compile(
    rf"<(em|i|b|strong|cite|dfn|u|small)\b({_ATTRIBUTES})(?<!/)>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL
)
_HEAD_OF_ROW = re.compile(rf"<th\b{_ATTRIBUTES}(?<!/)>(?:\s*<(?:p|div)\b{_ATTRIBUTES}(?<!/)>)*", re.IGNORECASE)
_VALUE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_CLASS, _STYLE = (re.compile(_VALUE.format(name), re.IGNORECASE) for name in ("class", "style"))


def with_signs(page: str, looks: Looks) -> str:
    """Return a page with signs where its paragraphs and marks are in small capitals, and where a cell is a head."""

    def paragraph(match: re.Match[str]) -> str:
        return match[0] + _anchor(match[1]) + (_sign(BEGIN) if _is_small(match[1], looks) else "")

    def mark(match: re.Match[str]) -> str:
        if not _is_small(match[2], looks):
            return match[0]
        end = len(match[0]) - len(match[0].rpartition("</")[2]) - 2
        begin = match.start(3) - match.start()
        return match[0][:begin] + _sign(BEGIN) + match[0][begin:end] + _sign(END) + match[0][end:]

    page = _HEAD_OF_ROW.sub(lambda match: match[0] + _sign(BEGIN, HEAD), page)
    page = _RAISED.sub(lambda match: match[0] + _anchor(match[1]), page)
    return _MARK.sub(mark, _PARAGRAPH.sub(paragraph, page))


def _anchor(attributes: str) -> str:
    """Return what keeps the name of an element, to which links of notes lead."""
    named = _ID.search(attributes)
    return f"<span {named[0]}></span>" if named else ""


def _is_small(attributes: str, looks: Looks) -> bool:
    """Whether the attributes of an element say that its words are in small capitals."""
    classes, style = (
        next(filter(None, found.groups()), "") if (found := pattern.search(attributes)) else ""
        for pattern in (_CLASS, _STYLE)
    )
    return SMALL_CAPS in looks.of_words(("", classes.split(), [("style", style)]))


def _sign(which: str, feature: str = SMALL_CAPS) -> str:
    return f'<a href="{SIGN}{which}{feature}"></a>'
