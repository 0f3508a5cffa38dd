"""A source, the annotations that hang on it, and the works that it cites: plain frozen values, no reading, no checking.

Positions are counted in Unicode code points of the verbatim text; paths are as the editor wrote them, relative to the
edition's folder, with `/` between the parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from variorum.model.body import Body
from variorum.model.layer import LOOKS, LayerRow
from variorum.model.loci import LocusRange, possible_ranges, verse_of_half, verses_of
from variorum.model.passages import Division, Passage, Translation
from variorum.model.span import Part, Span


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on a passage or on words in it."""

    id: str  # the file's name without its ending, e.g. "no-first-marriage"
    source: str  # id of the source, e.g. "norwegian"
    passage: str  # locus, e.g. "22"
    kind: str  # key of `ANNOTATION_KINDS`
    by: str  # who wrote it
    body: Body
    path: str
    lines: Mapping[str, int] = field(repr=False)  # where each key of the front matter stands
    lemma: str = ""  # "" = the whole passage
    before: str = ""
    after: str = ""
    span: Span | None = None  # where the lemma stands; None = the whole passage
    digest: str = ""  # of the file's bytes
    range: str = ""  # the passages, if there are several, e.g. "1:1–3"; `passage` is where the note hangs then
    parts: tuple[Part, ...] = ()  # where the words stand in each of them, if they go across their borders
    lang: str = ""  # language of the note, BCP 47; "" = that of the edition
    formerly: tuple[str, ...] = ()  # ids that it had, and those of notes that went into it


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a source cites works, or where its reference is lost."""

    passage: str  # locus, e.g. "12"
    span: Span | None  # the words or marker; None = the whole passage (an item of a list of references)
    works: tuple[str, ...]  # keys; empty if what is meant is lost or is no work
    line: int  # of the rule in citations.toml
    certainty: str = ""  # "" = certain, "probable", "uncertain"
    note: str = ""  # the editors' remark
    meaning: str = ""  # what the marker stands for, where it leads to no work


@dataclass(frozen=True)
class Source:
    """One document of the edition with all that hangs on it."""

    id: str  # folder name, e.g. "norwegian"
    siglum: str  # e.g. "No"
    title: str  # verbatim
    label: str  # short, in the edition's language
    language: str  # BCP 47, e.g. "nb"
    origin: str
    rights: str
    order: int
    passages: tuple[Passage, ...]
    annotations: tuple[Annotation, ...] = ()  # in the order of the text
    citations: tuple[Citation, ...] = ()  # what the source itself cites, in the order of the text
    translations: tuple[Translation, ...] = ()  # facing, one for each language, in the order of their files
    divisions: tuple[Division, ...] = ()  # the editors', in the order of the text
    digest: str = ""  # of text, outline and source.toml
    layer: tuple[LayerRow, ...] = ()  # what the witness shows besides letters, in the order of layer.tsv
    direction: str = "ltr"  # of its lines: "ltr" or "rtl"

    def facing(self, language: str) -> Translation | None:
        """Return the translation into a language, else that into English, else the first; None if there is none."""
        by_tag = {t.language: t for t in reversed(self.translations)}
        by_tag = {tag.split("-")[0]: t for tag, t in by_tag.items()} | by_tag
        first = self.translations[0] if self.translations else None
        return by_tag.get(language) or by_tag.get(language.split("-")[0]) or by_tag.get("en") or first

    @property
    def translation(self) -> Translation | None:
        """The translation by which software compares sources: that into English, else the first."""
        return self.facing("en")

    @cached_property
    def layer_by_locus(self) -> Mapping[str, tuple[LayerRow, ...]]:
        """The features of each passage that has any."""
        found: dict[str, list[LayerRow]] = {}
        for row in self.layer:
            found.setdefault(row.locus, []).append(row)
        return {locus: tuple(rows) for locus, rows in found.items()}

    @cached_property
    def called_notes(self) -> Mapping[str, str]:
        """The locus of the passage that calls each note of the source, by the note's."""
        return {row.value: row.locus for row in reversed(self.layer) if row.feature == "note"}

    def looks(self, locus: str) -> tuple[tuple[Span, str], ...]:
        """Return how letters of a passage look, wherever they are shown: where, and the feature."""
        rows = self.layer_by_locus.get(locus, ())
        return tuple((row.span, row.feature) for row in rows if row.span and row.feature in LOOKS)

    @cached_property
    def notes_called_in(self) -> Mapping[str, tuple[str, ...]]:
        """The loci of the notes of the source that each passage calls, by its own."""
        found: dict[str, list[str]] = {}
        for note, caller in self.called_notes.items():
            found.setdefault(caller, []).append(note)
        return {caller: tuple(notes) for caller, notes in found.items()}

    @cached_property
    def ends_of_divisions(self) -> Mapping[str, int]:
        """Behind which of the citable passages each division ends, by the locus of its first passage."""
        begins = list(dict.fromkeys(division.locus for division in self.divisions))
        ends = [*map(self.place_of, begins[1:]), len(self.citable)]
        return dict(zip(begins, ends, strict=False))

    @cached_property
    def pages(self) -> Mapping[str, Passage]:
        """The passage in which each page of a print edition begins, by the page's number."""
        found: dict[str, Passage] = {}
        for row in self.layer:
            passage = self.passage(row.locus)
            if row.feature == "page" and passage:
                found.setdefault(row.value, passage)
        return found

    def passage(self, locus: str) -> Passage | None:
        """Return the citable passage at the locus, or None."""
        return self._by_locus.get(locus)

    def words_at(self, locus: str, span: Span | None) -> str:
        """Return the words of a passage at a span; "" without a span, or where there is no such passage."""
        passage = self.passage(locus)
        return span.of(passage.text) if passage and span else ""

    def passages_at(self, words: str) -> tuple[Passage, ...]:
        """Return the passages that a locus, a range (`1:1–3`) or a page (`p.12`) names; none if there is none.

        A verse of a bridge (`1:3` of `1:3-4`), and a part of a verse, name the passage that holds them.
        """
        if passage := self.passage(words):
            return (passage,)
        for first, last in possible_ranges(words):
            start, end = self._held_at(first), self._held_at(last)
            if start and end and start[0] <= end[1]:
                return self.citable[start[0] : end[1] + 1]
        if held := self._held_at(words):
            return self.citable[held[0] : held[1] + 1]
        page = self.pages.get(words.removeprefix("p.")) if words.startswith("p.") else None
        return (page,) if page else ()

    def passage_holding(self, locus: str) -> Passage | None:
        """Return the passage at a locus, or the one that holds what it names (`1:3` of `1:3-4`); None if several do."""
        found = () if locus.startswith("p.") else self.passages_at(locus)
        return self.passage(locus) or (found[0] if len(found) == 1 else None)

    def backward(self, words: str) -> LocusRange | None:
        """Return the range that words name, if it ends before it begins, as it should be written."""
        for first, last in possible_ranges(words):
            if self._held_at(first) and self._held_at(last) and not self.passages_at(words):
                return LocusRange(last, first)
        return None

    def _held_at(self, locus: str) -> tuple[int, int] | None:
        """Return the numbers of the first and last passage that a locus names, or that hold what it names."""
        if locus in self._places:
            return self._places[locus], self._places[locus]
        return self._held_verses.get(locus) or self._held_verses.get(verse_of_half(locus)) or self._half_of(locus)

    def _half_of(self, locus: str) -> tuple[int, int] | None:
        place = self._places.get(verse_of_half(locus))
        return None if place is None else (place, place)

    @cached_property
    def _held_verses(self) -> Mapping[str, tuple[int, int]]:
        """The verses that are no passages of their own: those of bridges, and those that are in parts (1:3a, 1:3b)."""
        held: dict[str, tuple[int, int]] = {}
        for number, passage in enumerate(self.citable):
            for verse in (*verses_of(passage.locus), verse_of_half(passage.locus)):
                first, last = held.get(verse, (number, number))
                held[verse] = (min(first, number), max(last, number))
        held.pop("", None)
        return held

    @cached_property
    def _by_locus(self) -> Mapping[str, Passage]:
        return {p.locus: p for p in self.citable}

    def place_of(self, locus: str) -> int:
        """Return which of the citable passages a locus is, from 0; -1 if it is none."""
        return self._places.get(locus, -1)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {p.locus: n for n, p in enumerate(self.citable)}

    @cached_property
    def citable(self) -> tuple[Passage, ...]:
        """All passages that have a locus, in the order of the text."""
        return tuple(p for p in self.passages if p.locus)
