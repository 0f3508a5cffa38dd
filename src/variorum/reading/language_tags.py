"""Tags of languages as files write them (BCP 47): `nb`, `grc`, `zh-Hant`."""

from __future__ import annotations

import re

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_language_tag(text: str) -> bool:
    """Whether a text can be a tag; that there is such a language is not asked."""
    return bool(_TAG.fullmatch(text))
