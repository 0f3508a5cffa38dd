"""The rooms of the package and their one direction: the contracts hold, and each kind of stray module breaks one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a copy of the package; the copy is found before the one that is installed."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder / "src",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "theme", "template"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_all_imports_go_one_way(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("newthing", "import json", "newthing"),  # a room without a place
        ("text/stray", "from sphinx.util import logging", "variorum.text is not allowed to import sphinx"),
        ("works/stray", "from docutils import nodes", "variorum.works is not allowed to import docutils"),
        ("reading/stray", "from variorum.cli import main", "variorum.reading is not allowed to import variorum.cli"),
        ("sphinx_ext/stray", "import json", "stray"),
        (
            "sphinx_ext/doctree/stray",
            "from variorum.sphinx_ext.build.domain import domain_of",
            "variorum.sphinx_ext.doctree is not allowed to import",
        ),
        (
            "sphinx_ext/build/stray",
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from variorum.sphinx_ext.html import previews",
            "variorum.sphinx_ext.build is not allowed to import",
        ),
    ],
)
def test_a_stray_module_is_noticed(house: Path, module: str, line: str, broken: str) -> None:
    path = house / "src" / "variorum" / f"{module}.py"
    path.write_text(f'"""A stray."""\n\n{line}\n', encoding="utf-8")
    try:
        done = lint(house)
    finally:
        path.unlink()
    assert done.returncode != 0, done.stdout
    assert broken in " ".join(done.stdout.split())


def test_a_circle_inside_a_room_is_noticed(house: Path) -> None:
    room = house / "src" / "variorum" / "text"
    circle = {
        "stray": "from variorum.text import straying",
        "straying": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from variorum.text import stray",
    }
    for name, lines in circle.items():
        (room / f"{name}.py").write_text(f'"""A stray."""\n\n{lines}\n', encoding="utf-8")
    try:
        done = lint(house)
    finally:
        for name in circle:
            (room / f"{name}.py").unlink()
    assert done.returncode != 0, done.stdout
    assert "No circle inside any room, also not for types only BROKEN" in " ".join(done.stdout.split())


def test_every_room_but_one_may_know_no_sphinx() -> None:
    layers, _, forbidden, _ = CONTRACTS
    rooms = {f"variorum.{room.strip()}" for layer in layers["layers"] for room in layer.split("|")}
    assert set(forbidden["source_modules"]) == rooms - {"variorum.sphinx_ext"}


# one home per idea: what is looked for, and the only file that may hold it
HOMES = {
    r'get_domain\("cite"\)': "sphinx_ext/build/cite_domain.py",
    r'get_domain\("variorum"\)': "sphinx_ext/build/domain.py",
    r"\bbuilder\.(?:name|format)\b": "sphinx_ext/output.py",
    r"\[ ?:[^\]\n]+\][^\n\"]*(?:\} ?…| …\")|“\{[^}\n]*\[:\d+\]\}": "text/excerpt.py",  # cutting words that people read
}


@pytest.mark.parametrize("form", HOMES)
def test_an_idea_has_one_home(form: str) -> None:
    package = ROOT / "src/variorum"
    found = [p for p in package.rglob("*.py") if re.search(form, p.read_text(encoding="utf-8"))]
    assert {p.relative_to(package).as_posix() for p in found} <= {HOMES[form]}
