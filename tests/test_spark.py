"""The finder's query on Spark: the same pairs as DuckDB, and what is said where Spark cannot be had."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from variorum.cli import main
from variorum.finder.corpus import opened
from variorum.finder.engine import query
from variorum.finder.spark import NoEngineError, Spark, has_java, master_of, steps
from variorum.finder.windows import cut
from variorum.model.problems import MissingExtraError
from variorum.reading import read_edition


@pytest.fixture
def one_core() -> Iterator[str]:
    """The master of a Spark on one core, whose process of Java ends with the test."""
    yield "local[1]"
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway:
        gateway.shutdown()
        gateway.proc.stdin.close()  # it waits for this
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None


def test_spark_scores_what_duckdb_scores(mini: Path, one_core: str) -> None:
    edition = read_edition(mini)
    windows = cut(edition)
    vectors = [[float(window.number % 3), 1.0] for window in windows]
    with opened(windows, edition.names.values()) as engine:
        engine.like(vectors)
        by_duckdb = engine.scores()
    told: list[tuple[str, int, int]] = []
    progress = lambda *step: told.append(step)  # noqa: E731 -- one line
    with opened(windows, edition.names.values(), memory="1GB", progress=progress, master=one_core) as engine:
        engine.like(vectors)
        by_spark = engine.scores()
    assert by_spark
    assert [(p.a, p.b, p.rank_a, p.rank_b) for p in by_spark] == [(p.a, p.b, p.rank_a, p.rank_b) for p in by_duckdb]
    assert [p.score for p in by_spark] == pytest.approx([p.score for p in by_duckdb], rel=1e-9)
    assert ("scores", 0, 0) in told


def test_the_query_is_taken_step_by_step_and_what_is_named_twice_is_kept() -> None:
    *before, last = steps(query("score.sql"))
    assert [step.name for step in before][:3] == ["population", "counted", "weighed"]
    assert {step.name for step in before if step.uses > 1} == {"weighed", "sizes", "telling", "held", "places"}
    assert all(step.uses for step in before)
    assert last.name == ""
    assert "WITH" not in last.query
    assert last.query.startswith("SELECT ranked.a, ranked.b, ranked.score, ranked.rank_a, ranked.rank_b FROM ranked")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("select list_cosine_similarity(a, b) as c from t", "LIST_COSINE_SIMILARITY"),  # unknown to Spark: as it stands
        ("select a::bigint as n from t", "CAST(a AS BIGINT)"),
        ("select count(*) as n from t group by all", "GROUP BY ALL"),
    ],
)
def test_words_of_duckdb_become_those_of_spark(words: str, said: str) -> None:
    (last,) = steps(words)
    assert said in last.query


@pytest.mark.parametrize(
    ("engine", "master"),
    [
        ("duckdb", ""),
        ("spark", "local[*]"),
        ("spark:local[2]", "local[2]"),
        ("spark:spark://host:7077", "spark://host:7077"),
    ],
)
def test_engines_by_name(engine: str, master: str) -> None:
    assert master_of(engine) == master


@pytest.mark.parametrize("engine", ["", "sparks", "duckdb:2", "postgres"])
def test_another_engine_is_told_which_there_are(mini: Path, engine: str) -> None:
    done = CliRunner().invoke(main, ["parallels", "find", "--edition", str(mini), "--engine", engine])
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: there is no engine “{engine}”; there are duckdb, spark and spark:MASTER\n",
    )


@pytest.mark.parametrize("package", ["pyspark", "sqlglot"])
def test_without_a_package_its_command_is_told(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    for name in [n for n in sys.modules if n.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"{package}; install it with: pip install 'sphinx-variorum\[spark\]'"):
        Spark().run("select 1 as a", Path(), ())


def test_without_java_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert not has_java()
    with pytest.raises(NoEngineError, match="Spark needs Java, 17 or later; install it"):
        Spark().run("select 1 as a", tmp_path, ())


def test_a_java_that_is_no_java_for_spark_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "bin/java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert has_java()
    with pytest.raises(NoEngineError, match=r"Spark did not start\. Spark needs Java, 17 or later"):
        Spark().run("select 1 as a", tmp_path, ())
