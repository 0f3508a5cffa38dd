"""Each source as a scroll beside those with which it has most parallels, joined by lines: a page for each source.

A page for each two sources would be as many pages as there are pairs, and so would the drawings be, had each source one
beside every other. So there is a page for each source that has parallels, with `DRAWN_BESIDE` drawings at most, and of
the rest a list that leads to both side by side. The same pair may stand on the pages of both: whoever reads a source
has it on the left, under an address that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from docutils import nodes

from variorum.model.kinds import RELATIONS
from variorum.model.source import Source
from variorum.parallels.scroll_drawing import Drawing, draw_scrolls, loci
from variorum.parallels.scrolls import Beside, Scroll, Thread, beside
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import keep_only
from variorum.sphinx_ext.doctree.compare_nodes import COMPARE_PAGE, SCROLLS_PAGE, reading_in_scrolls
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import language_of, wording_of
from variorum.text import dates
from variorum.text.scripts import direction_of
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DRAWN_BESIDE = 8  # drawings on a page


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.connect("doctree-resolved", drop_scrolls)
    app.connect("html-collect-pages", pages)


def drop_scrolls(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take out the links to the scrolls where these pages are not written."""
    if not output_of(app.builder).reader:
        for node in list(doctree.findall(reading_in_scrolls)):
            node.parent.remove(node)


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each source that has parallels, and delete those of sources that have none any more."""
    if not output_of(app.builder).reader:
        return
    edition = domain_of(app.env).edition
    scrolls = {source.id: Scroll(source) for source in edition.sources}
    names = {id_: SCROLLS_PAGE.format(id_) for id_ in scrolls if edition.parallels_by_source[id_]}
    keep_only(app, Path(app.outdir), {_file(app, name) for name in names.values()})
    for id_, name in names.items():
        found = beside(edition, scrolls[id_], scrolls, DRAWN_BESIDE)
        yield name, _context(app, scrolls[id_], found, scrolls), "scrolls.html"


def _file(app: Sphinx, name: str) -> str:
    return Path(app.builder.get_outfilename(name)).relative_to(app.outdir).as_posix()  # type: ignore[attr-defined]


def _context(app: Sphinx, left: Scroll, found: Beside, scrolls: Mapping[str, Scroll]) -> dict[str, Any]:
    """Return what the template shows: the source, and others beside it."""
    wording, source = wording_of(app.config), left.source
    mirrored = direction_of(language_of(app.config)) == "rtl"
    return {
        "title": wording.say("{siglum} as a scroll beside the others", siglum=source.siglum),
        "of": _named(source),
        "relations": [(r.id, r.mark, wording.say(r.label)) for r in RELATIONS.values()],
        "pairs": [
            _pair(app, Drawing(left, scrolls[other], joined, f"l{n}", mirrored), wording)
            for n, (other, joined) in enumerate(found.joined.items())
        ],
        "fewer": [
            (_named(scrolls[id_].source), _side_by_side(app, source, scrolls[id_].source), wording.number(number))
            for id_, number in found.fewer.items()
        ],
    }


def _named(source: Source) -> dict[str, str]:
    """Return what a page says of a source; the whole of it has no place there, for Sphinx prints what it hands on."""
    return {"id": source.id, "siglum": source.siglum, "label": source.label}


def _side_by_side(app: Sphinx, left: Source, right: Source, parallel: str = "") -> str:
    """Return the address of two sources side by side, from the page of the first."""
    page = app.builder.get_relative_uri(SCROLLS_PAGE.format(left.id), COMPARE_PAGE)
    return f"{page}?{urlencode({'left': left.id, 'right': right.id, **({'parallel': parallel} if parallel else {})})}"


def _pair(app: Sphinx, drawing: Drawing, wording: Wording) -> dict[str, Any]:
    """Return two scrolls: the drawing, and the same as rows of a table."""
    left, right = drawing.left.source, drawing.right.source
    addresses = {t.parallel.id: _side_by_side(app, left, right, t.parallel.id) for t in drawing.threads}
    held = [thread.parallel.relation for thread in drawing.threads]
    return {
        "other": _named(right),
        "address": _side_by_side(app, left, right),
        "number": wording.number(len(held)),
        "counts": {relation: wording.number(held.count(relation)) for relation in RELATIONS if relation in held},
        "drawing": draw_scrolls(drawing, addresses, wording),
        "rows": [_row(thread, addresses[thread.parallel.id], wording) for thread in drawing.threads],
    }


def _row(thread: Thread, address: str, wording: Wording) -> dict[str, str]:
    parallel = thread.parallel
    return {
        "address": address,
        "title": parallel.title,
        "lang": parallel.lang,
        "relation": parallel.relation,
        "date": dates.readable(parallel.date, wording),
        "left": loci(thread.left),
        "right": loci(thread.right),
    }
