"""The six recipes of the developers' guide, followed to the letter in a copy of the software: each ends in its test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from conftest import REPOSITORY

RECIPES = sorted((REPOSITORY / "guide" / "recipes").glob("*.toml"))
BUILT = shutil.ignore_patterns("__pycache__", "payloads", ".*")


def follow(recipe: dict[str, Any], root: Path) -> None:
    """Do what a recipe says."""
    for change in recipe["change"]:
        path = root / change["file"]
        put = change.get("put", "").removeprefix("\n")
        if "append" in change:
            path.write_text(path.read_text(encoding="utf-8") + change["append"], encoding="utf-8")
        elif "find" in change:
            text = path.read_text(encoding="utf-8")
            find = change["find"].strip("\n")
            assert text.count(find) == 1, f"{change['file']} should have once: {find}"
            path.write_text(text.replace(find, put.rstrip("\n")), encoding="utf-8")
        else:
            assert not path.exists(), f"{change['file']} is there already"
            path.write_text(put, encoding="utf-8")


def test_the_recipes_that_are_followed_pass_their_tests(tmp_path):
    """All in one copy, so that one run of pytest is enough; none may stand in another's way."""
    for folder in ("src", "tests"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=BUILT)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    wanted: list[str] = []
    for path in RECIPES:
        recipe = tomllib.loads(path.read_text(encoding="utf-8"))
        follow(recipe, tmp_path)
        wanted += recipe["run"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *wanted],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


def test_there_are_recipes_for_what_is_added_most():
    assert {p.stem for p in RECIPES} == {"kind", "relation", "check", "role", "output", "importer"}
