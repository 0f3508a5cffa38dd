"""A source as a scroll beside the others: where parallels stand in it, the drawing, its page, where its lines lead."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser import served
from conftest import HERE, build_edition, real_edition
from variorum.model.edition import ParallelPassage
from variorum.model.kinds import RELATIONS
from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source
from variorum.model.span import Part, Span
from variorum.parallels.scroll_drawing import HEADINGS_SHOWN, Drawing, draw_scrolls
from variorum.parallels.scrolls import Hold, Scroll, Thread, beside
from variorum.parallels.statistics import shares
from watching import COLOURS, EVERYTHING, STRUCTURE, shortened, violations

SVG = "{http://www.w3.org/2000/svg}"


def scroll_of(*passages: tuple[str, PassageKind, int]) -> Scroll:
    """A source of such passages: locus, kind, how many letters."""
    made = tuple(Passage(locus, kind, n, n, "x" * long, "") for n, (locus, kind, long) in enumerate(passages, start=1))
    return Scroll(Source("a", "A", "", "A", "en", "", "", 1, made))


TEXT = scroll_of(
    ("h1", PassageKind.HEADING_1, 0),
    ("1", PassageKind.PARAGRAPH, 10),
    ("2", PassageKind.PARAGRAPH, 30),
    ("3", PassageKind.PARAGRAPH, 60),
)


# --- where they stand: a text of 100 letters, the passages 1 (10), 2 (30) and 3 (60) ----------------------------------


@pytest.mark.parametrize(
    ("held", "at"),
    [
        ({"passage": "1"}, 0.05),  # the whole passage: its middle
        ({"passage": "2"}, 0.25),
        ({"passage": "3", "span": Span(0, 60)}, 0.7),
        ({"passage": "3", "span": Span(0, 10)}, 0.45),  # words of it: theirs
        ({"passage": "1", "range": "1–2"}, 0.2),  # several passages: the middle of all
        ({"passage": "1", "range": "1–2", "parts": (Part("1", Span(8, 10)), Part("2", Span(0, 2)))}, 0.1),  # across
    ],
)
def test_words_stand_where_their_middle_is_counted_in_letters(held, at):
    assert TEXT.at(ParallelPassage(**{"source": "a", "line": 1, "lemma": "", **held})) == pytest.approx(at)


@pytest.mark.parametrize(
    ("apart", "loci"),
    [(0, ["1", "2", "3"]), (0.1, ["1", "2", "3"]), (0.2, ["1", "3"]), (0.9, ["1"])],
)
def test_loci_beside_a_scroll_keep_their_distance_and_leave_out_headings(apart, loci):
    assert [locus for locus, _ in TEXT.loci(apart)] == loci


def test_a_source_without_letters_has_no_places_to_divide_by():
    empty = scroll_of(("1", PassageKind.CAPTION, 0))
    assert empty.at(ParallelPassage("a", "1", 1)) == 0
    assert Scroll(Source("a", "A", "", "A", "en", "", "", 1, ())).loci(0.1) == []


@pytest.mark.parametrize(
    ("kinds", "drawn"),
    [
        ([PassageKind.HEADING_1] * 3, 3),
        ([PassageKind.TITLE], 0),  # the title opens no section
        ([PassageKind.HEADING_1] * 3 + [PassageKind.HEADING_2] * 50, 3),  # the outermost, if all are too many
        ([PassageKind.HEADING_1] * 50, 0),
        ([PassageKind.HEADING_1] * HEADINGS_SHOWN, HEADINGS_SHOWN),
        ([], 0),
    ],
)
def test_sections_are_drawn_as_long_as_they_can_be_told_apart(kinds, drawn):
    text = scroll_of(*((f"h{n}", kind, 5) for n, kind in enumerate(kinds)), ("1", PassageKind.PARAGRAPH, 9))
    assert len(text.headings(HEADINGS_SHOWN)) == drawn


def test_what_joins_two_sources_is_what_the_counts_say():
    edition = real_edition()
    scrolls = {s.id: Scroll(s) for s in edition.sources}
    joined = {s.id: beside(edition, scrolls[s.id], scrolls, most=8).joined for s in edition.sources}
    for (a, b), share in shares(edition).items():
        assert len(joined[a].get(b, ())) == len(joined[b].get(a, ())) == share.parallels
        assert {t.parallel.id for t in joined[a][b]} == {t.parallel.id for t in joined[b][a]}
    for others in joined.values():
        assert list(others) == [s.id for s in edition.sources if s.id in others]
        for found in others.values():
            assert [t.left[0].at for t in found] == sorted(t.left[0].at for t in found)
            assert all(0 <= hold.at <= 1 for t in found for hold in (*t.left, *t.right))


@pytest.mark.parametrize(
    ("most", "drawn", "listed"),
    [
        (4, ["nepali", "stalinism", "revolution", "rise"], {}),
        (2, ["stalinism", "revolution"], {"nepali": 98, "rise": 69}),  # 131 and 99 parallels; in the order of sources
        (0, [], {"nepali": 98, "stalinism": 131, "revolution": 99, "rise": 69}),
    ],
)
def test_beside_a_source_stand_those_with_which_it_has_most_parallels(most, drawn, listed):
    edition = real_edition()
    scrolls = {s.id: Scroll(s) for s in edition.sources}
    found = beside(edition, scrolls["norwegian"], scrolls, most)
    assert (list(found.joined), dict(found.fewer)) == (drawn, listed)


# --- the drawing ------------------------------------------------------------------------------------------------------


def drawn(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(
        draw_scrolls(drawing, {t.parallel.id: f"to-{t.parallel.id}" for t in drawing.threads})
    )


def real_drawing(**changed) -> Drawing:
    edition = real_edition()
    scrolls = {s.id: Scroll(s) for s in edition.sources}
    found = beside(edition, scrolls["norwegian"], scrolls, most=8).joined["nepali"]
    return Drawing(scrolls["norwegian"], scrolls["nepali"], found, "l0")._replace(**changed)


def test_each_line_is_a_link_with_a_name_and_a_relation():
    drawing = real_drawing()
    links = list(drawn(drawing).iter(f"{SVG}a"))
    assert [a.attrib["href"] for a in links] == [f"to-{t.parallel.id}" for t in drawing.threads]
    assert [a.attrib["class"] for a in links] == [t.parallel.relation for t in drawing.threads]
    names = [title.text or "" for a in links for title in a.iter(f"{SVG}title")]
    assert "The first marriage: Contradiction, No 22 and Ne 4" in names
    assert len(names) == len(links)


def test_all_that_is_drawn_lies_inside_and_nothing_is_styled_inline():
    root = drawn(real_drawing())
    assert not [e for e in root.iter() if "style" in e.attrib]
    height = float(root.attrib["height"])
    for rect in root.iter(f"{SVG}rect"):
        x, width = (float(rect.attrib[name].removesuffix("%")) for name in ("x", "width"))
        assert 0 <= x <= x + width <= 100
        assert 0 <= float(rect.attrib["y"]) <= float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height
    _, lines = root.iter(f"{SVG}svg")
    for path in lines.iter(f"{SVG}path"):
        numbers = list(map(float, re.findall(r"[\d.]+", path.attrib["d"])))
        assert 0 <= min(numbers[::2]) <= max(numbers[::2]) <= 100
        assert 0 <= min(numbers[1::2]) <= max(numbers[1::2]) <= float(lines.attrib["height"])


def test_on_a_page_from_the_right_the_first_scroll_stands_on_the_right():
    left, right = (list(drawn(real_drawing(mirrored=m)).iter(f"{SVG}rect")) for m in (False, True))
    for one, other in zip(left, right, strict=True):
        x, width = (float(one.attrib[name].removesuffix("%")) for name in ("x", "width"))
        assert float(other.attrib["x"].removesuffix("%")) == pytest.approx(100 - x - width)
    starts = [next(drawn(real_drawing(mirrored=m)).iter(f"{SVG}path")).attrib["d"][:2] for m in (False, True)]
    assert starts == ["M0", "M1"]  # from 0 and from 100


@pytest.mark.parametrize(("lines", "height"), [(1, 480), (60, 480), (100, 800), (1000, 1800)])
def test_a_scroll_is_as_long_as_its_lines_need_and_no_longer_than_can_be_looked_over(lines, height):
    thread = Thread(real_edition().parallels[0], (Hold("1", 0.1),), (Hold("1", 0.9),))
    assert Drawing(TEXT, TEXT, [thread] * lines, "l0").height == height


def test_a_thousand_passages_leave_room_between_their_numbers():
    long = scroll_of(*((f"1:{n}", PassageKind.VERSE, 40) for n in range(1, 1001)))
    thread = Thread(real_edition().parallels[0], (Hold("1:1", 0.1),), (Hold("1", 0.9),))
    texts = [
        t for t in drawn(Drawing(long, TEXT, [thread], "l0")).iter(f"{SVG}text") if t.attrib["class"] == "locus left"
    ]
    levels = [float(t.attrib["y"]) for t in texts]
    assert len(levels) == 11
    assert min(b - a for a, b in pairwise(levels)) >= 44


def test_every_relation_has_a_line_of_its_own():
    dashes = [relation.dash for relation in RELATIONS.values()]
    assert len(set(dashes)) == len(dashes)


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the edition in six scripts, two of them from the right."""
    root = tmp_path_factory.mktemp("ferry")
    shutil.copytree(HERE / "editions/scripts", root / "edition")
    built = build_edition(root / "edition", root / "html")
    assert built.warnings == ""
    return root / "html"


