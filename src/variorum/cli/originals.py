"""Originals on the command line: read, named, and what became of their letters."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.importing.bringing_in import Brought, bring_in
from variorum.importing.refusal import NotImportable
from variorum.importing.witness import Fate
from variorum.model.hidden_characters import printable
from variorum.model.limits import MAX_ORIGINAL_BYTES
from variorum.model.problems import MissingExtraError


def read_original(file: Path, format_: str, encoding: str) -> Brought:
    """Return what a file makes of a source; what cannot be read ends the command with path and line."""
    size = file.stat().st_size
    if size > MAX_ORIGINAL_BYTES:
        raise click.ClickException(f"{printable(str(file))}: {size:,} bytes; at most {MAX_ORIGINAL_BYTES:,} are read")
    try:
        return bring_in(file.read_bytes(), file.name, format_=format_, encoding=encoding)
    except NotImportable as refused:
        line = f":{refused.line}" if refused.line else ""
        raise click.ClickException(f"{printable(str(file))}{line}: {printable(refused.message)}") from refused
    except MissingExtraError as missing:
        raise click.ClickException(str(missing)) from missing
    except (LookupError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{file.name} cannot be read so: {error}", param_hint="--encoding") from error


def original_name(file: Path) -> str:
    """Return what the original is called in the source's folder."""
    suffix = "".join(c for c in file.suffix.lower() if c.isascii() and c.isalnum())[:9]
    return f"original.{suffix or 'txt'}"


def is_kept(file: Path, brought: Brought) -> bool:
    """Whether the original is kept beside the text: not where it is the text, byte for byte."""
    return file.read_bytes() != brought.text.encode()


def show_account(brought: Brought) -> None:
    """Say what became of the letters of the original."""
    account = brought.account
    shares = ", ".join(f"{account.letters(fate):,} {_FATES[fate]}" for fate in Fate)
    total = sum(map(account.letters, Fate))
    share = 100 * total / account.total if account.total else 100
    click.echo(f"Account: {account.total:,} characters: {shares} = {share:.4g} %")
    for fate, number, what, reason in account.rows():
        if fate == Fate.OMITTED:
            click.echo(f"  omitted {number:>8,}  {printable(what)}: {printable(reason)}")
    if account.unaccounted:
        click.echo(f"  NOT ACCOUNTED FOR: {printable(account.unaccounted)}")
    if account.invented:
        click.echo(f"  NOT IN THE ORIGINAL: {printable(account.invented)}")


_FATES = {Fate.SHOWN: "shown", Fate.LAYER: "in the layer", Fate.OMITTED: "omitted"}
