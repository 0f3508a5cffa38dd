"""The edition under the theme of somebody else: our style sheet for what the edition sets, and the scripts it needs.

Only our own theme has the margin, the search and the comparison; under another one notes stand below their passages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

import variorum

if TYPE_CHECKING:
    from sphinx.application import Sphinx

THEME = Path(variorum.__file__).parent / "theme"
_STYLE = "variorum-notes.css"
_ALSO = ("overviews.css", "overviews.js", "works.js")  # of our theme, for the pages that ask for them


def has_our_theme(builder: object) -> bool:
    """Whether a builder writes its pages with the templates of our theme, or of one that inherits from it."""
    if not isinstance(builder, StandaloneHTMLBuilder) or isinstance(builder, SerializingHTMLBuilder):
        return False  # what is serialized (as JSON) is set by templates that nobody knows here
    return str(THEME) in map(str, builder.theme.get_theme_dirs())


def register(app: Sphinx) -> None:
    """Add what another theme needs; ours notices nothing."""
    app.connect("builder-inited", _bring_style)


def _bring_style(app: Sphinx) -> None:
    """Put our style sheet on every page of another theme."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "epub" or has_our_theme(builder):
        return
    app.config.html_static_path += [str(THEME / "foreign"), *(str(THEME / "static" / name) for name in _ALSO)]
    app.add_css_file(_STYLE)
