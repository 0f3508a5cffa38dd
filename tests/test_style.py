"""How works are named, ordered and described; the table is tests/cases/works.toml."""

from __future__ import annotations

import random
import tomllib
from typing import TYPE_CHECKING, cast

import pybtex.plugin
import pytest
from pybtex.database import parse_string
from sphinxcontrib.bibtex.plugin import find_plugin

from conftest import HERE, REPOSITORY
from variorum.reading.works import parse_works
from variorum.sphinx_ext.build.bibliography_entries import entry_of
from variorum.works.description import describe
from variorum.works.labels import labels, short, sort_key
from variorum.works.runs import plain

if TYPE_CHECKING:
    from sphinx.builders import Builder

CASES = tomllib.loads((HERE / "cases" / "works.toml").read_text(encoding="utf-8"))["case"]


def works(text: str):
    return list(parse_works(text)[0].values())


def formatted(text: str) -> list[tuple[str, str]]:
    """What sphinxcontrib-bibtex gets from the style, found by its name."""
    style = pybtex.plugin.find_plugin("pybtex.style.formatting", "variorum")()
    plaintext = pybtex.plugin.find_plugin("pybtex.backends", "plaintext")()
    entries = style.sort([entry_of(work) for work in works(text)])
    made = (style.format_entry(label, e) for label, e in zip(style.format_labels(entries), entries, strict=True))
    return [(entry.label, entry.text.render(plaintext)) for entry in made]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_an_entry_says_all_that_is_known_and_nothing_else(case):
    assert formatted(case["entry"]) == [(case["label"], case["text"])]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_the_core_says_the_same_without_pybtex_templates(case):
    (work,) = works(case["entry"])
    assert plain(describe(work)) == case["text"]
    assert labels([work]) == {work.key: case["label"]}


def test_works_of_one_author_and_year_get_the_letters_of_their_keys():
    text = "".join(
        f"@misc{{{key}, author = {{Stalin, Joseph}}, title = {{{title}}}, {year}}}\n"
        for key, title, year in (
            ("Stalin1924b", "A", "year = {1924}"),
            ("Stalin1924", "C", "year = {1924}"),
            ("Stalin1924a", "B", "year = {1924}"),
            ("Stalin1925", "D", "year = {1925}"),
            ("StalinNDa", "E", ""),
            ("StalinNDb", "F", ""),
        )
    )
    assert labels(works(text)) == {
        "Stalin1924": "Stalin 1924c",
        "Stalin1924a": "Stalin 1924a",
        "Stalin1924b": "Stalin 1924b",
        "Stalin1925": "Stalin 1925",
        "StalinNDa": "Stalin n.d.-a",
        "StalinNDb": "Stalin n.d.-b",
    }
    assert [label for label, _ in formatted(text)] == sorted(labels(works(text)).values(), key=str.casefold)


def test_after_z_come_two_letters():
    text = "".join(f"@misc{{A1900x{n:02}, author = {{A, B}}, title = {{T}}, year = {{1900}}}}\n" for n in range(28))
    found = list(labels(works(text)).values())
    assert (found[0], found[25], found[26], found[27]) == ("A 1900a", "A 1900z", "A 1900aa", "A 1900ab")


def test_the_order_folds_accents_and_puts_other_scripts_by_their_transliteration():
    people = [
        ("Aas, Berit", ""),
        ("Ågren, Per", ""),
        ("Авторханов, Абдурахман", "authortranslit = {Avtorkhanov, Abdurakhman},"),
        ("Bērziņš, Jānis", ""),
        ("Đilas, Milovan", ""),
        ("Egge, Åsmund", ""),
        ("von Laue, Theodore", ""),
        ("{{Levada Center}}", ""),
        ("Østby, Ole", ""),
        ("Sémelin, Jacques", ""),
        ("सिंह, मोहन विक्रम", "sortkey = {Singh, Mohan Bikram},"),
        ("Smith, Ann", ""),
    ]
    entries = [
        f"@misc{{K{n:02}, author = {{{author}}}, {more} title = {{T}}, year = {{1990}}}}\n"
        for n, (author, more) in enumerate(people)
    ]
    random.Random(4).shuffle(entries)
    assert [w.key for w in sorted(works("".join(entries)), key=sort_key)] == [f"K{n:02}" for n in range(len(people))]


