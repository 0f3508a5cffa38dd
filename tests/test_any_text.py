"""An edition in six scripts, of prose and verse, with all that a witness shows besides letters: pages and books."""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docutils import nodes

from books import boxes, outside, pdfium, run
from conftest import HERE, MINI, Built, build_edition
from variorum.checking.edition import check
from variorum.finder.nothing_found import why_nothing
from variorum.model.edition import Edition
from variorum.reading import read_edition
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.pdf.word_breaking import is_broken

EDGES = re.compile(
    r"^\s*(?:left|right|(?:margin|padding|border)-(?:left|right)[\w-]*):|text-align: (?:left|right)", re.MULTILINE
)
SCRIPTS = HERE / "editions" / "scripts"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_edition(SCRIPTS, tmp_path_factory.mktemp("scripts") / "html")


def test_the_edition_is_in_order_and_builds_without_a_warning(built):
    assert check(read_edition(SCRIPTS)) == ()
    assert built.warnings == ""


def test_the_text_of_every_passage_is_its_line_letter_for_letter(built):
    for source in read_edition(SCRIPTS).sources:
        tree = built.app.env.get_doctree(source.id)
        set_ = {p["locus"]: p for p in tree.findall(our.passage) if p["ids"]}
        for passage in source.citable:
            if not passage.is_heading:
                words = next(iter(set_[passage.locus].findall(our.passage_text))).astext()
                assert words == passage.text, passage
    titles = {t.astext() for t in built.app.env.get_doctree("log").findall(nodes.title)}
    assert "Fares" in titles


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("log", '<a class="page-begins" id="page-12" aria-label="page 12" data-n="12" href="#page-12"></a>'),
        ("log", '<em>ferry</em> left at <mark class="lemma"'),
        ("log", '<span class="small-caps">boat</span>'),
        ("log", '<span class="supplied" title="supplied by the editor of the witness: lost">nothing</span>'),
        ("log", '<strong>in </strong><strong><del>sight</del></strong><strong> of land</strong>'),
        ("log", '<span lang="la">rex</span>'),
        ("log", '<a class="of-source" href="https://example.org/margin" rel="nofollow noopener">margin</a>'),
        ("log", '<span class="gap parted-before" role="img" aria-label="gap: illegible 2 words"'),
        ("log", '<a class="source-call" id="call-n1" href="#n1" role="doc-noteref" aria-label="Note n1 of the source"'),
        ("log", '<a class="to-call" href="#call-n1" role="doc-backlink" aria-label="To its call">'),
        ("log", 'href="hebrew.html#p1_1"><span class="xref variorum-passage"><span class="siglum">Il.</span> 1:1–3'),
        ("log", 'href="#page-12"><span class="xref variorum-passage"><span class="siglum">Lo</span> p.12</span>'),
        ("log", '<span class="picture apart"><img alt="A boat of oak" src="_images/boat.png" />'),
        ("log", '<span class="label">One penny</span>'),
        ("log", '<h3><em><span>Fares</span></em>'),
        ("hebrew", '<p class="words" dir="rtl" lang="he">'),
        ("hebrew", '<span dir="ltr" lang="en">Nobody answered</span>.'),
        ("hebrew", '<h2 class="runs-rtl"><span dir="rtl" lang="he">יומן הספן</span><a class="headerlink"'),
        ("hebrew", '<a class="locus" href="#p1_1" aria-label="Il. 1:1">1:1</a>'),
        ("arabic", '<p class="words" dir="rtl" lang="ar">'),
        ("parallels", '<blockquote class="words-quoted"><p><span dir="rtl" lang="ar">القارب أزرق</span></p>'),
        ("greek", '<div class="stanza unnumbered with-rail with-notes passage verse" id="p1.4">'),
        ("greek", '<div class="with-rail passage verse" id="p1.5">'),
        ("greek", '<mark class="lemma" data-notes="1">ποταμὸν ἔβη</mark></p>'),
        ("greek", '<mark class="shared" id="parallel-boat" data-notes="p1">τίς ἔλαβεν</mark>'),
        ("greek", '<p class="note-lemma"><span lang="grc">ποταμὸν ἔβη ναῦν</span></p>'),
        ("parallels", 'href="greek.html#parallel-boat"><span class="xref variorum-passage"><span class="siglum">Gr<'),
        ("parallels", '<span lang="grc">ναῦν δὲ κυανέαν οὐχ εὗρεν.<br/>τίς ἔλαβεν</span></p>'),
        ("greek", '<p class="words" lang="grc"><span class="set-in">  </span>καὶ τὸν ναύτην τὸν γέροντα,</p>'),
        ("chinese", '<p class="words" lang="lzh">小舟橫渡口</p>'),
        # what is named in a line of the other direction stands apart: titles, words of a phrase with their marks
        ("hebrew", '<a href="#text"><b>Il.</b> <bdi dir="rtl" lang="he">יומן הספן (1902)!</bdi></a>'),
        ("hebrew", '<title>Il. · \u2067יומן הספן (1902)!\u2069 – The ferry in six scripts</title>'),
        ("log", '<small>Next</small> <bdi>Il. · <span dir="rtl" lang="he">יומן הספן (1902)!</span></bdi></a>'),
        ("log", '<a href="hebrew.html" data-source="hebrew" title="\u2068יומן הספן (1902)!\u2069">Il.</a>'),
        ("parallels", 'Lo (The ferryman’s log), Ar (<span dir="rtl">يوميّات الملّاح</span>), Zh (渡口)'),
        ("compare", '">1.4–1.5</a>'),
        ("compare", '>Il. · \u2068יומן הספן (1902)!\u2069</option>'),
        ("hebrew", '<span dir="ltr"><span lang="en">the </span><mark class="lemma"'),
        ("log", 'He called her <span dir="rtl"><span lang="he">הסירה </span><mark class="lemma"'),
    ],
)  # fmt: skip
def test_a_page_shows(built, page, expected):
    assert expected in built.page(page)


