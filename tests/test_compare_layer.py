"""What a witness shows besides letters stands side by side as on the page of its source, made by the same hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import HERE, MINI, add_source, build_edition
from engines import firefox, soon
from variorum.model.layer import FEATURES

LONG = "Sect.IV:cap.12,par.345.a"
# kind, locus, words
ROWS = (
    ("heading-1", "h1", "The bridge"),
    ("paragraph", "1", "The mayor said rex and wrote H2O in margin, the 4xq old line of words lost here."),
    ("list-item", "2", "First of a list"),
    ("list-item", "3", "second of it"),
    ("quotation", "4", "Words of another"),
    ("inset", "5", "A letter set in"),
    ("speaker", "6", "MAYOR"),
    ("verse", "6.1", "A line of verse,"),
    ("verse", "6.2", "    and one set in."),
    ("verse", "6.5", "A fifth,"),
    ("table-row", "7", "One penny\tfor a man"),
    ("table-row", "8", "Two\tfor a cow"),
    ("caption", "9", "A picture of it"),
    ("paragraph", LONG, "Four and twenty signs."),
    ("paragraph", "11", "Built in 1902, he says."),
    ("footnote", "n1", "A note of the witness."),
    *((f"heading-{depth}", f"h{depth}", f"Level {depth}") for depth in (2, 3, 4, 5, 6)),
    ("heading-4", "h7", "A fourth again"),
    ("heading-1", "h8", "The first level"),
    ("heading-3", "h9", "One below it"),
)
# locus, words, feature, value
LAYER = (
    ("1", "mayor", "emphasis", ""),
    ("1", "said", "small-caps", ""),
    ("1", "rex", "foreign", "la"),
    ("1", "wrote", "strong", ""),
    ("1", "H2", "page", "12"),
    ("1", "2O", "subscript", ""),
    ("1", "margin", "link", "https://example.org/margin"),
    ("1", "margin,", "note", "n1"),
    ("1", "xq", "superscript", ""),
    ("1", "old", "supplied", "lost"),
    ("1", "line", "deleted", "in red"),
    ("1", "of", "added", "above"),
    ("1", "words", "unclear", "swords"),
    ("1", "lost", "variant", "last (B)"),
    ("1", "lost", "gap", "two words"),
    ("1", "here", "underline", ""),
    ("1", "here.", "milestone", "folio 3"),
    ("4", "another", "strike", ""),
    ("5", "letter", "line", "2"),
    ("7", "One penny", "label", ""),
    ("8", "cow _ _", "image", "boat.png A boat of oak"),
    ("9", "", "image", "boat.png A boat of oak"),
    ("9", "picture", "image", "a drawing that is lost"),
)
PARALLEL = """---
relation: agrees
title: Built
date: "1902"
passages:
  - {source: gamma, passage: "1", lemma: "mayor said rex and wrote"}
  - {source: gamma, passage: "11", lemma: "in 1902"}
  - {source: alpha, passage: "1"}
---
Both.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("layers") / "mini"))
    add_source(made, "".join(f"{words}\n" for _, _, words in ROWS))
    folder = made / "sources/gamma"
    outline = "".join(f"{line}\t{kind}\t{locus}\t\n" for line, (kind, locus, _) in enumerate(ROWS, start=1))
    (folder / "outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{outline}", encoding="utf-8")
    layer = "".join("\t".join(row) + "\t\t\n" for row in LAYER)
    (folder / "layer.tsv").write_text(f"locus\twords\tfeature\tvalue\tbefore\tafter\n{layer}", encoding="utf-8")
    shutil.copytree(HERE / "editions/scripts/sources/log/pictures", folder / "pictures")
    (made / "parallels/built.md").write_text(PARALLEL, encoding="utf-8")
    (made / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = made / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("\nbeta\n", "\nbeta\ngamma\n"), encoding="utf-8", newline="\n")
    return made


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    built = build_edition(root, root.parent / "html")
    assert built.warnings == ""
    out: Path = built.out
    return out


