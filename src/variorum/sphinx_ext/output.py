"""Which output a builder makes, decided once: a builder in, an `Output` out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

import variorum

if TYPE_CHECKING:
    from sphinx.builders import Builder

THEME = Path(variorum.__file__).parent / "theme"
# What has visitors for our nodes; for all others `fallback` turns them into common ones.
FORMATS_WITH_OUR_NODES = frozenset({"html", "typst"})


@dataclass(frozen=True, slots=True)
class Output:
    """What kind of thing a builder makes; each row is a part of the one above."""

    html: bool  # anything in HTML, the electronic book too
    web: bool  # HTML for a browser
    themed: bool  # in our theme, be it in one file
    site: bool  # one file (or folder) for each page
    reader: bool  # a site in our theme: with our search and the comparison of two sources
    marks_words: bool  # the words of a parallel have an id of their own, which links can lead to

    @property
    def book(self) -> bool:
        """Whether it is an electronic book (EPUB)."""
        return self.html and not self.web


def output_of(builder: Builder) -> Output:
    """Return what a builder makes."""
    html = builder.format == "html"
    web = html and builder.name != "epub"
    themed = web and _in_our_theme(builder)
    site = web and builder.name in {"html", "dirhtml"}
    reader = themed and builder.name != "singlehtml"
    return Output(html, web, themed, site, reader, marks_words=themed or builder.format == "typst")


def _in_our_theme(builder: Builder) -> bool:
    """Whether the pages are made with our templates or those of a theme that inherits from ours; JSON is with none."""
    if not isinstance(builder, StandaloneHTMLBuilder) or isinstance(builder, SerializingHTMLBuilder):
        return False
    return str(THEME) in map(str, builder.theme.get_theme_dirs())
