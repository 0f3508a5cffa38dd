"""Tags of languages as files write them (BCP 47): `nb`, `grc`, `zh-Hant`."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.core import get_global

LANGUAGE_TAG = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"  # a regular expression of Python, of JavaScript and of JSON Schema


def is_language_tag(text: str) -> bool:
    """Whether a text can be a tag; that there is such a language is not asked."""
    return bool(re.fullmatch(LANGUAGE_TAG, text))


def what_tag(wrong: str) -> str:
    """Say what is asked for instead of a word that is no tag: the tag of the language that it names, if it names one.

    >>> what_tag("German"), what_tag("norsk bokmål"), what_tag("x")
    ('a tag: write de', 'a tag: write nb', 'a tag such as en or nb')
    """
    meant = _tags_by_name().get(wrong.casefold().strip(), "")
    meant = meant or (wrong.replace("_", "-") if is_language_tag(wrong.replace("_", "-")) else "")
    return f"a tag: write {meant}" if meant else "a tag such as en or nb"


@cache
def _tags_by_name() -> dict[str, str]:
    """What languages are called in English and in themselves → tag."""
    english = Locale("en").languages
    named = {tag: Locale.parse(tag).get_display_name(tag) for tag in _SELF_NAMED}
    both = ((name, tag) for names in (english, named) for tag, name in names.items() if is_language_tag(tag) and name)
    return {name.casefold(): tag for name, tag in both}


_SELF_NAMED = ("de", "es", "fr", "hi", "it", "ka", "nb", "ne", "nl", "nn", "pl", "pt", "ru", "sv", "tr", "uk")


def shortest_tag(tag: str) -> str:
    """Return a tag as BCP 47 writes it where an original has the longer code of a library.

    >>> shortest_tag("eng"), shortest_tag("ger-Latf"), shortest_tag("grc"), shortest_tag("nb")
    ('en', 'de-Latf', 'grc', 'nb')
    """
    language, dash, rest = tag.partition("-")
    short = get_global("language_aliases").get(language, "") if len(language) == 3 else ""
    return f"{short if len(short) == 2 else language}{dash}{rest}"
