"""The search in three engines: words in longer ones as the table says, and what the page marks of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from conftest import HERE, build_edition
from engines import Engine, soon

pytest_plugins = ("browser", "engines")

ROWS = [
    row
    for case in tomllib.loads((HERE / "cases/search_borders.toml").read_text(encoding="utf-8"))["case"]
    for row in case["rows"]
]
BEST = """const [rows] = arguments, data = globalThis.variorumPassages;
const fold = globalThis.variorumFolding(data.letters, data.zeros);
const { wordsOf, way, bestOf } = globalThis.variorumWays(data, fold);
return rows.map(([typed, word]) => bestOf(fold(word), way(wordsOf(fold(typed)), { typed: true })));"""
MARKED = """const marks = document.querySelectorAll(".search-results mark");
return marks.length ? [...marks].map((mark) => mark.textContent) : null;"""
# query → what is marked
PAGE = {"नद": "नदी", "נהר": "נָּהָר", "渡口": "渡口", "ποταμον": "ποταμὸν"}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_edition(HERE / "editions/scripts", tmp_path_factory.mktemp("scripts") / "html").out


def test_words_are_found_alike_in_every_engine(engine: Engine, scripts: Path) -> None:
    engine.go(f"file://{scripts}/search.html")
    found = soon(lambda: engine.run(f"if (!globalThis.variorumSearch) return null; {BEST}", ROWS))
    assert [(row, best) for row, best in zip(ROWS, found, strict=True) if row[2] != best] == []


@pytest.mark.parametrize("query", PAGE)
def test_what_is_found_is_marked_in_every_engine(engine: Engine, scripts: Path, query: str) -> None:
    engine.go(f"file://{scripts}/search.html?q={query}")
    assert PAGE[query] in (soon(lambda: engine.run(MARKED)) or [])
