"""Quotation marks and apostrophes as print has them, in the prose that editors write: `"` and `'` in, their signs out.

Only notes and commentaries come here. A source's letters, what is quoted of them in a field of its own, a gloss and a
title stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from variorum.model.body import Block, Body, Inline


class _Marks(NamedTuple):
    """The quotation marks of a language: outer ones, then those inside them."""

    open: str
    close: str
    open_inner: str
    close_inner: str


_ENGLISH = _Marks("“", "”", "‘", "’")
_MARKS = {
    **dict.fromkeys(("nb", "nn", "no"), _Marks("«", "»", "‘", "’")),
    "de": _Marks("„", "“", "‚", "‘"),
    "ru": _Marks("«", "»", "„", "“"),
}
_STRAIGHT = re.compile("[\"']")
_OPENS_AFTER = re.compile(r"[\s(\[{–—/“‘«„‚-]")  # what stands before a mark that opens; so does the beginning
_SET_ASIDE = "x"  # stands for what is no text of ours: a citation, a link's name, code


def in_print(text: str, language: str, before: str = "", after: str = "") -> str:
    """Return text of a language with its quotation marks and apostrophes in print; a letter may stand on each side."""
    marks = _MARKS.get(language.partition("-")[0], _ENGLISH)
    made: list[str] = []
    at = 0
    opened = 0  # inner marks that wait for their end
    for found in _STRAIGHT.finditer(text):
        place = found.start()
        previous = text[place - 1] if place else before
        following = text[place + 1 : place + 2] or after
        opens = (not previous or bool(_OPENS_AFTER.match(previous))) and bool(following) and not following.isspace()
        if found[0] == '"':
            sign = marks.open if opens else marks.close
        elif opens and not following.isdigit():
            sign, opened = marks.open_inner, opened + 1
        elif opened and not following.isalnum():
            sign, opened = marks.close_inner, opened - 1
        else:
            sign = "’"
        made += text[at:place], sign
        at = place + 1
    return "".join([*made, text[at:]])


def body_in_print(body: Body, language: str) -> Body:
    """Return a body whose own words are set as print has them; roles and code are as they were."""
    return Body(tuple(_block(block, language) for block in body.blocks))


def _block(block: Block, language: str) -> Block:
    inlines = tuple(_inlines(block.inlines, language, ""))
    return block._replace(inlines=inlines, blocks=tuple(_block(inner, language) for inner in block.blocks))


def _inlines(inlines: Sequence[Inline], language: str, before: str) -> Iterator[Inline]:
    """Yield the inlines of a line in their order; each is set with regard to the letter before it."""
    for inline, following in zip_longest(inlines, inlines[1:]):
        if inline.kind == "text":
            after = _SET_ASIDE if following and following.kind != "break" else ""
            yield inline._replace(text=in_print(inline.text, language, before, after))
            before = inline.text[-1:] or before
        elif inline.children:  # a mark or a link
            yield inline._replace(children=tuple(_inlines(inline.children, language, before)))
            before = _SET_ASIDE
        else:
            yield inline
            before = " " if inline.kind == "break" else _SET_ASIDE