def test_a_title_of_two_directions_is_named_alike_everywhere(mini):
    path = mini / "parallels/mayor.md"
    old = re.search("title: (.*)", path.read_text(encoding="utf-8"))
    title, apart = "The ferry: הסירה (1902)!", "\u2066The ferry: \u2067הסירה (1902)!\u2069\u2069"
    path.write_text(path.read_text(encoding="utf-8").replace(old[0], f"title: '{title}'"), encoding="utf-8")
    out = build_edition(mini, mini.parent / "html").out
    scripts = "".join(
        p.read_text(encoding="utf-8") for p in [*out.glob("passages/*.js"), *out.glob("_static/previews/*")]
    )
    pages = {p.stem: p.read_text(encoding="utf-8") for p in [*out.glob("*.html"), *out.glob("scrolls/*.html")]}
    assert all(apart in pages[name] for name in ("alpha", "harmony", "compare"))
    assert scripts.count(apart) == 2, "result of a search, preview"
    assert '<h2>The ferry: <span dir="rtl" lang="he">הסירה (1902)!</span>' in pages["parallels"]
    for page in pages.values():
        named = re.sub(r'<script type="application/ld\+json">.*?</script>', "", page, flags=re.DOTALL)
        assert named.count(title) == 0, "nowhere without its signs"


def test_verse_in_one_line_parts_its_lines_by_a_stroke(built):
    previews = (built.out / "_static/previews/parallels.js").read_text(encoding="utf-8")
    assert "ναῦν δὲ κυανέαν οὐχ εὗρεν. / τίς ἔλαβεν" in previews


def test_letters_look_alike_beside_another_source_and_in_search(built):
    column = (built.out / "columns/log--0.js").read_text(encoding="utf-8")
    supplied = '{"class":"supplied","title":"supplied by the editor of the witness: lost"}'
    assert f'[[49,56,["span",{supplied}]],[4,9,["em"]],[64,68,["span",{{"class":"small-caps"}}]],' in column
    rows = "".join(p.read_text(encoding="utf-8") for p in built.out.glob("passages/rows-*.js"))
    assert '[[4,9,"emphasis"],[49,56,"supplied"],[64,68,"small-caps"]]' in rows
    assert '"Lo 1","en","dawn] dusk (B)","another reading"]' in rows  # what an apparatus has is found too
    greek = (built.out / "columns/greek--0.js").read_text(encoding="utf-8")
    assert '["p1.5","1.5","verse","τίς ἔλαβεν; οὐδεὶς ἀπεκρίνατο.",[["boat",0,10]]]' in greek
    assert '["p1.6","1.6","verse unnumbered",' in greek


