"""A source as nodes: headings as sections, passages with their marked words and the margin notes that hang on them.

No Markdown parser sees a source's words: the text of the nodes of a passage equals its line of text.txt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from docutils import nodes

from variorum.model.edition import Annotation, Citation, Division, Passage, PassageKind, Source
from variorum.sphinx_ext.doctree import citation_marks
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.divisions import division_section
from variorum.sphinx_ext.doctree.languages import run_in, runs_in, words_in
from variorum.sphinx_ext.doctree.margin_notes import margin_note, note_reference
from variorum.sphinx_ext.doctree.note_numbers import Note, number_notes
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.text.scripts import foreign_runs

_INNERMOST = 99  # depth of the editors' divisions, below all headings of a source
_GROUPED = {PassageKind.LIST_ITEM, PassageKind.TABLE_ROW, PassageKind.REFERENCE}


def source_nodes(page: Page, source: Source) -> list[nodes.Node]:
    """Set a whole source: headings as sections, passages with their notes."""
    return _SourceNodes(page, source).whole()


@dataclass(frozen=True)
class _SourceNodes:
    """A source that is being set on a page."""

    page: Page
    source: Source

    @cached_property
    def notes(self) -> Mapping[str, list[Note]]:
        """What hangs on each passage, by locus."""
        return number_notes(self.page.edition, self.source)

    @cached_property
    def cited(self) -> Mapping[str, list[Citation]]:
        """What each passage cites, by locus."""
        return citation_marks.by_passage(self.source)

    @cached_property
    def divisions(self) -> Mapping[str, Division]:
        """The editors' divisions, by the locus of their first passage."""
        return {division.locus: division for division in self.source.divisions if division.title}

    def whole(self) -> list[nodes.Node]:
        """Set all passages in their order; sections are opened inside one another by the depth of their headings.

        A division of the editors is the innermost of all: it ends at the next one and at every heading of the source.
        """
        top = nodes.section()
        open_: list[tuple[int, nodes.Element]] = [(0, top)]
        for kind, run in self._runs():
            if division := self.divisions.get(run[0].locus):
                _open(open_, _INNERMOST, division_section(self.page, self.source, division))
            if kind in _GROUPED:
                open_[-1][1].append(our.passages("", *map(self.passage, run), kind=str(kind)))
                continue
            for passage in run:
                if passage.is_heading:
                    _open(open_, passage.kind.depth, self.heading(passage))
                else:
                    open_[-1][1].append(self.passage(passage))
        children = list(top.children)
        top.clear()
        return children

    def _runs(self) -> Iterator[tuple[PassageKind | None, list[Passage]]]:
        """Yield the passages in runs of one kind, headings and grouped kinds by themselves; none crosses a division."""
        begun = 0
        keys: dict[str, tuple[PassageKind | None, int]] = {}
        for passage in self.source.citable:
            begun += passage.locus in self.divisions
            keys[passage.locus] = (passage.kind if passage.kind in _GROUPED or passage.is_heading else None, begun)
        for (kind, _), run in groupby(self.source.citable, key=lambda p: keys[p.locus]):
            yield kind, list(run)

    def heading(self, passage: Passage) -> nodes.section:
        """Set a heading of the source as a real section. Its notes stand below it, on the whole heading."""
        section = nodes.section(ids=[passage.anchor], classes=["source-heading", str(passage.kind)])
        put_in_place(section, "passage", f"{self.source.siglum} {passage.locus}")
        section += nodes.title(passage.text, "", *words_in(self.page, passage.text, self.source.language))
        section.extend(self.translation(passage))
        notes = self.notes[passage.locus]
        if notes:
            box = self._box(passage, "heading-notes")
            box += nodes.paragraph("", "", *map(note_reference, notes), classes=["note-references"])
            box.extend(margin_note(self.page, self.source, passage, n) for n in notes)
            section += box
        return section

    def passage(self, passage: Passage) -> our.passage:
        """Set a passage and, after its words, its notes."""
        box = self._box(passage, str(passage.kind), ids=[passage.anchor])
        put_in_place(box, "passage", f"{self.source.siglum} {passage.locus}")
        text = our.passage_text(passage.text, "", *self.marked(passage))
        if self.source.language != self.page.language:
            text["classes"].append(our.LANGUAGE_CLASS.format(self.source.language))
        box += text
        box.extend(self.translation(passage))
        box.extend(margin_note(self.page, self.source, passage, n) for n in self.notes[passage.locus])
        return box

    def _box(self, passage: Passage, kind: str, ids: Sequence[str] = ()) -> our.passage:
        source = self.source
        return our.passage(ids=list(ids), source=source.id, locus=passage.locus, siglum=source.siglum, kind=kind)

    def translation(self, passage: Passage) -> list[our.passage_translation]:
        """Set our translation of a passage, if the source has one."""
        translation = self.source.translation
        words = translation.passages.get(passage.locus) if translation else None
        if not words or not translation or passage.kind is PassageKind.REFERENCE:
            return []
        inner = runs_in(self.page, words, translation.language)
        return [our.passage_translation(words, "", *inner, language=translation.language)]

    def marked(self, passage: Passage) -> Iterator[nodes.Node]:
        """Yield the words cut at every border of a lemma, citation or other script, each piece inside all its marks."""
        text, notes = passage.text, self.notes[passage.locus]
        on_words = [n for n in notes if n.span]
        cited = self.cited.get(passage.locus, [])
        runs = foreign_runs(text, self.source.language, self.page.script_languages)
        spans = [*(s for s, _ in runs), *(n.span for n in on_words), *(c.span for c in cited)]
        cuts = sorted({0, len(text)} | {at for s in spans if s for at in (s.start, s.end)})
        citing_pieces = citation_marks.covering(cuts, cited)
        for start, end in pairwise(cuts):
            foreign = next((lang for s, lang in runs if s.start <= start and end <= s.end), "")
            piece = run_in(text[start:end], foreign)
            if start in citing_pieces:
                piece = citation_marks.mark(self.page, self.source, citing_pieces[start], piece)
            covering = [n for n in on_words if n.span and n.span.start <= start and end <= n.span.end]
            yield _lemma(covering, piece) if covering else piece
            yield from (note_reference(n) for n in covering if n.span and n.span.end == end)
        yield from citation_marks.whole_marks(self.page, self.source, cited, citing_pieces)
        yield from (note_reference(n) for n in notes if not n.span)


def _open(open_: list[tuple[int, nodes.Element]], depth: int, section: nodes.section) -> None:
    """Put a section into the innermost open one that is less deep; all others are closed."""
    while open_[-1][0] >= depth:
        open_.pop()
    open_[-1][1].append(section)
    open_.append((depth, section))


def _lemma(notes: Sequence[Note], piece: nodes.Node) -> our.lemma:
    """Set a piece of text as words that notes hang on."""
    kinds = " ".join(dict.fromkeys(map(_kind_for_styles, notes)))
    return our.lemma("", "", piece, notes=" ".join(n.id for n in notes), kinds=kinds)


def _kind_for_styles(note: Note) -> str:
    return note.kind if isinstance(note.about, Annotation) else f"parallel {note.kind}"
