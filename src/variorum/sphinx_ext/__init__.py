"""What Variorum adds to Sphinx, as a table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum import __version__
from variorum.sphinx_ext import _compat, epub, settings
from variorum.sphinx_ext.build import lifecycle, log_lines, unreadable
from variorum.sphinx_ext.build.domain import LinkRole, VariorumDomain
from variorum.sphinx_ext.directives import harmony, works
from variorum.sphinx_ext.directives.base import ParallelsDirective, SourceDirective
from variorum.sphinx_ext.directives.legend import LegendDirective
from variorum.sphinx_ext.directives.notes_list import ApparatusDirective
from variorum.sphinx_ext.doctree import compare_nodes, nodes, overview_nodes, safe_links
from variorum.sphinx_ext.fallback import PlainNodes
from variorum.sphinx_ext.html import compare_page, note_clamping, page_context, previews, repository_links, search_page
from variorum.sphinx_ext.output import THEME
from variorum.sphinx_ext.pdf import builder as pdf

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    _compat.cache_plugins()
    log_lines.guard()
    app.setup_extension("sphinxcontrib.bibtex")
    settings.register(app)
    # what is set
    nodes.register(app)
    compare_nodes.register(app)
    overview_nodes.register(app)
    works.register(app)
    pdf.register(app)
    epub.register(app)
    app.add_domain(VariorumDomain)
    app.add_directive("source", SourceDirective)
    app.add_directive("parallels", ParallelsDirective)
    app.add_directive("apparatus", ApparatusDirective)
    app.add_directive("legend", LegendDirective)
    for kind in VariorumDomain.roles:
        app.add_role(kind, LinkRole(warn_dangling=True))
    app.add_post_transform(safe_links.SafeLinks)
    app.add_post_transform(PlainNodes)
    # when
    app.connect("config-inited", lifecycle.begin, priority=900)
    app.connect("env-get-outdated", lifecycle.load)
    app.connect("env-before-read-docs", unreadable.leave_out_broken_pages)
    app.connect("env-before-read-docs", unreadable.mend_entries)
    app.connect("env-updated", lifecycle.outdated_pages, priority=900)  # after sphinxcontrib-bibtex has made its labels
    app.connect("build-finished", lifecycle.end, priority=900)
    # how it looks
    app.connect("doctree-resolved", note_clamping.clamp_notes, priority=900)
    app.connect("doctree-resolved", previews.drop_tooltips, priority=900)
    app.connect("builder-inited", page_context.give_tables)
    app.connect("html-page-context", page_context.describe, priority=900)
    app.connect("build-finished", page_context.finish)
    app.connect("build-finished", previews.write_previews)
    # what is found
    app.connect("doctree-read", search_page.collect)
    app.connect("html-page-context", search_page.tell)
    app.connect("html-collect-pages", search_page.pages)
    app.connect("build-finished", search_page.write)
    compare_page.register(app)
    harmony.register(app)
    repository_links.register(app)
    app.add_html_theme("variorum", str(THEME))
    stored = int(lifecycle.digest_of_code()[:12], 16)  # another code than that which read the pages reads them again
    return {"version": __version__, "env_version": stored, "parallel_read_safe": True, "parallel_write_safe": True}
