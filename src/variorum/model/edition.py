"""The nouns of an edition: plain frozen values, no reading, no checking, no Sphinx.

Positions are counted in Unicode code points of the verbatim text; paths are as the editor wrote them, relative to the
edition's folder, with `/` between the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeVar, cast

from variorum.model.body import Body
from variorum.model.credit import CitationFile, Refusal
from variorum.model.house_rules import HouseRules
from variorum.model.kinds import SHARED_WORDING
from variorum.model.layer import LOOKS, LayerRow
from variorum.model.loci import LocusRange, possible_ranges, verse_of_half, verses_of
from variorum.model.passages import Division, Passage, Translation
from variorum.model.problems import Problem
from variorum.model.span import Part, Span
from variorum.model.stances import Stance
from variorum.model.vocabulary import Vocabulary
from variorum.model.works import Work
from variorum.wording.messages import ENGLISH, Wording, later

T = TypeVar("T")


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
class ParallelPassage:
    """One of the passages that a parallel holds together."""

    source: str  # id of the source
    passage: str  # locus
    line: int  # where the parallel's file names it
    lemma: str = ""
    gloss: str = ""  # our translation of the lemma
    before: str = ""
    after: str = ""
    span: Span | None = None
    gloss_of: str = ""  # the words that the gloss translates, if the source has had others since
    why: str = ""  # why it is not set beside the others (`touches`), or why its gloss is not the translation's
    range: str = ""  # as of an annotation
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """An editor's judgement that a source, read to its end, says nothing of a parallel's matter."""

    source: str  # id of the source
    line: int  # where the parallel's file says so
    why: str = ""  # what a search for the matter finds there, and why it is not the matter


@dataclass(frozen=True, slots=True)
class Parallel:
    """Passages of different sources on one matter."""

    id: str
    title: str
    relation: str  # key of `RELATIONS`
    date: str  # EDTF as written; "" where the matter has no date: myth, law, scripture
    first_day: tuple[int, int, int]  # earliest day that the date allows, (year, month, day); without a date the last
    last_day: tuple[int, int, int]
    passages: tuple[ParallelPassage, ...]
    body: Body
    path: str
    lines: Mapping[str, int] = field(repr=False)
    digest: str = ""
    touches: tuple[ParallelPassage, ...] = ()  # passages that touch the matter, each with its `why`
    silent: tuple[Silence, ...] = ()
    by: str = ""  # who wrote it
    lang: str = ""  # language of title, glosses and commentary, BCP 47; "" = that of the edition
    formerly: tuple[str, ...] = ()  # as of an annotation

    def stance(self, source: str) -> Stance:
        """Return what the source with this id does here."""
        if any(item.source == source for item in self.passages):
            return Stance.SPEAKS
        if any(item.source == source for item in self.touches):
            return Stance.TOUCHES
        if any(item.source == source for item in self.silent):
            return Stance.SILENT
        return Stance.OUTSIDE if self.relation == SHARED_WORDING else Stance.OPEN


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


# What a name can be of, with the heading of its list.
NAME_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "person": later("People"),
        "place": later("Places"),
        "organisation": later("Organisations"),
        "event": later("Events"),
        "term": later("Terms"),
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person, place, organisation, event or term with its spellings; an entry of names.toml."""

    id: str  # e.g. "grigory-zinoviev"
    kind: str  # key of `NAME_KINDS`
    name: str  # in the edition's language, e.g. "Grigory Zinoviev"
    sort: str  # what lists are ordered by, e.g. "Zinoviev, Grigory"; "" = as `name`
    description: str  # one line
    years: str  # EDTF interval, e.g. "1883/1936"
    wikidata: str  # e.g. "Q179071"
    spellings: Mapping[str, tuple[str, ...]]  # language → as the sources write it, stems without case endings
    path: str
    line: int
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # words that mean it and are no name of it

    @property
    def same_as(self) -> str:
        """The address of what Wikidata gathers about it; "" if no item is named."""
        return f"https://www.wikidata.org/wiki/{self.wikidata}" if self.wikidata else ""


class Quoted(NamedTuple):
    """The words that an annotation or a parallel is about."""

    source: Source
    passage: Passage
    text: str  # the words; the whole passage where none are named
    range: str = ""  # the passages, if there are several, e.g. "1:1–3"

    @property
    def reference(self) -> str:
        """The address of the passage, e.g. "No 22", or of the passages, e.g. "Gn 1:1–3"."""
        return f"{self.source.siglum} {self.range or self.passage.locus}"


