"""The PDF edition: made of the small edition, looked at with poppler, pypdf and pdfium."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from books import boxes, make, pdfium, poppler, run, words
from conftest import MINI
from variorum.model.edition import Edition
from variorum.reading import read_edition
from variorum.sphinx_ext.pdf import unchanged
from variorum.sphinx_ext.pdf.fonts import Face, FontsMissingError, Missing, available, choose
from variorum.sphinx_ext.pdf.formats import format_of
from variorum.sphinx_ext.pdf.heads import roman, running_heads
from variorum.sphinx_ext.pdf.inlining import as_string
from variorum.sphinx_ext.pdf.manuscript import Anchor, Mark
from variorum.sphinx_ext.pdf.selection import NoSuchPartError, Selection, read_selection
from variorum.sphinx_ext.pdf.tables import widths
from variorum.sphinx_ext.pdf.typesetting import Book

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("book") / "mini"
    shutil.copytree(MINI, root)
    return make(root).out / "mini.pdf"


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("1\twas built in 1901\tdeleted", "1\t1901\tunclear"),  # both are in the lemma of a note, a line of its own
        ("1\tin 1901\tunderline", "1\t1901\tstrike"),
        ("2\tThe mayor\tstrike", "2\tThe\tunderline"),  # half in a lemma
        ("3\tsaid the mayor\tvariant", "3\tmayor\tdeleted"),  # in none
    ],
)
def test_lines_below_and_through_the_same_words_are_set(tmp_path, outer, inner):
    """The compiler sets no book in which words are tagged as underlined and as struck."""
    root = Path(shutil.copytree(MINI, tmp_path / "mini"))
    layer = "locus\twords\tfeature\tvalue\tbefore\tafter\n" + f"{outer}\tink\n{inner}\tblot\n"
    (root / "sources/alpha/layer.tsv").write_text(layer, encoding="utf-8", newline="\n")
    assert inner.split("\t")[1] in poppler(make(root).out / "mini.pdf")


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
    assert reader.trailer["/Root"]["/MarkInfo"] == {"/Marked": True}, "older poppler takes more for a fault"
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


@pytest.fixture(scope="module")
def again(book):
    """The book built once more where it is, from the same edition."""
    before = book.stat().st_mtime_ns
    return make(book.parents[1] / "mini").app, book, before


def test_an_unchanged_book_is_not_set_again(again):
    app, book, before = again
    assert book.stat().st_mtime_ns == before
    assert unchanged.is_unchanged(app, book)


@pytest.mark.parametrize("what", ["date", "setting", "font", "book", "picture"])
def test_whatever_goes_into_a_book_makes_it_another_one(again, monkeypatch, tmp_path, what):
    app, book, _ = again
    match what:
        case "date":
            monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        case "setting":
            monkeypatch.setattr(app.config, "variorum_pdf_paper", "a5")
        case "font":
            monkeypatch.setattr(unchanged, "_states", lambda fonts: iter([("other.ttf", "1")]))
        case "book":
            monkeypatch.setattr(Path, "read_bytes", lambda path: b"cut short")
        case "picture":
            monkeypatch.setitem(app.env.images, "index.md", (set(), "index.md"))
    assert not unchanged.is_unchanged(app, book)


def test_after_an_edited_note_the_text_is_not_surveyed_again_and_the_book_is_as_if_new(book, tmp_path, monkeypatch):
    shutil.copytree(book.parents[1], tmp_path / "old")
    (tmp_path / "new").mkdir()
    steps: list[str] = []
    run_step = Book._run
    monkeypatch.setattr(Book, "_run", lambda self, step: steps.append(step) or run_step(self, step))
    made = []
    for place in ("old", "new"):
        root = tmp_path / place / "mini"
        shutil.copytree(MINI, root, dirs_exist_ok=True)
        note = root / "sources/alpha/annotations/al-whole.md"
        note.write_text(note.read_text("utf-8").rstrip() + " So it is.\n", "utf-8")
        made.append((make(root).out / "mini.pdf").read_bytes())
    assert steps == ["heights", "pdf", "survey", "heights", "survey", "pdf"]
    assert made[0] == made[1]


def test_every_word_of_every_passage_can_be_extracted_with_poppler(book):
    assert lost(read_edition(MINI), poppler(book)) == {}


def test_every_word_of_every_passage_can_be_extracted_with_pdfium(book):
    """Pdfium puts blanks into Devanagari words where glyphs are moved: blanks do not count."""
    there = re.sub(r"[\s\u00ad-]", "", pdfium(book))
    edition = read_edition(MINI)
    assert [w for s in edition.sources for p in s.citable for w in words(p.text) if w not in there] == []


# --- furniture --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dated(tmp_path_factory) -> Path:
    """A book of a known date, in which two languages spell a name alike."""
    root = tmp_path_factory.mktemp("dated") / "mini"
    shutil.copytree(MINI, root)
    names = root / "names.toml"
    names.write_text(names.read_text("utf-8").replace('en = ["mayor"]', 'en = ["mayor"]\nno = ["mayor"]'), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1764000000")
        return make(root).out / "mini.pdf"


def test_the_pages_before_the_text_have_roman_numbers_and_the_text_begins_with_1(dated):
    from pypdf import PdfReader

    reader = PdfReader(dated)
    labels = reader.page_labels
    texts = [page.extract_text() for page in reader.pages]
    assert labels[:4] == ["i", "ii", "iii", "iv"]
    begins = labels.index("1")
    assert texts[begins].startswith("Al · Source alpha")
    assert labels[begins:] == [str(n + 1) for n in range(len(labels) - begins)]
    shown = [n for n, text in enumerate(texts) if text and n >= 4]
    assert all(labels[n] in texts[n].split() for n in shown), "each page shows its own number"


def test_each_chapter_opens_on_a_right_page_and_empty_pages_are_empty(dated):
    from pypdf import PdfReader

    texts = [page.extract_text() for page in PdfReader(dated).pages]
    for title in ("Contents", "To the reader", "Signs", "Al · Source alpha", "1900–1910", "People", "Bibliography"):
        assert next(n for n, text in enumerate(texts, 1) if text.startswith(title)) % 2 == 1, title
    assert texts[1] == ""
    assert texts[5] == ""


@pytest.mark.parametrize(
    "said",
    [
        "To be cited as: The editors. Mini. Version 1 · November 24, 2025.",
        "A passage is cited by siglum and number, in any version: Al 1.",
        "mayor · मेयर",  # once, though two languages have it
    ],
)
def test_it_says_of_itself_and_its_names(dated, said):
    assert said in " ".join(poppler(dated).split())


def test_a_dated_book_is_for_archives_and_carries_works_and_parallels(dated):
    from pypdf import PdfReader

    reader = PdfReader(dated)
    card = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in card
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in card
    carried = {name: data[0] for name, data in reader.attachments.items()}
    assert carried["references.bib"] == (MINI / "references.bib").read_bytes()
    assert [p["id"] for p in json.loads(carried["parallels.json"])["parallels"]] == ["building", "mayor"]


@pytest.mark.parametrize(("number", "figures"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (44, "xliv")])
def test_small_roman_figures(number, figures):
    assert roman(number) == figures


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
    # the parallel's place is not in the book, so its words stand in the margin, whole
    assert re.search(r"Al 1\s“built in\s1901”", text)
    assert "…" not in text
    assert "Bibliography" not in text, "beta cites nothing"
    index = " ".join(text.split("Mayor, the", 1)[1].split())
    assert re.search(r"\bBe 2 \(\d+\)", index)
    assert "Al " not in index, "an index names the places that are in the book"


def test_a_division_of_a_source_with_its_works(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    text = " ".join(poppler(make(root, variorum_pdf_only=["alpha:h2"]).out / "mini-alpha-h2.pdf").split())
    assert "It opened in 1903" in text
    assert "A History of the Bridge" in text
    assert "The bridge was built in" not in text
    assert "Al h2 n. 6, p." in text, "numbers of notes are those of the edition"


EDITION = Edition((replace(read_edition(MINI).sources[0], id="a"),), (), {}, ())


@pytest.mark.parametrize(
    ("wanted", "selection"),
    [
        ("", Selection()),
        ("a", Selection(("a",))),
        (["a:h2", "page"], Selection(("a",), {"a": "h2"}, ("page",))),
        ("page, a", Selection(("a",), {}, ("page",))),
    ],
)
def test_a_setting_names_parts_of_the_edition(wanted, selection):
    assert read_selection(wanted, EDITION, {"page"}) == selection


@pytest.mark.parametrize(
    ("wanted", "said"), [("b", "is “b”; the sources are a"), ("a:9", "is “a:9”; the headings of Al are h1, h2")]
)
def test_a_part_that_is_not_there_is_named_with_those_that_are(wanted, said):
    with pytest.raises(NoSuchPartError, match=said):
        read_selection(wanted, EDITION, set())


@pytest.mark.parametrize("paper", ["a4", "a5", "letter", "156x234"])
def test_other_papers_single_sided(tmp_path, paper):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    pdf = make(root, variorum_pdf_paper=paper, variorum_pdf_two_sided=False).out / "mini.pdf"
    size = {"156x234": "442.205 x 663.307", "a4": "595.276 x 841.89", "a5": "419.528 x 595.276", "letter": "612 x 792"}[
        paper
    ]
    assert size in run("pdfinfo", pdf)


def test_what_a_chapter_sets_ends_with_it_or_a_long_book_takes_longer_for_each_page(book):
    code = next(book.parents[1].rglob("main.typ")).read_text(encoding="utf-8")
    outside = re.sub(r"^#\[\n.*?^\]\n", "", code, flags=re.MULTILINE | re.DOTALL)
    assert outside != code
    assert re.findall(r"^#set .*", outside, flags=re.MULTILINE) == ['#set page(numbering: "1");']


def test_a_translation_on_facing_pages_is_level_with_its_passages(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    beside = make(root, variorum_pdf_translations={"beta": "facing"}, variorum_pdf_only="beta").out / "mini-beta.pdf"
    text = run("pdftotext", "-raw", beside, "-").split("\f")
    assert "The bridge was made in 1902." in " ".join(" ".join(text).split())
    places = {word: (page, box) for page, box, word in reversed(boxes(beside))}
    (left, original), (right, translation) = places["रोए"], places["wept."]
    assert (left % 2, right) == (0, left + 1)
    assert abs(original[1] - translation[1]) < 4
    assert "Be 1–2" in text[left - 1], "both pages say which passages stand there"
    assert "Be 1–2" in text[right - 1]


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A source in large print, for a press."""
    root = tmp_path_factory.mktemp("large") / "mini"
    shutil.copytree(MINI, root)
    settings = {"variorum_pdf_paper": "large-print", "variorum_pdf_bleed": 3, "variorum_pdf_face": "Noto Sans"}
    return make(root, variorum_pdf_only="alpha", variorum_pdf_colour=True, **settings).out / "mini-alpha.pdf"


