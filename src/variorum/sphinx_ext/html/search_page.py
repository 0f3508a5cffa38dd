"""Search in the browser, without a server: the words of the edition as script files, and the page that reads them.

In: the edition, the editors' own sections (collected while the pages are read, kept in the Domain), and where
everything is set. Out: the page `search.html`, and in the folder `passages` the file `index.js` that it reads at once,
with the pieces that it asks for when a query needs them. Each is a classic script that sets a global value, so that it
can be read from a folder as well as from a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from variorum.search.rows import ROW_KINDS
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import files_written, keep_only
from variorum.sphinx_ext.build.places import Piece, Section
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.html.data_scripts import write_value
from variorum.sphinx_ext.html.search_index import SearchIndex
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

FOLDER = "passages"
DATA = "index.js"
# What a section holds that is found elsewhere, or is not text.
_NOT_OURS = (
    *(our.passage, our.passages, our.parallel_head, our.parallel_columns, our.silent),
    *(nodes.section, nodes.title, nodes.comment, nodes.raw, nodes.system_message, nodes.citation, addnodes.toctree),
)


def register(app: Sphinx) -> None:
    """Tell Sphinx when the words are collected and the page is written."""
    app.connect("builder-inited", switch_off_sphinx_search)
    app.connect("doctree-read", collect)
    app.connect("html-page-context", tell)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", write)


def switch_off_sphinx_search(app: Sphinx) -> None:
    """Make no index of Sphinx' own: it splits Devanagari at its vowel signs, and takes half of the time."""
    if output_of(app.builder).reader:
        cast("StandaloneHTMLBuilder", app.builder).search = False


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note what the editors wrote on a page themselves, section by section."""
    sections = (
        Section(section["ids"][0], title.astext(), tuple(_pieces(section.children)))
        for section in doctree.findall(nodes.section)
        if not {"parallel", "source-heading", "division"} & set(section["classes"])
        and (title := next(iter(section.findall(nodes.title)), None))
    )
    domain_of(app.env).note_written(app.env.docname, [section for section in sections if section.pieces])


def tell(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Tell the templates whether there is our search and comparison (Sphinx' own is switched off)."""
    context["has_own_search"] = output_of(app.builder).reader


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page for searching."""
    if output_of(app.builder).reader:
        edition = domain_of(app.env).edition
        say = wording_of(app.config).say
        context = {
            "title": say("Search"),
            "data": f"{FOLDER}/{DATA}",
            "pieces": f"{FOLDER}/",
            "row_kinds": {kind: say(label) for kind, label in ROW_KINDS.items()},
            "searched": [(s.id, s.siglum, s.label) for s in edition.sources],
        }
        yield "search", context, "search.html"


@files_written()
def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the index and its pieces, those that are not as they were, and delete pieces that are no more."""
    if exception is not None or not output_of(app.builder).reader:
        return
    folder = Path(app.outdir) / FOLDER
    made = SearchIndex(app, folder)
    index, new = made.changed()
    keep_only(app, folder, {DATA, *(made.file(*piece).name for piece in index.pieces)})
    for piece in new:
        made.write(*piece)
    write_value(folder / DATA, "globalThis.variorumPassages", made.data(index))
    made.remember(index)


def _pieces(children: Iterable[nodes.Node]) -> Iterator[Piece]:
    """Yield the words of each block that the editors wrote: these have a line, what our directives set has none."""
    for child in children:
        if isinstance(child, _NOT_OURS):
            continue
        if isinstance(child, nodes.TextElement):
            if child.line is not None:
                yield from _inline(child)
                yield Piece("\n")
        elif isinstance(child, nodes.Element):
            yield from _pieces(child.children)


def _inline(node: nodes.Node) -> Iterator[Piece]:
    if isinstance(node, nodes.Text):
        yield Piece(node.astext())
    elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        yield Piece(node["reftarget"], cites=True)
    elif isinstance(node, nodes.Element) and not isinstance(node, nodes.raw):
        for child in node.children:
            yield from _inline(child)
