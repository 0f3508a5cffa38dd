"""Variorum: annotated editions of many sources that tell of one matter.

Only `variorum.sphinx_ext`, which shows an edition, knows Sphinx; guide/rooms.md is the map of all rooms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def __getattr__(name: str) -> str:
    """Return the version when it is asked for; to look it up takes longer than a check where nothing has changed."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sphinx-variorum")
    raise AttributeError(name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let `extensions = ["variorum"]` in conf.py load the Sphinx room, without the core importing Sphinx."""
    from variorum import sphinx_ext

    return sphinx_ext.setup(app)
