"""From words selected on the page to a file that `variorum check` accepts and that stands on just these words."""

from __future__ import annotations

import json
import random
import re
import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import regex
from sphinx.config import Config

from conftest import HERE, MINI, build_edition
from node import called
from variorum.checking.edition import check
from variorum.checking.notes import word_count
from variorum.importing.bibliography import Library, author_year, planned
from variorum.importing.entry_text import entry_text, in_tex, made_entry
from variorum.model.body import parse_body
from variorum.model.edition import ParallelPassage
from variorum.model.house_rules import LAST_FIRST, HouseRules
from variorum.model.loci import anchor_of
from variorum.model.source import Annotation
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.reading.bibtex_scanner import scan
from variorum.reading.contributions import parse_annotation, parse_parallel
from variorum.reading.works import parse_works
from variorum.sphinx_ext.html.repository_links import new_address
from variorum.sphinx_ext.settings import register as register_settings
from variorum.sphinx_ext.settings import settings_of
from variorum.text.anchoring import locate, locate_all, match_key
from variorum.text.dates import days_of
from variorum.text.doubtful_lemmata import has_words
from variorum.text.transliteration import slug
from watching import COLOURS, violations

SCRIPTS = HERE / "editions" / "scripts"
WORD_PLACES = "static/word_places.js"
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


def form(
    tab, *, press: str = "Annotate", kind: str = "context", text: str = "What a reader knows.", by: str = "A reader"
):
    """Press the button beside the selection and fill the form in."""
    tab.click(f".annotate button:has-text('{press}')")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    tab.check(f".note-form [value={kind}]")
    tab.fill(".note-form textarea", text)
    if by:
        tab.fill(".note-form [autocomplete=name]", by)


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
    ("alpha", "h2", "Opening", 1, ""),
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
    form(tab)
    address = urlsplit(tab.get_attribute(".note-form-ends a", "href"))
    tab.close()
    query = parse_qs(address.query, keep_blank_values=True)
    assert address.path == f"/o/r/new/main/sources/{source}/annotations"
    [name], [written] = query["filename"], query["value"]
    (edition / address.path.removeprefix("/o/r/new/main/") / name).write_text(written, encoding="utf-8")
    found = read_edition(edition)
    assert [str(p) for p in check(found)] == []
    note = found.annotation(name.removesuffix(".md"))
    assert (note.passage, text[note.span.start : note.span.end] if note.span else "") == (locus, meant)
    assert note.span is None or abs(note.span.start - start) <= 1


def test_the_form_says_what_is_missing_and_hands_over_nothing_before(browser, pages):
    tab = tab_of(browser, pages["github"], "alpha")
    selected(tab, "p3", 0, 9)
    assert tab.eval_on_selector(".annotate button", "(one) => one.offsetHeight >= 24")
    tab.click(".annotate button")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    tab.evaluate("Object.assign(globalThis.variorumContributing, { words: [3, 9], cite: ['dispute'] })")
    missing = ".note-form-missing"
    assert tab.inner_text(missing) == "Still missing: the kind, the text and your name"
    tab.check(".note-form [value=dispute]")
    assert tab.query_selector(".note-form-ends a, .note-form-ends button") is None
    tab.fill(".note-form textarea", "Berg has")
    tab.fill(".note-form [autocomplete=name]", "A. Reader")
    tab.reload()
    selected(tab, "p3", 0, 9)
    tab.click(".annotate button")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    assert tab.input_value(".note-form [autocomplete=name]") == "A. Reader"  # remembered on the device
    tab.fill(".note-form textarea", "Berg has *another* year:")
    tab.fill(".note-form [list]", "Berg1999")
    tab.click(".note-form button:has-text('Cite it') >> nth=0")
    assert tab.input_value(".note-form textarea").endswith("year: {cite:p}`Berg1999`")
    assert tab.inner_text(".note-form-preview") == "Berg has another year: (Berg 1999)\n\nA. Reader"
    assert tab.inner_text(".note-form label small") == "4 words"
    assert tab.inner_text(missing) == "Still missing: the kind"
    tab.click(".note-form summary")
    for number, words in enumerate(("Per Moe", "Ropes & Nets", "2001", "Quay")):
        tab.fill(f".note-form details input >> nth={number}", words)
    tab.click(".note-form details button")
    assert tab.input_value(".note-form textarea").endswith(" {cite:p}`Moe2001`")
    assert "author = {Moe, Per}" in tab.inner_text(".note-form pre")  # as conf.py asks for it
    assert "title = {Ropes \\& Nets}" in tab.inner_text(".note-form pre")
    tab.check(".note-form [value=origin]")
    assert violations(tab) == []
    tab.emulate_media(color_scheme="dark")
    assert violations(tab, COLOURS) == []
    tab.keyboard.press("Escape")
    assert tab.query_selector("dialog.note-form") is None
    selected(tab, "p3", 0, 9)
    tab.click(".annotate button")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    assert tab.input_value(".note-form textarea").endswith(" {cite:p}`Moe2001`"), "Escape takes nothing away"
    tab.close()


