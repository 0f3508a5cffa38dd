"""The parallels whose matter a passage touches without standing in them: as nodes, and how HTML shows them.

They hang on the passage as a whole and have no number. In our theme they end the rail (`html.rail`); everywhere else
they are a line below the passage, and `fallback` makes a paragraph of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from variorum.model.edition import Edition, Parallel, Source
from variorum.model.passages import Passage
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class touched_parallels(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """The parallels whose matter a passage touches; holds `touched_parallel` nodes in the order of time.

    Made by `touched`; taken into the rail by `html.rail`, written by HTML without our theme, EPUB and PDF.
    """


class touched_parallel(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801
    """One of them: the link to its own place. Attributes: `parallel` (id), `why` (it stands apart, in a few words)."""


def touched(page: Page, source: Source, passage: Passage) -> list[touched_parallels]:
    """Return the parallels that a passage touches as one node; none, if it touches none."""
    found = []
    for about, why in touched_from(page.edition, source).get(passage.locus, ()):
        link = link_to(page, "parallel", about.id, about.title)
        found.append(touched_parallel("", "", link, parallel=about.id, why=why))
    return [touched_parallels("", *found)] if found else []


def touched_from(edition: Edition, source: Source) -> Mapping[str, list[tuple[Parallel, str]]]:
    """Return the parallels that each passage of a source touches, by its locus, with why they stand apart."""
    return edition.once(("touched", source.id), lambda: _touched(edition, source))


def _touched(edition: Edition, source: Source) -> Mapping[str, list[tuple[Parallel, str]]]:
    found: dict[str, list[tuple[Parallel, str]]] = {}
    for about in edition.touched_by_source[source.id]:
        here: dict[str, str] = {}
        for item in about.touches:
            if item.source == source.id:
                here.setdefault(item.passage, item.why)
        for locus, why in here.items():
            found.setdefault(locus, []).append((about, why))
    return found


def as_line(node: nodes.Element, wording: Wording) -> Iterator[nodes.Node]:
    """Yield the words of the line below a passage, with its links."""
    links: list[nodes.Node] = []
    for one in node.children:
        links += [nodes.Text(" · "), *one.children] if links else one.children
    for piece in wording.weave("Touches the matter of: {parallels}.", parallels=links):
        yield nodes.Text(piece) if isinstance(piece, str) else piece


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    app.add_node(touched_parallels, html=(_visit_touched, None))
    app.add_node(touched_parallel)


def _visit_touched(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append('<p class="touches">')
    for piece in as_line(node.deepcopy(), wording_of(self.config)):
        piece.walkabout(self)
    self.body.append("</p>\n")
    raise nodes.SkipNode
