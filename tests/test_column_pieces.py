"""A long source beside others is loaded in pieces: where it is cut, and what a reader of it loads and sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import MINI, build_edition, real_edition
from node import called
from variorum.parallels import column_pieces
from variorum.parallels.column_pieces import cut, packed_loci
from variorum.reading import read_edition

LINES = 90  # of the long source, each a passage of about 80 letters
PIECES = "static/column_pieces.js"
PAIR = "left=long&right=alpha"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition with a long source: a heading before each tenth line, and parallels near its ends."""
    made: Path = tmp_path_factory.mktemp("pieces") / "mini"
    shutil.copytree(MINI, made)
    source = made / "sources/long"
    source.mkdir()
    facts = (made / "sources/alpha/source.toml").read_text(encoding="utf-8")
    facts = facts.replace('siglum = "Al"', 'siglum = "Lo"').replace("order = 1", "order = 9")
    (source / "source.toml").write_text(facts, encoding="utf-8")
    text, outline = [], ["lines\tkind\tlocus\tremark"]
    for n in range(1, LINES + 1):
        if n % 10 == 1:
            text.append(f"Part {n}")
            outline.append(f"{len(text)}\theading-2\th{n}\t")
        text.append(f"Line {n}: " + "the river went on and on past the town; " * 2)
        outline.append(f"{len(text)}\tparagraph\t{n}\t")
    (source / "text.txt").write_text("\n".join(line.rstrip() for line in text) + "\n", encoding="utf-8")
    (source / "outline.tsv").write_text("\n".join(outline) + "\n", encoding="utf-8")
    for name, passage in (("early", "2"), ("late", str(LINES - 5))):
        members = f'  - {{source: long, passage: "{passage}"}}\n  - {{source: alpha, passage: "1"}}\n'
        head = f"---\nrelation: agrees\ndate: '1903'\npassages:\n{members}title: {name}\n---\n"
        (made / f"parallels/{name}.md").write_text(f"{head}Both say so.\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def small_pieces() -> Iterator[None]:
    """Pieces of a thousand letters, so that a short text has many of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(column_pieces, "WHOLE_BYTES", 2_000)
        patch.setattr(column_pieces, "PIECE_BYTES", 1_000)
        yield


@pytest.fixture(scope="module")
def folder(root: Path, small_pieces: None) -> Path:
    out: Path = build_edition(root, root.parent / "html").out
    return out


def test_a_short_source_is_one_piece_and_none_is_lost():
    for source in real_edition().sources:
        assert cut(source) == (source.citable,)


def test_a_long_source_is_cut_before_its_headings(root, small_pieces):
    source = read_edition(root).source("long")
    assert source
    pieces = cut(source)
    assert [p for piece in pieces for p in piece] == list(source.citable)
    assert [piece[0].locus for piece in pieces[1:]] == [f"h{n}" for n in range(11, LINES, 10)]


@pytest.mark.parametrize(
    "loci", [["h1", "1", "2", "17a", "17b", "18"], ["1:1", "1:2", "1:10", "2:1"], ["007", "008", "010"], ["p.9", "०"]]
)
def test_the_page_finds_the_piece_of_each_locus(loci):
    column = {"pieces": [["", 0, "", "", packed_loci(held)] for held in (["0", "r1"], loci, ["19", "3:1"])]}
    cases = [[column, locus] for locus in (*loci, "19", "99", "constructor", "")]
    assert called(PIECES, "module.exports.pieceOf", cases) == [*[1] * len(loci), 2, -1, -1, -1]


def read(page: Page) -> list[str]:
    """The first locus of each piece of the left column that has been read."""
    return page.locator(".column.left .piece:not(.unread)").evaluate_all(
        "all => all.map(one => one.querySelector('.locus').textContent)"
    )


def test_a_parallel_opens_the_piece_that_holds_it_and_steps_lead_to_others(watched, folder):
    watched.page.set_viewport_size({"width": 1440, "height": 500})
    page = watched.open(f"file://{folder}/compare.html?{PAIR}&parallel=late")
    expect(page.get_by_role("status")).to_contain_text("late")
    assert "h1" not in read(page)
    page.get_by_role("button", name="Next shared parallel").click()
    expect(page.get_by_role("status")).to_contain_text("early")
    expect(page.locator(".left mark.active")).to_contain_text("Line 2:")
    expect(page.locator("#left-early")).to_be_attached()
    assert read(page)[0] == "h1"


def test_a_locus_opens_its_piece_and_what_is_read_stays_where_it_is(watched, folder):
    watched.page.set_viewport_size({"width": 1440, "height": 500})
    page = watched.open(f"file://{folder}/compare.html?{PAIR}&at=45")
    passage = page.locator(".left .passage[data-anchor=p45]")
    expect(passage).to_be_in_viewport()
    assert page.locator(".left .unread").count() > 1
    before = passage.bounding_box()
    earlier = page.locator(".left button:not([hidden])", has_text="Earlier passages")
    earlier.evaluate("one => { one.focus({ preventScroll: true }); one.click(); }")
    expect(page.locator(".left .locus:focus")).to_be_attached()  # who came by key goes on reading there
    assert abs(passage.bounding_box()["y"] - before["y"]) < 1.5
    while unread := page.locator(".left .unread").count():
        page.locator(".left .unread button:not([hidden])").first.dispatch_event("click")
        page.wait_for_function("n => document.querySelectorAll('.left .unread').length < n", arg=unread)
    lines = page.locator(".left .passage.paragraph > p").all_text_contents()
    assert [line.split(":")[0] for line in lines] == [f"Line {n}" for n in range(1, LINES + 1)]
