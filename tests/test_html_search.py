"""The page for searching, in a browser: every script, from a folder and from a server."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from conftest import HERE, build_edition
from variorum.text.search_folding import search_key
from watching import COLOURS, Watched, violations


def search(watched: Watched, address: str, query: str) -> Page:
    page = watched.open(f"{address}/search.html?q={quote(query)}")
    expect(page.locator(".search-status")).not_to_be_empty()
    return page


def everything(page: Page) -> list[str]:
    """The labels of all results, those behind the buttons too: one is clicked, the others are pressed in one go."""
    if page.locator(".search-more").count():
        page.locator(".search-more").first.click()
    page.evaluate("""async () => {
      const answered = async () => {
        while (document.querySelector(".search-results [aria-busy]")) await new Promise((done) => setTimeout(done));
      };
      await answered();
      for (let more, n = 0; n < 1000 && (more = document.querySelector(".search-more")); n++) {
        more.click();
        await answered();
      }
    }""")
    expect(page.locator(".search-more")).to_have_count(0)
    return page.locator(".result-place a").all_inner_texts()


# query, a place that it must lead to, a mark that must be there
CASES = {
    "Nepali": ("सामूहिकीकरण", "Ne 7", "सामूहिकीकरण"),
    "Nepali with its case ending": ("स्टालिन", "Ne 2", "स्टालिनले"),
    "Nepali typed with a case ending": ("स्टालिनले", "Ne 1", "स्टालिनको"),
    "Norwegian, another form": ("utrenskninger", "No 2", "utrenskning"),
    "Norwegian, form that is nowhere": ("tvangskollektivisering", "No 2", "tvangskollektiviseringen"),
    "Norwegian, inside a word": ("kvadron", "No 23", "kvadron"),
    "Russian": ("Сталин", "No 1", "Сталин"),
    "Russian with a stress mark": ("Ста́лин", "No 1", "Сталин"),
    "Georgian": ("ჯუღაშვილი", "No 1", "ჯუღაშვილი"),
    "English": ("collectivization", "St 2", "collectivization"),
    "figures of another script": ("1906", "Ne 4", "१९०६"),
    "a name in another spelling": ("Sinovjev", "Ne 27", "जिनोभिएव"),
    "a reference": ("No 22", "No 22", ""),
    "a work": ("Overy 1997", "Overy 1997", "Overy"),
}


def asked_again(page: Page, query: str) -> None:
    """Ask on the page that is open; the index is made once for all questions."""
    page.locator("#query").fill(query)
    expect(page.locator(".search-status")).to_contain_text(f"“{query}”", timeout=30_000)  # the machine may be busy


def test_every_script_is_found(watched, edition_address):
    page = search(watched, edition_address, "x")
    for case, (query, place, mark) in CASES.items():
        asked_again(page, query)
        assert place in everything(page), case
        if mark:
            marks = {search_key(text) for text in page.locator(".search-results mark").all_inner_texts()}
            assert any(search_key(mark).startswith(text) for text in marks if text), (case, marks)


def test_nothing_is_found_by_its_consonants_alone(watched, edition_address):
    page = search(watched, edition_address, "x")
    for query in ("सीता टीका", "नारायणहिटी", "टालिन", "xyzzy"):
        asked_again(page, query)
        expect(page.locator(".search-status")).to_contain_text("Nothing found")
        expect(page.locator(".search-results li")).to_have_count(0)
    asked_again(page, '"स्टाल"')  # a word does not end inside a letter with its signs
    expect(page.locator(".search-results li")).to_have_count(0)


def test_a_result_leads_to_its_passage_in_its_language(watched, edition_address):
    page = search(watched, edition_address, "सामूहिकीकरण")
    first = page.locator(".search-results li").first
    assert first.locator(".result-words").get_attribute("lang") == "ne"
    first.locator("a").click()
    page.wait_for_url("**/sources/nepali.html#p*")
    assert "सामूहिकीकरण" in page.locator(":target").inner_text()


def test_foreign_words_in_a_result_keep_their_language(watched, edition_address):
    page = search(watched, edition_address, '"ჯუღაშვილი"')
    expect(page.locator(".search-results mark").first).to_have_attribute("lang", "ka")
    left_out = page.locator(".search-results .elided").first
    assert left_out.inner_text().strip() == "…"  # and no sign of the sources' own beside it
    assert left_out.evaluate("element => getComputedStyle(element, '::before').content") == "none"


def test_other_spellings_of_a_name_are_said_and_can_be_left_out(watched, edition_address):
    page = search(watched, edition_address, "Sinovjev")
    expect(page.locator(".search-also")).to_contain_text("other spellings of Grigory Zinoviev")
    before = len(everything(page))
    page.get_by_role("link", name="Only").click()
    expect(page.locator(".search-also")).to_be_empty()
    expect(page.locator(".search-results mark").first).to_be_visible()
    marks = {text.casefold() for text in page.locator(".search-results mark").all_inner_texts()}
    assert marks == {"sinovjev"}
    assert len(everything(page)) < before


def test_the_phrase_comes_before_the_words_and_sources_before_notes(watched, edition_address):
    page = search(watched, edition_address, "Central Committee")
    assert page.locator(".search-results h2").all_inner_texts()[0].startswith("Sources")
    results = page.locator("#results-passage + ol .result-words").all_inner_texts()
    has_phrase = ["central committee" in search_key(text) for text in results]
    assert has_phrase == sorted(has_phrase, reverse=True)


def test_results_are_counted_and_filtered(watched, edition_address):
    page = search(watched, edition_address, "Trotsky")
    page.get_by_text("Where to look").click()
    count = int(page.locator('.count[data-kind="annotation"]').inner_text())
    assert count > 0
    page.get_by_role("checkbox", name="Annotations").uncheck()
    expect(page.locator(".search-status")).to_contain_text(f"{count} more results")
    expect(page.locator("#results-annotation")).to_have_count(0)
    for box in page.locator('input[name="source"]').all():
        box.set_checked(box.get_attribute("value") == "norwegian")
    expect(page.locator(".search-status")).to_contain_text("in Sources")
    labels = page.locator("#results-passage + ol a")
    expect(labels.filter(has_not_text=re.compile("^No "))).to_have_count(0)
    expect(labels.first).to_be_visible()


def test_typing_and_arrows_are_enough(watched, edition_address):
    page = watched.open(f"{edition_address}/search.html")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("Georgian")
    expect(page.locator(".search-status")).to_contain_text("results for “Georgian”")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result-place a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result-place a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#query")).to_be_focused()


def test_the_box_on_every_page_leads_here(watched, edition_address):
    page = watched.open(f"{edition_address}/sources/norwegian.html")
    page.locator("header input[type=search]").fill("ჯუღაშვილი")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator("#query")).to_have_value("ჯუღაშვილი")
    expect(page.locator(".search-results li").first).to_be_visible()


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition in six scripts, built."""
    return build_edition(HERE / "editions/scripts", tmp_path_factory.mktemp("scripts") / "html").out