def test_each_line_of_verse_may_show_its_number_and_a_line_below_its_speaker_begins_no_stanza(tmp_path):
    edition = Path(shutil.copytree(SCRIPTS, tmp_path / "edition"))
    outline = edition / "sources/greek/outline.tsv"
    outline.write_text(outline.read_text("utf-8").replace("5\tverse", "5\tspeaker"), encoding="utf-8", newline="\n")
    page = build_edition(edition, tmp_path / "html", variorum_verse_numbers=1).page("greek")
    assert "unnumbered" not in page
    assert '<div class="with-rail with-notes passage verse" id="p1.4">' in page


def test_no_line_of_verse_shows_its_number_where_an_edition_says_so(tmp_path):
    built = build_edition(SCRIPTS, tmp_path / "html", variorum_verse_numbers=0)
    page = built.page("greek")
    assert len(re.findall(r'class="[^"]*passage verse"', page)) == page.count("unnumbered ") > 0
    assert built.warnings == ""
    assert '"1.5","verse unnumbered"' in (built.out / "columns/greek--0.js").read_text("utf-8"), "nor beside others"


def test_a_number_of_lines_below_none_is_told_and_counts_as_nothing_said(tmp_path):
    built = build_edition(SCRIPTS, tmp_path / "html", variorum_verse_numbers=-1)
    assert built.warnings.count("variorum_verse_numbers is -1; say 5 for every fifth line") == 1
    assert built.page("greek") == build_edition(SCRIPTS, tmp_path / "unsaid").page("greek")


SLANTING = """() => [...document.querySelectorAll("body *")].filter((one) =>
  getComputedStyle(one).fontStyle !== "normal" && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE &&
    /[\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Han}\\p{Script=Devanagari}]/u.test(node.data)))
  .map((one) => one.textContent)"""


def test_no_words_slant_in_a_script_without_italics(tmp_path, opened):
    """The name of the edition and the running head name no language: they are in that of the pages."""
    out = build_edition(SCRIPTS, tmp_path / "html", language="he", project="המעבורת").out
    page = opened(out / "index.html")
    for name in ("index", "hebrew", "log", "parallels", "search", "compare"):
        page.goto((out / f"{name}.html").as_uri())
        assert page.evaluate(SLANTING) == [], name


@pytest.mark.parametrize(("language", "slants"), [("fa", False), ("ne", False), ("zh-Hant", False), ("en", True)])
def test_no_words_slant_in_an_electronic_book_either(tmp_path, opened, language, slants):
    """Nor do, where the language of the book has no italics, the editors' own words: “touches the matter”."""
    edition = Path(shutil.copytree(SCRIPTS, tmp_path / "edition"))
    parallel = edition / "parallels/pier.md"
    touching = 'touches:\n  - {source: greek, passage: "1.6", lemma: "ὁ ποταμός", why: "a *river* הנהר only"}\n---\n'
    told = parallel.read_text(encoding="utf-8").replace("---\nIn", f"{touching}In *both*: הנהר.\n\nIn")
    parallel.write_text(told, encoding="utf-8")
    build_edition(edition, tmp_path / "epub", builder="epub", version="1", copyright="x", language=language)
    pages = sorted((tmp_path / "epub").glob("*.xhtml"))
    assert len(pages) > 6
    page = opened(pages[0])
    slanting = """[...document.querySelectorAll("body *")].filter((one) => !one.closest(".words, .words-quoted") &&
      one.textContent.trim() && getComputedStyle(one).fontStyle !== "normal").length"""
    found = 0
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate(SLANTING) == [], path.name
        found += page.evaluate(slanting)
    assert bool(found) is slants


def test_numbers_stand_where_the_lines_of_a_source_begin_in_an_electronic_book_too(tmp_path, opened):
    build_edition(SCRIPTS, tmp_path / "epub", builder="epub", version="1", copyright="x")
    page = opened(tmp_path / "epub/hebrew.xhtml")
    number, words = (page.locator(f"#p1_3 > .{name}").bounding_box() for name in ("locus", "words"))
    assert number["x"] > words["x"] + words["width"] / 2
    page.goto((tmp_path / "epub/greek.xhtml").as_uri())
    assert page.locator("#p1\\.5 > .locus").bounding_box()["x"] < 60


