"""What a build writes into a log: no word of a stranger can begin a line there, or be taken for a command.

Sphinx and its extensions put file names, keys and words into their messages as they are. A workflow of GitHub obeys a
line of its log that begins with `::error` or `##[group]`, a terminal obeys control characters.
"""

from __future__ import annotations

import logging
import re

from sphinx.util.logging import NAMESPACE

from variorum.model.hidden_characters import printable

_COMMAND = re.compile(r"^(\s*)(?=::|##\[)", re.MULTILINE)
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")


class _Harmless(logging.Filter):
    """Make a record harmless before it is written; no record is ever held back."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Escape the values that a message is made from, its place, and lines that begin like a command."""
        if isinstance(record.args, tuple):
            record.args = tuple(_value(arg) for arg in record.args)
        if isinstance(record.msg, str):
            record.msg = "\n".join(map(_line, record.msg.split("\n")))
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = printable(location)
        return True


def guard() -> None:
    """Let every message of this build pass the filter; Sphinx makes its handlers anew for each build."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        if not any(isinstance(known, _Harmless) for known in handler.filters):
            handler.addFilter(_Harmless())


def _value(value: object) -> object:
    return _coloured(value) if isinstance(value, str) else value


def _line(text: str) -> str:
    return _COMMAND.sub(r"\1> ", _coloured(text))


def _coloured(text: str) -> str:
    """Return the text without control characters other than the colours of a terminal, which Sphinx writes itself."""
    return "".join(part if number % 2 else printable(part) for number, part in enumerate(_COLOUR.split(text)))
