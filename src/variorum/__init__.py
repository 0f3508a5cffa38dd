"""Variorum: annotated editions of many sources that tell of one matter.

Only `variorum.sphinx_ext`, which shows an edition, knows Sphinx; guide/rooms.md is the map of all rooms.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = version("sphinx-variorum")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let `extensions = ["variorum"]` in conf.py load the Sphinx room, without the core importing Sphinx."""
    from variorum import sphinx_ext

    return sphinx_ext.setup(app)
