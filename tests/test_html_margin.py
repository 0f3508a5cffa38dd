"""Notes in the margin never lie on one another, and stand near their words."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from bench.synthetic import make_edition
from playwright.sync_api import Browser, Page, ViewportSize

from browser import Opened, built

pytest_plugins = ("browser",)

MINI = Path(__file__).parent / "editions" / "mini"
SOURCES = ("nepali", "norwegian", "revolution", "rise", "stalinism")
# Beside the text: which notes are cut, what lies on something else, how far below its words each note begins.
MEASURE = """() => {
  const place = (element) => element.getBoundingClientRect();
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => place(element).height);
  const notes = shown(".note");
  const boxes = notes.map(place);
  const words = notes.map((n) => place(document.getElementById(n.querySelector(".note-number").hash.slice(1))));
  const beside = (a, b) => a.right < b.left + 0.5 || b.right < a.left + 0.5;
  const meet = (a, b) => !beside(a, b) && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  const all = [...notes, ...shown("main p.words"), ...shown(".rail")].map((e) => [e, place(e)]);
  all.sort(([, a], [, b]) => a.top - b.top);
  const overlaps = [];
  const name = (e) => e.id || `${e.className} of ${e.closest(".passage")?.id}`;
  for (let i = 0; i < all.length; i++)
    for (let k = i + 1; k < all.length && all[k][1].top < all[i][1].bottom; k++)
      if (meet(all[i][1], all[k][1])) overlaps.push(`${name(all[i][0])} on ${name(all[k][0])}`);
  const lowest = Math.max(...boxes.map((box) => box.bottom));
  return {
    overlaps,
    cut: notes.filter((n) => n.scrollHeight > n.clientHeight + 1 || n.scrollWidth > n.clientWidth + 1).map((n) => n.id),
    far: boxes.map((box, i) => box.top - words[i].top),
    wide: document.documentElement.scrollWidth - innerWidth,
    footer: place(document.querySelector("footer.site")).top - lowest,
    height: document.querySelector("main.page").offsetHeight,
  };
}"""
# The height of the same page with nothing beside its text.
BARE = """() => {
  document.documentElement.dataset.depth = "text";
  const page = document.querySelector("main.page");
  const passages = page.querySelectorAll(".passage");
  for (const passage of passages) passage.style.padding = 0;
  page.style.minHeight = 0;
  const height = page.offsetHeight;
  for (const passage of passages) passage.style.padding = "";
  page.style.minHeight = "";
  delete document.documentElement.dataset.depth;
  return height;
}"""
# Once letters and hyphens have come and the notes stand.
SETTLED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))))"""
CHOOSE = """(depth) => {
  document.documentElement.dataset.depth = depth;
  dispatchEvent(new Event("variorum:choice"));
}"""
MANY = 2000
LATE = 301  # px below its words at which a note begins at the latest, and one for rounding
GROWTH = 0.2  # of the page, by what stands beside its text
WIDTHS = (900, 1024, 1440, 1920, 2560)
PLAIN_WIDTHS = (900, 1440, 1920)  # without scripts nothing is placed: two of the narrow form, one of the wide
PAPER: ViewportSize = {"width": 703, "height": 1000}  # A4 without its margins


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with thirty annotations in one passage."""
    root = tmp_path_factory.mktemp("crowded") / "edition"
    shutil.copytree(MINI, root)
    for number in range(30):
        (root / "sources" / "alpha" / "annotations" / f"al-many-{number:02}.md").write_text(
            f'---\npassage: "1"\nlemma: built in 1901\nkind: {["context", "dispute"][number % 2]}\nby: A reader\n---\n'
            + "One of thirty notes on three words, and a long one at that. " * (1 + number % 4),
            encoding="utf-8",
        )
    return built(root, tmp_path_factory.mktemp("crowded-book"))


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up source of 4,000 passages and 2,000 annotations: some have four or five, most none.

    In it all notes together are about as high as three quarters of the text, as in the longest of the five sources.
    """
    root = tmp_path_factory.mktemp("many") / "edition"
    make_edition(root, sources=1, annotations=MANY, paragraphs=2 * MANY)
    return built(root, tmp_path_factory.mktemp("many-book"))


@pytest.fixture(scope="module")
def source_page(book: Path, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """The page of a source, loaded once for all that is only measured on it; on the screen, 1440 × 900."""
    context = browser.new_context()

    @cache
    def loaded(name: str) -> Page:
        page = context.new_page()
        page.goto((book / "sources" / f"{name}.html").as_uri())
        return page

    def shown(name: str) -> Page:
        page = loaded(name)
        page.bring_to_front()  # one that lies behind others may be drawn late
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 900})
        return page

    yield shown
    context.close()


