"""Which way the lines of an element of HTML run, where that is not the way of the page.

The language of an element says it (`language-he`), or the element itself (`dir`, of a source that says so).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from variorum.text.scripts import direction_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Let words in another language than the page's tell their direction, whoever made their node."""
    app.add_node(nodes.inline, override=True, html=(_visit_inline, _depart_inline))


def dir_of(self: HTML5Translator, node: nodes.Element) -> dict[str, Any]:
    """Return the attribute `dir` of an element, none where it runs as the page does."""
    tags = [c.removeprefix("language-") for c in node["classes"] if c.startswith("language-")]
    said = str(node.get("dir", ""))
    return {"dir": said} if said else dir_of_language(self, tags[0]) if tags else {}


def dir_of_language(self: HTML5Translator, language: str) -> dict[str, Any]:
    """Return the attribute `dir` of words in a language, none where they run as the page does."""
    direction = direction_of(language)
    return {} if direction == direction_of(self.config.language or "en") else {"dir": direction}


def _visit_inline(self: HTML5Translator, node: nodes.inline) -> None:
    direction = dir_of(self, node)
    if direction:
        self.body.append(self.starttag(node, "span", "", **direction))
    else:
        HTML5Translator.visit_inline(self, node)


def _depart_inline(self: HTML5Translator, node: nodes.inline) -> None:
    if dir_of(self, node):
        self.body.append("</span>")
    else:
        HTML5Translator.depart_inline(self, node)
