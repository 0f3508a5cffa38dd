"""An edition in another language speaks it throughout: pages, scripts, EPUB and PDF; nothing English is left."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader
from sphinx.locale import translators

from conftest import MINI, Built, build_edition
from variorum.wording.messages import LOCALES, Wording

# More pages than the small edition has: everything that sets words of ours.
PAGES = {
    "signs": "{legend} annotations\n```\n\n```{legend} parallels",
    "hangs": "{apparatus} alpha",
    "cites": "{works} alpha",
    "bibliography": "{works}",
}
CONFIG: dict[str, Any] = {
    "bibtex_default_style": "variorum",
    "bibtex_reference_style": "variorum",
    "html_baseurl": "https://example.org",
    "variorum_repository": "https://example.org/edition",
}
WORK = """
@book{Berg1905,
  year = {1905},
  keywords = {scholarship},
  editor = {Berg, Anna and Dahl, Per},
  translator = {Lie, Kari},
  title = {Zwei Br{\\"u}cken},
  titletrans = {Bridges},
  langid = {german},
  volume = {2},
  edition = {3rd},
  origdate = {1901},
  pages = {1--9},
  url = {https://example.org/b},
  urldate = {2026-11-01},
  certainty = {probable},
}
"""
# Words in Latin letters that are no English ones of ours: names of programs and formats, examples of the search.
NAMES = {
    *(
        "BibTeX",
        "CSL",
        "JSON",
        "TSV",
        "JavaScript",
        "PDF",
        "EPUB",
        "UA",
        "Typst",
        "Noto",
        "Serif",
        "Sans",
        "Ctrl",
        "Esc",
    ),
    *("ISBN", "kollektiv", "kollektivisering", "ussr", "dont", "rd", "https", "example", "org", "edition", "md"),
}
LATIN = re.compile(r"[A-Za-z]{2,}")
NEITHER_LATIN = ("ru", "ne")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("speaking") / "mini"
    shutil.copytree(MINI, root)
    for name, directives in PAGES.items():
        (root / f"docs/{name}.md").write_text(f"# Oslo {name}\n\n```{directives}\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(
        index.read_text(encoding="utf-8").replace("people\n", "people\nsigns\nhangs\ncites\n"), encoding="utf-8"
    )
    works = root / "references.bib"
    works.write_text(works.read_text(encoding="utf-8") + WORK, encoding="utf-8")
    citations = '[[citation]]\npassage = "r1"\nworks = ["Berg1999"]\ncertainty = "uncertain"\n'
    (root / "sources/alpha/citations.toml").write_text(citations, encoding="utf-8")
    note = root / "sources/beta/annotations/be-year.md"
    note.write_text(note.read_text(encoding="utf-8") + "See [Berg](https://example.org/berg).\n", encoding="utf-8")
    parallel = root / "parallels/mayor.md"
    dated = parallel.read_text(encoding="utf-8").replace('date: "1903"', 'date: "1903-05~"')
    parallel.write_text(dated, encoding="utf-8")
    return root


def spoken(edition: Path, language: str, builder: str, **config) -> Built:
    translators.clear()  # Sphinx keeps the catalogues of a process, whatever its next project says
    out = edition.parent / f"{builder}-{language}"
    built = build_edition(edition, out, builder=builder, language=language, **CONFIG, **config)
    assert built.warnings == ""
    return built


@pytest.fixture(scope="module")
def pages(edition: Path) -> dict[str, Path]:
    """The folder of the pages in each language."""
    return {language: spoken(edition, language, "html").out for language in ("de", "nb", *NEITHER_LATIN)}


def own_words(edition: Path) -> set[str]:
    """All words of the edition's files: what stands there may stand on the pages."""
    texts = (p.read_text(encoding="utf-8") for p in edition.rglob("*") if p.suffix in {".md", ".txt", ".toml", ".bib"})
    return {*NAMES, *LATIN.findall(" ".join(texts)), *LATIN.findall((MINI / "conf.py").read_text(encoding="utf-8"))}


def fragments(page: str) -> Iterator[str]:
    """The pieces of text of a page, and the labels that are heard or shown on asking."""
    page = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    page = re.sub(r'<span class="Z3988"[^>]*>', " ", page)
    yield from re.findall(r'\b(?:title|aria-label|placeholder|alt|label|data-number)="([^"]*)"', page)
    yield from re.findall(r"(?<=>)[^<>]+(?=<)", page)


def said(page: str) -> set[str]:
    return {" ".join(html.unescape(found).split()) for found in fragments(page)}


def foreign(texts: set[str], edition: Path) -> set[str]:
    """The words in Latin letters that are not the edition's own."""
    return {word for text in texts for word in LATIN.findall(text)} - own_words(edition)


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", NEITHER_LATIN)
def test_no_word_of_a_page_is_english(pages, edition, language):
    left = {p.name: foreign(said(p.read_text(encoding="utf-8")), edition) for p in pages[language].glob("*.html")}
    assert len(left) > 12
    assert {name: words for name, words in left.items() if words} == {}


@pytest.mark.parametrize("language", ["de", "nb"])
def test_no_message_is_left_in_english(pages, language):
    with (LOCALES / f"{language}.po").open("rb") as file:
        english = {m.id for m in read_po(file) if isinstance(m.id, str) and m.id != m.string and len(m.id) > 4}
    own = {"Source alpha", "People", "Harmony"}  # titles that the editors wrote
    left = {text for p in pages[language].glob("*.html") for text in said(p.read_text(encoding="utf-8"))} & english
    assert left - own == set()


def test_the_language_of_a_page_and_of_its_runs_is_told(pages):
    page = (pages["ru"] / "alpha.html").read_text(encoding="utf-8")
    assert '<html lang="ru"' in page
    assert '<p class="words" lang="en">' in page
    assert 'aria-label="Примечание 4, текст, к словам mayor (мэр) wept"' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "прибл. май 1903"),
        ("ne", "करिब १९०३ मे"),
        ("de", "etwa Mai 1903"),
        ("nb", "omkring mai 1903"),
    ],
)
def test_dates_are_in_the_words_and_figures_of_the_language(pages, language, words):
    assert words in (pages[language] / "harmony.html").read_text(encoding="utf-8")


