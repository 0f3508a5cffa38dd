"""Cross-references to what the edition holds: links to a passage, an annotation, a parallel, a name or a work.

They are left pending; our Domain resolves them when it is known on which page everything stands.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.note_numbers import places_of
from variorum.sphinx_ext.doctree.page import Page
from variorum.text.bidi import first_direction, strong_directions, title_apart

WORDS = "words"  # type of what such a link leads to: where a source speaks in a parallel


def link_to(page: Page, kind: str, target: str, words: str) -> pending_xref:
    """Return a link to a thing of the edition with words of its own; words that run otherwise than the page say so."""
    named = title_apart(words, page.direction) if kind == "parallel" else words
    shown = nodes.inline("", named, classes=["xref", f"variorum-{kind}"])
    if named == words and strong_directions(words) - {page.direction}:
        shown["dir"] = first_direction(words)
    return pending_xref(
        target,
        shown,
        refdomain="variorum",
        reftype=kind,
        reftarget=target,
        refexplicit=False,
        refwarn=True,
        refdoc=page.docname,
    )


def link_to_words(page: Page, parallel: Parallel, item: ParallelPassage, shown: str) -> pending_xref:
    """Return a link to where a source speaks in a parallel: to these very words, not to the passage around them."""
    link = link_to(page, "passage", name_of_item(page.edition, parallel, item), shown)
    link["reftype"] = WORDS
    return link


def name_of_item(edition: Edition, parallel: Parallel, item: ParallelPassage) -> str:
    """Return by what name links lead to the words of one passage of a parallel."""
    source = edition.source(item.source)
    assert source is not None  # reading has left out whatever names no source
    id_ = next(id_ for id_, held in places_of(source, parallel).items() if held is item)
    return name_of_words(source, item.passage, id_)


def name_of_words(source: Source, locus: str, id_: str) -> str:
    """Return the name of words of a parallel: their passage, and their id on its page."""
    return f"{source.siglum} {locus}#{id_}"


def passage_of_words(name: str) -> str:
    """Return the reference to the passage in which words of a parallel stand, e.g. `No 54`."""
    return name.rpartition("#")[0]


def link_as_named(page: Page, kind: str, target: str) -> pending_xref:
    """Return a link that shows what the edition calls its target; a page that holds it changes with that name."""
    link = link_to(page, kind, target, page.edition.words_of_link(kind, target, page.wording))
    link["as_named"] = page.edition.words_of_link(kind, target)  # what is remembered is the same in every language
    return link
