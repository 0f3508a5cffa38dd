"""How a build stops when the edition, or a folder that it is to use, is not in order: in one line, and no traceback."""

from __future__ import annotations

from bdb import BdbQuit
from typing import NoReturn

from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)


class EditionError(SphinxError, BdbQuit):
    """The build cannot go on; the message says where and what to do. Whoever embeds Sphinx catches a SphinxError.

    For any other error `sphinx-build` prints pages: versions, last messages, a traceback, where to report the fault of
    Sphinx. For a `BdbQuit` it prints nothing and ends with code 2 (sphinx/_cli/util/errors.py); the line is ours.
    """

    category = "Edition error"


def stop(message: str, code: str, error: type[EditionError] = EditionError) -> NoReturn:
    """Say why the build stops, and stop it; `code` is that of a Problem, or the like."""
    logger.error("%s", message, type="variorum", subtype=code)
    raise error(message)
