"""Translations into several languages: whole or partial, shown by choice, named when older than the text."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from books import make, pdfium
from browser import served
from conftest import MINI, Built, build_edition
from variorum.checking.edition import check
from variorum.cli import main
from variorum.reading import read_edition
from variorum.search.rows import Indexer

ENGLISH = "sources/beta/translation.en.md"
GERMAN = "sources/beta/translation.de.md"
PARTIAL = """\
---
language: de
by: B. Übersetzer
date: "2026-11-27"
state: partial
---

## 2

Der Bürgermeister weinte.
"""


def said(root: Path) -> list[str]:
    return [str(problem) for problem in check(read_edition(root))]


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_partial_translation_is_no_problem_beside_a_whole_one(mini):
    (mini / GERMAN).write_text(PARTIAL, encoding="utf-8")
    assert said(mini) == []
    source = read_edition(mini).source("beta")
    assert [(t.language, t.by, t.partial, len(t.passages)) for t in source.translations] == [
        ("de", "B. Übersetzer", True, 1),
        ("en", "The editors", False, 3),
    ]


@pytest.mark.parametrize(
    ("asked", "found"), [("de", "de"), ("de-AT", "de"), ("en", "en"), ("nb", "en")], ids=lambda tag: tag
)
def test_a_reader_gets_the_translation_into_his_language_else_english(mini, asked, found):
    (mini / GERMAN).write_text(PARTIAL, encoding="utf-8")
    assert read_edition(mini).source("beta").facing(asked).language == found


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("state: partial\n", "", f"{GERMAN}:1: translation-missing Be h1, 1 has no translation; add “## h1”. "),
        ("state: partial", "state: half", f"{GERMAN}:5: value-invalid “state:” takes partial"),
        ("language: de", "language: fr", f"{GERMAN}:2: value-invalid the file is named for “de”"),
        ("## 2", "## 2 00000000", f"{GERMAN}:8: hint: translation-stale Be 2 has changed since it was translated"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(mini, old, new, line):
    (mini / GERMAN).write_text(PARTIAL.replace(old, new), encoding="utf-8")
    assert [one for one in said(mini) if one.startswith(line)] != []


def test_a_heading_says_from_which_words_it_was_made(mini):
    digest = read_edition(mini).source("beta").passage("2").digest
    (mini / GERMAN).write_text(PARTIAL.replace("## 2", f"## 2 {digest}"), encoding="utf-8")
    assert said(mini) == []


def test_a_correction_marks_translations_and_glosses_as_older_than_the_text(mini):
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "old"]):
        identity = ["-c", "user.name=x", "-c", "user.email=x@y"]
        subprocess.run(["git", *identity, *arguments], cwd=mini, check=True, capture_output=True)
    (mini / GERMAN).write_text(PARTIAL, encoding="utf-8")
    edit(mini, "sources/beta/text.txt", "पुल सन् १९०२ मा बन्यो", "पुल सन् १९०३ मा बन्यो")
    done = CliRunner().invoke(main, ["reanchor", "Be", "--accept", "--edition", str(mini)], input="y\n" * 20)
    assert "marked as older than the text" in done.output, done.output
    lines = [line for line in said(mini) if "stale" in line]
    assert [line.split(" ")[0] for line in lines] == ["parallels/building.md:6:", f"{ENGLISH}:11:"]
    assert "the gloss translates “पुल सन् १९०२ मा बन्यो”, the source has “पुल सन् १९०३ मा बन्यो” now" in lines[0]
    # a person has looked them over
    edit(mini, "parallels/building.md", ', gloss_of: "पुल सन् १९०२ मा बन्यो"', "")
    heading = next(line for line in (mini / ENGLISH).read_text("utf-8").split("\n") if line.startswith("## 1 "))
    edit(mini, ENGLISH, heading, "## 1")
    assert [line for line in said(mini) if "stale" in line] == []


def test_a_gloss_in_a_language_without_a_translation_answers_to_none(mini):
    edit(mini, "parallels/mayor.md", 'gloss: "The mayor wept."', 'gloss: "Der Bürgermeister weinte."')
    assert "gloss" in said(mini)[0]
    edit(mini, "parallels/mayor.md", "relation:", "lang: de\nrelation:")
    assert said(mini) == []


def test_translations_and_foreign_notes_are_found(mini):
    (mini / GERMAN).write_text(PARTIAL, encoding="utf-8")
    edit(mini, "sources/alpha/annotations/al-whole.md", "kind:", "lang: de\nkind:")
    rows = list(Indexer(read_edition(mini)).rows())
    assert ("translation", "de") in {(row.kind, row.language) for row in rows}
    assert {row.language for row in rows if row.target == ("annotation", "al-whole")} == {"de"}


# --- on the pages -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition with two translations of a source, one of them partial, and a note and a parallel in German."""
    root = tmp_path_factory.mktemp("translations") / "mini"
    shutil.copytree(MINI, root)
    (root / GERMAN).write_text(PARTIAL.replace("## 2", "## 2 00000000"), encoding="utf-8")
    edit(root, "sources/beta/annotations/be-year.md", "kind:", "lang: de\nkind:")
    edit(root, "sources/beta/annotations/be-year.md", "See", "Siehe")
    edit(root, "parallels/mayor.md", "relation:", "lang: de\nrelation:")
    edit(root, "parallels/mayor.md", "The mayor wept.", "Der Bürgermeister weinte.")
    return root


