"""What the commands share on a terminal: words of strangers made harmless, Problems, the folder of the edition."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from variorum.model.hidden_characters import printable
from variorum.model.problems import Problem

EDITION = click.option(
    "--edition",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the edition (default: this one).",
)


def show_problems(problems: Iterable[Problem]) -> bool:
    """Print Problems one to a line; tell whether any of them is more than a hint."""
    any_ = False
    for problem in problems:
        any_ = any_ or not problem.is_hint
        click.echo(printable(str(problem)))
    return any_