@pytest.mark.parametrize("name", SOURCES)
def test_notes_are_whole_near_their_words_and_on_nothing(source_page: Callable[[str], Page], name: str) -> None:
    page = source_page(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        found = page.evaluate(MEASURE)
        assert found["cut"] == [], width
        assert found["overlaps"] == [], width
        assert found["wide"] <= 0, width
        assert found["footer"] > 0, width
        assert max(found["far"]) <= LATE, width
        assert statistics.median(found["far"]) < 200, width
        page.evaluate(CHOOSE, "text")
        page.evaluate(SETTLED)
        bare = page.evaluate("document.querySelector('main.page').offsetHeight")
        assert found["height"] / bare <= 1 + GROWTH, width
        page.evaluate(CHOOSE, "")


@pytest.mark.parametrize("name", SOURCES)
def test_without_scripts_notes_are_whole_beside_their_passage(book: Path, opened: Opened, name: str) -> None:
    page = opened(book / "sources" / f"{name}.html", java_script_enabled=False)
    for width in PLAIN_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(MEASURE)
        assert found["cut"] == [], width
        assert found["overlaps"] == [], width
        assert found["wide"] <= 0, width
        assert max(found["far"]) <= LATE, width
        assert abs(statistics.median(found["far"])) < 200, width
        assert found["height"] / page.evaluate(BARE) <= 1 + GROWTH, width


@pytest.mark.parametrize("name", SOURCES)
def test_on_paper_notes_are_whole_beside_their_passage(source_page: Callable[[str], Page], name: str) -> None:
    page = source_page(name)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    found = page.evaluate(MEASURE)
    # a number that the page placed, not its passage, would stand where it were if no sheet had ended (Firefox)
    astray = (
        "[...document.querySelectorAll('.passage > .locus')].filter((one) => one.offsetParent !== one.parentElement)"
    )
    assert page.evaluate(f"{astray}.length") == 0
    assert found["cut"] == []
    assert found["overlaps"] == []
    assert found["wide"] <= 0
    assert max(found["far"]) <= LATE
    assert found["height"] / page.evaluate(BARE) <= 1 + GROWTH


@pytest.mark.parametrize("forced", ["active", "none"])
@pytest.mark.parametrize("width", [1024, 1440])
def test_thirty_notes_in_one_passage_are_whole_and_on_nothing(
    crowded: Path, opened: Opened, width: int, forced: str
) -> None:
    page = opened(crowded / "alpha.html", viewport={"width": width, "height": 900}, forced_colors=forced)
    page.evaluate(SETTLED)
    found = page.evaluate(MEASURE)
    assert len(found["far"]) >= 33
    assert found["cut"] == []
    assert found["overlaps"] == []
    assert found["footer"] > 0


def test_two_thousand_notes_on_a_page_are_whole_near_their_words_and_placed_at_once(many: Path, opened: Opened) -> None:
    page = opened(many / "source-000.html")
    page.evaluate(SETTLED)
    found = page.evaluate(MEASURE)
    assert len(found["far"]) == MANY
    assert found["cut"] == []
    assert found["overlaps"] == []
    assert max(found["far"]) <= LATE
    assert found["height"] / page.evaluate(BARE) <= 1 + GROWTH


def test_two_thousand_notes_are_whole_without_scripts_and_on_paper(many: Path, opened: Opened) -> None:
    page = opened(many / "source-000.html", java_script_enabled=False)
    for paper in (False, True):
        if paper:
            page.set_viewport_size(PAPER)
            page.emulate_media(media="print")
        found = page.evaluate(MEASURE)
        assert len(found["far"]) == MANY
        assert found["cut"] == []
        assert found["overlaps"] == []
        assert found["height"] / page.evaluate(BARE) <= 1 + GROWTH


def test_the_chosen_note_stands_on_its_line_and_the_text_stays(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "nepali.html")
    page.evaluate(SETTLED)
    far = page.evaluate(MEASURE)["far"]
    late = max(range(len(far)), key=lambda n: far[n])
    reference = page.locator(".note-reference").nth(late)
    reference.evaluate("(r) => r.scrollIntoView({ block: 'center' })")
    before = reference.bounding_box()
    reference.evaluate("(r) => r.click()")
    found = page.evaluate(MEASURE)
    assert before == reference.bounding_box()
    assert abs(found["far"][late]) < 2
    assert found["overlaps"] == []


@pytest.mark.parametrize(
    "name", ["index", "sources/nepali", "sources/stalinism", "bibliography", "parallels/1928-the-turn"]
)
def test_nothing_scrolls_sideways(book: Path, opened: Opened, source_page: Callable[[str], Page], name: str) -> None:
    source = name.removeprefix("sources/")
    page = opened(book / f"{name}.html") if source == name else source_page(source)
    seen = WIDTHS if source != name else ()  # that sources are not too wide there is tried above
    for width in sorted({320, 390, 600, 820, 899, 1280, 1679, 1680, *WIDTHS} - {*seen}):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, width


@pytest.mark.parametrize(("name", "least", "most"), [("nepali", 55, 75), ("norwegian", 60, 75), ("stalinism", 60, 75)])
def test_lines_are_as_long_as_one_reads_well(
    source_page: Callable[[str], Page], name: str, least: int, most: int
) -> None:
    page = source_page(name)
    lines = page.evaluate("""() => [...document.querySelectorAll(".paragraph > p.words")].slice(0, 40).map((p) => {
      const text = p.textContent.replace(/\\p{Mn}/gu, "");
      return text.length / (p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight));
    }).filter((length) => length > 50)""")
    assert least <= statistics.median(lines) <= most
