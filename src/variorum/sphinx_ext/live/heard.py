"""What a build warns of: handed on to the terminal, and kept for the pages that are open."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TextIO

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Heard(io.TextIOBase):
    """A stream of warnings that hands on what is written and keeps its lines until they are asked for."""

    def __init__(self, terminal: TextIO, folder: Path) -> None:
        self._terminal, self._folder, self._words = terminal, folder, ""

    def write(self, words: str) -> int:
        """Hand on some words, and keep them."""
        self._words += words
        return self._terminal.write(words)

    def flush(self) -> None:
        """Let the terminal show what it has."""
        self._terminal.flush()

    def isatty(self) -> bool:
        """Whether a person reads along."""
        return self._terminal.isatty()

    def lines(self) -> list[str]:
        """Return each warning since the last time, with its path as seen from the edition."""
        plain = _COLOUR.sub("", self._words).replace(f"{self._folder}/", "")
        self._words = ""
        return list(dict.fromkeys(filter(None, map(str.strip, plain.split("\n")))))
