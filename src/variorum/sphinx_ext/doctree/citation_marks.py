"""How the citations of a source are marked in its words, and where the marks lead.

`doctree.sources` cuts a passage into pieces; here each piece that cites gets its mark. No mark adds a letter to the
text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.model.edition import Edition
from variorum.model.source import Citation, Source
from variorum.reading.files import digest_of
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.work_nodes import citation_mark
from variorum.works.identification import spoken, standing
from variorum.works.styles import WorkStyle

_OWN = WorkStyle()
KINDS = ("work", "lost")  # of links: to a work, to where the lost references of a source are told


def by_passage(source: Source) -> Mapping[str, list[Citation]]:
    """Return the citations of a source by the locus of their passage."""
    found: dict[str, list[Citation]] = {}
    for citation in source.citations:
        found.setdefault(citation.passage, []).append(citation)
    return found


def covering(cuts: Sequence[int], citations: Sequence[Citation]) -> Mapping[int, Citation]:
    """Return for each piece (by where it starts) the citation whose mark it gets: of several the shortest."""
    spans = [(c.span, c) for c in citations if c.span]
    spans.sort(key=lambda pair: pair[0].start - pair[0].end)
    return {
        start: citation
        for span, citation in spans
        for start in cuts[bisect_left(cuts, span.start) : bisect_left(cuts, span.end)]
    }


def mark(page: Page, source: Source, citation: Citation, piece: nodes.Node) -> nodes.Node:
    """Return a piece of text as a mark that leads to the work, or to where its loss is told."""
    edition = page.edition
    works = [key for key in citation.works if key in edition.works]
    if not works and not citation.meaning:
        return piece
    kind, target = ("work", works[0]) if works else ("lost", source.id)
    # of one work without a doubt the link's own preview says enough
    plain = len(works) == 1 and not citation.note and not standing(edition, source, citation)
    link = _link(page, kind, target, "" if plain else preview_of(edition, source, citation, page.style), piece)
    return citation_mark("", "", link, kind=kind, certainty=standing(edition, source, citation))


def whole_marks(
    page: Page, source: Source, citations: Sequence[Citation], pieces: Mapping[int, Citation]
) -> Iterator[nodes.Node]:
    """Yield wordless links for the end of a passage: works that it names as a whole, further works of a mark."""
    edition = page.edition
    marked = {id(c): c for c in pieces.values()}
    for citation in citations:
        works = [key for key in citation.works if key in edition.works]
        for key in works[1:] if id(citation) in marked else works:
            preview = preview_of(edition, source, citation, page.style, key)
            link = _link(page, "work", key, preview, nodes.Text(""))
            doubt = standing(edition, source, citation, edition.works[key])
            yield citation_mark("", "", link, kind="whole", certainty=doubt)


def preview_of(edition: Edition, source: Source, citation: Citation, style: WorkStyle, *keys: str) -> str:
    """Return what a mark says before it is followed: the works in one line, how sure that is, the editors' remark."""
    works = [edition.works[key] for key in keys or citation.works if key in edition.works]
    if not works:
        return citation.meaning
    said = "; ".join(style.short(work) for work in works)
    doubt = spoken(standing(edition, source, citation, works[0]), style.wording)
    return said + (f" ({doubt})" if doubt else "") + (f". {citation.note}" if citation.note else "")


def digest_of_citations(edition: Edition, source: Source) -> str:
    """Everything that the marks of a source show."""
    shown = ((c, preview_of(edition, source, c, _OWN)) for c in source.citations)
    return digest_of(*(f"{c.passage} {c.span} {c.works} {preview}" for c, preview in shown))


def _link(page: Page, kind: str, target: str, preview: str, piece: nodes.Node) -> pending_xref:
    return pending_xref(
        target,
        nodes.inline("", "", piece),
        refdomain="variorum",
        reftype=kind,
        reftarget=target,
        refexplicit=True,
        refwarn=False,
        refdoc=page.docname,
        preview=preview,
    )
