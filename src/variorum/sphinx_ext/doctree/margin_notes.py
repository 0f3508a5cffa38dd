"""The margin notes (sidenotes) of a source: the box beside a passage for an annotation, or for what a parallel says."""

from __future__ import annotations

from docutils import nodes

from variorum.model.edition import Parallel
from variorum.model.passages import Passage, cells_apart
from variorum.model.source import Annotation, Source
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.bodies import body_nodes
from variorum.sphinx_ext.doctree.compare_nodes import link_to_both
from variorum.sphinx_ext.doctree.cross_references import WORDS, link_to, name_of_words
from variorum.sphinx_ext.doctree.languages import words_in
from variorum.sphinx_ext.doctree.note_numbers import Note
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.sphinx_ext.doctree.parallels import parallel_words
from variorum.sphinx_ext.doctree.ranges import range_of
from variorum.text.bidi import set_apart

MARGIN_WORDS = 44  # code points of another source's words that a margin has room for


def margin_note(page: Page, source: Source, passage: Passage, note: Note) -> our.annotation | our.parallel_note:
    """Set an annotation, or what a parallel says, as the box beside its passage."""
    if isinstance(note.about, Annotation):
        return _annotation(page, source, passage, note, note.about)
    return _parallel_note(page, source, passage, note, note.about)


def note_reference(note: Note) -> our.note_reference:
    """Set the link from the words to their note."""
    return our.note_reference(note=note.id, number=note.number, kind=note.kind)


def _annotation(page: Page, source: Source, passage: Passage, note: Note, about: Annotation) -> our.annotation:
    box = our.annotation(
        ids=[note.id], annotation=about.id, number=note.number, kind=about.kind, by=about.by, path=about.path
    )
    box["formerly"] = [f"annotation-{old}" for old in about.formerly]
    if about.lang and about.lang != page.language:
        box["tongue"] = about.lang
    put_in_place(box, "annotation", about.id)
    box.source, box.line = about.path, about.lines["body"]
    if note.span:
        words = page.edition.quoted(about)
        quoted = cells_apart(" ".join(words.text.split("\n")) if words.in_lines else words.text)
        box += our.note_lemma(quoted, "", *words_in(page, quoted, source.language))
    box.extend(body_nodes(page, about.body, about.path, about.lang))
    return box


def _parallel_note(page: Page, source: Source, passage: Passage, note: Note, about: Parallel) -> our.parallel_note:
    box = our.parallel_note(
        ids=[note.id], parallel=about.id, number=note.number, relation=about.relation, path=about.path
    )
    here = (source.id, passage.locus)
    put_in_place(box, WORDS, name_of_words(source, passage.locus, note.id))
    title = our.parallel_title("", "", link_to(page, "parallel", about.id, about.title))
    if range_ := range_of(source, note):  # it hangs on one passage, and is on all of them
        title += nodes.Text(f" · {set_apart(source.siglum, page.direction)} {range_}")
    box += title
    for item in about.passages:
        if (item.source, item.passage) != here:
            box += parallel_words(page, about, item, MARGIN_WORDS)
    box += link_to_both(page, about, source)
    return box
