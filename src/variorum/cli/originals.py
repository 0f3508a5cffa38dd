"""Originals on the command line: read, named, and what became of their letters."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.disk.links import is_plain
from variorum.importing.bringing_in import Brought, bring_in
from variorum.importing.pictures import Finder, NoPictureError
from variorum.importing.refusal import NotImportable
from variorum.importing.witness import Fate
from variorum.model.hidden_characters import printable
from variorum.model.layer import PICTURES
from variorum.model.limits import MAX_ORIGINAL_BYTES, MAX_PICTURE_BYTES
from variorum.model.problems import MissingExtraError


def read_original(file: Path, format_: str, encoding: str, language: str = "") -> Brought:
    """Return what a file makes of a source; what cannot be read ends the command with path and line."""
    size = file.stat().st_size
    if size > MAX_ORIGINAL_BYTES:
        raise click.ClickException(f"{printable(str(file))}: {size:,} bytes; at most {MAX_ORIGINAL_BYTES:,} are read")
    try:
        data, find = file.read_bytes(), beside(file)
        return bring_in(data, file.name, format_=format_, encoding=encoding, language=language, find=find)
    except NotImportable as refused:
        line = f":{refused.line}" if refused.line else ""
        raise click.ClickException(f"{printable(str(file))}{line}: {printable(refused.message)}") from refused
    except MissingExtraError as missing:
        raise click.ClickException(str(missing)) from missing
    except (LookupError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{file.name} cannot be read so: {error}", param_hint="--encoding") from error


def beside(file: Path) -> Finder:
    """Return what finds the pictures in the folder of a file: plain files, reached through no link."""

    def find(path: str) -> bytes:
        place = file.parent / path
        try:
            if not is_plain(file.parent, place):
                raise NoPictureError(f"there is no such file: {place}; put it there")
            if place.stat().st_size > MAX_PICTURE_BYTES:
                raise NoPictureError(f"{place} has more than {MAX_PICTURE_BYTES:,} bytes; make it smaller")
            return place.read_bytes()
        except (OSError, ValueError) as error:
            raise NoPictureError(f"{place} cannot be read: {error}") from error

    return find


def original_name(file: Path) -> str:
    """Return what the original is called in the source's folder."""
    suffix = "".join(c for c in file.suffix.lower() if c.isascii() and c.isalnum())[:9]
    return f"original.{suffix or 'txt'}"


def show_account(file: Path, brought: Brought) -> None:
    """Say what became of the letters and the pictures of the original."""
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
    if account.torn:
        click.echo(f"  A BLANK MORE OR LESS THAN IN THE ORIGINAL: {printable(account.torn)}")
    copied = [picture for picture in account.pictures if picture.name]
    if copied:
        click.echo(f"  pictures {len(copied):>7,}  copied into {PICTURES}")
    for picture in account.pictures:
        if not picture.name:
            line = f":{picture.line}" if picture.line else ""
            click.echo(printable(f"{file}{line}: the picture {picture.said} is not copied: {picture.fault}"))


_FATES = {Fate.SHOWN: "shown", Fate.LAYER: "in the layer", Fate.OMITTED: "omitted"}
