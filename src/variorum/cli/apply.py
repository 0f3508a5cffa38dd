"""`variorum apply`: what a reader wants put right is put right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.cli.terminal import EDITION, YES, write_renaming
from variorum.editing.corrections import corrected, corrections_in
from variorum.model.hidden_characters import printable
from variorum.model.limits import MAX_CONTRIBUTION_BYTES
from variorum.reading import read_edition
from variorum.reading.files import Refused, read_bytes


@click.command()
@click.argument("message", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@YES
@EDITION
def apply(message: Path, yes: bool, edition: Path) -> None:
    """Put right what MESSAGE says of a translation, a name or a gloss; - reads it from the input.

    MESSAGE is what the form "Something wrong?" of the page makes: a file, a mail or a matter of the host, saved as it
    is. Its old words must stand where it says, and every file must be readable after. Every line that changes is shown
    first; then all are written, or none, and the edition is checked. Exit codes: 0 done and in order, 1 nothing was
    done, or something has to be put right now, 2 called wrongly.

    \b
    Examples:
      variorum apply mistake-ne-12.md
      gh issue view 7 --json body --jq .body | variorum apply --yes -
    """
    try:
        data = sys.stdin.buffer.read() if str(message) == "-" else _bytes_of(message)
        corrections = corrections_in(str(message), data)
        renaming = corrected(edition, str(message), corrections)
    except Refused as refused:
        raise click.ClickException(printable(str(refused.problem))) from refused
    for by in dict.fromkeys(one.by for one in corrections if one.by):
        click.echo(printable(f"Proposed by {by}"))
    write_renaming(edition, renaming, yes=yes)
    problems = [problem for problem in check(read_edition(edition)) if not problem.is_hint]
    for problem in problems:
        click.echo(printable(str(problem)))
    sys.exit(1 if problems else 0)


def _bytes_of(message: Path) -> bytes:
    return read_bytes(message.parent, message.name, MAX_CONTRIBUTION_BYTES)