def test_words_across_passages_are_refused_with_a_word_why(browser, pages):
    tab = tab_of(browser, pages["github"], "alpha")
    selected(tab, "p1", 4, 5, "p2")
    assert "one passage" in tab.inner_text(".annotate")
    assert tab.query_selector(".annotate button") is None
    tab.close()


def test_gitlab_has_other_addresses(browser, pages):
    tab = tab_of(browser, pages["gitlab"], "alpha")
    selected(tab, "p3", 0, 9)
    form(tab)
    address = urlsplit(tab.get_attribute(".note-form-ends a", "href"))
    assert address.path == "/o/r/-/new/main/sources/alpha/annotations"
    assert set(parse_qs(address.query)) == {"file_name", "content"}
    assert "/-/edit/main/sources/alpha/annotations/" in tab.content()
    tab.close()


def test_without_a_repository_the_note_goes_by_mail_or_as_a_file(browser, pages):
    tab = tab_of(browser, pages["none"], "alpha")
    selected(tab, "p3", 0, 9)
    form(tab)
    assert tab.query_selector(".note-form-ends a") is None
    assert tab.inner_text(".note-form .annotate-path").endswith(" sources/alpha/annotations/al-it-opened.md")
    with tab.expect_download() as waiting:
        tab.click("button:has-text('Save it as a file')")
    assert waiting.value.suggested_filename == "al-it-opened.md"
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith('---\npassage: "3"\nlemma: "It opened"\nkind: context\nby: "A reader"\n---\n')
    tab.evaluate("globalThis.variorumContributing.contact = 'editors@example.org'")
    tab.fill(".note-form textarea", "What a reader knows, sent.")
    mail = urlsplit(tab.get_attribute(".note-form-ends a", "href"))
    assert (mail.scheme, mail.path) == ("mailto", "editors@example.org")
    said = parse_qs(mail.query)
    assert said["subject"] == ["sources/alpha/annotations/al-it-opened.md"]
    assert "What a reader knows, sent." in said["body"][0]
    assert "Improve this" not in tab.content()
    tab.close()


def test_half_a_word_is_asked_about(browser, pages):
    tab = tab_of(browser, pages["none"], "alpha")
    selected(tab, "p3", 4, 9)
    assert "“pened” is a part of “opened”." in tab.inner_text(".annotate")
    tab.click("button:has-text('Take the whole word')")
    tab.wait_for_selector("dialog.note-form[open]", timeout=5000)
    assert tab.inner_text(".note-form blockquote") == "opened"
    tab.close()


