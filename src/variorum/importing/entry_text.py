"""Entries of a bibliography as text: letters into TeX, fields into an entry, an entry into lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from variorum.reading.bibtex_scanner import Entry, Field

_SIGNS = str.maketrans({"\\": r"\textbackslash{}", "{": "(", "}": ")", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#",
                        "_": r"\_", "~": r"\textasciitilde{}"})  # fmt: skip


# what reference managers write for italics, and for what we do not set
_ITALICS = re.compile(r"<i>(.*?)</i>", re.IGNORECASE)
_OTHER_TAGS = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?: [^<>]*)?>", re.IGNORECASE)


def in_tex(text: object) -> str:
    """Return words of another format as a field of ours holds them; italics as `\\emph`."""
    words = " ".join(str(text).split()).translate(_SIGNS)
    return _OTHER_TAGS.sub("", _ITALICS.sub(r"\\emph{\1}", words)) if "<" in words else words


def made_entry(type_: str, key: str, fields: Mapping[str, str]) -> Entry:
    """Return an entry as the scanner would have read it."""
    return Entry(type_, key, 1, {name: Field(value, 1) for name, value in fields.items() if value})


def entry_text(entry: Entry) -> str:
    """Return an entry in the form that the project's own files have."""
    lines = "".join(f"  {name} = {{{field.value}}},\n" for name, field in entry.fields.items())
    return f"@{entry.type}{{{entry.key},\n{lines}}}\n"
