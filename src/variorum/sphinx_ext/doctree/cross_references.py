"""Cross-references to what the edition holds: links to a passage, an annotation, a parallel, a name or a work.

They are left pending; our Domain resolves them when it is known on which page everything stands.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.sphinx_ext.doctree.page import Page


def link_to(page: Page, kind: str, target: str, words: str) -> pending_xref:
    """Return a link to a thing of the edition with words of its own."""
    return pending_xref(
        target,
        nodes.inline("", words, classes=["xref", f"variorum-{kind}"]),
        refdomain="variorum",
        reftype=kind,
        reftarget=target,
        refexplicit=False,
        refwarn=True,
        refdoc=page.docname,
    )


def link_as_named(page: Page, kind: str, target: str) -> pending_xref:
    """Return a link that shows what the edition calls its target; a page that holds it changes with that name."""
    link = link_to(page, kind, target, page.edition.words_of_link(kind, target, page.wording))
    link["as_named"] = page.edition.words_of_link(kind, target)  # what is remembered is the same in every language
    return link