def test_two_selections_make_a_parallel(browser, pages, tmp_path):
    tab = tab_of(browser, pages["none"], "alpha")
    selected(tab, "p3", 3, 17)
    tab.click("button:has-text('Keep for a parallel')")
    tab.goto((pages["none"] / "beta.html").as_uri())
    selected(tab, "p2", 0, 4)
    form(tab, press="Parallel with Al 3", kind="differs", text="One says 1903, the other nothing.", by="")
    assert tab.inner_text(".note-form-missing") == "Still missing: Title"
    tab.fill(".note-form label:has-text('Title') >> input >> nth=-1", "The opening & the mayor")
    tab.fill(".note-form label:has-text('Date') >> input >> nth=-1", "May 1903")
    assert tab.inner_text(".note-form-missing") == "Still missing: Date (1906-07, 1904/1906)"
    tab.fill(".note-form label:has-text('Date') >> input >> nth=-1", "1903-05")
    tab.fill(".note-form [autocomplete=name]", "A reader")
    with tab.expect_download() as waiting:
        tab.click("button:has-text('Save it as a file')")
    assert waiting.value.suggested_filename == "the-opening-the-mayor.md"
    edition = tmp_path / "mini"
    shutil.copytree(MINI, edition)
    shutil.copy(waiting.value.path(), edition / "parallels/the-opening-the-mayor.md")
    tab.close()
    found = read_edition(edition)
    assert [str(p) for p in check(found)] == []
    parallel = found.parallel("the-opening-the-mayor")
    assert [found.quoted(item).text for item in parallel.passages] == ["opened in 1903", "मेयर"]
    assert (parallel.date, parallel.by) == ("1903-05", "A reader")


def test_two_selections_side_by_side_make_a_parallel(browser, pages):
    tab = browser.new_page(viewport={"width": 1200, "height": 800})
    tab.goto((pages["github"] / "compare.html").as_uri() + "?left=alpha&right=beta")
    tab.wait_for_selector(".column.right .passage")
    select = """([side, start, end]) => {
      const words = document.querySelector(`.column.${side} [data-anchor=p2] > [lang]`);
      const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
      getSelection().setBaseAndExtent(walker.nextNode(), start, walker.currentNode, end);
    }"""
    tab.evaluate(select, ["left", 4, 9])
    tab.click(".annotate button:has-text('Keep for a parallel')")
    tab.evaluate(select, ["right", 0, 4])
    form(tab, press="Parallel with Al 2", kind="agrees", by="")
    assert tab.inner_text(".note-form h2") == "A parallel of Al 2 and Be 2"
    tab.keyboard.press("Escape")
    tab.evaluate(select, ["right", 0, 4])
    form(tab)
    address = urlsplit(tab.get_attribute(".note-form-ends a", "href"))
    assert address.path == "/o/r/new/main/sources/beta/annotations"
    assert parse_qs(address.query)["value"][0].startswith('---\npassage: "2"\nlemma: "मेयर"\n')
    tab.close()


def test_a_locus_is_read_from_its_anchor():
    loci = ["12", "12a", "r7", "h3", "1:1", "2.484", "Gen.1.1", "p12", "ב", "1:1_a", "a(b)*"]
    found = called(WORD_PLACES, "(id) => module.exports.locusOf(id)", ([anchor_of(locus)] for locus in loci))
    assert found == loci


ADDRESSES = [
    ("https://github.com/o/r", "https://github.com/o/r/new/main/parallels?filename={name}&value={text}"),
    (
        "https://gitlab.example.org/o/r",
        "https://gitlab.example.org/o/r/-/new/main/parallels?file_name={name}&content={text}",
    ),
    (
        "gitlab+https://git.example.org/o/r",
        "https://git.example.org/o/r/-/new/main/parallels?file_name={name}&content={text}",
    ),
    ("https://codeberg.org/o/r/", "https://codeberg.org/o/r/_new/main/parallels?filename={name}&value={text}"),
    (
        "forgejo+https://git.example.org/o/r",
        "https://git.example.org/o/r/_new/main/parallels?filename={name}&value={text}",
    ),
    ("gitea+https://example.org/o/r", "https://example.org/o/r/_new/main/parallels?filename={name}&value={text}"),
    ("svn+https://example.org/o/r", ""),
    ("", ""),
]


@pytest.mark.parametrize(("repository", "address"), ADDRESSES)
def test_each_host_has_its_address_for_a_new_file(repository, address):
    config = Config(overrides={"variorum_repository": repository})
    register_settings(SimpleNamespace(add_config_value=config.add, connect=lambda *_: None))  # type: ignore[arg-type]
    assert new_address(settings_of(config), "parallels") == address


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
    for case, found in zip(wanted, called(WORD_PLACES, FUNCTIONS, ([case] for case in wanted)), strict=True):
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
    places = called(WORD_PLACES, FUNCTIONS, ([place] for place in chosen))
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
    for case, place in zip(wanted, called(WORD_PLACES, FUNCTIONS, ([case] for case in wanted)), strict=True):
        text, words = case["text"], case["text"][case["start"] : case["end"]]
        span = locate(text, place["lemma"], place.get("before", ""), place.get("after", ""))
        assert isinstance(span, Span), words
        assert span.start < case["end"], words
        assert case["start"] < span.end, words
        assert match_key(span.of(text))[0].strip() == match_key(words)[0].strip()


