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
from variorum.model.loci import possible_ranges
from variorum.model.passages import Passage, PassageKind, cells_apart
from variorum.model.problems import Problem
from variorum.model.source import Annotation, Source
from variorum.model.span import Part, Span
from variorum.model.stances import Stance
from variorum.model.vocabulary import Vocabulary
from variorum.model.works import Work
from variorum.wording.messages import ENGLISH, Wording, later

T = TypeVar("T")


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

    @property
    def in_lines(self) -> bool:
        """Whether the words are lines of verse or rows of a table, which end where a passage ends."""
        verse = self.passage.kind is PassageKind.VERSE and ":" not in self.passage.locus
        return "\n" in self.text and (verse or self.passage.kind is PassageKind.TABLE_ROW)

    @property
    def run_on(self) -> str:
        """The words in one line; lines of verse, rows and cells of a table are parted by a stroke."""
        return cells_apart(" / ".join(self.text.split("\n")) if self.in_lines else self.text)


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
