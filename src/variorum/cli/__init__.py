"""The command line. Each command is a module; it is loaded only when it is called.

Exit codes: 0 all is well · 1 there is something to put right · 2 the command was called wrongly · 130 interrupted.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from variorum.model.hidden_characters import printable

# What is typed → where its command stands, in the order of an edition's life.
COMMANDS: Mapping[str, str] = {
    "init": "variorum.cli.init:init",
    "import": "variorum.cli.import_text:import_",
    "annotate": "variorum.cli.annotate:annotate",
    "check": "variorum.cli.check:check",
    "desk": "variorum.cli.desk:desk",
    "reanchor": "variorum.cli.reanchor:reanchor",
    "parallels": "variorum.cli.parallels:parallels",
    "names": "variorum.cli.names:names",
    "works": "variorum.cli.works:works",
    "diff": "variorum.cli.diff:diff",
    "apply": "variorum.cli.apply:apply",
    "refuse": "variorum.cli.refuse:refuse",
    "log": "variorum.cli.log:log",
    "publish": "variorum.cli.publish:publish",
}


class Commands(click.Group):
    """The commands of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        return getattr(import_module(module), name) if module else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the system refuses is told in a line, not in a traceback."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has gone; click ends quietly
                raise
            place = f"{printable(str(error.filename))}: " if error.filename else ""
            raise click.ClickException(f"{place}{error.strerror or error}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sphinx-variorum", prog_name="variorum")
def main() -> None:
    """Make and check annotated editions of many sources.

    Every command takes --help. Exit codes: 0 all is well, 1 something has to be put right, 2 the command was called
    wrongly, 130 interrupted.
    """