def test_in_large_print_notes_stand_at_the_foot_of_the_page_of_their_words(large):
    found = {word: box for page, box, word in boxes(large) if page == 11}
    assert found["(мэр)"][3] < found["overlaps"][1]
    assert {"overlaps", "1902"} <= found.keys()
    width = format_of("large-print").text_width
    assert max(box[2] for box in found.values()) - min(box[0] for box in found.values()) < width + 40


def test_in_large_print_nothing_is_small_but_the_numbers_that_call_notes(large):
    from pypdf import PdfReader

    found: dict[float, str] = {}

    def see(text, cm, tm, font, size):
        found[round(size, 1)] = found.get(round(size, 1), "") + text

    for page in PdfReader(large).pages:
        page.extract_text(visitor_text=see)
    small = "".join(text for size, text in found.items() if 0 < size < 16)
    assert re.findall(r"[^\W\d_]", small) == []
    assert min(size for size in found if size) >= 11


def test_the_signs_say_where_notes_stand(large, book):
    assert "leads to the note at the foot of the page." in " ".join(poppler(large).split())
    assert "leads to the note in the outer margin." in " ".join(poppler(book).split())


def test_a_press_is_told_where_a_page_is_cut(large):
    said = dict(re.findall(r"(\w+Box):\s+(.*)", run("pdfinfo", "-box", large)))
    numbers = {name: [float(n) for n in box.split()] for name, box in said.items()}
    assert numbers["TrimBox"] == [0.0, 0.0, 595.28, 841.89]
    assert numbers["BleedBox"] == [-8.5, -8.5, 603.78, 850.39]
    assert numbers["MediaBox"][0] < -20


