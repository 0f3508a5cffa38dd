"""The PDF edition: made of the small edition, looked at with poppler, pypdf and pdfium."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from conftest import MINI, Built, build_edition
from variorum.model import Edition
from variorum.reading import read_edition
from variorum.sphinx_ext.pdf import compiling
from variorum.sphinx_ext.pdf.fonts import Face, FontsMissingError, Missing, available, choose
from variorum.sphinx_ext.pdf.writing import as_string

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def make(root: Path, **config) -> Built:
    built = build_edition(root, root.parent / "pdf", builder="variorum-pdf", **config)
    assert not built.warnings
    return built


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("book") / "mini"
    shutil.copytree(MINI, root)
    return make(root).out / "mini.pdf"


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def words(text: str) -> Counter[str]:
    """The words of a text; hyphens at line ends and marks that only shape letters are left out."""
    text = re.sub(r"[\u00ad-]\s*\n", "", text).translate(dict.fromkeys(map(ord, "\u00ad\u2060\u200c\u200d")))
    return Counter(re.findall(r"[^\W\d_](?:[^\W_]|[\u0900-\u097f])*", text))


def poppler(pdf: Path) -> str:
    return run("pdftotext", "-raw", pdf, "-")


def pdfium(pdf: Path) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace("\r\n", "\n")


def lost(edition: Edition, text: str) -> dict[str, list[str]]:
    """The words of each passage that are not in the text."""
    there = words(text)
    out = {}
    for source in edition.sources:
        for passage in source.citable:
            missing = [w for w in words(passage.text) if w not in there]
            if missing:
                out[f"{source.siglum} {passage.locus}"] = missing
    return out


# --- a good file ------------------------------------------------------------------------------------------------------


def test_it_is_tagged_titled_and_says_that_it_is_accessible(book):
    from pypdf import PdfReader

    said = run("pdfinfo", book)
    assert re.search(r"Title:\s+Mini", said)
    assert re.search(r"Tagged:\s+yes", said)
    assert "CreationDate" not in said
    reader = PdfReader(book)
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data().decode()


def test_each_note_is_a_note_with_a_label_in_the_tag_tree(book):
    tree = run("pdfinfo", "-struct", book)
    edition = read_edition(MINI)
    annotations = sum(len(s.annotations) for s in edition.sources)
    references = sum(len(p.passages) for p in edition.parallels)
    assert len(re.findall(r"^\s*Note\b", tree, re.MULTILINE)) == annotations + references
    assert len(re.findall(r"^\s*Lbl\b", tree, re.MULTILINE)) >= annotations + references


def test_the_outline_has_parts_and_headings(book):
    from pypdf import PdfReader

    def titles(items) -> list[str]:
        return [t for i in items for t in (titles(i) if isinstance(i, list) else [i.title])]

    assert {"Al · Source alpha", "The Bridge", "Opening", "Be · Source beta", "Bibliography"} <= set(
        titles(PdfReader(book).outline)
    )


def test_the_languages_of_foreign_runs_are_told(book):
    from pypdf import PdfReader

    told = b"".join(page.get_contents().get_data() for page in PdfReader(book).pages)
    tree = run("pdfinfo", "-struct", book)
    languages = set(re.findall(rb"/Lang *\(?([a-z]{2})", told)) | {
        x.encode() for x in re.findall(r"Lang[ (]+(\w+)", tree)
    }
    assert {b"ne", b"ru", b"ka"} <= languages


def test_built_twice_it_has_the_same_bytes(tmp_path, book):
    root = tmp_path / "again" / "mini"
    shutil.copytree(MINI, root)
    again = make(root).out / "mini.pdf"
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(book.read_bytes()).digest()


def test_every_word_of_every_passage_can_be_extracted_with_poppler(book):
    assert lost(read_edition(MINI), poppler(book)) == {}


def test_every_word_of_every_passage_can_be_extracted_with_pdfium(book):
    """Pdfium puts blanks into Devanagari words where glyphs are moved: blanks do not count."""
    there = re.sub(r"[\s\u00ad-]", "", pdfium(book))
    edition = read_edition(MINI)
    assert [w for s in edition.sources for p in s.citable for w in words(p.text) if w not in there] == []


# --- the book ---------------------------------------------------------------------------------------------------------


def test_references_name_pages(book):
    text = " ".join(poppler(book).split())
    assert re.search(r"so has Be 1, p. \d+", text)
    assert re.search(r"The year of building: Be 1, p. \d+; in full: p. \d+", text)


def test_one_source_alone(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    text = poppler(make(root, variorum_pdf_only="beta").out / "mini-beta.pdf")
    assert "मेयर" in text
    assert "It opened in 1903" not in text
    assert "built in 1901" in text  # the parallel's place is not in the book, so its words stand in the margin


@pytest.mark.parametrize("paper", ["a4", "a5", "letter"])
def test_other_papers_single_sided(tmp_path, paper):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    pdf = make(root, variorum_pdf_paper=paper, variorum_pdf_two_sided=False).out / "mini.pdf"
    size = {"a4": "595.276 x 841.89", "a5": "419.528 x 595.276", "letter": "612 x 792"}[paper]
    assert size in run("pdfinfo", pdf)


def test_translations_beside_the_words(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    beside = make(root, variorum_pdf_translations={"beta": "facing"}).out / "mini.pdf"
    assert "The bridge was made in 1902." in " ".join(poppler(beside).split())


def test_a_failed_build_leaves_the_old_book(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    pdf = make(root).out / "mini.pdf"
    before = pdf.read_bytes()
    from sphinx.errors import SphinxError

    with pytest.raises(SphinxError, match="variorum_pdf_paper is “b5”"):
        make(root, variorum_pdf_paper="b5")
    assert pdf.read_bytes() == before


# --- fonts ------------------------------------------------------------------------------------------------------------


def test_without_the_text_fonts_the_message_names_font_and_package():
    with pytest.raises(FontsMissingError, match=r"Noto Serif .*fonts-noto-core.*variorum_pdf_fonts"):
        choose({"a": "Al 1"}, [])


def test_a_character_that_no_font_has_is_named_with_its_place():
    message = str(Missing("😀", "sources/alpha/annotations/al-year.md"))
    assert "U+1F600" in message
    assert "al-year.md" in message
    assert "fonts-noto-color-emoji" in message


def test_only_the_faces_that_are_needed_are_chosen():
    chosen, missing = choose(dict.fromkeys("aЖ→ა", "Al 1"), available(None))
    assert not missing
    families = {f.family for f in chosen.faces}
    assert "Noto Serif Georgian" in families
    assert "Noto Sans Devanagari" not in families
    assert all(isinstance(f, Face) and f.path.is_file() for f in chosen.faces)


@pytest.mark.parametrize("text", ['"', "\\", "\n", "#let x = 1", "\x07", "\u2028"])
def test_any_text_is_a_string_literal(text):
    literal = as_string(text)
    assert literal[0] == literal[-1] == '"'
    assert "\n" not in literal
    assert json.loads(re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: f"\\u{int(m[1], 16):04x}", literal)) == text


# --- bad input --------------------------------------------------------------------------------------------------------

MARKUP = "# $ * _ < > @ \\ [ ] // /* */ ~ ` ' \" { } #let x = 1 https://example.org $x^2$ = - + 1."
HEBREW = "שלום עולם"


def annotate(root: Path, name: str, body: str, lemma: str = "", passage: str = "1") -> None:
    lines = [
        "---",
        f'passage: "{passage}"',
        *([f"lemma: {lemma}"] if lemma else []),
        "kind: context",
        "by: The editors",
    ]
    (root / "sources/alpha/annotations" / f"{name}.md").write_text("\n".join([*lines, "---", body, ""]), "utf-8")


def rewrite(root: Path, paragraphs: list[str]) -> None:
    """Give source alpha another text, one paragraph a line, without notes and parallels."""
    source = root / "sources/alpha"
    text = "\n".join(paragraphs) + "\n" if paragraphs else "\n"
    (source / "text.txt").write_text(text, "utf-8")
    rows = ["lines\tkind\tlocus\tremark", *(f"{i}\tparagraph\t{i}\t" for i in range(1, len(paragraphs) + 1))]
    (source / "outline.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    settings = (source / "source.toml").read_text("utf-8")
    digest = hashlib.sha256((source / "text.txt").read_bytes()).hexdigest()
    (source / "source.toml").write_text(re.sub(r'sha256 = ".*"', f'sha256 = "{digest}"', settings), "utf-8")
    for folder in (source / "annotations", root / "sources/beta/annotations", root / "parallels"):
        shutil.rmtree(folder)
        folder.mkdir()
    for name in ("index", "parallels"):
        page = root / "docs" / f"{name}.md"
        page.write_text(re.sub(r"^See .*$", "Text.", page.read_text("utf-8"), flags=re.MULTILINE), "utf-8")


@pytest.fixture
def empty(tmp_path) -> Path:
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    return root


def test_markup_of_typst_is_text(empty):
    rewrite(empty, [f"Before {MARKUP} after.", "= Not a heading", "- not a list", "/ term: no"])
    annotate(empty, "al-markup", "Signs: # $ @ // ~ \" ' = - + and 1. all stay.", "Before")
    text = " ".join(poppler(make(empty).out / "mini.pdf").split())
    assert MARKUP.replace(" ", "") in text.replace(" ", "").replace("\u200a", "")
    assert "= Not a heading" in text


def test_right_to_left_words(empty):
    rewrite(empty, [f"He said {HEBREW} and left."])
    annotate(empty, "al-rtl", f"The words {HEBREW} are Hebrew.", "He said")
    assert "שלום" in poppler(make(empty).out / "mini.pdf")


def test_emoji_are_set_or_named(empty):
    from sphinx.errors import SphinxError

    rewrite(empty, ["The mayor wept."])
    annotate(empty, "al-smile", "A smile 😀.", "mayor")
    if choose({"😀": "here"}, available(None))[1]:
        with pytest.raises(SphinxError, match=r"😀.*al-smile\.md.*fonts-noto-color-emoji"):
            make(empty)
    else:
        assert "😀" in poppler(make(empty).out / "mini.pdf")


def test_both_passes_of_the_compiler_set_the_same_pages(empty):
    """Where each word stands does not depend on where the notes stand."""
    rewrite(empty, [" ".join(f"lemma{chr(97 + i)} stands here on its line." for i in range(26)) for _ in range(2)])
    for i in range(26):
        annotate(empty, f"al-{chr(97 + i)}", "Says a word or two more about it. " * 9, f"lemma{chr(97 + i)}")
    make(empty, variorum_pdf_paper="a5")
    folder = empty.parent / "pdf-doctrees" / "typst"

    def survey() -> dict[str, tuple[int, float, float]]:
        run(sys.executable, Path(compiling.__file__), folder, "survey")
        places = json.loads((folder / "survey.json").read_text("utf-8"))["places"]
        return {
            p["id"]: (p["page"], p["x"], p["y"])
            for p in places
            if p["kind"] != "entry" and p["id"].startswith("alpha:")
        }

    second = survey()
    (folder / "places.json").write_text("{}", "utf-8")
    assert survey() == second


def test_an_annotation_of_400_words_is_whole(empty):
    rewrite(empty, ["The bridge was built. " * 5])
    body = " ".join(f"word{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(400))
    annotate(empty, "al-long", body, "", "1")
    assert words(body) - words(poppler(make(empty).out / "mini.pdf")) == Counter()


def test_forty_annotations_in_one_passage_all_appear_and_none_overlaps(empty):
    rewrite(empty, [" ".join(f"lemma{chr(97 + i // 26)}{chr(97 + i % 26)} stands here." for i in range(40))])
    for i in range(40):
        name = f"{chr(97 + i // 26)}{chr(97 + i % 26)}"
        annotate(empty, f"al-{name}", f"Note{name} " + "says a word or two more about it. " * 6, f"lemma{name}")
    pdf = make(empty, variorum_pdf_paper="a5").out / "mini.pdf"
    text = poppler(pdf)
    assert all(f"Note{chr(97 + i // 26)}{chr(97 + i % 26)}" in text for i in range(40))
    assert "Notes continued" in text or "▸" in text
    assert overlapping(pdf) == []


def test_a_lemma_over_a_page_break_and_a_word_that_cannot_be_broken(empty):
    rewrite(empty, ["Filler sentence here. " * 90, "Start " + "goes on and on " * 120 + "stop."])
    annotate(empty, "al-page", "Long " + "Donaudampfschiff" * 12 + " ends.", "", "2")
    pdf = make(empty).out / "mini.pdf"
    assert overlapping(pdf) == []
    assert outside(pdf) == []


def test_a_table_of_300_rows(empty):
    rows = "\n".join(f"| row {i} | value {i} |" for i in range(300))
    page = empty / "docs/alpha.md"
    page.write_text(page.read_text("utf-8") + f"\n## Table\n\n| a | b |\n|---|---|\n{rows}\n", "utf-8")
    assert "value 299" in poppler(make(empty).out / "mini.pdf")


def test_a_source_with_one_word_only(empty):
    rewrite(empty, ["Word."])
    assert "Word." in poppler(make(empty).out / "mini.pdf")


def boxes(pdf: Path) -> list[tuple[int, tuple[float, float, float, float], str]]:
    """Page, box and text of every word, as poppler sees them."""
    page = 0
    found = []
    for line in run("pdftotext", "-bbox", pdf, "-").splitlines():
        page += "<page " in line
        if m := re.search(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>', line):
            found.append((page, tuple(float(m[i]) for i in range(1, 5)), m[5]))
    return found


def overlapping(pdf: Path) -> list[tuple[int, str, str]]:
    """Pairs of words whose boxes, a little shrunk, lie over one another."""
    pairs = []
    by_page: dict[int, list] = {}
    for page, box, text in boxes(pdf):
        if len(text.strip("\u200a\u2060")) > 1:
            by_page.setdefault(page, []).append((box, text))
    for page, held in by_page.items():
        held.sort(key=lambda h: h[0][1])
        for i, ((x0, y0, x1, y1), a) in enumerate(held):
            for (u0, v0, u1, v1), b in held[i + 1 :]:
                if v0 > y1:
                    break
                wide = min(x1, u1) - max(x0, u0)
                high = min(y1, v1) - max(y0, v0)
                if wide > 1.5 and high > 0.55 * min(y1 - y0, v1 - v0):
                    pairs.append((page, a, b))
    return pairs


def outside(pdf: Path) -> list[tuple[int, str]]:
    """Words that reach over the edge of their page."""
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", run("pdfinfo", pdf))
    width, height = float(size[1]), float(size[2])
    return [(p, t) for p, (x0, y0, x1, y1), t in boxes(pdf) if x0 < 0 or y0 < 0 or x1 > width or y1 > height]
