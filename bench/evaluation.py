"""Evaluation: how high accepted parallels stand among what the finder proposes. Pairs and parallels in, measures out.

The truth is every two passages of different sources in one parallel, both ways round. A query is the window that holds
most of the one lemma; the partner is found if a window that holds most of the other lemma, or half of it, is among the
first k. Two softer truths stand beside it: `whole` (some passage of the parallel in that source) and `passage_truths`
(whole passages instead of windows). Ranked is among the windows of the partner's source ("in its source", as `--source
A --with B` lists them), or among those of all other sources together ("anywhere").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import permutations

from variorum.finder.engine import Pair
from variorum.finder.windows import Window
from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.span import Span


@dataclass(frozen=True, slots=True)
class Truth:
    """A query and one of its true partners."""

    parallel: str  # id
    query: int  # window
    partners: frozenset[int]  # windows that hold the partner's words
    languages: tuple[str, str]  # in alphabetical order, e.g. ("en", "ne")
    sources: tuple[str, str]  # of query and partner


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over queries or pairs."""

    pairs: int  # true pairs, both ways round
    queries: int
    recall_1: float  # share of true pairs whose partner is the first
    recall_5: float
    recall_10: float
    mrr: float  # mean of 1 / rank of the first true partner of a query
    hit_5: float  # share of queries with some true partner among the first five


def truths(edition: Edition, windows: Sequence[Window], ids: Collection[str] | None = None) -> list[Truth]:
    """Return all true pairs of the edition's parallels, or of those with these ids."""
    by_passage: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for window in windows:
        by_passage[window.source, window.locus].append(window)
    language = {s.id: s.language.split("-")[0] for s in edition.sources}
    found: list[Truth] = []
    for parallel in edition.parallels:
        if ids is not None and parallel.id not in ids:
            continue
        for a, b in permutations(parallel.passages, 2):
            held_a = holding(by_passage[a.source, a.passage], a)
            held_b = holding(by_passage[b.source, b.passage], b)
            if a.source != b.source and held_a and held_b:
                pair = sorted((language[a.source], language[b.source]))
                partners = frozenset(w.number for w in held_b)
                found.append(Truth(parallel.id, held_a[0].number, partners, (pair[0], pair[1]), (a.source, b.source)))
    return found


def holding(windows: Iterable[Window], item: ParallelPassage) -> list[Window]:
    """Return the windows that hold most of the words of an item, or half of them, those with most first."""
    windows = list(windows)
    if item.span is None:
        return windows
    span = item.span
    shares = {w.number: _common(w.span, span) / (span.end - span.start) for w in windows}
    most = max(shares.values(), default=0.0)
    held = [w for w in windows if shares[w.number] > 0 and (shares[w.number] >= 0.5 or shares[w.number] == most)]
    return sorted(held, key=lambda w: -shares[w.number])


def halves(parallels: Iterable[Parallel]) -> tuple[frozenset[str], frozenset[str]]:
    """Return two random halves of the parallels: one to tune on, one to report on.

    By a hash of each id, so that a parallel keeps its half when others are added.
    """
    ids = frozenset(p.id for p in parallels)
    tuned = frozenset(id_ for id_ in ids if sha256(id_.encode()).digest()[0] % 2 == 0)
    return tuned, ids - tuned


def rankings(pairs: Iterable[Pair], windows: Sequence[Window], *, anywhere: bool) -> dict[tuple[int, str], list[int]]:
    """Return for each window, and each other source (or "" for all), the windows proposed, best first."""
    found: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    for pair in pairs:
        for own, other in ((pair.a, pair.b), (pair.b, pair.a)):
            found[own, "" if anywhere else windows[other].source].append((-pair.score, other))
    return {key: [other for _, other in sorted(scored)] for key, scored in found.items()}


def measure(truth: Sequence[Truth], ranked: Mapping[tuple[int, str], Sequence[int]], *, anywhere: bool) -> Measures:
    """Return the measures of a ranking; a true pair that stands in two parallels counts once."""
    found: list[int] = []
    best: dict[tuple[int, str], int] = {}
    for item in _unique(truth):
        key = (item.query, "" if anywhere else item.sources[1])
        rank = next((n for n, other in enumerate(ranked.get(key, ()), start=1) if other in item.partners), 10**9)
        found.append(rank)
        best[key] = min(rank, best.get(key, 10**9))
    return Measures(
        pairs=len(found),
        queries=len(best),
        recall_1=_share(found, 1),
        recall_5=_share(found, 5),
        recall_10=_share(found, 10),
        mrr=sum(1 / rank for rank in best.values()) / max(1, len(best)),
        hit_5=_share(list(best.values()), 5),
    )


def reached(truth: Iterable[Truth], ranked: Mapping[tuple[int, str], Sequence[int]], k: int = 5) -> float:
    """Return the share of parallels of which some pair stands among the first k in the partner's source.

    An editor who follows one pair finds the others while reading.
    """
    found: dict[str, bool] = {}
    for t in truth:
        first = ranked.get((t.query, t.sources[1]), ())[:k]
        found[t.parallel] = found.get(t.parallel, False) or not t.partners.isdisjoint(first)
    return sum(found.values()) / max(1, len(found))


def whole(truth: Iterable[Truth]) -> list[Truth]:
    """Return the truth by parallels: a query finds its parallel in a source with any of the passages it has there."""
    held: dict[tuple[str, int, str], Truth] = {}
    for t in truth:
        key = (t.parallel, t.query, t.sources[1])
        held[key] = replace(t, partners=held[key].partners | t.partners) if key in held else t
    return list(held.values())


def passage_truths(
    truth: Iterable[Truth], ranked: Mapping[tuple[int, str], Sequence[int]], windows: Sequence[Window]
) -> tuple[list[Truth], dict[tuple[int, str], list[int]]]:
    """Return truth and ranking by whole passages, each named by its first window.

    The windows that a passage proposes are merged by rank: the best place that any of its windows gives counts.
    """
    first: dict[tuple[str, str], int] = {}
    passage = [first.setdefault((w.source, w.locus), w.number) for w in windows]
    best: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for (query, source), others in ranked.items():
        places = best[passage[query], source]
        for rank, other in enumerate(dict.fromkeys(passage[o] for o in others)):
            places[other] = min(rank, places.get(other, rank))
    merged = {key: sorted(places, key=lambda o, p=places: (p[o], o)) for key, places in best.items()}  # type: ignore[misc]
    found = [replace(t, query=passage[t.query], partners=frozenset(passage[p] for p in t.partners)) for t in truth]
    return found, merged


def _unique(truth: Iterable[Truth]) -> list[Truth]:
    return list({(t.query, t.partners): t for t in truth}.values())


def _share(ranks: Sequence[int], k: int) -> float:
    return sum(rank <= k for rank in ranks) / max(1, len(ranks))


def _common(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))
