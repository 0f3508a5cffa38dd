"""The guide of the software: it builds without a warning, and what it says of the software is so."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sphinx.events import EventManager

import variorum
from conftest import MINI, REPOSITORY, build_edition
from variorum.model.problems import HINT_CODES, PROBLEM_CODES

GUIDE = REPOSITORY / "guide"
PACKAGE = Path(variorum.__file__).parent
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def read(name: str) -> str:
    return (GUIDE / name).read_text(encoding="utf-8")


def first_cells(page: str, head: str) -> list[str]:
    """The names in the first column of the table whose first row begins with `head`."""
    rows = page.split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide as `make guide` builds it."""
    place = tmp_path_factory.mktemp("guide")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "html"]
    options = ["-d", str(place / "doctrees")]
    done = subprocess.run([*command, *options, GUIDE, place / "html"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return place / "html"


def test_it_shows_the_small_edition_live(pages: Path) -> None:
    assert 'class="note-reference' in (pages / "example/alpha.html").read_text(encoding="utf-8")


def test_a_field_of_a_value_is_told_by_its_comment(pages: Path) -> None:
    page = (pages / "api/model.html").read_text(encoding="utf-8")
    assert "first code point, e.g. 0" in page
    assert "Alias for field number" not in page
    assert "what it would be well with, e.g." in page  # a comment that stands above its field


def test_every_code_of_the_check_is_told(pages: Path) -> None:
    page = (pages / "problems.html").read_text(encoding="utf-8")
    assert [code for code in PROBLEM_CODES if f">{code}</span>" not in page] == []
    assert page.count("Only a hint.") == len(HINT_CODES)


def test_the_recipes_are_shown_whole(pages: Path) -> None:
    page = (pages / "recipes.html").read_text(encoding="utf-8")
    assert "body-short" in page
    assert page.count("It is right when this passes") == 6


# --- the map of rooms -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), [("layers", 0), ("sphinx-layers", 1)])
def test_the_map_draws_the_contract(name: str, number: int) -> None:
    drawn = read("rooms.md").split(f":name: {name}\n\n", 1)[1].split("\n```", 1)[0]
    assert drawn.splitlines() == CONTRACTS["contracts"][number]["layers"]


def rooms(folder: Path) -> set[str]:
    """The packages and modules in a folder of the package."""
    found = {p.stem for p in folder.glob("*.py")} | {p.parent.name for p in folder.glob("*/*") if p.is_file()}
    return found - {"__init__", "__main__", "__pycache__"}


def test_the_map_has_every_room() -> None:
    page = read("rooms.md")
    assert set(first_cells(page, "Room | In")) == rooms(PACKAGE)
    assert set(first_cells(page, "Room | What it does")) == rooms(PACKAGE / "sphinx_ext")
    listed = set(re.findall(r"\{modules\} variorum\.(\S+)", page))
    assert listed == {str(p.parent.relative_to(PACKAGE)).replace("/", ".") for p in PACKAGE.glob("*/**/__init__.py")}


# --- the events -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listeners(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Each event, priority and handler that `setup()` registers."""
    found = set()
    connect = EventManager.connect

    def watched(self, name, callback, priority):
        if callback.__module__.startswith("variorum."):
            module = callback.__module__.removeprefix("variorum.sphinx_ext.")
            found.add((name, str(priority), f"{module}.{callback.__name__}"))
        return connect(self, name, callback, priority)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EventManager, "connect", watched)
        build_edition(MINI, tmp_path_factory.mktemp("listeners") / "out", builder="dummy")
    return found


def test_the_table_of_events_is_that_of_setup(listeners: set[tuple[str, str, str]]) -> None:
    table = set(re.findall(r"^\| `([\w-]+)` \| (\d+) \| `([\w.]+)`: \S", read("events.md"), re.MULTILINE))
    assert table == listeners, "guide/events.md has a row for each: what it does, and why just then"


# --- the theme, the finder, the reference -----------------------------------------------------------------------------


def test_the_parts_of_the_theme_are_those_that_are_put_together() -> None:
    page = read("theme.md")
    for ending in ("css", "js"):
        parts = first_cells(page, f"Part of `{ending}/`")
        assert sorted(parts) == sorted(p.name.partition(".")[0] for p in (PACKAGE / "theme" / ending).iterdir())
        put_together = (PACKAGE / "theme/static" / f"variorum.{ending}.jinja").read_text(encoding="utf-8")
        assert all(f'"{part}"' in put_together or f"/{part}." in put_together for part in parts)


def test_every_file_that_the_theme_serves_is_told() -> None:
    served = {p.name.removesuffix(".jinja") for p in (PACKAGE / "theme/static").iterdir()}
    assert set(first_cells(read("theme.md"), "File | On which pages")) == served


def test_the_files_of_the_book_are_told() -> None:
    assert set(first_cells(read("book.md"), "File")) == {p.name for p in (PACKAGE / "sphinx_ext/pdf").glob("*.typ")}


def test_the_steps_of_the_finder_are_those_of_its_query() -> None:
    query = (PACKAGE / "finder/score.sql").read_text(encoding="utf-8")
    steps = re.findall(r"^(\w+) as \(|^with\n(\w+) as \(", query, re.MULTILINE)
    rows = read("finder.md").split("| Step |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[2])]
    assert told == [first or second for first, second in steps]


def test_the_reference_has_every_room_of_the_core(pages: Path) -> None:
    (core,) = (c for c in CONTRACTS["contracts"] if c["type"] == "forbidden")
    for room in {name.removeprefix("variorum.") for name in core["source_modules"]} - {"cli"}:
        assert f"{{reference}} variorum.{room}\n" in read(f"api/{room}.md")
        page = (pages / f"api/{room}.html").read_text(encoding="utf-8")
        modules = (p.stem for p in (PACKAGE / room).glob("*.py") if p.stem != "__init__")
        assert [module for module in modules if f">{room}.{module}<" not in page] == []
        first = (ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or "")[:20]
        assert first in page.split("<h2", 1)[0]  # what the room says of itself stands before its modules


# --- pages without an edition -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "epub", "variorum-pdf"])
def test_pages_without_sources_and_works_can_be_built(tmp_path: Path, builder: str) -> None:
    root = tmp_path / "pages"
    (root / "docs").mkdir(parents=True)
    conf = 'project = "Pages"\nversion = "1"\ncopyright = "nobody"\nhtml_theme = "variorum"\n'
    conf += 'extensions = ["myst_parser", "variorum"]\n'
    conf += 'suppress_warnings = ["variorum.file-missing"]  # that there is no source is meant\n'
    (root / "conf.py").write_text(conf, encoding="utf-8")
    (root / "docs" / "index.md").write_text("# Pages\n\nWords.\n\n```python\nx = 1\n```\n", encoding="utf-8")
    assert build_edition(root, tmp_path / "out", builder=builder).warnings == ""


def test_the_bibliography_of_the_edition_is_found(mini: Path, tmp_path: Path) -> None:
    conf = mini / "conf.py"
    text = conf.read_text(encoding="utf-8")
    assert 'bibtex_bibfiles = ["references.bib"]\n' in text
    conf.write_text(text.replace('bibtex_bibfiles = ["references.bib"]\n', ""), encoding="utf-8")
    built = build_edition(mini, tmp_path / "out")
    assert built.warnings == ""
    assert "A History of the Bridge" in built.page("bibliography")
