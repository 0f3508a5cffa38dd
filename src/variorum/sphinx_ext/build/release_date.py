"""Of when an edition is: what its books say, whichever day they are made."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.editing.git_version import last_change
from variorum.reading.unread_files import OF_THE_EDITION
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def moment_of(app: Sphinx) -> int | None:
    """Return the edition's date in seconds since 1970: of the release, else of its last change; None if unknown."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit():
        return int(given)
    return last_change(edition_folder(app), *_of_the_edition(app))


def day_of(app: Sphinx) -> datetime.date | None:
    """Return the day of the edition's date (UTC)."""
    moment = moment_of(app)
    return None if moment is None else datetime.datetime.fromtimestamp(moment, datetime.UTC).date()


def _of_the_edition(app: Sphinx) -> Iterator[str]:
    """Yield what a version must change to be another edition; a repository may hold much besides, software or tests."""
    yield from sorted(OF_THE_EDITION)
    root = edition_folder(app).resolve()
    for path in (Path(app.confdir, "conf.py"), Path(app.srcdir)):
        if path.resolve().is_relative_to(root):
            yield path.resolve().relative_to(root).as_posix()
