"""A long source is many pages: cut where it divides itself, its notes, links and columns going across them."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from browser import Opened
from conftest import Built, build_edition, differences, tree
from test_builds import rebuild
from variorum.checking.edition import check
from variorum.cli import main
from variorum.reading import read_edition

pytest_plugins = ("browser",)

BOOK = r"""\id GEN
\mt1 Beginnings
\c 1
\s1 The morning
\p
\v 1 In the morning he rose.\f + \ft Or woke.\f*
\v 2 He rowed on.
\c 2
\s1 The noon
\p
\v 1 At noon he rested.\f + \ft Or slept.\f*
\v 2 The river went on.
\c 3
\p
\v 1 In the evening he came.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("long") / "new"
    CliRunner().invoke(main, ["init", str(made)])
    file = made.parent / "gen.usfm"
    file.write_text(BOOK, encoding="utf-8")
    command = ["import", str(file), "--siglum", "Gn", "--split", "--language", "en", "--edition", str(made)]
    done = CliRunner().invoke(main, command)
    assert "docs/sources/gen.md and 3 pages" in done.output, done.output
    for words, body in (("came", "He came back, as in {passage}`Gn 1:1–2`."), ("rowed on", "As in {passage}`Gn 2:2`.")):
        note = ["annotate", "Gn", words, "--kind", "context", "--by", "me", "--body", body, "--edition", str(made)]
        assert CliRunner().invoke(main, note).exit_code == 0
    return made


@pytest.fixture(scope="module")
def built(root: Path) -> Built:
    return build_edition(root, root.parent / "html")


def test_pages_are_written_where_the_text_divides_itself(root, built):
    pages = sorted(p.read_text(encoding="utf-8") for p in (root / "docs/sources/gen").glob("*.md"))
    assert [page.split("\n")[0] for page in pages] == ["# Gn · 1. The morning", "# Gn · 2. The noon", "# Gn · 3"]
    assert ":from: h3\n:to: 2:2\n" in pages[1]
    assert check(read_edition(root)) == ()
    assert built.warnings == ""


def test_notes_of_the_source_stand_on_the_page_that_calls_them(built):
    first, second = built.page("sources/gen/1"), built.page("sources/gen/2")
    assert 'id="n1"' in first
    assert 'href="#n1" role="doc-noteref"' in first
    assert 'id="n2"' not in first
    assert 'id="n2"' in second
    assert "Or slept." in second


def test_links_numbers_and_columns_go_across_the_pages(built):
    assert 'href="1.html#p1_1"' in built.page("sources/gen/3")
    assert 'href="2.html#p2_2"' in built.page("sources/gen/1")
    assert 'data-number="2"' in built.page("sources/gen/3")  # numbered through the source
    column = (built.out / "columns/gen.js").read_text(encoding="utf-8")
    assert '"pages":[[0,"sources/gen/1.html"],[4,"sources/gen/2.html"],[7,"sources/gen/3.html"]' in column
    assert 'rel="next" href="2.html"' in built.page("sources/gen/1")


EDITS = {
    "in the last note": (lambda notes: rewrite(notes[1], "He came back", "He went home"), {"sources/gen/3"}),
    "a note before it, which gives it another number": (
        lambda notes: (
            notes[0]
            .with_name("gn-new.md")
            .write_text(
                notes[0]
                .read_text(encoding="utf-8")
                .replace('passage: "1:2"', 'passage: "1:1"')
                .replace("rowed on", "rose"),
                encoding="utf-8",
            )
        ),
        {"sources/gen/1", "sources/gen/3"},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_only_the_pages_that_show_an_edit_are_read_again(root, built, tmp_path, edit):
    change, expected = EDITS[edit]
    copy = shutil.copytree(root, tmp_path / "edition")
    build_edition(copy, tmp_path / "steps")
    change(sorted((copy / "sources/gen/annotations").glob("*.md"), key=lambda p: "came" in p.read_text("utf-8")))
    read: list[str] = []
    again = rebuild(copy, tmp_path / "steps", read)
    assert set(read) == expected
    assert differences(tree(again.out), tree(build_edition(copy, tmp_path / "clean").out)) == []


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (":from: 9:9", "Gn has no passage “9:9”"),
        (":from: 2:1\n:to: 1:1", "“1:1” stands before “2:1”; write the first locus first"),
        (":division: h2", "Gn has no division that begins at “h2”"),
        (":division: h2\n:from: 1:1", "write “:division:”, or “:from:” and “:to:”, not both"),
    ],
)
def test_a_part_that_cannot_be_set_is_said(root, tmp_path, options, said):
    page = root / "docs/sources/gen/3.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(f"# x\n\n```{{source}} gen\n{options}\n```\n", encoding="utf-8")
    try:
        assert said in build_edition(root, tmp_path / "out", builder="dummy").warnings
    finally:
        page.write_text(before, encoding="utf-8")


# --- books of chapters ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a source of two books, of 17 chapters each."""
    made: Path = tmp_path_factory.mktemp("shelf") / "new"
    CliRunner().invoke(main, ["init", str(made)])
    lines = []
    for id_, title in (("GEN", "Genesis"), ("EXO", "Exodus")):
        lines += [rf"\id {id_}", rf"\mt1 {title}"]
        lines += [rf"\c {n}" + "\n\\p\n\\v 1 He rose." for n in range(1, 18)]
    file = made.parent / "two.usfm"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["import", str(file), "--siglum", "Tw", "--split", "--language", "en", "--edition", str(made)]
    assert CliRunner().invoke(main, command).exit_code == 0
    return made


def test_contents_of_a_long_work_are_those_of_its_books(shelf: Path, opened: Opened):
    built = build_edition(shelf, shelf.parent / "html")
    assert built.warnings == ""
    held = sorted(str(p.relative_to(shelf / "docs/sources/two")) for p in (shelf / "docs/sources/two").rglob("*.md"))
    assert [name for name in held if "/" not in name] == ["1-genesis.md", "2-exodus.md"]
    assert "1-genesis/17.md" in held
    assert 'rel="prev" href="../2-exodus.html"' in built.page("sources/two/2-exodus/01")
    page = opened(built.out / "sources/two.html", java_script_enabled=False)
    book = page.locator(".toctree-l1").nth(1)
    expect(book.get_by_role("link", name="Tw · Exodus")).to_be_visible()
    assert {*page.locator(".toctree-wrapper .said-above").all_text_contents()} == {"Tw · "}, "the title has it already"
    assert "said-above" not in built.page("index"), "there it is news"
    last = book.get_by_role("link", name="Tw · EXO.17", exact=True)
    expect(last).to_be_hidden()
    book.get_by_text("17 parts").click()
    expect(last).to_be_visible()
    assert "<details" not in built.page("sources/two/2-exodus").partition("toctree-wrapper")[2].partition("</main>")[0]


def test_books_stand_in_the_contents_of_the_electronic_book(shelf: Path):
    out = build_edition(shelf, shelf.parent / "epub", builder="epub", version="1", copyright="x").out
    with zipfile.ZipFile(next(out.glob("*.epub"))) as book:
        contents = re.sub(r"\s+", " ", book.read("nav.xhtml").decode())
        page = book.read("sources/two.xhtml").decode()
    exodus = contents.partition("Tw · Exodus</a> <ol>")[2]
    assert len(re.findall(r'"sources/two/2-exodus/\d+\.xhtml"', exodus)) == 17
    assert "<details" not in page