def test_a_page_for_each_source_that_has_parallels_and_for_no_other(ferry):
    assert {p.stem for p in (ferry / "scrolls").iterdir()} == {"hebrew", "arabic", "greek", "hindi", "log"}
    compare = (ferry / "compare.html").read_text(encoding="utf-8")
    assert set(re.findall(r'<a href="scrolls/(\w+).html"', compare)) == {"hebrew", "arabic", "greek", "hindi", "log"}


def test_the_table_has_the_same_rows_as_the_drawing(ferry):
    page = (ferry / "scrolls/greek.html").read_text(encoding="utf-8")
    sections = re.findall(r'<section class="two-scrolls" id="beside-(\w+)".*?</section>', page, re.DOTALL)
    assert sections == ["hebrew", "arabic", "hindi"]
    for section in re.findall(r'<section class="two-scrolls".*?</section>', page, re.DOTALL):
        lines = re.findall(r'<a href="([^"]*)" class="\w+"', section)
        rows = re.findall(r'<tr class="\w+"><th scope="row"[^>]*><a href="([^"]*)"', section)
        assert lines == rows != []


def test_pages_go_with_their_parallels_and_other_builders_have_none(mini, tmp_path):
    with_matrix = mini / "docs/harmony.md"
    assert "{matrix}" in with_matrix.read_text(encoding="utf-8")
    built = build_edition(mini, tmp_path / "html")
    assert 'class="reading-in-scrolls"' in built.page("harmony")
    assert sorted(p.name for p in (built.out / "scrolls").iterdir()) == ["alpha.html", "beta.html"]
    shutil.rmtree(mini / "parallels")
    for page in ("parallels", "harmony"):
        (mini / f"docs/{page}.md").write_text(f"# {page}\n", encoding="utf-8")
    build_edition(mini, tmp_path / "html")
    assert list((built.out / "scrolls").iterdir()) == []


