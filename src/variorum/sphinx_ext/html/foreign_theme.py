"""The edition under the theme of somebody else: our style sheet for what the edition sets, and the scripts it needs.

Only our own theme has the margin, the search and the comparison; under another one notes stand below their passages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.sphinx_ext.output import THEME, output_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_STYLE = "variorum-notes.css"
_SAID, _WORDS = "variorum-said.js", "words.js"
_ALSO = ("overviews.css", "overviews.js", "works.js")  # of our theme, for the pages that ask for them


def register(app: Sphinx) -> None:
    """Add what another theme needs; ours notices nothing."""
    app.connect("builder-inited", _bring_style)


def _bring_style(app: Sphinx) -> None:
    """Put our style sheet on every page of another theme."""
    output = output_of(app.builder)
    if output.themed or not output.web:
        return
    app.config.html_static_path += [
        str(THEME / "foreign"),
        str(THEME / "js" / _WORDS),
        *(str(THEME / "static" / name) for name in _ALSO),
    ]
    app.add_css_file(_STYLE)
    for number, name in enumerate((_SAID, _WORDS)):  # before the scripts that speak
        app.add_js_file(name, priority=400 + number, loading_method="defer")
