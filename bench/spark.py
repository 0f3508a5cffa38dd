"""Spark beside DuckDB: `python -m bench.spark [--passages 10000] [--master local[2]]`, with the extra `spark`.

Scores the same windows on both engines, those of this edition or made-up passages (bench.finder), and prints how many
pairs only one of them keeps, where ranks differ and by how much scores do. Exits with 1 if it is more than rounding.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.finder import names, passages
from variorum.finder.corpus import opened
from variorum.finder.engine import Settings
from variorum.finder.windows import Window, cut
from variorum.model.edition import Name
from variorum.reading import read_edition

_ROUNDING = 1e-9
Scores = dict[tuple[int, int], tuple[float, int, int]]  # pair → score, rank of either in the other's source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=0, help="made-up ones; without it, those of this edition")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--memory", default="2GB")
    arguments = parser.parse_args()
    edition = read_edition(Path.cwd())
    windows: Sequence[Window] = cut(edition) if not arguments.passages else list(passages(arguments.passages))
    known: Iterable[Name] = edition.names.values() if not arguments.passages else names()
    known = list(known)
    found = [scores(windows, known, arguments.memory, master) for master in ("", arguments.master)]
    sys.exit(0 if is_alike(*found) else 1)


def scores(windows: Sequence[Window], known: Sequence[Name], memory: str, master: str) -> Scores:
    """Return the pairs that an engine keeps; prints what it took."""
    start = time.monotonic()
    with opened(windows, known, memory=memory, master=master) as engine:
        found = {
            (pair.a, pair.b): (pair.score, pair.rank_a, pair.rank_b)
            for pair in engine.scores(Settings.for_windows(len(windows)))
        }
    print(f"{master or 'duckdb'}: {len(windows):,} windows, {len(found):,} pairs, {time.monotonic() - start:.0f} s")
    return found


def is_alike(one: Scores, other: Scores) -> bool:
    """Whether both engines keep the same pairs in the same order; prints what differs."""
    both = one.keys() & other.keys()
    alone = len(one.keys() ^ other.keys())
    apart = max((abs(one[pair][0] - other[pair][0]) for pair in both), default=0.0)
    ranks = sum(one[pair][1:] != other[pair][1:] for pair in both)
    print(f"{alone:,} pairs of one engine only, {ranks:,} with other ranks, scores up to {apart:.1e} apart")
    return not alone and not ranks and apart < _ROUNDING


if __name__ == "__main__":
    main()
