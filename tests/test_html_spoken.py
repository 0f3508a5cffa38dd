"""What a listener hears of a passage with two annotations and three parallels: the page's roles and names, in order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from browser import Opened, built
from conftest import MINI

pytest_plugins = ("browser",)

HEARD = """
- link "Al 2"
- paragraph:
  - text: The
  - mark: mayor (
  - mark: мэр
  - mark: )
  - mark: wept
  - link "Annotation 4, text, on mayor (мэр) wept": "4"
  - text: ; ნინო did not.
  - link "Annotation 5, origin": "5"
- link "Past the annotations"
- note "Annotation 4, text, on mayor (мэр) wept":
  - paragraph:
    - link "4"
    - text: † Text
  - paragraph: mayor (мэр) wept]
  - paragraph: This lemma goes across a run in another script.
- note "Annotation 5, origin":
  - paragraph:
    - link "5"
    - text: ↑ Origin
  - paragraph: The whole passage is meant.
- group:
  - list "Parallels of Al 2":
    - listitem:
      - 'link "Whether he laughed: contradiction with Be"'
    - listitem:
      - 'link "How long he wept: difference with Be"'
    - listitem:
      - 'link "The mayor weeps: agreement with Be"'
"""
ADDED = {"laughed": ("contradicts", "Whether he laughed"), "how-long": ("differs", "How long he wept")}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("spoken") / "edition"
    shutil.copytree(MINI, root)
    mayor = (root / "parallels" / "mayor.md").read_text("utf-8")
    for name, (relation, title) in ADDED.items():
        text = mayor.replace("relation: agrees", f"relation: {relation}").replace("The mayor weeps", title)
        (root / "parallels" / f"{name}.md").write_text(text, "utf-8")
    return built(root, tmp_path_factory.mktemp("spoken-book"))


@pytest.mark.parametrize("width", [1440, 1024])
def test_a_passage_reads_like_a_sentence(spoken: Path, opened: Opened, width: int) -> None:
    from playwright.sync_api import expect

    page = opened(spoken / "alpha.html", viewport={"width": width, "height": 900})
    expect(page.locator("#p2")).to_match_aria_snapshot(HEARD)


def test_a_folded_rail_says_what_it_holds(spoken: Path, opened: Opened) -> None:
    page = opened(spoken / "alpha.html", viewport={"width": 390, "height": 844})
    summary = page.locator("#p2 .rail > summary")
    assert summary.get_attribute("aria-label") == "3 parallels, 1 of contradiction"
    first, *_ = page.locator(".rail > summary").all_inner_texts()  # the first of its sign says in sight what it means
    assert first == "≠ 1 parallel: contradiction"
    assert summary.inner_text() == "≠ 3"
    summary.click()
    assert page.get_by_role("link", name="The mayor weeps: agreement with Be").is_visible()
    box = summary.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