@pytest.mark.parametrize(("language", "shown"), [("he", "he"), ("he_IL", "he-IL")])  # as HTML has it, as Sphinx has it
def test_an_edition_whose_own_language_runs_from_the_right(tmp_path, language, shown):
    built = build_edition(SCRIPTS, tmp_path / "html", language=language)
    page = built.page("log")
    assert f'<html lang="{shown}" dir="rtl"' in page
    assert '<p class="words" dir="ltr" lang="en">' in page
    assert 'dir="rtl"' not in built.page("hebrew").split("</head>")[1]
    assert "translations.js" not in built.page("hebrew"), "it asks for a script of Sphinx that pages do not have"


@pytest.mark.parametrize(
    ("language", "said"), [("he", 'lang="he" xml:lang="he" dir="rtl"'), ("en", 'lang="en" xml:lang="en"')]
)
def test_each_page_of_an_electronic_book_says_its_language_and_which_way_its_lines_run(tmp_path, language, said):
    built = build_edition(SCRIPTS, tmp_path / "epub", builder="epub", language=language, version="1", copyright="x")
    with zipfile.ZipFile(next(built.out.glob("*.epub"))) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                ElementTree.fromstring(book.read(name))  # a reader shows an error where a page is not well formed
        pages = {
            n: book.read(n).decode().split("<html", 1)[1].split(">", 1)[0]
            for n in book.namelist()
            if n.endswith("xhtml")
        }
    assert len(pages) > 8
    assert [name for name, head in pages.items() if not head.endswith(said)] == []


def test_the_style_sheets_name_edges_by_where_lines_begin():
    """So that margin, rail and numbers change sides with the direction of the page."""
    theme = Path(our.__file__).parents[2] / "theme"
    for sheet in [*theme.glob("css/*.css"), *theme.glob("static/*.css"), *theme.glob("foreign/*.css")]:
        text = sheet.read_text(encoding="utf-8")
        found = re.findall(
            r"(?m)^\s*(?:left|right|(?:margin|padding|border)-(?:left|right)[\w-]*):|text-align: (?:left|right)", text
        )
        assert found == [], sheet.name


def test_a_parallel_without_a_date_stands_in_its_chapter_and_is_missed_without_one(built, tmp_path):
    page = built.page("parallels")
    head = page[page.index('id="parallel-river"') : page.index('id="parallel-boat"')]  # the order is the list's
    assert 'class="parallel-head agrees"' in head
    assert 'class="date"' not in head
    root = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, root)
    chapters = "# Parallels\n\n```{parallels} 1800 1810\n```\n\n```{parallels} -0300 -0700\n```\n"
    chapters += "\n```{parallels} 1902–1904\n```\n"
    (root / "docs/parallels.md").write_text(chapters, encoding="utf-8")
    said = build_edition(root, tmp_path / "out", builder="dummy").warnings
    assert "parallels/boat.md:3: WARNING: no chapter holds the parallel “boat”: its date 1902 is in none" in said
    assert "parallels/river.md:1: WARNING: no chapter holds the parallel “river”: it has no date" in said
    assert "docs/parallels.md:6: ERROR: the year -700 is before -300; write the first year first" in said
    assert "docs/parallels.md:9: ERROR: write a year, or the first and the last" in said
    assert "reference target not found" not in said, "that it is on no page is said once"


def test_a_parallel_may_stand_in_two_chapters_of_a_page_and_links_lead_to_the_first(built):
    ids = re.findall(r'<section class="[^"]*parallel[^"]*" id="([^"]*)"', built.page("parallels"))
    assert ids == ["parallel-river", "parallel-boat", "parallel-pier", "parallel-boat--2"]


def test_plain_builders_keep_marks_calls_and_gaps(tmp_path):
    text = (build_edition(SCRIPTS, tmp_path / "text", builder="text").out / "log.txt").read_text(encoding="utf-8")
    assert "The *ferry* left at dawn" in text
    assert "[n1]" in text
    assert "noon […] we were" in text


