"""Parallels as nodes: each as a section of its own, and the words that one of its passages quotes."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from variorum.model.edition import RELATIONS, Parallel, ParallelPassage, Span
from variorum.parallels.differences import differing
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.bodies import body_nodes
from variorum.sphinx_ext.doctree.compare_nodes import links_to_pairs
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.languages import words_in
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.text import dates


def parallel_section(page: Page, parallel: Parallel) -> nodes.section:
    """Set a parallel as a section: date and relation, passages side by side, who is silent, commentary."""
    section = nodes.section(ids=[f"parallel-{parallel.id}"], classes=["parallel", parallel.relation])
    put_in_place(section, "parallel", parallel.id)
    section += nodes.title(parallel.title, "", *words_in(page, parallel.title, page.language))
    section += _head(parallel)
    apart = differing(page.edition, parallel, page.namer)
    quoted = (parallel_words(page, item, apart=apart.get(n, ())) for n, item in enumerate(parallel.passages))
    section += our.parallel_columns("", *quoted)
    silent = page.edition.silent(parallel)
    if silent:
        names = ", ".join(f"{s.siglum} ({s.label})" for s in silent)
        section += our.silent("", f"Silent: {names}.")
    section += links_to_pairs(page.edition, parallel)
    section.extend(body_nodes(page, parallel.body, parallel.path))
    return section


def _head(parallel: Parallel) -> our.parallel_head:
    relation = RELATIONS[parallel.relation]
    head = our.parallel_head(relation=parallel.relation, date=parallel.date)
    head += nodes.inline("", relation.label, classes=["relation", parallel.relation])
    head += nodes.Text(" · ")
    head += nodes.inline("", dates.readable(parallel.date), classes=["date"])
    return head


def parallel_words(page: Page, item: ParallelPassage, room: int = 0, apart: Iterable[Span] = ()) -> our.parallel_words:
    """Set one passage of a parallel: where, its words (cut to `room` code points, 0 = whole), our gloss.

    The spans in `apart` are marked as what the other passages have not.
    """
    source = page.edition.source(item.source)
    passage = source.passage(item.passage) if source else None
    if source is None or passage is None:  # read_edition has left out all that do not exist
        raise LookupError(f"{item.source} {item.passage}")
    box = our.parallel_words(source=source.id, language=source.language)
    reference = f"{source.siglum} {item.passage}"
    box += nodes.paragraph("", "", link_to(page, "passage", reference, reference), classes=["passage-reference"])
    quoted = passage.text[item.span.start : item.span.end] if item.span else passage.text
    shown = our.words(quoted, "")
    at = 0
    for span in apart:
        shown += words_in(page, quoted[at : span.start], source.language) if span.start > at else []
        marked = words_in(page, quoted[span.start : span.end], source.language)
        shown += nodes.inline("", "", *marked, classes=["differing"])
        at = span.end
    shown += words_in(page, _shortened(quoted[at:], room), source.language) if at < len(quoted) else []
    box += shown
    if item.gloss:
        box += our.gloss(item.gloss, "", *words_in(page, _shortened(item.gloss, room), page.language))
    return box


def _shortened(text: str, room: int) -> str:
    if not room or len(text) <= room:
        return text
    return text[:room].rsplit(" ", 1)[0].rstrip(" ,;:–—(") + " …"
