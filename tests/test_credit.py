"""Credit and memory: who wrote what, what came and went since a version, what was refused and why."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from browser import served
from conftest import MINI, build_edition
from variorum.checking.edition import check
from variorum.cli import main
from variorum.reading import read_edition
from variorum.works.contributors import contributors

YEAR = "sources/alpha/annotations/al-year.md"
HEADING = "sources/alpha/annotations/al-heading.md"
ACROSS = "sources/alpha/annotations/al-across.md"
BUILDING = "parallels/building.md"
MAYOR = "parallels/mayor.md"


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    return done.exit_code, done.output


def said(root: Path) -> list[str]:
    return [str(problem) for problem in check(read_edition(root))]


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


# --- who wrote what ---------------------------------------------------------------------------------------------------

CFF = """\
cff-version: 1.2.0
title: The Bridge # a remark of a person
preferred-citation:
  type: book
  authors:
{}
"""


def test_people_who_sign_together_are_two(mini):
    edit(mini, YEAR, "by: ", "by: A. Reader; B. Writer # ")
    edit(mini, BUILDING, "relation:", "by: B. Writer\nrelation:")
    found = {one.name: one for one in contributors(read_edition(mini))}
    assert [note.id for _, note in found["A. Reader"].annotations] == ["al-year"]
    assert [parallel.id for parallel in found["B. Writer"].parallels] == ["building"]


@pytest.mark.parametrize(
    "author",
    ['- name: "A. Reader"', "- {given-names: A., family-names: Reader}", "- {name: Ann Reader, alias: A. Reader}"],
)
def test_citation_cff_names_everybody_in_any_form(mini, author):
    edit(mini, YEAR, "by: ", "by: A. Reader # ")
    others = "\n".join(f"    - name: {one.name}" for one in contributors(read_edition(mini)) if one.name != "A. Reader")
    (mini / "CITATION.cff").write_text(CFF.format(others), encoding="utf-8")
    [line] = said(mini)
    assert line.startswith("CITATION.cff:5: hint: contributor-unnamed “A. Reader”, who signs 1 of the contributions")
    assert line.endswith('add to the list: - name: "A. Reader"')
    (mini / "CITATION.cff").write_text(CFF.format(f"{others}\n    {author}"), encoding="utf-8")
    assert said(mini) == []


def test_a_broken_citation_cff_is_named(mini):
    (mini / "CITATION.cff").write_text("authors: [\n", encoding="utf-8")
    assert said(mini)[0].startswith("CITATION.cff:2: value-invalid this is not well-formed YAML")


def test_a_citation_cff_that_cannot_be_read_is_named(mini):
    (mini / "CITATION.cff").write_bytes(b"title: \xff")
    assert said(mini)[0].startswith("CITATION.cff:1: ")


def test_a_citation_cff_that_is_no_table_names_nobody(mini):
    (mini / "CITATION.cff").write_text("- a list\n", encoding="utf-8")
    assert [line.split(" “")[0] for line in said(mini)] == ["CITATION.cff:1: hint: contributor-unnamed"]


# --- what was refused -------------------------------------------------------------------------------------------------


def test_a_refused_note_is_answered_at_once_when_it_comes_again(mini):
    code, told = run("refuse", ACROSS, "--reason", "repeats the source", "--by", "The editors", "--edition", mini)
    assert (code, told) == (
        0,
        f"sources/alpha/annotations/rejected.tsv: al-across added; now take {ACROSS} out of the edition\n",
    )
    [line] = said(mini)
    assert line.startswith(f"{ACROSS}:1: refused-before this was refused before by The editors: repeats the source")
    again = (mini / ACROSS).read_text(encoding="utf-8").replace("goes", "really goes")
    (mini / ACROSS).unlink()
    assert said(mini) == []
    (mini / "sources/alpha/annotations/al-mine.md").write_text(again, encoding="utf-8")
    assert "refused-before" in said(mini)[0]
    other = again.partition("---\n")[2].partition("---\n")[0]
    (mini / "sources/alpha/annotations/al-mine.md").write_text(f"---\n{other}---\nQuite another point.\n")
    assert said(mini) == []


def test_a_refused_parallel_is_answered_by_check_and_by_accept(mini):
    code, told = run("refuse", MAYOR, "--reason", "two bridges", "--by", "The editors", "--edition", mini)
    assert code == 0, told
    (mini / "parallels/again.md").write_bytes((mini / MAYOR).read_bytes())
    (mini / MAYOR).unlink()
    assert [line.split(" this")[0] for line in said(mini)] == ["parallels/again.md:1: refused-before"]
    (mini / "parallels/again.md").unlink()
    code, told = run("parallels", "accept", "Al2.1", "Be2.1", "--id", "again", "--edition", mini)
    assert (code, "were rejected before by The editors: two bridges" in told) == (1, True)
    assert not (mini / "parallels/again.md").exists()


def test_two_passages_of_one_source_are_no_pair_to_refuse(mini):
    edit(
        mini, MAYOR, "  - {source: beta", '  - {source: alpha, passage: "1", lemma: "built in 1901"}\n  - {source: beta'
    )
    assert run("refuse", MAYOR, "--reason", "two bridges", "--by", "The editors", "--edition", mini)[0] == 0
    rows = (mini / "parallels/rejected.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split("\t")[:4] for row in rows] == [["alpha", "2", "beta", "2"], ["alpha", "1", "beta", "2"]]


def test_only_what_is_in_the_edition_is_refused(mini):
    code, told = run("refuse", "nowhere.md", "--reason", "x", "--by", "y", "--edition", mini)
    assert code == 1
    assert "is no note or parallel" in told


def test_a_row_without_a_reason_is_named(mini):
    table = mini / "sources/alpha/annotations/rejected.tsv"
    table.write_text("id\tpassage\tlemma\tnote\tby\treason\n\t1\tbuilt\n", encoding="utf-8")
    assert said(mini) == [f"{table.relative_to(mini)}:2: table-broken a row needs the passage and the reason"]


# --- what things were called ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formerly", "line"),
    [
        ("al-heading", "the former name “al-heading” belongs to sources/alpha/annotations/al-heading.md"),
        ("[al-1901, al-year]", "the former name “al-year” is its name still"),
        ("a b", "“formerly:” takes the name that the file had"),
    ],
)
def test_a_former_name_is_free(mini, formerly, line):
    edit(mini, YEAR, "kind:", f"formerly: {formerly}\nkind:")
    assert [one for one in said(mini) if line in one] != []


def test_a_role_finds_a_note_and_a_parallel_by_former_names(mini):
    edit(mini, YEAR, "kind:", "formerly: [al-1901]\nkind:")
    edit(mini, BUILDING, "relation:", "formerly: bridge\nrelation:")
    (mini / HEADING).write_text(
        (mini / HEADING).read_text(encoding="utf-8") + "See {annotation}`al-1901` and {parallel}`bridge`.\n"
    )
    assert said(mini) == []


# --- what came and went -----------------------------------------------------------------------------------------------


def commit(mini: Path) -> Path:
    """Make a version, v1, of the edition as it stands."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "old"], ["tag", "v1"]):
        identity = ["-c", "user.name=x", "-c", "user.email=x@y", "-c", "tag.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=mini, check=True, capture_output=True)
    return mini


@pytest.fixture
def versioned(mini: Path) -> Path:
    return commit(mini)


def test_the_log_tells_by_source_and_person_what_came_changed_and_went(versioned):
    assert run("log", "v1", "--edition", versioned) == (0, "## Since v1: nothing changed\n")
    new = '---\npassage: "3"\nlemma: opened\nkind: context\nby: A. Reader\n---\nWords.\n'
    (versioned / "sources/alpha/annotations/al-opened.md").write_text(new, encoding="utf-8")
    (versioned / YEAR).rename(versioned / "sources/alpha/annotations/al-1901.md")
    run("refuse", HEADING, "--reason", "says nothing", "--by", "The editors", "--edition", versioned)
    (versioned / HEADING).unlink()
    edit(versioned, BUILDING, "title: ", "title: The ")
    edit(versioned, "references.bib", "Oslo", "Bergen")
    edit(versioned, "sources/beta/translation.en.md", "wept", "cried")
    code, told = run("log", "v1", "--edition", versioned)
    assert code == 0, told
    assert told.startswith("## Since v1: 1 new, 3 changed, 1 renamed, 1 gone\n")
    alpha, rest = told.split("### Al ")[1].split("### Be ")
    assert "**A&#46; Reader**\n\n- new: `al-opened` Al 3 “opened” (context)\n" in alpha
    assert "- renamed: `al-year` → `al-1901` Al 1" in alpha
    assert "- gone: `al-heading` Al h2 (evidence)" in alpha
    assert "; says nothing\n" in alpha
    assert "- changed: translation `en`: 1 passage otherwise, " in rest
    assert "### Parallels\n\n- changed: `building` The " in rest
    assert "### Works\n\n- changed: `Berg1999`" in rest
    assert run("log", "v0", "--edition", versioned)[0] == 1


def test_the_log_tells_of_texts_of_what_is_in_another_note_and_of_what_nobody_can_read(mini):
    (mini / ACROSS).write_text("no front matter", encoding="utf-8")
    (mini / "sources/beta/translation.de.md").write_text("no front matter", encoding="utf-8")
    root = commit(mini)
    edit(root, ACROSS, "no front", "still no front")
    edit(root, "sources/beta/translation.de.md", "no front", "still no front")
    edit(root, "sources/alpha/text.txt", "wept", "cried")
    edit(root, "names.toml", "Of wood", "Of iron")
    edit(root, YEAR, "kind:", "formerly: al-heading\nkind:")
    (root / HEADING).unlink()
    code, told = run("log", "v1", "--edition", root)
    assert code == 0, told
    assert told.count("\n- ") == 4
    assert "- changed: the text\n" in told
    assert "- changed: `bridge`\n" in told
    assert "; it is in `al-year` now\n" in told
    assert "- changed: `al-year` " in told


# --- on the pages -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition with things that were renamed, moved and taken out, and a page of those who wrote it."""
    root = tmp_path_factory.mktemp("credit") / "mini"
    shutil.copytree(MINI, root)
    edit(root, YEAR, "by: ", "by: A. Reader # ")
    edit(root, YEAR, "kind:", "formerly: al-1901\nkind:")
    edit(root, BUILDING, "relation:", "formerly: [bridge]\nrelation:")
    run("refuse", HEADING, "--reason", "It said <nothing>.", "--by", "The editors", "--edition", root)
    (root / HEADING).unlink()
    (root / "docs/people.md").write_text("# Contributors\n\n```{contributors}\n```\n", encoding="utf-8")
    built = build_edition(root, root.parent / "html")
    assert built.warnings == ""
    return built.out


def test_the_page_of_contributors_names_them_with_what_they_wrote(pages):
    html = (pages / "people.html").read_text(encoding="utf-8")
    assert "<strong>A. Reader</strong>: 1 annotation (" in html
    assert 'href="alpha.html#annotation-al-year"' in html
    assert "translation of Be (English)" in html


def test_without_scripts_former_names_lead_to_the_place(pages):
    assert '<span class="formerly" id="annotation-al-1901"></span>' in (pages / "alpha.html").read_text("utf-8")
    assert 'id="parallel-bridge"' in (pages / "parallels.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page(browser: Browser, pages: Path) -> Iterator[tuple[Page, str]]:
    with served(pages) as address:
        opened = browser.new_page()
        yield opened, address
        opened.close()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("alpha.html#annotation-al-1901", "alpha.html#annotation-al-year"),
        ("beta.html#annotation-al-1901", "alpha.html#annotation-al-year"),
        ("index.html#annotation-be-year", "beta.html#annotation-be-year"),
        ("beta.html#parallel-bridge", "parallels.html#parallel-building"),
    ],
)
def test_an_old_address_leads_to_where_the_thing_is_now(page, old, new):
    opened, address = page
    opened.goto(f"{address}/{old}")
    expect(opened).to_have_url(f"{address}/{new}")
    expect(opened.locator(".gone")).to_have_count(0)


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("annotation-al-heading", "The note to which this address led is no longer in the edition. "),
        ("annotation-nobody", "The note to which this address led is no longer in the edition."),
        ("parallel-nothing", "The parallel to which this address led is no longer in the edition."),
    ],
)
def test_an_address_of_what_is_gone_says_so(page, anchor, words):
    opened, address = page
    opened.goto(f"{address}/alpha.html#{anchor}")
    why = "The editors say why: It said <nothing>." if words.endswith(" ") else ""
    expect(opened.get_by_role("status").filter(has_text="no longer")).to_have_text(words + why)
    opened.goto(f"{address}/alpha.html#p1")
    expect(opened.locator(".gone")).to_have_count(0)
