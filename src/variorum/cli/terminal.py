"""What the commands share on a terminal: words of strangers made harmless, Problems, the folder of the edition."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from variorum.model.problems import Problem

EDITION = click.option(
    "--edition",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the edition (default: this one).",
)
_JOINERS = "\u200c\u200d"  # letters of Devanagari are not whole without them


def printable(text: str) -> str:
    """Show line breaks and control characters of a stranger's text as signs, so that no terminal obeys them."""
    return "".join(c if c.isprintable() or c in _JOINERS else c.encode("unicode_escape").decode("ascii") for c in text)


def show_problems(problems: Iterable[Problem]) -> bool:
    """Print Problems one to a line; tell whether there were any."""
    any_ = False
    for problem in problems:
        any_ = True
        click.echo(printable(str(problem)))
    return any_
