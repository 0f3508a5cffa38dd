"""The finder's query in Spark's words, and what is said where Spark cannot be had.

Spark itself is half a gigabyte; `python -m bench.spark` runs it and compares its pairs with those of DuckDB.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from click.testing import CliRunner

from variorum.cli import main
from variorum.finder.engine import query
from variorum.finder.spark import NoEngineError, Spark, has_java, master_of, steps
from variorum.model.problems import MissingExtraError


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


@pytest.mark.parametrize("engine", ["spark:nowhere", "spark:host:7077", "spark://host:7077"])
def test_what_is_no_master_is_said_before_spark_begins(mini: Path, engine: str) -> None:
    done = CliRunner().invoke(main, ["parallels", "find", "--edition", str(mini), "--engine", engine])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: “{engine.removeprefix('spark:')}” is no master of Spark; one begins with")
    assert done.stderr.endswith("local, spark://, k8s://, yarn, as in spark:spark://host:7077\n")


@pytest.mark.parametrize("package", ["pyspark", "sqlglot"])
def test_without_a_package_its_command_is_told(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    for name in [n for n in sys.modules if n.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr("variorum.finder.spark.has_java", lambda: True)
    with pytest.raises(MissingExtraError, match=rf"{package}; install it with: pip install 'sphinx-variorum\[spark\]'"):
        Spark().run("select 1 as a", Path(), ())


def test_without_java_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert not has_java()
    with pytest.raises(NoEngineError, match="Spark needs Java, 17 or later; install it"):
        Spark().run("select 1 as a", tmp_path, ())


@pytest.mark.parametrize(
    ("raised", "words", "said"),
    [
        ("PySparkException", "", r"Spark did not start\. Spark needs Java, 17 or later"),
        ("Exception", "nobody answers\nand more", r"master spark://nowhere:7077; see .* reached: nobody answers$"),
        ("Exception", "An error occurred.\n: java.lang.E: stopped\n\tat", r"reached: java\.lang\.E: stopped$"),
    ],
)
def test_a_spark_that_does_not_start_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: str, words: str, said: str
) -> None:
    own = type("PySparkException", (Exception,), {})

    def start(self: object) -> None:
        raise (own if raised == "PySparkException" else Exception)(words)

    builder = type("Builder", (), {name: lambda self, *_, **__: self for name in ("master", "appName", "config")})
    builder.getOrCreate = start  # type: ignore[attr-defined]
    package, errors, sql = (ModuleType(name) for name in ("pyspark", "pyspark.errors", "pyspark.sql"))
    errors.PySparkException = own  # type: ignore[attr-defined]
    sql.SparkSession = SimpleNamespace(builder=builder())  # type: ignore[attr-defined]
    for module in (package, errors, sql):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("variorum.finder.spark.has_java", lambda: True)
    with pytest.raises(NoEngineError, match=said):
        Spark("spark://nowhere:7077").run("select 1 as a", tmp_path, ())