def test_the_electronic_book_has_directions_notes_and_pages(tmp_path):
    built = build_edition(SCRIPTS, tmp_path / "epub", builder="epub", version="1", copyright="x", language="he")
    assert built.warnings == ""
    with zipfile.ZipFile(next(built.out.glob("*.epub"))) as book:
        page = book.read("log.xhtml").decode()
        card = book.read("content.opf").decode()
        contents = [book.read(name).decode() for name in ("nav.xhtml", "toc.ncx")]
    assert all("\u2066The ferryman’s log\u2069" in listed for listed in contents)
    assert 'page-progression-direction="rtl"' in card
    assert 'epub:type="noteref" role="doc-noteref">(1)</a>' in page
    assert re.search(r'<span dir="rtl">.*הסירה.*הישנה.*שלי.*</span><mark[^>]*>, 5 times', page)
    assert 'id="page-12" aria-label="page 12" data-n="12" role="doc-pagebreak"' in page
    assert '<img alt="A boat of oak" src="_images/boat.png"/>' in page.replace('" />', '"/>')


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    return build_edition(SCRIPTS, tmp_path_factory.mktemp("printed") / "pdf", builder="variorum-pdf")


def test_the_printed_book_is_set_without_a_warning(printed):
    assert printed.warnings == ""


