"""Words in quotation marks, as both YAML and TOML read them back, whatever they hold."""

from __future__ import annotations

import json


def quoted(words: str) -> str:
    """Return words as a string in double quotes: JSON's, with the one control character escaped that TOML forbids."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
