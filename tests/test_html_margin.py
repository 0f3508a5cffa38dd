"""Notes in the margin never lie on one another, and stand near their words."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

import pytest

from browser import Opened, built

pytest_plugins = ("browser",)

MINI = Path(__file__).parent / "editions" / "mini"
SOURCES = ("nepali", "norwegian", "revolution", "rise", "stalinism")
# (y of each note, its bottom, its distance from its words), and the boxes that lie on one another
MEASURE = """() => {
  const place = (element) => element.getBoundingClientRect();
  const notes = [...document.querySelectorAll(".note")].filter((note) => note.offsetParent);
  const boxes = notes.map(place);
  const words = notes.map((n) => place(document.getElementById(n.querySelector(".note-number").hash.slice(1))));
  const text = [...document.querySelectorAll("main p.words")].map(place);
  const beside = (a, b) => a.right < b.left + 0.5 || b.right < a.left + 0.5;
  const meet = (a, b) => !beside(a, b) && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  const overlaps = [];
  for (let i = 0; i < boxes.length; i++) {
    for (let k = i + 1; k < boxes.length; k++)
      if (meet(boxes[i], boxes[k])) overlaps.push(`${notes[i].id} ${notes[k].id}`);
    if (text.some((box) => meet(box, boxes[i]))) overlaps.push(`${notes[i].id} on the text`);
  }
  const lowest = Math.max(...boxes.map((box) => box.bottom));
  return {
    overlaps,
    far: boxes.map((box, i) => box.top - words[i].top),
    wide: document.documentElement.scrollWidth - innerWidth,
    footer: place(document.querySelector("footer.site")).top - lowest,
  };
}"""


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


@pytest.mark.parametrize("width", [1024, 1440, 1920])
@pytest.mark.parametrize("name", SOURCES)
def test_notes_never_overlap_and_are_near(book: Path, opened: Opened, name: str, width: int) -> None:
    page = opened(book / "sources" / f"{name}.html", viewport={"width": width, "height": 900}, java_script_enabled=True)
    found = page.evaluate(MEASURE)
    assert found["overlaps"] == []
    assert found["wide"] <= 0
    assert found["footer"] > 0
    assert max(found["far"]) < 900, "a note is further than one screen from its words"
    assert min(found["far"]) > -5
    assert statistics.median(found["far"]) < 200


@pytest.mark.parametrize("width", [1024, 1440, 1920])
def test_thirty_notes_in_one_passage_do_not_overlap(crowded: Path, opened: Opened, width: int) -> None:
    page = opened(crowded / "alpha.html", viewport={"width": width, "height": 900})
    found = page.evaluate(MEASURE)
    assert len(found["far"]) >= 36
    assert found["overlaps"] == []
    assert found["footer"] > 0
    assert max(found["far"]) < 1200


@pytest.mark.parametrize("width", [1024, 1440])
def test_notes_are_placed_by_script_where_anchors_are_unknown(book: Path, opened: Opened, width: int) -> None:
    page = opened("about:blank", viewport={"width": width, "height": 900})
    page.route(
        "**/variorum.css*",
        lambda route: route.fulfill(
            body=(book / "_static" / "variorum.css")
            .read_text(encoding="utf-8")
            .replace("anchor-scope", "no-such-thing"),
            content_type="text/css",
        ),
    )
    page.add_init_script(
        "const known = CSS.supports; CSS.supports = (...a) => !a[0].startsWith('anchor') && known(...a);"
    )
    page.goto((book / "sources" / "norwegian.html").as_uri())
    found = page.evaluate(MEASURE)
    assert found["overlaps"] == []
    assert statistics.median(found["far"]) < 200


@pytest.mark.parametrize("width", [320, 390, 600, 820, 899, 900, 1024, 1280, 1440, 1679, 1680, 1920, 2560])
@pytest.mark.parametrize(
    "name", ["index", "sources/nepali", "sources/stalinism", "bibliography", "parallels/1928-the-turn"]
)
def test_nothing_scrolls_sideways(book: Path, opened: Opened, name: str, width: int) -> None:
    if not (book / f"{name}.html").exists():
        pytest.skip(f"the edition has no page {name}")
    page = opened(book / f"{name}.html", viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize(("name", "least", "most"), [("nepali", 55, 75), ("norwegian", 60, 75), ("stalinism", 60, 75)])
def test_lines_are_as_long_as_one_reads_well(book: Path, opened: Opened, name: str, least: int, most: int) -> None:
    page = opened(book / "sources" / f"{name}.html")
    lines = page.evaluate("""() => [...document.querySelectorAll(".paragraph > p.words")].slice(0, 40).map((p) => {
      const text = p.textContent.replace(/\\p{Mn}/gu, "");
      return text.length / (p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight));
    }).filter((length) => length > 50)""")
    assert least <= statistics.median(lines) <= most