def test_a_face_of_ones_own_stands_before_the_others(large):
    fonts = run("pdffonts", "-f", "11", "-l", "11", large)
    assert "NotoSans-Regular" in fonts
    assert "NotoSerif-" not in fonts


def test_signs_may_have_their_colours(large, book):
    from pypdf import PdfReader

    def coloured(pdf: Path) -> bool:
        code = b"".join(page.get_contents().get_data() for page in PdfReader(pdf).pages)
        return re.search(rb"[\d.]+ [\d.]+ [\d.]+ scn", code) is not None

    assert coloured(large)
    assert not coloured(book)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"variorum_pdf_face": "Nobody’s"}, "variorum_pdf_face is “Nobody’s”"),
        ({"variorum_pdf_bleed": 30}, "variorum_pdf_bleed is 30; choose 0 to 20 mm"),
        (
            {"variorum_pdf_notes": "foot", "variorum_pdf_translations": {"*": "facing"}},
            "variorum_pdf_notes is “foot”, which leaves no room level with a facing translation",
        ),
    ],
)
def test_a_format_that_there_is_not(tmp_path, settings, said):
    from sphinx.errors import SphinxError

    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    with pytest.raises(SphinxError, match=said):
        make(root, **settings)


def test_the_text_alone_has_no_notes(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    text = " ".join(
        poppler(make(root, variorum_pdf_notes="none", variorum_pdf_only="alpha").out / "mini-alpha.pdf").split()
    )
    assert "The bridge was built in 1901. The bridge was built" in text
    assert "Berg has 1902" not in text


@pytest.mark.parametrize("paper", ["b5", "99x200", "156x999", "x"])
def test_a_paper_that_there_is_not(paper):
    assert format_of(paper) is None


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


def test_a_sign_that_the_text_face_lacks_comes_whole_from_one_that_has_it():
    chosen, missing = choose({"≠": "Al 1"}, available(None))
    assert not missing
    assert chosen.whole == (("≠", "Noto Sans Math"),)


@pytest.mark.parametrize("letters", ["أؤئإ", "யொ", "क़", "가"])
def test_letters_of_which_the_text_faces_have_no_part_stay_in_their_words(letters):
    """Set by themselves, those of Arabic would not join, and vowel signs of Tamil would leave their letters."""
    chosen, missing = choose(dict.fromkeys(letters, "Al 1"), available(None))
    assert not missing
    assert chosen.whole == ()


@pytest.mark.parametrize("text", ['"', "\\", "\n", "#let x = 1", "\x07", "\u2028"])
def test_any_text_is_a_string_literal(text):
    literal = as_string(text)
    assert literal[0] == literal[-1] == '"'
    assert "\n" not in literal
    assert json.loads(re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: f"\\u{int(m[1], 16):04x}", literal)) == text


