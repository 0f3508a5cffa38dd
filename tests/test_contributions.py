"""What people who send one file get wrong: tests/cases/contributions.toml; each mistake is told once, where it is."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from conftest import HERE, MINI
from variorum.checking.drafts import _IN_BODIES, _IN_HEADS
from variorum.checking.edition import check
from variorum.model.house_rules import AUTHOR_YEAR, CITED, LAST_FIRST, HouseRules
from variorum.reading import read_edition

CASES = tomllib.loads((HERE / "cases" / "contributions.toml").read_text(encoding="utf-8"))["case"]
HOUSE = HouseRules(AUTHOR_YEAR, LAST_FIRST, CITED, (3, 30), ("dispute",), "en")


def said(root: Path) -> list[str]:
    return [str(problem) for problem in check(read_edition(root, rules=HOUSE))]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition, in which notes of a house that asks for something are in order."""
    root = tmp_path_factory.mktemp("house") / "mini"
    shutil.copytree(MINI, root)
    note = root / "sources/beta/annotations/be-year.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("See {annotation}", "See {cite:t}`Berg1999` and {annotation}"), encoding="utf-8")
    assert said(root) == []
    return root


def test_the_table_holds_a_hundred_mistakes():
    assert len(CASES) >= 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mistake_is_told_once_with_its_place_and_remedy(house: Path, case: dict):
    file = house / case["file"]
    before = file.read_bytes() if file.exists() else None
    made = [folder for folder in file.parents if not folder.exists()]
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        if "write" in case:
            file.write_text(case["write"], encoding="utf-8")
        else:
            stands, wrote = case["change"]
            text = file.read_text(encoding="utf-8")
            assert text.count(stands) >= 1
            file.write_text(text.replace(stands, wrote, 1), encoding="utf-8")
        lines = said(house)
    finally:
        file.unlink() if before is None else file.write_bytes(before)
        for folder in made:
            folder.rmdir()
    assert lines[0].startswith(case["says"] + " "), lines
    assert case["contains"] in lines[0]
    assert len(lines) == case.get("lines", 1), lines


@pytest.mark.parametrize("sign", [*_IN_BODIES, *_IN_HEADS], ids=lambda sign: sign.form.pattern[:30])
def test_where_a_sign_is_found_its_trace_is(sign):
    texts = [words for case in CASES for words in case.get("change", ())]
    found = [text for text in texts if sign.form.search(text)]
    assert found
    assert all(re.search(sign.trace, text) for text in found)
