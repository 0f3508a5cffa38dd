"""`variorum init`: a new edition that builds at once."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

_TEMPLATE = files("variorum") / "template"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a new edition in FOLDER, with two sample sources, a note and a parallel; it builds at once.

    FOLDER must be new or empty. Exit codes: 0 made, 1 not made, 2 called wrongly.

    \b
    Examples:
      variorum init my-edition
      cd my-edition && variorum check && sphinx-build -c . docs build/html
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; nothing was written. Choose another folder")
    try:
        with as_file(_TEMPLATE) as template:
            shutil.copytree(template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("gitignore", "gitattributes"):  # without the dot git would heed them where they are kept
            (folder / name).rename(folder / f".{name}")
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror or error}") from error
    click.echo(f"A new edition stands in {folder}. Next:")
    click.echo(f"  cd {folder} && variorum check && sphinx-build -W -c . docs build/html")
