"""How well an editor is helped to judge: `python -m bench.relations [--seed 20] [EDITION]`.

Two things are measured on the parallels of an edition. The guess of a relation, against what the editors say: over all
pairs of places, and with each parallel counted once. And the list of owed judgements: a fifth of what is judged between
two sources is hidden, by a stated seed, and the list is asked what it names of that.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from variorum.finder.owed import Judged, Owed, Place, judged_pairs, owed
from variorum.finder.relation_guess import guess_relation
from variorum.finder.reuse import Stretch, runs
from variorum.model.edition import Edition
from variorum.model.kinds import RELATIONS
from variorum.reading import read_edition

Group = tuple[str, str, str]  # parallel, and two sources of it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", nargs="?", type=Path, default=Path())
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    edition = read_edition(arguments.edition)
    pairs = judged_pairs(edition)
    print(f"{len(edition.parallels)} parallels, {len(pairs)} pairs of places, {len(owed(edition))} judgements owed")
    _guesses(edition, pairs)
    _hidden(edition, pairs, arguments.seed)


def _guesses(edition: Edition, pairs: Sequence[Judged]) -> None:
    alike = _words_alike(edition)
    many = Counter(pair.parallel for pair in pairs)
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for pair in pairs:
        reused = max((n for x, y, n in alike if _both(x, y, pair)), default=0)
        guess = guess_relation(_words(edition, pair.a), _words(edition, pair.b), edition.vocabularies, reused=reused)
        found[guess.relation, pair.relation].append(1 / many[pair.parallel])
    print(f"\n{'guess':14}{'pairs':>7}{'right':>7}{'each parallel once':>20}   what the editors say")
    for relation in (*RELATIONS, ""):
        told = {said: found.get((relation, said), []) for said in RELATIONS}
        total, once = sum(map(len, told.values())), sum(map(sum, told.values()))
        own = told.get(relation, [])
        shares = f"{len(own) / total:7.2f}{sum(own) / once:20.2f}" if relation and total else " " * 27
        print(f"{relation or 'none':14}{total:7}{shares}   " + ", ".join(f"{s} {len(n)}" for s, n in told.items()))


def _hidden(edition: Edition, pairs: Sequence[Judged], seed: int) -> None:
    groups: dict[Group, list[Judged]] = defaultdict(list)
    for pair in pairs:
        first, second = sorted((pair.a.source, pair.b.source))
        groups[pair.parallel, first, second].append(pair)
    order = sorted(groups)
    hidden = set(Random(seed).sample(order, round(0.2 * len(order))))
    left = [pair for group, held in groups.items() if group not in hidden for pair in held]
    listed = owed(edition, pairs=left)
    named = {group: [o for o in listed if _names(o, groups[group])] for group in hidden}
    three = {p for p, n in Counter(p for p, _, _ in order).items() if n > 1}
    right = sum(any(o.relation == groups[g][0].relation for o in held) for g, held in named.items())
    follows = sum(any(o.relation for o in held) for held in named.values())
    print(
        f"\nhidden {len(hidden)} of {len(order)} judgements between two sources (seed {seed}); "
        f"the list has {len(listed)}"
        f"\nnamed {sum(map(bool, named.values()))} of them; of the {sum(g[0] in three for g in hidden)} "
        f"in parallels of three sources or more, {sum(bool(h) for g, h in named.items() if g[0] in three)}"
        f"\nwith a relation that follows {follows}, the editors' own {right}"
    )


def _names(one: Owed, pairs: Iterable[Judged]) -> bool:
    return any((one.a.met(x) > 0 and one.b.met(y) > 0) for p in pairs for x, y in ((p.a, p.b), (p.b, p.a)))


def _words(edition: Edition, place: Place) -> tuple[str, str]:
    source = edition.source(place.source)
    passage = source.passage(place.locus) if source else None
    return (place.span.of(passage.text), source.language) if source and passage else ("", "en")


def _words_alike(edition: Edition) -> list[tuple[Stretch, Stretch, int]]:
    return [(x, y, run.words) for run in runs(edition) for x in run.a for y in run.b]


def _both(x: Stretch, y: Stretch, pair: Judged) -> bool:
    here, there = (Place(s.source, s.locus, s.span) for s in (x, y))
    return any(here.met(a) > 0 and there.met(b) > 0 for a, b in ((pair.a, pair.b), (pair.b, pair.a)))


if __name__ == "__main__":
    main()
