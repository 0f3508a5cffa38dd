"""The editors' divisions of a source: sections in brackets, a strip of years, and not a letter of the text changed."""

from __future__ import annotations

import re
import shutil

import pytest
from docutils import nodes

from conftest import MINI, Built, build_edition
from variorum.reading import read_edition
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.divisions import years_told
from variorum.wording.messages import Wording

ROWS = "from\ttitle\tyears\n1\tThe building\t1901/1902\nh2\t\t1903\n4\tAfter the mayor\t\n6\tLeft over\t1898/1904\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("divisions")
    shutil.copytree(MINI, folder / "mini")
    (folder / "mini" / "sources" / "alpha" / "divisions.tsv").write_text(ROWS, encoding="utf-8")
    made = build_edition(folder / "mini", folder / "out")
    assert made.warnings == ""
    return made


def test_a_division_is_a_section_in_brackets_with_the_passages_up_to_the_next_heading(built: Built) -> None:
    tree = built.app.env.get_doctree("alpha")
    held = {
        section[0].astext(): [p["locus"] for p in section.findall(our.passage) if p["ids"]]
        for section in tree.findall(nodes.section)
        if "division" in section["classes"]
    }
    assert held == {
        "[The building, 1901–1902]": ["1", "2"],
        "[After the mayor]": ["4", "5"],
        "[Left over, 1898–1904]": ["6", "r1"],
    }


def test_the_contents_lead_to_divisions_and_the_head_to_the_years_told(built: Built) -> None:
    page = built.page("alpha")
    contents = re.search(r'<details class="contents">.*?</details>', page, re.DOTALL)
    assert contents
    assert 'href="#division-p1">[The building, 1901–1902]' in contents[0]
    strip = re.search(r'<nav class="years".*?</nav>', page, re.DOTALL)
    assert strip
    assert re.findall(r'href="#([\w-]+)" title="([^"]+)">([^<]+)<', strip[0]) == [
        ("division-p1", "The building", "1901–02"),
        ("h2", "Opening", "1903"),
        ("division-p6", "Left over", "1898–1904"),
    ]
    assert 'class="years"' not in built.page("beta")


def test_all_words_of_the_source_stand_as_without_divisions(built: Built) -> None:
    tree = built.app.env.get_doctree("alpha")
    source = read_edition(MINI).source("alpha")
    assert source
    shown = [words.astext() for words in tree.findall(our.passage_text)]
    assert shown == [p.text for p in source.citable if not p.is_heading]


def test_a_source_without_divisions_tells_no_years() -> None:
    source = read_edition(MINI).source("beta")
    assert source
    assert list(years_told(source, Wording())) == []
