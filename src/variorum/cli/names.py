"""`variorum names` makes a start of names.toml from the texts."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.finder.name_candidates import as_toml, candidates
from variorum.model.hidden_characters import printable
from variorum.reading import read_edition


@click.group()
def names() -> None:
    """Find the names that the sources tell of.

    Exit codes: 0 all is well, 2 called wrongly.

    \b
    Examples:
      variorum names find > names.toml
    """


@names.command("find")
@click.option(
    "--edition",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The edition's folder (default: this one).",
)
@click.option("--least", default=3, show_default=True, type=click.IntRange(min=1), help="How often a name must stand.")
def find(root: Path, least: int) -> None:
    """Print entries for names.toml: what may be a name in the sources, and stands there in no spelling yet.

    Each entry has the kind “?”: say what it is, put other spellings to it, strike what is no name. Texts in scripts
    without capitals are searched for what sounds like a name of another source.
    Exit codes: 0 printed, 2 called wrongly.

    \b
    Examples:
      variorum names find > names.toml
      variorum names find --least 5 >> names.toml
    """
    edition = read_edition(root)
    found = candidates(edition, least)
    click.echo("\n".join(map(printable, as_toml(found).split("\n"))), nl=False)
    click.echo(f"{len(found)} that may be names; names.toml has {len(edition.names)}", err=True)