# --- a thousand files of the form, none of them wrong -----------------------------------------------------------------

ANCHOR = """([text, start, end]) => {
  const units = (at) => [...text].slice(0, at).join("").length;
  return module.exports.anchorOf({ text, start: units(start), end: units(end), locus: "1" });
}"""
WRITE = """([places, draft]) => places.length > 1
  ? module.exports.parallelText(places, draft)
  : module.exports.noteText(places[0].anchor, draft)"""
LINES = {"by": "A “Reader”: \\ #1", "title": 'A "title": \\x', "date": "1904/1906"}


def random_selections(number: int, seed: int) -> list[tuple[str, int, int]]:
    """Words, whole or cut, of passages in five scripts; no border parts a letter from its marks."""
    chance = random.Random(seed)
    texts = [
        p.text for root in (MINI, SCRIPTS) for s in read_edition(root).sources for p in s.citable if len(p.text) > 8
    ]
    found: list[tuple[str, int, int]] = []
    while len(found) < number:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - 1)
        end = min(len(text), start + chance.randrange(1, 60))
        borders = [at for at in (start, end) if 0 < at < len(text) and regex.match(r"[\p{M}\p{Cf}]", text[at])]
        if not borders and text[start:end] == text[start:end].strip() and has_words(text[start:end]):
            found.append((text, start, end))
    return found


def test_a_thousand_files_of_the_form_stand_where_they_were_meant():
    chosen = random_selections(1500, 17)
    anchors = called(WORD_PLACES, ANCHOR, ([one] for one in chosen))
    draft = {"choice": "context", "text": "What a reader knows.", "lines": LINES}
    notes = [([{"anchor": anchor}], draft) for anchor in anchors[:500]]
    pairs = [
        ([{"source": "alpha", "anchor": a}, {"source": "beta", "anchor": b}], draft | {"choice": "agrees"})
        for a, b in zip(anchors[500:1000], anchors[1000:], strict=True)
    ]
    texts = called("static/note_form.js", WRITE, ([list(row)] for row in (*notes, *pairs)))
    assert len(texts) == 1000
    meant = iter([*chosen[:500], *(one for pair in zip(chosen[500:1000], chosen[1000:], strict=True) for one in pair)])
    for text in texts[:500]:
        note = parse_annotation("sources/alpha/annotations/x.md", text.encode())
        assert (note.by, note.passage) == (LINES["by"], "1")
        assert_meant(next(meant), note)
    for text in texts[500:]:
        parallel = parse_parallel("parallels/x.md", text.encode())
        assert (parallel.title, parallel.date) == (LINES["title"], LINES["date"])
        for item in parallel.passages:
            assert_meant(next(meant), item)


def test_a_date_that_the_form_takes_is_one_that_the_check_takes():
    dates = ["1906", "1906-07", "1906-07-16", "1904/1906", "1906~", "193X", "-0043", "1904~/1906-02"]
    dates += ["1904-1906", "16.7.1906", "May 1906", "1906-13", "1906/", "c. 1906", "06"]
    said = called("static/note_form.js", "(words) => module.exports.isDate(words)", ([date] for date in dates))
    assert said == [days_of(date) is not None for date in dates]


def assert_meant(chosen: tuple[str, int, int], quoting: Annotation | ParallelPassage) -> None:
    text, start, end = chosen
    if quoting.lemma:
        assert locate(text, quoting.lemma, quoting.before, quoting.after) == Span(start, end), chosen
    else:
        assert text[start:end].strip() == text.strip()


COUNTED = [
    "One two three.",
    "Well-known — “so”, *said* **Berg** {cite:p}`Berg1999`, and {passage}`Be 1`; see [this page](https://e.org).",
    "- one\n- two\n\n1. three\n\n> four",
    "पुल सन् १९०२ मा बन्यो ।",
    "…",
    "",
]


