"""Each source as script files that the page of sources side by side loads: `columns/<source>.js` and its pieces.

The first tells all that the page must know of a source at once: its pieces, which loci stand in each, and in which of
them each parallel has words. The pieces, `columns/<source>--0.js` and so on, hold the passages; the page asks for those
that are read. They are scripts that set a global value: a page opened from a folder may load scripts, but not read
other pages. No id of a source has two hyphens, so that no piece takes the name of another source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variorum.model.edition import Edition
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.parallels.column_pieces import cut, ends_of, packed_loci
from variorum.parallels.columns import ColumnPassage, column
from variorum.parallels.table_rows import TableRow
from variorum.reading.files import digest_of
from variorum.search.packing import dumped
from variorum.sphinx_ext.build.dependencies import digest_of_source
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.own_files import keep_only
from variorum.sphinx_ext.doctree.compare_nodes import COMPARE_PAGE
from variorum.sphinx_ext.html.data_scripts import begins_with, utf16, write_script, write_value
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import settings_of
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COLUMNS = "columns"


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.connect("build-finished", write)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the column of each source, if it is not as it was, and delete those of sources that are no more."""
    if exception is not None or not output_of(app.builder).reader:
        return
    edition = domain_of(app.env).edition
    folder = Path(app.outdir) / COLUMNS
    pieces = {source.id: cut(source) for source in edition.sources}
    names = {source.id: _names(source, len(pieces[source.id])) for source in edition.sources}
    keep_only(app, folder, {f"{name}.js" for source in edition.sources for name in (source.id, *names[source.id])})
    for source in edition.sources:
        _write_column(app, folder, source, dict(zip(names[source.id], pieces[source.id], strict=True)))


def _names(source: Source, pieces: int) -> list[str]:
    return [f"{source.id}--{number}" for number in range(pieces)]


def _write_column(app: Sphinx, folder: Path, source: Source, pieces: dict[str, Sequence[Passage]]) -> None:
    """Write a source and its pieces; first the pieces, so that a source that is there has them all."""
    edition, settings = domain_of(app.env).edition, settings_of(app.config)
    pages = list(_pages(app, source))
    head = folder / f"{source.id}.js"
    languages = settings.script_languages
    made_from = digest_of(digest_of_code(), digest_of_source(edition, source.id), repr(languages), repr(pages))
    begin = f"// {made_from}\n"
    if begins_with(head, begin) and all((folder / f"{name}.js").is_file() for name in pieces):
        return
    passages = iter(column(edition, source, languages))
    held: dict[str, list[int]] = {}  # parallel → the pieces in which it has words
    told = []
    for number, (name, own) in enumerate(pieces.items()):
        shown = [next(passages) for _ in own]
        for parallel in dict.fromkeys(words.parallel for passage in shown for words in passage.shared):
            held.setdefault(parallel, []).append(number)
        digest = _write_piece(folder, name, shown)
        letters = sum(len(p.text) for p in own)
        told.append([digest, letters, *ends_of(own), packed_loci(p.locus for p in own), len(own)])
    data = {"language": source.language, "pieces": told, "held": list(held.items())}
    data |= _besides(edition, source, pages, settings.wording)
    write_value(head, f'{begin}(globalThis.variorumColumns??={{}})["{source.id}"]', data)


def _besides(edition: Edition, source: Source, pages: Sequence[tuple[int, str]], wording: Wording) -> dict[str, Any]:
    """Return what only some sources have."""
    data: dict[str, Any] = {}
    if len(pages) > 1:
        data["pages"] = pages
    if source.direction != "ltr":
        data["direction"] = source.direction
    if source.translations:
        data["translations"] = [(t.language, wording.name_of(t.language) or t.language) for t in source.translations]
    return data


def _write_piece(folder: Path, name: str, passages: Sequence[ColumnPassage]) -> str:
    """Write a piece; return its digest, by which the page refuses one of another build."""
    rows = [passage.row for passage in passages]
    data = dumped([_packed(p, _packed_row(p.row, before)) for p, before in zip(passages, [None, *rows], strict=False)])
    digest = hashlib.sha256(data.encode()).hexdigest()[:10]
    write_script(folder / f"{name}.js", [f'(globalThis.variorumPieces??={{}})["{name}"]=["{digest}",', data, "];\n"])
    return digest


def _pages(app: Sphinx, source: Source) -> Iterator[tuple[int, str]]:
    """Yield the pages on which a source is set: the number of the first passage on each, and its address."""
    domain = domain_of(app.env)
    last = ""
    for number, passage in enumerate(source.citable):
        docname = domain.page_of(source, passage.locus)
        if docname and docname != last:
            yield number, app.builder.get_relative_uri(COMPARE_PAGE, docname)
            last = docname


def _packed_row(row: TableRow | None, before: TableRow | None) -> list[str] | str:
    """Return what is told of a row of a table; of the first in a piece also of the table. "" for what is no row."""
    if row is None:
        return ""
    return [row.roles] if before else [row.roles, row.tracks, *([row.size] if row.size else [])]


def _packed(shown: ColumnPassage, row: list[str] | str) -> list[object]:
    """Return a passage as a list, without the empty values at its end; positions in UTF-16 units, as scripts count."""
    text = shown.passage.text
    packed: list[object] = [
        shown.passage.anchor,
        shown.passage.locus,
        str(shown.passage.kind),
        text,
        [[s.parallel, utf16(text, s.span.start), utf16(text, s.span.end)] for s in shown.shared],
        [[utf16(text, span.start), utf16(text, span.end), language] for span, language in shown.runs],
        shown.translations if any(shown.translations) else "",
        [[utf16(text, span.start), utf16(text, span.end), feature] for span, feature in shown.looks],
        row,
    ]
    while not packed[-1]:
        packed.pop()
    return packed
