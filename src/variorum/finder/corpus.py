"""The corpus on its way into the engine: windows in, files of features out, on several cores if there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from variorum.finder.engine import Engine
from variorum.finder.features import number_of, weights
from variorum.finder.spark import Spark
from variorum.finder.windows import Window
from variorum.model.edition import Name
from variorum.model.vocabulary import Vocabulary
from variorum.text.language_vocabularies import NO_OWN
from variorum.text.names import Namer

Progress = Callable[[str, int, int], None]  # what is done, how much of it, of how much (0 = not known)

_SHARD = 2000  # windows to a file
_FEW = 4000  # windows that one core reads sooner than others have started


@contextmanager
def opened(
    windows: Iterable[Window],
    names: Iterable[Name],
    vocabularies: Mapping[str, Vocabulary] = NO_OWN,
    *,
    memory: str = "2GB",
    workers: int = 2,
    progress: Progress | None = None,
    master: str = "",
) -> Iterator[Engine]:
    """Yield an engine that holds the features of the windows; its files go when it is closed.

    With the `master` of a Spark, score.sql is run there.
    """
    with (
        TemporaryDirectory(prefix="variorum-") as folder,
        Spark(master, memory=memory) if master else nullcontext() as spark,
        Engine(memory=memory, threads=workers, spill=Path(folder), progress=progress, elsewhere=spark) as engine,
    ):
        write(windows, Namer(names, vocabularies), Path(folder), workers=workers, progress=progress)
        engine.load(Path(folder))
        yield engine


def write(
    windows: Iterable[Window],
    namer: Namer,
    folder: Path,
    *,
    workers: int = 2,
    progress: Progress | None = None,
) -> None:
    """Write the features of the windows to files in a folder, a shard at a time."""
    total = len(windows) if isinstance(windows, Sized) else 0
    stream = iter(windows)
    first = list(islice(stream, _FEW))
    more = list(islice(stream, 1))
    if not more or workers < 2:
        _write_alone([*first, *more], stream, namer, folder, progress, total)
        return
    shards = enumerate(_batches([*first, *more], stream))
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (namer, folder)) as pool:
        pending: set[Future[int]] = set()
        done = 0
        for number, shard in shards:
            pending.add(pool.submit(_write_shard, number, shard))
            if len(pending) > 2 * workers:
                finished, pending = wait(pending, return_when=FIRST_COMPLETED)
                done += sum(future.result() for future in finished)
                _tell(progress, done, total)
        for future in pending:
            done += future.result()
            _tell(progress, done, total)


def _write_alone(
    first: list[Window],
    rest: Iterator[Window],
    namer: Namer,
    folder: Path,
    progress: Progress | None,
    total: int,
) -> None:
    done = 0
    for number, shard in enumerate(_batches(first, rest, size=200)):
        done += write_features(shard, namer, folder, number)
        _tell(progress, done, total)


def write_features(windows: Iterable[Window], namer: Namer, folder: Path, shard: int = 0) -> int:
    """Write the rows of the tables `windows` and `features` for some windows; return how many windows there were."""
    written = 0
    with (
        (folder / f"windows-{shard:06}.tsv").open("w", encoding="utf-8", newline="\n") as places,
        (folder / f"features-{shard:06}.tsv").open("w", encoding="utf-8", newline="\n") as rows,
    ):
        for written, window in enumerate(windows, start=1):  # noqa: B007 -- the last one is returned
            held, named = weights(window, namer)
            first, last = named or ("", "")
            language = window.language.split("-")[0]
            places.write(f"{window.number}\t{window.source}\t{language}\t{window.section}\t{first}\t{last}\n")
            rows.writelines(
                f"{window.number}\t{kind}\t{number_of(kind, key)}\t{_written(weight)}\n"
                for (kind, key), weight in held.items()
            )
    return written


@cache
def _written(weight: float) -> str:
    """Return a weight as it is written; there are as many as a thing is said times."""
    return f"{weight:.3f}"


class _Worker:
    """What a worker keeps between shards."""

    namer: Namer
    folder: Path


def _begin(namer: Namer, folder: Path) -> None:
    _Worker.namer, _Worker.folder = namer, folder


def _write_shard(number: int, windows: list[Window]) -> int:
    return write_features(windows, _Worker.namer, _Worker.folder, number)


def _batches(first: list[Window], rest: Iterator[Window], size: int = _SHARD) -> Iterator[list[Window]]:
    stream = chain(first, rest)
    while batch := list(islice(stream, size)):
        yield batch


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress:
        progress("features", done, total)
