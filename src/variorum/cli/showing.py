"""Words of strangers on a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """Show line breaks and control characters of a stranger's text as signs, so that no terminal obeys them."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
