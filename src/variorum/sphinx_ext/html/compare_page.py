"""Two sources side by side: the links that lead there, the page, and each source as a script file that the page loads.

read:     `setting.py` puts `reading_in_both` nodes beside parallels
resolve:  `drop_comparisons` takes them out where no such page is written
write:    the links; `compare.html` with a table of all parallels, complete without scripts; `columns/<source>.js`

A column is a file of its own that sets one global value: a page opened from a folder may load scripts, but not read
other pages. Sources are not put into frames: the connecting lines need both texts in one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from docutils import nodes

from variorum.model.edition import RELATIONS, Edition, Parallel, ParallelPassage, Source
from variorum.parallels.columns import ColumnPassage, column, pairs
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.dependencies import digest_of_source
from variorum.sphinx_ext.build.domain import VariorumDomain
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.own_files import keep_only
from variorum.sphinx_ext.html.search_page import has_own_search, utf16, write_script
from variorum.text import dates
from variorum.text.scripts import SCRIPT_LANGUAGES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

PAGE = "compare"
COLUMNS = "columns"


class reading_in_both(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """A link to two sources side by side, at a parallel.

    Attributes: `left`, `right` (ids of sources; "" = any other), `parallel` (id), `words` (what the link shows),
    `label` (what it leads to, for those who hear it; "" = the words). Made by `link_to_both` and `links_to_pairs`; only
    HTML shows it.
    """


class reading_in_pairs(nodes.General, nodes.Element):  # noqa: N801
    """A line of `reading_in_both`, one for each two sources of a parallel."""


def link_to_both(parallel: Parallel, source: Source) -> nodes.Node:
    """Return the link from a source to itself beside another one that the parallel holds; the page has all of them."""
    return reading_in_both(left=source.id, right="", parallel=parallel.id, words="Side by side", label="")


def links_to_pairs(edition: Edition, parallel: Parallel) -> nodes.Node:
    """Return a line with a link for each two sources that a parallel holds together."""
    sigla = {source.id: source.siglum for source in edition.sources}
    line = reading_in_pairs()
    for a, b in pairs(edition, parallel):
        line += reading_in_both(
            left=a.source,
            right=b.source,
            parallel=parallel.id,
            words=f"{sigla[a.source]} and {sigla[b.source]}",
            label=f"{sigla[a.source]} and {sigla[b.source]} side by side: {parallel.title}",
        )
    return line


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.add_node(reading_in_both, html=(_visit_both, _depart_both))
    app.add_node(reading_in_pairs, html=(_visit_pairs, _depart_pairs))
    app.connect("doctree-resolved", drop_comparisons)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", write)


def drop_comparisons(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take out the links to two sources side by side where that page is not written."""
    if not has_own_search(app.builder):
        for kind in (reading_in_pairs, reading_in_both):
            for node in list(doctree.findall(kind)):
                node.parent.remove(node)


def _visit_pairs(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append('<p class="reading-in-pairs">Side by side: ')


def _depart_pairs(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>\n")


def _visit_both(self: HTML5Translator, node: nodes.Element) -> None:
    builder: Any = self.builder
    query = urlencode({key: node[key] for key in ("left", "right", "parallel") if node[key]})
    address = self.attval(f"{builder.get_relative_uri(builder.current_docname, PAGE)}?{query}")
    label = f' aria-label="{self.attval(node["label"])}"' if node["label"] else ""
    link = f'<a class="reading-in-both" href="{address}"{label}>{self.encode(node["words"])}</a>'
    self.body.append(f"{link} " if isinstance(node.parent, reading_in_pairs) else f"<p>{link}</p>\n")


def _depart_both(self: HTML5Translator, node: nodes.Element) -> None:
    """Nothing to close."""


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page with the table of all parallels, which turns into two columns."""
    if not has_own_search(app.builder):
        return
    domain = _domain(app)
    edition = domain.edition
    context = {
        "title": "Side by side",
        "compared": [(s.id, s.siglum, s.label) for s in edition.sources],
        "columns": COLUMNS,
        "synopsis": [_row(app, domain, parallel) for parallel in edition.parallels],
    }
    yield PAGE, context, "compare.html"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the column of each source, if it is not as it was, and delete those of sources that are no more."""
    if exception is not None or not has_own_search(app.builder):
        return
    edition = _domain(app).edition
    folder = Path(app.outdir) / COLUMNS
    keep_only(app, folder, {f"{source.id}.js" for source in edition.sources})
    languages = {**SCRIPT_LANGUAGES, **app.config.variorum_script_languages}
    for source in edition.sources:
        path = folder / f"{source.id}.js"
        made_from = f"// {digest_of(digest_of_code(), digest_of_source(edition, source.id), repr(languages))}\n"
        if _begins_with(path, made_from):
            continue
        passages = column(edition, source, languages)
        data = {"language": source.language, "passages": [_packed(passage) for passage in passages]}
        if source.translation:
            data["translation"] = source.translation.language
        write_script(path, f'{made_from}(globalThis.variorumColumns??={{}})["{source.id}"]', data)


def _begins_with(path: Path, line: str) -> bool:
    """Whether a script was made from just this; scripts are written whole or not at all."""
    try:
        with path.open("rb") as file:
            return file.read(len(line)) == line.encode()
    except OSError:
        return False


def _packed(shown: ColumnPassage) -> list[object]:
    """Return a passage as a list, without the empty values at its end; positions in UTF-16 units, as scripts count."""
    text = shown.passage.text
    packed: list[object] = [
        shown.passage.anchor,
        shown.passage.locus,
        str(shown.passage.kind),
        text,
        [[s.parallel, utf16(text, s.span.start), utf16(text, s.span.end)] for s in shown.shared],
        [[utf16(text, span.start), utf16(text, span.end), language] for span, language in shown.runs],
        shown.translation,
    ]
    while not packed[-1]:
        packed.pop()
    return packed


def _row(app: Sphinx, domain: VariorumDomain, parallel: Parallel) -> dict[str, Any]:
    """Return a row of the table: the parallel, and for each source the places of its passages."""
    relation = RELATIONS[parallel.relation]
    return {
        "id": parallel.id,
        "title": parallel.title,
        "address": _address(app, domain, "parallel", parallel.id),
        "mark": relation.mark,
        "relation": relation.label,
        "date": dates.readable(parallel.date),
        "cells": [
            [
                {"locus": item.passage, "address": _address(app, domain, "passage", f"{source.siglum} {item.passage}")}
                for item in _once(item for item in parallel.passages if item.source == source.id)
            ]
            for source in domain.edition.sources
        ],
    }


def _once(items: Iterable[ParallelPassage]) -> Iterable[ParallelPassage]:
    return {item.passage: item for item in items}.values()


def _address(app: Sphinx, domain: VariorumDomain, kind: str, name: str) -> str:
    place = domain.places.get((kind, name))
    if place is None:
        return ""
    return f"{app.builder.get_relative_uri(PAGE, place.docname)}#{place.anchor}"


def _domain(app: Sphinx) -> VariorumDomain:
    return cast("VariorumDomain", app.env.get_domain("variorum"))
