"""What Variorum adds to Sphinx, as a table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum import __version__
from variorum.sphinx_ext import _compat, settings
from variorum.sphinx_ext.build import cite_domain, cycle_search, domain, lifecycle, log_lines, titles, work_style
from variorum.sphinx_ext.directives import base, contributors, harmony, legend, notes_list, works
from variorum.sphinx_ext.doctree import (
    bibliography_style,
    compare_nodes,
    direction,
    html_contents,
    html_visitors,
    layer_nodes,
    overview_nodes,
    ranges,
    safe_links,
    touches,
)
from variorum.sphinx_ext.epub import build as epub
from variorum.sphinx_ext.fallback import PlainNodes
from variorum.sphinx_ext.html import (
    addresses,
    column_files,
    compare_page,
    contributing,
    desk_page,
    export_files,
    foreign_theme,
    inventory,
    page_context,
    previews,
    rail,
    repository_links,
    scrolls_pages,
    search_page,
    sigla,
    template_code,
)
from variorum.sphinx_ext.output import THEME
from variorum.sphinx_ext.pdf import registration as pdf

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    log_lines.guard()
    app.setup_extension("sphinxcontrib.bibtex")
    _compat.remember_plugins(bibliography_style.OWN_STYLES)
    _compat.lend_words(app)
    settings.register(app)
    # what is set
    html_visitors.register(app)
    html_contents.register(app)
    layer_nodes.register(app)
    direction.register(app)
    titles.register(app)
    compare_nodes.register(app)
    overview_nodes.register(app)
    ranges.register(app)
    touches.register(app)
    cite_domain.register(app)
    works.register(app)
    work_style.register(app)
    pdf.register(app)
    epub.register(app)
    domain.register(app)
    base.register(app)
    notes_list.register(app)
    legend.register(app)
    contributors.register(app)
    harmony.register(app)
    app.add_post_transform(safe_links.SafeLinks)
    app.add_post_transform(PlainNodes)
    lifecycle.register(app)
    cycle_search.register(app)
    # how it looks
    rail.register(app)
    sigla.register(app)
    export_files.register(app)
    previews.register(app)
    page_context.register(app)
    search_page.register(app)
    compare_page.register(app)
    column_files.register(app)
    scrolls_pages.register(app)
    repository_links.register(app)
    contributing.register(app)
    addresses.register(app)
    desk_page.register(app)
    template_code.register(app)
    inventory.register(app)
    app.add_html_theme("variorum", str(THEME))
    foreign_theme.register(app)
    stored = int(lifecycle.digest_of_code()[:12], 16)  # another code than that which read the pages reads them again
    return {"version": __version__, "env_version": stored, "parallel_read_safe": True, "parallel_write_safe": True}
