"""axe finds no violation of WCAG 2.2 A and AA on any kind of page; the keyboard reaches everything."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from browser import Opened
from variorum.text.scripts import foreign_runs
from watching import COLOURS, EVERYTHING, STRUCTURE, shortened, violations

pytest_plugins = ("browser",)

VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
# Links and buttons less than 24 px wide or high (WCAG 2.5.8); those in running text may be.
SMALL = """() => {
  const small = (box) => box.width && box.height && (box.width < 23.9 || box.height < 23.9);
  const inText = (link) => {
    const block = link.closest("p, li, dd, dt, td, th, figcaption, blockquote");
    return block && getComputedStyle(link).display === "inline" && block.textContent.trim() !== link.textContent.trim();
  };
  return [...document.querySelectorAll("a[href], button, summary, select, input")]
    .map((one) => one.closest("label") ?? one)
    .filter((one) => getComputedStyle(one).pointerEvents !== "none" && getComputedStyle(one).visibility === "visible")
    .filter((one) => !one.matches(".note-reference, .past-notes, .skip") && !inText(one))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => small(box) && box.right > 0)
    .map(([one, box]) => `${one.outerHTML.slice(0, 80)}: ${box.width.toFixed()} × ${box.height.toFixed()} px`);
}"""
KINDS = {
    "title page": "index",
    "Nepali source": "sources/nepali",
    "English source": "sources/rise",
    "Norwegian source": "sources/norwegian",
    "chapter of the harmony": "parallels/1924-struggle-for-power",
    "bibliography": "bibliography",
    "search": "search",
    "harmony": "harmony",
    "index of names": "people",
    "list of notes": "sources/rise-apparatus",
    "prose": "introduction",
}


def page_of(book: Path, name: str) -> Path:
    path = book / f"{name}.html"
    assert path.exists(), f"the edition has no page {name}"
    return path


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS.keys())
def test_axe_finds_nothing_on_the_whole_page_nor_in_the_dark_nor_on_a_phone(
    book: Path, opened: Opened, name: str
) -> None:
    page = opened(page_of(book, name), viewport={"width": 1440, "height": 900}, color_scheme="light")
    assert violations(page) == []
    shortened(page, most=4)
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert violations(page) == []


@pytest.mark.parametrize("name", [*KINDS.values(), "compare"])
def test_a_finger_meets_what_it_reaches_for(book: Path, opened: Opened, name: str) -> None:
    page = opened(page_of(book, name), viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate(SMALL) == []


def test_words_of_another_script_stand_in_their_language(book: Path) -> None:
    found = []
    for path in sorted(book.rglob("*.html")):
        reader = Languages()
        reader.feed(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(book)}: {words}, in {language}" for words, language in reader.strange]
        found += [f"{path.relative_to(book)}: our “{words}”, in {language}" for words, language in reader.said]
    assert not found


class Languages(HTMLParser):
    """What stands in a page in a script that its language does not have; and in what language we speak of such words.

    Names that are heard and titles are ours: their element is in the language of the page.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "en")]
        self.strange: list[tuple[str, str]] = []
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.open[-1][1]
        if language != "en":
            self.said += [(said, language) for name in ("aria-label", "title", "alt") if (said := given.get(name))]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if tag not in {"script", "style", "title"}:
            self.strange += [(span.of(data), language) for span, _ in foreign_runs(data, language)]


@pytest.mark.parametrize("width", [1440, 1100, 390])
def test_axe_finds_nothing_with_everything_open(book: Path, opened: Opened, width: int) -> None:
    page = opened(page_of(book, "sources/norwegian"), viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.locator(".note-reference").nth(5).focus()
    page.keyboard.press("Enter")
    assert violations(page, STRUCTURE if width == 1100 else EVERYTHING) == []
    page.emulate_media(color_scheme="dark")
    assert width == 1100 or violations(page, COLOURS) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_keyboard_goes_from_words_to_note_and_from_the_rail_to_the_parallel_and_back(
    book: Path, opened: Opened, width: int
) -> None:
    page = opened(page_of(book, "sources/norwegian"), viewport={"width": width, "height": 900})
    reference = page.locator(".note-reference").first
    note = reference.get_attribute("href")
    assert note
    reference.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == note[1:]
    assert page.locator(note).is_visible()
    assert page.locator(reference_of(note, page)).is_visible()
    if width < 900:
        page.locator(".rail > summary").first.focus()
        page.keyboard.press("Enter")
    line = page.locator(".rail a[data-notes]").first
    line.focus()
    assert page.locator("mark.lit").count(), "the words of the parallel are not lit"
    page.keyboard.press("Enter")
    page.wait_for_url("**/parallels/**")
    assert page.locator(":target").is_visible()
    page.go_back()
    page.wait_for_url("**/norwegian.html*")
    assert page.locator(reference_of(note, page)).is_visible()


def reference_of(note: str, page) -> str:
    return page.locator(f"{note} .note-number").get_attribute("href")


@pytest.mark.parametrize("width", [1440, 390])
def test_escape_closes_a_note_and_returns_to_its_words(book: Path, opened: Opened, width: int) -> None:
    page = opened(page_of(book, "sources/norwegian"), viewport={"width": width, "height": 900})
    reference = page.locator(".note-reference").nth(7)
    reference.focus()
    before = reference.bounding_box()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == reference.get_attribute("id")
    after = reference.bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) < 1
    assert page.locator(".note:target").count() == 0


def test_a_note_opens_right_below_its_words_on_a_phone_without_scripts(book: Path, opened: Opened) -> None:
    page = opened(
        page_of(book, "sources/norwegian"),
        viewport={"width": 390, "height": 844},
        has_touch=True,
        java_script_enabled=False,
    )
    reference = page.locator(".note-reference").nth(3)
    note = page.locator(reference.get_attribute("href") or "")
    assert not note.is_visible()
    reference.tap()
    assert note.is_visible()
    words, box = reference.bounding_box(), note.bounding_box()
    assert words
    assert box
    assert 0 <= box["y"] - (words["y"] + words["height"]) < 40
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_the_page_stays_where_it_is_when_a_note_opens(book: Path, opened: Opened) -> None:
    page = opened(page_of(book, "sources/norwegian"), viewport={"width": 390, "height": 844}, has_touch=True)
    reference = page.locator(".note-reference").nth(9)
    reference.evaluate("(r) => r.scrollIntoView({ block: 'center' })")
    before = reference.bounding_box()
    reference.tap()
    after = reference.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 1
