"""`variorum refuse`: a contribution that is not taken is remembered with the reason."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.terminal import EDITION
from variorum.editing.changed_files import things
from variorum.editing.refusing import refuse as remember
from variorum.model.hidden_characters import printable
from variorum.reading import read_edition


@click.command()
@click.argument("file")
@click.option("--reason", required=True, help="Why it is not taken; whoever sends it again is told so.")
@click.option("--by", required=True, help="Who says so.")
@EDITION
def refuse(file: str, reason: str, by: str, edition: Path) -> None:
    """Remember that the note or parallel in FILE is refused, so that `check` says so when it is sent again.

    Of a note the passage, words and text are kept in annotations/rejected.tsv beside it; of a parallel each pair of
    its passages in parallels/rejected.tsv. Readers who follow a link to it are told the reason. FILE itself is not
    touched: take it out of the edition then. Exit codes: 0 remembered, 1 FILE is no note or parallel that can be read,
    2 called wrongly.

    \b
    Examples:
      variorum refuse sources/norwegian/annotations/no-1913.md --reason "repeats No 22" --by "The editors"
      git rm sources/norwegian/annotations/no-1913.md
    """
    found = read_edition(edition)
    path = file.replace("\\", "/").removeprefix("./")
    thing = things(found).get(path)
    if thing is None:
        raise click.ClickException(
            f"{printable(file)} is no note or parallel of the edition that can be read; "
            "write its path as variorum check does"
        )
    if not " ".join(reason.split()) or not " ".join(by.split()):
        raise click.BadParameter("--reason and --by take words")
    table = remember(edition, found, thing, by=by, reason=reason)
    click.echo(printable(f"{table}: {thing.id} added; now take {path} out of the edition"))
