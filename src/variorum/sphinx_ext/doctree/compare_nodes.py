"""The links that lead to sources side by side and to their scrolls, and how HTML shows them.

Made beside parallels; taken out again where no such page is written (`html.compare_page`); PDF leaves them out.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from docutils import nodes

from variorum.model.edition import Edition, Parallel
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.settings import language_of, wording_of
from variorum.text.bidi import set_apart, title_apart
from variorum.text.scripts import direction_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

COLUMNS_SHOWN = 4  # sources side by side; `compare.js` and `compare.html` have a name for each
COMPARE_PAGE = "compare"  # docname of the page that shows sources side by side
SCROLLS_PAGE = "scrolls/{}"  # docname of the page that shows a source, by its id, as a scroll beside the others


class reading_in_both(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """A link to two sources side by side, at a parallel.

    Attributes: `left`, `right` (ids of sources; "" = any other), `others` (ids of those beside them), `parallel` (id),
    `words` (what the link shows), `label` (what it leads to, for those who hear it; "" = the words). Made by
    `link_to_both` and `links_to_pairs`; only HTML shows it.
    """


class reading_in_pairs(nodes.General, nodes.Element):  # noqa: N801
    """A line of `reading_in_both`: one for all sources of a parallel, one for each two of them."""


class reading_in_scrolls(nodes.General, nodes.Element):  # noqa: N801
    """A line of links to each source as a scroll beside the others.

    Attribute: `sources`, the id, siglum and label of each that has parallels. Made by `links_to_scrolls`; only HTML
    shows it.
    """


def links_to_scrolls(edition: Edition) -> nodes.Node:
    """Return a line with a link to each source as a scroll beside the others, of those that have parallels."""
    held = edition.parallels_by_source
    return reading_in_scrolls(sources=[(s.id, s.siglum, s.label) for s in edition.sources if held[s.id]])


def link_to_both(page: Page, parallel: Parallel, source: Source) -> nodes.Node:
    """Return the link from a source to itself beside another one that the parallel holds; the page has all of them."""
    words = page.wording.say("Side by side")
    return reading_in_both(left=source.id, right="", others=[], parallel=parallel.id, words=words, label="")


def links_to_pairs(page: Page, parallel: Parallel) -> nodes.Node:
    """Return a line with a link for all sources that a parallel holds, if there are columns for them, and each two."""
    held = {item.source for item in parallel.passages}
    speaking = [source for source in page.edition.sources if source.id in held]
    together = [speaking] if 2 < len(speaking) <= COLUMNS_SHOWN else []
    line = reading_in_pairs()
    for left, right, *others in [*together, *combinations(speaking, 2)]:
        sources = page.wording.listed([source.siglum for source in (left, right, *others)])
        line += reading_in_both(
            left=left.id,
            right=right.id,
            others=[source.id for source in others],
            parallel=parallel.id,
            words=sources,
            label=page.wording.say(
                "{sources} side by side: {title}", sources=sources, title=title_apart(parallel.title, page.direction)
            ),
        )
    return line


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    app.add_node(reading_in_both, html=(_visit_both, _depart_both))
    app.add_node(reading_in_pairs, html=(_visit_pairs, _depart_pairs))
    app.add_node(reading_in_scrolls, html=(_visit_scrolls, None))


def _visit_pairs(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f'<p class="reading-in-pairs">{self.encode(wording_of(self.config).say("Side by side"))}: ')


def _depart_pairs(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>\n")


def _visit_both(self: HTML5Translator, node: nodes.Element) -> None:
    builder: Any = self.builder
    told = (("left", node["left"]), ("right", node["right"]), ("with", node["others"]), ("parallel", node["parallel"]))
    query = urlencode([(key, value) for key, value in told if value], doseq=True)
    address = self.attval(f"{builder.get_relative_uri(builder.current_docname, COMPARE_PAGE)}?{query}")
    label = f' aria-label="{self.attval(node["label"])}"' if node["label"] else ""
    link = f'<a class="reading-in-both" href="{address}"{label}>{self.encode(node["words"])}</a>'
    if isinstance(node.parent, reading_in_pairs):
        self.body.append(f"{link} · " if node is not node.parent[-1] else link)
    else:
        self.body.append(f"<p>{link}</p>\n")


def _depart_both(self: HTML5Translator, node: nodes.Element) -> None:
    """Nothing to close."""


def _visit_scrolls(self: HTML5Translator, node: nodes.Element) -> None:
    builder: Any = self.builder
    line = direction_of(language_of(self.config))
    links = [
        f'<a href="{self.attval(builder.get_relative_uri(builder.current_docname, SCROLLS_PAGE.format(id_)))}"'
        f' title="{self.attval(label)}">{self.encode(set_apart(siglum, line))}</a>'
        for id_, siglum, label in node["sources"]
    ]
    if links:
        words = wording_of(self.config).say("Each as a scroll beside the others, joined by lines")
        self.body.append(f'<p class="reading-in-scrolls">{self.encode(words)}: {" · ".join(links)}</p>\n')
    raise nodes.SkipNode
