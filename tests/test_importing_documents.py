"""Documents of word processors, e-books and pages: what they are called, how words look, what stands beside them."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile

import pytest
from click.testing import CliRunner

from conftest import HERE
from documents import PNG, document, package
from variorum.cli import main
from variorum.importing.account_table import kept_in
from variorum.importing.bringing_in import Brought, bring_in
from variorum.importing.witness import letters_in
from variorum.model.layer import with_blanks

CASES = tomllib.loads((HERE / "cases" / "imports_documents.toml").read_text(encoding="utf-8"))["case"]


def passages(brought: Brought) -> list[str]:
    return [f"{p.kind} {p.locus} | {p.text}" for p in brought.passages]


def layer(brought: Brought) -> list[str]:
    rows = ((r.locus, with_blanks(r.words, r.blanks), r.feature, r.value, r.before, r.after) for r in brought.layer)
    return [" | ".join(row).rstrip(" |") for row in rows]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_document_becomes_a_source(case):
    brought = bring_in(document(case), f"x.{case['format']}", find=lambda _: PNG)
    assert passages(brought) == case["passages"]
    assert layer(brought) == [row.rstrip(" |") for row in case.get("layer", [])]
    assert brought.title == case.get("title", brought.title)
    assert brought.named.authors == tuple(case.get("authors", []))
    assert brought.named.date == case.get("date", "")
    account = brought.account
    assert account.is_whole, (account.unaccounted, account.invented, account.torn)
    assert kept_in(brought.table).letters["shown"] == letters_in(brought.text)
    rows = [f"{what} {number}" for fate, number, what, _ in account.rows() if fate == "omitted"]
    assert set(case.get("omitted", [])) <= set(rows)
    for said in case.get("guesses", []):
        assert any(said in sentence for sentence in brought.guesses), brought.guesses


@pytest.mark.parametrize("case", [case for case in CASES if case["format"] == "docx"], ids=lambda case: case["name"])
def test_white_space_between_the_elements_of_a_word_file_parts_no_words(case):
    with zipfile.ZipFile(io.BytesIO(document(case))) as word:
        parts = {name: word.read(name) for name in word.namelist()}
    parts["word/document.xml"] = re.sub(rb"(</?w:r>|</w:t>)(?=<)", rb"\1\n  ", parts["word/document.xml"])
    brought = bring_in(package(parts), "x.docx")
    assert passages(brought) == case["passages"]
    assert brought.account.is_whole, brought.account


def test_what_a_document_says_of_its_author_and_its_date_stands_in_its_origin(tmp_path):
    CliRunner().invoke(main, ["init", str(tmp_path / "new")])
    case = next(case for case in CASES if "date" in case)
    (tmp_path / "log.epub").write_bytes(document(case))
    done = CliRunner().invoke(main, ["import", str(tmp_path / "log.epub"), "--edition", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    about = (tmp_path / "new/sources/log/source.toml").read_text(encoding="utf-8")
    assert 'origin = "Imported from log.epub (EPUB), according to itself by Anna Berg (1912)."' in about
    assert CliRunner().invoke(main, ["check", "--originals", str(tmp_path / "new")]).exit_code == 0


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"]
)
def test_a_page_of_an_e_book_keeps_its_letters_and_its_looks_in_any_encoding_that_it_declares(encoding):
    body = (
        "<style>p.low {font-variant: small-caps} .it {font-style: italic}</style><h1>Blåbær</h1>"
        '<p class="low">På øya</p><p>A <em class="low">kø</em>, <span class="it">Ære</span>, '
        '<b style="font-variant: small-caps">Å</b>.</p>'
        "<table><tr><td>a</td></tr><tr><th>æ</th></tr></table>"
    )
    brought = bring_in(document({"format": "epub", "body": body, "encoding": encoding}), "x.epub")
    assert [p.text for p in brought.passages] == ["Blåbær", "På øya", "A kø, Ære, Å.", "a", "æ"]
    rows = [(row.words, row.feature) for row in brought.layer]
    small = "small-caps"
    assert rows == [
        ("", small),
        ("kø", small),
        ("kø", "emphasis"),
        ("Ære", "emphasis"),
        ("Å", small),
        ("Å", "strong"),
        ("", "label"),
    ]
    assert brought.account.is_whole
