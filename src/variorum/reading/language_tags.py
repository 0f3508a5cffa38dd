"""Tags of languages as files write them (BCP 47): `nb`, `grc`, `zh-Hant`."""

from __future__ import annotations

import re

LANGUAGE_TAG = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"  # a regular expression of Python, of JavaScript and of JSON Schema


def is_language_tag(text: str) -> bool:
    """Whether a text can be a tag; that there is such a language is not asked."""
    return bool(re.fullmatch(LANGUAGE_TAG, text))
