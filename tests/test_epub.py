"""The electronic book: what a library and a screen reader ask of it, and what it leaves out."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from conftest import MINI, build_edition
from variorum.reading import read_edition
from variorum.sphinx_ext.epub.annotation_set import position, words_of_passages
from variorum.sphinx_ext.epub.packaging import cover, without_pages


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Mapping[str, str]:
    """The files of the book of the small edition, made beside a printed one, without the page on names."""
    root = tmp_path_factory.mktemp("epub") / "mini"
    shutil.copytree(MINI, root)
    (root / "pages.json").write_text(
        '[["8", "alpha", "p1"], ["9", "alpha", "h2"], ["15", "people", "people"]]', "utf-8"
    )
    alpha = root / "docs/alpha.md"
    alpha.write_text(alpha.read_text("utf-8") + "\nSee {doc}`people` and {name}`bridge`.\n", "utf-8")
    settings: dict[str, Any] = {
        "version": "1",
        "copyright": "x",
        "variorum_epub_pages": "pages.json",
        "variorum_pdf_without": ["peo*"],
    }
    build_edition(root, root.parent / "out", builder="epub", **settings)
    built = build_edition(root, root.parent / "out", builder="epub", **settings)  # where one lies already
    assert not built.warnings
    (file,) = built.out.glob("*.epub")
    with ZipFile(file) as archive:
        return {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}


@pytest.mark.parametrize(
    "said",
    [
        "accessMode textual",
        "accessMode visual",
        "accessModeSufficient textual",
        "accessibilityFeature tableOfContents",
        "accessibilityFeature alternativeText",
        "accessibilityFeature pageNavigation",
        "accessibilityHazard none",
    ],
)
def test_it_says_who_can_read_it(book, said):
    name, value = said.split()
    assert f'<meta property="schema:{name}">{value}</meta>' in book["content.opf"]


def test_it_has_a_cover_with_its_title(book):
    assert re.search(r'href="_static/variorum-cover\.svg" properties="cover-image"', book["content.opf"])
    drawn = "".join(ElementTree.fromstring(book["_static/variorum-cover.svg"]).itertext())
    assert drawn.split() == ["MiniAl", "·", "BeThe", "editors"]
    assert 'alt="Mini"' in book["epub-cover.xhtml"]


def test_it_lists_the_pages_of_the_printed_book(book):
    listed = book["nav.xhtml"].split('epub:type="page-list"', 1)[1]
    assert re.findall(r'<a href="([^"]+)">(\d+)</a>', listed) == [("alpha.xhtml#p1", "8"), ("alpha.xhtml#h2", "9")]


def test_what_the_printed_book_leaves_out_is_left_out_and_nothing_leads_there(book):
    assert "people.xhtml" not in book
    assert [name for name, text in book.items() if "people.xhtml" in text] == []
    assert "<span><span" in book["alpha.xhtml"].split("See ", 1)[1][:20], "its words stay"


def test_numbers_of_neighbouring_notes_stand_apart(book):
    side_by_side = re.findall(r'</a><a class="note-reference [\w ]*?"', book["alpha.xhtml"])
    assert side_by_side
    assert all("beside" in found for found in side_by_side)
    assert "a.note-reference.beside::before" in book["_static/variorum-epub.css"]


def test_a_cover_holds_any_title():
    title = "Ein sehr langer Titel & <noch> mehr davon, für jeden"
    drawn = ElementTree.fromstring(cover(title, "“A”", ["Ne", "St"]))
    assert drawn.get("aria-label") == f"{title}. “A”"
    assert " ".join(t for t in drawn.itertext()).split()[:4] == ["Ein", "sehr", "langer", "Titel"]


LINE = '<li class="toctree-l1"><a href="{}.xhtml">A page</a>{}</li>'
HERE = LINE.format("here", "")


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ('<a href="gone.xhtml#x">words</a>', "<span>words</span>"),
        ('<a href="here.xhtml">words</a>', '<a href="here.xhtml">words</a>'),
        ('<ul><li class="toctree-l1"><a href="gone.xhtml">Gone</a></li></ul>', ""),
        (f"<ul>{LINE.format('gone', '<ul>' + LINE.format('gone', '') + '</ul>')}{HERE}</ul>", f"<ul>{HERE}</ul>"),
    ],
)
def test_links_to_pages_that_are_left_out(page, left):
    assert without_pages(page, re.compile(re.escape("gone.xhtml"))) == left


@pytest.mark.parametrize("change", ["another parallel", "the page is gone"])
def test_drawings_that_no_page_shows_any_more_are_not_in_the_book(mini, tmp_path, change):
    out = build_edition(mini, tmp_path / "steps", builder="epub").out
    old = {path.name for path in (out / "_images").glob("drawing-*")}
    (out / "_images/drawing-000000000000.svg").write_text("<svg/>", "utf-8")  # somebody else's
    if change == "the page is gone":
        (mini / "docs/harmony.md").unlink()
    else:
        (mini / "parallels/mayor.md").unlink()
    build_edition(mini, tmp_path / "steps", builder="epub")
    clean = build_edition(mini, tmp_path / "clean", builder="epub").out
    now = {path.name for path in (clean / "_images").glob("drawing-*")}
    assert old - now
    assert {path.name for path in (out / "_images").glob("drawing-*")} == now | {"drawing-000000000000.svg"}


def test_no_file_is_read_twice_though_the_book_was_made_before(book):
    read = re.findall(r'<itemref idref="([^"]*)"', book["content.opf"])
    assert len(read) == len(set(read))


# --- the annotations as a file of their own ---------------------------------------------------------------------------


def test_its_annotations_go_out_as_a_set_of_the_draft_for_epub(book):
    held = json.loads(book["META-INF/my.annotation"])
    assert held["@context"][0] == "https://www.w3.org/ns/epub-anno.jsonld"
    assert held["type"] == "AnnotationSet"
    assert held["about"]["dc:identifier"][0] in book["content.opf"]
    edition = read_edition(MINI)
    assert len(held["items"]) == sum(len(s.annotations) for s in edition.sources)
    assert len({item["id"] for item in held["items"]}) == len(held["items"])
    assert all(item["target"]["source"] in book for item in held["items"])
    dispute = next(item for item in held["items"] if item["body"]["value"].startswith("Berg has 1902"))
    assert dispute["body"]["tags"] == ["dispute"]
    assert {"type", "created", "motivation", "creator", "target", "body"} <= dispute.keys()


def test_each_selector_leads_to_the_words_of_its_annotation(book):
    """Counted on the page as it stands, where numbers of notes stand between the words."""
    lemmata = {a.lemma for s in read_edition(MINI).sources for a in s.annotations if a.span}
    found = set()
    for item in json.loads(book["META-INF/my.annotation"])["items"]:
        first, *others = item["target"]["selector"]
        if not others:
            continue
        anchor, place = others[0]["value"], first["refinedBy"]
        pieces = words_of_passages(book[item["target"]["source"]])[anchor]
        shown = "".join(words if of_text else "\0" * len(words) for words, of_text in pieces)
        found.add(shown[place["start"] : place["end"]].replace("\0", ""))
    assert found == lemmata


@pytest.mark.parametrize(
    ("pieces", "text", "span", "expected"),
    [
        ([("one two", True)], "one two", (4, 7), (4, 7)),
        ([("one", True), ("1", False), (" two", True)], "one two", (4, 7), (5, 8)),
        ([("one", True), ("1", False), (" two", True)], "one two", (0, 7), (0, 8)),
        ([("one", True)], "another", (0, 3), None),
        ([], "one", (0, 3), None),
    ],
)
def test_where_words_stand_among_other_signs(pieces, text, span, expected):
    assert position(pieces, text, *span) == expected
