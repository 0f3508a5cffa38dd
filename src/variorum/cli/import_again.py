"""`variorum import --again`: a corrected original takes the place of the old one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from variorum.cli.originals import original_name, read_original, show_account
from variorum.cli.set_aside import BEFORE, KEPT, set_aside
from variorum.disk.whole_file import rewrite, write_whole
from variorum.importing.again import Again, brought_again, rows_added
from variorum.importing.bringing_in import Brought, bring_in
from variorum.importing.proof import ACCOUNT, original_of
from variorum.importing.refusal import NotImportable
from variorum.importing.source_files import sha256_of
from variorum.model.hidden_characters import printable
from variorum.model.layer import LayerRow
from variorum.model.source import Source
from variorum.reading.layer import NAME as LAYER
from variorum.reading.layer import rows_of, table_of
from variorum.reading.sources import source_at
from variorum.text.quoting import quoted


def import_again(edition: Path, id_: str, file: Path, format_: str, encoding: str) -> int:
    """Bring a corrected original into the source that it made; return the exit code."""
    folder = edition / "sources" / id_
    if not (folder / "text.txt").is_file():
        raise click.ClickException(f"sources/{printable(id_)} is not there yet; leave out --again")
    old = {name: (folder / name).read_bytes() for name in KEPT}
    source = source_at(id_, old)
    if source is None:
        raise click.ClickException(f"sources/{id_} is not in order; put it right first: variorum check")
    brought = read_original(file, format_, encoding, source.language)
    text, table = old["text.txt"].decode("utf-8"), old["outline.tsv"].decode("utf-8")
    again = brought_again(source, text, table, brought, added=_added(folder, source))
    set_aside(edition, id_, old)
    _write_pictures(edition, folder, brought)
    _write(folder, file, old, brought, again)
    show_account(file, brought)
    for remark in again.outline.remarks:
        click.echo(f"  {printable(remark)}")
    for row in again.lost:
        click.echo(f"  {LAYER}: {printable(row.locus)} “{printable(row.words)}” ({row.feature}) stands there no more")
    click.echo(f"The text as it was is in sources/{id_}/{BEFORE}, so that notes and parallels find their words again.")
    click.echo(f"Now: variorum reanchor {id_} --old sources/{id_}/{BEFORE} --accept (which then removes that folder)")
    return 0 if brought.account.is_whole and not again.lost else 1


def _added(folder: Path, source: Source) -> list[LayerRow]:
    """Return the rows of the layer that the old original did not make."""
    if not (folder / LAYER).is_file():
        return []
    rows, _ = rows_of(LAYER, (folder / LAYER).read_bytes())
    try:
        original, format_, encoding = original_of(folder)
        made = bring_in(original.read_bytes(), original.name, format_=format_, encoding=encoding).layer
    except (NotImportable, OSError, LookupError, UnicodeDecodeError):
        made = []  # nobody can tell them apart: all are kept that are still found
    return rows_added(rows, made, source.passages)


def _write(folder: Path, file: Path, old: dict[str, bytes], brought: Brought, again: Again) -> None:
    """Write the files."""
    data = file.read_bytes()
    toml = old["source.toml"].decode("utf-8")
    write_whole(folder / original_name(file), data)
    values = {
        "sha256": sha256_of(brought.text.encode()),
        "original": original_name(file),
        "original_sha256": sha256_of(data),
    }
    for name, new in {
        "text.txt": brought.text,
        "outline.tsv": again.table,
        ACCOUNT: brought.table,
        **({LAYER: table_of(again.layer)} if again.layer or (folder / LAYER).exists() else {}),
        "source.toml": _with_values(toml, values),
    }.items():
        place = folder / name
        rewrite(place, new) if place.exists() else write_whole(place, new)


def _write_pictures(edition: Path, folder: Path, brought: Brought) -> None:
    """Write the pictures; one that lies there and came from no original stays as it is."""
    account = folder / ACCOUNT
    known = account.read_text(encoding="utf-8", errors="replace") if account.is_file() else ""
    for picture in brought.pictures:
        place = folder / picture.place
        if not picture.name or (place.exists() and place.read_bytes() == picture.data):
            continue
        if os.path.lexists(place) and f"\t{picture.place}\n" not in known:
            shown = place.relative_to(edition).as_posix()
            raise click.ClickException(f"{shown} is there, and from no original; give it another name first")
        place.parent.mkdir(exist_ok=True)
        write_whole(place, picture.data)


def _with_values(toml: str, values: dict[str, str]) -> str:
    """Return source.toml with new values; keys that it lacks are added at its end."""
    for key, value in values.items():
        line = f"{key} = {quoted(value)}"
        toml, times = re.subn(rf"(?m)^\s*{key}\s*=.*$", lambda _, line=line: line, toml)  # type: ignore[misc]
        toml += "" if times else f"{line}\n"
    return toml
