"""Verse with a gap between its halves: a bayt of Arabic, a line of Old English, in every output."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from books import boxes
from conftest import HERE, build_edition

BAYT = "عبر الملّاح نهرًا في المساء     والقارب الأزرق في طيّ الخفاء"
# Each half as it stands: its letters, where it begins (from the side where lines begin), its top and its bottom.
HALVES = """() => [...document.querySelectorAll("[id='p3'] .half-line, [data-anchor='p3'] .half-line")].map((half) => {
  const box = half.getBoundingClientRect();
  return [half.textContent, innerWidth - box.right, box.top, box.bottom];
})"""
SELECTED = """() => {
  getSelection().selectAllChildren(document.querySelector("#p3 .words"));
  return getSelection().toString();
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition in six scripts; its annotation `evening` hangs on words on both sides of the gap."""
    built = build_edition(HERE / "editions/scripts", tmp_path_factory.mktemp("halves") / "html")
    assert built.warnings == ""
    out: Path = built.out
    return out


@pytest.mark.parametrize(("width", "is_narrow"), [(1440, False), (820, False), (390, True), (360, True)])
def test_halves_stand_beside_one_another_or_each_on_its_line(watched, folder, width, is_narrow):
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(f"file://{folder}/arabic.html")
    (first, at, top, bottom), (second, set_in, top_of_second, bottom_of_second) = page.evaluate(HALVES)
    assert [first, second] == BAYT.split("     ")
    assert (top_of_second >= bottom - 1) is is_narrow
    assert set_in > at + 20, "the second half is set in, or stands behind the first"
    assert bottom - top == pytest.approx(bottom_of_second - top_of_second, abs=1), "one line each, as high as others"
    assert page.evaluate(SELECTED) == BAYT


def test_a_long_half_stays_in_its_column_and_its_lines_stand_apart(watched, folder):
    watched.page.set_viewport_size({"width": 390, "height": 900})
    page = watched.open(f"file://{folder}/arabic.html")
    height = page.evaluate(HALVES)[1][3] - page.evaluate(HALVES)[1][2]
    page.evaluate("document.querySelectorAll('#p3 .half-line').forEach((half) => half.append(' والقارب'.repeat(9)))")
    for _, at, top, bottom in page.evaluate(HALVES):
        assert at >= 0
        assert bottom - top > 1.9 * height
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_column_beside_others_has_the_same_halves(watched, folder):
    shown = "[...document.querySelectorAll('.half-line, .half-gap')].map((one) => [one.className, one.textContent])"
    page = watched.open(f"file://{folder}/arabic.html")
    on_page = page.evaluate(shown)
    page.goto(f"file://{folder}/compare.html?left=arabic&right=log")
    expect(page.locator(".column.left .half-line").first).to_be_attached()
    assert page.evaluate(shown) == on_page
    assert [letters for _, letters in on_page][:3] == re.split("(     )", BAYT)


def test_a_lemma_goes_on_behind_the_gap_and_is_called_once(folder):
    page = (folder / "arabic.html").read_text(encoding="utf-8")
    line = re.search('id="p3">.*?</p>', page, re.DOTALL)[0]
    marked = re.findall('<mark class="lemma" data-notes="2">(.*?)</mark>', line)
    assert "".join(marked) == "في المساء     والقارب"
    assert line.count("note-reference") == 1


@pytest.mark.parametrize(("paper", "is_narrow"), [("170x240", False), ("100x150", True)])
def test_in_the_book_too(tmp_path, paper, is_narrow):
    edition = Path(shutil.copytree(HERE / "editions/scripts", tmp_path / "edition"))
    built = build_edition(edition, tmp_path / "pdf", builder="variorum-pdf", variorum_pdf_paper=paper)
    assert built.warnings == ""
    # poppler gives the letters of a word from the left
    found = {word[::-1]: box for _, box, word in boxes(next(built.out.glob("*.pdf"))) if word[::-1] in BAYT}
    (_, top, right, _), (_, top_of_second, right_of_second, _) = found["عبر"], found["الخفاء"]
    assert (top_of_second > top + 5) is is_narrow
    assert right_of_second < right or is_narrow


def test_the_electronic_book_knows_halves(tmp_path):
    built = build_edition(HERE / "editions/scripts", tmp_path / "epub", builder="epub", version="1", copyright="x")
    with zipfile.ZipFile(next(built.out.glob("*.epub"))) as book:
        styles = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".css"))
        page = next(book.read(n).decode() for n in book.namelist() if n.endswith("arabic.xhtml"))
    assert ".half-line { display: inline-block" in styles
    assert f'<span class="half-line">{BAYT.split("     ")[0][:15]}' in page
