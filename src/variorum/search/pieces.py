"""Sorted items in pieces, small enough to be loaded when a query asks for them; few are cut anew when few items change.

Where a piece ends hangs on the items in it alone: on their size, and on a checksum of the last. So the same items give
the same pieces however they came about, and behind a change the next borders are the old ones. A piece is called by
what it holds; one that is not as it was has another name.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from variorum.search.packing import dumped, packed_texts, quoted, unpacked_texts

LEAST_BYTES, MOST_BYTES = 16_000, 64_000  # of UTF-8; a piece ends with the item that reaches the most at the latest
_DIGEST_CHARS = 16
_GAP = "0"  # a row that is none


class Item(NamedTuple):
    """What a piece holds one of."""

    key: Any  # a word, the number of a row, or a label; items are in the order of their keys
    data: str  # JSON
    sign: str = ""  # of a word: how common it is


class Kept(NamedTuple):
    """What must be known of a piece to ask for it, and of its words without asking."""

    first: Any  # key of its first item
    digest: str  # of its data
    words: str = ""  # packed
    signs: str = ""  # one for each of the words


class Piece(NamedTuple):
    """A part of the index that is a file of its own."""

    kept: Kept
    data: str  # JSON


class Pieces:
    """How the pieces of one kind are written and read."""

    least_bytes, most_bytes = LEAST_BYTES, MOST_BYTES

    def __init__(self, kind: str) -> None:
        self.kind = kind  # "words", "labels" or "rows"

    def order(self, key: Any) -> Any:
        """Return what items are ordered by, as the page compares their keys."""
        return key

    def name(self, kept: Kept) -> str:
        """Return what a piece is called, e.g. "rows-00f3…"."""
        return f"{self.kind}-{kept.digest}"

    def piece(self, items: Sequence[Item]) -> Piece:
        """Return a piece of these items."""
        data = f"[{','.join(self.parts(items))}]"
        return Piece(Kept(items[0].key, digest_of_piece(data), *self.known(items)), data)

    def parts(self, items: Sequence[Item]) -> Iterable[str]:
        """Yield what is written of the items."""
        return (item.data for item in items)

    def known(self, items: Sequence[Item]) -> Iterable[str]:
        """Return what is kept of the items besides the first key."""
        return ()

    def items(self, kept: Kept, data: str) -> Iterator[Item]:
        """Yield the items of a piece that was written."""
        raise NotImplementedError


class Words(Pieces):
    """Words with their places; a question may need a word each of many pieces."""

    least_bytes, most_bytes = LEAST_BYTES // 2, MOST_BYTES // 2

    def known(self, items: Sequence[Item]) -> Iterable[str]:
        """Return the words, packed, and how common each is."""
        return packed_texts(item.key for item in items), "".join(item.sign for item in items)

    def items(self, kept: Kept, data: str) -> Iterator[Item]:
        """Yield each word."""
        for word, places, sign in zip(unpacked_texts(kept.words), json.loads(data), kept.signs, strict=True):
            yield Item(word, quoted(places), sign)


class Labels(Pieces):
    """Labels with the rows that bear them."""

    def order(self, key: Any) -> Any:
        """Order labels as a browser compares them."""
        return key.encode("utf-16-be")

    def items(self, kept: Kept, data: str) -> Iterator[Item]:
        """Yield each label."""
        return (Item(value[0], dumped(value)) for value in json.loads(data))


class Rows(Pieces):
    """Rows; a number that is no row's is a gap."""

    def parts(self, items: Sequence[Item]) -> Iterable[str]:
        """Yield the rows and gaps, so that each row stands where its number says."""
        before = items[0].key - 1
        for item in items:
            yield from [_GAP] * (item.key - before - 1)
            yield item.data
            before = item.key

    def items(self, kept: Kept, data: str) -> Iterator[Item]:
        """Yield each row."""
        return (Item(number, dumped(row)) for number, row in enumerate(json.loads(data), kept.first) if row)


def changed_pieces(
    pieces: Pieces,
    before: Sequence[Kept],
    keys: Iterable[Any],
    change: Callable[[Any, Item | None], Item | None],
    read: Callable[[Kept], str],
) -> Iterator[tuple[Kept, Piece | None]]:
    """Yield the pieces as they are after the items of some keys have changed, with each that was cut anew.

    `change` makes of a key and its item, None for one that is new, the item that is to be; None takes it out. `read`
    returns the data of a piece; only those are read in which something changes, and those up to the next old border.
    """
    cutting = _Cutting(pieces)
    wanted = sorted(keys, key=pieces.order)
    if not before:
        for key in wanted:
            yield from cutting.add(change(key, None))
    at = 0
    for number, kept in enumerate(before, start=1):
        behind = pieces.order(before[number].first) if number < len(before) else None
        end = len(wanted) if behind is None else bisect_left(wanted, behind, at, key=pieces.order)
        if end == at and not cutting.held:
            yield kept, None
            continue
        items = {item.key: item for item in pieces.items(kept, read(kept))}
        for key in wanted[at:end]:
            items[key] = change(key, items.get(key))  # type: ignore[assignment] # None is passed over below
        for key in sorted(items, key=pieces.order):
            yield from cutting.add(items[key])
        at = end
    yield from cutting.end()


class _Cutting:
    """Items on their way into pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self.held: list[Item] = []
        self._pieces = pieces
        self._size = 0

    def add(self, item: Item | None) -> Iterator[tuple[Kept, Piece | None]]:
        """Take an item, and yield the piece that ends with it."""
        if item is None:
            return
        self.held.append(item)
        size = len(item.data) if item.data.isascii() else len(item.data.encode())
        self._size += size
        least, most = self._pieces.least_bytes, self._pieces.most_bytes
        if self._size >= least and (self._size >= most or _ends(item.key, size, least)):
            yield from self.end()

    def end(self) -> Iterator[tuple[Kept, Piece | None]]:
        """Yield the piece that has been begun."""
        if self.held:
            piece = self._pieces.piece(self.held)
            self.held, self._size = [], 0
            yield piece.kept, piece


def _ends(key: object, size: int, least: int) -> bool:
    """Whether a piece that is large enough ends with an item: about once in as many bytes as it has at least."""
    return crc32(str(key).encode()) * least < size << 32


def digest_of_piece(data: str) -> str:
    """Return by what a piece is called."""
    return hashlib.sha256(data.encode()).hexdigest()[:_DIGEST_CHARS]
