"""What stands in the margin of the book: annotations, and the parallels of a passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from docutils import nodes

from variorum.model.edition import Edition
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.pdf.facing import FacingWriter
from variorum.sphinx_ext.pdf.inlining import as_string, code_block
from variorum.sphinx_ext.pdf.manuscript import Line
from variorum.wording.messages import Wording


class NoteWriter(FacingWriter):
    """Writes notes into the file that they have to themselves."""

    def __init__(self, edition: Edition, pages: Iterable[str], *, wording: Wording) -> None:
        super().__init__(wording)
        self.edition = edition
        self.pages = frozenset(pages)  # what the book holds; parallels told on other pages are told in the margin
        self.house = _most_common(a.by for s in edition.sources for a in s.annotations)

    def _note_bodies(self, node: nodes.Element) -> None:
        """Write the notes of a passage into the notes' own file."""
        for note in (n for n in node.findall(nodes.Element) if isinstance(n, our.annotation | our.parallel_note)):
            id_ = self._id(note["ids"][0])
            outer, self._where = self._where, note["path"]
            self._in_note = True
            body = self._annotation(note) if isinstance(note, our.annotation) else self._parallel_note(note)
            kind = note["kind"] if isinstance(note, our.annotation) else note["relation"]
            row = ANNOTATION_KINDS.get(kind) or RELATIONS[kind]
            signs = f"mark: {self._text(row.mark)}, colour: {as_string(row.light)}"
            code = f"(number: {self._text(note['number'])}, {signs}, body: {body})"
            self.manuscript.notes[id_] = Line(code, note["path"])
            self.manuscript.parts[id_] = self._docname
            self.manuscript.numbers[id_] = note["number"]
            self._in_note = False
            self._where = outer

    def _annotation(self, note: nodes.Element) -> str:
        """Set the words of an annotation; the lemma is marked in the text and not said again."""
        blocks = [c for c in note.children if not isinstance(c, our.note_lemma)]
        codes = [self._running(blocks)]
        if note.get("by") and note["by"] != self.house:
            codes.append(f'text(style: "italic", {self._text(" — " + note["by"])})')
        return code_block(codes)

    def _parallel_note(self, note: nodes.Element) -> str:
        """Say what a parallel is, where its other passages are, and on which page it is told in full."""
        title = next((c for c in note.children if isinstance(c, our.parallel_title)), nodes.inline())
        heading = code_block([self._inline(c) for c in _unlinked(title)])
        codes = [f"strong({heading})"]
        own = self._target(next(title.findall(nodes.reference), None), self._docname)
        told = bool(own) and own.partition(":")[0] in self.pages
        seen: set[str] = set()
        for words in (c for c in note.children if isinstance(c, our.parallel_words)):
            where = next((p for p in words.children if isinstance(p, nodes.paragraph)), None)
            link = self._content(where)
            if told and link in seen:
                continue
            codes += [self._text(", " if seen else ": "), link]
            seen.add(link)
            if not told:
                codes += self._quoted_whole(words)
        if told:
            codes.append(f"full-account({as_string(own)})")
        return code_block(codes)

    def _quoted_whole(self, box: our.parallel_words) -> Iterator[str]:
        """Yield the words of a passage that the book does not hold, whole, and what they mean; a screen shows less."""
        for quoted in box.children:
            if isinstance(quoted, our.words):
                language = our.LANGUAGE_CLASS.format(box["language"])
                words = self._words(nodes.inline("", quoted.rawsource, classes=[language]))
                yield f'{{" "; quote(block: false, {words})}}'
            elif isinstance(quoted, our.gloss):
                yield self._text(f" ({quoted.rawsource})")


def _unlinked(node: nodes.Element) -> list[nodes.Node]:
    """Return the inlines of a node without its links, what they hold in their place."""
    return [i for c in node.children for i in (c.children if isinstance(c, nodes.reference) else [c])]


def _most_common(names: Iterable[str]) -> str:
    counted = Counter(names).most_common(1)
    return counted[0][0] if counted else ""
