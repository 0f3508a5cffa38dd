"""Tags of languages as files write them (BCP 47): `nb`, `grc`, `zh-Hant`."""

from __future__ import annotations

import re

from babel.core import get_global

LANGUAGE_TAG = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"  # a regular expression of Python, of JavaScript and of JSON Schema


def is_language_tag(text: str) -> bool:
    """Whether a text can be a tag; that there is such a language is not asked."""
    return bool(re.fullmatch(LANGUAGE_TAG, text))


def shortest_tag(tag: str) -> str:
    """Return a tag as BCP 47 writes it where an original has the longer code of a library.

    >>> shortest_tag("eng"), shortest_tag("ger-Latf"), shortest_tag("grc"), shortest_tag("nb")
    ('en', 'de-Latf', 'grc', 'nb')
    """
    language, dash, rest = tag.partition("-")
    short = get_global("language_aliases").get(language, "") if len(language) == 3 else ""
    return f"{short if len(short) == 2 else language}{dash}{rest}"
