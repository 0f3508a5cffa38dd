"""Which files of a build are ours: what links would lead astray is refused, what is no more is deleted, by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.disk.links import Below
from variorum.disk.whole_file import remove
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.errors import stop
from variorum.sphinx_ext.build.state_seal import read_record, write_record

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def refuse_links(base: Path, names: Iterable[str], option: str) -> None:
    """Stop if Sphinx would write a file below `base` through a link, into what somebody else has made."""
    below = Below(base)
    for name in names:
        link = below.link_to(name)
        if link:
            stop(f"{base / link} is a symbolic link, and the build would write through it; {option}", "file-outside")


def keep_only(app: Sphinx, folder: Path, names: Collection[str]) -> None:
    """Say which files we are about to write into a folder of the output.

    Those that earlier builds wrote there, and that are not among them, are deleted; all others stay.
    """
    record = Path(app.doctreedir) / f"variorum-files-{digest_of(str(folder))}.json"
    found = read_record(record)
    old = {name for name in found if isinstance(name, str)} if isinstance(found, list) else set()
    if old == set(names):
        return
    write_record(record, sorted(old | set(names)))  # whoever is killed from here on leaves a record of all of them
    for name in old - set(names):
        remove(Path(app.outdir), folder / name)
    write_record(record, sorted(names))
