"""Sources side by side, two to four of them: the page, and each source as a script file that the page loads.

read:     `doctree.compare_nodes` makes the links that stand beside parallels
resolve:  `drop_comparisons` takes them out where no such page is written
write:    `compare.html` with a table of all parallels, complete without scripts; `columns/<source>.js`

A column is a file of its own that sets one global value: a page opened from a folder may load scripts, but not read
other pages. Sources are not put into frames: the connecting lines need both texts in one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from variorum.model.edition import Parallel, ParallelPassage, Source
from variorum.model.kinds import RELATIONS
from variorum.model.stances import BESIDES, STANCE_LABELS, Stance
from variorum.parallels.columns import ColumnPassage, column
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.dependencies import digest_of_source
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.own_files import keep_only
from variorum.sphinx_ext.doctree.compare_nodes import (
    COMPARE_PAGE,
    SCROLLS_PAGE,
    reading_in_both,
    reading_in_pairs,
)
from variorum.sphinx_ext.doctree.cross_references import WORDS, name_of_item
from variorum.sphinx_ext.html.data_scripts import utf16, write_value
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import settings_of, wording_of
from variorum.text import dates
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COLUMNS = "columns"


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.connect("doctree-resolved", drop_comparisons)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", write)


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
        "columns": COLUMNS,
        "synopsis": [_row(app, domain, parallel) for parallel in edition.parallels],
    }
    yield COMPARE_PAGE, context, "compare.html"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the column of each source, if it is not as it was, and delete those of sources that are no more."""
    if exception is not None or not output_of(app.builder).reader:
        return
    edition = domain_of(app.env).edition
    folder = Path(app.outdir) / COLUMNS
    keep_only(app, folder, {f"{source.id}.js" for source in edition.sources})
    languages = settings_of(app.config).script_languages
    for source in edition.sources:
        path = folder / f"{source.id}.js"
        pages = list(_pages(app, source))
        made_from = (
            f"// {digest_of(digest_of_code(), digest_of_source(edition, source.id), repr(languages), repr(pages))}\n"
        )
        if _begins_with(path, made_from):
            continue
        passages = column(edition, source, languages)
        data = {"language": source.language, "passages": [_packed(passage) for passage in passages]}
        if len(pages) > 1:
            data["pages"] = pages
        if source.direction != "ltr":
            data["direction"] = source.direction
        if source.translations:
            data["translations"] = _translations(source, settings_of(app.config).wording)
        write_value(path, f'{made_from}(globalThis.variorumColumns??={{}})["{source.id}"]', data)


def _translations(source: Source, wording: Wording) -> list[tuple[str, str]]:
    """Return tag and name of the language of each translation of a source."""
    return [(t.language, wording.name_of(t.language) or t.language) for t in source.translations]


def _pages(app: Sphinx, source: Source) -> Iterator[tuple[int, str]]:
    """Yield the pages on which a source is set: the number of the first passage on each, and its address."""
    domain = domain_of(app.env)
    last = ""
    for number, passage in enumerate(source.citable):
        docname = domain.page_of(source, passage.locus)
        if docname and docname != last:
            yield number, app.builder.get_relative_uri(COMPARE_PAGE, docname)
            last = docname


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
        shown.translations if any(shown.translations) else "",
        [[utf16(text, span.start), utf16(text, span.end), feature] for span, feature in shown.looks],
    ]
    while not packed[-1]:
        packed.pop()
    return packed


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
                    "locus": item.passage,
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
        first.setdefault(item.passage, item)
    return first.values()


def _address(app: Sphinx, domain: VariorumDomain, kind: str, name: str) -> str:
    place = domain.place_of(kind, name)
    if place is None:
        return ""
    return f"{app.builder.get_relative_uri(COMPARE_PAGE, place.docname)}#{place.anchor}"
