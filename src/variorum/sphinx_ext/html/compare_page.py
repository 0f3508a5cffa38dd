"""Sources side by side, two to four of them: the page, with a table of all parallels, complete without scripts.

read:     `doctree.compare_nodes` makes the links that stand beside parallels
resolve:  `drop_comparisons` takes them out where no such page is written
write:    `compare.html`; `column_files` writes the sources, as scripts that this page loads

Sources are not put into frames: the connecting lines need both texts in one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes

from variorum.model.edition import Parallel, ParallelPassage
from variorum.model.kinds import RELATIONS
from variorum.model.source import Source
from variorum.model.stances import BESIDES, STANCE_LABELS, Stance
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.doctree.compare_nodes import (
    COMPARE_PAGE,
    SCROLLS_PAGE,
    reading_in_both,
    reading_in_pairs,
)
from variorum.sphinx_ext.doctree.cross_references import WORDS, name_of_item
from variorum.sphinx_ext.html.column_files import COLUMNS
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of
from variorum.text import dates

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.connect("doctree-resolved", drop_comparisons)
    app.connect("html-collect-pages", pages)


def drop_comparisons(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take out the links to two sources side by side where that page is not written."""
    if not output_of(app.builder).reader:
        for kind in (reading_in_pairs, reading_in_both):
            for node in list(doctree.findall(kind)):
                node.parent.remove(node)


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page with the table of all parallels, which turns into two columns."""
    if not output_of(app.builder).reader:
        return
    domain = domain_of(app.env)
    edition = domain.edition
    context = {
        "title": wording_of(app.config).say("Side by side"),
        "compared": [(s.id, s.siglum, s.label, _scrolls(app, s)) for s in edition.sources],
        "stances": [(stance, wording_of(app.config).say(STANCE_LABELS[stance])) for stance in BESIDES],
        "columns": f"{COLUMNS}/",
        "synopsis": [_row(app, domain, parallel) for parallel in edition.parallels],
    }
    yield COMPARE_PAGE, context, "compare.html"


def _row(app: Sphinx, domain: VariorumDomain, parallel: Parallel) -> dict[str, Any]:
    """Return a row of the table: the parallel, and for each source the places of its passages."""
    relation, wording = RELATIONS[parallel.relation], wording_of(app.config)
    return {
        "id": parallel.id,
        "title": parallel.title,
        "address": _address(app, domain, "parallel", parallel.id),
        "mark": relation.mark,
        "relation": wording.say(relation.label),
        "date": dates.readable(parallel.date, wording),
        "cells": list(_cells(app, domain, parallel)),
    }


def _cells(app: Sphinx, domain: VariorumDomain, parallel: Parallel) -> Iterator[dict[str, Any]]:
    """Yield for each source its places in a parallel, or what it does there; what nobody has judged is left unsaid."""
    named = {item.source for item in (*parallel.passages, *parallel.touches)} | {s.source for s in parallel.silent}
    unnamed = parallel.stance("")
    for source in domain.edition.sources:
        stance = parallel.stance(source.id) if source.id in named else unnamed
        own = [item for item in parallel.passages if item.source == source.id] if stance is Stance.SPEAKS else []
        yield {
            "stance": "" if stance in (Stance.SPEAKS, Stance.OPEN) else stance,
            "passages": [
                {
                    "locus": item.range or item.passage,
                    "address": _address(app, domain, WORDS, name_of_item(domain.edition, parallel, item)),
                }
                for item in _once(own)
            ],
        }


def _scrolls(app: Sphinx, source: Source) -> str:
    """Return the address of the page of a source as a scroll, "" if it has none."""
    if not domain_of(app.env).edition.parallels_by_source[source.id]:
        return ""
    return app.builder.get_relative_uri(COMPARE_PAGE, SCROLLS_PAGE.format(source.id))


def _once(items: Iterable[ParallelPassage]) -> Iterable[ParallelPassage]:
    first: dict[str, ParallelPassage] = {}
    for item in items:
        first.setdefault(item.range or item.passage, item)
    return first.values()


def _address(app: Sphinx, domain: VariorumDomain, kind: str, name: str) -> str:
    place = domain.place_of(kind, name)
    if place is None:
        return ""
    return f"{app.builder.get_relative_uri(COMPARE_PAGE, place.docname)}#{place.anchor}"
