"""The index of the search: the edition and where everything is set in, what the page for searching reads out.

The page reads `data` at once and asks for the pieces that a query needs (`variorum.search.index`). Places in words are
counted in UTF-16 units. What the build before has written is known by a record beside the doctrees: if any of the files
is not as it was, all of them are made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from variorum.model.edition import NAME_KINDS, Name
from variorum.reading.files import digest_of
from variorum.search.index import Changed, Index, Made, Section, Texts, changed_index
from variorum.search.packing import dumped, packed_texts
from variorum.search.pieces import Kept, Piece, Pieces, digest_of_piece
from variorum.search.rows import ROW_KINDS, Indexer, Row
from variorum.search.rows import Section as RowSection
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.places import Place, Places
from variorum.sphinx_ext.build.state_seal import read_record, write_record
from variorum.sphinx_ext.html.data_scripts import utf16, write_script
from variorum.sphinx_ext.settings import settings_of
from variorum.text.bidi import title_apart
from variorum.text.scripts import direction_of
from variorum.text.search_folding import ENDINGS, LETTERS, PREFIXES, UNSPACED, ZEROS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_RECORD = "variorum-search-{}.json"


class Placed(NamedTuple):
    """Where things are set."""

    pages: Sequence[str]  # docnames, in the order of their numbers
    places: Places
    works: Mapping[str, Place]  # those that are set nowhere else, by the entries of their bibliography

    def find(self, kind: str, name: str) -> Place | None:
        """Return where a thing is set."""
        return self.places.find(kind, name) or (self.works.get(name) if kind == "work" else None)

    def all(self, targets: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Yield where each of these is set, as words; "" for one that is not. There may be tens of thousands."""
        held, pages = self.places.held, self.places.pages_of
        for kind, name in targets:
            docname = pages(kind).get(name)
            if docname is not None:
                yield f"{docname} {held[docname][kind][name]}"
            else:
                yield " ".join(self.find(kind, name) or ())


