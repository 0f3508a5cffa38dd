"""The vocabularies of languages: a language in, its `Vocabulary` out; a table of TOML in, what it says or lacks out.

Those that we ship lie in `vocabularies/`, a file for each language. An edition may have files of its own, which
complete or replace ours key by key (`reading.vocabularies` reads them). A table's `faults` are said before a
`Vocabulary` is made of it; our own files are held to them by a test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import regex

from variorum.model.limits import MAX_NUMBER_WORD, MAX_VOCABULARY_WORD_CHARS, MAX_VOCABULARY_WORDS
from variorum.model.vocabulary import Vocabulary
from variorum.text.nearest import nearest_among
from variorum.text.words import spelling_key

NO_OWN: Mapping[str, Vocabulary] = MappingProxyType({})
LIKE = "like"  # the key by which a language takes over another's vocabulary
TWO_ENDINGS = "two_name_endings"
LISTS = (
    "genitives", "name_endings", "number_endings", "day_endings", "between_day_and_month", "between_month_and_year",
    "between_year_and_month", "percent", "decades", "joins", "from_to",
)  # fmt: skip
TABLES = ("months", "numbers", "concepts")
_MEANINGS = "en"  # the language whose words stand for meanings
KEYS = (LIKE, TWO_ENDINGS, *LISTS, *TABLES)

_FOLDER = Path(__file__).with_name("vocabularies")
_ONE_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")


class Fault(NamedTuple):
    """What is wrong in the table of a vocabulary, and where."""

    key: str  # of the file, e.g. "months"
    entry: str  # of its table, e.g. "13"; "" for the key itself
    code: str  # of the Problem
    message: str


def vocabulary_of(language: str, own: Mapping[str, Vocabulary] = NO_OWN) -> Vocabulary:
    """Return the vocabulary of a language (BCP 47): of `own` if it is there, else ours, else an empty one."""
    tongue = language.split("-")[0]
    return own.get(tongue) or shipped().get(tongue) or Vocabulary(tongue)


@cache
def shipped() -> Mapping[str, Vocabulary]:
    """Return the vocabularies that we ship, by language; read once."""
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))}
    found: dict[str, Vocabulary] = {}
    for language, table in sorted(tables.items(), key=lambda item: LIKE in item[1]):  # the others first
        found[language] = made_vocabulary(language, table, found)
    return MappingProxyType(found)


def made_vocabulary(language: str, table: Mapping[str, Any], known: Mapping[str, Vocabulary]) -> Vocabulary:
    """Return what a faultless table says, completed by what `known` has of its language or of its `like`."""
    base = known.get(table.get(LIKE, language)) or Vocabulary(language)
    said: dict[str, Any] = {key: tuple(word.lower() for word in table[key]) for key in LISTS if key in table}
    if "name_endings" in said:
        said["name_endings"] = tuple(map(spelling_key, said["name_endings"]))
    for key in ("months", "numbers"):
        if key in table:
            said[key] = {word.lower(): int(value) for value, words in table[key].items() for word in words}
    if "concepts" in table:
        said["concepts"] = _by_meaning(table["concepts"], known.get(_MEANINGS))
    if TWO_ENDINGS in table:
        said[TWO_ENDINGS] = table[TWO_ENDINGS]
    return replace(base, language=language, **said)


def _by_meaning(table: Mapping[str, Any], english: Vocabulary | None) -> Mapping[str, tuple[str, ...]]:
    """Return the words of each meaning; that of “bridge” is “street”, if English has the word there."""
    theirs = english.concepts if english else {}
    heads: dict[str, str] = {}
    for head, words in theirs.items():
        for word in words:
            heads.setdefault(word, head)
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in table.items():
        head = meaning if meaning in theirs else heads.get(meaning, meaning)
        found[head] = (*found.get(head, ()), *words)
    return found


def faults(table: Mapping[str, Any], known: Mapping[str, Vocabulary]) -> Iterator[Fault]:
    """Yield what a table says that no vocabulary can be made of; `known` are the languages that `like` may name."""
    for key, value in table.items():
        if key not in KEYS:
            yield Fault(key, "", "key-unknown", f"unknown key “{key}”; the keys are {', '.join(KEYS)}")
        elif key == LIKE and value not in known:
            yield Fault(key, "", "value-invalid", f"“like” takes one of the languages {', '.join(known)}")
        elif key == TWO_ENDINGS and not isinstance(value, bool):
            yield Fault(key, "", "value-invalid", f"“{key}” is true or false, without quotation marks")
        elif key in LISTS:
            yield from _faults_of_words(value, key, "")
        elif key in TABLES:
            yield from _faults_of_table(key, value)
    if (count := sum(map(_size, table.values()))) > MAX_VOCABULARY_WORDS:
        message = f"{count:,} words; at most {MAX_VOCABULARY_WORDS:,} are read here. Take out the rare ones"
        yield Fault("", "", "value-invalid", message)


def meanings_alone(table: Mapping[str, Any], own: Vocabulary, all_: Iterable[Vocabulary]) -> Iterator[Fault]:
    """Yield the meanings of a faultless table that no other language has, and that have one word or are misspelt."""
    others = {meaning for vocabulary in all_ if vocabulary.language != own.language for meaning in vocabulary.concepts}
    english = {word for head, words in shipped()[_MEANINGS].concepts.items() for word in (head, *words)}
    meant = nearest_among(english)
    for meaning, words in table.get("concepts", {}).items():
        if meaning in others or meaning in english:
            continue
        near = meant(meaning)
        if near or len(words) < 2:
            advice = f"did you mean “{near}”?" if near else "write a word of English that en.toml has for it"
            message = f"no other language has the meaning “{meaning}”, so its words find none of theirs; {advice}"
            yield Fault("concepts", meaning, "meaning-alone", message)


def _faults_of_table(key: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(key, "", "value-invalid", f"“{key}” is a table: below a line [{key}], {_EXAMPLES[key]}")
        return
    for entry, words in value.items():
        number = int(entry) if entry.replace("_", "").isdecimal() and entry.isascii() else 0
        if key == "months" and not 1 <= number <= 12:
            yield Fault(key, entry, "value-invalid", f"“{entry}” is no month; write 1 to 12: {_EXAMPLES[key]}")
        elif key == "numbers" and not 1 <= number <= MAX_NUMBER_WORD:
            yield Fault(key, entry, "value-invalid", f"“{entry}” is no number; write its digits: {_EXAMPLES[key]}")
        else:
            yield from _faults_of_words(words, key, entry)


_EXAMPLES = {
    "months": '1 = ["january", "jan"]',
    "numbers": '3 = ["three"]',
    "concepts": 'army = ["army", "troops"]',
}


def _faults_of_words(words: Any, key: str, entry: str) -> Iterator[Fault]:
    where = f"“{entry}” of {key}" if entry else f"“{key}”"
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        yield Fault(key, entry, "value-invalid", f'{where} takes a list of words such as ["one", "other"]')
        return
    for word in words:
        if len(word) > MAX_VOCABULARY_WORD_CHARS:
            message = f"a word of {len(word)} characters in {where}; at most {MAX_VOCABULARY_WORD_CHARS} are compared"
            yield Fault(key, entry, "value-invalid", message)
        elif key == "numbers" and not _ONE_WORD.fullmatch(word):
            message = f"“{word}” is not one word of letters; write its parts, which are put together by themselves"
            yield Fault(key, entry, "value-invalid", message)


def _size(value: Any) -> int:
    """Return how many words there are in a value of a table."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return len(value) if isinstance(value, list) else 1
