"""Passages of a source that belong together: the rows of a table as a table, the items of a list as a list.

Rows that are nothing but labels, before all others, are its head. Translations and what a passage touches stand below
it, in the table over its whole width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docutils import nodes

from variorum.model.passages import PassageKind
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.table_cells import cells_of, is_head, names_columns
from variorum.sphinx_ext.pdf.inlining import as_string, code_block, language_of
from variorum.sphinx_ext.pdf.note_writing import NoteWriter
from variorum.sphinx_ext.pdf.tables import SMALLEST, letters_wanted, widths
from variorum.text.scripts import direction_of


class _Row(NamedTuple):
    """A row of a table."""

    cells: Sequence[nodes.Element]
    codes: Sequence[str]  # of its cells, and of what stands below it


class GroupWriter(NoteWriter):
    """Writes the tables and lists of sources."""

    def _group(self, node: our.passages, direction: str) -> str:
        """Return the call for a list or a table, in lines that run as those of its source do."""
        passages = [child for child in node.children if isinstance(child, our.passage)]
        if node["kind"] == PassageKind.LIST_ITEM:
            items = [
                code_block([self._numbered(p, _words(p), direction), *self._below(p, direction)]) for p in passages
            ]
            return f"list-of-source({', '.join(items)})"
        cells = [cells_of(_words(passage)) for passage in passages]
        count = max(map(len, cells))
        texts = [[row[n].astext() for row in cells if n < len(row)] for n in range(count)]
        letters = letters_wanted(texts)
        if letters > LINE_OF_SOURCE * SMALLEST:
            return self._one_below_another(passages, cells, direction)
        rows = [_Row(c, [*self._row(p, c, count, direction)]) for p, c in zip(passages, cells, strict=True)]
        heads = next((n for n, row in enumerate(rows) if not names_columns(row.cells)), 0)
        head, body = (
            "".join(f"{code}, " for row in part for code in row.codes) for part in (rows[:heads], rows[heads:])
        )
        return f"table-of-source({widths(texts, LINE_OF_SOURCE)}, {letters}, ({head}), {body})"

    def _one_below_another(
        self, passages: Sequence[our.passage], rows: Sequence[Sequence[nodes.Element]], direction: str
    ) -> str:
        """Return rows that have no room for their cells side by side: each cell on a line, behind its column's name."""
        codes: list[str] = []
        heads: list[str] = []
        for passage, cells in zip(passages, rows, strict=True):
            naming = names_columns(cells)
            if naming:
                heads = [cell.astext().strip() for cell in cells]
            lines: list[str] = []
            for n, cell in enumerate(cells):
                named = not naming and not (n == 0 and is_head(cell)) and n < len(heads) and heads[n]
                lines += ["linebreak()"] if n else []
                lines += [f"column-name({self._text(f'{heads[n]}: ')})"] if named else []
                lines.append(self._worded(cell, direction))
            id_ = self._begin_passage(passage)
            codes.append(f"row({as_string(id_)}, {self._number(passage['locus'])}, {code_block(lines)})")
            codes += self._below(passage, direction)
        return code_block(codes)

    def _row(self, passage: our.passage, cells: Sequence[nodes.Element], count: int, direction: str) -> Iterator[str]:
        """Yield the cells of a row, its number in the first; then what stands below it."""
        for n in range(count):
            cell = cells[n] if n < len(cells) else nodes.inline()
            self.manuscript.labelled |= n == 0 and is_head(cell)
            yield self._worded(cell, direction) if n else self._numbered(passage, cell, direction)
        if told := [*self._below(passage, direction)]:
            yield f"table.cell(colspan: {count}, {code_block(told)})"

    def _numbered(self, passage: our.passage, words: nodes.Element, direction: str) -> str:
        """Return words that follow the number of their passage."""
        number = f"number({as_string(self._begin_passage(passage))}, {self._number(passage['locus'])})"
        return code_block([number, self._worded(words, direction)])

    def _worded(self, words: nodes.Element, direction: str) -> str:
        """Return words of a passage, or of a cell of it."""
        with self._lines_from(direction):
            content = self._content(words)
        return f"lang({as_string(spoken)}, {content})" if (spoken := language_of(words)) else content

    def _below(self, passage: our.passage, direction: str) -> Iterator[str]:
        """Yield what stands below the words of a passage, in lines of their own direction."""
        translated = [child for child in passage.children if isinstance(child, our.passage_translation)]
        for one in self._chosen(passage["source"], translated):
            yield self._turned(direction_of(one["language"]), direction, self._meant("translation", one))
        for child in passage.children:
            if not isinstance(child, _SAID):
                for code in self._block(child):
                    yield self._turned(self._base, direction, code)

    def _turned(self, own: str, around: str, code: str) -> str:
        return code if own == around else f"directed({as_string(own)}, {code})"

    def _begin_passage(self, passage: our.passage) -> str:
        """Note what the book has to know of a passage that is written now, and return its id."""
        raise NotImplementedError

    def _chosen(self, source: str, translated: Sequence[nodes.Element]) -> Sequence[nodes.Element]:
        """Return the translations that stand below a passage."""
        raise NotImplementedError

    def _meant(self, shape: str, translated: nodes.Element) -> str:
        raise NotImplementedError


LINE_OF_SOURCE = 56  # letters that stand side by side in the column of a source
_SAID = (our.passage_text, our.passage_translation, our.annotation, our.parallel_note)


def _words(passage: our.passage) -> nodes.Element:
    return next((c for c in passage.children if isinstance(c, our.passage_text)), our.passage_text())