@dataclass(frozen=True)
class Edition:
    """All sources, parallels and works together, and every Problem met while reading them."""

    sources: tuple[Source, ...]  # in the editor's order
    parallels: tuple[Parallel, ...]  # by date, then id
    works: Mapping[str, Work]
    problems: tuple[Problem, ...]
    names: Mapping[str, Name] = field(default_factory=dict)  # by id, in the order of names.toml
    rules: HouseRules = field(default_factory=HouseRules)  # what is asked of its works
    refusals: tuple[Refusal, ...] = ()  # what was sent and not taken, or taken out, in the order of the files
    citation: CitationFile | None = None  # whom CITATION.cff names; None = there is none
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)  # its own, by language, completed by ours

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` works out of this edition, which never changes: it is made once for each key."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    @cached_property
    def _made(self) -> dict[Hashable, object]:
        return {}

    def source(self, id_or_siglum: str) -> Source | None:
        """Return the source with this id or siglum, or None."""
        return self._sources.get(id_or_siglum)

    def passage(self, source: str, locus: str) -> Passage | None:
        """Return the citable passage at a locus of the source with this id or siglum, or None."""
        held = self.source(source)
        return held.passage(locus) if held else None

    def parallel(self, id_: str) -> Parallel | None:
        """Return the parallel that has this id, or had it once, or None."""
        return self._parallels.get(id_)

    def annotation(self, id_: str) -> Annotation | None:
        """Return the annotation that has this id, or had it once, or None."""
        return self._annotations.get(id_)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {s.id: s for s in self.sources} | {s.siglum: s for s in self.sources}

    @cached_property
    def _parallels(self) -> Mapping[str, Parallel]:
        return {old: p for p in self.parallels for old in p.formerly} | {p.id: p for p in self.parallels}

    @cached_property
    def _annotations(self) -> Mapping[str, Annotation]:
        all_ = [a for s in self.sources for a in s.annotations]
        return {old: a for a in all_ for old in a.formerly} | {a.id: a for a in all_}

    @cached_property
    def parallels_by_source(self) -> Mapping[str, tuple[Parallel, ...]]:
        """The parallels that hold a passage of each source, by the source's id."""
        held: dict[str, list[Parallel]] = {s.id: [] for s in self.sources}
        for parallel in self.parallels:
            for id_ in dict.fromkeys(p.source for p in parallel.passages):
                held[id_].append(parallel)
        return {id_: tuple(parallels) for id_, parallels in held.items()}

    def locate_passage(self, reference: str) -> tuple[Source, Passage] | None:
        """Return what a reference such as `No 22` names: siglum, blank, locus; of a range its first passage."""
        found = self.locate_range(reference)
        return (found[0], found[1][0]) if found else None

    def locate_range(self, reference: str) -> tuple[Source, tuple[Passage, ...]] | None:
        """Return the passages that a reference such as `No 22`, `Gn 1:1–3` or `Re p.12` (a page in print) names."""
        siglum, _, locus = reference.strip().partition(" ")
        source, locus = self.source(siglum), locus.strip()
        if source is None or not locus:
            return None
        passages = source.passages_at(locus)
        return (source, passages) if passages else None

    def backward_reference(self, reference: str) -> str:
        """Return how a reference to a range that ends before it begins is written, "" if it is none."""
        siglum, _, locus = reference.strip().partition(" ")
        source = self.source(siglum)
        right = source.backward(locus.strip()) if source else None
        return f"{siglum} {right.first}–{right.last}" if right else ""

    def quoted(self, about: Annotation | ParallelPassage) -> Quoted:
        """Return the words that an annotation, or a passage of a parallel, of this edition is about."""
        source = self._sources[about.source]
        passage = source._by_locus[about.passage]  # reading has left out whatever names no passage
        if about.parts:
            words = "\n".join(part.span.of(source._by_locus[part.locus].text) for part in about.parts)
        elif about.range:
            words = "\n".join(p.text for p in source.passages_at(about.range))
        else:
            words = about.span.of(passage.text) if about.span else passage.text
        return Quoted(source, passage, words, about.range)

    def words_of_link(self, kind: str, target: str, wording: Wording = ENGLISH) -> str:
        """Return what a link shows when its author gives no words: a title, a name, “note at No 22”, or the target."""
        if kind == "parallel" and (parallel := self.parallel(target)):
            return parallel.title
        if kind == "annotation" and (annotation := self.annotation(target)):
            return wording.say("note at {passage}", passage=self.quoted(annotation).reference)
        if kind == "name" and target in self.names:
            return self.names[target].name
        if kind == "passage" and (found := self.locate_range(target)):
            return target + self._held_in(target.rpartition(" ")[2], *found)
        return target

    @staticmethod
    def _held_in(locus: str, source: Source, passages: Sequence[Passage]) -> str:
        """Return, of a verse that stands in a bridge, in which: “ (1:3-4)”; "" where all that is named is there."""
        ends = [passages[0].locus, passages[-1].locus]
        named = {end for range_ in possible_ranges(locus) for end in range_}
        if locus.startswith("p.") or locus.replace("–", "-") in ends or set(ends) <= named:
            return ""
        return f" ({'–'.join(dict.fromkeys(ends))})"

    @cached_property
    def touched_by_source(self) -> Mapping[str, tuple[Parallel, ...]]:
        """The parallels whose matter a passage of each source touches, by the source's id."""
        held: dict[str, list[Parallel]] = {s.id: [] for s in self.sources}
        for parallel in self.parallels:
            for id_ in dict.fromkeys(p.source for p in parallel.touches):
                held[id_].append(parallel)
        return {id_: tuple(parallels) for id_, parallels in held.items()}

    def with_stance(self, parallel: Parallel, stance: Stance) -> tuple[Source, ...]:
        """Return the sources that do this in the parallel, in the editor's order."""
        return tuple(s for s in self.sources if parallel.stance(s.id) is stance)