# --- tables and running heads -----------------------------------------------------------------------------------------


def test_a_table_that_fits_is_as_wide_as_its_words():
    assert widths([["Year", "1917"], ["Ne", "3"]]) == "(auto, auto, )"


def test_a_column_of_long_texts_is_wider_than_one_of_short_ones():
    first, second, third = (
        float(w) for w in re.findall(r"([\d.]+)fr", widths([["No"], ["word " * 60], ["word " * 15]]))
    )
    assert first < third < second
    assert first >= 4  # its longest word has room


def test_the_running_head_names_section_and_passages():
    anchors = {
        "c": Anchor("part", 1, "Ne · Essay", "en"),
        "h": Anchor("section", 2, "शीर्षक", "ne"),
        **{f"p{n}": Anchor("passage", 0, str(n), "ne", "Ne") for n in range(1, 6)},
        "e": Anchor("end", 0, "", "en"),
        "w": Anchor("section", 2, "Works cited", "en"),
    }
    where = [("c", 1, 50), ("h", 2, 50), ("p1", 2, 70), ("p2", 2, 300), ("p3", 4, 60), ("p4", 5, 200), ("e", 5, 500)]
    marks = [Mark("", id_, page, 0, y) for id_, page, y in [*where, ("w", 7, 50)]]
    heads = dict(running_heads(marks, anchors, top=100))
    assert {page: head["loci"] for page, head in heads.items()} == {
        "2": "Ne 1–2",
        "3": "Ne 2",
        "4": "Ne 3",
        "5": "Ne 3–4",
        "7": "",
    }  # page 1 opens the part, page 6 is empty
    assert heads["3"]["right"] == "शीर्षक"
    assert heads["3"]["lang"] == "ne"
    assert heads["7"]["right"] == "Works cited"


