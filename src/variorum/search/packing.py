"""How numbers, words and rows of the search's index are written, so that they are short and a browser reads them fast.

`search_index.js` unpacks what is packed here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from variorum.search.word_places import ROW_BITS

# A number is written in signs that JSON leaves as they are: its last from the first half, the others from the second.
_SIGNS = [chr(code) for code in range(35, 126) if chr(code) != "\\"]
_BASE = len(_SIGNS) // 2
_LAST, _MORE = _SIGNS[:_BASE], _SIGNS[_BASE:]
_PAIR = _BASE * _BASE
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_WORD = (1 << ROW_BITS) - 1
_SMALL = [*_LAST, *(_MORE[n % _BASE] + _LAST[n // _BASE] for n in range(_BASE, _PAIR))]
_PAIRS = [_MORE[n % _BASE] + _MORE[n // _BASE] for n in range(_PAIR)]  # two signs that others follow

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: an index has many small values


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


def unpacked_texts(packed: str) -> Iterator[str]:
    """Yield the texts that `packed_texts` has packed."""
    text = ""
    for part in packed.split(" ") if packed else ():
        text = text[: _VALUES[part[0]]] + part[1:]
        yield text


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


def packed_count(count: int) -> str:
    """Return how common a word is, as one sign: twice as often is one more.

    >>> [*map(packed_count, [1, 2, 3, 1000])]
    ['$', '%', '%', '-']
    """
    return _LAST[min(count.bit_length(), _BASE - 1)]


def packed_places(places: Iterable[int]) -> str:
    """Return the places of a word: how far each row is from the one before, and the word's number in it.

    In the same row, which is 0 from itself, it is how far the word is from the one before.

    >>> packed_places([1 << ROW_BITS | 4, 1 << ROW_BITS | 6, 3 << ROW_BITS | 2])
    "$'#%%%"
    """
    signs: list[str] = []
    add = signs.append
    row = number = 0
    for place in places:
        at, word = place >> ROW_BITS, place & _WORD
        further, within = (at - row, word) if at != row else (0, word - number)
        add(_SMALL[further] if further < _PAIR else _large(further))
        add(_SMALL[within] if within < _PAIR else _large(within))
        row, number = at, word
    return "".join(signs)


def unpacked_places(packed: str) -> list[int]:
    """Return the places that `packed_places` has packed."""
    steps = _unpacked_numbers(packed)
    row = number = 0
    places = []
    for further, word in zip(steps, steps, strict=True):
        row, number = row + further, word if further else number + word
        places.append(row << ROW_BITS | number)
    return places


def _unpacked_numbers(packed: str) -> Iterator[int]:
    number, unit = 0, 1
    for sign in packed:
        value = _VALUES[sign]
        if value < _BASE:
            yield number + value * unit
            number, unit = 0, 1
        else:
            number += (value - _BASE) * unit
            unit *= _BASE


def quoted(packed: str) -> str:
    """Return packed numbers as JSON: none of their signs needs to be written otherwise.

    >>> quoted(packed_numbers([0, 1]))
    '"#$"'
    """
    return f'"{packed}"'


def dumped(data: object) -> str:
    """Return data as JSON that a script may hold."""
    text = _ENCODER.encode(data)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
