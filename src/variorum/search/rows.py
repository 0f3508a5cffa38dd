"""What can be found: an `Edition` in, rows of words out, each with the place that it leads to.

One row is what one result shows: a passage, its translation, an annotation, a parallel, a work, or (added by whoever
sets the editor's own pages) a section of a page. The order of the rows is the order of results of equal rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from variorum.model.body import CITE_ROLES, LINK_ROLES, Body, Inline, cite_targets
from variorum.model.edition import Edition, Parallel
from variorum.model.kinds import ANNOTATION_KINDS
from variorum.model.passages import PassageKind
from variorum.model.source import Annotation, Source
from variorum.model.span import Span
from variorum.model.works import Work
from variorum.reading.files import digest_of
from variorum.text.line_joining import joined_lines, joined_of
from variorum.text.scripts import SCRIPT_LANGUAGES, foreign_runs
from variorum.wording.messages import ENGLISH, Wording, later
from variorum.works.runs import in_languages
from variorum.works.styles import WorkStyle

# What a row is, with the heading of its results; the order is that of the results.
ROW_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "passage": later("Sources"),
        "translation": later("Translations"),
        "parallel": later("Parallels"),
        "annotation": later("Annotations"),
        "work": later("Works"),
        "page": later("The editors’ pages"),
    }
)
_REMARKS: Mapping[PassageKind, str] = {
    PassageKind.TITLE: later("title"),
    PassageKind.PART: later("heading"),
    **{kind: later("heading") for kind in PassageKind if kind.startswith("heading-")},
    PassageKind.VERSE: later("verse"),
    PassageKind.SPEAKER: later("speaker"),
    PassageKind.FOOTNOTE: later("note of the source"),
    PassageKind.QUOTATION: later("quotation"),
    PassageKind.CAPTION: later("caption"),
    PassageKind.LIST_ITEM: later("list"),
    PassageKind.TABLE_ROW: later("table"),
    PassageKind.REFERENCE: later("reference"),
}


_VARIANT = later("another reading: {value}")


@dataclass(frozen=True, slots=True)
class ForeignRun:
    """Words of a row in another language than those around them; a run may hold others, which come after it."""

    start: int  # first code point
    end: int  # one past the last
    language: str  # BCP 47, e.g. "ka"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a search can find."""

    kind: str  # key of `ROW_KINDS`
    target: tuple[str, str]  # what it leads to, as the Domain names it, e.g. ("passage", "No 22")
    label: str  # shown before the words, e.g. "No 22" or "The first marriage"
    language: str  # BCP 47, e.g. "nb"
    words: str  # e.g. "I 1904 giftet han seg …"
    sources: tuple[str, ...] = ()  # ids of the sources that it belongs to; () = to none
    runs: tuple[ForeignRun, ...] = ()
    remark: str = ""  # e.g. "Disputed", "caption"
    looks: tuple[tuple[Span, str], ...] = ()  # how letters of the words look: where, and the feature of the layer


class Section(NamedTuple):
    """Rows that are made from the same things."""

    kind: str  # key of `ROW_KINDS`
    source: str  # id of the source; "" = of all
    targets: Sequence[tuple[str, str]]  # of its rows, in their order
    made_from: str  # digest: together with `Indexer.made_from`, the same digest is the same rows
    rows: Callable[[], Iterable[Row]]


