"""Which language a run of letters is in, as far as its script tells: text in, spans with language tags out.

A screen reader needs the language of every run in another script to speak it. Languages that share a script cannot be
told apart here; authors mark those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import regex

from variorum.model.edition import Span

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


# What may be a letter of another script than Latin: all blocks behind the combining marks, but for Latin's own
# additions, punctuation and signs.
_NOT_LATIN = re.compile(
    "[\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2d00-\u2dff\u2e80-\ua71f\ua7f8-\uab2f\uab70-\ufaff\ufb13-\ufdff"
    "\ufe70-\ufeff\uff66-\uffdc\U00010000-\U0010ffff]"
)


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
