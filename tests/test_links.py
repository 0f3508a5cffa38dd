"""Links to passages, annotations, parallels and names: from notes, from pages, from other projects."""

from __future__ import annotations

import re
import shutil

import pytest
from sphinx.util.inventory import InventoryFile

from conftest import MINI, build_edition


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build_edition(MINI, tmp_path_factory.mktemp("links") / "html")


@pytest.fixture(scope="module")
def richer(tmp_path_factory):
    """The small edition with a list of all that hangs on a source, and links in a commentary."""
    root = tmp_path_factory.mktemp("richer")
    shutil.copytree(MINI, root, dirs_exist_ok=True)
    (root / "docs" / "alpha-notes.md").write_text("---\norphan: true\n---\n# Notes\n\n```{apparatus} alpha\n```\n")
    file = root / "parallels" / "building.md"
    file.write_text(file.read_text("utf-8") + "Against {passage}`Al 1` stands {passage}`Al 2`.\n", "utf-8")
    return build_edition(root, root / "html")


@pytest.mark.parametrize(
    ("page", "address", "words"),
    [
        ("index", "alpha.html#p1", "Al 1"),
        ("index", "alpha.html#annotation-al-year", "note at Al 1"),
        ("index", "parallels.html#parallel-building", "The year of building"),
        ("index", "beta.html#p1", "the year"),
        ("alpha", "beta.html#p1", "Be 1"),
        ("alpha", "#annotation-al-year", "note at Al 1"),
        ("beta", "alpha.html#annotation-al-year", "note at Al 1"),
        ("people", "#name-bridge", "Bridge"),
    ],
)
def test_a_role_leads_to_its_thing_and_shows_words(built, page, address, words):
    links = re.findall(r'<a class="reference internal"[^>]*href="([^"]+)"[^>]*>(.*?)</a>', built.page(page))
    assert (address, words) in [(href, re.sub(r"<[^>]+>", "", inner)) for href, inner in links]


@pytest.mark.parametrize(
    ("page", "address", "words"),
    [
        ("parallels", "alpha.html#parallel-building", "Al 1"),
        ("parallels", "beta.html#parallel-mayor", "Be 2"),  # on the whole passage: the line of its rail has the id
        ("harmony", "beta.html#parallel-building", "Be 1"),
        ("alpha-notes", "beta.html#parallel-building", "Be 1"),
        ("compare", "alpha.html#parallel-building", "1"),
    ],
)
def test_a_place_of_a_parallel_is_the_words_that_it_is_about(richer, page, address, words):
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', richer.page(page))
    assert (address, words) in [(href, re.sub(r"<[^>]+>", "", inner)) for href, inner in links]
    target, _, id_ = address.partition("#")
    assert f' id="{id_}"' in richer.page(target.removesuffix(".html"))


def test_a_commentary_leads_to_the_words_of_its_parallel_and_to_other_passages_as_a_whole(richer):
    said = re.search(r"Against <a.*", richer.page("parallels"))
    assert said is not None
    assert re.findall(r'href="(alpha[^"]+)"', said[0]) == ["alpha.html#parallel-building", "alpha.html#p2"]


def test_a_line_of_the_rail_leads_to_its_parallel_and_names_it(built):
    rail = re.findall(r'<a href="parallels.html#parallel-mayor"[^>]*>(.*?)</a>', built.page("beta"))
    assert [re.sub(r"<[^>]+>", "", line).split(" =")[0] for line in rail] == ["Al The mayor weeps"]


def test_a_build_without_faults_gives_no_warning(built):
    assert built.warnings == ""


def test_a_link_to_nothing_is_told_with_its_place(mini, tmp_path):
    page = mini / "docs" / "beta.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{passage}`Al 99`\n", encoding="utf-8")
    warnings = build_edition(mini, tmp_path / "html").warnings
    assert "docs/beta.md:8: WARNING: variorum:passage reference target not found: Al 99" in warnings


def test_a_source_set_twice_is_told(mini, tmp_path):
    (mini / "docs" / "again.md").write_text("---\norphan: true\n---\n# Again\n\n```{source} alpha\n```\n")
    assert "is already set on the page" in build_edition(mini, tmp_path / "html").warnings


def test_an_unknown_source_is_told_with_the_known_ones(mini, tmp_path):
    (mini / "docs" / "again.md").write_text("---\norphan: true\n---\n# Again\n\n```{source} gamma\n```\n")
    assert "there is no source “gamma”; the sources are: alpha, beta" in build_edition(mini, tmp_path / "html").warnings


def test_another_project_can_cite_a_passage(built, tmp_path):
    with (built.out / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "https://example.org", lambda base, path: f"{base}/{path}")
    assert inventory["variorum:passage"]["Al 1"].uri == "https://example.org/alpha.html#p1"
    assert inventory["variorum:passage"]["Al r1"].uri == "https://example.org/alpha.html#r1"
    assert inventory["variorum:annotation"]["al-year"].uri == "https://example.org/alpha.html#annotation-al-year"
    assert inventory["variorum:parallel"]["building"].display_name == "The year of building"
    root = tmp_path / "other"
    (root / "docs").mkdir(parents=True)
    (root / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"mini": ("https://example.org", {str(built.out / "objects.inv")!r})}}\n'
    )
    (root / "docs" / "index.md").write_text("# Other\n\n[the year](<inv:mini:variorum:passage#Al 1>)\n")
    other = build_edition(root, tmp_path / "out")
    assert 'href="https://example.org/alpha.html#p1"' in other.page("index")


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "xml", "gettext", "singlehtml", "dirhtml"])
def test_every_builder_shows_the_notes_or_at_least_does_not_fail(mini, tmp_path, builder):
    built = build_edition(mini, tmp_path / "out", builder=builder)
    if builder in {"text", "latex", "xml", "singlehtml", "dirhtml"}:
        said = "".join(
            p.read_text(encoding="utf-8", errors="ignore")
            for p in built.out.rglob("*")
            if p.suffix in {".txt", ".tex", ".xml", ".html"}
        )
        assert "Berg has 1902" in said
        assert "The whole passage is meant." in said
