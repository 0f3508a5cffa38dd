"""A parallel that holds a range of passages is beside each of them; books have it once, with its range."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from conftest import HERE, build_edition
from watching import COLOURS, violations

PARALLEL = """---
relation: contradicts
title: The whole crossing
date: "1902"
passages:
  - {source: hebrew, passage: "1:1–1:3"}
  - {source: log, passage: "2"}
---
Both.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Path(shutil.copytree(HERE / "editions/scripts", tmp_path_factory.mktemp("ranges") / "edition"))
    (made / "parallels/crossing.md").write_text(PARALLEL, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    built = build_edition(root, root.parent / "html")
    assert built.warnings == ""
    out: Path = built.out
    return out


def lines(page: str) -> dict[str, list[tuple[str, str]]]:
    """The lines of the rail of each passage: their classes, and the parallel that they lead to."""
    found = {}
    for passage in re.split(r'<div class="[^"]*passage ', page)[1:]:
        name = re.search(r' id="(p[^"]*)"', passage)
        own = re.findall(r'<li[^>]* class="([^"]*)">(?:<span[^>]*></span>)*<a href="[^"]*#parallel-(\w+)"', passage)
        found[name[1] if name else ""] = own
    return found


def test_each_passage_of_a_range_has_the_parallel_on_its_rail(folder):
    found = lines((folder / "hebrew.html").read_text(encoding="utf-8"))
    assert ("contradicts", "crossing") in found["p1_1"]
    assert ("contradicts goes-on", "crossing") in found["p1_2"]
    assert ("contradicts goes-on", "crossing") in found["p1_3"]
    assert "crossing" not in [parallel for _, parallel in found["p1_4"]]


def test_words_that_go_across_are_lit_from_the_rail_of_each_passage(folder):
    page = (folder / "greek.html").read_text(encoding="utf-8")
    found = lines(page)
    assert ("agrees", "boat") in found["p1.5"], "it hangs where its words end"
    assert ("agrees goes-on", "boat") in found["p1.4"]
    number = re.search(r'#parallel-boat" data-notes="(\w+)"', page)
    assert number
    assert len(re.findall(rf'<mark class="[^"]*"[^>]* data-notes="[^"]*\b{number[1]}\b', page)) >= 2


def test_another_number_reaches_the_pages_of_all_passages_of_a_range(root, tmp_path):
    """A long work is many pages: that of the third verse is made from what hangs on the first."""
    edition = Path(shutil.copytree(root, tmp_path / "edition"))
    page = edition / "docs/hebrew.md"
    told = page.read_text(encoding="utf-8")
    part = told.replace("```{source} hebrew\n", "```{source} hebrew\n:from: 1:3\n")
    page.write_text(part, encoding="utf-8", newline="\n")
    (edition / "docs/begin.md").write_text("# Begin\n\n```{source} hebrew\n:to: 1:2\n```\n", encoding="utf-8")
    index = edition / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("\nhebrew\n", "\nbegin\nhebrew\n"), encoding="utf-8")
    before = build_edition(edition, tmp_path / "html").page("hebrew")
    assert "The whole crossing" in before
    (edition / "parallels/crossing.md").write_text(PARALLEL.replace("whole", "long"), encoding="utf-8", newline="\n")
    after = build_edition(edition, tmp_path / "html").page("hebrew")
    assert "The whole crossing" not in after
    assert after.count("The long crossing") == before.count("The whole crossing")


def test_books_have_it_once_with_its_range(root, tmp_path):
    built = build_edition(root, tmp_path / "epub", builder="epub", version="1", copyright="x")
    assert built.warnings == ""
    with zipfile.ZipFile(next(built.out.glob("*.epub"))) as book:
        page = book.read(next(name for name in book.namelist() if name.endswith("hebrew.xhtml"))).decode()
    assert len(re.findall(r'<aside[^>]*class="note parallel contradicts', page)) == 1
    assert re.search(r"The whole crossing(</span>)?</a> · Il. 1:1–1:3<", page)


def test_its_lines_can_be_read_in_light_and_dark(watched, folder):
    page = watched.open(f"file://{folder}/hebrew.html")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, COLOURS) == []


@pytest.mark.parametrize("width", [390, 820])
def test_counts_and_lines_of_the_rail_have_the_room_of_a_finger(folder, watched, width):
    page = watched.open(f"file://{folder}/hebrew.html")
    page.set_viewport_size({"width": width, "height": 900})
    assert violations(page, {"runOnly": {"type": "rule", "values": ["target-size"]}}) == []
    page.evaluate("document.querySelectorAll('.rail').forEach((rail) => rail.open = true)")
    heights = page.locator(".rail li > a:visible").evaluate_all("all => all.map((a) => a.offsetHeight)")
    assert heights
    assert min(heights) >= 24
