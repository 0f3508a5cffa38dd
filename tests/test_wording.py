"""The words of the interface: every message in every catalogue, plural forms, numbers and lists of each language."""

from __future__ import annotations

import json
import re
from collections import Counter
from string import Formatter

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from variorum.model.edition import NAME_KINDS
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS, AnnotationKind, RelationKind
from variorum.search.rows import ROW_KINDS
from variorum.wording.catalogues import catalogues, template
from variorum.wording.messages import LOCALES, Wording
from variorum.wording.scripts import words_of_scripts

TEMPLATE = template()
LANGUAGES = ("de", "nb", "ne", "ru")  # complete beside English; a test that fails says `make catalogues` first


def ids_of(catalogue) -> set[str | tuple[str, ...]]:
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue if message.id}


def messages(language: str) -> list[Message]:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file, abort_invalid=True) if message.id]


def forms(words: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ())


def places(words: str) -> Counter[str]:
    """The places for values and the marks of keys that a message holds."""
    named = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    return Counter([*named, *re.findall(r"</?\w+>", words)])


# --- the catalogues ---------------------------------------------------------------------------------------------------


def test_the_languages_are_those_that_are_promised():
    assert tuple(catalogues()) == LANGUAGES


@pytest.mark.parametrize("name", [*(f"{language}.po" for language in LANGUAGES), "variorum.pot"])
def test_a_catalogue_has_the_messages_of_the_code(name):
    with (LOCALES / name).open("rb") as file:
        assert ids_of(read_po(file)) == ids_of(TEMPLATE), "run make catalogues, and give the new messages words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_that_somebody_stands_by(language):
    assert [m.id for m in messages(language) if m.fuzzy or not all(forms(m.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_keeps_the_places_for_values(language):
    wrong = [
        (message.id, form)
        for message in messages(language)
        for form in forms(message.string)
        if places(form) != places(forms(message.id)[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_has_every_form_of_its_language(language):
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file)
    assert {len(forms(m.string)) for m in catalogue if m.pluralizable} == {catalogue.num_plurals}


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_at_the_ends_are_kept(language):
    def ends(words: object) -> tuple[bool, bool]:
        assert isinstance(words, str)
        return words != words.lstrip(" \n"), words != words.rstrip(" \n")

    # a language may begin a bracket where English goes on after a comma
    plain = [m for m in messages(language) if isinstance(m.id, str)]
    assert [m.id for m in plain if ends(m.string) != ends(m.id)] == []


def test_a_label_of_a_year_has_no_blank_to_be_parted_at():
    """Names and year of a label are parted at its last blank (`doctree.bibliography_style`)."""
    assert [language for language in LANGUAGES if " " in Wording(language).say("n.d.")] == []


def test_a_row_of_a_table_is_a_message_without_further_ado():
    rows: list[AnnotationKind | RelationKind] = [*ANNOTATION_KINDS.values(), *RELATIONS.values()]
    said = {words for row in rows for words in (row.label, row.meaning)} | {*NAME_KINDS.values(), *ROW_KINDS.values()}
    assert said <= ids_of(TEMPLATE)


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Search"),
        ("nb", "Søk"),
        ("nb-NO", "Søk"),
        ("no", "Søk"),
        ("de-AT", "Suche"),
        ("ru", "Поиск"),
        ("ne", "खोज"),
        ("fr", "Search"),
        ("xx", "Search"),
    ],
)
def test_a_language_is_served_by_its_catalogue_or_in_english(language, said):
    assert Wording(language).say("Search") == said


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 parallel"),
        ("en", 2, "2 parallels"),
        ("de", 1, "1 Parallelstelle"),
        ("nb", 0, "0 parallellsteder"),
        ("ru", 1, "1 параллельное место"),
        ("ru", 3, "3 параллельных места"),
        ("ru", 5, "5 параллельных мест"),
        ("ru", 11, "11 параллельных мест"),
        ("ru", 21, "21 параллельное место"),
        ("ne", 12, "१२ समानान्तर अंश"),
    ],
)
def test_a_number_has_its_form(language, number, said):
    assert Wording(language).counted("{number} parallel", "{number} parallels", number) == said


@pytest.mark.parametrize(
    ("language", "number", "three", "one_of"),
    [
        ("en", "12,345", "Ne, No and St", "Ne or No"),
        ("de", "12.345", "Ne, No und St", "Ne oder No"),
        ("nb", "12 345", "Ne, No og St", "Ne eller No"),
        ("ru", "12 345", "Ne, No и St", "Ne или No"),
    ],
)
def test_numbers_and_lists_follow_the_language(language, number, three, one_of):
    wording = Wording(language)
    assert wording.number(12345).replace("\u202f", " ").replace("\xa0", " ") == number
    assert wording.listed(["Ne", "No", "St"]) == three
    assert wording.listed(["Ne", "No"], "or") == one_of


@pytest.mark.parametrize(("language", "said"), [("en", "language"), ("de", "Sprache"), ("nb", "språk"), ("ru", "язык")])
def test_a_noun_inside_a_sentence_is_written_as_its_language_does(language, said):
    assert Wording(language).within("Language") == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Russian"), ("de", "Russisch"), ("nb", "russisk"), ("xx", "Russian")]
)
def test_languages_are_called_as_in_cldr(language, said):
    assert Wording(language).name_of("ru") == said


def test_a_link_stands_where_the_message_has_its_place():
    link = object()
    wording = Wording("ne")
    said = list(wording.weave("Touches the matter: {passage} ({why}).", passage=[link], why=["why"]))
    assert said == ["विषय छुन्छ: ", link, " (", "why", ")।"]
    assert list(Wording("en").weave("{passage} says so", passage=[link])) == [link, " says so"]


# --- what scripts are told --------------------------------------------------------------------------------------------

SCRIPT = """
say("Copied"); say(`no ${message}`); say("“{words}”");
counted("{number} shared parallel",
  "{number} shared parallels", n);
"""


def test_a_script_is_told_its_own_messages_and_plural_forms_by_name():
    told = json.loads(words_of_scripts(Wording("ru"), [SCRIPT, SCRIPT]))
    assert told["locale"] == "ru-u-nu-latn"
    assert told["said"].keys() == {"Copied", "{number} shared parallel", "“{words}”"}
    forms_ = told["said"]["{number} shared parallel"]
    assert forms_.keys() == {"one", "few", "many", "other"}
    assert forms_["few"] == "{number} общих параллельных места"


def test_english_scripts_are_told_nothing_that_they_know():
    assert json.loads(words_of_scripts(Wording("en"), [SCRIPT])) == {"locale": "en-GB-u-nu-latn", "said": {}}


def test_catalogues_are_up_to_date_and_a_new_one_begins_empty(tmp_path, monkeypatch, capsys):
    import variorum.wording.catalogues as made

    for path in (*catalogues().values(), LOCALES / "variorum.pot"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(made, "LOCALES", tmp_path)
    made.main(["nb", "pt-BR"])
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    said = capsys.readouterr().out
    assert f"pt-BR: {len(TEMPLATE)} messages, {len(TEMPLATE)} without words" in said
    assert "nb: " in said
    assert ", 0 without words" in said.split("nb: ")[1]
