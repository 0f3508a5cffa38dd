"""Pages are whole without scripts, keep the sources' words, ask nobody for anything, and say what they are."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from browser import Opened, served
from conftest import real_edition

pytest_plugins = ("browser",)

SOURCES = ("nepali", "norwegian", "revolution", "rise", "stalinism")
SETTLED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done))))"""
WORDS = """() => {
  const lines = {};
  for (const passage of document.querySelectorAll("main .passage[id]"))
    lines[passage.id] = passage.querySelector("p.words").textContent;
  for (const heading of document.querySelectorAll("main section.source-heading > :is(h2, h3, h4, h5, h6)")) {
    const copy = heading.cloneNode(true);
    copy.querySelectorAll(".headerlink").forEach((link) => link.remove());
    lines[heading.parentElement.id] = copy.textContent;
  }
  return lines;
}"""


@pytest.mark.parametrize("name", SOURCES)
def test_words_in_the_browser_are_those_of_the_source(book: Path, opened: Opened, name: str) -> None:
    source = real_edition().source(name)
    assert source
    shown = opened(book / "sources" / f"{name}.html").evaluate(WORDS)
    assert shown == {passage.anchor: passage.text for passage in source.citable}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_whole_without_scripts(book: Path, opened: Opened, name: str) -> None:
    page = opened(book / "sources" / f"{name}.html", java_script_enabled=False)
    source = real_edition().source(name)
    assert source
    visible = page.locator(".note").filter(visible=True).count()
    assert visible == page.locator(".note").count()
    assert visible >= len(source.annotations)
    summary = page.locator(".passage-translation > summary").first
    if source.translation:
        summary.click()
        assert page.locator(".passage-translation > p").first.is_visible()


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("name", ["index", "sources/norwegian", "bibliography"])
def test_no_request_leaves_the_site_and_nothing_complains(book: Path, opened: Opened, name: str, over: str) -> None:
    asked, said = [], []
    with served(book) as address:
        base = address if over == "http" else book.as_uri()
        page = opened("about:blank")
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{base}/{name}.html", wait_until="networkidle")
        page.mouse.move(700, 500)
    assert said == []
    assert [url for url in asked if not url.startswith(base)] == []
    assert len(asked) <= 6


def test_a_strict_content_security_policy_breaks_nothing(book: Path, opened: Opened) -> None:
    said = []
    page = opened("about:blank")
    page.on("console", lambda message: said.append(message.text))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
    )
    with served(book) as address:

        def strict(route) -> None:
            response = route.fetch()
            route.fulfill(response=response, headers={**response.headers, "content-security-policy": policy})

        page.route("**/*", strict)
        page.goto(f"{address}/sources/norwegian.html", wait_until="networkidle")
        page.locator(".rail a[data-notes]").first.hover()
        page.locator(".preview").wait_for()
        page.unroute_all()
    assert [line for line in said if "Content Security Policy" in line or "Content-Security-Policy" in line] == []


def test_nothing_is_written_inline(book: Path) -> None:
    for path in book.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|<[^>]+\son[a-z]+=", text), path
        if "search" not in path.name:
            assert not re.search(r"<[^>]+\sstyle=", text), path
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
        assert all("application/ld+json" in script for script in scripts), path


@pytest.mark.parametrize("name", SOURCES)
def test_a_page_says_what_it_is(book: Path, name: str) -> None:
    text = (book / "sources" / f"{name}.html").read_text(encoding="utf-8")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[0])
    source = real_edition().source(name)
    assert source
    assert data["mainEntity"]["name"] == source.title
    assert data["mainEntity"]["inLanguage"] == source.language
    assert data["isPartOf"]["name"]
    assert re.search(r'<meta name="description" content="[^"]{40,}"', text)
    assert '<meta name="citation_title"' in text


def test_pages_do_not_load_what_they_do_not_use(book: Path) -> None:
    for name in ("index", "bibliography", *(f"sources/{s}" for s in SOURCES)):
        text = (book / f"{name}.html").read_text(encoding="utf-8")
        assert "sphinx-design" not in text
        assert "pygments" not in text
        assert "doctools" not in text