def test_an_article_in_a_title_does_not_order_it():
    found = works("@misc{B, title = {A Basis}, year={1}}@misc{A, title = {The Art}, year={1}}@misc{C, title={Case}}")
    assert [w.key for w in sorted(found, key=sort_key)] == ["A", "B", "C"]


def test_one_line_names_a_work():
    (work,) = works(
        "@book{A, author={Авторханов, А.}, authortranslit={Avtorkhanov, A.}, title={Загадка}, titletrans={Riddle}}"
    )
    assert short(work) == "Avtorkhanov, Riddle (n.d.)"


def test_html_is_told_the_language_of_titles_and_of_runs_in_other_scripts():
    style = pybtex.plugin.find_plugin("pybtex.style.formatting", "variorum")()
    docutils = pybtex.plugin.find_plugin("pybtex.backends", "docutils")()
    (entry,) = parse_string(
        "@book{A, author={राहुल, ए}, title={जीवनी}, titletranslit={Jīvanī}, langid={hindi}, origtitle={Жизнь}}", "bibtex"
    ).entries.values()
    found = str(docutils.paragraph(style.format_entry("A n.d.", entry)))
    assert '<inline classes="language-hi">राहुल, ए</inline>' in found
    assert '<inline classes="language-hi"><emphasis>जीवनी</emphasis></inline>' in found
    assert '<inline classes="language-hi-Latn"><emphasis>Jīvanī</emphasis></inline>' in found
    assert '<inline classes="language-ru"><emphasis>Жизнь</emphasis></inline>' in found


CITATIONS = {
    ("p", "Stalin1924"): "(Stalin 1924b)",
    ("p", "{see}Stalin1924{ch. 3}, Aas2001"): "(see Stalin 1924b, ch. 3; Aas et al. 2001)",
    ("t", "Stalin1924a"): "Stalin (1924a)",
    ("t", "ThomsonND{p. 4}"): "Thomson (n.d., p. 4)",
    ("alp", "Aas2001"): "Aas et al. 2001",
    ("label", "Aas2001"): "Aas et al. 2001",
}


@pytest.mark.parametrize(("role", "target"), CITATIONS)
def test_a_citation_shows_names_and_year_with_its_letter(role, target):
    from sphinxcontrib.bibtex.citation_target import parse_citation_targets
    from sphinxcontrib.bibtex.style.referencing import format_references
    from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

    text = """@misc{Stalin1924, author={Stalin, J.}, title={A}, year={1924}}
    @misc{Stalin1924a, author={Stalin, J.}, title={B}, year={1924}}
    @misc{ThomsonND, author={Thomson, G.}, title={C}}
    @misc{Aas2001, author={Aas, B. and others}, title={D}, year={2001}}"""
    style = pybtex.plugin.find_plugin("pybtex.style.formatting", "variorum")()
    entries = style.sort(parse_string(text, "bibtex").entries.values())
    made = {e.key: (e, style.format_entry(n, e)) for n, e in zip(style.format_labels(entries), entries, strict=True)}
    references = [
        (*made[t.key], SphinxReferenceInfo(cast("Builder", _Builder()), "a", "b", "id", None, t.pre, t.post))
        for t in parse_citation_targets(target)
    ]
    style_of_references = find_plugin("sphinxcontrib.bibtex.style.referencing", "variorum")()
    found = format_references(style_of_references, role, references)
    assert (
        "".join(n.astext() for n in found.render(pybtex.plugin.find_plugin("pybtex.backends", "docutils")()))
        == (CITATIONS[role, target])
    )


class _Builder:
    name = "html"

    def get_relative_uri(self, *_):
        return "b.html"


def test_every_work_of_this_edition_can_be_described():
    path = REPOSITORY / "references.bib"
    if not path.exists():
        pytest.skip("this is no edition")
    found = works(path.read_text(encoding="utf-8"))
    known = labels(found)
    assert len(set(known.values())) == len(found)
    assert all(plain(describe(work)).rstrip("”").endswith((".", "?", "!")) for work in found)
