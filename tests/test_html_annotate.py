"""From words selected on the page to a file that `variorum check` accepts and that stands on just these words."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import HERE, MINI, build_edition
from node import called
from variorum.checking.edition import check
from variorum.editing.new_annotation import BODY_TO_WRITE
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.text.anchoring import locate, locate_all, match_key

SELECT = """([anchor, start, end, other]) => {
  const places = ":scope > .words, :scope > blockquote > .words, :scope > h1, :scope > h2, :scope > h3";
  const box = (id) => document.getElementById(id).querySelector(places);
  const point = (id, at) => {
    const walker = document.createTreeWalker(box(id), NodeFilter.SHOW_TEXT);
    let node;
    while ((node = walker.nextNode())) {
      if (node.parentElement.closest(".headerlink")) continue;
      if (at <= node.length) return [node, at];
      at -= node.length;
    }
    throw new Error("no such place");
  };
  const range = document.createRange();
  range.setStart(...point(anchor, start));
  range.setEnd(...point(other || anchor, end));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    root = tmp_path_factory.mktemp("annotate")
    shutil.copytree(MINI, root / "mini")
    built = {}
    for name, repository in (
        ("github", "https://github.com/o/r"),
        ("gitlab", "https://gitlab.com/o/r"),
        ("none", ""),
    ):
        built[name] = build_edition(root / "mini", root / name, variorum_repository=repository).out
    return built


def tab_of(browser, folder: Path, page: str):
    tab = browser.new_page()
    tab.goto((folder / f"{page}.html").as_uri())
    return tab


def selected(tab, anchor: str, start: int, end: int, other: str = "") -> None:
    tab.evaluate(SELECT, [anchor, start, end, other])
    tab.wait_for_selector(".annotate:popover-open", timeout=5000)


# source, page, locus, words, which occurrence, what must be annotated (a border inside a letter moves out of it)
SELECTIONS = [
    ("alpha", "1", "in 1901", 1, "in 1901"),
    ("alpha", "1", "bridge was built", 1, "bridge was built"),
    ("alpha", "1", "bridge was built", 2, "bridge was built"),
    ("alpha", "1", "built", 2, "built"),
    ("alpha", "1", " built of wood — “our” ", 1, "built of wood — “our”"),
    ("alpha", "2", "мэр", 1, "мэр"),
    ("alpha", "3", "opened in 1903", 1, "opened in 1903"),
    ("alpha", "6", "two", 1, "two"),
    ("alpha", "h2", "Opening", 1, "Opening"),
    ("beta", "1", "पुल सन् १९०२", 1, "पुल सन् १९०२"),
    ("beta", "1", "प", 1, "पु"),
    ("alpha", "3", "pene", 1, "pene"),
]


@pytest.mark.parametrize(("source", "locus", "words", "nth", "meant"), SELECTIONS)
def test_selected_words_become_a_file_that_finds_them_again(browser, pages, tmp_path, source, locus, words, nth, meant):
    edition = tmp_path / "mini"
    shutil.copytree(MINI, edition)
    text = read_edition(edition).source(source).passage(locus).text
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    tab = tab_of(browser, pages["github"], source)
    anchor = f"p{locus}" if locus[0].isdigit() else locus
    selected(tab, anchor, start, start + len(words))
    address = urlsplit(tab.get_attribute(".annotate a", "href"))
    tab.close()
    query = parse_qs(address.query, keep_blank_values=True)
    assert address.path == f"/o/r/new/main/sources/{source}/annotations"
    [name], [written] = query["filename"], query["value"]
    finished = re.sub(r'by: "".*', "by: A reader", written).replace(BODY_TO_WRITE, "What a reader knows of it.")
    (edition / address.path.removeprefix("/o/r/new/main/") / name).write_text(finished, encoding="utf-8")
    found = read_edition(edition)
    assert [str(p) for p in check(found)] == []
    note = found.annotation(name.removesuffix(".md"))
    assert (note.passage, text[note.span.start : note.span.end]) == (locus, meant)
    assert abs(note.span.start - start) <= 1


def test_an_annotation_begun_on_the_page_is_not_taken_for_a_finished_one(browser, pages, tmp_path):
    tab = tab_of(browser, pages["github"], "alpha")
    selected(tab, "p3", 0, 9)
    query = parse_qs(urlsplit(tab.get_attribute(".annotate a", "href")).query)
    tab.close()
    edition = tmp_path / "mini"
    shutil.copytree(MINI, edition)
    (edition / "sources/alpha/annotations" / query["filename"][0]).write_text(query["value"][0], encoding="utf-8")
    assert [p.code for p in check(read_edition(edition))] == ["key-missing"]


def test_words_across_passages_are_refused_with_a_word_why(browser, pages):
    tab = tab_of(browser, pages["github"], "alpha")
    selected(tab, "p1", 4, 5, "p2")
    assert "one passage" in tab.inner_text(".annotate")
    assert tab.query_selector(".annotate a") is None
    tab.close()


def test_gitlab_has_other_addresses(browser, pages):
    tab = tab_of(browser, pages["gitlab"], "alpha")
    selected(tab, "p3", 0, 9)
    address = urlsplit(tab.get_attribute(".annotate a", "href"))
    assert address.path == "/o/r/-/new/main/sources/alpha/annotations"
    assert set(parse_qs(address.query)) == {"file_name", "content"}
    assert "/-/edit/main/sources/alpha/annotations/" in tab.content()
    tab.close()


def test_without_a_repository_the_text_is_there_to_copy(browser, pages):
    tab = tab_of(browser, pages["none"], "alpha")
    selected(tab, "p3", 0, 9)
    tab.click(".annotate button")
    assert tab.input_value(".annotate textarea").startswith('---\npassage: "3"\nlemma: "It opened"\n')
    assert tab.inner_text(".annotate-path").startswith("sources/alpha/annotations/al-it-opened")
    assert "Improve this" not in tab.content()
    tab.close()


def test_every_note_and_parallel_can_be_improved_and_a_source_reported(pages):
    alpha, parallels = (
        (pages["github"] / f"{page}.html").read_text(encoding="utf-8") for page in ("alpha", "parallels")
    )
    edit = r'href="https://github\.com/o/r/edit/main/([^"]+)" rel="nofollow noopener"'
    found = read_edition(MINI)
    assert set(re.findall(edit, alpha)) == {a.path for a in found.source("alpha").annotations}
    assert set(re.findall(edit, parallels)) == {p.path for p in found.parallels}  # at their own place
    assert "https://github.com/o/r/issues/new?title=Al" in alpha
    chapter = (pages["github"] / "parallels.html").read_text(encoding="utf-8")
    assert set(re.findall(r"edit/main/(parallels/[^\"]+)", chapter)) == {p.path for p in found.parallels}


# --- the page finds words as the build does ---------------------------------------------------------------------------

LOCATE = tomllib.loads((HERE / "cases" / "locate.toml").read_text(encoding="utf-8"))["case"]
# places come back in code points
FUNCTIONS = """({ text, before, lemma, after, start, end }) => {
  const { fold, locateAll, unique, cutWord } = module.exports;
  const points = (at) => [...text.slice(0, at)].length;
  const units = (at) => [...text].slice(0, at).join("").length;
  if (start !== undefined) {
    const place = { text, start: units(start), end: units(end) };
    return { ...unique(place), rest: cutWord(place) };
  }
  return { folded: fold(text)[0], places: locateAll(text, lemma, before, after).map((span) => span.map(points)) };
}"""


def test_page_and_build_find_the_same_places():
    wanted = [{"before": "", "after": ""} | case for case in LOCATE]
    for case, found in zip(wanted, called("static/annotate.js", FUNCTIONS, ([case] for case in wanted)), strict=True):
        places = locate_all(case["text"], case["lemma"], case["before"], case["after"])
        assert found["places"] == [[span.start, span.end] for span in places], case["name"]
        assert found["folded"] == match_key(case["text"])[0], case["name"]


CUT = tomllib.loads((HERE / "cases" / "doubtful_lemmata.toml").read_text(encoding="utf-8"))["case"]


def selection(marked: str) -> dict[str, Any]:
    head, _, rest = marked.partition("[")
    words, _, tail = rest.partition("]")
    return {"text": head + words + tail, "start": len(head), "end": len(head) + len(words)}


def test_a_selection_inside_a_word_takes_the_rest_of_the_word_along():
    chosen = [selection(case["text"]) for case in CUT]
    places = called("static/annotate.js", FUNCTIONS, ([place] for place in chosen))
    for case, at, place in zip(CUT, chosen, places, strict=True):
        rest, said = place["rest"], [place.get(key, "") for key in ("before", "after")]
        assert (rest["before"], rest["after"]) == (case.get("before", ""), case.get("after", "")), case["name"]
        assert locate(at["text"], place["lemma"], *said) == Span(at["start"], at["end"]), case["name"]
        assert (bool(said[0]), bool(said[1])) == (bool(said[0] or rest["before"]), bool(said[1] or rest["after"]))


# a text, with the words that somebody selects in [brackets]
SELECTED = [
    "שלום עולם. אמר [שלום\u200f עולם] ויצא",
    "שלום עולם. אמר שלום\u200f עולם ויצא, [שלום עולם]",
    "قال \u202b[سنة\u061c ١٩٤١]\u202c ثم سنة ١٩٤١",
    "葛\U000e0100飾区と[葛\U000e0100]城",
    "a [\u2067b\u2069 c] d b c",
    "“no” and [“no”] – 𝔘𝔫𝔡 “no”",
]


def test_words_with_letters_that_cannot_be_seen_are_found_again():
    wanted = [selection(selected) for selected in SELECTED]
    for case, place in zip(wanted, called("static/annotate.js", FUNCTIONS, ([case] for case in wanted)), strict=True):
        text, words = case["text"], case["text"][case["start"] : case["end"]]
        span = locate(text, place["lemma"], place.get("before", ""), place.get("after", ""))
        assert isinstance(span, Span), words
        assert span.start < case["end"], words
        assert case["start"] < span.end, words
        assert match_key(span.of(text))[0].strip() == match_key(words)[0].strip()
