"""`variorum desk`: what is open in an edition, with the lines where it is decided."""

from __future__ import annotations

import os
import sys
from itertools import groupby
from pathlib import Path

import click

from variorum.checking.desk import KINDS, Matter, open_matters
from variorum.checking.edition import check
from variorum.finder.owed import owed
from variorum.finder.rejections import rejected_places
from variorum.model.hidden_characters import printable
from variorum.reading import read_edition
from variorum.reading.unread_files import kept_drafts


@click.command()
@click.argument("edition", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option("--only", type=click.Choice(list(KINDS)), help="Only matters of one kind.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(min=1), help="How many of each kind to list.")
def desk(edition: Path, only: str | None, top: int) -> None:
    """List what is open in the EDITION (default: this folder): what nobody has judged, what is doubtful, old or owed.

    Each line begins with file and line; in a terminal that can, it opens the file. `make serve` has a page with the
    same list. Exit codes: 0 listed, 2 called wrongly.

    \b
    Examples:
      variorum desk
      variorum desk --only silence --top 100
    """
    found = read_edition(edition)
    matters = open_matters(
        found, check(found), owed(found, rejected=rejected_places(edition, found)), kept_drafts(edition)
    )
    for kind, those in groupby(matters, key=lambda matter: matter.kind):
        held = list(those)
        if only in (None, kind):
            click.echo(f"{KINDS[kind]}: {len(held)}")
            for matter in held[:top]:
                click.echo(f"  {_place(edition, matter)}: {printable(matter.words)}")
            if len(held) > top:
                click.echo(f"  and {len(held) - top} more: variorum desk --only {kind} --top {len(held)}")
    if not matters:
        click.echo("Nothing is open.")


def _place(edition: Path, matter: Matter) -> str:
    """Return file and line; on a terminal as a link that opens them (in its own editor, where it is one)."""
    said = printable(f"{matter.path}:{matter.line}")
    if not sys.stdout.isatty():
        return said
    address = (edition / matter.path).resolve().as_uri()
    if os.environ.get("TERM_PROGRAM") == "vscode":
        address = f"{address.replace('file://', 'vscode://file', 1)}:{matter.line}"
    return f"\033]8;;{address}\033\\{said}\033]8;;\033\\"