QUERY = "compare.html?left=gamma&right=alpha"
# Of each passage all that is not a mark of ours, as [element, what it is told, its letters]; only a column writes where
# a link leads on the source's page, and the number of a page into the line.
SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".passage, .source-heading > h2")].map((one) => {
  const words = one.querySelector(".words") ?? one;
  const ours = "mark, .note-reference, .counterpart, .headerlink, .translation, [data-language], bdi, wbr";
  const picture = (node) => node.getAttribute("src")?.split("/").at(-1);
  const told = (node) => ["class", "title", "lang", "aria-label", "data-n", "role", "rel", "alt"].map((name) =>
    (node.getAttribute(name) ?? "").replace(" near", ""));
  const found = [...words.querySelectorAll("*"), ...one.querySelectorAll(".to-call")].filter((n) => !n.matches(ours));
  const letters = (node) => node.matches(".picture") || node.textContent;
  return [one.dataset.anchor ?? one.closest("[id]").id,
    found.map((node) => [node.tagName, ...told(node), picture(node) ?? "", letters(node)])];
}))"""


def test_every_feature_stands_beside_others_as_on_the_page_of_its_source(watched, folder):
    page = watched.open(f"file://{folder}/gamma.html")
    on_page = page.evaluate(SHOWN)
    page.goto(f"file://{folder}/{QUERY}")
    expect(page.locator(".column.left .passage").first).to_be_attached()
    page.evaluate("document.querySelector('.column.right').remove()")
    beside = page.evaluate(SHOWN)
    assert {row[2] for row in LAYER} == FEATURES.keys(), "each feature is tried"
    told = [word for elements in beside.values() for element in elements for word in element]
    assert {"gap", "source-call", "page-begins", "to-call", "supplied", "EM", "DEL", "INS", "la", "set-in"} <= {*told}
    behind = on_page.pop("", None)
    assert not behind
    for anchor, elements in on_page.items():
        assert beside[anchor] == elements, anchor


def test_the_letters_stay_those_of_the_source(watched, folder):
    page = watched.open(f"file://{folder}/{QUERY}")
    expect(page.locator(".column.left .passage").first).to_be_attached()
    shown = page.locator(".column.left .words").evaluate_all("all => all.map((one) => one.textContent)")
    assert shown == [words for _, _, words in ROWS]


def test_headings_stand_one_level_below_those_of_the_page_and_look_like_them(watched, folder):
    """The heading of the column is above them: a listener hears the same order, and each level looks otherwise."""
    page = watched.open(f"file://{folder}/gamma.html")
    level = "(e) => Number(e.getAttribute('aria-level') ?? e.localName.slice(1))"
    looks = (
        "(e) => { const s = getComputedStyle(e); return [s.fontSize, s.fontWeight, s.fontStyle, s.color].join(' '); }"
    )
    told = f"all => all.map((e) => [({level})(e), ({looks})(e)])"
    on_page = page.locator(".source-heading > :is(h2, h3, h4, h5, h6)").evaluate_all(told)
    page.goto(f"file://{folder}/{QUERY}")
    expect(page.locator(".column.left .passage").first).to_be_attached()
    beside = page.locator(".column.left .passage > :is(h2, h3, h4, h5, h6)").evaluate_all(told)
    assert [level - 1 for level, _ in beside] == [level for level, _ in on_page] == [2, 3, 4, 5, 6, 7, 5, 2, 3]
    assert len({look for _, look in beside}) == 6


def test_a_call_leads_to_its_note_and_back(watched, folder):
    page = watched.open(f"file://{folder}/{QUERY}")
    page.set_viewport_size({"width": 1440, "height": 420})
    call = page.locator(".left .source-call")
    assert call.get_attribute("href") == "gamma.html#n1"
    call.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".left .to-call")).to_be_focused()
    expect(page.locator(".left [data-anchor=n1]")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(call).to_be_focused()
    assert "compare.html" in page.url
    assert page.locator(".left .page-begins").get_attribute("href") == "gamma.html#page-12"


def test_a_link_of_the_source_inside_shared_words_leads_where_it_says(watched, folder):
    page = watched.open(f"file://{folder}/{QUERY}")
    page.evaluate("""() => { const mark = document.querySelector(".left mark.shared");
      mark.append(document.querySelector(".left .of-source"));
      addEventListener("click", (event) => { window.kept = !event.defaultPrevented; event.preventDefault(); }); }""")
    page.locator(".left mark.shared .of-source").click()
    assert page.evaluate("window.kept")


@pytest.mark.parametrize("query", [QUERY, f"{QUERY}&with=beta"])
@pytest.mark.parametrize("width", [1440, 820, 390])
def test_long_numbers_lie_over_nothing(watched, folder, width, query):
    page = watched.open(f"file://{folder}/{query}")
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator(".column.left .locus.longest")).to_be_attached()
    assert overlaps(page) == []


def overlaps(page: Page) -> list[str]:
    """The numbers that lie over words, over another number or out of their column."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".column .locus")].filter((locus) => {
          const box = (node) => { const range = document.createRange(); range.selectNodeContents(node);
            return range.getBoundingClientRect(); };
          const own = box(locus), column = locus.closest(".column");
          const over = (other) => own.left < other.right - 1 && other.left < own.right - 1 &&
            own.top < other.bottom - 1 && other.top < own.bottom - 1;
          const all = [...column.querySelectorAll(".words, .locus")].filter((one) => one !== locus);
          return own.left < column.getBoundingClientRect().left - 1 || all.some((one) => over(box(one)));
        }).map((locus) => locus.textContent)"""
    )
    return found


@pytest.fixture
def stranger() -> Iterator[object]:
    with firefox() as started:
        yield started


def test_firefox_shows_it_too(stranger, folder):
    stranger.resize(1200, 800)
    stranger.go(f"file://{folder}/{QUERY}")
    assert soon(lambda: stranger.run("return document.querySelectorAll('.left .gap').length")) == 1
    assert stranger.run("return getComputedStyle(document.querySelector('.left .gap'), '::before').content") == '"[…]"'
    stranger.run("document.querySelector('.left .source-call').click()")
    assert soon(lambda: stranger.run("return document.activeElement.className")) == "to-call"


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_three_columns_scroll_in_one_direction_alone(watched, folder, width):
    page = watched.open(f"file://{folder}/{QUERY}&with=beta")
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator(".column.third .passage").first).to_be_attached()
    wider = page.locator(".column").evaluate_all("all => all.map((one) => one.scrollWidth - one.clientWidth)")
    assert wider == [0, 0, 0]
