"""Two sources as two scrolls: where each stands in its text when a parallel holds them together.

In: an Edition. Out: places between 0, where a text begins, and 1, where it ends, counted in letters, so that texts of
any length can be laid beside one another. `scroll_drawing` draws them; pages print them as a table beside the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from variorum.model.edition import Edition, Parallel, ParallelPassage, Source


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
        for passage in self.source.citable:
            at = self._begin(passage.locus) / self._length
            if not passage.is_heading and (not found or at - found[-1][1] >= apart):
                found.append((passage.locus, at))
        return found

    def headings(self, most: int) -> Sequence[float]:
        """Return where sections begin: of the outermost depths together, as long as they are not more than `most`."""
        headings = [p for p in self.source.citable if p.kind.depth > 1]
        found: list[float] = []
        for depth in sorted({p.kind.depth for p in headings}):
            here = [self._begin(p.locus) / self._length for p in headings if p.kind.depth <= depth]
            if len(here) > most:
                break
            found = here
        return found

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


def threads(edition: Edition, left: Scroll, scrolls: Mapping[str, Scroll]) -> Mapping[str, tuple[Thread, ...]]:
    """Return what joins a source to each other one, by its id: in the order of the sources, then of the left text.

    Sources that have no parallel with it are left out, so that all of it takes as long as the parallels have passages.
    """
    found: dict[str, list[Thread]] = {}
    for parallel in edition.parallels_by_source[left.source.id]:
        holds: dict[str, list[Hold]] = {}
        for item in parallel.passages:
            hold = Hold(item.range or item.passage, scrolls[item.source].at(item))
            holds.setdefault(item.source, []).append(hold)
        own = tuple(holds.pop(left.source.id))
        for other, theirs in holds.items():
            found.setdefault(other, []).append(Thread(parallel, own, tuple(theirs)))
    return {
        other: tuple(sorted(found[other], key=lambda t: (t.left[0].at, t.right[0].at)))
        for other in sorted(found, key=lambda id_: (scrolls[id_].source.order, id_))
    }
