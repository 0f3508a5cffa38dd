"""A source as nodes: headings as sections, passages with their marked words and the margin notes that hang on them.

No Markdown parser sees a source's words: the text of the nodes of a passage equals its line of text.txt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter

from docutils import nodes

from variorum.model.passages import Division, Passage, PassageKind, Translation
from variorum.model.source import Annotation, Citation, Source
from variorum.model.span import Span
from variorum.model.verse_lines import class_of
from variorum.sphinx_ext.doctree import citation_marks, layer_marks
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.divisions import division_section
from variorum.sphinx_ext.doctree.isolates import isolated
from variorum.sphinx_ext.doctree.languages import pieces_of, runs_in, words_in
from variorum.sphinx_ext.doctree.layer_marks import Points, call_id, stands_behind_table
from variorum.sphinx_ext.doctree.margin_notes import margin_note, note_reference
from variorum.sphinx_ext.doctree.note_numbers import Note, number_notes, words_elsewhere
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.sphinx_ext.doctree.ranges import continued
from variorum.sphinx_ext.doctree.touches import touched
from variorum.sphinx_ext.doctree.translators import translations_told
from variorum.text.half_lines import borders_of_gaps, part_at
from variorum.text.line_joining import without_joined_ends
from variorum.text.told_languages import runs_of

_INNERMOST = 99  # depth of the editors' divisions, below all headings of a source
_GROUPED = {PassageKind.LIST_ITEM, PassageKind.TABLE_ROW, PassageKind.REFERENCE, PassageKind.FOOTNOTE}


def source_nodes(page: Page, source: Source, shown: Sequence[Passage] = ()) -> list[nodes.Node]:
    """Set a source, or of a long one the passages that its page shows: headings as sections, passages with notes."""
    begins = not shown or shown[0] is source.citable[0]
    about = translations_told(page, source) if begins else []
    return [*about, *_SourceNodes(page, source, shown or source.citable).whole()]


@dataclass(frozen=True)
class _SourceNodes:
    """A source that is being set on a page."""

    page: Page
    source: Source
    shown: Sequence[Passage]

    @cached_property
    def notes(self) -> Mapping[str, list[Note]]:
        """What hangs on each passage, by locus."""
        return number_notes(self.page.edition, self.source)

    @cached_property
    def elsewhere(self) -> Mapping[str, list[tuple[Span, Note]]]:
        """The words in each passage of notes that hang on another passage."""
        return words_elsewhere(self.page.edition, self.source)

    @cached_property
    def cited(self) -> Mapping[str, list[Citation]]:
        """What each passage cites, by locus."""
        return self.page.edition.once(("cited", self.source.id), lambda: citation_marks.by_passage(self.source))

    @cached_property
    def divisions(self) -> Mapping[str, Division]:
        """The editors' divisions, by the locus of their first passage."""
        return {division.locus: division for division in self.source.divisions if division.title}

    @cached_property
    def ids(self) -> set[str]:
        """The ids that points of the layer have on the page so far."""
        return set()

    @cached_property
    def before(self) -> Mapping[str, Passage]:
        """The passage before each one, by its locus."""
        return {passage.locus: before for before, passage in pairwise(self.shown)}

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
                open_[-1][1].extend(self._pictures_behind(run[-1]))
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
        """Yield the passages in runs of one kind, headings and grouped kinds by themselves.

        None crosses a division, or a picture between two tables.
        """
        begun = 0
        keys: dict[str, tuple[PassageKind | None, int]] = {}
        for passage in self.shown:
            begun += passage.locus in self.divisions
            keys[passage.locus] = (passage.kind if passage.kind in _GROUPED or passage.is_heading else None, begun)
            begun += any(stands_behind_table(r, passage) for r in self.source.layer_by_locus.get(passage.locus, ()))
        for (kind, _), run in groupby(self.shown, key=lambda p: keys[p.locus]):
            yield kind, list(run)

    def heading(self, passage: Passage) -> nodes.section:
        """Set a heading of the source as a real section. Its notes stand below it, on the whole heading."""
        section = nodes.section(ids=[passage.anchor], classes=["source-heading", str(passage.kind)])
        put_in_place(section, "passage", f"{self.source.siglum} {passage.locus}")
        section += nodes.title(passage.text, "", *self._title(passage))
        section.extend(self._points_of_heading(passage))
        section.extend(self.translations(passage))
        notes, touches = self.notes.get(passage.locus, []), self._of_others(passage)
        if notes or touches:
            box = self._box(passage, "heading-notes")
            box += nodes.paragraph("", "", *map(note_reference, notes), classes=["note-references"])
            box.extend(margin_note(self.page, self.source, passage, n) for n in notes)
            box += touches
            section += box
        return section

    def _title(self, passage: Passage) -> list[nodes.Node]:
        """Set the words of a heading: they go into contents and menus too, so their marks are docutils' own."""
        rows = self.source.layer_by_locus.get(passage.locus, ())
        if not rows:
            return words_in(self.page, passage.text, self.source.language)
        inner: list[nodes.Node] = []
        runs = runs_of(self.source, passage, self.page.script_languages)
        for start, end in pairwise(_cuts(passage.text, [r.span for r in rows])):
            piece = nodes.inline("", "", *pieces_of(Span(start, end), passage.text, runs))
            inner.append(layer_marks.marked(rows, start, end, piece, common=True))
        inner = isolated(inner, self.source.direction)
        if self.source.language == self.page.language:
            return inner
        return [nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(self.source.language)])]

    def _points_of_heading(self, passage: Passage) -> Iterator[nodes.Node]:
        """Set what stands between the letters of a heading below it: nothing of it belongs into contents."""
        points = Points(self.page, self.source, passage, self.ids)
        found = list(points.up_to(len(passage.text)))
        if found:
            yield nodes.paragraph("", "", *found, classes=["heading-points"])

    def _pictures_behind(self, passage: Passage) -> Iterator[nodes.Node]:
        """Set the pictures that stand behind the table that a passage ends: they are in none of its cells."""
        points = Points(self.page, self.source, passage, self.ids, behind=True)
        found = list(points.up_to(len(passage.text)))
        if found:
            yield nodes.paragraph("", "", *found, classes=["behind-table"])

    def passage(self, passage: Passage) -> our.passage:
        """Set a passage and, after its words, its notes."""
        box = self._box(passage, str(passage.kind), ids=[passage.anchor])
        put_in_place(box, "passage", f"{self.source.siglum} {passage.locus}")
        if told := class_of(passage, self.before.get(passage.locus), self.page.verse_numbers):
            box["classes"] += told.split()
        if passage.kind is PassageKind.FOOTNOTE and passage.locus in self.source.called_notes:
            box["call"] = call_id(passage.locus)
        text = our.passage_text(passage.text, "", *self.marked(passage))
        if self.source.language != self.page.language:
            text["classes"].append(our.LANGUAGE_CLASS.format(self.source.language))
        if self.source.direction != self.page.direction:
            text["dir"] = self.source.direction
        box += text
        box.extend(self.translations(passage))
        box.extend(margin_note(self.page, self.source, passage, n) for n in self.notes.get(passage.locus, []))
        box += self._of_others(passage)
        return box

    def _of_others(self, passage: Passage) -> list[nodes.Element]:
        """Return the parallels that go on in a passage, and those that it only touches."""
        return [*continued(self.page, self.source, passage), *touched(self.page, self.source, passage)]

    def _box(self, passage: Passage, kind: str, ids: Sequence[str] = ()) -> our.passage:
        source = self.source
        return our.passage(ids=list(ids), source=source.id, locus=passage.locus, siglum=source.siglum, kind=kind)

    @cached_property
    def all_translations(self) -> Sequence[Translation]:
        """The translations of the source, that into the language of the page first."""
        first = self.source.facing(self.page.language)
        return sorted(self.source.translations, key=lambda translation: translation is not first)

    def translations(self, passage: Passage) -> Iterator[our.passage_translation]:
        """Set our translations of a passage, as many as there are."""
        for translation in self.all_translations if passage.kind is not PassageKind.REFERENCE else ():
            if words := translation.passages.get(passage.locus):
                made = our.passage_translation(words, "", *runs_in(self.page, words, translation.language))
                made["language"] = translation.language
                made["named"] = len(self.all_translations) > 1
                made["stale"] = translation.is_stale(passage)
                yield made

    def marked(self, passage: Passage) -> list[nodes.Node]:
        """Return the words inside all their marks; what runs against the line in one node, whatever marks it has.

        Each half of a line of verse that a gap parts is one node too: it goes to the next line as a whole.
        """
        gaps = borders_of_gaps(passage.text) if passage.kind is PassageKind.VERSE else []
        found: list[nodes.Node] = []
        for part, run in groupby(self._pieces(passage, gaps), key=itemgetter(0)):
            inner = isolated([node for _, node in run], self.source.direction)
            name = "half-gap" if part % 2 else "half-line"
            found += [nodes.inline("", "", *inner, classes=[name])] if gaps and part >= 0 else inner
        return found

    def _pieces(self, passage: Passage, gaps: Sequence[int]) -> Iterator[tuple[int, nodes.Node]]:
        """Yield the words cut at every border of a lemma, citation or other script, each piece inside all its marks.

        With each comes the part of the line in which it stands, by its gaps; -1 is what sets the line in.
        """
        text, notes = passage.text, self.notes.get(passage.locus, [])
        here = {note.id for note in notes}  # the others begin in another passage
        on_words = [*((n.span, n) for n in notes if n.span), *self.elsewhere.get(passage.locus, [])]
        cited = self.cited.get(passage.locus, [])
        runs = runs_of(self.source, passage, self.page.script_languages)
        rows = self.source.layer_by_locus.get(passage.locus, ())
        points = Points(self.page, self.source, passage, self.ids)
        spans = [*(s for s, _ in runs), *(s for s, _ in on_words), *(c.span for c in cited), *(r.span for r in rows)]
        set_in = len(text) - len(text.lstrip()) if passage.kind is PassageKind.VERSE else 0
        cuts = sorted({*_cuts(text, [*spans, Span(0, set_in)]), *gaps})
        citing_pieces = citation_marks.covering(cuts, cited)
        for start, end in pairwise(cuts):
            part = part_at(gaps, start)
            yield from ((part_at(gaps, start, ends=True), point) for point in points.up_to(start))
            if end <= set_in:
                yield -1, nodes.inline("", text[start:end], classes=["set-in"])
                continue
            piece = layer_marks.marked(
                rows, start, end, _piece(text, start, end, runs, in_lines=passage.kind is PassageKind.VERSE)
            )
            if start in citing_pieces:
                piece = citation_marks.mark(self.page, self.source, citing_pieces[start], piece)
            covering = [n for span, n in on_words if span.start <= start and end <= span.end]
            yield part, _lemma(covering, piece) if covering else piece
            called = (n for n in covering if n.id in here and n.span and n.span.end == end)
            yield from ((part, note_reference(n)) for n in called)
        behind: list[nodes.Node] = [*points.up_to(len(text))]
        behind += citation_marks.whole_marks(self.page, self.source, cited, citing_pieces)
        behind += (note_reference(n) for n in notes if not n.span)
        yield from ((len(gaps), node) for node in behind)


