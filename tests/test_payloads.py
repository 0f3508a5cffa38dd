"""What strangers send: every hostile file gets its Problem or is plain words; nothing of it runs."""

from __future__ import annotations

import os
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import build_edition, told_by_sphinx
from payloads import PAYLOADS, mini_with
from variorum.checking.edition import check
from variorum.reading import read_edition

PATIENCE = 2.0  # seconds of processor time for one file


def test_there_are_at_least_150_payloads_and_each_is_in_the_index():
    from payloads import FOLDER

    files = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.is_file()} - {"index.toml"}
    assert files == {p.file for p in PAYLOADS}
    assert len(PAYLOADS) >= 150


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: p.file)
def test_check_names_it_or_finds_it_harmless(payload, tmp_path):
    root = mini_with(tmp_path / "mini", payload)
    began = time.process_time()
    problems = check(read_edition(root))
    assert time.process_time() - began < PATIENCE
    codes = {p.code for p in problems if p.path == payload.to or (payload.stands_alone and p.code == payload.says)}
    if payload.says:
        assert payload.says in codes, problems
        assert all(p.line >= 1 and p.message for p in problems)
    else:
        assert all(p.is_hint for p in problems)


# --- the whole build --------------------------------------------------------------------------------------------------

TOGETHER = [p for p in PAYLOADS if not p.stands_alone]
ALONE = [p for p in PAYLOADS if p.stands_alone]