@dataclass(frozen=True)
class Indexer:
    """Makes the rows of an edition that speaks to its readers in `wording`; without a `style` works are in our own."""

    edition: Edition
    wording: Wording = ENGLISH
    languages: Mapping[str, str] = field(default_factory=lambda: SCRIPT_LANGUAGES)  # as in `scripts.foreign_runs`
    style: WorkStyle | None = None

    @property
    def language(self) -> str:
        """The language of the edition's own words, BCP 47."""
        return self.wording.language

    def sections(self) -> Iterator[Section]:
        """Yield all rows, a section for each kind, and of what belongs to a source for each source."""
        sources, parallels, works = self.edition.sources, self.edition.parallels, self.edition.works
        for source in sources:
            targets = [("passage", f"{source.siglum} {passage.locus}") for passage in source.citable]
            yield Section("passage", source.id, targets, source.digest, partial(self._passages, source))
        for source in sources:
            held = [p for t, p in product(source.translations, source.citable) if t.passages.get(p.locus)]
            targets = [("passage", f"{source.siglum} {passage.locus}") for passage in held]
            made_from = digest_of(source.digest, *(t.digest for t in source.translations))
            yield Section("translation", source.id, targets, made_from, partial(self._translations, source))
        targets = [("parallel", parallel.id) for parallel in parallels]
        made_from = digest_of(*(part for p in parallels for part in self._parts_of_parallel(p)))
        yield Section("parallel", "", targets, made_from, lambda: map(self._parallel, parallels))
        for source in sources:
            targets = [("annotation", note.id) for note in source.annotations]
            made_from = digest_of(
                source.siglum, *(part for a in source.annotations for part in (a.id, a.digest, *self._linked(a.body)))
            )
            yield Section("annotation", source.id, targets, made_from, partial(self._annotations, source))
        yield Section("work", "", [("work", key) for key in works], "", lambda: map(self._work, works.values()))

    def rows(self) -> Iterator[Row]:
        """Yield every row: passages, translations, parallels, annotations, works."""
        for section in self.sections():
            yield from section.rows()

    @cached_property
    def made_from(self) -> str:
        """A digest of what the rows of all sections are made from: languages, works and their style."""
        works = (f"{work.key} {work.digest}" for work in self.edition.works.values())
        return digest_of(self.language, repr(dict(self.languages)), self._style.digest, *works)

    def page(self, target: tuple[str, str], label: str, words: str) -> Row:
        """Return the row of a section that the editors wrote on a page of their own."""
        return self._row(Row("page", target, label, self.language, ""), [(words, self.language)])

    def words_of_body(self, body: Body) -> str:
        """Return the words of a note as its readers see them: works by author and year, parallels by title."""
        return body.words(self._words_of_role)

    def words_of_citation(self, inline_text: str) -> str:
        """Return the works of a cite role by author and year: `{see}Overy1997{ch. 3}` → “see Overy 1997, ch. 3”."""
        return self._style.words(cite_targets(inline_text))

    @cached_property
    def _style(self) -> WorkStyle:
        return self.style or WorkStyle(self.edition.works.values(), self.wording)

    def _parts_of_parallel(self, parallel: Parallel) -> Iterator[str]:
        """Yield what the row of a parallel is made from."""
        yield from (parallel.id, parallel.digest)
        for item in parallel.passages:
            quoted = self.edition.quoted(item)
            yield from (quoted.reference, quoted.source.language, quoted.text)
        yield from self._linked(parallel.body)

    def _linked(self, body: Body) -> Iterator[str]:
        """Yield what links of a note are called."""
        for role in body.roles(*LINK_ROLES):
            yield self.edition.words_of_link(role.name, role.text, self.wording)

    # --- one method for each kind of row ------------------------------------------------------------------------------

    def _passages(self, source: Source) -> Iterator[Row]:
        for passage in source.citable:
            label = f"{source.siglum} {passage.locus}"
            remark = self.wording.say(_REMARKS[passage.kind]) if passage.kind in _REMARKS else ""
            target = ("passage", label)
            joined = joined_of(passage)
            looks = tuple((joined.of(span), feature) for span, feature in source.looks(passage.locus))
            row = Row("passage", target, label, source.language, "", (source.id,), remark=remark, looks=looks)
            yield self._row(row, [(joined.text, source.language)])
            yield from self._variants(source, passage.locus, row)

    def _variants(self, source: Source, locus: str, passage: Row) -> Iterator[Row]:
        """Yield a row for each other reading of a passage, as an apparatus has it: the words, then the reading."""
        remark = self.wording.say(_VARIANT, value="").partition(":")[0].strip()
        for reading in source.layer_by_locus.get(locus, ()):
            if reading.feature == "variant":
                words = f"{reading.words}] {reading.value}" if reading.words else reading.value
                yield self._row(replace(passage, remark=remark, looks=()), [(words, source.language)])

    def _translations(self, source: Source) -> Iterator[Row]:
        for translation, passage in product(source.translations, source.citable):
            if words := translation.passages.get(passage.locus):
                label = f"{source.siglum} {passage.locus}"
                row = Row("translation", ("passage", label), label, translation.language, "", (source.id,))
                yield self._row(row, [(words, translation.language)])

    def _parallel(self, parallel: Parallel) -> Row:
        language = parallel.lang or self.language
        pieces = [(self.words_of_body(parallel.body) + "\n", language)]
        for item in parallel.passages:
            quoted = self.edition.quoted(item)
            pieces.append((f"{quoted.reference}: ", self.language))
            words = joined_lines(quoted.text, in_lines=quoted.in_lines).text
            pieces.append((words + "\n", quoted.source.language))
            if item.gloss:
                pieces.append((item.gloss + "\n", language))
        sources = tuple(dict.fromkeys(item.source for item in parallel.passages))
        row = Row("parallel", ("parallel", parallel.id), parallel.title, self.language, "", sources)
        return self._row(row, pieces)

    def _annotations(self, source: Source) -> Iterator[Row]:
        return (self._annotation(annotation, source) for annotation in source.annotations)

    def _annotation(self, annotation: Annotation, source: Source) -> Row:
        row = Row(
            kind="annotation",
            target=("annotation", annotation.id),
            label=f"{source.siglum} {annotation.passage}",
            language=annotation.lang or self.language,
            words="",
            sources=(source.id,),
            remark=self.wording.say(ANNOTATION_KINDS[annotation.kind].label),
        )
        return self._row(row, [(self.words_of_body(annotation.body), row.language)])

    def _work(self, work: Work) -> Row:
        pieces = [
            (run.text, run.language or self.language)
            for whole in self._style.describe(work)
            for run in in_languages(whole, work, self.language, self.languages)
        ]
        return self._row(Row("work", ("work", work.key), self._style.labels[work.key], self.language, ""), pieces)

    def _row(self, empty: Row, pieces: Iterable[tuple[str, str]]) -> Row:
        """Fill a row with pieces of words, each with its language; what is in another than the row's becomes a run."""
        words = ""
        runs: list[ForeignRun] = []
        for text, spoken in pieces:
            at = len(words)
            words += text
            if spoken != empty.language and text.strip():
                runs.append(ForeignRun(at, at + len(text.rstrip()), spoken))
            runs += (
                ForeignRun(at + span.start, at + span.end, tag)
                for span, tag in foreign_runs(text, spoken, self.languages)
            )
        return replace(empty, words=words.rstrip(), runs=tuple(runs))

    def _words_of_role(self, role: Inline) -> str:
        if role.name in CITE_ROLES:
            in_sentence = role.name == "cite:t"
            return self._style.words(cite_targets(role.text), in_sentence=in_sentence, in_brackets=not in_sentence)
        if role.name in LINK_ROLES:
            return self.edition.words_of_link(role.name, role.text, self.wording)
        return role.text
