"""Windows: the stretches of text that are compared. A `Source` in, its windows with their facing translation out.

A paragraph of 3,000 characters tells of ten matters; a window of about 380 (two or three sentences) tells of one. Short
passages are one window each. Windows end where sentences end, so that a proposal can be read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from variorum.model.edition import Edition
from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source
from variorum.model.span import Span

WIDTH = 380  # code points; measured on five sources: shorter loses the context of a sentence, longer mixes matters
NEVER_COMPARED = frozenset({PassageKind.REFERENCE, PassageKind.OMITTED})

_SENTENCE_END = regex.compile(
    r"""(?<!(?<![\p{L}\p{M}])\p{Lu})(?<!(?<!\p{L})\p{Ll}{1,3}(?=\.\s+\d))  # no initial (J. Stalin), no “ca. 1900”
        [.!?…।॥]+[\]")”»’]*(?:\[\d+\])*  # the stop, closing marks, note marks
        (?:\s+(?=[\p{Lu}\p{Lo}\d"“«(\[‘])|(?<=\p{Ll}[.!?])(?=\p{Lu}\p{Ll}))  # blank, or one lost in copying
      | [。！？؟۔።]+[」』”’»)]*\s*  # scripts whose stop needs no blank after it, or looks otherwise
      | ׃\s*  # the stop of a verse in Hebrew
      | \n+""",
    regex.VERBOSE,
)
_PAUSE = regex.compile(r"[;:,–—،؛]\s+|[、，；：]")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage, compared as one."""

    number: int  # counted through the edition from 0
    source: str  # id of the source
    siglum: str  # e.g. "No"
    locus: str  # e.g. "22"
    span: Span  # where in the passage
    text: str  # verbatim
    language: str  # BCP 47, e.g. "nb"
    section: int  # counted through the edition; neighbours in one section are each other's context
    pivot: str = ""  # the words of the facing translation for this stretch
    pivot_language: str = ""  # e.g. "en"
    headings: str = ""  # those it stands under, outermost first, but not the title
    part: int = 1  # which window of its passage, from 1

    @property
    def key(self) -> str:
        """How an editor names it on the command line, e.g. `No22.1`."""
        return f"{self.siglum}{self.locus}.{self.part}"

    @property
    def label(self) -> str:
        """Siglum and locus, e.g. `No 22`."""
        return f"{self.siglum} {self.locus}"

    def words(self, span: Span) -> str:
        """Return what of the window stands at a place of its passage."""
        return self.text[span.start - self.span.start : span.end - self.span.start]


def cut(edition: Edition, *, translations: bool = True, width: int = WIDTH) -> list[Window]:
    """Return the windows of all sources in reading order; headings and references are not compared."""
    found: list[Window] = []
    section = 0
    for source in edition.sources:
        section += 1
        above: list[Passage] = []
        for passage in source.citable:
            if passage.is_heading:
                section += 1
                above = [*(h for h in above if h.kind.depth < passage.kind.depth), passage]
            elif passage.kind not in NEVER_COMPARED:
                headings = ". ".join(h.text for h in above if h.kind is not PassageKind.TITLE)
                found += _windows(source, passage, section, headings, len(found), translations, width)
    return found


def spans(text: str, width: int = WIDTH) -> list[Span]:
    """Cut a text into stretches of about `width`, evenly, each ending with a sentence."""
    sentences = sentence_spans(text, longest=width + width // 2)
    if not sentences:
        return []
    first, last = sentences[0].start, sentences[-1].end
    count = max(1, round((last - first) / width))
    ends = [s.end for s in sentences]
    cuts = {_nearest(ends, first + (last - first) * n // count) for n in range(1, count)}
    found: list[Span] = []
    start = first
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        if following is None or sentence.end in cuts:
            found.append(Span(start, sentence.end))
            start = following.start if following else last
    return found


def sentence_spans(text: str, longest: int = 10**9) -> list[Span]:
    """Return the sentences of a text without the blanks around them; those over `longest` are cut at a pause."""
    found: list[Span] = []
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        found += _shortened(text, _trimmed(text, start, end), longest)
        start = end
    return [s for s in found if s.start < s.end]


def _windows(
    source: Source, passage: Passage, section: int, headings: str, number: int, translations: bool, width: int
) -> Iterator[Window]:
    translation = source.translation if translations else None
    facing = translation.passages.get(passage.locus, "") if translation else ""
    pieces = spans(passage.text, width)
    pivots = _facing(passage.text, pieces, facing)
    for offset, (span, pivot) in enumerate(zip(pieces, pivots, strict=True)):
        yield Window(
            number=number + offset,
            source=source.id,
            siglum=source.siglum,
            locus=passage.locus,
            span=span,
            text=passage.text[span.start : span.end],
            language=source.language,
            section=section,
            headings=headings,
            part=offset + 1,
            pivot=pivot,
            pivot_language=translation.language if translation and pivot else "",
        )


def _facing(text: str, pieces: list[Span], translation: str) -> list[str]:
    """Return the part of a translation that faces each piece.

    Sentence by sentence where both have equally many, else in proportion to length, by the middle of each sentence.
    """
    if not translation:
        return [""] * len(pieces)
    own, other = sentence_spans(text), sentence_spans(translation)
    total, facing = max(1, len(text)), max(1, len(translation))
    if len(own) == len(other):
        middles = [(s.start + s.end) / 2 / total for s in own]
    else:
        middles = [(s.start + s.end) / 2 / facing for s in other]
    borders = [piece.end / total for piece in pieces[:-1]]
    held: list[list[str]] = [[] for _ in pieces]
    for middle, sentence in zip(middles, other, strict=True):
        held[bisect_left(borders, middle)].append(translation[sentence.start : sentence.end])
    return [" ".join(sentences) for sentences in held]


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def _shortened(text: str, span: Span, longest: int) -> Iterator[Span]:
    while span.end - span.start > longest:
        middle = span.start + longest * 2 // 3
        pauses = [m.end() for m in _PAUSE.finditer(text, span.start + longest // 4, span.start + longest)]
        at = min(pauses, key=lambda p: abs(p - middle), default=0)
        if not at:
            break
        yield _trimmed(text, span.start, at)
        span = _trimmed(text, at, span.end)
    yield span


def _nearest(ends: list[int], wanted: int) -> int:
    return min(ends, key=lambda end: abs(end - wanted))