def test_the_harmony_of_many_sources_stands_on_facing_pages_with_rows_of_one_height(tmp_path):
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    for n in range(3, 7):
        id_, siglum = f"beta{n}", f"B{n}"
        shutil.copytree(root / "sources/beta", root / f"sources/{id_}")
        shutil.rmtree(root / f"sources/{id_}/annotations")
        settings = root / f"sources/{id_}/source.toml"
        text = settings.read_text("utf-8").replace('"Be"', f'"{siglum}"').replace("order = 2", f"order = {n}")
        settings.write_text(text.replace("Source beta", f"Source {n}"), "utf-8")
        (root / f"docs/{id_}.md").write_text(f"# {siglum}\n\n```{{source}} {id_}\n```\n", "utf-8")
    sixth = '  - {source: beta6, passage: "2", gloss: "He wept as well.", why: "told apart"}'
    for path, old, new in (
        ("docs/index.md", "beta\n", "beta\nbeta3\nbeta4\nbeta5\nbeta6\n"),
        ("parallels/mayor.md", "title:", f"{sixth}\ntitle:"),
    ):
        file = root / path
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    pdf = make(root).out / "mini.pdf"
    found = boxes(pdf)
    left = next(page for page, _, text in found if text == "When" and (page, "what") in {(p, t) for p, _, t in found})
    assert left % 2 == 0
    assert {t for page, _, t in found if page == left} >= {"Al", "Be", "1903"}
    assert {t for page, _, t in found if page == left + 1} >= {"B4", "B6", "1903", "well."}
    heights = [[round(box[1]) for p, box, t in found if p == page and t == "1903"] for page in (left, left + 1)]
    assert heights[0] == heights[1]


def test_a_text_begins_on_the_page_of_its_headnote_and_its_notes_stand_below_that(book):
    found = boxes(book)
    pages = {name: {page for page, _, word in found if word == name} for name in ("headnote.", "रोए")}
    (page,) = pages["headnote."] & pages["रोए"]
    rights = next(box for at, box, word in found if at == page and word == "Rights")
    note = next(box for at, box, word in found if at == page and word == "See")
    assert rights[3] < note[1]
    assert note[0] > rights[2]


def test_pages_that_open_a_chapter_have_a_number_at_the_foot_and_no_head(book):
    from pypdf import PdfReader

    reader = PdfReader(book)
    opening = next(n for n, p in enumerate(reader.pages, 1) if p.extract_text().startswith("Bibliography"))
    last = [box for page, box, text in boxes(book) if page == opening and text == reader.page_labels[opening - 1]]
    assert [box[1] > 600 for box in last] == [True]


def test_a_picture_is_in_the_book(tmp_path):
    from pypdf import PdfReader

    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M0 0h60v40z"/></svg>'
    (root / "docs/bridge.svg").write_text(picture, "utf-8")
    page = root / "docs/alpha.md"
    page.write_text(page.read_text("utf-8") + "\n![The bridge from the west](bridge.svg)\n", "utf-8")
    pdf = make(root).out / "mini.pdf"
    tree = PdfReader(pdf).trailer["/Root"]["/StructTreeRoot"]
    assert "The bridge from the west" in descriptions(tree)


def descriptions(element) -> list[str]:
    """The words that say what a figure shows, of all figures below an element of the tag tree."""
    element = element if isinstance(element, list) else element.get_object()
    if isinstance(element, list):
        return [d for child in element for d in descriptions(child)]
    if not isinstance(element, dict):
        return []
    below = element.get("/K", [])
    return [*([element["/Alt"]] if "/Alt" in element else []), *descriptions(below)]
