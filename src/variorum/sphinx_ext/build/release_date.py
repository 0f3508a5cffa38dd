"""Of when an edition is: what its books say, whichever day they are made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from variorum.editing.git_version import last_change
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def moment_of(app: Sphinx) -> int | None:
    """Return the edition's date in seconds since 1970: of the release, else of the last commit; None if unknown."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit():
        return int(given)
    return last_change(edition_folder(app))
