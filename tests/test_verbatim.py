"""A source's letters, and nothing else, whatever conf.py says: in HTML, EPUB, PDF, text and the pages in between."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docutils import nodes
from sphinx.locale import translators

from books import poppler
from conftest import MINI, Built, build_edition
from variorum.reading import read_edition
from variorum.sphinx_ext.doctree import nodes as our

# What smart quotes, replacements, link finders, mark-up of three formats and catalogues would like to change.
WORDS = (
    """It opened -- "really"... the mayor's ship --- gone; (c) +- 'so' ``x'' www.example.org :smile: $x^2$ {abc} """
    """[a](b) |today| *b* `c` <i>d</i> &amp; #e @f 1/2 => ~g~ \\h /* fi ffl."""
)
TITLE = """The Bridge -- "ours"..."""
LEMMA = """"really"... the mayor's ship --- gone;"""
GLOSS = """the bridge -- "made" in '02..."""
PARALLEL = """The year -- "of building"..."""
WORK = """A History of the "Bridge"... 'and' more"""
CHANGED = "Anders als geschrieben"

MYST = [
    *("amsmath", "attrs_inline", "attrs_block", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_admonition"),
    *("html_image", "linkify", "replacements", "smartquotes", "strikethrough", "substitution", "tasklist"),
]
EXTENSIONS = ["myst_parser", "sphinxcontrib.bibtex", "variorum"]
OTHERS = ["sphinxext.opengraph", "sphinx_togglebutton", "sphinx.ext.autosectionlabel", "sphinx.ext.extlinks"]
COMMON: dict[str, Any] = {"bibtex_reference_style": "variorum", "bibtex_default_style": "variorum"}

# Each build has several settings that know nothing of one another.
BUILDS: dict[str, dict] = {
    "as Sphinx comes": {"builder": "html", "smartquotes": True},
    "other extensions and theme": {
        "builder": "html",
        "smartquotes": True,
        "smartquotes_action": "qDbew",
        "html_theme": "alabaster",
        "extensions": EXTENSIONS + OTHERS,
        "ogp_site_url": "https://example.org/",
        "extlinks": {"issue": ("https://example.org/%s", "%s")},
        "myst_enable_extensions": MYST,
        "numfig": True,
        "highlight_language": "python",
    },
    "German with catalogues": {
        "builder": "epub",
        "smartquotes": True,
        "language": "de",
        "rst_prolog": "PROLOG",
        "rst_epilog": ".. |today| replace:: EPILOG",
        "trim_footnote_reference_space": True,
        "version": "1",
        "copyright": "x",
    },
    "Norwegian, previews": {
        "builder": "dirhtml",
        "smartquotes": True,
        "language": "nb",
        "extensions": [*EXTENSIONS, "sphinx_tippy"],
        "tippy_enable_wikitips": False,
        "tippy_enable_doitips": False,
        "myst_enable_extensions": MYST,
        "figure_language_filename": "{root}.{language}{ext}",
    },
    "Japanese text": {
        "builder": "text",
        "smartquotes": True,
        "smartquotes_excludes": {"languages": []},
        "language": "ja",
    },
    "book": {"builder": "variorum-pdf", "smartquotes": True, "language": "de", "myst_enable_extensions": MYST},
}


def awkward(root: Path) -> Path:
    """Make an edition whose words invite changes, with a German catalogue that would replace each of them."""
    shutil.copytree(MINI, root)
    change(root / "sources/alpha/text.txt", "It opened in 1903, said the mayor.", WORDS)
    change(root / "sources/alpha/text.txt", "The Bridge\n", f"{TITLE}\n")
    text = (root / "sources/alpha/text.txt").read_bytes()
    card = root / "sources/alpha/source.toml"
    sha = hashlib.sha256(text).hexdigest()
    card.write_text(re.sub('sha256 = ".*"', f'sha256 = "{sha}"', card.read_text("utf-8")), "utf-8")
    note = f'---\npassage: "3"\nlemma: {in_yaml(LEMMA)}\nkind: textual\nby: The editors\n---\nSo.\n'
    (root / "sources/alpha/annotations/al-opened.md").write_text(note, encoding="utf-8")
    change(root / "parallels/building.md", '"the bridge was made in 1902"', in_yaml(GLOSS))
    change(root / "parallels/building.md", "The year of building", in_yaml(PARALLEL))
    change(root / "sources/beta/translation.en.md", "The bridge was made in 1902", GLOSS)
    change(root / "references.bib", "A History of the Bridge", WORK)
    change(root / "docs/alpha.md", "A headnote.", 'A headnote of "ours".')
    (root / "docs/notes.md").write_text("# Notes\n\n```{apparatus} alpha\n```\n", "utf-8")
    (root / "docs/cited.md").write_text("# Cited\n\n```{works} alpha\n```\n", "utf-8")
    change(root / "docs/index.md", "bibliography\n", "bibliography\nnotes\ncited\n")
    catalogue(root)
    return root


def in_yaml(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def catalogue(root: Path) -> None:
    folder = root / "docs/locales/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    passages = [p.text for s in read_edition(root).sources for p in s.passages]
    ids = [*passages, LEMMA, GLOSS, PARALLEL, "The editors", "Both say that the mayor weeps."]
    said = "".join(f"msgid {json.dumps(i)}\nmsgstr {json.dumps(CHANGED)}\n\n" for i in dict.fromkeys(ids))
    said += f"msgid {json.dumps('A headnote.')}\nmsgstr {json.dumps('Ein Vorwort.')}\n"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for page in ("alpha", "beta", "parallels", "notes", "harmony"):
        (folder / f"{page}.po").write_text(head + said, encoding="utf-8")


@pytest.fixture(scope="module", params=BUILDS)
def built(request, tmp_path_factory) -> Built:
    """The edition built with one row of settings, without a warning."""
    translators.clear()  # Sphinx keeps the catalogues of a process, whatever its next project says
    config = dict(BUILDS[request.param])
    folder = tmp_path_factory.mktemp("verbatim")
    found = build_edition(awkward(folder / "mini"), folder / "out", **COMMON, **config)
    assert found.warnings == ""
    return found


def test_the_pages_in_between_hold_the_letters_of_every_passage(built):
    for source in read_edition(built.app.confdir).sources:
        tree = built.app.env.get_doctree(source.id)
        shown = {p["locus"]: p[0].astext() for p in tree.findall(our.passage) if isinstance(p[0], our.passage_text)}
        headings = [s[0].astext() for s in tree.findall(nodes.section) if "source-heading" in s["classes"]]
        assert shown == {p.locus: p.text for p in source.citable if not p.is_heading}
        assert headings == [p.text for p in source.citable if p.is_heading]
        assert [n.astext() for n in tree.findall(our.note_lemma)].count(LEMMA) == (source.id == "alpha")
    assert GLOSS in [n.astext() for n in built.app.env.get_doctree("parallels").findall(our.gloss)]


def test_what_is_written_holds_the_letters_and_nothing_else(built):
    read = {"epub": read_epub, "text": read_text, "variorum-pdf": read_pdf}.get(built.app.builder.name, read_html)
    text = read(built)
    for words, pages in EVERYWHERE.items():
        # what stands in the margin of a book is read between the lines, so only its words can be looked for
        pieces = words.split() if "book" in text else [words]
        for page in set(pages) & set(text) - {"harmony" if built.app.builder.name == "text" else ""}:  # narrow columns
            assert [p for p in pieces if squeezed(p) not in text[page]] == [], page
    assert CHANGED.replace(" ", "") not in "".join(text.values())


def test_an_editors_own_words_are_treated_as_the_settings_say(built):
    german = built.app.config.language == "de"
    assert 'A headnote of "ours".' not in built.app.env.get_doctree("alpha").astext()
    assert ("Ein Vorwort." in built.app.env.get_doctree("beta").astext()) == german


EVERYWHERE = {  # words → pages (a book has one)
    WORDS: ("alpha", "book"),
    TITLE: ("alpha", "book"),
    LEMMA: ("alpha", "notes"),
    GLOSS: ("parallels", "harmony", "book"),
    PARALLEL: ("parallels", "harmony", "notes", "index", "book"),
    WORK: ("bibliography", "book"),
}


def test_scripts_that_show_words_hold_the_letters(built):
    if built.app.config.html_theme != "variorum" or built.app.builder.name != "dirhtml":
        return
    for name in ("passages/rows-*.js", "columns/alpha--0.js", "_static/previews/alpha.js"):
        said = "".join(path.read_text(encoding="utf-8") for path in built.out.glob(name))
        assert json.dumps(WORDS, ensure_ascii=False)[1:40] in said, name


# --- reading what was built -------------------------------------------------------------------------------------------


class Text(HTMLParser):
    """The words of a page, without the numbers of notes that EPUB writes into them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag, attrs):
        if self.inside or (tag == "a" and "note-reference" in (dict(attrs).get("class") or "")):
            self.inside += 1

    def handle_endtag(self, tag):
        self.inside = max(0, self.inside - 1)

    def handle_data(self, data):
        if not self.inside:
            self.found.append(data)


def squeezed(text: str) -> str:
    """Lines are broken and numbers of notes set where a format likes to: only what is not white space counts."""
    return re.sub(r"\s+", "", text)


def of_html(page: str) -> str:
    parser = Text()
    parser.feed(page)
    return squeezed("".join(parser.found))


def read_html(built: Built) -> dict[str, str]:
    place = "{}/index.html" if built.app.builder.name == "dirhtml" else "{}.html"
    names = {p: built.out / ("index.html" if p == "index" else place.format(p)) for p in built.app.env.found_docs}
    return {name: of_html(path.read_text(encoding="utf-8")) for name, path in names.items()}


def read_epub(built: Built) -> dict[str, str]:
    with ZipFile(next(built.out.glob("*.epub"))) as book:
        return {n.removesuffix(".xhtml"): of_html(book.read(n).decode()) for n in book.namelist() if "xhtml" in n}


def read_text(built: Built) -> dict[str, str]:
    pages = {p.stem: p.read_text(encoding="utf-8") for p in built.out.glob("*.txt")}
    return {name: squeezed(re.sub(r"\s*\[∥?\d+\]", "", page)) for name, page in pages.items()}


def read_pdf(built: Built) -> dict[str, str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs poppler-utils")
    return {"book": squeezed(poppler(next(built.out.glob("*.pdf"))))}
