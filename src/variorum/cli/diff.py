"""`variorum diff`: what a pull request adds, beside the passages that it is about."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.cli.terminal import EDITION
from variorum.editing.change_summary import summary
from variorum.editing.git_version import NoVersionError, Version
from variorum.reading import read_edition


@click.command()
@click.argument("base")
@EDITION
def diff(base: str, edition: Path) -> None:
    """Show as Markdown what is new or changed since BASE (a branch or commit of git), each note beside its passage.

    Every sign of markup in a stranger's words is escaped. Exit codes: 0 shown, 1 git does not know BASE, 2 called
    wrongly.

    \b
    Examples:
      variorum diff main
      variorum diff "origin/$GITHUB_BASE_REF" >> "$GITHUB_STEP_SUMMARY"
    """
    found = read_edition(edition)
    try:
        for line in summary(found, check(found), Version(edition, base)):
            click.echo(line)
    except NoVersionError as error:
        raise click.ClickException(str(error)) from error
