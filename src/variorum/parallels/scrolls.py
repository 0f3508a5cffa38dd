"""Two sources as two scrolls: where each stands in its text when a parallel holds them together.

In: an Edition. Out: places between 0, where a text begins, and 1, where it ends, counted in letters, so that texts of
any length can be laid beside one another. `scroll_drawing` draws them; pages print them as a table beside the drawing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import inf

from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.source import Source


@dataclass(frozen=True, slots=True)
class Hold:
    """Where a parallel holds a source."""

    words: str  # locus or range, e.g. "22", "1:1–3"
    at: float  # the middle of its words, 0 = the beginning of the source, 1 = its end


@dataclass(frozen=True, slots=True)
class Thread:
    """A parallel as what joins two sources; each of them has one place at least, the first named first."""

    parallel: Parallel
    left: tuple[Hold, ...]
    right: tuple[Hold, ...]


@dataclass(frozen=True)
class Scroll:
    """A source as a stretch of letters."""

    source: Source

    def at(self, item: ParallelPassage) -> float:
        """Return where the middle of the words stands that a parallel quotes."""
        if item.parts:
            first, last = item.parts[0], item.parts[-1]
            begin, end = self._begin(first.locus) + first.span.start, self._begin(last.locus) + last.span.end
        elif item.span:
            begin, end = (self._begin(item.passage) + edge for edge in (item.span.start, item.span.end))
        else:
            held = self.source.passages_at(item.range or item.passage)
            begin = self._begin(held[0].locus) if held else 0
            end = self._begin(held[-1].locus) + len(held[-1].text) if held else 0
        return (begin + end) / 2 / self._length

    def loci(self, apart: float) -> Sequence[tuple[str, float]]:
        """Return loci from the beginning to the end and where their passages begin, none nearer than `apart`."""
        found: list[tuple[str, float]] = []
        here = 0
        while here < len(self._numbered):
            found.append(self._numbered[here])
            here = max(here + 1, bisect_left(self._numbered, found[-1][1] + apart, key=lambda numbered: numbered[1]))
        return found

    def headings(self, most: int) -> Sequence[float]:
        """Return where sections begin: of the outermost depths together, as long as they are not more than `most`."""
        depths = sorted(depth for depth, _ in self._sections)
        too_deep = depths[most] if len(depths) > most else inf
        return [at for depth, at in self._sections if depth < too_deep]

    @cached_property
    def _numbered(self) -> Sequence[tuple[str, float]]:
        """The loci of all passages that are no headings, and where they begin."""
        return [(p.locus, self._begin(p.locus) / self._length) for p in self.source.citable if not p.is_heading]

    @cached_property
    def _sections(self) -> Sequence[tuple[int, float]]:
        """How deep each heading is under the title, and where it stands."""
        headings = [p for p in self.source.citable if p.kind.depth > 1]
        return [(p.kind.depth, self._begin(p.locus) / self._length) for p in headings]

    def _begin(self, locus: str) -> int:
        return self._begins.get(locus, 0)

    @cached_property
    def _begins(self) -> Mapping[str, int]:
        """How many letters stand before each passage."""
        passages = self.source.citable
        before = accumulate((len(p.text) for p in passages), initial=0)
        return {p.locus: begin for p, begin in zip(passages, before, strict=False)}

    @cached_property
    def _length(self) -> int:
        return sum(len(p.text) for p in self.source.citable) or 1


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a source."""

    joined: Mapping[str, tuple[Thread, ...]]  # by the id of the other source, in the order of the sources
    fewer: Mapping[str, int]  # others that have fewer parallels with it, and how many, in the order of the sources


def beside(edition: Edition, left: Scroll, scrolls: Mapping[str, Scroll], most: int) -> Beside:
    """Return what joins a source to the `most` others with which it has most parallels, in the order of its text.

    Of the rest there is only the number: so all sources together have as many drawings as there are sources, not pairs.
    """
    parallels = edition.parallels_by_source[left.source.id]
    shared = Counter(id_ for parallel in parallels for id_ in {item.source for item in parallel.passages})
    del shared[left.source.id]
    order = {id_: place for place, id_ in enumerate(scrolls)}
    ranked = sorted(shared, key=lambda id_: (-shared[id_], order[id_]))
    found: dict[str, list[Thread]] = {id_: [] for id_ in sorted(ranked[:most], key=order.__getitem__)}
    for parallel in parallels:
        holds: dict[str, list[Hold]] = {}
        for item in parallel.passages:
            if item.source == left.source.id or item.source in found:
                hold = Hold(item.range or item.passage, scrolls[item.source].at(item))
                holds.setdefault(item.source, []).append(hold)
        own = tuple(holds.pop(left.source.id))
        for other, theirs in holds.items():
            found[other].append(Thread(parallel, own, tuple(theirs)))
    return Beside(
        {id_: tuple(sorted(joined, key=lambda t: (t.left[0].at, t.right[0].at))) for id_, joined in found.items()},
        {id_: shared[id_] for id_ in sorted(ranked[most:], key=order.__getitem__)},
    )
