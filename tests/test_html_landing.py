"""A link lands on words: they are on the screen, their note beside or below them, in three engines at three widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import served
from engines import Engine, soon

pytest_plugins = ("browser", "engines")

WIDTHS = (390, 820, 1440)
# Whether the words that the address names are on the screen, and the note or the line of the rail beside or below them.
LANDED = """
  const id = decodeURIComponent(location.hash.slice(1)), found = document.getElementById(id);
  if (document.readyState !== "complete" || !found) return "";
  const seen = (element) => {
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const head = document.querySelector(".running-head").getBoundingClientRect().bottom;
    return box.height > 0 && box.bottom > head - 1 && box.top < innerHeight;
  };
  const passage = found.closest(".passage");
  let words = found, note = null;
  if (found.matches(".note")) {
    const short = found.querySelector(".note-number").hash.slice(3);
    words = passage.querySelector(`[data-notes~="${short}"]`) ?? document.getElementById(`r-${short}`);
    note = found;
  } else if (id.startsWith("parallel-")) note = document.querySelector(".preview:popover-open");
  return seen(words) && (note ? seen(note) : !id.startsWith("parallel-")) ? "landed" : "";
"""


@pytest.fixture(scope="module")
def site(book: Path) -> Iterator[str]:
    with served(book) as address:
        yield address


def landed(engine: Engine) -> bool:
    return bool(soon(lambda: engine.run(LANDED)))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_address_lands_from_another_page_after_a_reload_and_with_back(
    engine: Engine, site: str, width: int
) -> None:
    engine.resize(width, 860)
    page = f"{site}/sources/norwegian.html"
    engine.go(page)
    anchors = engine.run("""
      const of = (selector) => [...document.querySelectorAll(selector)].map((element) => element.id).filter(Boolean);
      const some = (ids) => [0.02, 0.9].map((part) => ids[Math.floor(ids.length * part)]);
      return [...some(of(".passage")), ...some(of(".note")), ...some(of("mark[id^=parallel-]"))];
    """)
    for anchor in (*anchors[:4], anchors[5], anchors[4]):
        engine.go(f"{site}/principles.html")
        engine.go(f"{page}#{anchor}")
        assert landed(engine), f"{anchor}, from another page"
        if anchor not in {anchors[3], anchors[4]}:  # a note, and the words of a parallel with their preview
            continue
        engine.reload()
        assert landed(engine), f"{anchor}, after a reload"
        engine.go(f"{site}/principles.html")
        engine.back()
        assert landed(engine), f"{anchor}, with Back"
    engine.run("location.hash = arguments[0]", anchors[5])
    assert landed(engine), "from the same page"


def test_the_notes_of_a_passage_that_begin_above_it_are_in_sight_with_it(engine: Engine, site: str) -> None:
    engine.resize(1440, 1000)
    seen = """
      const [first, ...all] = [arguments[0], ...document.querySelectorAll(`#${arguments[0]} .note`)];
      const passage = document.getElementById(first).getBoundingClientRect();
      const tops = all.map((note) => note.getBoundingClientRect().top);
      const head = document.querySelector(".running-head").offsetHeight;
      return Math.min(...tops) < passage.top - 30 && Math.min(...tops) >= head - 1 && passage.top < innerHeight * 0.7;
    """
    for _ in range(2):  # the second time the page is at hand, and WebKit goes to its place later than all else
        engine.go(f"{site}/principles.html")
        engine.go(f"{site}/sources/norwegian.html#p54")
        assert soon(lambda: engine.run(seen, "p54"))


def test_turning_the_window_keeps_what_one_was_reading(engine: Engine, site: str) -> None:
    engine.resize(1440, 860)
    engine.go(f"{site}/sources/norwegian.html#p40")
    assert landed(engine)
    at = "return Math.abs(document.getElementById('p40').getBoundingClientRect().top) < innerHeight / 2"
    for width in (820, 390, 1440):
        engine.resize(width, 860)
        assert soon(lambda: engine.run(at)), f"at {width} px"
        engine.run("return new Promise((done) => setTimeout(done, 200)).then(() => 1)")  # what is read is noted at rest
