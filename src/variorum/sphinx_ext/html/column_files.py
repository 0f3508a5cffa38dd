"""Each source as script files that the page of sources side by side loads: `columns/<source>.js` and its pieces.

The first tells all that the page must know of a source at once: its pieces, which loci stand in each, and in which of
them each parallel has words. The pieces, `columns/<source>--0.js` and so on, hold the passages; the page asks for those
that are read. They are scripts that set a global value: a page opened from a folder may load scripts, but not read
other pages. No id of a source has two hyphens, so that no piece takes the name of another source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variorum.model.layer import PICTURES, picture_of
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.parallels.column_pieces import cut, ends_of, packed_loci
from variorum.parallels.columns import ColumnPassage, column
from variorum.parallels.table_rows import TableRow
from variorum.reading.files import digest_of
from variorum.search.packing import dumped
from variorum.sphinx_ext.build.dependencies import digest_of_shared
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.own_files import files_written, keep_only
from variorum.sphinx_ext.build.page_values import page_of
from variorum.sphinx_ext.doctree.compare_nodes import COMPARE_PAGE
from variorum.sphinx_ext.doctree.html_visitors import long_locus
from variorum.sphinx_ext.html.column_layer import ColumnLayer
from variorum.sphinx_ext.html.data_scripts import begins_with, utf16, words_behind, write_script, write_value
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import settings_of
from variorum.text.line_joining import joined_of
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COLUMNS = "columns"


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.connect("build-finished", write)


@files_written()
def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the column of each source, if it is not as it was, and delete those of sources that are no more."""
    if exception is not None or not output_of(app.builder).reader:
        return
    edition = domain_of(app.env).edition
    folder = Path(app.outdir) / COLUMNS
    columns = [_Column(app, folder, source) for source in edition.sources]
    keep_only(app, folder, {f"{name}.js" for column in columns for name in (column.source.id, *column.names)})
    for each in columns:
        if not each.is_written:
            each.write()


class _Column:
    """A source as files, and whether they are there already."""

    def __init__(self, app: Sphinx, folder: Path, source: Source) -> None:
        self.source = source
        self._edition, self._settings = domain_of(app.env).edition, settings_of(app.config)
        self._folder = folder
        self._head = folder / f"{source.id}.js"
        pages = list(_pages(app, source))
        self._besides = _besides(source, pages, self._settings.wording)
        self._layer = ColumnLayer(page_of(app.env, COMPARE_PAGE), source, bool(pages), _pictures(app, source))
        made_from = digest_of(
            digest_of_code(),
            digest_of_shared(self._edition, source),
            repr((self._settings.wording.language, self._settings.script_languages, self._settings.verse_numbers)),
            repr((self._besides, self._layer.pictures)),
        )
        self._says = f"// {made_from} "  # then the digest of each piece

    @cached_property
    def is_written(self) -> bool:
        """Whether a build before has made the files from just the same, and none was killed amid others since."""
        digests = self._digests_written
        return digests is not None and all(map(self._is_piece, self._names(len(digests)), digests))

    @cached_property
    def names(self) -> list[str]:
        """The names of the pieces."""
        return self._names(len((self._digests_written if self.is_written else None) or self._pieces))

    @cached_property
    def _pieces(self) -> tuple[Sequence[Passage], ...]:
        return cut(self.source)

    @cached_property
    def _digests_written(self) -> list[str] | None:
        return words_behind(self._head, self._says)

    def _is_piece(self, name: str, digest: str) -> bool:
        return begins_with(self._folder / f"{name}.js", _beginning(name, digest))

    def _names(self, pieces: int) -> list[str]:
        return [f"{self.source.id}--{number}" for number in range(pieces)]

    def write(self) -> None:
        """Write a source and its pieces; first the pieces, so that a source that is there has them all."""
        source = self.source
        passages = iter(column(self._edition, source, self._settings.script_languages, self._settings.verse_numbers))
        held: dict[str, list[int]] = {}  # parallel → the pieces in which it has words
        told: list[list[Any]] = []
        for number, (name, own) in enumerate(zip(self.names, self._pieces, strict=True)):
            shown = [next(passages) for _ in own]
            for parallel in dict.fromkeys(words.parallel for passage in shown for words in passage.shared):
                held.setdefault(parallel, []).append(number)
            digest = self._write_piece(name, shown)
            letters = sum(len(p.text) for p in own)
            told.append([digest, letters, *ends_of(own), packed_loci(p.locus for p in own), len(own)])
        data = {"language": source.language, "pieces": told, "held": list(held.items()), **self._besides}
        begin = self._says + " ".join(digest for digest, *_ in told) + "\n"
        write_value(self._head, f'{begin}(globalThis.variorumColumns??={{}})["{source.id}"]', data)

    def _write_piece(self, name: str, passages: Sequence[ColumnPassage]) -> str:
        """Write a piece; return its digest, by which the page refuses one of another build."""
        rows = [passage.row for passage in passages]
        told = zip(passages, [None, *rows], strict=False)
        data = dumped([self._packed(passage, _packed_row(passage.row, before)) for passage, before in told])
        digest = hashlib.sha256(data.encode()).hexdigest()[:10]
        write_script(self._folder / f"{name}.js", [_beginning(name, digest), data, "];\n"])
        return digest

    def _packed(self, shown: ColumnPassage, row: list[str] | str) -> list[object]:
        """Return a passage as a list, without the empty values at its end; places in UTF-16 units, as scripts count."""
        passage, layer = shown.passage, self._layer
        joined = joined_of(passage)
        text = joined.text

        def told(span: Span) -> list[int]:
            at = joined.of(span)
            return [utf16(text, at.start), utf16(text, at.end)]

        long = long_locus(passage.locus)
        packed: list[object] = [
            passage.anchor,
            [long.classes, *long.parts] if long else passage.locus,
            " ".join(filter(None, [passage.kind, shown.looks, f"level-{shown.level}" if shown.level else ""])),
            text,
            [[s.parallel, *told(s.span)] for s in shown.shared],
            [[*told(span), language] for span, language in shown.runs],
            shown.translations if any(shown.translations) else "",
            layer.marks(passage),
            row,
            layer.points(passage),
            layer.before(passage),
            layer.behind(passage),
        ]
        while not packed[-1]:
            packed.pop()
        return packed


