"""Vocabularies of languages: those that we ship, and those that an edition adds or puts in their place."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from variorum.cli import main
from variorum.finder.finding import find
from variorum.model.edition import Name
from variorum.model.limits import MAX_VOCABULARY_WORDS
from variorum.reading import read_edition
from variorum.text.concepts import concepts
from variorum.text.figures import figures
from variorum.text.language_vocabularies import faults, shipped, vocabulary_of
from variorum.text.names import Namer

FINNISH = """\
# Finnish, of which we ship nothing
genitives = ["in"]
name_endings = ["in", "ia"]
number_endings = ["ssa", "n"]
joins = ["ja"]

[months]
7 = ["heinäkuu"]
10 = ["lokakuu"]

[numbers]
3 = ["kolme"]
1_000 = ["tuhatta"]

[concepts]
bridge = ["silta", "sillan"]
"""
TEXTS = {
    "one": ("en", "In July 1906 they carried three thousand stones.\n\nOn 3 October it snowed.\n\nNobody came.\n"),
    "two": (
        "fi",
        (
            "Satoi lunta 3 lokakuussa.\n\n"
            "Heinäkuussa 1906 kannettiin kolme tuhatta kiveä, ja sitten nähtiin Leninin vene.\n\n"
            "Sitten tuli Leninin sisar, ja kaikki näkivät Lenin itse.\n"
        ),
    ),
}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """An edition of two sources that share a month and a number, each in the words of its language."""
    for id_, (language, text) in TEXTS.items():
        folder = tmp_path / "sources" / id_
        folder.mkdir(parents=True)
        (folder / "text.txt").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        head = f'title = "{id_}"\nlabel = "{id_}"\nsiglum = "{id_.title()}"\nlanguage = "{language}"\norigin = "-"\n'
        (folder / "source.toml").write_text(f'{head}rights = "-"\norder = 1\nsha256 = "{digest}"\n')
        rows = "".join(f"{line}\tparagraph\t{n}\t\n" for n, line in enumerate((1, 3, 5), start=1))
        (folder / "outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{rows}")
    return tmp_path


def _added(root: Path, name: str, text: str) -> Path:
    (root / "vocabularies").mkdir(exist_ok=True)
    (root / "vocabularies" / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("language", shipped())
def test_what_we_ship_is_without_fault(language):
    path = Path(faults.__code__.co_filename).with_name("vocabularies") / f"{language}.toml"
    assert not list(faults(tomllib.loads(path.read_text(encoding="utf-8")), shipped()))
    assert vocabulary_of(language) != vocabulary_of("xx")


def test_a_vocabulary_of_a_new_language_finds_a_parallel(two):
    def reasons():
        found = find(read_edition(two))
        return {(p.a.locus, p.b.locus): {(r.kind, r.label) for r in p.reasons} for p in found if p.reasons}

    assert reasons() == {("1", "2"): {("year", "1906")}}
    _added(two, "fi.toml", FINNISH)
    assert reasons() == {
        ("1", "2"): {("month", "1906-07"), ("number", "3,000")},
        ("2", "1"): {("day", "10-03")},
    }


def test_a_vocabulary_of_a_new_language_finds_a_name(two):
    def found():
        return CliRunner().invoke(main, ["names", "find", "--edition", str(two)]).stdout

    assert 'name = "Lenin"' not in found()  # it stands once; twice with its ending
    _added(two, "fi.toml", FINNISH)
    assert 'name = "Lenin"' in found()


@pytest.mark.parametrize(
    ("spelling", "text", "language"),
    [
        ("אֱלֹהִים", "בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת", "hbo"),
        ("אלהים", "בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת", "hbo"),
        ("أحمد", "قال أحمـدُ بنُ", "ar"),
        ("ܢܗܪܐ", "ܡܠܐ ܢܰܗܪܳܐ", "syc"),
    ],
)
def test_a_name_is_found_with_other_points_than_it_is_spelt_with(spelling, text, language):
    name = Name("one", "person", "One", "", "", "", "", {language: (spelling,)}, "names.toml", 1)
    assert len(list(Namer([name]).mentions(text, language))) == 1


def test_endings_on_names_and_words_of_one_meaning(two):
    own = read_edition(_added(two, "fi.toml", FINNISH)).vocabularies
    lenin = Name("lenin", "person", "Lenin", "", "", "", "", {"en": ("Lenin",)}, "names.toml", 1)
    assert not list(Namer([lenin]).mentions("Leninia ei näkynyt.", "fi"))
    (mention,) = Namer([lenin], own).mentions("Leninia ei näkynyt.", "fi-FI")
    assert mention.span.of("Leninia ei näkynyt.") == "Leninia"
    english = vocabulary_of("en")
    assert concepts("sil", own["fi"]) == concepts("bridg", english), "a meaning has any of its English words"


# what is added for Norwegian → the figures of a text in it
REPLACED = {
    "a key that is there replaces ours": (
        "[months]\n1 = ['januarius']",
        "1. januarius og 2. januar",
        ["day 01-01", "number 2"],
    ),
    "keys that are not there are as ours": ("[months]\n1 = ['januarius']", "tjueto", ["number 22"]),
    "an empty one takes ours away": ("numbers = {}", "tjueto i mai 1906", ["year 1906", "month 1906-05"]),
    "what stands between and after": (
        "day_endings = ['te']\nbetween_month_and_year = ['anno']\njoins = ['pluss']\nfrom_to = ['inntil']",
        "5te mai anno 1906, to tusen pluss seks, 4 inntil 5 millioner",
        ["year 1906", "month 1906-05", "day 05-05", "number 2,006", "number 4 million", "number 5 million"],
    ),
    "decades and percentages": (
        "decades = ['-tall', 's tid']\npercent = ['av hundre']",
        "1930tall, 1930-tall, 1930stid, 1930s tid, 1930-årene og 7 av hundre",
        [*["decade 1930s"] * 4, "year 1930", "percent 7 %"],
    ),
    "another language's": ("like = 'en'", "May 1906, mai 1907", ["year 1906", "month 1906-05", "year 1907"]),
}


@pytest.mark.parametrize("case", REPLACED)
def test_an_editions_own_goes_before_ours_key_by_key(two, case):
    table, text, expected = REPLACED[case]
    edition = read_edition(_added(two, "nb.toml", table))
    assert not edition.problems
    held = figures(text, "nb", edition.vocabularies)
    assert sorted(f"{f.kind} {f.label}" for f in held) == sorted(expected)


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        ("bridge = ['silta']", ""),
        ("Bridge = ['silta']", "so its words find none of theirs; did you mean “bridge”?"),
        ("rivver = ['joki', 'joen']", "so its words find none of theirs; did you mean “river”?"),
        ("sauna = ['sauna']", "so its words find none of theirs; write a word of English that en.toml has for it"),
        ("sauna = ['sauna', 'löyly']", ""),  # the two find each other
    ],
)
def test_a_meaning_that_no_other_language_has_is_told(two, meaning, said):
    edition = read_edition(_added(two, "fi.toml", f"# Finnish\n[concepts]\n{meaning}\n"))
    told = [f"{p.line}: {p.code} {p.message}" for p in edition.problems]
    head = f"3: meaning-alone no other language has the meaning “{meaning.split()[0]}”, "
    assert told == ([head + said] if said else [])
    assert "fi" in edition.vocabularies, "a hint takes nothing away"


def test_a_meaning_that_two_languages_of_an_edition_have_is_theirs(two):
    _added(two, "et.toml", "[concepts]\nsauna = ['saun']\n")
    assert not read_edition(_added(two, "fi.toml", "[concepts]\nsauna = ['sauna']\n")).problems


# name and text of a file → the Problem that is told of it
REFUSED = {
    "an unknown key": ("fi.toml", "\nmonth = []\n", "2: key-unknown unknown key “month”"),
    "a language that is none": (
        "fi.toml",
        "like = 'finnish'",
        "1: value-invalid “like” takes one of the languages da,",
    ),
    "yes in words": ("fi.toml", "two_name_endings = 'yes'", "1: value-invalid “two_name_endings” is true or false"),
    "a word for a list": ("fi.toml", "# \ngenitives = 'n'", "2: value-invalid “genitives” takes a list of words"),
    "an empty word": ("fi.toml", "percent = ['%', ' ']", "1: value-invalid “percent” takes a list of words"),
    "a list for a table": ("fi.toml", "months = ['tammikuu']", "1: value-invalid “months” is a table"),
    "a thirteenth month": (
        "fi.toml",
        "[numbers]\n13 = ['kolmetoista']\n[months]\n12 = ['joulukuu']\n13 = ['x']",
        "5: value-invalid “13” is no month; write 1 to 12",
    ),
    "a word before its number": ("fi.toml", "[numbers]\nyksi = 1", "2: value-invalid “yksi” is no number"),
    "words of no list": (
        "fi.toml",
        "[concepts]\n'army' = 'armeija'",
        "2: value-invalid “army” of concepts takes a list",
    ),
    "two words": (
        "fi.toml",
        "[numbers]\n3_000 = ['kolme tuhatta']",
        "2: value-invalid “kolme tuhatta” is not one word",
    ),
    "a word as long as a sentence": (
        "fi.toml",
        f"percent = ['{'x' * 61}']",
        "1: value-invalid a word of 61 characters",
    ),
    "too many words": (
        "fi.toml",
        f"percent = {['p'] * (MAX_VOCABULARY_WORDS + 1)}",
        "1: value-invalid 20,001 words; at most 20,000",
    ),
    "no TOML": ("fi.toml", "\n[months\n", "2: toml-broken"),
    "a longer code": (
        "fin.toml",
        "",
        "1: file-name a vocabulary is named by its language, as <language>.toml; rename it fi",
    ),
    "a region": (
        "fi-FI.toml",
        "",
        "1: file-name a vocabulary is named by its language, as <language>.toml; rename it fi",
    ),
    "a language by its name": ("Finnish.toml", "", "1: file-name a vocabulary is named by its language"),
    "another ending": ("fi.tml", "", "1: file-unread this is not read: a vocabulary is a file <language>.toml"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_fault_is_told_with_its_line_and_the_rest_is_read(two, case):
    name, text, told = REFUSED[case]
    edition = read_edition(_added(two, name, text))
    (problem,) = edition.problems
    said = f"{problem.path}:{problem.line}: {problem.code} {problem.message}"
    assert said.startswith(f"vocabularies/{name}:{told}")
    assert len(edition.sources) == 2
    assert not edition.vocabularies


def test_a_folder_of_another_name_is_told(two):
    (two / "vocabulary").mkdir()
    (problem,) = read_edition(two).problems
    assert problem.message == "this is not read: did you mean vocabularies? Rename it"
