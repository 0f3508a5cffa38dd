"""What the parallels of an edition amount to: how much each pair of sources shares, and what each source does when.

In: an Edition. Out: counts as plain values. `drawings` draws them, and pages print them as tables beside the drawings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from variorum.model.edition import Edition, Parallel
from variorum.model.kinds import RELATIONS
from variorum.model.stances import BESIDES, Stance


@dataclass(frozen=True, slots=True)
class Share:
    """What two sources have in common."""

    parallels: int  # in which both speak
    disagreeing: int  # of these, with the relation `differs` or `contradicts`


@dataclass(frozen=True, slots=True)
class Year:
    """What a source does in the parallels of a year."""

    year: int
    source: str  # id
    parallels: int  # in which it speaks
    disagreeing: int  # of these
    besides: Mapping[Stance, int] = field(default_factory=dict)  # what it does in the others, and in how many

    @property
    def all(self) -> int:
        """How many parallels the year has; the same for every source."""
        return self.parallels + sum(self.besides.values())


def shares(edition: Edition) -> Mapping[tuple[str, str], Share]:
    """Return what each pair of sources shares, the pairs in the editor's order of the sources."""
    pairs = list(combinations([s.id for s in edition.sources], 2))
    both: Counter[tuple[str, str]] = Counter()
    apart: Counter[tuple[str, str]] = Counter()
    for parallel in edition.parallels:
        speaking = {item.source for item in parallel.passages}
        for pair in pairs:
            if speaking.issuperset(pair):
                both[pair] += 1
                apart[pair] += RELATIONS[parallel.relation].disagrees
    return {pair: Share(both[pair], apart[pair]) for pair in pairs}


def stances(edition: Edition) -> Mapping[str, Mapping[Stance, int]]:
    """Return for each source in how many parallels it does what; what no source does anywhere is left out."""
    done = {s.id: Counter(p.stance(s.id) for p in edition.parallels) for s in edition.sources}
    found = [stance for stance in Stance if any(counts[stance] for counts in done.values())]
    return {id_: {stance: counts[stance] for stance in found} for id_, counts in done.items()}


def years(edition: Edition) -> tuple[Year, ...]:
    """Return what each source does in each year in which parallels begin, by year, then source."""
    by_year: dict[int, list[Parallel]] = {}
    for parallel in filter(lambda p: p.date, edition.parallels):
        by_year.setdefault(parallel.first_day[0], []).append(parallel)
    return tuple(_year(year, s.id, by_year[year]) for year in sorted(by_year) for s in edition.sources)


def _year(year: int, source: str, parallels: Iterable[Parallel]) -> Year:
    done = [(parallel.stance(source), RELATIONS[parallel.relation].disagrees) for parallel in parallels]
    counts = Counter(stance for stance, _ in done)
    disagreeing = sum(apart for stance, apart in done if stance is Stance.SPEAKS)
    besides: dict[Stance, int] = {stance: counts[stance] for stance in BESIDES if counts[stance]}
    return Year(year, source, counts[Stance.SPEAKS], disagreeing, besides)


def years_of(parallels: Iterable[Parallel]) -> Mapping[int, Parallel]:
    """Return the first parallel of each year."""
    found: dict[int, Parallel] = {}
    for parallel in filter(lambda p: p.date, parallels):
        found.setdefault(parallel.first_day[0], parallel)
    return found
