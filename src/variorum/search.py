"""What can be found: an `Edition` in, rows of words out, each with the place that it leads to.

One row is what one result shows: a passage, its translation, an annotation, a parallel, a work, or (added by whoever
sets the editor's own pages) a paragraph of a page. The order of the rows is the order of results of equal rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from variorum.body import CITE_ROLES, LINK_ROLES, Block, Body, Inline, cite_targets
from variorum.model import ANNOTATION_KINDS, Annotation, Edition, Parallel, ParallelPassage, Person, Source, Work
from variorum.scripts import SCRIPT_LANGUAGES, foreign_runs

# What a row is, with the heading of its results; the order is that of the results.
ROW_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "passage": "Sources",
        "translation": "Translations",
        "parallel": "Parallels",
        "annotation": "Annotations",
        "work": "Works",
        "page": "Pages of the editors",
    }
)
_SHOWN_OF_WORK = ("title", "titletranslit", "titletrans", "origtitle", "booktitle", "journal", "publisher", "year")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a row in another language than the row's."""

    start: int  # code points
    end: int
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
    runs: tuple[Run, ...] = ()
    remark: str = ""  # e.g. "Disputed", "caption"


def rows(edition: Edition, language: str = "en", languages: Mapping[str, str] = SCRIPT_LANGUAGES) -> Iterator[Row]:
    """Yield every row of an edition whose own language is `language`; `languages` as in `scripts.foreign_runs`."""
    for source in edition.sources:
        yield from _passages(source, languages)
    for source in edition.sources:
        yield from _translations(source, languages)
    for parallel in edition.parallels:
        yield _parallel(parallel, edition, language, languages)
    for source in edition.sources:
        for annotation in source.annotations:
            yield _annotation(annotation, source, edition, language, languages)
    for work in edition.works.values():
        yield _work(work, edition, language, languages)


def row_of_page(
    target: tuple[str, str], label: str, words: str, language: str, languages: Mapping[str, str] = SCRIPT_LANGUAGES
) -> Row:
    """Return the row of a paragraph that the editors wrote on a page of their own."""
    return _row("page", target, label, language, [(words, language)], languages)


def words_of_body(body: Body, edition: Edition) -> str:
    """Return the words of a note as its readers see them: works by author and year, parallels by title."""
    return "\n".join(_words_of_block(block, edition) for block in body.blocks)


def name_of_work(work: Work) -> str:
    """Return how a work is spoken of, e.g. “Montefiore 2007”."""
    leads = [person.last for person in work.leads]
    who = leads[0] + " et al." if len(leads) > 3 else " and ".join(leads)
    return " ".join(filter(None, (who or work.title or work.key, work.year)))


def _passages(source: Source, languages: Mapping[str, str]) -> Iterator[Row]:
    for passage in source.citable:
        label = f"{source.siglum} {passage.locus}"
        remark = "" if passage.kind == "paragraph" else str(passage.kind).replace("-", " ").rstrip(" 23")
        words = [(passage.text, source.language)]
        yield _row("passage", ("passage", label), label, source.language, words, languages, (source.id,), remark)


def _translations(source: Source, languages: Mapping[str, str]) -> Iterator[Row]:
    translation = source.translation
    for passage in source.citable if translation else ():
        words = translation.passages.get(passage.locus, "") if translation else ""
        if translation and words:
            label = f"{source.siglum} {passage.locus}"
            pieces = [(words, translation.language)]
            yield _row("translation", ("passage", label), label, translation.language, pieces, languages, (source.id,))


def _parallel(parallel: Parallel, edition: Edition, language: str, languages: Mapping[str, str]) -> Row:
    pieces = [(f"{words_of_body(parallel.body, edition)}\n", language)]
    for item in parallel.passages:
        source = edition.source(item.source)
        if source:
            pieces += [(f"{source.siglum} {item.passage}: ", language), (_quoted(item, source) + "\n", source.language)]
            pieces += [(item.gloss + "\n", language)] if item.gloss else []
    sources = tuple(dict.fromkeys(item.source for item in parallel.passages))
    return _row("parallel", ("parallel", parallel.id), parallel.title, language, pieces, languages, sources)


