"""Where something stands that stops the book, for people: file and line, as they would look for it."""

from __future__ import annotations

from pathlib import Path

from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.sphinx_ext.settings import line_of_setting


def of_passage(source: Source, passage: Passage) -> str:
    """Return a passage with its line: `No 12 (sources/norwegian/text.txt:31)`."""
    return f"{source.siglum} {passage.locus} (sources/{source.id}/text.txt:{passage.first_line})"


def of_setting(name: str, confdir: Path) -> str:
    """Return the line of conf.py that gives a setting; only its name, where it is given elsewhere (`-D`)."""
    at = line_of_setting(name, confdir)
    return f"conf.py:{at}: {name}" if at else name


def of_character(character: str, where: str, folder: Path) -> str:
    """Add the line in which a character first stands, where a place is a file and has no line."""
    path = folder / where
    if not where or not path.is_file():
        return where
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    at = next((n for n, line in enumerate(lines, 1) if character in line), 0)
    return f"{where}:{at}" if at else where
