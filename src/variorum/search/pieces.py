"""The index of a search in pieces, small enough to be loaded when a query asks for them: places and rows in, texts out.

Three kinds of pieces, each numbered through: `words` holds the places of a run of words in their order, `labels` which
rows bear a label, `rows` the rows themselves. What the page needs at once is in the `Index`: all words without their
places, where each piece begins, and how long each row is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from operator import sub
from typing import NamedTuple

PIECE_BYTES = 32_000  # of UTF-8; a piece ends with the item that reaches them

# A number is written in signs that JSON leaves as they are: its last from the first half, the others from the second.
_SIGNS = [chr(code) for code in range(35, 126) if chr(code) != "\\"]
_BASE = len(_SIGNS) // 2
_LAST, _MORE = _SIGNS[:_BASE], _SIGNS[_BASE:]
_PAIR = _BASE * _BASE
_SMALL = [*_LAST, *(_MORE[n % _BASE] + _LAST[n // _BASE] for n in range(_BASE, _PAIR))]
_PAIRS = [_MORE[n % _BASE] + _MORE[n // _BASE] for n in range(_PAIR)]  # two signs that others follow

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: an index has many small values


class Piece(NamedTuple):
    """A part of the index that is a file of its own."""

    name: str  # e.g. "words-3"
    data: str  # JSON
    digest: str  # of the data: what the page asks for, so that pieces of two builds are never mixed


class Kept(NamedTuple):
    """What the page must know of a piece to ask for it."""

    first: object  # the first word, row or label in it: a number, or the label itself
    digest: str


def packed_numbers(numbers: Iterable[int]) -> str:
    """Return numbers, none below nought, as a text.

    >>> packed_numbers([0, 1, 44, 45, 2025, 100000])
    '#$OP$PP$ZbT$'
    """
    return "".join([_SMALL[n] if n < _PAIR else _large(n) for n in numbers])


def _large(number: int) -> str:
    signs = ""
    while number >= _PAIR:
        number, rest = divmod(number, _PAIR)
        signs += _PAIRS[rest]
    return signs + _SMALL[number]


def packed_texts(texts: Iterable[str]) -> str:
    """Return texts without blanks, each as how many letters it shares with the one before, and its other letters.

    >>> packed_texts(["mayor", "mayors", "men"])
    '#mayor (s $en'
    """
    return " ".join(f"{_LAST[shared]}{text[shared:]}" for text, shared in _shared(texts))


def _shared(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    before = ""
    for text in texts:
        same, most = 0, min(len(before), len(text), _BASE - 1)
        while same < most and before[same] == text[same]:
            same += 1
        beyond = not text.isascii() and max(text[:same], default="") > "\uffff"  # a browser counts such letters twice
        yield text, 0 if beyond else same
        before = text


def packed_counts(counts: Iterable[int]) -> str:
    """Return how common words are, one sign for each: twice as often is one more.

    >>> packed_counts([1, 2, 3, 1000])
    '$%%-'
    """
    return "".join(_LAST[min(count.bit_length(), _BASE - 1)] for count in counts)


def packed_places(places: Sequence[int]) -> str:
    """Return the places of a word: the first, and how far each is from the one before."""
    return packed_numbers([places[0], *map(sub, places[1:], places)])


def quoted(packed: str) -> str:
    """Return packed numbers as JSON: none of their signs needs to be written otherwise.

    >>> quoted(packed_numbers([0, 1]))
    '"#$"'
    """
    return f'"{packed}"'


def in_pieces(kind: str, items: Iterable[tuple[object, str]]) -> Iterator[tuple[Kept, Piece]]:
    """Cut items (what the first of a piece is known by, JSON) into pieces."""
    first: object = None
    held: list[str] = []
    size = number = 0
    for known_by, item in items:
        if not held:
            first = known_by
        held.append(item)
        size += len(item) if item.isascii() else len(item.encode())
        if size >= PIECE_BYTES:
            yield _piece(kind, number, first, held)
            held, size, number = [], 0, number + 1
    if held:
        yield _piece(kind, number, first, held)


def _piece(kind: str, number: int, first: object, items: Sequence[str]) -> tuple[Kept, Piece]:
    data = f"[{','.join(items)}]"
    digest = hashlib.sha256(data.encode()).hexdigest()[:10]
    return Kept(first, digest), Piece(f"{kind}-{number}", data, digest)


def dumped(data: object) -> str:
    """Return data as JSON that a script may hold."""
    text = _ENCODER.encode(data)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