def _annotation(
    annotation: Annotation, source: Source, edition: Edition, language: str, languages: Mapping[str, str]
) -> Row:
    return _row(
        "annotation",
        ("annotation", annotation.id),
        f"{source.siglum} {annotation.passage}",
        language,
        [(words_of_body(annotation.body, edition), language)],
        languages,
        (source.id,),
        ANNOTATION_KINDS[annotation.kind].label,
    )


def _work(work: Work, edition: Edition, language: str, languages: Mapping[str, str]) -> Row:
    people = (*work.leads, *work.transliterated)
    parts = ["; ".join(_person(person) for person in dict.fromkeys(people))]
    parts += dict.fromkeys(work.fields.get(key, "") for key in _SHOWN_OF_WORK)
    words = ". ".join(part for part in parts if part)
    return _row("work", ("work", work.key), name_of_work(work), language, [(words, language)], languages)


def _row(
    kind: str,
    target: tuple[str, str],
    label: str,
    language: str,
    pieces: Iterable[tuple[str, str]],
    languages: Mapping[str, str],
    sources: tuple[str, ...] = (),
    remark: str = "",
) -> Row:
    """Join pieces of words, each with its language; what is in another than the row's becomes a Run."""
    words, runs = "", []
    for text, spoken in pieces:
        at = len(words)
        words += text
        foreign = [Run(at + span.start, at + span.end, tag) for span, tag in foreign_runs(text, spoken, languages)]
        if spoken != language:
            foreign = _filled(Run(at, at + len(text.rstrip()), spoken), foreign)
        runs += foreign
    return Row(kind, target, label, language, words.rstrip(), sources, tuple(runs), remark)


def _filled(whole: Run, inner: list[Run]) -> list[Run]:
    """Cut a run at the runs inside it."""
    cut, at = [], whole.start
    for run in inner:
        cut += [Run(at, run.start, whole.language), run]
        at = run.end
    return [run for run in (*cut, Run(at, whole.end, whole.language)) if run.start < run.end]


def _quoted(item: ParallelPassage, source: Source) -> str:
    passage = source.passage(item.passage)
    text = passage.text if passage else ""
    return text[item.span.start : item.span.end] if item.span else text


def _person(person: Person) -> str:
    return f"{person.first} {person.last}".strip()


def _words_of_block(block: Block, edition: Edition) -> str:
    own = "".join(_words_of_inline(inline, edition) for inline in block.inlines)
    return "\n".join(filter(None, (own, *(_words_of_block(inner, edition) for inner in block.blocks))))


def _words_of_inline(inline: Inline, edition: Edition) -> str:
    if inline.kind == "break":
        return " "
    if inline.kind != "role":
        return inline.text + "".join(_words_of_inline(child, edition) for child in inline.children)
    if inline.name in CITE_ROLES:
        return _citation(inline, edition)
    if inline.name in LINK_ROLES:
        return _link(inline, edition)
    return inline.text


def _citation(inline: Inline, edition: Edition) -> str:
    cited = []
    for target in cite_targets(inline.text):
        work = edition.works.get(target.key)
        name = name_of_work(work) if work else target.key
        cited.append(" ".join(filter(None, (target.before, name))) + (f", {target.after}" if target.after else ""))
    words = "; ".join(cited)
    return words if inline.name == "cite:t" else f"({words})"


def _link(inline: Inline, edition: Edition) -> str:
    if inline.name == "name" and inline.text in edition.names:
        return edition.names[inline.text].name
    parallel = edition.parallel(inline.text) if inline.name == "parallel" else None
    annotation = edition.annotation(inline.text) if inline.name == "annotation" else None
    source = edition.source(annotation.source) if annotation else None
    if annotation and source:
        return f"note at {source.siglum} {annotation.passage}"
    return parallel.title if parallel else inline.text
