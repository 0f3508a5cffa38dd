"""The index of the search: the edition and where everything is set in, what the page for searching reads out.

The page reads `data` at once and asks for the pieces that a query needs (`variorum.search.pieces`). Places in words are
counted in UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from variorum.model.edition import NAME_KINDS, Name
from variorum.search.pieces import (
    Piece,
    dumped,
    in_pieces,
    packed_counts,
    packed_numbers,
    packed_places,
    packed_texts,
    quoted,
)
from variorum.search.rows import ROW_KINDS, Indexer, Row
from variorum.search.word_places import WordPlaces, words_of
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.html.data_scripts import utf16
from variorum.sphinx_ext.settings import settings_of
from variorum.text.search_folding import ENDINGS, LETTERS, UNSPACED, ZEROS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Kinds whose label is a heading, in which words are looked for too; that of the others is a reference such as “No 22”.
_HEADED = frozenset({"parallel", "work", "page"})


class Index(NamedTuple):
    """All that the page for searching reads."""

    data: dict[str, Any]
    pieces: Sequence[Piece]


class _Set(NamedTuple):
    """A row, and where it is set."""

    row: Row
    docname: str
    anchor: str


def index_of(app: Sphinx) -> Index:
    """Return the index of the edition that is built."""
    domain = domain_of(app.env)
    settings = settings_of(app.config)
    wording = settings.wording
    indexer = Indexer(domain.edition, wording, settings.script_languages, domain.style)
    places = _places(domain, app)
    docnames = sorted({docname for docname, _ in places.values()} | set(domain.written))
    found = _Found(domain, docnames)
    rows = [*in_pieces("rows", map(found.packed, _rows(domain, indexer, places)))]
    words = sorted(found.words.places)
    cut = {
        "words": [*in_pieces("words", _places_of_words(words, found.words))],
        "labels": [*in_pieces("labels", _labels(found.labels))],
        "rows": rows,
    }
    data = {
        "pages": packed_texts(map(app.builder.get_target_uri, docnames)),
        "kinds": [(kind, wording.say(label)) for kind, label in ROW_KINDS.items()],
        "nameKinds": {kind: wording.within(label) for kind, label in NAME_KINDS.items()},
        "sources": [[source.id, source.siglum, source.label] for source in domain.edition.sources],
        "names": [
            _packed_name(name, settings.language, _address(app, places.get(("name", name.id))))
            for name in domain.edition.names.values()
        ],
        "letters": LETTERS,
        "zeros": ZEROS,
        "endings": ENDINGS,
        "unspaced": UNSPACED,
        "words": packed_texts(words),
        "counts": packed_counts(map(found.words.count, words)),
        "lengths": packed_numbers(found.words.lengths),
        "groups": found.groups,
        "pieces": {kind: [kept for kept, _ in pieces] for kind, pieces in cut.items()},
    }
    return Index(data, [piece for pieces in cut.values() for _, piece in pieces])


class _Found:
    """What is noted of the rows while they are packed one by one."""

    def __init__(self, domain: VariorumDomain, docnames: Sequence[str]) -> None:
        self.words = WordPlaces()
        self.labels: dict[str, list[int]] = {}  # words of a label → the rows that bear it
        self.groups: list[tuple[int, int, list[int]]] = []  # first row, kind and sources of rows that agree in these
        self._kinds = {kind: number for number, kind in enumerate(ROW_KINDS)}
        self._sources = {source.id: number for number, source in enumerate(domain.edition.sources)}
        self._pages = {docname: number for number, docname in enumerate(docnames)}

    def packed(self, found: _Set) -> tuple[int, str]:
        """Return the number of a row and what the page shows of it, without the empty values at its end."""
        row = found.row
        number = len(self.words.lengths)
        self.words.add(*((row.label, row.words) if row.kind in _HEADED else (row.words,)))
        self.labels.setdefault(" ".join(words_of(row.label)), []).append(number)
        kind, sources = self._kinds[row.kind], [self._sources[id_] for id_ in row.sources]
        if not self.groups or self.groups[-1][1:] != (kind, sources):
            self.groups.append((number, kind, sources))
        runs = [(utf16(row.words, run.start), utf16(row.words, run.end), run.language) for run in row.runs]
        looks = [(utf16(row.words, span.start), utf16(row.words, span.end), feature) for span, feature in row.looks]
        page = self._pages[found.docname]
        packed: list[object] = [page, found.anchor, row.label, row.language, row.words, row.remark, runs, looks]
        while not packed[-1]:
            packed.pop()
        return number, dumped(packed)


def _places_of_words(words: Sequence[str], known: WordPlaces) -> Iterator[tuple[int, str]]:
    for number, word in enumerate(words):
        yield number, quoted(packed_places(known.places[word]))


def _labels(labels: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str]]:
    """Yield labels in the order in which a browser compares them."""
    for label in sorted(labels, key=lambda label: label.encode("utf-16-be")):
        yield label, dumped([label, *labels[label]])


def _rows(
    domain: VariorumDomain, indexer: Indexer, places: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[_Set]:
    for row in indexer.rows():
        if row.target in places:
            yield _Set(row, *places[row.target])
    for docname, sections in sorted(domain.written.items()):
        for section in sections:
            words = "".join(indexer.words_of_citation(p.text) if p.cites else p.text for p in section.pieces)
            yield _Set(indexer.page(("page", docname), section.title, words), docname, section.anchor)


def _packed_name(name: Name, language: str, address: str) -> list[object]:
    spellings = [(language, name.name), *((tag, words) for tag, every in name.spellings.items() for words in every)]
    return [name.name, name.kind, list(dict.fromkeys(spellings)), *([address] if address else [])]


def _address(app: Sphinx, place: tuple[str, str] | None) -> str:
    return f"{app.builder.get_target_uri(place[0])}#{place[1]}" if place else ""


def _places(domain: VariorumDomain, app: Sphinx) -> dict[tuple[str, str], tuple[str, str]]:
    """Return where each thing is set; works by the entries of their bibliography."""
    places = {key: (place.docname, place.anchor) for key, place in domain.places.items()}
    for citation in cite_domain_of(app.env).citations:
        places.setdefault(("work", citation.key), (citation.bibliography_key.docname, citation.citation_id))
    return places