class Reader(HTMLParser):
    """A page as a list of what could do harm, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"srcdoc", "formaction"}:
                self.harm.append(f"<{tag} {name}={value}>")
            if name in {"href", "src", "action", "data", "poster"} and value:
                scheme = value.split(":")[0].strip().lower() if ":" in value.split("/")[0] else ""
                if scheme not in {"", "http", "https"}:
                    self.harm.append(f"<{tag} {name}={value}>")
                if tag != "a" and (scheme or value.startswith("//")):
                    self.harm.append(f"<{tag} {name}={value}>")
            if tag == "a" and name == "href" and value and value.startswith("http"):
                rel = dict(attrs).get("rel") or ""
                if not {"nofollow", "noopener"} <= set(rel.split()):
                    self.harm.append(f"<a href={value} rel={rel}>")
        if tag in {
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "meta",
            "svg",
            "math",
            "style",
            "textarea",
            "plaintext",
        }:
            own = (dict(attrs).get("class") or "") if tag == "svg" else ""
            drawing = own.startswith("drawing ") or own in {"scrolls", "threads", "sample"}  # ours
            search = tag == "form" and not (dict(attrs).get("action") or "").startswith("http")
            known = drawing or search or tag == "meta"
            if not known or "refresh" in str(attrs):
                self.harm.append(f"<{tag} {attrs}>")
        if tag == "script" and not dict(attrs).get("src") and dict(attrs).get("type") not in DATA:
            self.harm.append(f"<script {attrs}>")

    def handle_data(self, data):
        self.words.append(data)


DATA = {"application/ld+json", "application/json", "speculationrules"}


PRINTED = str.maketrans("“”‘’", "\"\"''")  # notes are shown with the quotation marks of print


def squeezed(text: str) -> str:
    return "".join(text.translate(PRINTED).split())


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """All hostile annotations and parallels in one edition, built."""
    place = tmp_path_factory.mktemp("payloads")
    root = mini_with(place / "mini", *TOGETHER)
    before = {p: p.stat().st_mtime_ns for p in place.rglob("*") if p.is_file()}
    built = build_edition(root, place / "html", variorum_repository="https://github.com/o/r")
    return place, before, built


def test_the_build_names_every_refused_file_and_ends(together):
    _, _, built = together
    for payload in TOGETHER:
        if payload.says:
            assert f"[variorum.{payload.says}]" in built.warnings
            assert re.search(rf"/{re.escape(payload.to)}:\d+: WARNING", built.warnings), payload.file
        else:
            assert f"/{payload.to}:" not in built.warnings, payload.file
    assert "Traceback" not in built.warnings


def test_nothing_is_written_outside_the_build(together):
    place, before, _ = together
    for path in place.rglob("*"):
        if (
            path.is_file()
            and not path.is_relative_to(place / "html")
            and not path.is_relative_to(place / "html-doctrees")
        ):
            assert before.get(path) == path.stat().st_mtime_ns, path
    assert not list(Path("/tmp").glob("canary*"))


def test_nothing_of_it_is_markup_and_nothing_is_lost(together):
    _, _, built = together
    words = ""
    for page in sorted(built.out.rglob("*.html")):
        reader = Reader(page.read_text(encoding="utf-8"))
        assert reader.harm == [], page.name
        assert reader.tags.count("main") == 1
        words += squeezed("".join(reader.words))
    lost = [p.file for p in TOGETHER if p.shows and squeezed(p.shows) not in words]
    assert lost == []


def test_no_file_of_the_machine_is_published(together):
    _, _, built = together
    for path in built.out.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"root:x:0:0" not in data, path
            assert b"The smallest edition that has one of everything" not in data, path  # conf.py


@pytest.mark.parametrize("payload", [p for p in ALONE if not p.says], ids=lambda p: p.file)
def test_a_harmless_table_builds_without_harm(payload, tmp_path):
    root = mini_with(tmp_path / "mini", payload)
    built = build_edition(root, tmp_path / "html")
    assert "Traceback" not in built.warnings
    for page in sorted(built.out.rglob("*.html")):
        assert Reader(page.read_text(encoding="utf-8")).harm == [], page.name


REFUSED_TABLES = ["bibliography/string-bomb.bib", "bibliography/half.bib", "bibliography/invalid-utf8.bib"]


@pytest.mark.parametrize("name", REFUSED_TABLES)
def test_a_bibliography_that_cannot_be_read_stops_the_build_with_one_line(name, tmp_path):
    payload = next(p for p in PAYLOADS if p.file == name)
    root = mini_with(tmp_path / "mini", payload)
    code, said = told_by_sphinx(root, tmp_path / "html")
    assert code == 1
    assert "Traceback" not in said
    assert re.search(rf"references\.bib:\d+: {payload.says}", said)


OTHERS = [p for p in ALONE if p.says and p.file not in REFUSED_TABLES and not p.to.endswith(".bib")]


def test_tables_with_problems_do_not_break_the_build(tmp_path):
    """One of each kind of file at once."""
    kinds = {p.to: p for p in OTHERS}
    root = mini_with(tmp_path / "mini", *kinds.values())
    built = build_edition(root, tmp_path / "html")
    assert "Traceback" not in built.warnings
    for page in sorted(built.out.rglob("*.html")):
        assert Reader(page.read_text(encoding="utf-8")).harm == [], page.name


def test_a_folder_with_a_hostile_name_is_no_source(tmp_path):
    root = mini_with(tmp_path / "mini")
    (root / "sources" / "beta").rename(root / "sources" / 'x" onclick="window.CANARY=1')
    assert "file-name" in {p.code for p in check(read_edition(root))}


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd", "../../../../conf.py", "/nowhere"])
def test_links_and_devices_are_not_read(tmp_path, target):
    root = mini_with(tmp_path / "mini")
    (root / "sources/alpha/annotations/x-link.md").symlink_to(target)
    problems = [p for p in check(read_edition(root)) if p.path.endswith("x-link.md")]
    assert [p.code for p in problems] in (["file-outside"], ["front-matter-missing"], ["file-missing"]), problems


def test_a_pipe_is_not_waited_for(tmp_path):
    root = mini_with(tmp_path / "mini")
    os.mkfifo(root / "sources/alpha/annotations/x-pipe.md")
    assert [p.code for p in check(read_edition(root))] == ["file-missing"]


def test_the_browser_meets_nothing_that_fires(together, browser):
    _, _, built = together
    context = browser.new_context()
    fired: list[str] = []
    context.on("request", lambda request: fired.append(request.url) if not request.url.startswith("file:") else None)
    page = context.new_page()
    page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: fired.append(str(error)))
    for path in sorted(built.out.rglob("*.html")):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        for event in ("mouseover", "focus", "click"):
            page.evaluate(
                """(event) => document.querySelectorAll('.note *, .rail *, .parallel *').forEach((e) => {
                  if (!e.closest('a[href^="http"]')) e.dispatchEvent(new Event(event, { bubbles: false })); })""",
                event,
            )
        page.wait_for_timeout(100)
        assert page.evaluate("window.CANARY") is None, path.name
        assert page.evaluate("location.href") == path.as_uri()
        handlers = page.evaluate(
            """() => [...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]
                 .filter((a) => a.name.startsWith('on') || /^\\s*(javascript|data|vbscript|file):/i.test(a.value))
                 .map((a) => `${e.tagName} ${a.name}=${a.value}`))"""
        )
        assert handlers == [], path.name
    context.close()
    assert fired == []


# --- the PDF ----------------------------------------------------------------------------------------------------------

WITHOUT_FONT = {"characters/zwj-emoji.md", "characters/astral.md", "characters/private-use.md"}


def test_the_pdf_shows_it_as_words_and_links_to_the_web_only(tmp_path):
    from pypdf import PdfReader

    root = mini_with(tmp_path / "mini", *(p for p in TOGETHER if p.file not in WITHOUT_FONT))
    began = time.process_time()
    built = build_edition(root, tmp_path / "pdf", builder="variorum-pdf")
    assert time.process_time() - began < 120  # "while true {}" is among them
    [path] = built.out.glob("*.pdf")
    assert b"root:x:0:0" not in path.read_bytes()
    reader = PdfReader(path)
    words = squeezed("".join(page.extract_text() for page in reader.pages))
    for payload in TOGETHER:
        if payload.file.startswith(("typst/read", "typst/eval", "typst/plugin", "typst/image", "tex/input")):
            assert squeezed(payload.shows) in words, payload.file
    addresses = [
        str(annotation.get_object()["/A"]["/URI"])
        for page in reader.pages
        for annotation in page.get("/Annots", ())
        if "/URI" in annotation.get_object().get("/A", {})
    ]
    assert addresses
    assert all(a.startswith(("http://", "https://")) for a in addresses), addresses
    assert not {"/JavaScript", "/EmbeddedFiles", "/OpenAction"} & set(reader.root_object.get("/Names", {}))
