"""The text that a source had before its corrected original was brought in again: set aside, and cleared in the end.

It lies in the folder `_before` of the source, with a line that says what it is for; a folder without that line is
somebody else's, and is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.disk.links import leads_elsewhere
from variorum.disk.whole_file import remove, write_whole
from variorum.reading import read_edition

BEFORE = "_before"  # what begins with _ is read by nobody else
KEPT = ("text.txt", "outline.tsv", "source.toml")
_NOTE = "README.txt"
_SAID = """\
Here is what this source was before its corrected original was brought in again (variorum import --again). It is for
  variorum reanchor {id} --old sources/{id}/_before --accept
which carries over the notes and parallels, and then removes this folder. It need not go into git.
"""
_NOT_CARRIED = frozenset({"lemma-not-found", "lemma-ambiguous", "passage-unknown", "quote-not-found"})


def set_aside(edition: Path, id_: str, files: Mapping[str, bytes]) -> None:
    """Set the files of a source aside, unless those of an earlier time are still needed there."""
    folder = edition / "sources" / id_ / BEFORE
    if is_ours(edition, id_):
        if any(problem.code in _NOT_CARRIED for problem in check(read_edition(edition))):
            click.echo(f"sources/{id_}/{BEFORE} stays: notes still hang on the text there")
            return
    elif folder.exists() or folder.is_symlink():
        raise click.ClickException(f"sources/{id_}/{BEFORE} is there, and not from here; move it away first")
    folder.mkdir(exist_ok=True)
    write_whole(folder / _NOTE, _SAID.format(id=id_))
    for name, content in files.items():
        write_whole(folder / name, content)


def is_ours(edition: Path, id_: str) -> bool:
    """Whether a source has a folder `_before` that was made here."""
    note = edition / "sources" / id_ / BEFORE / _NOTE
    if not note.is_file() or leads_elsewhere(edition, note):
        return False
    return note.read_text(encoding="utf-8", errors="replace") == _SAID.format(id=id_)


def clear_away(edition: Path, id_: str) -> bool:
    """Remove what was set aside, and nothing else that somebody may have put there; tell whether the folder is gone."""
    folder = edition / "sources" / id_ / BEFORE
    if not is_ours(edition, id_):
        return False
    for name in (*KEPT, _NOTE):
        remove(edition, folder / name)
    if any(folder.iterdir()):
        return False
    folder.rmdir()
    return True
