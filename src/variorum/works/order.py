"""The order of references.bib: by key, so that two people who add a work each seldom write on the same lines.

In: the text of the file with its entries. Out: which stand out of place, and the text with a new one in its place. A
file that is in no order stays in none: what comes to it comes to its end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeVar

LEAST_WORKS = 10  # of fewer it cannot be told whether they are in order
LEAST_IN_ORDER = 0.9  # of the works of a file that somebody keeps in order


class _Keyed(Protocol):
    """What has a key: an entry, or a work."""

    @property
    def key(self) -> str:
        """Its key, e.g. "Getty1985"."""


T = TypeVar("T", bound=_Keyed)


def out_of_place(works: Sequence[T]) -> list[tuple[T, T]]:
    """Return each work of a file kept in order that is not where it should be, with the one that it comes before."""
    rising = _longest_rising([work.key.casefold() for work in works])
    if len(works) < LEAST_WORKS or len(rising) < LEAST_IN_ORDER * len(works):
        return []
    held = [works[at] for at in rising]
    keys = [work.key.casefold() for work in held]
    found = []
    for at in sorted(set(range(len(works))) - set(rising)):
        after = bisect_right(keys, works[at].key.casefold())
        found.append((works[at], held[min(after, len(held) - 1)]))
    return found


class Written(NamedTuple):
    """An entry as it stands in a file, or is to stand there."""

    key: str
    text: str
    line: int = 0  # on which it begins; 0 = it is new


def placed(text: str, there: Sequence[Written], new: Sequence[Written]) -> str:
    """Return the text of a file, in which some entries stand, with new ones in their places."""
    rising = [there[at] for at in _longest_rising([entry.key.casefold() for entry in there])]
    if not there or len(rising) < LEAST_IN_ORDER * len(there):
        return "\n".join(filter(None, (text.strip() and f"{text.rstrip()}\n", *(entry.text for entry in new))))
    keys = [entry.key.casefold() for entry in rising]
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    added: dict[int, str] = {}  # where in the old text → what comes there
    for entry in sorted(new, key=lambda entry: entry.key.casefold()):
        after = bisect_right(keys, entry.key.casefold())
        if after:
            before = rising[after - 1]
            at = text.find(before.text, starts[before.line - 1]) + len(before.text)
            added[at] = f"{added.get(at, '')}\n\n{entry.text.rstrip()}"
        else:
            at = starts[rising[0].line - 1]
            added[at] = f"{added.get(at, '')}{entry.text.rstrip()}\n\n"
    ends = [0, *sorted(added)]
    parts = [text[start:end] + added[end] for start, end in pairwise(ends)]
    return "".join(parts) + text[ends[-1] :]


def _longest_rising(keys: Sequence[str]) -> list[int]:
    """Return the places of the most keys that stand in order, one after the other."""
    ends: list[str] = []  # the least key with which so many in order can end
    places: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        number = bisect_right(ends, key)
        before.append(places[number - 1] if number else -1)
        if number == len(ends):
            ends.append(key)
            places.append(at)
        else:
            ends[number], places[number] = key, at
    found = []
    at = places[-1] if places else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]
