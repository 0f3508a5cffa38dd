"""A page is the same however it came about: at once or in steps, by one process or two, after a killed build."""

from __future__ import annotations

import gc
import random
import re
import shutil
from pathlib import Path

import pytest

from conftest import MINI, add_source, build_edition, differences, told_by_sphinx, tree

NEW_NOTE = """---
passage: "4"
kind: context
by: A contributor
---
A new note that cites {cite:p}`Berg1999`.
"""
NEW_PARALLEL = """---
relation: differs
date: 1905
passages:
  - {source: alpha, passage: "3", lemma: "1903"}
  - {source: beta, passage: "2"}
title: A new parallel
---
They differ.
"""


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def write(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, encoding="utf-8")


CHANGES = {
    "annotation changed": (
        lambda r: edit(r, "sources/alpha/annotations/al-year.md", "Berg has 1902", "Berg gives 1902"),
        {"alpha"},
    ),
    "annotation added": (lambda r: write(r, "sources/alpha/annotations/al-new.md", NEW_NOTE), {"alpha"}),
    "annotation deleted": (lambda r: (r / "sources/alpha/annotations/al-whole.md").unlink(), {"alpha"}),
    "annotation renamed": (
        lambda r: (r / "sources/alpha/annotations/al-whole.md").rename(r / "sources/alpha/annotations/al-all.md"),
        {"alpha"},
    ),
    "parallel changed": (
        lambda r: edit(r, "parallels/mayor.md", "Both say", "The two sources say"),
        {"alpha", "beta", "parallels", "harmony"},
    ),
    "parallel added": (lambda r: write(r, "parallels/new.md", NEW_PARALLEL), {"alpha", "beta", "parallels", "harmony"}),
    "parallel deleted": (lambda r: (r / "parallels/mayor.md").unlink(), {"alpha", "beta", "parallels", "harmony"}),
    "title of a parallel changed": (
        lambda r: edit(r, "parallels/building.md", "The year of building", "When it was built"),
        {"alpha", "beta", "parallels", "harmony", "index"},
    ),
    "page deleted": (
        lambda r: (
            (r / "docs/parallels.md").unlink(),
            edit(r, "docs/index.md", "parallels\n", ""),
            edit(r, "docs/index.md", " and {parallel}`building`", ""),
            [edit(r, f"sources/alpha/annotations/{n}.md", "; see {parallel}`building`", "") for n in ("al-year",)],
        ),
        None,
    ),
    "page renamed": (
        lambda r: (
            (r / "docs/beta.md").rename(r / "docs/second.md"),
            edit(r, "docs/index.md", "\nbeta\n", "\nsecond\n"),
        ),
        None,
    ),
    "work changed": (lambda r: edit(r, "references.bib", "1999},", "2001},"), None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_incremental_build_equals_a_clean_one(mini, tmp_path, name):
    change, expected = CHANGES[name]
    built = build_edition(mini, tmp_path / "steps")
    assert built.warnings == ""
    read: list[str] = []
    change(mini)
    again = rebuild(mini, tmp_path / "steps", read)
    clean = build_edition(mini, tmp_path / "clean")
    assert differences(tree(again.out), tree(clean.out)) == []
    assert again.warnings == clean.warnings
    if expected is not None:
        assert set(read) == expected


def rebuild(root: Path, out: Path, read: list[str]):
    """Build again and note which pages were read."""
    from sphinx.environment import BuildEnvironment

    original = BuildEnvironment.clear_doc

    def clear_doc(self, docname):
        read.append(docname)
        original(self, docname)

    BuildEnvironment.clear_doc = clear_doc  # type: ignore[method-assign]
    try:
        return build_edition(root, out)
    finally:
        BuildEnvironment.clear_doc = original  # type: ignore[method-assign]


def test_nothing_is_read_again_when_nothing_has_changed(mini, tmp_path):
    build_edition(mini, tmp_path / "html")
    read: list[str] = []
    rebuild(mini, tmp_path / "html", read)
    assert read == []


def test_two_processes_make_the_pages_of_one(mini, tmp_path):
    for n in range(12):  # Sphinx reads in parallel only when there is more than a handful of pages
        write(
            mini,
            f"docs/page-{n}.md",
            f"---\norphan: true\n---\n# Page {n}\n\nSee {{passage}}`Al 1` and {{annotation}}`al-year`.\n",
        )
    one = build_edition(mini, tmp_path / "one")
    two = build_edition(mini, tmp_path / "two", jobs=2)
    assert differences(tree(one.out), tree(two.out)) == []
    assert one.warnings == two.warnings == ""


def test_two_clean_builds_are_equal_to_the_byte(mini, tmp_path):
    elsewhere = tmp_path / "another" / "place"
    shutil.copytree(mini, elsewhere)
    assert (
        differences(tree(build_edition(mini, tmp_path / "a").out), tree(build_edition(elsewhere, tmp_path / "b").out))
        == []
    )


def test_random_sequences_of_edits_build_what_a_clean_build_gives(mini, tmp_path):
    random_ = random.Random(1878)
    for step in range(8):
        for _ in range(random_.randint(1, 3)):
            random_edit(mini, random_, step)
        steps = build_edition(mini, tmp_path / "steps")
        clean = build_edition(mini, tmp_path / f"clean-{step}")
        assert differences(tree(steps.out), tree(clean.out)) == [], step


def random_edit(root: Path, random_: random.Random, step: int) -> None:
    notes = sorted((root / "sources/alpha/annotations").glob("*.md"))
    free = [n for n in notes if n.stem != "al-year"]  # other notes refer to it
    match random_.randrange(5):
        case 0:
            write(root, f"sources/alpha/annotations/al-r{step}-{random_.randrange(99)}.md", NEW_NOTE)
        case 1 if free:
            random_.choice(free).unlink()
        case 2 if notes:
            note = random_.choice(notes)
            note.write_text(note.read_text(encoding="utf-8").rstrip() + f" Added {step}.\n", encoding="utf-8")
        case 3:
            write(root, f"parallels/r{step}-{random_.randrange(99)}.md", NEW_PARALLEL)
        case _:
            page = root / "docs/beta.md"
            page.write_text(
                page.read_text(encoding="utf-8").replace("A headnote", f"A headnote {step}"), encoding="utf-8"
            )


def test_annotation_changed_between_builds_of_two_formats_reaches_both(mini, tmp_path):
    """Doctrees shared by two builders must not hide a change from the second."""
    for builder in ("html", "text"):
        build_edition(mini, tmp_path / builder, builder=builder, doctrees=tmp_path / "shared")
    edit(mini, "sources/alpha/annotations/al-year.md", "Berg has 1902", "Berg gives 1902")
    for builder in ("text", "html"):
        build_edition(mini, tmp_path / builder, builder=builder, doctrees=tmp_path / "shared")
    for page in ("html/alpha.html", "text/alpha.txt"):
        assert "Berg gives 1902" in (tmp_path / page).read_text(encoding="utf-8")


WORK = "@book{Aas1950, author = {Aas, Bo}, title = {Bridges}, address = {Oslo}, publisher = {P}, year = {1950}}\n"


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")  # of MyST, for what is included
@pytest.mark.parametrize("change", ["a work is added", "an included file is changed"])
def test_what_another_page_or_file_changes_reaches_both_formats(mini, tmp_path, change):
    (mini / "docs/beta.md").write_text("# Beta\n\n```{include} ../part.txt\n```\n\n```{source} beta\n```\n", "utf-8")
    (mini / "part.txt").write_text("A part.\n", "utf-8")
    for builder in ("html", "dirhtml"):
        build_edition(mini, tmp_path / builder, builder=builder, doctrees=tmp_path / "shared")
    if change == "a work is added":
        write(mini, "references.bib", (mini / "references.bib").read_text("utf-8") + WORK)
    else:
        write(mini, "part.txt", "Another part.\n")
    for builder in ("html", "dirhtml"):
        steps = build_edition(mini, tmp_path / builder, builder=builder, doctrees=tmp_path / "shared")
        clean = build_edition(mini, tmp_path / f"clean-{builder}", builder=builder)
        assert differences(tree(steps.out), tree(clean.out)) == []


def test_a_page_that_is_no_text_is_left_out_and_said_with_its_line(mini, tmp_path):
    (mini / "docs/bad.md").write_bytes(b"# A page\n\nb\xe6r\n")
    code, said = told_by_sphinx(mini, tmp_path / "out")
    assert code == 1
    assert "docs/bad.md:3: file-not-utf8 byte 0xe6 is not UTF-8" in said
    assert "traceback" not in said.lower()


@pytest.mark.parametrize(("before", "during"), [((700, 10, 10), 10_000), ((0, 10, 10), 0), ((50_000, 5, 5), 50_000)])
def test_python_looks_for_cycles_less_often_during_a_build_only(mini, tmp_path, monkeypatch, before, during):
    was, seen = gc.get_threshold(), []

    def fails(*_):
        seen.append(gc.get_threshold()[0])
        raise RuntimeError("a page that cannot be read")

    monkeypatch.setattr("variorum.sphinx_ext.directives.base.SourceDirective.made", fails)
    gc.set_threshold(*before)
    try:
        with pytest.raises(RuntimeError):
            build_edition(mini, tmp_path / "out", builder="dummy")
        assert (seen[0], gc.get_threshold()) == (during, before)
    finally:
        gc.set_threshold(*was)


def test_the_bar_names_the_sources_in_the_order_of_the_contents(tmp_path):
    """Whatever `order` their files say; also on pages that nobody has touched when the contents change."""
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    add_source(root, "One line.\n")  # on no page: it is in no bar
    index = root / "docs/index.md"
    contents = index.read_text(encoding="utf-8")

    def orders() -> list[list[str]]:
        built = build_edition(root, tmp_path / "html")
        bars = [re.findall(r'data-source="(\w+)" title', built.page(page)) for page in ("index", "people", "alpha")]
        listed = re.findall(
            r'<li class="toctree-l1"><a class="reference internal" href="(alpha|beta)', built.page("index")
        )
        first = re.search(r'rel="next" href="(\w+)', built.page("index"))
        assert first is not None
        assert first[1] == listed[0], "“next” goes the same way"
        return [*bars, listed]

    assert orders() == [["alpha", "beta"]] * 4
    index.write_text(contents.replace("alpha\nbeta", "beta\nalpha"), encoding="utf-8")
    assert orders() == [["beta", "alpha"]] * 4
    index.write_text(contents.replace("alpha\nbeta\n", "beta\n"), encoding="utf-8")  # what is in none comes last
    (root / "docs/alpha.md").write_text(
        "---\norphan: true\n---\n" + (root / "docs/alpha.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert orders() == [["beta", "alpha"]] * 3 + [["beta"]]


def test_a_column_says_languages_in_that_of_the_edition_as_it_is_now(mini, tmp_path):
    def column(name: str, language: str) -> str:
        return (build_edition(mini, tmp_path / name, language=language).out / "columns/beta.js").read_text("utf-8")

    assert '["en","English"]' in column("steps", "en")
    german = column("steps", "de")
    assert '["en","Englisch"]' in german
    assert german == column("clean", "de")


def test_a_page_that_contents_still_name_when_it_is_gone_is_no_neighbour(mini, tmp_path):
    build_edition(mini, tmp_path / "steps")
    (mini / "docs/harmony.md").unlink()
    steps, clean = (build_edition(mini, tmp_path / name) for name in ("steps", "clean"))
    assert "nonexisting document 'harmony'" in steps.warnings
    assert steps.warnings == clean.warnings
    assert differences(tree(steps.out), tree(clean.out)) == []


def test_pages_that_a_build_of_some_pages_only_has_not_written_are_written_by_the_next(mini, tmp_path):
    build_edition(mini, tmp_path / "steps")
    edit(mini, "parallels/mayor.md", "Both say", "The two sources say")
    build_edition(mini, tmp_path / "steps", pages=["alpha"])
    steps, clean = (build_edition(mini, tmp_path / name) for name in ("steps", "clean"))
    assert differences(tree(steps.out), tree(clean.out)) == []


ALPHA_AGAIN = "---\norphan: true\n---\n# Again\n\n```{source} alpha\n```\n"
AGAIN = {
    "is set no more": lambda page: page.write_text("---\norphan: true\n---\n# Again\n\nNothing.\n", encoding="utf-8"),
    "is gone with its page": Path.unlink,
    "stays": lambda page: None,
}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", ["aaa", "zzz"])  # before the page that had it, and behind
@pytest.mark.parametrize("what", AGAIN)
def test_a_source_that_is_set_on_two_pages_is_where_a_clean_build_has_it(mini, tmp_path, what, name, jobs):
    build_edition(mini, tmp_path / "steps", jobs=jobs)
    page = mini / f"docs/{name}.md"
    page.write_text(ALPHA_AGAIN, encoding="utf-8")
    assert "is already set on the page" in build_edition(mini, tmp_path / "steps", jobs=jobs).warnings
    AGAIN[what](page)
    steps = build_edition(mini, tmp_path / "steps", jobs=jobs)
    assert steps.warnings == ""
    assert differences(tree(steps.out), tree(build_edition(mini, tmp_path / "clean", jobs=jobs).out)) == []


@pytest.mark.parametrize("name", ["aaa", "zzz"])  # before the page that lists the works, and behind
def test_a_citation_leads_to_the_first_page_that_lists_its_work_in_whatever_order_pages_were_read(mini, tmp_path, name):
    write(mini, f"docs/{name}.md", "---\norphan: true\n---\n# Works again\n\n```{works}\n```\n")
    build_edition(mini, tmp_path / "steps")
    for page in ("bibliography", name):  # the list that is read again comes last to sphinxcontrib-bibtex
        path = mini / f"docs/{page}.md"
        path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        steps = build_edition(mini, tmp_path / "steps")
        assert differences(tree(steps.out), tree(build_edition(mini, tmp_path / page).out)) == []
        (previews,) = re.findall(r'data-previews="([^"]*)"', (steps.out / "alpha.html").read_text(encoding="utf-8"))
        assert min(name, "bibliography") in previews.split()
