"""Tables: columns as wide as what stands in them needs, and the harmony over facing pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.stances import WHOSE
from variorum.sphinx_ext.pdf.boxes import BoxWriter
from variorum.sphinx_ext.pdf.inlining import as_string, code_block, language_of
from variorum.text.excerpt import beginning

LINE = 92  # letters that stand side by side in a table over the whole page
SMALLEST = 1.2  # a table may have so many times as many, in smaller letters; one that needs more is parted
UNBROKEN_LETTERS = 20  # letters of a word that is not broken
WHOLE = 500  # letters of a cell that surely fit on one page
ROOM = 72  # letters of a source's words in a cell of the harmony
QUOTED = 2  # so many passages of a cell show words; of further ones their numbers stand there


class TableWriter(BoxWriter):
    """Writes tables."""

    def _block_table(self, node: nodes.Element) -> list[str]:
        if "harmony" in node["classes"]:
            return list(self._harmony(node))
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        codes = [f"table-title({self._caption(node, title)})"] if title is not None else []
        for group in (c for c in node.children if isinstance(c, nodes.tgroup)):
            codes += [self._columns(group, columns) for columns in _fitting(group)]
        return codes

    def _columns(self, group: nodes.Element, columns: Sequence[int]) -> str:
        """Set these columns of a table."""
        parts: list[str] = []
        whole = len(columns) == len(list(group.findall(nodes.colspec)))
        for part in (c for c in group.children if isinstance(c, nodes.thead | nodes.tbody)):
            rows = (list(row.findall(nodes.entry)) for row in part.findall(nodes.row))
            kept = (e for row in rows for e in (row if whole else [row[i] for i in columns if i < len(row)]))
            inner = ", ".join(self._cell(e) for e in kept)
            if inner:
                parts.append(f"table.header({inner})" if isinstance(part, nodes.thead) else inner)
        least = sum(wanted for i, wanted in enumerate(_wanted(group)) if i in columns)
        return f"plain-table({_widths(group, columns)}, {least}, {', '.join(parts)})" if parts else ""

    def _cell(self, entry: nodes.Element) -> str:
        across, down = int(entry.get("morecols", 0)) + 1, int(entry.get("morerows", 0)) + 1
        content = code_block(self._inner(entry))
        if isinstance(entry.parent.parent, nodes.thead) or _is_stub(entry):
            content = f"table-head({content})"
            self.manuscript.labelled |= not isinstance(entry.parent.parent, nodes.thead)
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
        *date, title, relation = row[0].children  # myth and law have no date
        link = next(title.findall(nodes.reference), None)
        target = self._target(link, self._docname)
        what = f"to-row({as_string(target)}, {self._content(link or title)})"
        sign = self._text(relation.astext().partition(" ")[0])
        cells = ", ".join(code_block(self._harmony_cell(entry)) for entry in row[1:])
        when = self._text(date[0].astext() if date else "")
        return f"({when}, {sign}, {self._text(relation.astext())}, {what}, ({cells},))"

    def _harmony_cell(self, entry: nodes.Element) -> Iterator[str]:
        said = [c for c in entry.children if isinstance(c, our.parallel_words)]
        if not said:
            for told in entry.children:
                without_siglum = "".join(c.astext() for c in told.children if not _is_whose(c))
                yield f"silent-cell({self._text(without_siglum)})"
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


def _is_whose(node: nodes.Node) -> bool:
    """Whether it is the siglum in a cell, which says again what stands over its column."""
    return isinstance(node, nodes.inline) and WHOSE in node["classes"]


def _texts(group: nodes.Element) -> list[list[str]]:
    """Return what stands in each column, in cells of one column."""
    columns: list[list[str]] = [[] for _ in group.findall(nodes.colspec)]
    for row in group.findall(nodes.row):
        at = 0
        for entry in row.findall(nodes.entry):
            if at < len(columns) and not entry.get("morecols"):
                columns[at].append(entry.astext())
            at += int(entry.get("morecols", 0)) + 1
    return columns


def _wanted(group: nodes.Element) -> list[int]:
    """Return how many letters each column needs side by side: those of its longest word, and a gap."""
    words = (max((len(word) for cell in cells for word in cell.split()), default=1) for cells in _texts(group))
    return [min(word, UNBROKEN_LETTERS) + 2 for word in words]


def _fitting(group: nodes.Element) -> list[list[int]]:
    """Return the columns of a table that stand side by side: all, or as many as fit, each time behind the first.

    Cells over several rows or columns hold a table together, however small its letters become.
    """
    wanted = _wanted(group)
    spans = any(e.get("morecols") or e.get("morerows") for e in group.findall(nodes.entry))
    if spans or sum(wanted) <= LINE * SMALLEST:
        return [list(range(len(wanted)))]
    parts: list[list[int]] = [[0]]
    for column in range(1, len(wanted)):
        if len(parts[-1]) > 1 and sum(wanted[i] for i in [*parts[-1], column]) > LINE * 0.9:
            parts.append([0])
        parts[-1].append(column)
    return parts


def _widths(group: nodes.Element, columns: Sequence[int]) -> str:
    """Return the widths of a table's columns: what the author has set, else by content."""
    set_ = [int(c.get("colwidth", 1)) for c in group.findall(nodes.colspec)]
    if len(set(set_)) > 1:
        return "(" + "".join(f"{set_[i]}fr, " for i in columns) + ")"
    texts = _texts(group)
    return widths([texts[i] for i in columns])


def letters_wanted(columns: Sequence[Sequence[str]]) -> int:
    """Return how many letters columns need side by side: those of the longest word of each, and a gap."""
    words = (max((len(word) for cell in cells for word in cell.split()), default=1) for cells in columns)
    return sum(min(word, UNBROKEN_LETTERS) + 2 for word in words)


def widths(columns: Sequence[Sequence[str]], line: int = LINE) -> str:
    """Return widths for Typst: as narrow as can be if all lines fit, else shares of the page by content.

    Each column has room for its longest word; what is left goes to those that would be the highest, by the root of
    their longest cell: a cell of four times the words is then twice as wide and twice as high.
    """
    longest = [max((len(line) for cell in cells for line in cell.split("\n")), default=1) for cells in columns]
    if sum(longest) + 2 * len(longest) <= line:
        return "(" + "auto, " * len(longest) + ")"
    words = [max((len(w) for cell in cells for w in cell.split()), default=1) for cells in columns]
    least = [min(w, UNBROKEN_LETTERS, n) + 2 for w, n in zip(words, longest, strict=True)]
    left = max(0, line - sum(least))
    wants = [sqrt(max(0, n - w)) for n, w in zip(longest, least, strict=True)]
    total = sum(wants) or 1
    shares = (w + left * want / total for w, want in zip(least, wants, strict=True))
    return "(" + "".join(f"{share:.1f}fr, " for share in shares) + ")"


def _is_stub(entry: nodes.Element) -> bool:
    """Whether a cell is the head of its row."""
    group = entry.parent.parent.parent
    specs = [c for c in group.children if isinstance(c, nodes.colspec)] if group is not None else []
    at = entry.parent.index(entry)
    return at < len(specs) and bool(specs[at].get("stub"))


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
