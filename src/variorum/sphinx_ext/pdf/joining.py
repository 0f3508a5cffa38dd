"""The gatherings of a book in one file: their pages, tags, bookmarks, numbers of pages and links as if set at once.

In: files with the pages of the whole book, each with what stands on its own pages and nothing on those of the others.
Out: the first, with the pages of all. What belongs to the whole book (its card, language, attached files, colours for
print) is in each; that of the first stays.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pikepdf

from variorum.sphinx_ext.pdf.gatherings import STAND_IN, Printed
from variorum.sphinx_ext.pdf.tags import Tagged, join_tags

Spot = list[Any]  # number of a page (from 0), then what a destination says of the place on it


@dataclass
class Part:
    """A file of which only some pages are its own."""

    file: pikepdf.Pdf
    pages: range  # its own, counted from 0
    above: int  # its headings that only stand above its first
    bookmarks: Sequence[Spot]
    labels: Sequence[Mapping[str, Any]]  # of its own pages
    instance: bytes  # by which the file is known


def opened(printed: Iterable[Printed], stack: ExitStack) -> list[Part]:
    """Return the gatherings; what leads from their own pages to another names its number instead."""
    return [_opened(stack.enter_context(pikepdf.open(p.path)), p.pages, p.above) for p in printed]


def join(parts: Sequence[Part]) -> pikepdf.Pdf:
    """Put the pages of all parts into the first."""
    book = parts[0].file
    stood_for = [spot for part in parts[1:] for spot in part.bookmarks[part.above :]]
    for number in reversed(range(parts[0].pages.stop, len(book.pages))):
        del book.pages[number]
    for part in parts[1:]:
        book.pages.extend(part.file.pages[number] for number in part.pages)
    pages = [page.obj for page in book.pages]
    ends = accumulate(len(part.pages) for part in parts)
    join_tags(
        book,
        (
            Tagged(part.file, pages[end - len(part.pages) : end], part.above, 0 if number else len(stood_for))
            for number, (part, end) in enumerate(zip(parts, ends, strict=True))
        ),
    )
    for link in (*_links(pages), *_items(book)):
        number, kind, *place = link.Dest
        if kind == pikepdf.Name.XYZ and float(place[0]) >= STAND_IN:
            number, kind, *place = stood_for[round(float(place[0])) - STAND_IN]
        link.Dest = pikepdf.Array([pages[min(int(number), len(pages) - 1)], kind, *place])
    book.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(_runs([o for part in parts for o in part.labels])))
    _say_whole(book, len(pages), [part.instance for part in parts])
    return book


def _opened(file: pikepdf.Pdf, own: range, above: int) -> Part:
    """Return a file in which no place of the book is meant by a page that is empty in it."""
    pages = [page.obj for page in file.pages]
    numbers = {page.objgen: number for number, page in enumerate(pages)}
    items = list(_items(file))
    for link in (*_links(pages[own.start : own.stop]), *items):
        link.Dest = pikepdf.Array([numbers[link.Dest[0].objgen], *list(link.Dest)[1:]])
    return Part(file, own, above, [list(item.Dest) for item in items], _labels(file, own), _instance(file))


# --- links and bookmarks ----------------------------------------------------------------------------------------------


def _links(pages: Sequence[Any]) -> Iterator[Any]:
    """Yield the links of pages that lead to a place in the book."""
    for page in pages:
        yield from (link for link in page.get("/Annots", ()) if "/Dest" in link)


def _items(file: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the bookmarks from the first to the last, each before those below it."""
    waiting = [file.Root.Outlines.First] if "/First" in file.Root.get("/Outlines", {}) else []
    while waiting:
        item = waiting.pop()
        yield item
        waiting += [item[name] for name in ("/Next", "/First") if name in item]


# --- numbers of pages -------------------------------------------------------------------------------------------------


def _labels(file: pikepdf.Pdf, own: range) -> Sequence[Mapping[str, Any]]:
    """Return what the file says of the number of each of its own pages."""
    nums: list[Any] = list(file.Root.PageLabels.Nums) if "/PageLabels" in file.Root else []
    said = {int(number): label for number, label in zip(nums[::2], nums[1::2], strict=True)}
    found: list[Mapping[str, Any]] = []
    begun, held = 0, {}
    for number in range(own.stop):
        if number in said:
            begun, held = number, dict(said[number].items())
        label = {name: value for name, value in held.items() if name in {"/S", "/P"}}
        if "/S" in label:
            label["/St"] = int(held.get("/St", 1)) + number - begun
        found.append(label)
    return found[own.start :]


def _runs(labels: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    """Yield number and label of each page that does not go on as the one before."""
    before: Mapping[str, Any] | None = None
    for number, label in enumerate(labels):
        follows = before is not None and {**before, "/St": before.get("/St", 0) + 1} == {"/St": 1, **label}
        if not follows:
            yield number
            yield pikepdf.Dictionary({"/Type": pikepdf.Name.PageLabel, **label})
        before = label


# --- what the file says of itself -------------------------------------------------------------------------------------

_INSTANCE = re.compile(rb"<xmpMM:InstanceID>([^<]+)</")
_PAGES = re.compile(rb"(<xmpTPg:NPages>)\d+(?=</)")


def _instance(file: pikepdf.Pdf) -> bytes:
    found = _INSTANCE.search(file.Root.Metadata.read_bytes())
    return found[1] if found else b""


def _say_whole(book: pikepdf.Pdf, pages: int, instances: Sequence[bytes]) -> None:
    """Let the card of the book tell of all its pages, and the file be known by all that is in it."""
    name = base64.b64encode(hashlib.sha256(b"\n".join(instances)).digest()[:16])
    card = _PAGES.sub(rb"\g<1>" + str(pages).encode(), book.Root.Metadata.read_bytes())
    book.Root.Metadata.write(card.replace(instances[0], name) if instances[0] else card)
