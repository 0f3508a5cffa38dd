"""The engine: features in, scored pairs out, by one SQL query (score.sql) that spills to disk where memory ends.

Workers write features to files and DuckDB reads them, so that no corpus is ever whole in Python's memory. The query is
plain SQL over tables: DuckDB runs it, or Spark runs it unchanged on the same tables as Parquet (spark.py), for a corpus
beyond one machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple, Protocol

from variorum.finder.features import KINDS, number_of
from variorum.model.problems import MissingExtraError

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Settings:
    """What score.sql is told; tuned on half of the accepted parallels (bench/parallels.py reports on the other)."""

    common_share: float = 0.10  # a feature that more of all windows have says nothing
    most_windows: int = 100  # windows that a feature may have to make pairs (times `reach`); bounds the join
    rarity: float = 1.0  # power of the inverse document frequency, on each side
    context: float = 0.2  # how much of its neighbours' features a window knows
    length_share: float = 0.6  # 1 = cosine: only shares count; 0 = only sums count
    same_time: float = 1.1  # factor if the years that both name meet
    other_time: float = 0.6  # factor if they are more than `near_years` apart
    near_years: int = 8
    hubs: float = 0.3  # how much of a window's usual likeness is taken off
    least_own: int = 0  # 1: of a pair, one at least must hold a feature itself, not only its neighbours
    least_shared: int = 1  # features that a pair must share
    best: int = 50  # partners kept for each window and other source

    @classmethod
    def for_windows(cls, count: int) -> Settings:
        """Return the settings for a corpus of so many windows: a large one does without some of the faintest signs."""
        return cls() if count <= _MANY else cls(context=0.0, least_own=1, least_shared=2, most_windows=25, best=5)


_MANY = 20_000  # windows; from here on only rare features make pairs, or the join grows with the square of the corpus
ENCODER_WEIGHT = 0.2  # what a deviation adds; a pair that shares a rare name and a year has about 1. Tuned too
EVERY_PAIR = 5_000  # windows up to which an encoder compares every pair, beyond only what shares features


Watch = Callable[[str, int, int], None]  # what is done, how much of it, of how much
_TELLING_S = 0.5  # seconds between two words on how far a query is
_AT_ONCE = 1000  # pairs that are read from the table at a time
_TABLES = ("windows", "features", "kinds", "settings", "likeness")  # what score.sql reads


class Pair(NamedTuple):
    """Two windows and how much they share."""

    a: int  # number of the window; its source comes first in alphabetical order
    b: int
    score: float
    rank_a: int  # place of `a` among the windows of its source, seen from `b`
    rank_b: int  # place of `b`, seen from `a`


class Elsewhere(Protocol):
    """Another engine that runs a query over files."""

    def run(self, query: str, folder: Path, tables: Sequence[str]) -> Path:
        """Run a query over tables of which each is a file of Parquet in a folder; return the folder of its answer."""


class Engine:
    """A corpus of features in DuckDB; a context manager."""

    def __init__(
        self,
        *,
        spill: Path,
        memory: str = "2GB",
        threads: int = 2,
        progress: Watch | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """Open an empty corpus in memory; what does not fit goes to files in `spill`.

        With `elsewhere`, score.sql is run there, and DuckDB does the rest. Raises `MissingExtraError` if DuckDB is not
        installed.
        """
        self._progress, self._spill, self._elsewhere = progress, spill, elsewhere
        options: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": threads,
            "preserve_insertion_order": False,
            "temp_directory": str(spill),
        }
        self._database = connect(options)
        self._database.execute("set enable_progress_bar = true")  # counted, for `_watched`
        self._database.execute("set enable_progress_bar_print = false")
        self._database.execute(_SCHEMA)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def load(self, folder: Path) -> None:
        """Read what `corpus.write` wrote into a folder."""
        for table in ("windows", "features"):
            for shard in sorted(folder.glob(f"{table}-*.tsv")):
                if shard.stat().st_size:
                    self._database.execute(
                        f"copy {table} from $1 (delimiter '\t', quote '', escape '', header false, nullstr '')",
                        [str(shard)],
                    )

    def like(
        self, vectors: Sequence[Sequence[float]], *, every_pair: bool = True, weight: float = ENCODER_WEIGHT
    ) -> None:
        """Add the likeness of the vectors, given in the order of the windows, to the scores of all pairs, or of those
        that were scored last.

        Encoders crowd: all cosines of one may lie between 0.8 and 0.9. So what is added is how far a pair stands above
        what is usual for each of its windows among the windows of the other's source, in standard deviations, the mean
        of both sides. All pairs bring in what shares no feature; their number grows with the square of the corpus.
        """
        if not vectors:
            return
        run = self._database.execute
        run("create or replace temp table vectors (id integer, vector float[])")
        self._database.executemany("insert into vectors values (?, ?)", [[n, list(v)] for n, v in enumerate(vectors)])
        all_pairs = "select wa.id as a, wb.id as b from windows as wa join windows as wb on wa.source < wb.source"
        run(f"create or replace temp table compared as {all_pairs if every_pair else 'select a, b from scored'}")
        run("delete from likeness")
        run(query("likeness.sql"), [weight])

    def score(self, settings: Settings | None = None, weights: Mapping[str, float] | None = None) -> int:
        """Score all pairs and keep the best of them; return how many.

        `weights` replaces those of `KINDS` (0 leaves a kind out).
        """
        self._set(settings or Settings(), weights or {})
        run = self._database.execute
        if self._elsewhere is None:
            with self._watched("scores"):
                run(f"create or replace table scored as {query('score.sql')}")
        else:
            for table in _TABLES:
                run(f"copy {table} to '{_quoted(self._spill / f'{table}.parquet')}' (format parquet)")
            if self._progress:
                self._progress("scores", 0, 0)
            answer = self._elsewhere.run(query("score.sql"), self._spill, _TABLES)
            run(f"create or replace table scored as from read_parquet('{_quoted(answer)}/*.parquet')")
        return self._number("select count(*) from scored")

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs that were scored last in the order of proposing: by score, each other's best first."""
        rows = self._database.cursor().execute(
            "select a, b, score, rank_a, rank_b from scored order by score / sqrt(rank_a * rank_b) desc, a, b"
        )
        while some := rows.fetchmany(_AT_ONCE):
            yield from map(Pair._make, some)

    def scores(self, settings: Settings | None = None, weights: Mapping[str, float] | None = None) -> list[Pair]:
        """Return the best pairs in the order of proposing; see `score`."""
        self.score(settings, weights)
        return list(self.pairs())

    def held(self, ids: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return how many windows have each of these features."""
        wanted = {number_of(*id_): id_ for id_ in ids}
        if not wanted:
            return {}
        rows = self._database.execute(
            "select feature, count(*) from features where feature in (select unnest($1)) group by feature",
            [list(wanted)],
        ).fetchall()
        return {wanted[feature]: count for feature, count in rows}

    @property
    def total(self) -> int:
        """How many windows there are."""
        return self._number("select count(*) from windows")

    def _set(self, settings: Settings, weights: Mapping[str, float]) -> None:
        self._database.execute("delete from kinds")
        rows = [[kind.id, weights.get(kind.id, kind.weight), kind.across, kind.reach] for kind in KINDS.values()]
        self._database.executemany("insert into kinds values (?, ?, ?, ?)", rows)
        columns = ", ".join(
            f"cast({value!r} as {'double' if isinstance(value, float) else 'integer'}) as {name}"
            for name, value in asdict(settings).items()
        )
        self._database.execute(f"create or replace table settings as select {columns}")

    @contextmanager
    def _watched(self, what: str) -> Iterator[None]:
        """Tell twice a second how many per cent of a query of DuckDB are done."""
        progress, ended = self._progress, Event()
        if progress is None:
            yield
            return

        def watch() -> None:
            while not ended.wait(_TELLING_S):
                progress(what, max(0, round(self._database.query_progress())), 100)

        thread = Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _number(self, question: str) -> int:
        row = self._database.execute(question).fetchone()
        return int(row[0]) if row else 0


def connect(options: Mapping[str, str | bool | int | float | list[str]]) -> duckdb.DuckDBPyConnection:
    """Open a database in memory; raises `MissingExtraError` if DuckDB is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtraError("the finder", "DuckDB", "finder") from error
    return duckdb.connect(":memory:", config=dict(options))


def query(name: str) -> str:
    """Return a query of this package."""
    return files("variorum.finder").joinpath(name).read_text(encoding="utf-8")


def _quoted(path: Path) -> str:
    """Return a path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")


_SCHEMA = """
create table windows (id integer, source varchar, language varchar, section integer, first_year integer,
                      last_year integer);
create table features (id integer, kind varchar, feature bigint, weight double);
create table kinds (kind varchar, weight double, across boolean, reach integer);
create table likeness (a integer, b integer, weight double);
"""
