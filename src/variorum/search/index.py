"""The index of the search: sections of rows in, what the page reads out; only what has changed is made again.

Each section, such as the passages of a source, has numbers for some more rows than it holds, so that a note more moves
no other row. A build hands the `Index` of the one before in, and the sections with a digest of what they are made from:
of those that are not as they were, rows are made, and compared with those that stand in the pieces. Of a row that
differs, the words are taken out and put in. What comes out is the same as if all had been made at once.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from variorum.model.loci import verses_of
from variorum.search.packing import dumped, packed_count, packed_places, quoted, unpacked_places
from variorum.search.pieces import Item, Kept, Labels, Piece, Pieces, Rows, Words, changed_pieces
from variorum.search.word_places import WordPlaces, words_of

# Kinds whose label is a heading, in which words are looked for too; that of the others is a reference such as “No 22”.
_HEADED = frozenset({"parallel", "work", "page"})
_LABEL, _WORDS = 2, 4  # where they stand in a row as it is written
WORDS, LABELS, ROWS = Words("words"), Labels("labels"), Rows("rows")


class Group(NamedTuple):
    """Rows one behind the other of the same kind and sources."""

    first: int  # number of the first row; within a section from its beginning
    kind: int
    sources: tuple[int, ...]


class Texts(NamedTuple):
    """What is looked for in a row, and all that the page shows of it."""

    kind: str  # key of `ROW_KINDS`
    label: str
    words: str
    data: str  # JSON


class Made(NamedTuple):
    """A row of a section."""

    number: int  # within its section
    texts: Texts
    kind: int
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind that are made from the same things."""

    kind: str  # key of `ROW_KINDS`
    source: str  # id of the source; "" = of all
    length: int  # rows that it may hold
    made_from: str  # digest: the same digest, the same rows
    rows: Callable[[], Iterable[Made]]


class SectionKept(NamedTuple):
    """What an index knows of a section."""

    kind: str
    source: str
    first: int  # number of its first row
    room: int  # numbers that it has
    made_from: str
    groups: tuple[Group, ...]

    def same(self, other: SectionKept) -> bool:
        """Whether another holds the same rows under the same numbers."""
        return self[:3] == other[:3] and self.made_from == other.made_from


@dataclass(frozen=True, slots=True)
class Index:
    """What is known of an index without its pieces."""

    made_from: str = ""  # digest of what all rows are made from
    sections: tuple[SectionKept, ...] = ()
    words: tuple[Kept, ...] = ()
    labels: tuple[Kept, ...] = ()
    rows: tuple[Kept, ...] = ()
    joined: Mapping[str, int] | None = None  # word → how often it stands there only if words are joined

    @property
    def pieces(self) -> Iterator[tuple[Pieces, Kept]]:
        """Yield all pieces."""
        for pieces, kept in ((WORDS, self.words), (LABELS, self.labels), (ROWS, self.rows)):
            yield from ((pieces, one) for one in kept)

    @property
    def length(self) -> int:
        """How many numbers rows have."""
        return self.sections[-1].first + self.sections[-1].room if self.sections else 0

    def groups(self) -> Iterator[Group]:
        """Yield the groups of all rows."""
        last = None
        for section in self.sections:
            for group in section.groups:
                if group[1:] != last:
                    yield group._replace(first=section.first + group.first)
                last = group[1:]

    def as_json(self) -> list[Any]:
        """Return the index as JSON can hold it."""
        return [self.made_from, self.sections, self.words, self.labels, self.rows, self.joined]

    @classmethod
    def of_json(cls, value: Any) -> Index:
        """Return the index that `as_json` has made."""
        made_from, sections, words, labels, rows, joined = value
        words, labels, rows = (tuple(Kept(*one) for one in every) for every in (words, labels, rows))
        return cls(made_from, tuple(map(_section_of_json, sections)), words, labels, rows, joined)


def _section_of_json(value: Any) -> SectionKept:
    section = SectionKept(*value)
    return section._replace(groups=tuple(Group(first, kind, tuple(ids)) for first, kind, ids in section.groups))


class Changed(NamedTuple):
    """An index, and those of its pieces that are new."""

    known: Index
    new: Sequence[tuple[Pieces, Piece]]


def changed_index(
    before: Index, made_from: str, sections: Sequence[Section], read: Callable[[Pieces, Kept], str]
) -> Changed:
    """Return the index of these sections; `read` returns the data of a piece of the index before."""
    if before.made_from != made_from or _mostly_changed(before, sections):
        before = Index()
    old = {(section.kind, section.source): section for section in before.sections}
    here: list[SectionKept] = []
    change = _Change()
    first = 0
    for section in sections:
        room = _room(section.length)
        empty = SectionKept(section.kind, section.source, first, room, section.made_from, ())
        known = old.get((section.kind, section.source))
        if known and known.same(empty) and known.room == room:
            here.append(old.pop((section.kind, section.source)))
        else:
            rows = list(section.rows())
            change.come |= {first + row.number: row.texts for row in rows}
            here.append(empty._replace(groups=tuple(_groups(rows))))
        first += room
    change.gone = dict(_rows_of(before, old.values(), lambda kept: read(ROWS, kept)))
    return _after(before, made_from, tuple(here), change, read)


def _mostly_changed(before: Index, sections: Sequence[Section]) -> bool:
    """Whether it costs less to make everything again than to look what has changed."""
    known = {(section.kind, section.source): section.made_from for section in before.sections}
    changed = sum(s.length for s in sections if known.get((s.kind, s.source)) != s.made_from)
    return changed > sum(s.length for s in sections) // 2


