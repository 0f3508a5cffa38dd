"""The gatherings of a book in one file: their pages, tags, bookmarks, numbers of pages and links as if set at once.

In: files with the pages of the whole book, each with what stands on its own pages and nothing on those of the others.
Out: the first, with the pages of all. What belongs to the whole book (its card, language, attached files, colours for
print) is in each; that of the first stays.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pikepdf

from variorum.sphinx_ext.pdf.gatherings import STAND_IN, Printed
from variorum.sphinx_ext.pdf.tags import Tagged, Tags

Spot = list[Any]  # number of a page (from 0), then what a destination says of the place on it
Label = Mapping[str, Any]  # of a page: its kind of figures, and its number


def join(printed: Sequence[Printed], mend: Callable[[pikepdf.Pdf], None]) -> pikepdf.Pdf:
    """Return the first gathering with the pages of all; `mend` is done to each.

    One after the other is opened and let go: each has as many pages as the book.
    """
    first, *others = printed
    book = _opened(first)
    card = _Card(book)
    standing_in = sum(float(x) >= STAND_IN for _, _, x, *_ in _spots(book))
    headings: list[Spot] = []
    labels = _labels(book, first.pages)
    mend(book)
    for number in reversed(range(first.pages.stop, len(book.pages))):
        del book.pages[number]
    tags = Tags(book)
    tags.add(Tagged(book, [page.obj for page in book.pages], 0, standing_in))
    for one in others:
        file = _opened(one)
        card.add(file)
        headings += _spots(file)[one.above :]
        labels += _labels(file, one.pages)
        mend(file)
        begin = len(book.pages)
        book.pages.extend(file.pages[number] for number in one.pages)
        tags.add(Tagged(file, [page.obj for page in book.pages[begin:]], one.above, 0))
    tags.write()
    _lead(book, headings)
    book.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(_runs(labels)))
    card.write()
    return book


def _opened(printed: Printed) -> pikepdf.Pdf:
    """Return a file in which whatever leads from its own pages, or a bookmark, to a page names its number instead."""
    file = pikepdf.open(io.BytesIO(printed.path.read_bytes()))
    pages = [page.obj for page in file.pages]
    numbers = {page.objgen: number for number, page in enumerate(pages)}
    for link in (*_links(pages[printed.pages.start : printed.pages.stop]), *_items(file)):
        link.Dest = pikepdf.Array([numbers[link.Dest[0].objgen], *list(link.Dest)[1:]])
    return file


def _lead(book: pikepdf.Pdf, headings: Sequence[Spot]) -> None:
    """Let numbers of pages lead to them again, and what stands in for a heading to the heading."""
    pages = [page.obj for page in book.pages]
    for link in (*_links(pages), *_items(book)):
        number, kind, *place = link.Dest
        if kind == pikepdf.Name.XYZ and float(place[0]) >= STAND_IN:
            number, kind, *place = headings[round(float(place[0])) - STAND_IN]
        link.Dest = pikepdf.Array([pages[min(int(number), len(pages) - 1)], kind, *place])


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


def _spots(file: pikepdf.Pdf) -> list[Spot]:
    """Return where the bookmarks lead."""
    return [list(item.Dest) for item in _items(file)]


# --- numbers of pages -------------------------------------------------------------------------------------------------


def _labels(file: pikepdf.Pdf, own: range) -> list[Label]:
    """Return what the file says of the number of each of its own pages."""
    nums: list[Any] = list(file.Root.PageLabels.Nums) if "/PageLabels" in file.Root else []
    said = {int(number): label for number, label in zip(nums[::2], nums[1::2], strict=True)}
    found: list[Label] = []
    begun, held = 0, {}
    for number in range(own.stop):
        if number in said:
            begun, held = number, dict(said[number].items())
        label = {name: value for name, value in held.items() if name in {"/S", "/P"}}
        if "/S" in label:
            label["/St"] = int(held.get("/St", 1)) + number - begun
        found.append(label)
    return found[own.start :]


def _runs(labels: Sequence[Label]) -> Iterator[Any]:
    """Yield number and label of each page that does not go on as the one before."""
    before: Label | None = None
    for number, label in enumerate(labels):
        follows = before is not None and {**before, "/St": before.get("/St", 0) + 1} == {"/St": 1, **label}
        if not follows:
            yield number
            yield pikepdf.Dictionary({"/Type": pikepdf.Name.PageLabel, **label})
        before = label


# --- what the file says of itself -------------------------------------------------------------------------------------

_INSTANCE = re.compile(rb"<xmpMM:InstanceID>([^<]+)</")
_PAGES = re.compile(rb"(<xmpTPg:NPages>)\d+(?=</)")


class _Card:
    """What the file says of itself: how many pages it has, and by which name it is known."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self._book = book
        self._names: list[bytes] = []
        self.add(book)

    def add(self, file: pikepdf.Pdf) -> None:
        """Let the name of the book come from this file too."""
        self._names += _INSTANCE.findall(file.Root.Metadata.read_bytes())

    def write(self) -> None:
        """Tell of the book what is so when all are in it."""
        name = base64.b64encode(hashlib.sha256(b"\n".join(self._names)).digest()[:16])
        card = _PAGES.sub(rb"\g<1>" + str(len(self._book.pages)).encode(), self._book.Root.Metadata.read_bytes())
        for old in self._names[:1]:
            card = card.replace(old, name)
        self._book.Root.Metadata.write(card)
