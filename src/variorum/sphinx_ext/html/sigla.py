"""Sigla in links to passages, set apart from the number behind them: nobody takes “No 54” for a number.

In: the resolved doctree of a page, where a link to a passage shows siglum and locus as one text. Out: the siglum in an
inline of its own. Books and other themes keep the text in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.output import output_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LINK = "variorum-passage"  # the class of a link's words


def register(app: Sphinx) -> None:
    """Tell Sphinx when sigla are set apart."""
    app.connect("doctree-resolved", set_apart, priority=910)


def set_apart(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the siglum of each link to a passage into an inline of class `siglum`."""
    if not output_of(app.builder).themed:
        return
    sigla = {source.siglum for source in domain_of(app.env).edition.sources}
    for words in list(doctree.findall(nodes.inline)):
        siglum, _, locus = words.astext().partition(" ")
        if _LINK in words["classes"] and siglum in sigla and locus and len(words) == 1:
            words[:] = [nodes.inline("", siglum, classes=["siglum"]), nodes.Text(f" {locus}")]
