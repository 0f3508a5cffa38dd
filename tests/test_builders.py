"""Every builder that comes with Sphinx, on the small edition, without a warning; and our nodes under other themes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import MINI, build_edition

BUILDERS = [
    *("changes", "devhelp", "dirhtml", "dummy", "epub", "gettext", "htmlhelp", "json", "latex", "linkcheck", "man"),
    *("pickle", "pseudoxml", "qthelp", "singlehtml", "texinfo", "text", "xml"),
]
LONG_NAME = "The International Committee for the History of Bridges, Ferries and Other Crossings of Wide Rivers"


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Path:
    """The small edition, with a work whose label is longer than a line of text."""
    root = tmp_path_factory.mktemp("builders") / "mini"
    shutil.copytree(MINI, root)
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        file.write(f"\n@book{{Committee1950, author = {{{{{LONG_NAME}}}}}, title = {{Rivers}}, year = {{1950}},")
        file.write(" publisher = {River Press}, address = {Oslo}, keywords = {scholarship}}\n")
    return root


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_sets_the_edition_without_a_warning(edition, tmp_path, builder):
    settings: dict[str, Any] = {"bibtex_reference_style": "variorum", "bibtex_default_style": "variorum"}
    settings |= {"version": "1", "copyright": "x"}  # an electronic book asks for both
    built = build_edition(edition, tmp_path / builder, builder=builder, smartquotes=True, **settings)
    assert built.warnings == ""
    assert builder in {"dummy", "changes"} or any(p.stat().st_size for p in built.out.rglob("*") if p.is_file())
    if builder == "text":
        text = (built.out / "bibliography.txt").read_text(encoding="utf-8")
        assert LONG_NAME in " ".join(text.split())


def test_pages_in_json_hold_the_words_and_no_page_of_our_theme(edition, tmp_path):
    built = build_edition(edition, tmp_path / "json", builder="json")
    page = json.loads((built.out / "alpha.fjson").read_text(encoding="utf-8"))
    assert "It opened in 1903, said the mayor." in page["body"]
    assert "structured" not in page


def test_a_link_that_cannot_be_reached_is_told_and_breaks_nothing(edition, tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(edition, root)
    (root / "docs/far.md").write_text("---\norphan: true\n---\n# Far\n\n<http://127.0.0.1:9/>\n", encoding="utf-8")
    built = build_edition(root, tmp_path / "links", builder="linkcheck", linkcheck_timeout=1)
    assert built.warnings.count("broken link") == 1


@pytest.mark.parametrize("theme", ["alabaster", "bizstyle"])
def test_another_theme_gets_the_style_of_our_nodes_and_keeps_its_own_files(edition, tmp_path, theme):
    built = build_edition(edition, tmp_path / theme, html_theme=theme)
    assert built.warnings == ""
    for page in ("alpha", "parallels", "harmony"):
        assert "_static/variorum-notes.css" in built.page(page)
        assert "_static/doctools.js" in built.page(page)
    assert "_static/overviews.js" in built.page("harmony")
    for name in ("variorum-notes.css", "overviews.css", "overviews.js", "works.js"):
        assert (built.out / "_static" / name).is_file()


def test_our_theme_has_no_second_style_sheet(edition, tmp_path):
    built = build_edition(edition, tmp_path / "html")
    assert "variorum-notes" not in built.page("alpha")
    assert not (built.out / "_static/variorum-notes.css").exists()
