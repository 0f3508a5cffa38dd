"""Spark: the query of the finder on a distributed engine. Files of Parquet in, a folder of Parquet out.

The query is score.sql, which sqlglot writes in Spark's words, step by step: Spark works out a step anew wherever it is
named, so those that are named twice are kept. Spark runs on this machine, or on a cluster whose machines see the folder
of the files.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from variorum.model.problems import MissingExtraError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DUCKDB, SPARK = "duckdb", "spark"  # the engines by name
THIS_MACHINE = "local[*]"  # Spark's word for all cores of this machine
_MASTERS = ("local", "spark://", "k8s://", "yarn")  # how the address of a master begins
_NEEDS_JAVA = "Spark needs Java, 17 or later; install it (Debian: apt install default-jre-headless) or set JAVA_HOME"
_PART = 256 * 1024  # bytes of Parquet for each part of a join on one machine; Spark begins with 200 parts however few
_PARTS_AT_ONCE = 200
_FEW_ROWS: Mapping[str, str] = MappingProxyType(  # a step written and compiled in Java takes longer than it runs
    {
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    }
)


class NoEngineError(Exception):
    """The engine cannot be started, or there is none of that name; the message says what to do."""


def master_of(engine: str) -> str:
    """Return the address of Spark's master that `--engine` names, "" for DuckDB; raises `NoEngineError`."""
    name, _, master = engine.partition(":")
    if engine == DUCKDB:
        return ""
    if name != SPARK:
        raise NoEngineError(f"there is no engine “{engine}”; there are {DUCKDB}, {SPARK} and {SPARK}:MASTER")
    if master and not master.startswith(_MASTERS):
        begins = ", ".join(_MASTERS)
        raise NoEngineError(
            f"“{master}” is no master of Spark; one begins with {begins}, as in {SPARK}:spark://host:7077"
        )
    return master or THIS_MACHINE


class Step(NamedTuple):
    """A step of a query."""

    name: str  # e.g. "shared"; "" for the last
    query: str
    uses: int  # how often others name it


class Spark:
    """A session of Spark, begun with the first query; a context manager."""

    def __init__(self, master: str = THIS_MACHINE, *, memory: str = "2GB") -> None:
        """Name the master, e.g. "local[2]" or "spark://host:7077"; `memory` is for a Spark on this machine."""
        self._master, self._memory = master, memory
        self._session: SparkSession | None = None

    def __enter__(self) -> Spark:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session:
            self._session.stop()

    def run(self, query: str, folder: Path, tables: Sequence[str]) -> Path:
        """Run a query over tables of which each is a file of Parquet in a folder; return the folder of its answer.

        Raises `MissingExtraError` without pyspark, `NoEngineError` without Java or a master.
        """
        *before, last = steps(query)
        files = {table: folder / f"{table}.parquet" for table in tables}
        session = self._session = self._session or self._begun(folder, sum(f.stat().st_size for f in files.values()))
        for table, file in files.items():
            session.read.parquet(file.as_uri()).createOrReplaceTempView(table)
        answer = folder / "answer"
        kept = []
        for step in before:
            held = session.sql(step.query)
            if step.uses > 1:
                kept.append(held.persist())
            held.createOrReplaceTempView(step.name)
        session.sql(last.query).write.mode("overwrite").parquet(answer.as_uri())
        for held in kept:
            held.unpersist()
        return answer

    def _begun(self, scratch: Path, size: int) -> SparkSession:
        if not has_java():
            raise NoEngineError(_NEEDS_JAVA)
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise MissingExtraError("the engine spark", "pyspark", "spark") from error
        builder: Any = SparkSession.builder
        builder = builder.master(self._master).appName("variorum").config("spark.log.level", "ERROR")
        if self._master.startswith("local"):
            builder = builder.config(map=dict(_on_this_machine(self._memory, scratch, size)))
        try:
            session: SparkSession = builder.getOrCreate()
        except PySparkException as error:  # the process of Java ended at once
            raise NoEngineError(f"Spark did not start. {_NEEDS_JAVA}") from error
        except Exception as error:  # py4j's own errors have no common base
            raise NoEngineError(
                f"Spark did not start with the master {self._master}; see whether it runs and can be reached: "
                f"{_reason(error)}"
            ) from error
        return session


def steps(query: str) -> list[Step]:
    """Return the steps of a query of DuckDB in Spark's words, the query itself as the last.

    Raises `MissingExtraError` without sqlglot.
    """
    try:
        from sqlglot import exp, parse_one
    except ImportError as error:
        raise MissingExtraError("the engine spark", "sqlglot", "spark") from error
    tree = parse_one(query, read="duckdb")
    uses = Counter(table.name for table in tree.find_all(exp.Table))
    found = [Step(cte.alias, cte.this.sql(dialect="spark"), uses[cte.alias]) for cte in tree.ctes]
    for together in tree.find_all(exp.With):
        together.pop()
    return [*found, Step("", tree.sql(dialect="spark"), 0)]


def has_java() -> bool:
    """Return whether there is a Java that Spark would start."""
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java", path=str(Path(home, "bin")) if home else None))


def _on_this_machine(memory: str, scratch: Path, size: int) -> Mapping[str, str]:
    parts = min(_PARTS_AT_ONCE, 1 + size // _PART)
    settings = {
        "spark.driver.memory": memory.removesuffix("B").lower(),  # "2GB" is "2g" there
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",  # nothing outside can reach it
        "spark.local.dir": str(scratch),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(parts),
    }
    return settings if parts > 1 else {**settings, **_FEW_ROWS}


def _reason(error: Exception) -> str:
    """Return the line that says why; the first of py4j's own says only where, the reason stands after a colon below."""
    first, *others = str(error).strip().splitlines() or [""]
    return next((line.removeprefix(": ") for line in others if line.startswith(": ")), first)
