"""What the commands share on a terminal: words of strangers made harmless, Problems, the folder of the edition."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from variorum.disk.whole_file import rewrite_all, write_new
from variorum.editing.renaming import Renaming
from variorum.model.hidden_characters import printable
from variorum.model.problems import Problem

EDITION = click.option(
    "--edition",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the edition (default: this one).",
)


_BESIDE = 40  # letters that are shown on each side of what changes
YES = click.option("--yes", is_flag=True, help="Do not ask.")


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


def write_renaming(root: Path, renaming: Renaming, *, yes: bool) -> None:
    """Show every line that changes, ask, and write all files or none."""
    for place in renaming.places:
        click.echo(printable(f"{place.path}:{place.line}"))
        for sign, line in zip("-+", _where_they_differ(place.was, place.now), strict=True):
            click.echo(printable(f"  {sign} {line}"))
    for place in renaming.left:
        click.echo(printable(f"{place.path}:{place.line}: stays as it is, for it is no key there"))
    lines, files = len(renaming.places), len(renaming.files)
    said = f"{lines} {'line' if lines == 1 else 'lines'} in {files} {'file' if files == 1 else 'files'}"
    if not yes:
        click.confirm(f"Change {said}?", default=False, abort=True)
    try:
        rewrite_all(root, renaming.files)
    except OSError as error:
        raise click.ClickException(f"nothing was changed: {error.filename}: {error.strerror}") from error
    click.echo(f"{said} changed", err=True)


def _where_they_differ(was: str, now: str) -> tuple[str, str]:
    """Return two lines, cut to what is otherwise and some letters beside it."""
    first = _same(was, now)
    rest = _same(was[first:][::-1], now[first:][::-1])
    start = max(0, first - _BESIDE)

    def shown(line: str) -> str:
        end = len(line) - rest + _BESIDE
        return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"

    return shown(was), shown(now)


def _same(a: str, b: str) -> int:
    """Return how many letters two texts have in common at their beginning."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def show_problems(problems: Iterable[Problem]) -> bool:
    """Print Problems one to a line; tell whether any of them is more than a hint."""
    any_ = False
    for problem in problems:
        any_ = any_ or not problem.is_hint
        click.echo(printable(str(problem)))
    return any_
