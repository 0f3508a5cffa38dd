"""Which language a run of letters is in, as far as its script tells: text in, spans with language tags out.

A screen reader needs the language of every run in another script to speak it. Languages that share a script cannot be
told apart here; authors mark those. And which way the lines of a language run: left-to-right or right-to-left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import regex
from babel.core import get_global
from babel.localedata import locale_identifiers

from variorum.model.span import Span
from variorum.text.bidi import read_together

# The language that a script most likely stands for when nobody says more (BCP 47).
SCRIPT_LANGUAGES: Mapping[str, str] = {
    "Latin": "en",
    "Cyrillic": "ru",
    "Georgian": "ka",
    "Devanagari": "hi",
    "Greek": "el",
    "Armenian": "hy",
    "Hebrew": "he",
    "Arabic": "ar",
    "Bengali": "bn",
    "Tamil": "ta",
    "Thai": "th",
    "Han": "zh",
    "Hiragana": "ja",
    "Katakana": "ja",
    "Hangul": "ko",
    "Ethiopic": "am",
}
# Scripts that part no words by blanks; word_places.js has them too, held equal by a test.
UNPARTED = (
    "Han",
    "Hiragana",
    "Katakana",
    "Bopomofo",
    "Thai",
    "Lao",
    "Khmer",
    "Myanmar",
    "Tibetan",
    "Javanese",
    "Balinese",
)
# The scripts of a writing (ISO 15924, as Babel's likely subtags and language tags name it) by their Unicode names.
_SCRIPTS: Mapping[str, frozenset[str]] = {
    code: frozenset(names.split())
    for code, names in {
        "Latn": "Latin", "Cyrl": "Cyrillic", "Geor": "Georgian", "Deva": "Devanagari", "Grek": "Greek",
        "Armn": "Armenian", "Hebr": "Hebrew", "Arab": "Arabic", "Beng": "Bengali", "Taml": "Tamil", "Thai": "Thai",
        "Hans": "Han", "Hant": "Han", "Jpan": "Han Hiragana Katakana", "Kore": "Hangul Han", "Ethi": "Ethiopic",
        "Gujr": "Gujarati", "Guru": "Gurmukhi", "Telu": "Telugu", "Knda": "Kannada", "Mlym": "Malayalam",
        "Sinh": "Sinhala", "Tibt": "Tibetan", "Mymr": "Myanmar", "Khmr": "Khmer", "Laoo": "Lao", "Mong": "Mongolian",
        "Hani": "Han", "Syrc": "Syriac", "Thaa": "Thaana", "Nkoo": "Nko", "Samr": "Samaritan", "Mand": "Mandaic",
        "Adlm": "Adlam", "Copt": "Coptic Greek", "Goth": "Gothic", "Orya": "Oriya", "Aghb": "Caucasian_Albanian",
        "Glag": "Glagolitic", "Cher": "Cherokee", "Cans": "Canadian_Aboriginal", "Xsux": "Cuneiform",
        "Ugar": "Ugaritic", "Phnx": "Phoenician", "Armi": "Imperial_Aramaic", "Avst": "Avestan",
        "Egyp": "Egyptian_Hieroglyphs",
    }.items()
}  # fmt: skip
# Old languages whose texts are printed in another script than the one that Babel thinks likeliest, or that it lacks.
_PRINTED_IN: Mapping[str, str] = {
    language: code
    for code, languages in {
        "Grek": "grc gmy ell", "Hani": "lzh och ltc zho chi", "Deva": "sa san hin nep mar",
        "Latn": "pi pli uga akk egy",
        "Syrc": "syc syr", "Hebr": "arc hbo jpa tmr heb yid", "Arab": "ara fas per ota urd", "Armn": "xcl hye",
        "Geor": "oge kat", "Cyrl": "cu chu orv rus", "Goth": "got", "Copt": "cop", "Ethi": "gez", "Jpan": "jpn",
        "Kore": "kor", "Beng": "ben", "Taml": "tam",
    }.items()
    for language in languages.split()
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset(
    {"Hebrew", "Arabic", "Syriac", "Thaana", "Nko", "Samaritan", "Mandaic", "Adlam", "Phoenician"}
    | {"Imperial_Aramaic", "Avestan"}
)
SLANTED = ("Latin", "Greek", "Cyrillic")  # scripts that have italics; compare_columns.js has them too
# Scripts whose letters join, or hang from one line: spaces between them tear words.
_JOINED = frozenset({"Arabic", "Syriac", "Mongolian", "Nko", "Mandaic", "Adlam", "Devanagari", "Bengali", "Gurmukhi"})


# What may be a letter of another script than Latin: all blocks behind the combining marks, but for Latin's own
# additions, punctuation and signs.
_NOT_LATIN = re.compile(
    "[\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2d00-\u2dff\u2e80-\ua71f\ua7f8-\uab2f\uab70-\ufaff\ufb13-\ufdff"
    "\ufe70-\ufeff\uff66-\uffdc\U00010000-\U0010ffff]"
)


def letters_of(scripts: Iterable[str]) -> str:
    """Return what stands for any letter of some scripts inside the brackets of an expression (`regex`)."""
    return "".join(rf"\p{{{script}}}" for script in scripts)


@lru_cache(maxsize=256)
def own_scripts(language: str) -> frozenset[str]:
    """Return the scripts that a language is written in, e.g. {"Devanagari"} for "ne" and {"Latin"} for "ru-Latn"."""
    first, *subtags = language.split("-")
    likely = [_PRINTED_IN.get(first, ""), *str(get_global("likely_subtags").get(first, "")).split("_")]
    return next((_SCRIPTS[code] for code in (*subtags, *likely) if code in _SCRIPTS), _SCRIPTS["Latn"])


def direction_of(language: str) -> str:
    """Return the direction of a language's lines: "rtl" for "he", "fa" and "ks-Arab", else "ltr".

    >>> [direction_of(tag) for tag in ("he", "ur", "ar-Latn", "nb", "az-Arab", "syc")]
    ['rtl', 'rtl', 'ltr', 'ltr', 'rtl', 'rtl']
    """
    return "rtl" if own_scripts(language) & _RIGHT_TO_LEFT else "ltr"


class Upright(NamedTuple):
    """A language whose script has no italics."""

    tag: str
    from_right: bool  # whether its lines run from the right
    is_dotted: bool  # whether what is set apart has a dot at each letter, as in Chinese and Japanese; else it is bold
    is_joined: bool  # whether no space may come between its letters


@lru_cache(maxsize=1)
def upright_languages() -> tuple[Upright, ...]:
    """Return the languages whose scripts have no italics: of those that Babel describes, and of old ones.

    >>> tags = {language.tag for language in upright_languages()}
    >>> {"he", "bn", "th", "sa", "zh"} <= tags, {"en", "el", "ru"} & tags
    (True, set())
    """
    known = {name.partition("_")[0] for name in locale_identifiers()} | set(_PRINTED_IN)
    return tuple(
        Upright(
            tag,
            direction_of(tag) == "rtl",
            "Han" in scripts and "Hangul" not in scripts,
            not scripts.isdisjoint(_JOINED),
        )
        for tag in sorted(known)
        if (scripts := own_scripts(tag)).isdisjoint(SLANTED)
    )


def foreign_runs(text: str, language: str, languages: Mapping[str, str] = SCRIPT_LANGUAGES) -> list[tuple[Span, str]]:
    """Return the runs of a text that are in another script than its language's own, with the language each stands for.

    A run goes from the first to the last letter of one script; blanks, figures and marks between them belong to it.
    One that runs against the text is as it is read (`bidi`): a run may then hold others, which come after it.
    """
    runs = script_runs(text, language, languages)
    base = direction_of(language)
    if all(direction_of(foreign) == base for _, foreign in runs):
        return runs
    return read_together(text, runs, base, direction_of)


def script_runs(text: str, language: str, languages: Mapping[str, str] = SCRIPT_LANGUAGES) -> list[tuple[Span, str]]:
    """Return the runs of letters of another script than a language's own, none inside another."""
    own = own_scripts(language)
    foreign = frozenset(languages) - own
    if "Latin" not in own:
        return [(Span(*m.span()), languages[str(m.lastgroup)]) for m in _pattern(foreign).finditer(text)]
    if text.isascii():
        return []
    # In a Latin text foreign letters are rare: jump to each with a plain expression, then see how far its run goes.
    found = []
    at = _NOT_LATIN.search(text)
    while at:
        match = _pattern(foreign).match(text, at.start())
        if match:
            found.append((Span(*match.span()), languages[str(match.lastgroup)]))
        at = _NOT_LATIN.search(text, match.end() if match else at.end())
    return found


@lru_cache(maxsize=64)
def _pattern(scripts: frozenset[str]) -> regex.Pattern[str]:
    return regex.compile(
        "|".join(
            rf"(?P<{s}>\p{{Script={s}}}(?:[\p{{Script={s}}}\p{{M}}\p{{Script=Common}}]*[\p{{Script={s}}}\p{{M}}])?)"
            for s in sorted(scripts)
        )
    )
