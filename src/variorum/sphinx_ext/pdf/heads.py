"""What stands over each page: its number, chapter, section and the passages from the first to the last line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from variorum.sphinx_ext.pdf.manuscript import Anchor, Mark

Anchors = Mapping[str, Anchor | None]


@dataclass(slots=True)
class _Reader:
    """Where in the book a reader is, from mark to mark."""

    chapter: Anchor | None = None
    section: Anchor | None = None
    last: Anchor | None = None  # the passage that is being read
    at_end: bool = False  # nothing follows before the next break


def printed_numbers(marks: Sequence[Mark], main: str) -> Mapping[int, str]:
    """Return the printed number of each page: roman up to the chapter `main`, with which 1 begins."""
    last = max((mark.page for mark in marks), default=0)
    first = next((mark.page for mark in marks if mark.id == main), last + 1)
    return {page: str(page - first + 1) if page >= first else roman(page) for page in range(1, last + 2)}


def roman(number: int) -> str:
    """Return a number in small roman figures."""
    figures = ""
    for worth, letters in _ROMAN:
        figures += letters * (number // worth)
        number %= worth
    return figures


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def running_heads(marks: Sequence[Mark], anchors: Anchors, *, top: float) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield page and head of each page that has one: not those that open a chapter, not empty ones.

    A passage that begins above `top` (in pt) is the first of its page.
    """
    reader = _Reader()
    by_page = {page: list(group) for page, group in groupby(sorted(marks, key=_page), _page)}
    for page in range(1, max(by_page, default=0) + 1):
        here = by_page.get(page, [])
        if not here and (reader.at_end or any(_opens_right(m, anchors) for m in by_page.get(page + 1, ()))):
            continue
        head = _read(reader, here, anchors, top)
        if head is not None:
            yield str(page), head


def _read(reader: _Reader, marks: Sequence[Mark], anchors: Anchors, top: float) -> Mapping[str, str] | None:
    """Read a page and return its head."""
    opening = ended = False
    from_: Anchor | None = reader.last
    section: Anchor | None = None
    fresh = True  # no passage has begun on the page
    for mark in marks:
        anchor = anchors.get(mark.id)
        if anchor is None:
            continue
        reader.at_end = anchor.kind == "end"
        if anchor.kind in {"chapter", "part"}:
            reader.chapter, reader.section, reader.last = anchor, None, None
            from_, opening = None, True
        elif anchor.kind == "end":
            ended = True
        elif anchor.kind == "section":
            reader.section = anchor
            section = section or anchor
        elif anchor.kind == "passage":
            if from_ is None or (fresh and mark.y <= top):
                from_ = anchor
            reader.last, fresh = anchor, False
    to = reader.last
    if ended:
        reader.last = None
    if reader.chapter is None or opening:
        return None
    named = section or reader.section or reader.chapter
    loci = f"{to.siglum} {from_.title}" + (f"–{to.title}" if to is not from_ else "") if from_ and to else ""
    language = named.language.split("-")[0]
    return {"left": reader.chapter.title, "right": named.title, "lang": language, "loci": loci}


def _opens_right(mark: Mark, anchors: Anchors) -> bool:
    anchor = anchors.get(mark.id)
    return anchor is not None and (anchor.kind == "part" or (anchor.kind == "chapter" and anchor.level == 1))


def _page(mark: Mark) -> int:
    return mark.page
