"""A book of many passages is set in gatherings and joined: what comes out is the book as if it had been set at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

from books import make, poppler, run
from conftest import MINI, build_edition
from variorum.sphinx_ext.pdf import gathered
from variorum.sphinx_ext.pdf.gatherings import cuts
from variorum.sphinx_ext.pdf.manuscript import Line, Manuscript

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")

FEW = 40  # lines in a gathering: the small edition makes three of them, and what stands before the text


class Pair(NamedTuple):
    """The same book, set at once and in gatherings."""

    whole: Path
    joined: Path


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Iterator[Pair]:
    root = tmp_path_factory.mktemp("gatherings") / "mini"
    shutil.copytree(MINI, root)
    note = root / "sources/alpha/annotations/al-whole.md"
    note.write_text(note.read_text("utf-8").rstrip() + " So it is." * 400 + "\n", "utf-8")  # follows its source
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764000000")
        whole = make(root).out / "mini.pdf"
        yield Pair(whole, in_gatherings(root, root.parent / "joined", patch))


def in_gatherings(root: Path, out: Path, patch: pytest.MonkeyPatch) -> Path:
    patch.setattr(gathered, "LINES_OF_A_GATHERING", FEW)
    steps: list[str] = []
    run_step = gathered.LongBook._run
    patch.setattr(gathered.LongBook, "_run", lambda book, step: steps.append(step) or run_step(book, step))
    built = build_edition(root, out, builder="variorum-pdf")
    assert not built.warnings
    assert steps.count("pdf-a") % 4 == 0, "three of the text, and what stands before it"
    assert steps.count("pdf-a") > 0
    return built.out / "mini.pdf"


# --- the same book ----------------------------------------------------------------------------------------------------


def test_every_word_stands_on_the_same_page_in_the_same_place(pair):
    whole, joined = (run("pdftotext", "-bbox", book, "-") for book in pair)
    assert whole.count("<page ") == 21
    assert joined == whole
    assert "Notes continued" in poppler(pair.joined)


def test_pages_have_the_same_numbers(pair):
    whole, joined = (numbers(book) for book in pair)
    assert joined == whole
    assert whole[:2] == ["i", "ii"]


def numbers(book: Path) -> list[str]:
    with pikepdf.open(book) as pdf:
        return [page.label for page in pdf.pages]


def test_bookmarks_and_links_lead_to_the_same_places(pair):
    whole, joined = (ways(book) for book in pair)
    assert joined == whole
    assert len(whole) > 90
    assert all(x < 1000 for _, _, (_, _, x, *_) in whole), "none leads to what only stood in for a heading"


def ways(book: Path) -> list[tuple[int, str, list]]:
    """All bookmarks and links of a book: where they stand, what they say, where they lead."""
    with pikepdf.open(book) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def goal(link) -> list:
            page, kind, *place = link.Dest
            return [pages[page.objgen], str(kind), *(round(float(at), 2) for at in place)]

        found = [
            (item_level, str(item.Title), goal(item)) for item_level, item in bookmarks(pdf.Root.Outlines.First, 0)
        ]
        for number, page in enumerate(pdf.pages):
            links = (link for link in page.obj.get("/Annots", ()) if "/Dest" in link)
            found += [(number, str(link.Contents), goal(link)) for link in links]
        return found


def bookmarks(item, level: int) -> Iterator[tuple[int, pikepdf.Object]]:
    while item is not None:
        yield level, item
        if "/First" in item:
            yield from bookmarks(item.First, level + 1)
        item = item.get("/Next")


def test_the_file_says_the_same_of_itself(pair):
    with pikepdf.open(pair.whole) as whole, pikepdf.open(pair.joined) as joined:
        assert set(joined.Root.keys()) == set(whole.Root.keys())
        assert dict(joined.docinfo) == dict(whole.docinfo)
        assert list(joined.attachments) == list(whole.attachments) != []
        assert joined.Root.Lang == whole.Root.Lang
        cards = [
            re.sub(rb"(?i)<(\w+:instanceid)>[^<]+", rb"<\1>", b.Root.Metadata.read_bytes()) for b in (whole, joined)
        ]
        assert cards[0] == cards[1]
        assert pair.whole.with_suffix(".pages.json").read_bytes() == pair.joined.with_suffix(".pages.json").read_bytes()


# --- its tags ---------------------------------------------------------------------------------------------------------


def test_it_has_the_same_tags_in_the_same_order(pair):
    whole, joined = (list(tags(book)) for book in pair)
    assert joined == whole
    assert len(whole) > 900


def tags(book: Path) -> Iterator[tuple]:
    """Every element with what it says and what it holds, as a reader of the screen comes to it."""
    with pikepdf.open(book) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for element, parent, page in below(pdf.Root.StructTreeRoot):
            if isinstance(element, int):
                yield element, pages[page.objgen]
            elif "/S" in element:
                assert element.P.objgen == parent.objgen
                said = (str(element.get(name)) for name in ("/S", "/ID", "/T", "/Alt", "/Lang"))
                yield *said, repr(element.get("/A"))
            else:
                yield "link", str(element.Obj.Contents), pages[element.Pg.objgen]


def below(element, page=None) -> Iterator[tuple]:
    """Yield what stands below an element, each with the element above it and its page."""
    held = element.get("/K", ())
    for child in held if isinstance(held, pikepdf.Array) else (held,):
        own = child.get("/Pg", page) if isinstance(child, pikepdf.Dictionary) else page
        yield child, element, own
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from below(child, own)


def test_everything_on_a_page_leads_to_its_tag(pair):
    with pikepdf.open(pair.joined) as pdf:
        root = pdf.Root.StructTreeRoot
        nums = list(root.ParentTree.Nums)
        leads = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        assert list(leads) == list(range(int(root.ParentTreeNextKey)))
        holds = {(child, page.objgen): above.objgen for child, above, page in below(root) if isinstance(child, int)}
        seen = 0
        for page in pdf.pages:
            for id_ in marked(page):
                assert leads[int(page.obj.StructParents)][id_].objgen == holds[id_, page.obj.objgen]
                seen += 1
        links = {c.Obj.objgen: e for c, e, _ in below(root) if isinstance(c, pikepdf.Dictionary) and "/Obj" in c}
        for link in (link for page in pdf.pages for link in page.obj.get("/Annots", ())):
            assert leads[int(link.StructParent)].objgen == links[link.objgen].objgen
        assert seen == len(holds) > 300
        names = list(root.IDTree.Names)
        assert [str(n) for n in names[::2]] == [str(element.ID) for element in names[1::2]]
        assert len(set(map(str, names[::2]))) == len(names) / 2


def marked(page: pikepdf.Page) -> Iterator[int]:
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == "BDC" and "/MCID" in instruction.operands[1]:
            yield int(instruction.operands[1].MCID)


# --- the way there ----------------------------------------------------------------------------------------------------


def test_set_again_it_has_the_same_bytes_and_what_stops_it_is_named_with_its_line(pair, tmp_path, monkeypatch):
    from variorum.sphinx_ext.pdf.builder import PdfError

    root = tmp_path / "mini"
    shutil.copytree(pair.whole.parents[1] / "mini", root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    assert in_gatherings(root, tmp_path / "joined", monkeypatch).read_bytes() == pair.joined.read_bytes()
    (root / "docs/x.png").write_text("no picture", "utf-8")
    people = root / "docs/people.md"
    people.write_text(people.read_text("utf-8").replace("# People", "# People\n\n![x](x.png)"), "utf-8")
    with pytest.raises(PdfError, match=r"at docs/people\.md:3, the picture x\.png"):
        build_edition(root, tmp_path / "joined", builder="variorum-pdf")


def test_with_an_authors_own_code_for_typst_it_is_set_at_once(monkeypatch):
    monkeypatch.setattr(gathered, "LINES_OF_A_GATHERING", 1)
    manuscript = Manuscript(lines=[Line("x", "")] * 2, begins={"page": 0})
    assert gathered.is_long(manuscript)
    manuscript.foreign = True
    assert not gathered.is_long(manuscript)


@pytest.mark.parametrize(
    ("chapters", "most", "begin"),
    [
        ([10], 10, [0, 1]),
        ([10, 10, 10], 30, [0, 3]),
        ([10, 10, 10, 10], 30, [0, 2, 4]),  # two of a kind, no long one and a remnant
        ([5, 40, 5], 30, [0, 1, 2, 3]),  # a chapter is not parted
        ([1, 1, 10, 1], 5, [0, 2, 3, 4]),
        ([1] * 100, 30, [0, 25, 50, 75, 100]),
    ],
)
def test_gatherings_are_whole_chapters_and_about_the_same_length(chapters, most, begin):
    assert list(cuts(chapters, most)) == begin
