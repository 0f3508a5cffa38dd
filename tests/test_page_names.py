"""Files that are named for a page or a source: no two share one, whatever the names; old ones go."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import build_edition

# two pages, and the scripts of their previews
NAMES = [
    ("x/y", "x.y", ["x.y.js", "x~.y.js"]),
    ("x~/y", "x~.y", ["x~~.y.js", "x~~~.y.js"]),
    ("मेरा पाठ", "part/index", ["part.index.js", "मेरा पाठ.js"]),
    ("100%", "a#b?", ["100%.js", "a#b?.js"]),
]


def rename(root: Path, old: str, new: str) -> None:
    """Give a page of the edition another name."""
    place = root / "docs" / f"{new}.md"
    place.parent.mkdir(exist_ok=True)
    (root / "docs" / f"{old}.md").rename(place)
    index = root / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace(f"\n{old}\n", f"\n{new}\n"), "utf-8")


def scripts(out: Path) -> set[str]:
    """The scripts of previews of the two sources' pages."""
    return {path.name for path in (out / "_static/previews").iterdir()} - {
        "parallels.js",
        "bibliography.js",
        "people.js",
    }


@pytest.mark.parametrize(("first", "second", "made"), NAMES)
def test_two_pages_have_previews_of_their_own(mini, tmp_path, watched, first, second, made):
    rename(mini, "alpha", first)
    rename(mini, "beta", second)
    out = build_edition(mini, tmp_path / "html").out
    assert sorted(scripts(out)) == made
    page = watched.open(f"file://{out}/index.html")
    for link, words in (("Al 1", "Al 1"), ("the year", "Be 1")):
        page.locator("main").get_by_role("link", name=link, exact=True).hover()
        page.locator(".preview:popover-open .preview-head", has_text=words).wait_for()
        page.mouse.move(0, 0)
        page.locator(".preview:popover-open").wait_for(state="detached")
    rename(mini, first, "other")
    out = build_edition(mini, tmp_path / "html").out
    assert len(scripts(out)) == 2
    assert "other.js" in scripts(out)


@pytest.mark.parametrize("id_", ["bibliography", "all-parallels"])
def test_a_source_takes_no_name_of_the_files_of_all_sources(mini, tmp_path, id_):
    (mini / "sources/alpha").rename(mini / "sources" / id_)
    (mini / "docs/alpha.md").write_text(f"# Al\n\n```{{source}} {id_}\n```\n\n```{{works}} {id_}\n```\n", "utf-8")
    (mini / "docs/bibliography.md").write_text("# Works\n\n```{works}\n```\n", "utf-8")
    for path in (mini / "parallels").iterdir():
        path.write_text(path.read_text("utf-8").replace("source: alpha", f"source: {id_}"), "utf-8")
    cited = '[[citation]]\npassage = "2"\nworks = ["Berg1999"]\n'
    (mini / "sources" / id_ / "citations.toml").write_text(cited, "utf-8")
    out = build_edition(mini, tmp_path / "html").out
    files = {path.name for path in (out / "_exports").iterdir()}
    assert {"bibliography.bib", f"{id_}--works.bib", "all-parallels.json", f"{id_}--works.json"} <= files
    assert f"_exports/{id_}--works.bib" in (out / "alpha.html").read_text("utf-8")
