"""`variorum names` makes a start of names.toml from the texts, and gives a name another id."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.terminal import EDITION, YES, write_renaming
from variorum.editing.renaming import name_renamed, signature_renamed
from variorum.finder.name_candidates import as_toml, candidates, why_no_names
from variorum.model.hidden_characters import printable
from variorum.reading import read_edition
from variorum.reading.names import is_name_id


@click.group()
def names() -> None:
    """Find the names that the sources tell of, and give one another id.

    Exit codes: 0 all is well, 1 nothing was done, 2 called wrongly.

    \b
    Examples:
      variorum names find > names.toml
      variorum names rename zinoviev grigory-zinoviev
    """


@names.command("rename")
@click.argument("old")
@click.argument("new")
@click.option("--by", "signs", is_flag=True, help="OLD and NEW are what somebody is called who signs with by:.")
@YES
@EDITION
def rename(old: str, new: str, signs: bool, yes: bool, edition: Path) -> None:
    """Give the name OLD of names.toml the id NEW, there and in every note, parallel and page.

    With --by, name somebody otherwise who signs notes, parallels and translations. Every line that changes is shown
    first; then all are written, or none. Exit codes: 0 done, 1 there is no such name, NEW is taken, or you said no,
    2 called wrongly.

    \b
    Examples:
      variorum names rename zinoviev grigory-zinoviev
      variorum names rename --by "A. Reader" "Anna Reader"
    """
    if signs:
        renaming = signature_renamed(edition, old, new)
        if not renaming.places:
            raise click.ClickException(f"nobody signs as {printable(old)}")
        write_renaming(edition, renaming, yes=yes)
        return
    there = read_edition(edition).names
    if old not in there:
        raise click.ClickException(f"names.toml has no name {printable(old)}")
    if new in there:
        raise click.ClickException(f"{printable(new)} is a name already; choose another id")
    if not is_name_id(new):
        raise click.BadParameter("an id has small letters, figures and single hyphens only", param_hint="NEW")
    write_renaming(edition, name_renamed(edition, old, new), yes=yes)


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
    for reason in () if found else why_no_names(edition, least):
        click.echo(printable(reason), err=True)
