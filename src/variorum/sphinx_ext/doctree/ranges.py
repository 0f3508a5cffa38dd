"""Parallels that hold a range of passages, beside each of them: they go on from the passage that they hang on.

Whoever comes to the third verse of a range sees there too that others tell the matter. Only the rail of our theme has
room for it (`html.rail`); books and other themes have the note, which names its range, at the passage that it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from variorum.model.edition import Edition, Parallel
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.note_numbers import Note, number_notes, places_of
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.output import output_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class continued_parallels(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """The parallels that go on in a passage; holds a `continued_parallel` for each. Made by `continued`."""


class continued_parallel(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801
    """One of them: the link to its own place.

    Attributes: `parallel` (id), `note` and `number` of the note on it, `hangs_on` (the locus where that is).
    """


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes, and what takes them out."""
    app.add_node(continued_parallels)
    app.add_node(continued_parallel)
    app.connect("doctree-resolved", drop_continued)


def drop_continued(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take them out of a page where no rail shows them."""
    if not output_of(app.builder).themed:
        for node in list(doctree.findall(continued_parallels)):
            node.parent.remove(node)


def continued(page: Page, source: Source, passage: Passage) -> list[continued_parallels]:
    """Return the parallels that go on in a passage as one node; none, if none does."""
    found = [
        continued_parallel(
            "",
            "",
            link_to(page, "parallel", note.about.id, note.about.title),
            parallel=note.about.id,
            note=note.id,
            number=note.number,
            hangs_on=locus,
        )
        for locus, note in continued_in(page.edition, source).get(passage.locus, ())
        if isinstance(note.about, Parallel)
    ]
    return [continued_parallels("", *found)] if found else []


def continued_in(edition: Edition, source: Source) -> Mapping[str, list[tuple[str, Note]]]:
    """Return what goes on in each passage, by its locus: on which passage a note on a parallel hangs, and the note."""
    return edition.once(("continued", source.id), lambda: _continued(source, number_notes(edition, source)))


def _continued(source: Source, numbered: Mapping[str, list[Note]]) -> Mapping[str, list[tuple[str, Note]]]:
    found: dict[str, list[tuple[str, Note]]] = {}
    for locus, notes in numbered.items():
        for note in notes:
            for other in _held(source, note):
                if other != locus:
                    found.setdefault(other, []).append((locus, note))
    return found


def _held(source: Source, note: Note) -> Iterable[str]:
    """Return the loci of a range that a parallel holds."""
    if note.parts:
        return [part.locus for part in note.parts] if isinstance(note.about, Parallel) else ()
    range_ = range_of(source, note)
    return [passage.locus for passage in source.passages_at(range_)] if range_ else ()


def range_of(source: Source, note: Note) -> str:
    """Return the passages that a parallel holds where a note on it hangs, "1:1–3"; "" if it is one passage."""
    if not isinstance(note.about, Parallel):
        return ""
    return places_of(source, note.about)[note.id].range
