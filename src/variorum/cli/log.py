"""`variorum log`: what came, changed and went since a version of the edition."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.terminal import EDITION
from variorum.editing.change_log import change_log
from variorum.editing.git_version import NoVersionError, Version
from variorum.model.hidden_characters import printable
from variorum.reading import read_edition


@click.command()
@click.argument("version")
@EDITION
def log(version: str, edition: Path) -> None:
    """Print as Markdown what is new, changed, renamed or gone since VERSION (a tag, branch or commit of git).

    Notes, parallels and translations stand by source and by the person who signed them; of what is gone it is said
    where it went or why it was refused, if the edition knows. Exit codes: 0 printed, 1 git does not know VERSION,
    2 called wrongly.

    \b
    Examples:
      variorum log v0.1.0
      variorum log v0.1.0 > changes.md
    """
    found = read_edition(edition)
    try:
        for line in change_log(found, Version(edition, version)):
            click.echo(printable(line))
    except NoVersionError as error:
        raise click.ClickException(str(error)) from error