def test_words_are_counted_as_the_check_counts_them():
    wanted = [word_count(parse_body(text)[0]) for text in COUNTED]
    counted = called("static/note_form.js", "(text) => module.exports.wordCount(text)", ([text] for text in COUNTED))
    assert counted == wanted


NEW_WORKS = tomllib.loads((HERE / "cases/new_works.toml").read_text(encoding="utf-8"))["case"]
MAKE = """({ entry, turned, ...work }, turn) => {
  const { keyOf, entryOf } = module.exports;
  return entryOf(keyOf(work, [], (words) => words), "book", work, turn);
}"""  # only names of other scripts ask for what makes plain letters of words


def test_page_and_terminal_make_one_entry_of_a_new_work():
    wanted = [case["entry"].lstrip("\n") for case in NEW_WORKS]
    assert called("static/note_form.js", MAKE, ([case, False] for case in NEW_WORKS)) == wanted
    for case, entry in zip(NEW_WORKS, wanted, strict=True):
        fields = {name: in_tex(words) for name, words in case.items() if name not in {"entry", "turned"}}
        works, _ = parse_works(entry_text(made_entry("book", "x", fields)))
        assert entry_text(made_entry("book", author_year(works["x"]), fields)) == entry


def test_page_and_terminal_turn_the_same_names_round_where_the_house_asks_for_it(mini):
    made = called("static/note_form.js", MAKE, ([case, True] for case in NEW_WORKS))
    for case, entry in zip(NEW_WORKS, made, strict=True):
        (new,) = planned(Library("bibtex", scan(case["entry"]).entries), {}, HouseRules(names=LAST_FIRST)).added
        assert entry == entry_text(new)
        assert f"  author = {{{case.get('turned') or in_tex(case['author'])}}},\n" in entry or not case["author"]
    with (mini / "references.bib").open("a", encoding="utf-8") as bibliography:
        bibliography.write("".join(made))
    edition = read_edition(mini)
    assert edition.rules.names == LAST_FIRST
    assert [str(p) for p in check(edition) if "is split at its last blank" in p.message] == []


def test_the_check_accepts_the_keys_of_new_works(mini):
    with (mini / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('variorum_work_keys = "AuthorYear"\n')
    with (mini / "references.bib").open("a", encoding="utf-8") as bibliography:
        bibliography.write("".join(case["entry"] for case in NEW_WORKS))
    edition = read_edition(mini)
    assert len(edition.works) == len(NEW_WORKS) + 1
    assert [str(p) for p in check(edition) if p.code in {"work-key", "bibliography-broken"}] == []


def test_a_key_that_is_taken_gets_the_next_letter():
    expression = "(taken) => module.exports.keyOf({ author: 'Berg, Anna', title: 'T', year: '1999' }, taken, String)"
    all_letters = [f"Berg1999{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    taken = [[], ["berg1999"], ["Berg1999", "Berg1999a"], ["Berg1999", *all_letters]]
    wanted = ["Berg1999", "Berg1999a", "Berg1999b", "Berg1999aa"]
    assert called("static/note_form.js", expression, ([one] for one in taken)) == wanted


OTHER_LETTERS = {"Þór": "Thor", "Sørensen": "Sorensen", "Łoś": "Los", "Сталин": "Stalin", "O'Neill": "ONeill"}


def test_names_in_other_letters_have_one_key_on_the_page_and_in_the_terminal():
    works = [{"author": f"{name}, A", "title": "T", "year": "1999"} for name in OTHER_LETTERS]
    slugs = json.dumps({name: slug(name) for name in OTHER_LETTERS}, ensure_ascii=False)
    expression = f"(work) => module.exports.keyOf(work, [], (words) => ({slugs})[words])"
    wanted = [f"{plain}1999" for plain in OTHER_LETTERS.values()]
    assert called("static/note_form.js", expression, ([work] for work in works)) == wanted
    made, _ = parse_works(
        "".join(
            f"@book{{k{n}, author = {{{w['author']}}}, title = {{T}}, year = {{1999}}}}" for n, w in enumerate(works)
        )
    )
    assert [author_year(work) for work in made.values()] == wanted
