"""The nodes of the overviews (timeline, matrix) and how HTML shows them.

Made by `directives.harmony`; `fallback` turns them into common nodes for builders that do not know them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from variorum.sphinx_ext.settings import wording_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class drawing(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """A drawing whose facts stand in the text beside it.

    Attributes: `svg`, `bare` (the same without its key), `key` (its signs as SVG, each with what it means).
    """


class facts(nodes.General, nodes.Element):  # noqa: N801
    """The numbers of a drawing as a table; folded where pages can fold."""


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    app.add_node(drawing, html=(_visit_drawing, None))
    app.add_node(facts, html=(_visit_facts, _depart_facts))


def _visit_drawing(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f'<div class="figure">{node["svg"]}</div>\n')
    raise nodes.SkipNode


def _visit_facts(self: HTML5Translator, node: nodes.Element) -> None:
    summary = self.encode(wording_of(self.config).say("The same in numbers"))
    self.body.append(f'<details class="facts"><summary>{summary}</summary>\n')


def _depart_facts(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</details>\n")
