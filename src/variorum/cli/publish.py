"""`variorum publish`: the old pages or the new ones, never a mixture."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from variorum.reading.files import digest_of

_ROOM = 16 * 1024 * 1024  # bytes; with less than this free, a build that fails has most likely filled the disk


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
@click.option("--docs", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("docs"))
@click.option("--conf", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option(
    "--keep", type=click.IntRange(1), default=2, show_default=True, help="How many editions stay on the disk."
)
def publish(place: Path, docs: Path, conf: Path, keep: int) -> None:
    """Build the pages afresh and put them at PLACE in one stroke, so that readers see the old edition or the new one.

    PLACE is a symbolic link to a folder beside it (PLACE.d/…); point the web server at PLACE. Warnings are errors. If
    anything fails, PLACE stays as it is. Exit codes: 0 published, 1 not published, 2 called wrongly.

    \b
    Examples:
      variorum publish public
      variorum publish /srv/www/edition --keep 5
    """
    if place.exists() and not place.is_symlink():
        raise click.ClickException(f"{place} is no symbolic link; move it away first, so that nothing is overwritten")
    store = place.with_name(place.name + ".d")
    try:
        store.mkdir(parents=True, exist_ok=True)
        _remove_unfinished(store)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=store))
        try:
            _build(docs, conf, new / "html", new / "doctrees")
            target = store / _name_of(new / "html")
            if not target.exists():
                _flush(new / "html")
                (new / "html").rename(target)
            _point(place, target)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        os.utime(target)
        _remove_old(store, target, keep)
    except OSError as error:
        reason = "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else error.strerror or str(error)
        raise click.ClickException(f"nothing was published: {reason}. {place} is as it was") from error
    click.echo(f"{place} → {target}")


def _build(docs: Path, conf: Path, out: Path, doctrees: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-b", "html"]
    command += ["-c", str(conf), "-d", str(doctrees), str(docs), str(out)]
    done = subprocess.run(command, check=False)
    if done.returncode != 0:
        if shutil.disk_usage(out.parent).free < _ROOM:
            raise OSError(errno.ENOSPC, "No space left on device")
        raise click.ClickException("nothing was published: the build has warnings or errors (above)")


def _name_of(folder: Path) -> str:
    """Return a name that only these pages have."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != ".buildinfo")
    return digest_of(*(part for p in files for part in (str(p.relative_to(folder)), p.read_bytes())))[:16]


def _flush(folder: Path) -> None:
    """See to it that the pages are on the disk before the link leads to them."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _point(place: Path, target: Path) -> None:
    """Let PLACE lead to the new pages: a new link takes the old one's name, which is one stroke."""
    link = place.with_name(f".{place.name}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(Path(target.parent.name) / target.name)
    link.replace(place)


def _remove_unfinished(store: Path) -> None:
    for left in store.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)


def _remove_old(store: Path, current: Path, keep: int) -> None:
    editions = sorted((p for p in store.iterdir() if p.is_dir() and p != current), key=lambda p: -p.stat().st_mtime_ns)
    for old in editions[keep - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