def test_no_link_leads_to_a_place_that_is_not_there(book: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in book.rglob("*.html")}
    ids = {path: {unescape(id_) for id_ in re.findall(r'\bid="([^"]+)"', page)} for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for address in set(re.findall(r'<a\b[^>]*\bhref="(?!\w+:)([^"]*#[^"]+)"', page)):
            target, _, id_ = unescape(address).partition("#")
            there = (path.parent / target.partition("?")[0]).resolve() if target else path
            if unquote(id_) not in ids.get(there, ()):
                lost.append(f"{path.relative_to(book)}: {address}")
    assert not lost


def test_a_parallel_is_previewed_with_its_words_and_their_language(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    link = page.locator('.rail a[aria-label*="with Ne"]').first
    link.scroll_into_view_if_needed()
    link.hover()
    preview = page.locator(".preview")
    preview.wait_for()
    assert preview.locator('p[lang="ne"]').first.inner_text()
    assert preview.locator(".preview-ours").first.inner_text()
    assert not preview.get_by_text("No ", exact=False).filter(has_text="Norwegian").count(), "its own passage again"
    assert preview.locator(".preview-both").first.is_visible()
    page.keyboard.press("Escape")
    assert not preview.is_visible()


def test_words_light_their_note_and_back(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    page.locator(".lemma").first.hover()
    assert page.locator(".note.lit").count() >= 1
    page.locator(".note").nth(3).hover()
    assert page.locator(".lemma.lit").count() >= 1


def test_kinds_are_hidden_with_their_words_and_stay_hidden(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    page.locator(".options > summary").click()
    page.locator('.options [value="dispute"]').uncheck()
    assert page.locator(".note.dispute").filter(visible=True).count() == 0
    assert page.locator(".note-reference.dispute").filter(visible=True).count() == 0
    page.reload()
    assert page.locator(".note.dispute").filter(visible=True).count() == 0
    assert page.locator(".note.context").filter(visible=True).count() > 0


def test_dark_is_chosen_and_remembered(book: Path, opened: Opened) -> None:
    page = opened(book / "index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".options > summary").click()
    page.locator('.options [value="dark"]').check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_a_passage_number_offers_link_and_citation(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#p12 > .locus").click()
    assert page.url.endswith("#p12")
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@incollection{")
    assert "note = {Passage 12}" in copied
    assert "No 12" not in copied  # it would read as a number
    assert "#p12" in copied
    assert re.search(r"urldate = \{\d{4}-\d\d-\d\d\}", copied)
    page.get_by_role("button", name="Copy citation").click()
    pattern = "/article, passage 12\\. .*#p12 \\(read .* \\d{4}\\)$/"
    page.wait_for_function(f"navigator.clipboard.readText().then((copied) => {pattern}.test(copied))")


def test_a_hand_that_slips_past_the_words_copies_no_note(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(SETTLED)
    begun, ended, below = page.evaluate("""() => {
      document.querySelector("#p9").scrollIntoView({ behavior: "instant", block: "start" });
      const [first, last] = ["#p9", "#p10"].map((id) => document.querySelector(`${id} .words`).getBoundingClientRect());
      return [[first.left + 2, first.top + 10], [last.left + 60, last.bottom - 10], [last.left + 60, last.bottom + 14]];
    }""")
    words = page.evaluate("['p9', 'p10'].map((id) => document.querySelector(`#${id} .words`).textContent)")
    for place in (ended, below):
        page.mouse.move(*begun)
        page.mouse.down()
        page.mouse.move(*place, steps=4)
        page.mouse.up()
        page.keyboard.press("Control+c")
        copied = page.evaluate("navigator.clipboard.readText()").split("\n\n")
        assert [len(copied), copied[0]] == [2, words[0]]
        assert words[1].startswith(copied[1])


def test_words_copied_across_passages_come_without_what_stands_beside_them(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    copied = page.evaluate("""() => {
      const first = (id) => document.createTreeWalker(document.querySelector(`#${id} .words`), 4).nextNode();
      getSelection().setBaseAndExtent(first("p53"), 3, first("p55"), 6);
      const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      return event.clipboardData.getData("text/plain");
    }""")
    source = real_edition().source("norwegian")
    assert source
    first, between, last = (source.passage(locus).text for locus in ("53", "54", "55"))
    assert copied == "\n\n".join((first[3:], between, last[:6]))


def test_a_siglum_is_set_apart_from_its_number(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    link = page.locator(".note a", has_text="No 24").first
    faces = link.evaluate("(a) => [a.querySelector('.siglum'), a].map((e) => getComputedStyle(e).fontFamily)")
    assert faces[0] != faces[1]


def test_the_head_says_where_one_reads(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    page.locator("#p20").evaluate("(passage) => scrollTo(0, scrollY + passage.getBoundingClientRect().top - 190)")
    page.wait_for_function("document.querySelector('.where-passage').textContent === 'No 20'")


def test_an_address_shows_its_note_also_to_one_who_reads_the_text_alone(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    page.locator("form.depth [value=text]").check(force=True)
    note = page.locator("#annotation-no-famine-six-million")
    assert not note.is_visible()
    page.evaluate("location.hash = 'annotation-no-famine-six-million'")
    note.wait_for()
    assert page.locator("form.depth :checked").get_attribute("value") == "annotations"
    page.evaluate("location.hash = 'parallel-second-marriage'")
    page.locator(".preview:popover-open").wait_for()
    page.keyboard.press("j")  # the control has the focus still: letters are no letters there
    page.wait_for_function("document.activeElement.matches('.locus')")
    assert page.evaluate("localStorage.getItem('variorum-depth')") == "text", "for this page only"


def test_the_longest_source_is_not_heavy(book: Path) -> None:
    weights = {}
    for name in SOURCES:
        page = (book / "sources" / f"{name}.html").read_text(encoding="utf-8")
        used = [
            book / "_static" / file
            for file in re.findall(r"""(?:href|src)="[^"]*_static/([\w.-]+\.(?:css|js))""", page)
        ]
        weights[name] = len(gzip.compress(page.encode(), 9)) + sum(
            len(gzip.compress(f.read_bytes(), 9)) for f in set(used)
        )
    # The aim is 110 kB and is missed: the words of the densest page alone, without a tag, are 100 kB, since its margin
    # holds 205 annotations and what the other sources say in 250 places. This guards against growing further.
    assert max(weights.values()) < 165_000, weights


def test_with_an_address_pages_are_canonical_and_in_the_site_map(mini: Path, tmp_path: Path, build) -> None:
    out = build(mini, tmp_path / "out", html_baseurl="https://example.org/mini/").out
    assert '<link rel="canonical" href="https://example.org/mini/alpha.html">' in (out / "alpha.html").read_text(
        "utf-8"
    )
    places = re.findall(r"<loc>(.*?)</loc>", (out / "sitemap.xml").read_text("utf-8"))
    assert "https://example.org/mini/alpha.html" in places
    assert len(places) == len(set(places)) == len(list((mini / "docs").glob("*.md")))


def test_without_an_address_there_is_no_site_map(mini: Path, tmp_path: Path, build) -> None:
    out = build(mini, tmp_path / "out").out
    assert not (out / "sitemap.xml").exists()
    assert "canonical" not in (out / "alpha.html").read_text("utf-8")


def test_the_list_of_a_source_names_all_its_notes(book: Path) -> None:
    edition = real_edition()
    for source in edition.sources:
        text = (book / "sources" / f"{source.id}-apparatus.html").read_text(encoding="utf-8")
        missing = [a.id for a in source.annotations if f"#annotation-{a.id}" not in text]
        missing += [p.id for p in edition.parallels_by_source[source.id] if f"#parallel-{p.id}" not in text]
        assert missing == []


def test_the_harmony_is_filtered_by_person(book: Path, opened: Opened) -> None:
    page = opened(book / "harmony.html")
    person = page.locator("[name=person] option").nth(1).get_attribute("value")
    page.locator("[name=person]").select_option(person)
    rows = page.locator("table.harmony tbody tr")
    shown = rows.filter(visible=True)
    assert 0 < shown.count() < rows.count()
    assert shown.count() == page.locator(f"table.harmony tr.names-{person}").count()
    assert page.locator(".harmony-filter output").inner_text() == f"{shown.count()} of {rows.count()}"


def test_initials_lead_into_a_long_index(book: Path, opened: Opened) -> None:
    page = opened(book / "people.html")
    page.get_by_role("navigation", name="Initials").get_by_role("link", name="L", exact=True).click()
    assert page.locator("dt:target").inner_text().startswith("L")
    page.set_viewport_size({"width": 390, "height": 800})  # the years of a person are not the strip of a source's years
    assert page.locator("dt:target .years").is_visible()


def test_how_much_stands_beside_the_text_is_chosen_at_once_and_remembered(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html")
    notes, rails = page.locator(".note").filter(visible=True), page.locator(".rail").filter(visible=True)
    assert notes.count() > 100
    assert rails.count() > 50
    page.get_by_role("radio", name="Notes").check(force=True)
    assert rails.count() == 0
    assert notes.count() > 100
    page.get_by_role("radio", name="Text").check(force=True)
    page.reload()
    assert rails.count() == notes.count() == 0
    assert page.locator(".note-reference").filter(visible=True).count() == 0
    drawn = """() => [...document.querySelectorAll("main mark")].filter((mark) =>
      !/rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(mark).textDecorationColor)).length"""
    assert page.evaluate(drawn) == 0


def test_keys_go_from_passage_to_passage_and_from_annotation_to_annotation(book: Path, opened: Opened) -> None:
    page = opened(book / "sources" / "norwegian.html", "#p10")
    page.locator("#p10 > .locus").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.passage').id") == "p11"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('.passage').id") == "p10"
    page.keyboard.press("n")
    first = page.evaluate("document.activeElement.id")
    assert first.startswith("annotation-")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") not in {"", first}
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("note-reference")
