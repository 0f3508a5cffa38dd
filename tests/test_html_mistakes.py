"""From what a reader finds wrong on the page to a message that names the file, the place, the old words and the new."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import HERE, MINI, build_edition
from node import called
from variorum.checking.edition import check
from variorum.editing.corrections import corrected, corrections_in
from variorum.reading import read_edition
from watching import COLOURS, violations

CASES = tomllib.loads((HERE / "cases" / "mistake_messages.toml").read_text(encoding="utf-8"))["case"]
WRITE = "(about, draft) => module.exports.messageText(about, draft, (words) => words)"
# selects words of an element as a finger or a pointer would
SELECT = """([selector, words]) => {
  const box = document.querySelector(selector);
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
  throw new Error(`no ${words}`);
}"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mistake_becomes_a_message_that_an_editor_can_act_on(case):
    [text] = called("static/mistake_form.js", WRITE, [[case["about"], case["draft"]]])
    assert text == case["message"].lstrip("\n")


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("mistakes")
    return build_edition(MINI, root / "out", variorum_repository="https://gitlab.com/o/r").out


@pytest.fixture
def phone(browser):
    tab = browser.new_page(viewport={"width": 390, "height": 800}, has_touch=True)
    yield tab
    tab.close()


def opened(tab, pages: Path, page: str) -> None:
    tab.goto((pages / f"{page}.html").as_uri())


def selected(tab, selector: str, words: str) -> None:
    tab.evaluate(SELECT, [selector, words])
    tab.wait_for_selector(".annotate:popover-open", timeout=5000)


def sent(tab, better: str = "", text: str = "") -> tuple[str, str]:
    """Fill the form in; return title and text of the matter that it opens at the host."""
    if better:
        tab.fill(".note-form label:has-text('What it should say') textarea", better)
    tab.fill(".note-form [autocomplete=name]", "A. Reader")
    if text:
        tab.fill(".note-form label:has-text('How one can see') textarea", text)
    address = urlsplit(tab.get_attribute(".note-form-ends a", "href"))
    assert address.path == "/o/r/-/issues/new"
    query = parse_qs(address.query)
    return query["issue[title]"][0], query["issue[description]"][0]


def test_a_translation_is_corrected_by_touch(phone, pages):
    opened(phone, pages, "beta")
    phone.tap("#p2 .passage-translation summary")
    words = phone.inner_text("#p2 .passage-translation p").split()[0]
    selected(phone, "#p2 .passage-translation p", words)
    phone.tap(".annotate button:has-text('Something wrong?')")
    phone.wait_for_selector("dialog.note-form[open]", timeout=5000)
    assert phone.is_checked(".note-form [value=translation]")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.eval_on_selector(".note-form", "(form) => form.scrollWidth <= form.clientWidth")
    title, text = sent(phone, "A better word")
    assert title == "Be 2: The translation"
    assert "File: sources/beta/translation.en.md\n" in text
    assert f"It says:\n\n> {words}\n\nIt should say:\n\n> A better word\n\nA. Reader\n" in text
    [change] = corrected(MINI, "message.md", corrections_in("message.md", text.encode())).places
    assert (change.path, change.now) == ("sources/beta/translation.en.md", "A better word mayor wept.")
    assert violations(phone) == []
    phone.emulate_media(color_scheme="dark")
    assert violations(phone, COLOURS) == []


def test_a_passage_is_annotated_and_a_name_corrected_with_keys_alone(browser, pages):
    tab = browser.new_page()
    opened(tab, pages, "alpha")
    for _ in range(2):  # the script is there the second time
        tab.focus("#p1 .locus")
        for key in ("Enter", "Tab", "Tab", "Tab", "Enter"):
            tab.keyboard.press(key)
        tab.wait_for_selector(".annotate:popover-open", timeout=5000)
        assert tab.evaluate("document.activeElement.textContent") == "Annotate"
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Al 1"
    for key in ("Enter", "Tab", "Tab", "Tab", "Enter"):
        tab.keyboard.press(key)
    tab.wait_for_selector(".annotate:popover-open", timeout=5000)
    for key in ("Tab", "Tab", "Enter"):
        tab.keyboard.press(key)
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    tab.get_by_role("dialog", name="A mistake: Al 1").wait_for(timeout=5000)
    tab.check(".note-form [value=name]")
    assert tab.inner_text(".note-form-missing") == (
        "Still missing: What it should say, or which passage speaks and your name"
    )
    title, text = sent(tab, "The bridges")
    assert title == "Al 1: A name"
    assert "File: names.toml\n" in text
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Al 1"
    tab.close()


def test_a_parallel_and_a_silence_are_called_wrong_where_they_stand(phone, pages):
    opened(phone, pages, "parallels")
    phone.tap("#parallel-building .tell-mistake button")
    phone.wait_for_selector("dialog.note-form[open]", timeout=5000)
    assert phone.is_checked(".note-form [value=parallel]")
    title, text = sent(phone, text="They are two bridges.")
    assert title == "The year of building: The parallel"
    assert text.startswith("Place: The year of building\nFile: parallels/building.md\n")
    phone.check(".note-form [value=silence]")
    _, text = sent(phone, "Al 2")
    assert "It should say:\n\n> Al 2\n" in text


def test_a_name_of_the_list_is_corrected(browser, pages):
    tab = browser.new_page()
    opened(tab, pages, "people")
    selected(tab, "#name-mayor", "Mayor")
    tab.click(".annotate button")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    assert tab.is_checked(".note-form [value=name]")
    _, text = sent(tab, "Lord Mayor")
    assert "File: names.toml" in text
    assert "> Mayor\n" in text
    [change] = corrected(MINI, "message.md", corrections_in("message.md", text.encode())).places
    assert (change.path, change.now) == ("names.toml", 'sort = "Lord Mayor, the"')
    tab.close()


def test_words_that_the_rail_shows_make_a_parallel_and_its_line_can_be_called_wrong(browser, pages, tmp_path):
    tab = browser.new_page(viewport={"width": 1500, "height": 800})
    opened(tab, pages, "alpha")
    tab.focus("#p2 .locus")
    tab.evaluate("globalThis.variorumPreview(document.querySelector('#p1 .rail a[href*=building]'))")
    tab.wait_for_selector(".preview:popover-open .preview-words", timeout=5000)
    selected(tab, ".preview-words", "१९०२")
    tab.click(".annotate button:has-text('Keep for a parallel')")
    tab.wait_for_function("document.querySelector('.annotate').textContent.startsWith('Kept')")
    selected(tab, "#p3 .words", "1903")
    tab.click(".annotate button:has-text('Parallel with Be 1')")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    tab.check(".note-form [value=differs]")
    tab.fill(".note-form textarea", "One year lies between.")
    tab.fill(".note-form label:has-text('Title') >> input >> nth=-1", "Two years")
    address = urlsplit(tab.get_attribute(".note-form-ends a", "href"))
    edition = tmp_path / "mini"
    shutil.copytree(MINI, edition)
    [written] = parse_qs(address.query)["content"]
    (edition / "parallels/two-years.md").write_text(written, encoding="utf-8")
    found = read_edition(edition)
    assert [str(p) for p in check(found)] == []
    assert [found.quoted(item).text for item in found.parallel("two-years").passages] == ["१९०२", "1903"]
    tab.keyboard.press("Escape")
    tab.evaluate("globalThis.variorumPreview(document.querySelector('#p1 .rail a[href*=building]'))")
    tab.click(".preview .tell-mistake button")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    _, text = sent(tab, text="They are two bridges.")
    assert "File: parallels/building.md\n" in text
    tab.close()
