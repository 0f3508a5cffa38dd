"""A table and a list of a source, on pages and in the printed book: columns, heads of columns and of rows, items."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from playwright.sync_api import expect

from books import boxes, make, overlapping, poppler
from browser import Opened
from conftest import MINI, add_source, build_edition
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.html_tables import open_table, set_cells
from variorum.sphinx_ext.doctree.layer_nodes import layer_mark
from variorum.sphinx_ext.doctree.table_cells import cells_of, is_head, names_columns
from variorum.text.column_widths import size_of, tracks_of
from watching import violations

pytest_plugins = ("browser",)

TABLE = (
    "City\tPeople\tYear\nOld Jerusalem\t17,000\t1878\nJaffa\t8,000 (about)\t1880\nAcre\t9,000 (about)\t1881\n"
    "the first\nthe second\n"
)
LABELS = ["1\tCity\tPeople\tYear", "2\tOld Jerusalem", "3\tJaffa", "4\tAcre"]


def row(*pieces: str | tuple[str, bool]) -> our.passage_text:
    """Words of a row; a pair is marked, as a label or otherwise."""
    words = our.passage_text()
    for piece in pieces:
        if isinstance(piece, str):
            words += nodes.Text(piece)
        else:
            mark = layer_mark("", piece[0], feature="label" if piece[1] else "emphasis", value="", ids=["x"])
            words += mark
    return words


@pytest.mark.parametrize(
    ("pieces", "cells", "heads", "names"),
    [
        (("a\tb c\td",), ["a", "b c", "d"], [False, False, False], False),
        ((("a\tb", True),), ["a", "b"], [True, True], True),
        ((("a", True), "\tb"), ["a", "b"], [True, False], False),
        ((("a", True), " x\t", ("b", False)), ["a x", "b"], [False, False], False),
        ((("a\tb", False), "\t\t", ("c", True)), ["a", "b", "", "c"], [False, False, False, True], False),
        ((("a", True),), ["a"], [True], False),  # a row of one cell names no columns
    ],
)
def test_a_row_is_cut_at_its_tabs(pieces, cells, heads, names):
    found = cells_of(row(*pieces))
    assert [cell.astext() for cell in found] == cells
    assert [is_head(cell) for cell in found] == heads
    assert names_columns(found) is names


def test_a_mark_across_cells_keeps_its_id_once():
    found = [mark["ids"] for cell in cells_of(row(("a\tb", True))) for mark in cell.findall(layer_mark)]
    assert found == [["x"], []]


def table(*rows: our.passage_text) -> our.passages:
    """A table of a source, with a passage for each row."""
    return our.passages("", *(our.passage("", words, kind="table-row") for words in rows), kind="table-row")


def test_each_cell_is_told_what_it_is_and_no_letter_goes():
    rows = [row(("City\tPeople", True)), row(("Jaffa", True), "\t8,000\tabout"), row("Acre\t", ("none", True))]
    texts = [words.astext() for words in rows]
    assert set_cells(table(*rows)) == [["City", "Jaffa", "Acre"], ["People", "8,000", "none"], ["about"]]
    assert [words.astext() for words in rows] == texts
    assert [[(c["role"], c["column"]) for c in words.children if isinstance(c, nodes.Element)] for words in rows] == [
        [("columnheader", ""), ("columnheader", "")],
        [("rowheader", ""), ("cell", ""), ("cell", "")],
        [("cell", ""), ("cell", "")],
    ]


def test_a_cell_that_may_stand_alone_bears_the_name_of_its_column():
    rows = [row(("\t".join(f"Column {n} unbroken" for n in range(8)), True)), row("\t".join("abcdefgh"))]
    set_cells(table(*rows))
    assert [c["column"] for c in rows[1].children if isinstance(c, nodes.Element)] == [
        f"Column {n} unbroken" for n in range(8)
    ]


@pytest.mark.parametrize(
    ("words", "columns", "size"),
    [("oak", 3, ""), ("plane tree", 8, "wide"), ("chestnut", 7, "wider"), ("incomprehensibly", 12, "widest")],
)
def test_a_table_says_how_wide_it_is(words, columns, size):
    opened = open_table([[words]] * columns)
    assert opened.count("minmax(0, ") == columns
    assert f'class="passages table-rows{" " * bool(size)}{size} of-{columns}"' in opened


def em_of(columns: list[list[str]]) -> list[float]:
    return [float(em) for em in re.findall(r"([\d.]+)(?:em|fr)\)", tracks_of(columns))]


@pytest.mark.parametrize(
    ("heads", "roomy"),  # what stands over eight columns, and which of these have room for their longest word
    [
        (["Nr", "Incomprehensibility", *"ABCDEF"], {1}),
        (["Northumberland", "Constituencies", "Seats", "Votes", "Share", "Change", "Turnout", "Year"], {0, 1}),
    ],
)
def test_a_long_word_stands_whole_where_the_line_has_room(heads, roomy):
    columns = [[head, "12"] for head in heads]
    letters = 0.8 if size_of(columns) == "wider" else 1  # of which layer.css sets such a table
    share = em_of(columns)
    unit = min(1, 36 / letters / (sum(share) + 7)) if "fr" in tracks_of(columns) else 1
    assert {n for n, head in enumerate(heads) if len(head) > 12 and share[n] * unit > len(head) * 0.53} == roomy


def test_the_words_of_a_parallel_across_cells_have_their_place_once():
    mark = our.lemma("", "", nodes.Text("a\tb"), notes="", kinds="", targets=["x"])
    words = our.passage_text("", "", mark)
    assert [m.get("targets") for cell in cells_of(words) for m in cell.findall(our.lemma)] == [["x"], None]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("table") / "mini"
    shutil.copytree(MINI, root)
    add_source(root, TABLE)
    folder = root / "sources/gamma"
    kinds = ["table-row"] * 4 + ["list-item"] * 2
    rows = [f"{n}\t{kind}\t{n}\t" for n, kind in enumerate(kinds, start=1)]
    (folder / "outline.tsv").write_text("\n".join(["lines\tkind\tlocus\tremark", *rows]) + "\n", encoding="utf-8")
    layer = [f"{locus}\t{word}\tlabel\t\t\t" for locus, *words in (r.split("\t") for r in LABELS) for word in words]
    (folder / "layer.tsv").write_text(
        "\n".join(["locus\twords\tfeature\tvalue\tbefore\tafter", *layer]) + "\n", encoding="utf-8"
    )
    for name, passage in (("rows", "passage: 2-3"), ("cells", 'passage: "4", lemma: "Acre\\t9,000"')):
        members = f'  - {{source: gamma, {passage}}}\n  - {{source: alpha, passage: "1"}}\n'
        head = f"---\nrelation: agrees\ndate: '1903'\npassages:\n{members}title: {name}\n---\n"
        (root / f"parallels/{name}.md").write_text(f"{head}Both say so.\n", encoding="utf-8")
    note = (
        '---\npassage: "4"\nlemma: "(about)\\t1881"\nkind: context\nby: A. Editor\n---\nA round number, it is said.\n'
    )
    (folder / "annotations").mkdir()
    (folder / "annotations/ga-round.md").write_text(note, encoding="utf-8")
    (root / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{toctree}\ngamma\n```\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def book(edition: Path) -> Path:
    return next(make(edition, variorum_pdf_only="gamma").out.glob("*.pdf"))


LEFTS = """[...document.querySelectorAll("[role=row] > .words")].map((row) =>
  [...row.children].map((cell) => [cell.getAttribute("role"), Math.round(cell.getBoundingClientRect().left)]))"""
COPIED = """(id) => {
  const words = document.querySelector(`#${id} .words`), data = new DataTransfer();
  getSelection().selectAllChildren(words);
  words.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
  return data.getData("text/plain");
}"""


@pytest.fixture(scope="module")
def pages(edition: Path) -> Path:
    built = build_edition(edition, edition.parent / "html")
    assert built.warnings == ""
    return built.out


def test_columns_of_a_page_stand_in_line_and_a_row_is_copied_letter_by_letter(pages: Path, opened: Opened):
    page = opened(pages / "gamma.html", viewport={"width": 1440, "height": 900})
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        head, *rows = page.evaluate(LEFTS)
        assert [role for role, _ in head] == ["columnheader"] * 3
        assert [[role for role, _ in row] for row in rows] == [["rowheader", "cell", "cell"]] * 3
        lefts = [left for _, left in head]
        assert len(set(lefts)) == 3
        assert all([left for _, left in row] == lefts for row in rows)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(COPIED, "p3") == "Jaffa\t8,000 (about)\t1880"
    assert violations(page) == []


CELLS = """(row) => [...row.querySelectorAll(":scope > .words > [role]")].map((cell) => [
  cell.getAttribute("role"),
  [...cell.childNodes].map((n) => (n.matches?.(".counterpart") ? "" : n.textContent)).join(""),
])"""


@pytest.mark.parametrize("width", [1440, 390])
def test_beside_another_source_rows_are_rows_and_their_words_are_theirs(pages: Path, opened: Opened, width: int):
    page = opened(
        pages / "compare.html", "?left=gamma&right=alpha&parallel=cells", viewport={"width": width, "height": 900}
    )
    rows = page.locator(".left [role=table] > [role=row]")
    expect(rows).to_have_count(4)
    assert [rows.nth(n).evaluate(CELLS) for n in range(4)] == [
        [["columnheader", "City"], ["columnheader", "People"], ["columnheader", "Year"]],
        [["rowheader", "Old Jerusalem"], ["cell", "17,000"], ["cell", "1878"]],
        [["rowheader", "Jaffa"], ["cell", "8,000 (about)"], ["cell", "1880"]],
        [["rowheader", "Acre"], ["cell", "9,000 (about)"], ["cell", "1881"]],
    ]
    assert rows.locator(".words").all_text_contents() == TABLE.split("\n")[:4]
    lefts = [[left for _, left in row] for row in page.evaluate(LEFTS)]
    assert lefts[0] == lefts[1] == lefts[2] == lefts[3]
    assert len(set(lefts[0])) == 3
    assert page.locator(".left mark.active").all_text_contents() == ["Acre", "9,000"]
    assert violations(page) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_on_paper_a_row_with_a_note_keeps_its_number(pages: Path, opened: Opened, tmp_path: Path):
    page = opened(pages / "gamma.html")
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    found = [(word, box) for _, box, word in boxes(tmp_path / "printed.pdf")]
    name = next(box for word, box in found if word == "Acre")
    assert [word for word, box in found if box[2] < name[0] and abs(box[3] - name[3]) < 6] == ["4"]


def test_where_a_row_is_quoted_its_cells_stand_apart(pages: Path, opened: Opened):
    held = (pages / "parallels.html").read_text(encoding="utf-8")
    assert "Old Jerusalem | 17,000 | 1878<br/>Jaffa | 8,000 (about) | 1880" in held
    assert "Acre | 9,000</p>" in held
    assert '<p class="note-lemma">(about) | 1881</p>' in (pages / "gamma.html").read_text(encoding="utf-8")
    previews = "".join(p.read_text(encoding="utf-8") for p in pages.glob("_static/previews/*.js"))
    assert "Old Jerusalem | 17,000 | 1878 / Jaffa | 8,000 (about) | 1880" in previews
    assert "\\t" not in previews
    page = opened(pages / "search.html", "?q=17%2C000")
    found = page.locator(".result-words").first
    assert found.text_content().split("\t") == ["Old Jerusalem", "17,000", "1878"]
    signs = "(all) => all.map((one) => getComputedStyle(one, '::after').content)"
    assert all("| " in sign for sign in found.locator(".cell-ends").evaluate_all(signs))


def below(element: Any, kind: str) -> list[Any]:
    import pikepdf

    held = element.get("/K", ())
    kids = [k for k in (held if isinstance(held, pikepdf.Array) else [held]) if isinstance(k, pikepdf.Dictionary)]
    return [*([element] if element.get("/S") == kind else []), *(e for kid in kids for e in below(kid, kind))]


def test_heads_of_columns_and_rows_are_told(book):
    import pikepdf

    with pikepdf.open(book) as file:
        root = file.Root.StructTreeRoot
        (table,) = [
            t for t in below(root.K[0], "/Table") if any(h.A[0].get("/Scope") == "/Row" for h in below(t, "/TH"))
        ]
        scopes = [str(said.Scope) for head in below(table, "/TH") for said in head.A if "/Scope" in said]
        assert scopes == ["/Column"] * 3 + ["/Row"] * 3
        names = {str(head.ID) for head in below(table, "/TH")}
        held = [
            {str(name) for said in cell.A if "/Headers" in said for name in said.Headers}
            for cell in below(table, "/TD")
        ]
        assert all(len(heads) == 2 and heads <= names for heads in held)
        assert names <= set(map(str, root.IDTree.Names[::2]))
        assert len(below(root.K[0], "/LI")) >= 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_columns_stand_below_one_another_and_items_have_their_mark(book):
    found = [(box, re.sub("[^\\w,–]", "", word)) for _, box, word in boxes(book)]
    left = {word: round(box[0], 1) for box, word in found}
    assert left["People"] == left["17,000"] == left["8,000"]
    assert left["Year"] == left["1878"] == left["1880"]
    middle = {word: (box[1] + box[3]) / 2 for box, word in found}
    marks = [(box[1] + box[3]) / 2 for box, word in found if re.fullmatch("–", word)]
    assert any(abs(mark - middle["second"]) < 3 for mark in marks)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_columns_that_have_no_room_side_by_side_stand_one_below_another_in_the_book(mini: Path):
    heads = ["Province", "Incomprehensibility", "Administration", "Correspondence", "Transportation", "Representatives"]
    table = ["\t".join(heads), "\t".join(["Jaffa", "17,000", "1878", "three", "44,123", "internationalisation"])]
    fewer = [
        "\t".join(["Nr", "Constituencies", "Seats", "Votes", "Turnout"]),
        "\t".join(["1", "12", "33", "17,204", "78"]),
    ]
    add_source(mini, "\n".join([*table, "Between.", *fewer]) + "\n")
    folder = mini / "sources/gamma"
    outline = folder / "outline.tsv"
    rows = re.sub(r"(?m)^([1245])\tparagraph", r"\1\ttable-row", outline.read_text(encoding="utf-8"))
    outline.write_text(rows, encoding="utf-8")
    layer = [f"1\t{word}\tlabel\t\t\t" for word in heads]
    (folder / "layer.tsv").write_text("\n".join(["locus\twords\tfeature\tvalue\tbefore\tafter", *layer]) + "\n")
    (mini / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = mini / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{toctree}\ngamma\n```\n", encoding="utf-8")
    pdf = next(make(mini, variorum_pdf_only="gamma").out.glob("*.pdf"))
    assert overlapping(pdf) == []
    assert "Incomprehensibility: 17,000\nAdministration: 1878\n" in poppler(pdf)
    left = {word: round(box[0], 1) for _, box, word in boxes(pdf)}
    assert left["Constituencies"] == left["12"] < left["Seats"] == left["33"]


def test_a_picture_behind_a_table_stands_in_none_of_its_cells(tmp_path: Path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    add_source(root, "Day\tPrice\nNight\tHalf\n\nAfter.\n")
    folder = root / "sources/gamma"
    outline = "1\ttable-row\t1\t\n2\ttable-row\t2\t\n4\tparagraph\t3\t\n"
    (folder / "outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{outline}", encoding="utf-8")
    rows = "".join(f"{locus}\t{words} _ _\timage\tA boat {locus}\t\t\n" for locus, words in ((1, "Price"), (2, "Half")))
    (folder / "layer.tsv").write_text(f"locus\twords\tfeature\tvalue\tbefore\tafter\n{rows}", encoding="utf-8")
    (root / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{toctree}\ngamma\n```\n", encoding="utf-8")
    built = build_edition(root, tmp_path / "html")
    page = built.app.env.get_doctree("gamma")
    shown = [
        n.astext() if isinstance(n, our.passages) else [point["value"] for point in n.children]
        for n in page.findall(nodes.Element)
        if isinstance(n, our.passages) or "behind-table" in n["classes"]
    ]
    assert shown == ["Day\tPrice", ["A boat 1"], "Night\tHalf", ["A boat 2"]]