def _room(rows: int) -> int:
    """Return how many numbers a section of so many rows has: an eighth more, and one more at least."""
    step = max(8, 1 << max(0, rows.bit_length() - 3))
    return (rows // step + 1) * step if rows else 0


def _groups(rows: Iterable[Made]) -> Iterator[Group]:
    last = None
    for row in rows:
        if (row.kind, row.sources) != last:
            last = (row.kind, row.sources)
            yield Group(row.number, *last)


def _rows_of(index: Index, sections: Iterable[SectionKept], read: Callable[[Kept], str]) -> Iterator[tuple[int, Texts]]:
    """Yield the rows of some sections of an index with their numbers."""
    kinds = {number: s.kind for s in sections for number in range(s.first, s.first + s.room)}
    for kept, end in zip(index.rows, [*(kept.first for kept in index.rows[1:]), index.length], strict=False):
        if any(number in kinds for number in range(kept.first, end)):
            for item in ROWS.items(kept, read(kept)):
                if item.key in kinds:
                    row = json.loads(item.data)
                    words = row[_WORDS] if len(row) > _WORDS else ""
                    yield item.key, Texts(kinds[item.key], row[_LABEL], words, item.data)


class _Change:
    """Rows that go and rows that come, with their words and labels."""

    def __init__(self) -> None:
        self.gone: dict[int, Texts] = {}  # by their numbers
        self.come: dict[int, Texts] = {}

    def leave_equal_ones(self) -> None:
        """Forget the rows that come as they go."""
        for number in [number for number, row in self.gone.items() if self.come.get(number) == row]:
            del self.gone[number], self.come[number]


def _other_names(label: str) -> Iterator[str]:
    """Yield what a passage is called besides its label.

    These are the verses that it holds together, such as “Gn 1:6” and “Gn 1:7” of “Gn 1:6-7”, and each of these without
    the siglum, as readers of one work write it. A number alone names no passage: it would be that of any source.
    """
    siglum, _, locus = label.rpartition(" ")
    verses = verses_of(locus)
    yield from (f"{siglum} {verse}" for verse in verses)
    yield from (name for name in (locus, *verses) if _is_reference(name))


def _is_reference(locus: str) -> bool:
    return len(words_of(locus)) > 1 or (locus[:1].isdigit() and not locus.isdecimal())


class _Noted:
    """The words and labels of rows."""

    def __init__(self, rows: Mapping[int, Texts]) -> None:
        self.words = WordPlaces()
        self.labels: dict[str, list[int]] = {}
        for number in sorted(rows):
            kind, label, words, _ = rows[number]
            self.words.add(number, *((label, words) if kind in _HEADED else (words,)))
            for name in (label, *(_other_names(label) if kind == "passage" else ())):
                self.labels.setdefault(" ".join(words_of(name)), []).append(number)
        self.words.forget_runs()


def _after(
    before: Index,
    made_from: str,
    sections: tuple[SectionKept, ...],
    change: _Change,
    read: Callable[[Pieces, Kept], str],
) -> Changed:
    """Return the index after rows have changed."""
    change.leave_equal_ones()
    gone, come = _Noted(change.gone), _Noted(change.come)
    joined = Counter(before.joined or {})
    joined.subtract(gone.words.joined)
    joined.update(come.words.joined)
    joined = +joined

    def row(number: int, _: Item | None) -> Item | None:
        here = change.come.pop(number, None)
        return Item(number, here.data) if here else None

    def label(text: str, old: Item | None) -> Item | None:
        rows = _without(json.loads(old.data)[1:] if old else [], gone.labels.get(text, ()))
        held = sorted([*rows, *come.labels.get(text, ())])
        return Item(text, dumped([text, *held])) if held else None

    def word(text: str, old: Item | None) -> Item | None:
        places: Sequence[int] = come.words.places.pop(text, ())  # what is packed is let go
        if old:
            rest = _without(unpacked_places(old.data[1:-1]), gone.words.places.get(text, ()))
            places = sorted([*rest, *places])
        sign = packed_count(len(places) - joined[text])
        return Item(text, quoted(packed_places(places)), sign) if places else None

    made: list[tuple[Pieces, Piece]] = []
    kept: list[tuple[Kept, ...]] = []
    for pieces, old, keys, changing in (
        (WORDS, before.words, _differing_words(gone.words, come.words), word),
        (LABELS, before.labels, _differing(gone.labels, come.labels), label),
        (ROWS, before.rows, change.gone.keys() | change.come.keys(), row),
    ):
        found = [*changed_pieces(pieces, old, keys, changing, lambda one, pieces=pieces: read(pieces, one))]  # type: ignore[misc]
        kept.append(tuple(one for one, _ in found))
        made += [(pieces, piece) for _, piece in found if piece]
    words, labels, rows = kept
    return Changed(Index(made_from, sections, words, labels, rows, dict(sorted(joined.items()))), made)


def _without(numbers: Iterable[int], gone: Iterable[int]) -> list[int]:
    taken = set(gone)
    return [number for number in numbers if number not in taken]


def _differing(gone: Mapping[str, Any], come: Mapping[str, Any]) -> Iterator[str]:
    if not gone:
        yield from come
        return
    for key in gone.keys() | come.keys():
        if gone.get(key) != come.get(key):
            yield key


def _differing_words(gone: WordPlaces, come: WordPlaces) -> Set[str]:
    places: Mapping[str, array[int]] = gone.places
    if not places:
        return come.places.keys()  # a word that is only joined has its place too
    return {*_differing(places, come.places), *_differing(gone.joined, come.joined)}
