"""Tables: columns as wide as what stands in them needs, and the harmony over facing pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.pdf.inlining import as_string, code_block, language_of
from variorum.sphinx_ext.pdf.writing import Writer
from variorum.text.excerpt import beginning

LINE = 92  # letters that stand side by side in a table over the whole page
WHOLE = 500  # letters of a cell that surely fit on one page
ROOM = 72  # letters of a source's words in a cell of the harmony
QUOTED = 2  # so many passages of a cell show words; of further ones their numbers stand there


class TableWriter(Writer):
    """Writes tables."""

    def _block_table(self, node: nodes.Element) -> list[str]:
        if "harmony" in node["classes"]:
            return list(self._harmony(node))
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        codes = self._block_title(title) if title is not None else []
        for group in (c for c in node.children if isinstance(c, nodes.tgroup)):
            cells: list[str] = []
            for part in group.children:
                if isinstance(part, nodes.thead | nodes.tbody):
                    inner = ", ".join(self._cell(e) for e in part.findall(nodes.entry))
                    if inner:
                        cells.append(f"table.header({inner})" if isinstance(part, nodes.thead) else inner)
            if cells:
                codes.append(f"plain-table({_columns(group)}, {', '.join(cells)})")
        return codes

    def _cell(self, entry: nodes.Element) -> str:
        across, down = int(entry.get("morecols", 0)) + 1, int(entry.get("morerows", 0)) + 1
        content = code_block(self._inner(entry))
        if isinstance(entry.parent.parent, nodes.thead):
            content = f"table-head({content})"
        whole = str(len(entry.astext()) > WHOLE).lower()
        return f"table.cell(colspan: {across}, rowspan: {down}, breakable: {whole}, {content})"

    # --- the harmony --------------------------------------------------------------------------------------------------

    def _harmony(self, node: nodes.Element) -> Iterator[str]:
        """Yield the call that spreads the harmony over facing pages; its words stand in full in the chapters."""
        head, *rows = (list(row.findall(nodes.entry)) for row in node.findall(nodes.row))
        sigla = ", ".join(self._text(e.astext()) for e in head[1:])
        told = ", ".join(self._harmony_row(row) for row in rows)
        if told:
            yield f"harmony({self._text(head[0].astext())}, ({sigla},), {told})"

    def _harmony_row(self, row: Sequence[nodes.Element]) -> str:
        date, title, relation = row[0].children
        link = next(title.findall(nodes.reference), None)
        target = self._target(link, self._docname)
        what = f"to-row({as_string(target)}, {self._content(link or title)})"
        sign = self._text(relation.astext().partition(" ")[0])
        cells = ", ".join(code_block(self._harmony_cell(entry)) for entry in row[1:])
        return f"({self._text(date.astext())}, {sign}, {self._text(relation.astext())}, {what}, ({cells},))"

    def _harmony_cell(self, entry: nodes.Element) -> Iterator[str]:
        said = [c for c in entry.children if isinstance(c, our.parallel_words)]
        if not said:
            yield f"silent-cell({self._text(entry.astext())})"
        for number, words in enumerate(said):
            where = next(words.findall(nodes.reference), None)
            quoted = next((c for kind in (our.gloss, our.words) for c in words.children if isinstance(c, kind)), None)
            shown = "none"
            if quoted is not None and number < QUOTED:
                shown = self._content(_cut(quoted, [ROOM]))
                if language := language_of(quoted) or (isinstance(quoted, our.words) and words["language"]):
                    shown = f"lang({as_string(str(language).split('-')[0])}, {shown})"
            ours = str(isinstance(quoted, our.gloss)).lower()
            target = self._target(where, self._docname)
            yield f"said({as_string(target)}, {self._content(where)}, {shown}, {ours})"


def _columns(group: nodes.Element) -> str:
    """Return the widths of a table's columns: what the author has set, else by content."""
    set_ = [int(c.get("colwidth", 1)) for c in group.findall(nodes.colspec)]
    if len(set(set_)) > 1:
        return "(" + "".join(f"{w}fr, " for w in set_) + ")"
    columns: list[list[str]] = [[] for _ in set_]
    for row in group.findall(nodes.row):
        at = 0
        for entry in row.findall(nodes.entry):
            if at < len(columns) and not entry.get("morecols"):
                columns[at].append(entry.astext())
            at += int(entry.get("morecols", 0)) + 1
    return widths(columns)


def widths(columns: Sequence[Sequence[str]]) -> str:
    """Return widths for Typst: as narrow as can be if all lines fit, else shares of the page by content.

    Each column has room for its longest word; what is left goes to those that would be the highest, by the root of
    their longest cell: a cell of four times the words is then twice as wide and twice as high.
    """
    longest = [max((len(line) for cell in cells for line in cell.split("\n")), default=1) for cells in columns]
    if sum(longest) + 2 * len(longest) <= LINE:
        return "(" + "auto, " * len(longest) + ")"
    words = [max((len(w) for cell in cells for w in cell.split()), default=1) for cells in columns]
    least = [min(w, 20, n) + 2 for w, n in zip(words, longest, strict=True)]
    left = max(0, LINE - sum(least))
    wants = [sqrt(max(0, n - w)) for n, w in zip(longest, least, strict=True)]
    total = sum(wants) or 1
    shares = (w + left * want / total for w, want in zip(least, wants, strict=True))
    return "(" + "".join(f"{share:.1f}fr, " for share in shares) + ")"


def _cut(node: nodes.Element, room: list[int]) -> nodes.Element:
    """Return a copy with the first words only; `room` holds the letters that are left."""
    copy = node.copy()
    for child in node.children:
        if room[0] <= 0:
            break
        if isinstance(child, nodes.Element):
            copy += _cut(child, room)
            continue
        text = child.astext()
        if len(text) > room[0]:
            text, room[0] = beginning(text, room[0]), 0
        room[0] -= len(text)
        copy += nodes.Text(text)
    return copy