def _open(open_: list[tuple[int, nodes.Element]], depth: int, section: nodes.section) -> None:
    """Put a section into the innermost open one that is less deep; all others are closed."""
    while open_[-1][0] >= depth:
        open_.pop()
    open_[-1][1].append(section)
    open_.append((depth, section))


def _cuts(text: str, spans: Sequence[Span | None]) -> list[int]:
    """Return where a text is cut: at its edges and at every border of a span."""
    return sorted({0, len(text)} | {at for s in spans if s for at in (s.start, s.end)})


def _piece(text: str, start: int, end: int, runs: Sequence[tuple[Span, str]], *, in_lines: bool) -> nodes.Node:
    """Set a piece of text in the language of the innermost run that holds it."""
    foreign = next((lang for span, lang in reversed(runs) if span.start <= start and end <= span.end), "")
    words = text[start:end] if in_lines else without_joined_ends(text, start, end)
    return nodes.inline("", words, classes=[our.LANGUAGE_CLASS.format(foreign)]) if foreign else nodes.Text(words)


def _lemma(notes: Sequence[Note], piece: nodes.Node) -> our.lemma:
    """Set a piece of text as words that notes hang on."""
    kinds = " ".join(dict.fromkeys(map(_kind_for_styles, notes)))
    return our.lemma("", "", piece, notes=" ".join(n.id for n in notes), kinds=kinds)


def _kind_for_styles(note: Note) -> str:
    return note.kind if isinstance(note.about, Annotation) else f"parallel {note.kind}"