def _besides(source: Source, pages: Sequence[tuple[int, str]], wording: Wording) -> dict[str, Any]:
    """Return what only some sources have."""
    data: dict[str, Any] = {}
    if pages:
        data["pages"] = pages
    if source.direction != "ltr":
        data["direction"] = source.direction
    if source.translations:
        data["translations"] = [(t.language, wording.name_of(t.language) or t.language) for t in source.translations]
    return data


def _beginning(name: str, digest: str) -> str:
    return f'(globalThis.variorumPieces??={{}})["{name}"]=["{digest}",'


def _pages(app: Sphinx, source: Source) -> Iterator[tuple[int, str]]:
    """Yield the pages on which a source is set: the number of the first passage on each, and its address."""
    pages = domain_of(app.env).places.pages_of("passage")
    last = ""
    for number, passage in enumerate(source.citable):
        docname = pages.get(f"{source.siglum} {passage.locus}")
        if docname and docname != last:
            yield number, app.builder.get_relative_uri(COMPARE_PAGE, docname)
            last = docname


def _pictures(app: Sphinx, source: Source) -> dict[str, str]:
    """Return the address of each picture of a source that stands among the pages, by its path in the layer."""
    folder = f"/{page_of(app.env, COMPARE_PAGE).edition_folder}/sources/{source.id}/{PICTURES}"
    found = {}
    for row in source.layer:
        name = picture_of(row.value)[0] if row.feature == "image" else ""
        kept = app.env.images.get(app.env.relfn2path(f"{folder}/{name}", COMPARE_PAGE)[0]) if name else None
        if kept:
            found[f"{folder}/{name}"] = f"_images/{kept[1]}"
    return found


def _packed_row(row: TableRow | None, before: TableRow | None) -> list[str] | str:
    """Return what is told of a row of a table; of the first in a piece also of the table. "" for what is no row."""
    if row is None:
        return ""
    return [row.roles] if before else [row.roles, row.tracks, *([row.size] if row.size else [])]
