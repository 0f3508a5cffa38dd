"""Owed judgements: A agrees with B, B contradicts C, and nobody has said how A stands to C. An `Edition` in, pairs out.

Two parallels meet where both hold the same words of a source. What the one sets beside those words and what the other
does have then something to do with each other, though no parallel holds them together; an editor owes the reader a
word on them. What follows for A and C is said where it does follow: who agrees with one side of a contradiction
contradicts the other; of two who both contradict a third, nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.kinds import RELATIONS, Evidence, relation_by
from variorum.model.span import Span
from variorum.model.stances import Stance

_LEAST_MET = 0.2  # how much of the words of the shorter of two quotations both must hold, to be the same words


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Words of a passage that a parallel quotes."""

    source: str  # id
    locus: str
    span: Span

    def met(self, other: Place) -> float:
        """Return the share of the shorter place that stands in both; 0 in other passages."""
        if (self.source, self.locus) != (other.source, other.locus):
            return 0.0
        common = min(self.span.end, other.span.end) - max(self.span.start, other.span.start)
        shorter = min(self.span.end - self.span.start, other.span.end - other.span.start)
        return max(0, common) / max(1, shorter)


@dataclass(frozen=True, slots=True)
class Judged:
    """Two places that a parallel holds together, with what it says of them."""

    a: Place
    b: Place
    relation: str
    parallel: str  # id


@dataclass(frozen=True, slots=True)
class Owed:
    """Two places that no parallel holds together, though others lead from one to the other."""

    a: Place  # its source comes first in the edition
    b: Place
    relation: str  # what follows from the ways; "" where nothing follows, or one way says this and another that
    ways: tuple[tuple[Judged, Judged], ...]  # from a to the words between, and from there to b; the closest first
    closeness: float  # of the best way: how much of the words between the two parallels have in common, 0 … 1


def judged_pairs(edition: Edition, parallels: Iterable[Parallel] | None = None) -> list[Judged]:
    """Return the pairs of places of different sources that the parallels hold together."""
    found: list[Judged] = []
    for parallel in edition.parallels if parallels is None else parallels:
        places = [place_of(edition, item) for item in parallel.passages]
        found += [
            Judged(a, b, parallel.relation, parallel.id) for a, b in combinations(places, 2) if a.source != b.source
        ]
    return found


def owed(
    edition: Edition, *, pairs: Sequence[Judged] | None = None, rejected: Collection[tuple[Place, Place]] = ()
) -> list[Owed]:
    """Return what is owed: first that of which something follows, the closest before the others.

    `pairs`: those of the edition, if not given. `rejected`: pairs that an editor has turned down. A source that a
    parallel calls silent, or that only touches its matter, is owed nothing there: somebody has looked.
    """
    pairs = judged_pairs(edition) if pairs is None else pairs
    order = {source.id: number for number, source in enumerate(edition.sources)}
    held = _by_passage(pairs)
    ways: dict[tuple[Place, Place], list[tuple[float, Judged, Judged]]] = defaultdict(list)
    for closeness, first, second, a, b in _ways(edition, held):
        if order[a.source] < order[b.source] and not any(_same(a, b, x, y) for x, y in rejected):
            ways[a, b].append((closeness, first, second))
    found = [
        _owed(a, b, between)
        for (a, b), between in ways.items()
        if not any(_same(a, b, pair.a, pair.b) for pair in held.get((a.source, a.locus), ()))
    ]
    return _distinct(
        sorted(found, key=lambda o: (not o.relation, -o.closeness, -len(o.ways), order[o.a.source], o.a, o.b))
    )


def place_of(edition: Edition, item: ParallelPassage) -> Place:
    """Return where the words of an item stand; the whole passage if it quotes none."""
    return Place(item.source, item.passage, item.span or Span(0, len(edition.quoted(item).passage.text)))


_Held = dict[tuple[str, str], list[Judged]]


def _by_passage(pairs: Iterable[Judged]) -> _Held:
    held: _Held = defaultdict(list)
    for pair in pairs:
        for place in (pair.a, pair.b):
            held[place.source, place.locus].append(pair)
    return held


def _ways(edition: Edition, held: _Held) -> Iterator[tuple[float, Judged, Judged, Place, Place]]:
    """Yield every two pairs of different parallels that meet in a passage, with the places that they lead to."""
    silent = {
        (parallel.id, source.id)
        for parallel in edition.parallels
        for source in edition.sources
        if parallel.stance(source.id) in (Stance.SILENT, Stance.TOUCHES)
    }
    for passage, meeting in held.items():
        for first in meeting:
            for second in meeting:
                if first is second:
                    continue
                middle_a, a = _ends(first, passage)
                middle_b, b = _ends(second, passage)
                known = (first.parallel, b.source) in silent or (second.parallel, a.source) in silent
                closeness = middle_a.met(middle_b)
                if a.source != b.source and not known and closeness >= _LEAST_MET:
                    yield closeness, first, second, a, b


def _ends(pair: Judged, passage: tuple[str, str]) -> tuple[Place, Place]:
    """Return the place of a pair that stands in a passage, and the other one."""
    return (pair.a, pair.b) if (pair.a.source, pair.a.locus) == passage else (pair.b, pair.a)


def _same(a: Place, b: Place, x: Place, y: Place) -> bool:
    """Return whether two pairs have words in common at both ends, either way round."""
    return (a.met(x) > 0 and b.met(y) > 0) or (a.met(y) > 0 and b.met(x) > 0)


def _owed(a: Place, b: Place, between: list[tuple[float, Judged, Judged]]) -> Owed:
    between = sorted(between, key=lambda way: (-way[0], way[1].parallel, way[2].parallel))
    follows = {following(first.relation, second.relation) for _, first, second in between}
    relation = follows.pop() if len(follows) == 1 else ""
    return Owed(a, b, relation, tuple((first, second) for _, first, second in between), between[0][0])


def following(first: str, second: str) -> str:
    """Return how the ends of a way stand to each other, "" if that does not follow."""
    if RELATIONS[first].alike:
        return relation_by(Evidence.FIGURES) if RELATIONS[second].alike else second
    return first if RELATIONS[second].alike else ""


def _distinct(found: Iterable[Owed]) -> list[Owed]:
    """Keep of those between two sources that come by the same parallels, or hold the same words, the closest."""
    kept: list[Owed] = []
    said: set[tuple[str, str, frozenset[str]]] = set()
    for one in found:
        ways = {(one.a.source, one.b.source, frozenset((x.parallel, y.parallel))) for x, y in one.ways}
        if not ways & said and not any(_same(one.a, one.b, k.a, k.b) for k in kept):
            kept.append(one)
        said |= ways
    return kept
