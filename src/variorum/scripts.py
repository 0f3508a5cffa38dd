"""Which language a run of letters is in, as far as its script tells: text in, spans with language tags out.

A screen reader needs the language of every run in another script to speak it. Languages that share a script cannot be
told apart here; authors mark those.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex

from variorum.model import Span

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
# The script of a language's own writing, where that is not Latin.
_OWN_SCRIPTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), frozenset({"Cyrillic"})),
    **dict.fromkeys(("ne", "hi", "mr", "sa", "mai", "new"), frozenset({"Devanagari"})),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), frozenset({"Arabic"})),
    **dict.fromkeys(("he", "yi"), frozenset({"Hebrew"})),
    "ka": frozenset({"Georgian"}),
    "el": frozenset({"Greek"}),
    "hy": frozenset({"Armenian"}),
    "bn": frozenset({"Bengali"}),
    "ta": frozenset({"Tamil"}),
    "th": frozenset({"Thai"}),
    "zh": frozenset({"Han"}),
    "ja": frozenset({"Han", "Hiragana", "Katakana"}),
    "ko": frozenset({"Hangul", "Han"}),
    "am": frozenset({"Ethiopic"}),
    "ti": frozenset({"Ethiopic"}),
}
_SUBTAGS = {"Latn": "Latin", "Cyrl": "Cyrillic", "Deva": "Devanagari", "Arab": "Arabic", "Geor": "Georgian"}


def own_scripts(language: str) -> frozenset[str]:
    """Return the scripts that a language is written in, e.g. {"Devanagari"} for "ne" and {"Latin"} for "ru-Latn"."""
    first, *subtags = language.split("-")
    for subtag in subtags:
        if subtag in _SUBTAGS:
            return frozenset({_SUBTAGS[subtag]})
    return _OWN_SCRIPTS.get(first, frozenset({"Latin"}))


def foreign_runs(text: str, language: str, languages: Mapping[str, str] = SCRIPT_LANGUAGES) -> list[tuple[Span, str]]:
    """Return the runs of a text that are in another script than its language's own, with the language each stands for.

    A run goes from the first to the last letter of one script; blanks, figures and marks between them belong to it.
    """
    own = own_scripts(language)
    if "Latin" in own and text.isascii():
        return []
    return [
        (Span(*match.span()), languages[str(match.lastgroup)])
        for match in _pattern(frozenset(languages) - own).finditer(text)
    ]


@lru_cache(maxsize=64)
def _pattern(scripts: frozenset[str]) -> regex.Pattern[str]:
    return regex.compile(
        "|".join(
            rf"(?P<{s}>\p{{Script={s}}}(?:[\p{{Script={s}}}\p{{M}}\p{{Script=Common}}]*[\p{{Script={s}}}\p{{M}}])?)"
            for s in sorted(scripts)
        )
    )
