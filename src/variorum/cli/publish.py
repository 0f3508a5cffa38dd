"""`variorum publish`: the old pages or the new ones, never a mixture."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from variorum.disk import edition_store
from variorum.disk.folder_lock import FolderBusyError, FolderLock
from variorum.disk.whole_file import let_read
from variorum.model.hidden_characters import printable
from variorum.reading.house_rules import broken_settings

_ERROR_NUMBER = re.compile(rb"\[Errno (\d+)\]")
_BOOKS = {"pdf_file": "variorum-pdf", "epub_file": "epub"}  # what layout.html calls each → its builder
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
@click.option("--docs", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Default: docs.")
@click.option("--conf", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option(
    "--keep", type=click.IntRange(1), default=2, show_default=True, help="How many editions stay on the disk."
)
@click.option("--books", is_flag=True, help="Also set the PDF and make the EPUB; every page offers them.")
@click.option("--verify", is_flag=True, help="Publish nothing; say whether PLACE serves what was published.")
def publish(place: Path, docs: Path | None, conf: Path, keep: int, books: bool, verify: bool) -> None:
    """Build the pages afresh and put them at PLACE in one stroke, so that readers see the old edition or the new one.

    PLACE is a symbolic link to a folder beside it (PLACE.d/…); point the web server at PLACE. Warnings are errors. If
    anything fails, PLACE stays as it is. Two that publish to one PLACE do not meet: the second says so and ends.
    Everybody may read the pages, whatever the umask. Exit codes: 0 published, or as published, 1 not, 2 called wrongly.

    \b
    Examples:
      variorum publish public
      variorum publish /srv/www/edition --keep 5 --books
      variorum publish public --verify
    """
    if verify:
        _verify(place)
        return
    docs = docs or Path("docs")
    if not docs.is_dir():
        raise click.BadParameter(f"there is no folder {docs}", param_hint="--docs")
    _refuse_settings(conf)
    place = place.absolute()
    store = place.with_name(place.name + ".d")
    _refuse_foreign(place, store)
    try:
        edition_store.make_folder(store)
        lock = FolderLock(store)
    except FolderBusyError:
        raise click.ClickException(f"another publishing to {place} is at work; nothing was published") from None
    except OSError as error:
        raise click.ClickException(_failure(error, place, place.parent)) from error
    try:
        target = _publish(place, store, docs, conf, keep, books=books)
    except OSError as error:
        raise click.ClickException(_failure(error, place, store)) from error
    finally:
        lock.release()
    click.echo(f"{place} → {target}")


def _refuse_settings(conf: Path) -> None:
    """Stop if Sphinx could not even begin: it would answer with a page for its own developers."""
    if not (conf / "conf.py").is_file():
        raise click.ClickException(f"{conf / 'conf.py'} is no file; --conf names the folder that it stands in")
    if broken := broken_settings(conf):
        raise click.ClickException(f"nothing was published: {broken}")


def _refuse_foreign(place: Path, store: Path) -> None:
    """Stop if something stands at PLACE that no publishing has made."""
    if os.path.lexists(place) and not place.is_symlink():
        raise click.ClickException(f"{place} is no symbolic link; move it away first, so that nothing is overwritten")
    if place.is_symlink() and edition_store.led_to(place).parent != edition_store.led_to(store):
        raise click.ClickException(f"{place} is a link to {place.readlink()}, not into {store}; move it away first")


def _publish(place: Path, store: Path, docs: Path, conf: Path, keep: int, *, books: bool) -> Path:
    """Build, move into the store, point to it, remove what is too old; return where the pages stand."""
    edition_store.remove_unfinished(store)
    workshop = Path(tempfile.mkdtemp(prefix=edition_store.WORKSHOP, dir=store))
    try:
        made = workshop / "html"
        offered = _books(docs, conf, workshop) if books else {}
        _build("html", docs, conf, made, *(f"-A{name}={path.name}" for name, path in offered.items()))
        for path in offered.values():
            path.replace(made / path.name)
        (made / ".buildinfo").unlink(missing_ok=True)  # for the next build into this folder; there is none
        let_read(made)
        _flush(made)
        target = edition_store.add(store, made)
        edition_store.point(place, target, workshop)
        _tidy(store, target, keep, workshop)
    except OSError as error:  # the true reason is to be seen only as long as what was made still fills the disk
        raise click.ClickException(_failure(error, place, store)) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return target


def _tidy(store: Path, target: Path, keep: int, workshop: Path) -> None:
    """Remove what is too old; the pages are published already, so nothing here undoes that."""
    try:
        os.utime(target)
        for altered in edition_store.remove_old(store, target, keep, workshop):
            click.echo(f"{altered} stays: it is not as it was published", err=True)
    except OSError as error:
        click.echo(f"old editions stay: {edition_store.why_not(error, store)}", err=True)


def _books(docs: Path, conf: Path, workshop: Path) -> dict[str, Path]:
    """Make the PDF and the EPUB; return them by the names under which the theme offers them."""
    made = {}
    for name, builder in _BOOKS.items():
        pages = [
            f"-Dvariorum_epub_pages={path}" for path in workshop.glob("*/*.pages.json")
        ]  # of the PDF, for the EPUB
        _build(builder, docs, conf, workshop / builder, *pages)
        (made[name],) = (workshop / builder).glob(f"*.{name.removesuffix('_file')}")
    return made


def _build(builder: str, docs: Path, conf: Path, out: Path, *settings: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "--keep-going", "-n", "-b", builder, *settings]
    command += ["-W"] if builder == "html" else []  # a book may lack what only its own format asks for
    command += ["-c", str(conf), "-d", str(out.with_name(f"{out.name}-doctrees")), str(docs), str(out)]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE)
    if done.returncode != 0:
        for number in map(int, _ERROR_NUMBER.findall(done.stderr)):
            if number in _NO_ROOM:
                raise OSError(number, os.strerror(number))
    click.echo(_in_short(done.stderr.decode(errors="replace")), err=True, nl=False)
    if done.returncode != 0:
        raise click.ClickException("nothing was published: the build has warnings or errors (above)")


def _in_short(said: str) -> str:
    """Return what a build says, of Sphinx's report for its own developers only the reason at its end."""
    before, report, rest = said.partition("\nVersions\n========\n")
    if not report:
        return said
    trace = rest.partition("\nThe full traceback has been saved in")[0].rstrip()
    reason = trace.rpartition("\n")[2].strip().removeprefix("sphinx.errors.")
    lines = re.findall(r'File "[^"]*conf\.py", line (\d+)', trace)
    heading = before.rstrip().rpartition("\n")[0]  # without "Configuration error!"
    return f"{heading}\n{f'conf.py:{lines[-1]}: ' if lines else ''}{reason}\n".lstrip("\n")


def _flush(folder: Path) -> None:
    """See to it that the pages are on the disk before the link leads to them."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _failure(error: OSError, place: Path, folder: Path) -> str:
    return f"nothing was published: {edition_store.why_not(error, folder)}. {place} is as it was"


def _verify(place: Path) -> None:
    """Compare what PLACE leads to with the list of what was published."""
    target = edition_store.led_to(place)
    if not place.is_symlink() or not target.is_dir():
        raise click.ClickException(f"{place} leads to no published edition")
    found = list(edition_store.differences(target))
    for difference in found:
        click.echo(printable(f"{place}/{difference}"))
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"{place} → {target}: as it was published")
