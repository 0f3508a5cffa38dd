"""What can be found, and what a search ignores: the pure part. The browser's part is in test_html_search.py."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import HERE, MINI
from node import called
from variorum.model.body import parse_body
from variorum.model.edition import Edition, Name
from variorum.reading import ParseCache, read_edition
from variorum.reading.names import read_names
from variorum.search.rows import ForeignRun, Indexer, Row
from variorum.text.names import Namer
from variorum.text.search_folding import ENDINGS, LETTERS, PREFIXES, UNSPACED, ZEROS, search_key

FOLDED = [
    ("Stalin", "stalin"),
    ("STALIN’S", "stalin's"),
    ("Ста́лин", "сталин"),
    ("Ёлка", "елка"),
    ("Троцкий", "троцкий"),  # й is a letter, not an и with a mark
    ("Čiçerin, Ordžonikidze", "cicerin, ordzonikidze"),
    ("Ærlig Smørås på Øya", "aerlig smoras pa oya"),
    ("Straße, ﬁn", "strasse, fin"),
    ("स्टालिन", "स्टालिन"),  # vowel signs and virama are letters
    ("ज़ार", "जार"),  # the dot below is not typed by all
    ("स्टा\u200cलिन", "स्टालिन"),
    ("१८७८", "1878"),
    ("١٨٧٨", "1878"),
    ("ჯუღაშვილი", "ჯუღაშვილი"),
    ("ᲡᲢᲐᲚᲘᲜᲘ", "სტალინი"),
    ("sta\u00adlin", "stalin"),
    ("Ἰωσήφ", "ιωσηφ"),
    ("בְּרֵאשִׁ֖ית בָּרָ֣א", "בראשית ברא"),  # points and accents
    ("שָׁלוֹם־עֲלֵיכֶם", "שלומ-עליכמ"),  # the form at the end of a word is the same letter
    ("\ufb2a\ufb2b", "שש"),  # presentation forms
    ("رش״י צה״ל", 'رش"י צה"ל'),
    ("জগৎ അവൻ", "জগত্ അവന്"),  # letters without a vowel, as older texts write them
    ("كِتَـــابٌ", "كتاب"),  # vowels, and a stroke that only stretches
    ("أحمد آل إبراهيم", "احمد ال ابراهيم"),
    ("\ufefb \ufee3\ufe98", "لا مت"),  # presentation forms
    ("کتابی ۱۳۵۷", "كتابي 1357"),  # Persian
    ("ہندوستانے", "هندوستاني"),  # Urdu
    ("ܡܰܠܟ݁ܳܐ", "ܡܠܟܐ"),  # Syriac
    ("अ॒ग्निमी॑ळे", "अग्निमीळे"),  # Veda
    ("μῆνιν ἄειδε", "μηνιν αειδε"),
    ("渡口　明月", "渡口 明月"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_what_readers_type_differently_is_ignored_and_letters_are_not(text, folded):
    assert search_key(text) == folded
    assert search_key(folded) == folded


def test_page_and_package_fold_alike(rows):
    texts = [text for text, _ in FOLDED] + [row.words for row in rows]
    texts += [chr(ord(zero) + n) for zero in ZEROS for n in range(10)]
    fold = "(letters, zeros, texts) => texts.map(variorumFolding(letters, zeros))"
    [folded] = called("static/search_folding.js", fold, [[dict(LETTERS), ZEROS, texts]])
    assert [(t, f) for t, f in zip(texts, folded, strict=True) if search_key(t) != f] == []


def test_words_sound_alike_or_not_as_the_table_says():
    """Only the page proposes what somebody may have meant, so there is no function of ours to hold it against."""
    table = tomllib.loads((HERE / "cases" / "likeness.toml").read_text(encoding="utf-8"))
    pairs = [case["words"] for case in table["alike"]] + table["far"]
    heard = """(a, b) => {
      const { sound, distance, tolerance } = variorumLikeness;
      const sounds = [a, b].map(sound);
      const apart = [distance(...sounds), distance(...sounds.toReversed())];
      return { sounds, apart, allowed: tolerance(sounds[0]), within: distance(...sounds, tolerance(sounds[0])) };
    }"""
    found = called("static/likeness.js", heard, pairs)
    for case, made in zip(table["alike"], found, strict=False):
        assert (made["sounds"], made["apart"]) == (case["sounds"], [case["apart"]] * 2), case["words"]
        assert made["within"] == case["apart"] <= made["allowed"], case["words"]
    for pair, made in zip(table["far"], found[len(table["alike"]) :], strict=True):
        assert made["apart"][0] > made["allowed"], pair
        assert made["within"] is None, pair  # Infinity, in JSON


def test_what_is_near_enough_in_one_of_its_sounds_may_be_meant():
    table = tomllib.loads((HERE / "cases" / "likeness.toml").read_text(encoding="utf-8"))
    may = """(a, b) => {
      const { sounds, distance, tolerance, mayMean } = variorumLikeness;
      const near = (said, other) => distance(said, other) <= tolerance(said) && mayMean(a, said, b, other);
      return sounds(a).some((said) => sounds(b).some((other) => near(said, other)));
    }"""
    found = called("static/likeness.js", may, table["meant"] + table["not_meant"])
    assert found == [True] * len(table["meant"]) + [False] * len(table["not_meant"])


def test_words_are_found_in_longer_ones_as_the_table_says():
    table = tomllib.loads((HERE / "cases" / "search_borders.toml").read_text(encoding="utf-8"))
    rows = [row for case in table["case"] for row in case["rows"]]
    data = {"endings": dict(ENDINGS), "prefixes": dict(PREFIXES), "unspaced": UNSPACED}
    best = """(data, typed, word) => {
      const { wordsOf, way, bestOf, matchesOf } = variorumWays(data, (text) => text);
      const found = way(wordsOf(typed), { typed: true });
      const inText = word.includes(found.needle) ? matchesOf(word, found.patterns) : [];
      return [bestOf(word, found), Math.max(0, ...inText.map(({ quality }) => quality))];
    }"""
    asked = [[data, search_key(query), search_key(word)] for query, word, _ in rows]
    found = called("static/search_ways.js", best, asked)
    # what the list of words leads to is also marked in the text
    wrong = [(row, made) for row, made in zip(rows, found, strict=True) if made != [row[2]] * 2]
    assert wrong == []


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(Indexer(read_edition(MINI), languages={"Devanagari": "ne", "Cyrillic": "ru", "Georgian": "ka"}).rows())


def row(rows: list[Row], kind: str, name: str) -> Row:
    return next(r for r in rows if r.target == (r.target[0], name) and r.kind == kind)


def test_every_thing_of_the_edition_is_one_row(rows):
    edition = read_edition(MINI)
    assert [r.label for r in rows if r.kind == "passage"] == [
        f"{s.siglum} {p.locus}" for s in edition.sources for p in s.citable
    ]
    assert [r.target[1] for r in rows if r.kind == "parallel"] == [p.id for p in edition.parallels]
    assert {r.target[1] for r in rows if r.kind == "annotation"} == {
        a.id for s in edition.sources for a in s.annotations
    }
    assert {r.target[1] for r in rows if r.kind == "work"} == set(edition.works)
    assert len([r for r in rows if r.kind == "translation"]) == len(
        next(s for s in edition.sources if s.id == "beta").citable
    )


def test_the_words_of_a_passage_are_verbatim_with_the_language_of_foreign_ones(rows):
    edition = read_edition(MINI)
    alpha = edition.source("alpha")
    assert alpha
    passage = next(p for p in alpha.citable if "мэр" in p.text)
    found = row(rows, "passage", f"{alpha.siglum} {passage.locus}")
    assert found.words == passage.text
    assert [(found.words[r.start : r.end], r.language) for r in found.runs] == [("мэр", "ru"), ("ნინო", "ka")]


def test_a_parallel_is_found_by_its_sources_words_which_keep_their_language(rows):
    found = row(rows, "parallel", "mayor")
    assert found.label == "The mayor weeps"
    assert found.sources == ("alpha", "beta")
    assert "मेयर रोए" in found.words
    assert "Both say that the mayor weeps." in found.words
    assert any(r.language == "ne" and "मेयर" in found.words[r.start : r.end] for r in found.runs)
    assert all(a.end <= b.start for a, b in zip(found.runs, found.runs[1:], strict=False))


def test_words_of_a_third_language_in_a_quoted_passage_keep_their_own(mini):
    """And a passage that nobody has translated yet has no row of a translation."""
    path = mini / "sources/beta/translation.en.md"
    path.write_text(path.read_text(encoding="utf-8").partition("## 2")[0], encoding="utf-8")
    edition = read_edition(mini)
    made = list(Indexer(edition, languages={"Latin": "nb", "Devanagari": "ne"}).rows())
    assert [r.label for r in made if r.kind == "translation"] == ["Be h1", "Be 1"]
    quoting = next(p for p in edition.parallels if any(q.source == "beta" and q.passage == "1" for q in p.passages))
    whole = next(q for q in quoting.passages if q.source == "beta")
    found = Indexer(edition, languages={"Latin": "nb", "Devanagari": "ne"})._parallel(
        replace(quoting, passages=(replace(whole, span=None),))
    )
    assert [(found.words[r.start : r.end], r.language) for r in found.runs] == [
        ("पुल सन् १९०२ मा बन्यो । Det var i 1902.", "ne"), ("Det var i", "nb"),  # inside that
    ]  # fmt: skip


def test_a_note_reads_as_its_readers_see_it():
    edition = read_edition(MINI)
    key = next(iter(edition.works))
    indexer = Indexer(edition)
    label = indexer.words_of_citation(key)
    assert label != key
    body, faults = parse_body(f"So *says* {{cite:p}}`{{see}}{key}{{p. 5}}`, see {{parallel}}`mayor` {{ru-Latn}}`mer`.")
    assert not faults
    assert indexer.words_of_body(body) == f"So says (see {label}, p. 5), see The mayor weeps mer."


def test_a_section_of_the_editors_is_a_row_of_its_page():
    found = Indexer(Edition((), (), {}, ()), languages={"Cyrillic": "ru"}).page(
        ("page", "guide"), "Reading", "Say мэр."
    )
    assert found == Row("page", ("page", "guide"), "Reading", "en", "Say мэр.", runs=(ForeignRun(4, 7, "ru"),))


# --- names ----------------------------------------------------------------------------------------------------------

NAMES = """\
[[name]]
id = "grigory-zinoviev"
kind = "person"
name = "Grigory Zinoviev"
sort = "Zinoviev, Grigory"
years = "1883/1936"
[name.spellings]
en = ["Zinoviev"]
nb = ["Sinovjev"]
[name.phrases]
en = ["his old companion"]
"""


def test_names_are_read_with_their_spellings_and_place(tmp_path: Path):
    (tmp_path / "names.toml").write_text("# People\n\n" + NAMES, encoding="utf-8")
    names, problems = read_names(tmp_path, ParseCache())
    assert not problems
    assert names == {
        "grigory-zinoviev": Name(
            id="grigory-zinoviev",
            kind="person",
            name="Grigory Zinoviev",
            sort="Zinoviev, Grigory",
            description="",
            years="1883/1936",
            wikidata="",
            spellings={"en": ("Zinoviev",), "nb": ("Sinovjev",)},
            path="names.toml",
            line=3,
            phrases={"en": ("his old companion",)},
        )
    }


def test_a_phrase_leads_to_its_name(tmp_path: Path):
    (tmp_path / "names.toml").write_text(NAMES, encoding="utf-8")
    names, _ = read_names(tmp_path, ParseCache())
    found = Namer(names.values()).mentions("He met Zinoviev, his old companion.", "en")
    assert [(m.name.id, m.span.start) for m in found] == [("grigory-zinoviev", 7), ("grigory-zinoviev", 17)]


def test_an_edition_without_names_has_none(tmp_path: Path):
    assert read_names(tmp_path, ParseCache()) == ({}, [])


HEAD = '[[name]]\nid = "a"\nkind = "place"\nname = "A"\n'
BROKEN = {
    "no TOML": ("[[name]\n", "names.toml:1: toml-broken", ""),
    "another table": ("[[person]]\nid = 'a'\n", "names.toml:1: key-unknown", "write [[name]]"),
    "one table": ("[name]\nid = 'a'\n", "names.toml:1: table-broken", "[[name]]"),
    "no name": ('\n[[name]]\nid = "a"\nkind = "person"\n', "names.toml:2: key-missing", "“name”"),
    "unknown kind": (HEAD.replace("place", "river"), "names.toml:1: value-invalid", "person, place"),
    "unknown key": (HEAD + 'born = "1"\n', "names.toml:1: key-unknown", "born"),
    "bad id": (HEAD.replace('"a"', '"A b"'), "names.toml:1: value-invalid", "is no id"),
    "number": (HEAD + "years = 1883\n", "names.toml:1: value-invalid", "years"),
    "spellings no table": (HEAD + 'spellings = "A"\n', "names.toml:1: value-invalid", "[name.spellings]"),
    "phrases no table": (HEAD + 'phrases = "A"\n', "names.toml:1: value-invalid", "[name.phrases]"),
    "spellings no list": (HEAD + '[name.spellings]\nen = "A"\n', "names.toml:1: value-invalid", "list"),
    "spellings in no language": (
        HEAD + '[name.spellings]\nEnglish = ["A"]\n',
        "names.toml:1: value-invalid",
        "no language",
    ),
    "twice": (NAMES + NAMES, "names.toml:12: id-repeated", "line 1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_names_is_named(tmp_path: Path, name: str):
    text, start, hint = BROKEN[name]
    (tmp_path / "names.toml").write_text(text, encoding="utf-8")
    _, problems = read_names(tmp_path, ParseCache())
    assert any(str(p).startswith(start) and hint in p.message for p in problems), problems