def test_a_picture_of_a_source_is_in_the_printed_book_with_what_it_shows(printed):
    assert b"/Subtype/Image" in next(printed.out.glob("*.pdf")).read_bytes().replace(b" ", b"")
    pictures = list(printed.app.env.get_doctree("log").findall(nodes.image))
    assert [picture["alt"] for picture in pictures] == ["A boat of oak"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_titles_from_the_right_stand_in_the_printed_book_as_they_are_read(printed):
    """Wherever the title is named its last sign stands at its left."""
    found = [(page, box[0], (box[1] + box[3]) / 2, word) for page, box, word in boxes(next(printed.out.glob("*.pdf")))]
    lines = [
        [(left, word) for other, left, at, word in found if other == page and abs(at - middle) < 6]
        for page, _, middle, sign in found
        if "!" in sign
    ]
    titles = [" ".join(word for _, word in sorted(line)) for line in lines if any("1902" in word for _, word in line)]
    assert len(titles) >= 5, "title page, contents, signs (twice), the page that opens it, running heads"
    assert [line for line in titles if not re.search("!.*1902.*ןפסה.*ןמוי", line)] == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_a_text_from_the_right_begins_on_the_page_of_its_headnote(printed):
    found = boxes(next(printed.out.glob("*.pdf")))
    assert {page for page, _, word in found if word == "1:1"} <= {page for page, _, word in found if word == "Origin"}


def test_bookmarks_name_titles_from_the_right_with_the_signs_that_set_them_apart(printed):
    import pikepdf

    def titles(items) -> list[str]:
        return [t for item in items for t in (str(item.title), *titles(item.children))]

    with pikepdf.open(next(printed.out.glob("*.pdf"))) as file, file.open_outline() as outline:
        assert {"Il. · \u2067יומן הספן (1902)!\u2069", "\u2067יומן הספן\u2069"} <= set(titles(outline.root))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_the_number_of_a_heading_from_the_right_stands_with_those_of_its_passages(printed):
    found = boxes(next(printed.out.glob("*.pdf")))
    page = next(page for page, _, word in found if word == "1:1")  # where the Hebrew text begins
    edge = {word: round(box[2]) for at, box, word in found if at == page and word in {"h1", "1:1"}}
    assert edge["h1"] == edge["1:1"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
@pytest.mark.parametrize(
    ("language", "two_sided", "outer"),  # where the notes stand on odd and on even pages
    [("fa", True, ("left", "right")), ("fa", False, ("left", "left")), ("en", True, ("right", "left"))],
)
def test_a_book_whose_own_language_runs_from_the_right_has_its_spine_there(tmp_path, language, two_sided, outer):
    settings = {"language": language, "variorum_pdf_two_sided": two_sided}
    pdf = next(build_edition(SCRIPTS, tmp_path / "pdf", builder="variorum-pdf", **settings).out.glob("*.pdf"))
    assert outside(pdf) == [], "notes reach over the edge of their page"
    width = float(run("pdfinfo", pdf).split("Page size:")[1].split()[0])
    numbers = [(page, (box[0] + box[2]) / 2) for page, box, word in boxes(pdf) if re.fullmatch(r"\d:\d|h\d", word)]
    sides = [
        (outer[page % 2 == 0], "left" if at > width / 2 else "right")
        for page, at in numbers
        if not 45 < at < width - 45
    ]
    assert len(sides) > 5
    assert [pair for pair in sides if pair[0] != pair[1]] == [], "passages have their numbers at the spine"


def whole_words(text: str) -> list[str]:
    """Words with their marks; a program that copies puts signs of direction where it turns, and a figure at a word."""
    text = re.sub("[\u202a-\u202e]", " ", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.findall(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0963])*", text)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
@pytest.mark.parametrize(
    ("source", "program"),
    [(s, p) for s in ("hebrew", "arabic", "greek") for p in ("poppler", "pdfium")]
    + [("hindi", "poppler")],  # pdfium puts blanks into Devanagari words: `test_pdf.py` looks for them without
)
def test_what_is_copied_from_the_printed_book_is_what_stands_there(printed, source, program):
    """Letters with their marks, whole words, in the order in which they are read."""
    pdf = next(printed.out.glob("*.pdf"))
    copied = run("pdftotext", pdf, "-") if program == "poppler" else pdfium(pdf)
    there = set(whole_words(unicodedata.normalize("NFC", copied)))
    passages = next(s for s in read_edition(SCRIPTS).sources if s.id == source).citable
    assert [w for p in passages for w in whole_words(unicodedata.normalize("NFC", p.text)) if w not in there] == []


def test_latin_letters_come_from_the_faces_of_the_book_in_every_source(printed):
    from pypdf import PdfReader

    faces: set[str] = set()

    def see(text, cm, tm, font, size):
        if font and re.search("[A-Za-z]", text):
            faces.add(str(font["/BaseFont"]).partition("+")[2].partition("-")[0])

    for page in PdfReader(next(printed.out.glob("*.pdf"))).pages:
        page.extract_text(visitor_text=see)
    assert faces == {"NotoSerif", "NotoSans"}


def test_an_inset_is_slanted_in_the_printed_book_as_on_the_page(printed):
    from pypdf import PdfReader

    slanted: list[str] = []

    def see(text, cm, tm, font, size):
        if font and "Italic" in str(font["/BaseFont"]):
            slanted.append(text)

    for page in PdfReader(next(printed.out.glob("*.pdf"))).pages:
        page.extract_text(visitor_text=see)
    assert "rex in the margin" in "".join(slanted)


def test_what_is_seen_of_a_pointed_page_is_what_the_compiler_has_set(printed):
    import pypdfium2

    def picture(pdf: Path) -> bytes:
        return bytes(pypdfium2.PdfDocument(pdf)[7].render(scale=2, grayscale=True).buffer)

    mended = picture(next(printed.out.glob("*.pdf")))
    set_ = picture(printed.out.with_name("pdf-doctrees") / "variorum-typst/book.pdf")
    other = sum(abs(a - b) > 128 for a, b in zip(mended, set_, strict=True))
    assert other < 40, "of a million dots; a mark that had moved would change hundreds"


@pytest.mark.parametrize(
    ("language", "broken"),
    [
        ("en", True),
        ("ne", False),
        ("he", False),
        ("ar", False),
        ("bn", False),
        ("zh", True),
        ("lzh", True),
        ("th", True),
    ],
)
def test_a_narrow_column_is_justified_where_words_can_be_broken(language, broken):
    assert is_broken(language) is broken


def test_a_search_for_parallels_that_finds_nothing_says_why():
    edition = read_edition(SCRIPTS)
    words, *unknown = why_nothing(edition, "hebrew", "greek")
    assert words == (
        "Il. (he) and Gr (grc) have no language in common, and names.toml has no name in both: add the names that they "
        "tell of, or a facing translation (translation.en.md)"
    )
    assert unknown == [
        f"nothing is known of the language {tongue} but its words and digits: tell what it calls numbers and "
        f"months, and which words mean much the same, in vocabularies/{tongue}.toml"
        for tongue in ("grc", "he")
    ]
    assert list(why_nothing(read_edition(MINI))) == [
        "whatever is alike stands in a parallel, or was turned down in parallels/rejected.tsv, already"
    ]
    assert list(why_nothing(Edition((), (), {}, ()))) == [
        "there are fewer than two sources: a parallel holds passages of different ones"
    ]
