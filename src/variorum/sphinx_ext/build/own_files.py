"""Which files of a build are ours: what is in their way is refused, what is no more is deleted, by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.disk.links import Below
from variorum.disk.whole_file import remove
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.errors import stop
from variorum.sphinx_ext.build.state_seal import read_record, write_record

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OTHER_OUTPUT = "take it away, or build into another folder"


def refuse_in_the_way(base: Path, files: Iterable[str], option: str, folders: Iterable[str] = ()) -> None:
    """Stop if files or folders that are to be written below `base` stand there as something else.

    As a link, through which the build would write into what somebody else has made; a folder where a file is to be; or
    a file where a folder is to be. Nothing of that is ours, so that it is not deleted.
    """
    below = Below(base)
    for name in files:
        _refuse(base, below.link_to(name), _THROUGH, option)
        found = below.in_the_way(name)
        _refuse(base, found, _FOLDER if found == name else _FILE, option)
    for name in folders:
        _refuse(base, below.link_to(name), _THROUGH, option)
        _refuse(base, below.not_a_folder(name), _FILE, option)


_THROUGH = "is a symbolic link, and the build would write through it"
_FOLDER = "is a folder, and the build writes a file of this name"
_FILE = "is a file, and the build makes a folder of this name"


def _refuse(base: Path, found: str, what: str, option: str) -> None:
    if found:
        stop(f"{base / found} {what}; {option}", "file-outside" if what == _THROUGH else "file-in-the-way")


@contextmanager
def files_written() -> Iterator[None]:
    """Stop with one line if the system refuses a file of the output: it may not be written, or the disk is full."""
    try:
        yield
    except OSError as error:
        place = error.filename2 or error.filename or "a file of the output"
        option = "let it be written and read there, or build into another folder"
        stop(f"{place}: the file cannot be written: {error.strerror}; {option}", "file-in-the-way")


def keep_only(app: Sphinx, folder: Path, names: Collection[str]) -> None:
    """Say which files we are about to write into a folder of the output.

    Those that earlier builds wrote there, and that are not among them, are deleted; all others stay. The build stops if
    something else is in their way.
    """
    base = folder.relative_to(Path(app.outdir)).as_posix()
    prefix = "" if base == "." else f"{base}/"
    refuse_in_the_way(Path(app.outdir), (f"{prefix}{name}" for name in names), OTHER_OUTPUT)
    record = Path(app.doctreedir) / f"variorum-files-{digest_of(str(folder))}.json"
    found = read_record(record)
    old = {name for name in found if isinstance(name, str)} if isinstance(found, list) else set()
    if old == set(names):
        return
    write_record(record, sorted(old | set(names)))  # whoever is killed from here on leaves a record of all of them
    for name in old - set(names):
        remove(Path(app.outdir), folder / name)
    write_record(record, sorted(names))
