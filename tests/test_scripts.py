"""Runs in another script than that of the text, and the languages they stand for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import REPOSITORY, real_edition
from variorum.text.bidi import names_in_title, title_apart
from variorum.text.doubtful_lemmata import BOTH_SIDES, ENDINGS
from variorum.text.scripts import SCRIPT_LANGUAGES, SLANTED, UNPARTED, _pattern, foreign_runs, own_scripts, script_runs


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("The mayor (мэр) wept", "en", [("мэр", "ru")]),
        ("Иосиф Виссарионович Сталин", "en", [("Иосиф Виссарионович Сталин", "ru")]),
        ("Josef (იოსებ, Иосиф) Stalin", "nb", [("იოსებ", "ka"), ("Иосиф", "ru")]),
        ("Trotskij på Krim, «så»", "nb", []),
        ("plain words", "en", []),
        ("पुल (bridge) हो", "ne", [("bridge", "en")]),
        ("पुल हो", "ne", []),
        ("पुल", "en", [("पुल", "hi")]),
        ("Ста́лин", "en", [("Ста́лин", "ru")]),
        ("Сталин", "sr-Latn", [("Сталин", "ru")]),
        ("Сталин", "sr", []),
        ("— “…” 1937 №", "en", []),
        ("the letters Ⰰ and Ⰱ, бог", "en", [("бог", "ru")]),  # of a script that no language here is written in
        ("日本語かな", "ja", []),
        # what runs against the line is read in one go: a name and its figure, several scripts
        ("אמר Nobody answered.", "he", [("Nobody answered", "en")]),
        ("נגיף COVID-19, סעיף 17a", "he", [("COVID-19", "en"), ("17a", "en")]),
        ("ב־3-D על Apollo 11 (1969) כן", "he", [("3-D", "en"), ("Apollo 11 (1969)", "en")]),
        ("עלה 5 % Apollo, בשנת 1969", "he", [("Apollo", "en")]),
        ("מ London, Лондон לכאן", "he", [("London, Лондон", "en"), ("Лондон", "ru")]),
        ("The word שלום, 5 times", "en", [("שלום", "he")]),
        ("The years ב־1902 and سنة ١٩٠٢ here", "en", [("ב־1902", "he"), ("سنة ١٩٠٢", "ar")]),
        ("He says שלום سلام and Иосиф", "en", [("שלום سلام", "he"), ("سلام", "ar"), ("Иосиф", "ru")]),
    ],
)
def test_foreign_runs(text, language, runs):
    assert [(text[s.start : s.end], tag) for s, tag in foreign_runs(text, language)] == runs


@pytest.mark.parametrize(
    ("title", "line", "known", "names"),
    [
        ("He · דברי הימים (1878)!", "ltr", (), ["דברי הימים (1878)!"]),
        ("דברי הימים, 2!", "ltr", (), ["דברי הימים, 2!"]),
        ("He · דברי הימים (B2)!", "ltr", (), []),  # nobody knows where the name ends
        ("He · דברי הימים (B2)!", "ltr", ("דברי הימים (B2)!",), ["דברי הימים (B2)!"]),
        ("Sources: דברי הימים: חלק 2 – The text", "ltr", (), ["דברי הימים: חלק 2"]),
        ("1878 · דברי – (B) – הימים!", "ltr", (), ["דברי", "הימים!"]),
        ("The log · 2", "ltr", (), []),
        ("יומן · The log (1902)!", "rtl", (), ["The log (1902)!"]),
        ("The log: part 2!", "rtl", ("The log",), ["The log", "part 2!"]),
    ],
)
def test_names_in_a_title(title, line, known, names):
    assert [span.of(title) for span in names_in_title(title, line, known)] == names


@pytest.mark.parametrize(
    ("title", "line", "apart"),
    [
        ("The ferry (1902)!", "ltr", "The ferry (1902)!"),
        ("הסירה (1902)!", "ltr", "\u2067הסירה (1902)!\u2069"),
        ("The ferry: הסירה (1902)!", "ltr", "\u2066The ferry: \u2067הסירה (1902)!\u2069\u2069"),
        ("The boat of יוסף (1902)!", "ltr", "\u2066The boat of יוסף (1902)!\u2069"),
        ("הסירה: The ferry (1902)!", "rtl", "\u2067הסירה: \u2066The ferry (1902)!\u2069\u2069"),
    ],
)
def test_a_title_stands_apart_in_a_line_as_it_is_read_alone(title, line, apart):
    assert title_apart(title, line) == apart


@given(st.text(alphabet=st.sampled_from("ab éåøπЖиა्काب א漢か한 .,-()“”1ﬁⅣ♥😀\u0301"), max_size=30))
def test_the_quick_way_through_latin_texts_finds_what_the_long_way_finds(text):
    long_way = _pattern(frozenset(SCRIPT_LANGUAGES) - own_scripts("en")).finditer(text)
    assert [(s.start, s.end) for s, _ in script_runs(text, "en")] == [m.span() for m in long_way]


def test_every_foreign_run_of_the_real_edition_is_found_the_quick_way():
    pattern = _pattern(frozenset(SCRIPT_LANGUAGES) - own_scripts("en"))
    for source in real_edition().sources:
        if "Latin" in own_scripts(source.language):
            for passage in source.citable:
                quick = [(s.start, s.end) for s, _ in script_runs(passage.text, source.language)]
                assert quick == [m.span() for m in pattern.finditer(passage.text)]


def test_the_page_knows_the_scripts_that_the_check_knows():
    script = (REPOSITORY / "src/variorum/theme/static/word_places.js").read_text(encoding="utf-8")
    lists = dict(re.findall(r'const (UNPARTED|BOTH_SIDES|ENDINGS) = "([A-Z][A-Za-z ]+)";', script))
    wanted = {"UNPARTED": UNPARTED, "BOTH_SIDES": BOTH_SIDES, "ENDINGS": ENDINGS}
    assert {name: tuple(words.split()) for name, words in lists.items()} == wanted


def test_side_by_side_the_page_knows_the_scripts_with_italics():
    script = (REPOSITORY / "src/variorum/theme/static/compare_columns.js").read_text(encoding="utf-8")
    (line,) = re.findall(r"const SLANTED = .*", script)
    assert tuple(re.findall(r"Script=(\w+)", line)) == SLANTED
