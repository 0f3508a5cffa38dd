"""What the commands share on a terminal: words of strangers made harmless, Problems, the folder of the edition."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from variorum.disk.whole_file import write_new
from variorum.model.hidden_characters import printable
from variorum.model.problems import Problem

EDITION = click.option(
    "--edition",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the edition (default: this one).",
)


def put_out(text: str, file: Path | None) -> None:
    """Write a text into a new file, or to the terminal (None, or `-`); what is there already is never touched."""
    if file is None or str(file) == "-":
        click.echo(text, nl=False)
        return
    try:
        write_new(file, text)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already; nothing was written. Choose another name") from error
    click.echo(f"{file}: written", err=True)


def show_problems(problems: Iterable[Problem]) -> bool:
    """Print Problems one to a line; tell whether any of them is more than a hint."""
    any_ = False
    for problem in problems:
        any_ = any_ or not problem.is_hint
        click.echo(printable(str(problem)))
    return any_
