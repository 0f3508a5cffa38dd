"""What cannot be brought in, and why."""

from __future__ import annotations


class NotImportable(Exception):  # noqa: N818 -- no error of the program: it carries what to tell the person
    """A file cannot be brought in; `line` is where, 0 where no line is to blame."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class TooDeep(NotImportable):
    """Parts of a file stand too deep in one another."""