def test_a_book_has_no_links_to_scrolls(mini, tmp_path):
    built = build_edition(mini, tmp_path / "epub", builder="epub", version="1", copyright="2026")
    assert "scroll" not in (built.out / "harmony.xhtml").read_text(encoding="utf-8")


# --- in a browser -----------------------------------------------------------------------------------------------------


def test_a_line_leads_to_both_side_by_side_at_its_parallel(watched, edition_address):
    page = watched.open(f"{edition_address}/scrolls/norwegian.html#beside-nepali")
    expect(page.locator("#beside-nepali")).to_be_in_viewport()
    line = page.get_by_role("link", name="The first marriage: Contradiction, No 22 and Ne 4")
    line.focus()
    page.keyboard.press("Enter")
    page.locator(".column mark.active").first.wait_for()
    expect(page.get_by_role("status")).to_contain_text("The first marriage")
    page.get_by_role("link", name="As two scrolls").click()
    page.wait_for_url("**/scrolls/norwegian.html#beside-nepali")


def test_a_pointer_meets_a_line_beside_it(watched, edition_server):
    page = watched.open(f"{edition_server}/scrolls/norwegian.html")
    line = page.locator("#beside-nepali .threads path").last
    at = line.evaluate(
        """path => { path.scrollIntoView({ block: "center" });
        const matrix = path.getScreenCTM(), point = path.getPointAtLength(2).matrixTransform(matrix);
        return [point.x + 4, point.y + 3]; }"""
    )
    hit = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.threads a')?.href", at)
    assert hit == page.evaluate("path => path.closest('a').href", line.element_handle())