def test_scripts_without_blanks_points_and_accents_are_found(watched, scripts):
    page = search(watched, f"file://{scripts}", "x")
    for query, place, mark in (
        ("渡口", "Zh 1", "渡口"),  # in the middle of a line
        ("舟", "Zh 1", "舟"),
        ("ποταμον", "Gr 1.3", "ποταμὸν"),
    ):
        asked_again(page, query)
        assert place in everything(page), query
        assert mark in page.locator(".search-results mark").all_inner_texts(), query
    asked_again(page, "口渡")  # its letters, but not as they stand
    expect(page.locator(".search-status")).to_contain_text("Nothing found")


def test_a_locus_without_its_siglum_leads_to_the_source_whose_page_it_is_typed_on_and_to_the_others(watched, scripts):
    first = {"greek": "Gr 1.2", "hebrew": "Il. 1:2", "index": "Il. 1:2"}
    for name, label in first.items():
        page = watched.open(f"file://{scripts}/{name}.html")
        page.locator("header input[type=search]").fill("1:2" if name == "greek" else "1.2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        expect(page.locator(".result-place a").first).to_have_text(label)
        assert {"Gr 1.2", "Il. 1:2"} <= set(everything(page))
        page.reload()
        expect(page.locator(".result-place a").first).to_have_text(label)


def test_a_piece_that_is_not_of_this_build_is_not_used(watched, scripts, tmp_path):
    out = shutil.copytree(scripts, tmp_path / "html")
    (piece,) = out.glob("passages/rows-*.js")
    piece.write_text(re.sub(r'=\["\w+"', '=["another"', piece.read_text(encoding="utf-8")), encoding="utf-8")
    page = search(watched, f"file://{out}", "渡口")
    expect(page.locator(".search-status")).to_have_text(f"{piece.name} is missing; build the edition again.")


def test_the_index_is_loaded_here_only(watched, edition_server):
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.open(f"{edition_server}/sources/norwegian.html")
    assert not [url for url in asked if "passages" in url or "columns" in url or "searchindex" in url]


def test_without_script_the_page_says_what_works(browser, edition_folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{edition_folder}/search.html")
    expect(page.get_by_text("Searching the whole edition needs JavaScript")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Norwegian")).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_jumps(watched, edition_server, width):
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.page.add_init_script(
        "globalThis.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) globalThis.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page = search(watched, edition_server, "Stalin")
    expect(page.locator(".search-results li").first).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("globalThis.shift") < 0.02
    page.get_by_text("Where to look").click()
    page.get_by_text("How the search works").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []


FORGIVING = tomllib.loads((HERE / "cases/search_forgiving.toml").read_text(encoding="utf-8"))
# What a search leads to: the names that it also searches, the words that it finds or proposes, and whom these name.
LED_TO = """queries => Promise.all(queries.map(async (query) => {
  const { search, rows, finds, fold } = variorumSearch;
  const { hits, terms, also, proposed } = await search(query);
  const texts = (await rows(hits.map(({ row }) => row))).map(({ words }) => fold(words));
  const words = new Set(texts.flatMap((text) => finds(text, terms).map(({ start, end }) => text.slice(start, end))));
  const meant = await Promise.all(proposed.map(({ word }) => search(word)));
  const names = [...also, ...meant.flatMap(({ also }) => also)].map(({ name }) => name);
  return { names, words: [...words, ...proposed.map(({ word }) => word)], found: hits.length };
}))"""


def test_misspelt_inflected_and_transliterated_words_lead_to_what_is_meant(watched, edition_server):
    page = search(watched, edition_server, "x")
    pairs = [pair for group in FORGIVING["query"] for pair in group["pairs"]]
    led = page.evaluate(LED_TO, [query for query, _ in pairs])
    missed = [
        (query, meant)
        for (query, meant), to in zip(pairs, led, strict=True)
        if meant not in to["names"] and not any(word.startswith(search_key(meant)) for word in to["words"])
    ]
    assert len(pairs) == 60
    assert len(missed) <= 6, missed
    absent = FORGIVING["absent"]["words"]
    found = page.evaluate(LED_TO, absent)
    assert [word for word, to in zip(absent, found, strict=True) if to["found"]] == []


def test_a_proposal_is_said_and_leads_on(watched, edition_address):
    page = search(watched, edition_address, "Bucharin")
    expect(page.locator(".search-meant")).to_contain_text("Did you mean bukharin")
    page.get_by_role("link", name="bukharin").click()
    expect(page.locator(".search-results li").first).to_be_visible()


def test_acronyms_figures_and_apostrophes_are_found_as_others_write_them(watched, build, mini, tmp_path):
    (mini / "docs/loose.md").write_text(
        "---\norphan: true\n---\n# Loose\n\nThe U.S.S.R. sent 10,000 men; don't ask.\n", encoding="utf-8"
    )
    out = build(mini, tmp_path / "html").out
    page = search(watched, f"file://{out}", "x")
    for query in ("ussr", "U.S.S.R.", "10000", "10 000", "10,000", "dont", "don’t"):
        asked_again(page, query)
        assert "Loose" in everything(page), query
