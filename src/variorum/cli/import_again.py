"""`variorum import --again`: a corrected original takes the place of the old one."""

from __future__ import annotations

import re
from pathlib import Path

import click

from variorum.cli.originals import is_kept, original_name, read_original, show_account
from variorum.disk.whole_file import rewrite, write_whole
from variorum.importing.again import Again, brought_again, rows_added
from variorum.importing.bringing_in import Brought, bring_in
from variorum.importing.proof import ACCOUNT, original_of
from variorum.importing.refusal import NotImportable
from variorum.importing.source_files import sha256_of
from variorum.model.edition import Source
from variorum.model.hidden_characters import printable
from variorum.model.layer import LayerRow
from variorum.reading.layer import NAME as LAYER
from variorum.reading.layer import rows_of, table_of
from variorum.reading.sources import source_at
from variorum.text.quoting import quoted

BEFORE = "_before"  # the folder with the old text; what begins with _ is read by nobody else
_KEPT = ("text.txt", "outline.tsv", "source.toml")


def import_again(edition: Path, id_: str, file: Path, format_: str, encoding: str) -> int:
    """Bring a corrected original into the source that it made; return the exit code."""
    folder = edition / "sources" / id_
    if not (folder / "text.txt").is_file():
        raise click.ClickException(f"sources/{printable(id_)} is not there yet; leave out --again")
    old = {name: (folder / name).read_bytes() for name in _KEPT}
    source = source_at(id_, old)
    if source is None:
        raise click.ClickException(f"sources/{id_} is not in order; put it right first: variorum check")
    brought = read_original(file, format_, encoding)
    text, table = old["text.txt"].decode("utf-8"), old["outline.tsv"].decode("utf-8")
    again = brought_again(source, text, table, brought, added=_added(folder, source))
    _write(folder, file, old, brought, again)
    show_account(brought)
    for remark in again.outline.remarks:
        click.echo(f"  {printable(remark)}")
    for row in again.lost:
        click.echo(f"  {LAYER}: {printable(row.locus)} “{printable(row.words)}” ({row.feature}) stands there no more")
    click.echo(f"Now: variorum reanchor {id_} --old sources/{id_}/{BEFORE} --accept")
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
    """Write the files; the old text is set aside first."""
    data = file.read_bytes()
    before = folder / BEFORE
    before.mkdir(exist_ok=True)
    for name, content in old.items():
        write_whole(before / name, content)
    toml = old["source.toml"].decode("utf-8")
    values = {"sha256": sha256_of(brought.text.encode())}
    if is_kept(file, brought):
        write_whole(folder / original_name(file), data)
        values |= {"original": original_name(file), "original_sha256": sha256_of(data)}
    for name, new in {
        "text.txt": brought.text,
        "outline.tsv": again.table,
        ACCOUNT: brought.table,
        **({LAYER: table_of(again.layer)} if again.layer or (folder / LAYER).exists() else {}),
        "source.toml": _with_values(toml, values),
    }.items():
        place = folder / name
        rewrite(place, new) if place.exists() else write_whole(place, new)


def _with_values(toml: str, values: dict[str, str]) -> str:
    """Return source.toml with new values; keys that it lacks are added at its end."""
    for key, value in values.items():
        line = f"{key} = {quoted(value)}"
        toml, times = re.subn(rf"(?m)^\s*{key}\s*=.*$", lambda _, line=line: line, toml)  # type: ignore[misc]
        toml += "" if times else f"{line}\n"
    return toml
