"""Parallels as nodes: each as a section of its own, and the words that one of its passages quotes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.model.edition import Parallel, ParallelPassage, Quoted
from variorum.model.kinds import RELATIONS
from variorum.model.passages import CELL_SIGN, cells_apart
from variorum.model.span import Span
from variorum.parallels.differences import contrasting_words
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.bodies import body_nodes
from variorum.sphinx_ext.doctree.compare_nodes import links_to_pairs
from variorum.sphinx_ext.doctree.cross_references import WORDS, link_to_words, name_of_item
from variorum.sphinx_ext.doctree.isolates import isolated
from variorum.sphinx_ext.doctree.languages import pieces_of, title_in, words_in
from variorum.sphinx_ext.doctree.layer_nodes import layer_point
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.sphinx_ext.doctree.stances import stances
from variorum.text import dates
from variorum.text.excerpt import beginning
from variorum.text.scripts import foreign_runs
from variorum.wording.messages import Wording


def parallel_section(page: Page, parallel: Parallel, turn: int = 1) -> nodes.section:
    """Set a parallel as a section: date and relation, passages side by side, who is silent, commentary.

    Of a parallel that stands several times on a page, links lead to the first; the others are told by their `turn`.
    """
    ids = [f"parallel-{id_}" for id_ in (parallel.id, *parallel.formerly)] if turn == 1 else []
    section = nodes.section(ids=ids or [f"parallel-{parallel.id}--{turn}"], classes=["parallel", parallel.relation])
    if turn == 1:
        put_in_place(section, "parallel", parallel.id)
    language = parallel.lang or page.language
    if language != page.language:
        section["classes"].append(our.TONGUE_CLASS.format(language))
    section += nodes.title(parallel.title, "", *title_in(page, parallel.title, language))
    section += _head(parallel, page.wording)
    apart = contrasting_words(page.edition, parallel, page.namer)
    quoted = (parallel_words(page, parallel, item, apart=apart.get(n, ())) for n, item in enumerate(parallel.passages))
    section += our.parallel_columns("", *quoted)
    section += stances(page, parallel)
    section += links_to_pairs(page, parallel)
    section.extend(body_nodes(page, parallel.body, parallel.path, parallel.lang))
    _lead_to_words(page, parallel, section)
    return section


def _lead_to_words(page: Page, parallel: Parallel, section: nodes.section) -> None:
    """Let the commentary's links to passages that the parallel holds lead to the words that it is about there."""
    held = {page.edition.quoted(item).reference: item for item in reversed(parallel.passages)}
    for link in section.findall(pending_xref):
        if link["reftype"] == "passage" and (about := held.get(link["reftarget"])):
            link["reftype"], link["reftarget"] = WORDS, name_of_item(page.edition, parallel, about)
            link.attributes.pop("as_named", None)  # it shows its passage, which has no other name


def _head(parallel: Parallel, wording: Wording) -> our.parallel_head:
    relation = RELATIONS[parallel.relation]
    head = our.parallel_head(relation=parallel.relation, date=parallel.date)
    head += nodes.inline("", wording.say(relation.label), classes=["relation", parallel.relation])
    if parallel.date:
        head += nodes.Text(" · ")
        head += nodes.inline("", dates.readable(parallel.date, wording), classes=["date"])
    return head


def parallel_words(
    page: Page, parallel: Parallel, item: ParallelPassage, room: int = 0, apart: Iterable[Span] = ()
) -> our.parallel_words:
    """Set one passage of a parallel: where, its words (cut to `room` code points, 0 = whole), our gloss.

    The spans in `apart` are marked as what the other passages have not.
    """
    quoted = page.edition.quoted(item)
    box = our.parallel_words(source=quoted.source.id, language=quoted.source.language)
    link = link_to_words(page, parallel, item, quoted.reference)
    box += nodes.paragraph("", "", link, classes=["passage-reference"])
    box += our.words(quoted.text, "", *_words_apart(page, quoted, room or len(quoted.text), apart))
    if item.gloss:
        gloss = beginning(item.gloss, room or len(item.gloss))
        box += our.gloss(item.gloss, "", *words_in(page, gloss, parallel.lang or page.language))
    return box


def _words_apart(page: Page, quoted: Quoted, room: int, apart: Iterable[Span]) -> list[nodes.Node]:
    """Return the quoted words, those apart in a mark; all of them in one node that tells their language."""
    spans, language = [*apart], quoted.source.language
    last = max((span.end for span in spans), default=0)
    text = quoted.text[:last] + beginning(quoted.text[last:], room)
    runs, at = foreign_runs(text, language, page.script_languages), 0
    inner: list[nodes.Node] = []
    pieces = partial(pieces_of, text=text, runs=runs, in_lines=quoted.in_lines)
    for span in spans:
        inner += pieces(Span(at, span.start)) if span.start > at else []
        inner.append(nodes.inline("", "", *pieces(span), classes=["differing"]))
        at = span.end
    inner += pieces(Span(at, len(text))) if at < len(text) else []
    inner = isolated(inner, quoted.source.direction)
    inner = _in_lines(inner) if quoted.in_lines or CELL_SIGN in text else inner
    if language == page.language:
        return inner
    return [nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(language)])]


def _in_lines(words: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Let quoted verse and rows of a table end their lines where their passages end; set cells apart."""
    made: list[nodes.Node] = []
    for node in words:
        if isinstance(node, nodes.Element):
            node[:] = _in_lines(node.children)
            made.append(node)
            continue
        first, *others = cells_apart(node.astext()).split("\n")
        made.append(nodes.Text(first))
        for line in others:
            made += [layer_point(feature="line", value="", breaks=True), nodes.Text(line)]
    return made
