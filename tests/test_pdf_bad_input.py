"""The PDF edition of what nobody expects: markup, foreign scripts, long notes, crowded passages, long tables."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from sphinx.cmd.build import main as sphinx_build

from books import boxes, make, outside, overlapping, pdfium, poppler, run, words
from conftest import MINI, build_edition
from variorum.sphinx_ext.pdf import compiling
from variorum.sphinx_ext.pdf.fonts import available, choose
from variorum.sphinx_ext.pdf.formats import FORMATS, SMALLEST_NOTE_PT

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")

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


def test_markup_of_typst_is_text_in_titles_translations_glosses_and_front_matter(empty):
    signs = "#x $y$ @z [a] // b /* c _d_ <e> ~f = #g()"
    for path, old in (
        ("parallels/building.md", "The year of building"),
        ("parallels/building.md", "the bridge was made in 1902"),
        ("sources/beta/translation.en.md", "The bridge was made in 1902"),
        ("sources/beta/source.toml", "Source beta"),
        ("names.toml", "Wept at the opening"),
        ("docs/beta.md", "A headnote"),
    ):
        file = empty / path
        text = file.read_text("utf-8")
        assert old in text, path
        shown = re.sub(r"([\\`*_{}\[\]<>#$~])", r"\\\1", signs) if path.startswith("docs") else signs
        quoted = text.replace(f"title: {old}", f'title: "{old} {signs}"')
        file.write_text(quoted if quoted != text else text.replace(old, f"{old} {shown}"), "utf-8")
    pdf = make(empty, author=f"Editor {signs}", copyright=signs).out / "mini.pdf"
    there = re.sub(r"[\s\u200a\u00ad]|p\\.", "", poppler(pdf))
    assert there.count(signs.replace(" ", "")) >= 8


def test_right_to_left_words(empty):
    rewrite(empty, [f"He said {HEBREW} and left."])
    annotate(empty, "al-rtl", f"The words {HEBREW} are Hebrew.", "He said")
    assert "שלום" in poppler(make(empty).out / "mini.pdf")


@pytest.mark.parametrize(
    "said",
    ["می\u200cگویند که نامه\u200cای، ای تا", "کتاب\u200cها و خانه\u200cهای ما", "سالِ ۱۳۰۴ می\u200cرفت و ها\u200cها"],
)
def test_what_keeps_letters_of_persian_apart_is_copied_where_it_stands(empty, said):
    rewrite(empty, [f"He said {said} and left."])
    made = next(make(empty).out.glob("*.pdf"))
    for copied in (run("pdftotext", made, "-"), pdfium(made)):
        apart = {w for w in re.split(r"[^\w\u200c]+", copied) if "\u200c" in w}
        assert apart == {w for w in re.split(r"[^\w\u200c]+", said) if "\u200c" in w}


def test_emoji_are_set_or_named(empty):
    from sphinx.errors import SphinxError

    rewrite(empty, ["The mayor wept."])
    annotate(empty, "al-smile", "A smile 😀.", "mayor")
    if choose({"😀": "here"}, available(None))[1]:
        with pytest.raises(SphinxError, match=r"😀.*al-smile\.md.*fonts-noto-color-emoji"):
            make(empty)
    else:
        assert "😀" in poppler(make(empty).out / "mini.pdf")


UNSEEN = "\U0001df00"  # a letter that no font of Noto has


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("docs/people.md", "# People", f"# People\n\nA {UNSEEN}.", rf"no font has “{UNSEEN}” .* in docs/people\.md:3;"),
        ("parallels/building.md", "One year", f"{UNSEEN} One year", r"in parallels/building\.md:\d+; install"),
        ("docs/people.md", "# People", "# People\n\n![x](x.png)", r"at docs/people\.md:3, the picture x\.png"),
        ("docs/people.md", "# People", "# People\n\n```{raw} typst\n#a(\n```", r"\(at docs/people\.md:\d\): unclosed"),
        ("conf.py", "", 'variorum_pdf_paper = "b5"\n', r"conf\.py:1: variorum_pdf_paper is “b5”; choose one of"),
        ("conf.py", "", 'variorum_pdf_only = "gamma"\n', r"conf\.py:1: variorum_pdf_only is “gamma”; the sources are"),
        ("conf.py", "", 'variorum_pdf_fonts = "no"\n', r"conf\.py:1: variorum_pdf_fonts is “no”, which is no folder"),
    ],
)
def test_what_stops_the_book_is_said_in_one_line_with_file_and_line(empty, capfd, file, old, new, said):
    path = empty / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (empty / "docs/x.png").write_text("no picture", "utf-8")
    command = [
        "-q",
        "-b",
        "variorum-pdf",
        "-d",
        str(empty / "d"),
        "-c",
        str(empty),
        str(empty / "docs"),
        str(empty / "o"),
    ]
    assert sphinx_build(command) > 0
    lines = [line for line in capfd.readouterr().err.splitlines() if line]
    assert len(lines) == 1, lines
    assert re.search(said, lines[0])


def test_all_passes_of_the_compiler_set_the_same_pages(empty):
    """Where each word stands does not depend on where the notes stand."""
    words_ = " ".join(f"lemma{chr(97 + i)} stands here on its line." for i in range(26))
    rewrite(empty, [words_, *["They go on and on. " * 9] * 30])
    for i in range(26):
        annotate(empty, f"al-{chr(97 + i)}", "Says a word or two more about it. " * 9, f"lemma{chr(97 + i)}")
    make(empty, variorum_pdf_paper="a5")
    folder = empty.parent / "pdf-doctrees" / "variorum-typst"
    places = json.loads((folder / "places.json").read_text("utf-8"))
    assert places["guests"], "notes stand on other pages than their words"
    assert places["stubs"], "and the foot of the margin says so"

    def survey(step: str) -> dict[str, tuple[int, float, float]]:
        run(sys.executable, Path(compiling.__file__), folder, step, "[]", str(os.getpid()))
        places = json.loads((folder / "survey.json").read_text("utf-8"))
        return {
            p["id"]: (p["page"], p["x"], p["y"])
            for p in places
            if p["kind"] != "entry" and p["id"].startswith("alpha:")
        }

    set_ = survey("check")
    assert survey("survey") == set_
    (folder / "places.json").write_text("{}", "utf-8")
    assert survey("survey") == set_


@pytest.mark.parametrize("paper", FORMATS)
def test_no_note_is_too_small_to_read(paper):
    assert all(FORMATS[paper].note_size * scale >= SMALLEST_NOTE_PT - 0.001 for scale in FORMATS[paper].scales)


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


def test_a_hundred_annotations_on_one_word_break_into_lines_and_stand_in_order(empty):
    rewrite(empty, ["The bridge was built."])
    for i in range(100):
        annotate(empty, f"al-{i:03}", f"Note{i} says so.", "bridge")
    pdf = make(empty).out / "mini.pdf"
    numbers = [int(n) for n in re.findall(r"Note(\d+) says", poppler(pdf))]
    assert numbers == list(range(100))
    text = [(box, word) for page, box, word in boxes(pdf) if page == 11]  # right, as all pages on which a text begins
    column = FORMATS["170x240"]
    left, right = column.text_left(11), column.text_left(11) + column.text_width
    assert {word for box, word in text if left - 1 <= box[0] and box[2] <= right + 8} >= {"98,", "99,", "100", "built."}
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


def test_an_empty_source(empty):
    """The check says that it has no text; the book is made all the same."""
    rewrite(empty, [])
    built = build_edition(empty, empty.parent / "pdf", builder="variorum-pdf")
    assert "Traceback" not in built.warnings
    assert "पुल" in poppler(built.out / "mini.pdf")


def test_a_source_with_one_word_only(empty):
    rewrite(empty, ["Word."])
    assert "Word." in poppler(make(empty).out / "mini.pdf")