class SearchIndex:
    """The index of the edition that is built, and what the build before knew of it."""

    def __init__(self, app: Sphinx, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._domain = domain_of(app.env)
        self._settings = settings_of(app.config)
        self._record = Path(app.doctreedir) / _RECORD.format(digest_of(str(app.outdir)))
        self._placed = _placed(self._domain, app)

    def changed(self) -> Changed:
        """Return the index as it is now, with the pieces that are not in the folder yet."""
        indexer = Indexer(
            self._domain.edition, self._settings.wording, self._settings.script_languages, self._domain.style
        )
        packed = _Packed(self._domain, indexer, self._placed)
        sources = (source.id for source in self._domain.edition.sources)
        pages = map(self._app.builder.get_target_uri, self._placed.pages)
        made_from = digest_of(digest_of_code(), indexer.made_from, *sources, "", *pages)
        sections = [*packed.sections()]
        try:
            return changed_index(self._known(), made_from, sections, self._data)
        except _DamagedError:
            return changed_index(Index(), made_from, sections, self._data)

    def file(self, pieces: Pieces, kept: Kept) -> Path:
        """Return the file of a piece."""
        return self._folder / f"{pieces.name(kept)}.js"

    def write(self, pieces: Pieces, piece: Piece) -> None:
        """Write a piece."""
        write_script(self.file(pieces, piece.kept), [_beginning(pieces, piece.kept), piece.data, _END])

    def data(self, index: Index) -> dict[str, Any]:
        """Return what the page reads at once."""
        wording, edition = self._settings.wording, self._domain.edition
        words = accumulate((len(kept.signs) for kept in index.words), initial=0)  # number of the first of each piece
        return {
            "pages": packed_texts(map(self._app.builder.get_target_uri, self._placed.pages)),
            "kinds": [(kind, wording.say(label)) for kind, label in ROW_KINDS.items()],
            "nameKinds": {kind: wording.within(label) for kind, label in NAME_KINDS.items()},
            "sources": [[source.id, source.siglum, source.label] for source in edition.sources],
            "names": [
                _packed_name(name, self._settings.language, _address(self._app, self._placed.find("name", name.id)))
                for name in edition.names.values()
            ],
            "letters": LETTERS,
            "zeros": ZEROS,
            "endings": ENDINGS,
            "prefixes": PREFIXES,
            "unspaced": UNSPACED,
            "words": " ".join(kept.words for kept in index.words),
            "counts": "".join(kept.signs for kept in index.words),
            "rows": index.length,
            "groups": [*index.groups()],
            "pieces": {
                "words": [(first, kept.digest) for first, kept in zip(words, index.words, strict=False)],
                "labels": [(kept.first, kept.digest) for kept in index.labels],
                "rows": [(kept.first, kept.digest) for kept in index.rows],
            },
        }

    def remember(self, index: Index) -> None:
        """Keep for the next build what is known of the index, and of the files that it is in."""
        files = {path.name: _state(path) for path in (self.file(*one) for one in index.pieces)}
        write_record(self._record, [digest_of_code(), index.as_json(), files])

    def _known(self) -> Index:
        """Return what the build before knew; nothing if a file is not as it left it."""
        found = read_record(self._record)
        if not isinstance(found, list) or found[0] != digest_of_code():
            return Index()
        _, known, files = found
        whole = all(_state(self._folder / name) == state for name, state in files.items())
        return Index.of_json(known) if whole else Index()

    def _data(self, pieces: Pieces, kept: Kept) -> str:
        try:
            text = self.file(pieces, kept).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _DamagedError from error
        data = text.removeprefix(_beginning(pieces, kept)).removesuffix(_END)
        if digest_of_piece(data) != kept.digest:
            raise _DamagedError
        return data


class _DamagedError(Exception):
    """A piece does not hold what its name says."""


_END = "];\n"


def _beginning(pieces: Pieces, kept: Kept) -> str:
    return f'(globalThis.variorumPieces??={{}})["{pieces.name(kept)}"]=["{kept.digest}",'


def _state(path: Path) -> list[int]:
    """Return by what a file is known to be as it was: size and time; nothing if it is not there."""
    try:
        found = path.lstat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


class _Packed:
    """The rows of the edition as they are written, section by section."""

    def __init__(self, domain: VariorumDomain, indexer: Indexer, placed: Placed) -> None:
        self._domain = domain
        self._indexer = indexer
        self._placed = placed
        self._kinds = {kind: number for number, kind in enumerate(ROW_KINDS)}
        self._sources = {source.id: number for number, source in enumerate(domain.edition.sources)}
        self._pages = {docname: number for number, docname in enumerate(placed.pages)}

    def sections(self) -> Iterator[Section]:
        """Yield the sections of the edition, and that of the editors' pages."""
        for section in self._indexer.sections():
            set_at = self._placed.all(section.targets)
            yield Section(
                section.kind,
                section.source,
                len(section.targets),
                digest_of(section.made_from, "\n".join(set_at)),
                partial(self._of_edition, section),
            )
        written = sorted(self._domain.written.items())
        length = sum(len(sections) for _, sections in written)
        yield Section("page", "", length, digest_of(repr(written)), self._of_pages)

    def _of_edition(self, section: RowSection) -> Iterator[Made]:
        for number, row in enumerate(section.rows()):
            place = self._placed.find(*row.target)
            if place:
                yield self._made(number, row, *place)

    def _of_pages(self) -> Iterator[Made]:
        number = 0
        for docname, sections in sorted(self._domain.written.items()):
            for section in sections:
                say = self._indexer.words_of_citation
                words = "".join(say(p.text) if p.cites else p.text for p in section.pieces)
                row = self._indexer.page(("page", docname), section.title, words)
                yield self._made(number, row, docname, section.anchor)
                number += 1

    def _made(self, number: int, row: Row, docname: str, anchor: str) -> Made:
        """Return a row without the empty values at its end."""
        runs = [(utf16(row.words, run.start), utf16(row.words, run.end), run.language) for run in row.runs]
        looks = [(utf16(row.words, span.start), utf16(row.words, span.end), feature) for span, feature in row.looks]
        label = title_apart(row.label, direction_of(self._indexer.language)) if row.kind == "parallel" else row.label
        packed: list[object] = [self._pages[docname], anchor, label, row.language, row.words, row.remark]
        packed += [runs, looks]
        while not packed[-1]:
            packed.pop()
        sources = tuple(self._sources[id_] for id_ in row.sources)
        return Made(number, Texts(row.kind, row.label, row.words, dumped(packed)), self._kinds[row.kind], sources)


def _packed_name(name: Name, language: str, address: str) -> list[object]:
    spellings = [(language, name.name), *((tag, words) for tag, every in name.spellings.items() for words in every)]
    return [name.name, name.kind, list(dict.fromkeys(spellings)), *([address] if address else [])]


def _address(app: Sphinx, place: Place | None) -> str:
    return f"{app.builder.get_target_uri(place.docname)}#{place.anchor}" if place else ""


def _placed(domain: VariorumDomain, app: Sphinx) -> Placed:
    works: dict[str, Place] = {}
    for entry in cite_domain_of(app.env).citations:
        if domain.places.find("work", entry.key) is None:
            works.setdefault(entry.key, Place(entry.bibliography_key.docname, entry.citation_id))
    pages = {*domain.places.pages, *domain.written, *(place.docname for place in works.values())}
    return Placed(sorted(pages), domain.places, works)
