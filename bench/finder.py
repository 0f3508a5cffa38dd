"""How the finder copes with many passages: `python -m bench.finder [--passages 100000] [--memory 1500MB]`.

Made-up passages of about 60 words, the same each time, from twenty sources in two languages; every fiftieth tells the
matter of another one in other words (same names, year and number). Prints seconds, peak memory (of all processes, and
what they spilled is on disk) and how many of those pairs are each other's first. At most 120 s and 1.7 GB are asked
for.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from bench.synthetic import SYLLABLES
from variorum.finder.corpus import opened
from variorum.finder.engine import Engine, Settings
from variorum.finder.windows import Window
from variorum.model.edition import Name
from variorum.model.span import Span

_SOURCES = 20
_TWINS = 50  # every so many passages one has a twin
_WORDS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--memory", default="1500MB", help="what DuckDB may use before it spills")
    arguments = parser.parse_args()
    peak = _Peak()
    peak.start()
    start = time.monotonic()
    with opened(passages(arguments.passages), names(), memory=arguments.memory) as engine:
        loaded = time.monotonic() - start
        pairs = engine.score(Settings.for_windows(arguments.passages))
        total = time.monotonic() - start
        twins = _twin_pairs(arguments.passages)
        found = mutual(engine, twins)
    peak.stop()
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in (own, workers))
    print(
        f"{arguments.passages:,} passages: features {loaded:.0f} s, all {total:.0f} s (at most 120), {cpu:.0f} s of CPU"
    )
    print(f"peak memory {peak.most / 1024**2:.2f} GB in all processes (at most 1.7)")
    print(f"{pairs:,} pairs kept; {found:,} of {len(twins):,} twins are each other's first")


def mutual(engine: Engine, pairs: Iterable[tuple[int, int]]) -> int:
    """Return how many of these pairs are each other's first."""
    first = engine._database.execute("select a, b from scored where rank_a = 1 and rank_b = 1").fetchall()
    return len({frozenset(pair) for pair in first} & {frozenset(pair) for pair in pairs})


def names() -> tuple[Name, ...]:
    """Return a thousand names of two words."""
    random_ = random.Random(1878)
    return tuple(
        Name(f"n{n}", "person", _name(random_), "", "", "", "", {"en": (_name(random_),)}, "names.toml", n)
        for n in range(1000)
    )


def passages(count: int) -> Iterator[Window]:
    """Yield the passages; those of a source follow one another, ten to a section."""
    vocabulary = _vocabulary()
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    spellings = [spelling for name in names() for spelling in name.spellings["en"]]
    for number in range(count):
        source = number * _SOURCES // count
        matter = random.Random(_matter(number, count))
        told = [matter.choice(spellings), matter.choice(spellings), str(matter.randint(1500, 1999))]
        told.append(f"{matter.randint(13, 999_999):,}")
        random_ = random.Random(number)
        words = random_.choices(vocabulary, cum_weights=weights, k=_WORDS)
        for thing in told:
            words.insert(random_.randrange(len(words)), thing)
        text = " ".join(words) + "."
        language = "en" if source % 2 else "nb"
        yield Window(
            number, f"s{source:02}", f"S{source}", str(number), Span(0, len(text)), text, language, number // 10
        )


def _twin_pairs(count: int) -> list[tuple[int, int]]:
    half = count // 2
    return [(n, n + half) for n in range(0, half, _TWINS)]


def _matter(number: int, count: int) -> int:
    half = count // 2
    return number - half if number >= half and (number - half) % _TWINS == 0 else number


def _vocabulary() -> list[str]:
    random_ = random.Random(1879)
    return list(
        dict.fromkeys("".join(random_.choices(SYLLABLES, k=random_.choice((1, 2, 3, 3, 4)))) for _ in range(40_000))
    )


def _name(random_: random.Random) -> str:
    return " ".join("".join(random_.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))


class _Peak(threading.Thread):
    """Watches how much memory this process and its children have, in kB, ten times a second (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._ended = threading.Event()

    def run(self) -> None:
        while sys.platform == "linux" and not self._ended.wait(0.1):
            self.most = max(self.most, sum(_resident(pid) for pid in _family(threading.main_thread().native_id or 0)))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    main()