@pytest.fixture(scope="module")
def built(edition: Path) -> Built:
    made = build_edition(edition, edition.parent / "html")
    assert made.warnings == ""
    return made


@pytest.fixture(scope="module")
def site(built: Built) -> Iterator[str]:
    with served(built.out) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_a_page_names_the_translators_and_how_far_they_are(built):
    html = built.page("beta")
    assert "Translation (German): B. Übersetzer, 27 November 2026, 1 of 3 passages; Translation (English)" in html
    assert (
        '<details class="passage-translation" data-language="de"><summary>German · older than the text</summary>'
        in html
    )
    assert '<p><span lang="de">Siehe ' in html


def test_the_reader_chooses_the_language_of_translations(page, site):
    page.goto(f"{site}/beta.html")
    second = page.locator("#p2 .passage-translation")
    expect(second.locator("visible=true").first).to_contain_text("English")
    page.locator("details.options summary").click()
    page.get_by_label("German").first.check()
    expect(page.locator("#p2 details:not([hidden]) p")).to_have_text("Der Bürgermeister weinte.")
    expect(page.locator("#p1 details:not([hidden]) p")).to_contain_text("The bridge was made")  # not translated yet
    page.reload()
    expect(page.locator("#p2 details:not([hidden]) p")).to_be_visible()
    page.locator("details.options summary").click()
    page.get_by_label("Folded away").check()
    expect(page.locator("#p2 details:not([hidden]) p")).to_be_hidden()


def test_the_reader_leaves_out_notes_in_a_language(page, site):
    page.goto(f"{site}/beta.html")
    note = page.locator("#annotation-be-year")
    expect(note).to_be_visible()
    page.locator("details.options summary").click()
    page.get_by_role("group", name="Notes and parallels in").get_by_label("German").uncheck()
    expect(note).to_be_hidden()
    page.goto(f"{site}/parallels.html")
    expect(page.locator("#parallel-mayor")).to_be_hidden()
    expect(page.locator("#parallel-building")).to_be_visible()
    page.goto(f"{site}/parallels.html#parallel-mayor")
    expect(page.locator("#parallel-mayor")).to_be_visible()


def test_side_by_side_one_translation_is_shown(page, site):
    page.goto(f"{site}/compare.html?left=alpha&right=beta")
    page.get_by_label("Our translations").check()
    choice = page.get_by_label("Language of the translations")
    expect(choice).to_have_value("en")
    choice.select_option("de")
    shown = page.locator(".right .translation").locator("visible=true")
    expect(shown).to_have_text(
        ["The bridge", "The bridge was made in 1902. It was in 1902.", "Der Bürgermeister weinte."]
    )


def test_the_book_has_the_languages_that_are_asked_for(edition):
    made = make(edition, variorum_pdf_translations={"beta": "after de en"})
    words = " ".join(pdfium(next(made.out.glob("*.pdf"))).split())
    assert "Der Bürgermeister weinte. The mayor wept." in words
    assert "Translation (German): B. Übersetzer" in words


def test_the_electronic_book_has_all_of_them_folded(edition):
    made = build_edition(edition, edition.parent / "epub", builder="epub", version="1", copyright="nobody")
    assert made.warnings == ""
    with ZipFile(next(made.out.glob("*.epub"))) as book:
        page = next(book.read(name).decode() for name in book.namelist() if name.endswith("beta.xhtml"))
    assert "Translation (German): B. Übersetzer" in page
    assert re.findall(r"<summary>([^<]*)</summary>", page)[-2:] == ["English", "German · older than the text"]