def test_lines_of_a_relation_are_hidden_with_their_rows_without_scripts_too(browser, edition_folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{edition_folder}/scrolls/norwegian.html")
    pair = page.locator("#beside-nepali")
    pair.locator("summary").click()
    row, line = pair.locator("tr.agrees").first, pair.locator(".threads .agrees").first
    expect(row).to_be_visible()
    pair.get_by_label("Agreement").uncheck()
    expect(row).to_be_hidden()
    expect(line).to_be_hidden()
    expect(pair.locator("tr.differs").first).to_be_visible()
    context.close()


def test_each_relation_has_its_colour_and_dash_in_both_schemes(watched, edition_server):
    """The scheme of the system and the reader's own choice give the same."""
    page = watched.open(f"{edition_server}/scrolls/stalinism.html#beside-revolution")
    looks = """() => [...document.querySelectorAll("#beside-revolution .lines label")].map(label => {
        const style = getComputedStyle(document.querySelector(`#beside-revolution .threads .${label.className}`));
        return [style.stroke, style.strokeDasharray]; })"""
    page.emulate_media(color_scheme="light")
    light = page.evaluate(looks)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(looks)
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(looks) == dark
    assert len({stroke for stroke, _ in light} | {stroke for stroke, _ in dark}) == 8
    assert len({dash for _, dash in light}) == 4


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_no_page_is_too_wide(watched, edition_server, width):
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(f"{edition_server}/scrolls/rise.html")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shortened(page, most=3)  # lines and rows of one relation are alike
    page.emulate_media(color_scheme="light")
    assert violations(page, EVERYTHING if width == 1440 else STRUCTURE) == []
    if width == 1440:
        page.emulate_media(color_scheme="dark")
        assert violations(page, COLOURS) == []


def test_columns_of_a_source_from_the_right_run_from_the_right(ferry, watched):
    with served(ferry) as address:
        page = watched.open(f"{address}/compare.html?left=greek&right=hebrew&with=arabic&parallel=boat")
        expect(page.locator(".column")).to_have_count(3)
        for side, before in (("left", True), ("right", False), ("third", False)):
            column = page.locator(f".column.{side}")
            locus, words = (column.locator(f".passage > {what}").first.bounding_box() for what in (".locus", "p, h3"))
            assert (locus["x"] < words["x"]) is before, side
