"""`variorum diff`: what a pull request adds, beside the passages that it is about."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.cli.terminal import EDITION, put_out
from variorum.editing.change_summary import cut, summary
from variorum.editing.git_version import NoVersionError, Version
from variorum.editing.pages import pages_of
from variorum.model.web_addresses import is_web_address
from variorum.reading import read_edition


@click.command()
@click.argument("base")
@click.option("--preview", default="", metavar="URL", help="Where the built pages of the change stand, for links.")
@click.option("--limit", type=click.IntRange(min=500), help="Print no more than so many bytes (GitHub takes 1048576).")
@click.option("--whole", type=click.Path(dir_okay=False, path_type=Path), help="Write all into this new file too.")
@EDITION
def diff(base: str, preview: str, limit: int | None, whole: Path | None, edition: Path) -> None:
    """Show as Markdown what is new or changed since BASE (a branch or commit of git), each note beside its passage.

    What came to BASE after the change was begun is not shown. Of each thing it is said field by field what it was and
    what it is. Every sign of markup in a stranger's words is escaped. Exit codes: 0 shown, 1 git does not know BASE,
    2 called wrongly.

    \b
    Examples:
      variorum diff main
      variorum diff "$BASE" --limit 1000000 --whole summary.md >> "$GITHUB_STEP_SUMMARY"
    """
    found = read_edition(edition)
    at = pages_of(edition, found, preview) if is_web_address(preview) else lambda path: ""
    try:
        lines = list(summary(found, check(found), Version(edition, base).fork(), at))
        if whole:
            put_out("\n".join(lines) + "\n", whole)
        for line in cut(lines, limit, str(whole or "")) if limit else lines:
            click.echo(line)
    except NoVersionError as error:
        raise click.ClickException(str(error)) from error