def test_a_work_is_described_in_the_words_of_the_language(pages):
    text = " ".join(re.sub(r"<[^>]+>", "", (pages["de"] / "bibliography.html").read_text(encoding="utf-8")).split())
    assert "Berg, Anna und Per Dahl (Hgg.). Zwei Brücken [„Bridges“]. 3. Aufl. Bd. 2, übersetzt von Kari Lie." in text
    assert "Zuordnung wahrscheinlich." in text


# --- scripts ----------------------------------------------------------------------------------------------------------


def test_what_scripts_say_is_not_english_either(pages, edition, browser):
    """Search with and without finds, two sources side by side, the harmony, the list of works, a passage's menu."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    here = pages["ru"].as_uri()
    heard = ""
    for address, act in (
        ("search.html?q=mayor", None),
        ("search.html?q=mayr", None),
        ("search.html?q=xyzzy", None),
        ("compare.html?left=alpha&right=beta&parallel=building", None),
        ("scrolls/alpha.html", None),
        ("harmony.html", None),
        ("bibliography.html", None),
        ("alpha.html", ".locus"),
        ("alpha.html", ".rail a"),
    ):
        page.goto(f"{here}/{address}")
        if act == ".locus":
            page.locator(act).first.click()
        elif act:
            page.locator(act).first.hover()
            page.locator(".preview").wait_for()
        elif address.startswith("compare"):
            page.locator(".comparing .column").first.wait_for()
        heard += page.evaluate("document.body.outerHTML")
    words = page.evaluate(
        "(numbers) => numbers.map((n) => variorumWords.counted(\
        '{number} result for “{query}”: {groups}.', '{number} results for “{query}”: {groups}.', n))",
        [*range(26)],
    )
    page.close()
    assert "Скопировать" not in heard  # the words are those of the catalogue
    assert {"Копировать ссылку", "Порядок:", "Общие параллельные места", "Читать в обоих"} <= said(heard)
    assert foreign(said(heard), edition) - {"xyzzy", "mayr", "columns"} == set()
    wording = Wording("ru")
    assert words == [
        wording.form(
            "{number} result for “{query}”: {groups}.", "{number} results for “{query}”: {groups}.", n
        ).replace("{number}", wording.number(n))
        for n in range(26)
    ]


# --- books ------------------------------------------------------------------------------------------------------------


def test_no_word_of_the_electronic_book_is_english(edition):
    (book,) = spoken(edition, "ru", "epub", version="1", copyright="2026").out.glob("*.epub")
    with ZipFile(book) as opened:
        names = [name for name in opened.namelist() if name.endswith((".xhtml", ".ncx"))]
        left = {name: foreign(said(opened.read(name).decode()), edition) for name in names}
    assert {name: words for name, words in left.items() if words} == {}


def test_no_word_of_the_book_on_paper_is_english(edition):
    (book,) = spoken(edition, "ne", "variorum-pdf").out.glob("*.pdf")
    reader = PdfReader(book)
    text = {page.extract_text() for page in reader.pages}
    figures = set(reader.page_labels)  # of the pages before the text, in roman figures
    assert foreign(text, edition) - figures == set()
    assert reader.trailer["/Root"]["/Lang"] == "ne"
