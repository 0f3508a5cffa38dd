"""In which language the words of an element of HTML are, and which way its lines run (right-to-left, `dir`).

Both are told where they are not those of the page.

The language of an element says it (`language-he`), or the element itself (`dir`, of a source that says so).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from variorum.sphinx_ext.settings import language_of
from variorum.text.scripts import direction_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Let words in another language than the page's tell their direction, whoever made their node."""
    app.add_node(nodes.inline, override=True, html=(_visit_inline, _depart_inline))


def dir_of(self: HTML5Translator, node: nodes.Element) -> dict[str, Any]:
    """Return the attribute `dir` of an element, none where it runs as what is around it does."""
    own = told_direction(node)
    if not own:
        return {}
    above = node.parent
    while above is not None and not told_direction(above):
        above = above.parent
    around = told_direction(above) if above is not None else direction_of(language_of(self.config))
    return {} if own == around else {"dir": own}


def told_direction(node: nodes.Element) -> str:
    """Return the direction that an element tells itself or by its language, "" if it tells none."""
    language = _language(node)
    return str(node.get("dir", "")) or (direction_of(language) if language else "")


def _language(node: nodes.Element) -> str:
    classes: list[str] = node.get("classes", [])
    return next((c.removeprefix("language-") for c in classes if c.startswith("language-")), "")


def foreign_around(self: HTML5Translator, node: nodes.Element) -> str:
    """Return the language of the words around a node, "" where it is the page's.

    What we say ourselves of such words (a name that is heard, a title) needs the language of the page again.
    """
    above = node.parent
    while above is not None and not _language(above):
        above = above.parent
    around = _language(above) if above is not None else ""
    return "" if around == language_of(self.config) else around


def dir_of_language(self: HTML5Translator, language: str) -> dict[str, Any]:
    """Return the attribute `dir` of words in a language, none where they run as the page does."""
    direction = direction_of(language)
    return {} if direction == direction_of(language_of(self.config)) else {"dir": direction}


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
