"""How headings, verse, long numbers and notes of a source stand on pages and in books."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from books import boxes, make, overlapping, run
from browser import Opened
from conftest import MINI, add_source, build_edition
from watching import violations

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")

LONG = "Sect.IV:cap.12,par.345.a"
# kind, locus, words
ROWS = (
    *((f"heading-{level}", f"h{level}", f"Depth {level}") for level in range(1, 7)),
    ("paragraph", LONG, "Four and twenty signs."),
    ("paragraph", "800", "Eight comes after."),
    ("verse", "8b", "Two lines in one."),
    ("verse", "9", "A line of verse,"),
    ("verse", "2.485", "and one more line."),
    ("paragraph", "11", "Prose begins again; סירה is a boat.¹"),
    ("footnote", "n1", "A note of the witness."),
)
LAYER = (
    "locus\twords\tfeature\tvalue\tbefore\tafter\n"
    "8b\tTwo lines\tline\t\t\t\n"
    "800\tEight\tsupplied\tlost\t\t\n"
    "11\tboat.¹\tnote\tn1\t\t\n"
    "11\tסירה\temphasis\t\t\t\n"
)


NOTE = '---\npassage: "800"\nlemma: "after"\nkind: context\nby: The editors\n---\nNot before.\n'


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("shapes") / "mini"))
    add_source(root, "".join(f"{words}\n" for _, _, words in ROWS))
    outline = "".join(f"{line}\t{kind}\t{locus}\t\n" for line, (kind, locus, _) in enumerate(ROWS, start=1))
    (root / "sources/gamma/outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{outline}", encoding="utf-8")
    (root / "sources/gamma/layer.tsv").write_text(LAYER, encoding="utf-8")
    (root / "sources/gamma/annotations").mkdir()
    (root / "sources/gamma/annotations/ga-eight.md").write_text(NOTE, encoding="utf-8")
    (root / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("\nbeta\n", "\nbeta\ngamma\n"), encoding="utf-8", newline="\n")
    return root


@pytest.fixture(scope="module")
def book(edition: Path) -> Path:
    return next(make(edition).out.glob("*.pdf"))


def test_six_levels_of_headings_are_six_levels_of_bookmarks(book):
    levels: dict[str, int] = {}

    def walk(outline: list, depth: int) -> None:
        for entry in outline:
            if isinstance(entry, list):
                walk(entry, depth + 1)
            else:
                levels[entry.title] = depth

    walk(PdfReader(book).outline, 0)
    assert [levels[f"Depth {level}"] for level in range(1, 7)] == [1, 2, 3, 4, 5, 6]


@pytest.fixture(scope="module")
def page_of_source(edition: Path) -> Path:
    return build_edition(edition, edition.parent / "html").out / "gamma.html"


@pytest.fixture(scope="module")
def electronic(edition: Path) -> Path:
    built = build_edition(edition, edition.parent / "epub", builder="epub", version="1", copyright="x")
    with ZipFile(next(built.out.glob("*.epub"))) as book:
        book.extractall(edition.parent / "unpacked")
    return edition.parent / "unpacked/gamma.xhtml"


def test_a_page_of_the_electronic_book_is_read_to_its_end(electronic):
    """A reader of books shows an error where a page is not well formed."""
    root = ElementTree.parse(electronic).getroot()
    assert [sum(e.tag.endswith(f"}}{tag}") for e in root.iter()) for tag in ("wbr", "br")] == [6, 1]


@pytest.mark.parametrize(("said", "depth"), [("", 6), ("epub_tocdepth = 3\n", 2)])
def test_the_navigation_of_the_electronic_book_is_as_deep_as_its_headings(edition, tmp_path, said, depth):
    made = Path(shutil.copytree(edition, tmp_path / "edition"))
    with (made / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(said)
    out = build_edition(made, tmp_path / "epub", builder="epub", version="1", copyright="x").out
    contents = (out / "nav.xhtml").read_text(encoding="utf-8")
    assert [f">Depth {n}</a>" in contents for n in range(1, 7)] == [n <= depth for n in range(1, 7)]


def test_numbers_and_words_of_verse_stand_apart_in_the_electronic_book(electronic, opened: Opened):
    page = opened(electronic, viewport={"width": 500, "height": 900})
    number, words = page.evaluate(
        """[".locus", ".words"].map(part => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(`.verse:not(.unnumbered) > ${part}`));
            return range.getBoundingClientRect();
        }).map((box, at) => at ? box.left : box.right)"""
    )
    assert 0 <= number <= words


def test_each_level_of_headings_looks_otherwise_than_the_next(page_of_source, opened: Opened):
    page = opened(page_of_source)
    looks = page.evaluate(
        """[...document.querySelectorAll("section.source-heading > :is(h2, h3, h4, h5, h6)")].map(heading => {
            const { fontSize, fontWeight, fontStyle, color } = getComputedStyle(heading);
            return [fontSize, fontWeight, fontStyle, color].join(" ");
        })"""
    )
    assert len(looks) == len(set(looks)) == 6


@pytest.mark.parametrize("width", [390, 1440])
def test_a_number_of_many_lines_ends_before_the_next_begins(page_of_source, opened: Opened, width):
    page = opened(page_of_source, viewport={"width": width, "height": 900})
    ends, begins = page.evaluate(
        """["p-Sect", "p800"].map(id => document.querySelector(`[id^="${id}"] .locus`).getBoundingClientRect())
            .map((box, at) => at ? box.top : box.bottom)"""
    )
    assert ends <= begins + 1  # room within the next one's own box


def test_a_printed_page_has_the_number_of_a_passage_with_notes(page_of_source, opened: Opened, tmp_path):
    opened(page_of_source).pdf(path=tmp_path / "printed.pdf", format="A4")
    assert place(boxes(tmp_path / "printed.pdf"), "800")[2] < place(boxes(tmp_path / "printed.pdf"), "comes")[0]


def test_what_is_said_of_a_search_from_the_right_keeps_its_figures_apart(page_of_source, opened: Opened):
    page = opened(page_of_source.with_name("search.html"), "?q=סירה")
    page.locator(".search-status bdi", has_text="סירה").wait_for()
    assert page.locator(".search-status").inner_text() == "1 result for “סירה”: 1 in Sources."


def test_what_the_editor_of_the_witness_supplied_is_told_in_results_without_colour(page_of_source, opened: Opened):
    page = opened(page_of_source.with_name("search.html"), "?q=eight", color_scheme="dark")
    supplied = page.locator(".shown-supplied")
    supplied.wait_for()
    assert supplied.evaluate("one => getComputedStyle(one, '::before').content") == '"⟨"'
    assert violations(page) == []


@pytest.fixture(scope="module")
def words(book: Path) -> list[tuple[int, tuple[float, float, float, float], str]]:
    return boxes(book)


def place(words, sign: str, after: str = "") -> tuple[float, float, float, float]:
    """The box of a word in the book: the first below another one."""
    seen = not after
    for _, box, word in words:
        if seen and word == sign:
            return box
        seen = seen or word == after
    raise AssertionError(sign)


def test_no_number_of_the_book_lies_over_another(book):
    assert overlapping(book) == []


def test_prose_and_notes_stand_apart_from_verse_and_text_in_the_book(words):
    verse, more = place(words, "A", "Eight"), place(words, "and", "verse,")
    prose, note = place(words, "Prose"), place(words, "witness.")
    pitch = more[1] - verse[1]
    assert prose[1] - more[1] > 1.3 * pitch
    assert note[1] - prose[1] > 1.8 * pitch


def test_a_note_of_a_source_leads_back_to_its_call_in_the_book(book, words):
    number = place(words, "n1")
    page = next(p for p in PdfReader(book).pages if "A note of the witness" in p.extract_text())
    height = float(page.mediabox.height)
    links = [a.get_object() for a in page.annotations or ()]
    inside = [
        link
        for link in links
        if float(link["/Rect"][0]) <= (number[0] + number[2]) / 2 <= float(link["/Rect"][2])
        and float(link["/Rect"][1]) <= height - (number[1] + number[3]) / 2 <= float(link["/Rect"][3])
    ]
    assert len(inside) == 1


def test_emphasis_of_a_script_without_italics_is_bold_in_the_book(book):
    fonts = run("pdffonts", book)
    assert re.search(r"Hebrew-?\S*Bold", fonts), fonts
