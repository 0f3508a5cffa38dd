"""A long source over several pages: where its parts begin, and which passages a page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from variorum.model.passages import Passage, PassageKind
from variorum.model.source import Source
from variorum.text.line_joining import in_one_line

_BELOW_ALL = 99  # deeper than all headings
_CHAPTER = re.compile(r"(.*)[:.]\d+[a-z]*$")


@dataclass(frozen=True, slots=True)
class SourcePart:
    """What one page shows of a source."""

    first: str  # locus
    last: str
    title: str  # words of its heading, or its loci
    book: str = ""  # words of the division of which it is a part with those beside it; "" = there is none


def passages_between(source: Source, first: str = "", last: str = "") -> tuple[Passage, ...]:
    """Return the passages from one locus to another, both included; the notes of the source go with their calls.

    A locus may name what another passage holds, as `passages_at` has it: `1:3` of `1:3-4`.

    Raises `KeyError` with the locus that there is not, `ValueError` if the last stands before the first.
    """
    for locus in (first, last):
        if locus and not source.passages_at(locus):
            raise KeyError(locus)
    start = source.place_of(source.passages_at(first)[0].locus) if first else 0
    end = source.place_of(source.passages_at(last)[-1].locus) if last else len(source.citable) - 1
    if end < start:
        raise ValueError(last)
    return _with_notes(source, source.citable[start : end + 1])


def passages_of_division(source: Source, locus: str) -> tuple[Passage, ...]:
    """Return the passages of a division of divisions.tsv, up to the next one; raises `KeyError` if there is none."""
    if locus not in source.ends_of_divisions:
        raise KeyError(locus)
    return _with_notes(source, source.citable[source.place_of(locus) : source.ends_of_divisions[locus]])


def _with_notes(source: Source, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    here = {passage.locus for passage in passages}
    calls = source.called_notes
    text = [p for p in passages if p.kind is not PassageKind.FOOTNOTE or calls.get(p.locus, p.locus) in here]
    known = {p.locus for p in text}
    called = (
        source.passage(note) for p in passages for note in source.notes_called_in.get(p.locus, ()) if note not in known
    )
    notes = sorted((p for p in called if p), key=lambda p: source.place_of(p.locus))
    return (*text, *notes)


def parts_of(source: Source) -> list[SourcePart]:
    """Return the pages that a long source is best cut into: at chapters of its loci, or at headings of one depth."""
    text = [p for p in source.citable if p.kind is not PassageKind.FOOTNOTE]
    depths = Counter(p.kind.depth for p in text if p.kind.depth > 1)
    depth = next((d for d in sorted(depths) if depths[d] > 1), 0)
    chapters = _chapters(text)
    headings = [n for n, p in enumerate(text) if depth and 1 < p.kind.depth <= depth]
    begins = chapters if len(chapters) > 1 else headings
    first = begins[0] if begins and all(p.is_heading for p in text[: begins[0]]) else 0  # a title is no page
    cuts = sorted({0, *begins} - ({first} if first else set()))
    parts = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    books = _books(parts)
    book: Passage | str = ""
    made = []
    for number, passages in enumerate(parts):
        book = books.get(number, book)
        made.append(_part(passages, book))
    return made


def _books(parts: Sequence[Sequence[Passage]]) -> Mapping[int, Passage | str]:
    """Return at which parts a book begins, of which several are one: with its heading, or what its loci name it.

    There are none where most would have a single part.
    """
    openings, stems = [_opening(part) for part in parts], [_stem(part) for part in parts]
    begins = {n: stem for n, stem in enumerate(stems) if n == 0 or stem != stems[n - 1]}
    books: dict[int, Passage | str]
    if len(begins) > 1:
        chapters = {p.kind.depth for n, opening in enumerate(openings) if n not in begins for p in opening}
        above = min(chapters, default=_BELOW_ALL)
        books = {n: next((p for p in openings[n] if p.kind.depth < above), begins[n]) for n in begins}
    else:
        depths = Counter(p.kind.depth for opening in openings for p in opening)
        depth = next((d for d in sorted(depths) if 1 < depths[d] < len(parts)), 0)
        books = {n: p for n, opening in enumerate(openings) for p in opening if p.kind.depth == depth}
    return books if len(books) * 2 <= len(parts) else {}


def _opening(part: Sequence[Passage]) -> list[Passage]:
    """Return the headings with which a part begins, but for the title of the whole."""
    return [p for p in takewhile(lambda p: p.is_heading, part) if p.kind is not PassageKind.TITLE]


def _stem(part: Sequence[Passage]) -> str:
    """Return what the loci of a part have before the number of its chapter: `Gen` of `Gen.1.3`."""
    locus = next((p.locus for p in part if not p.is_heading), "")
    chapter = _CHAPTER.match(locus)
    book = _CHAPTER.match(chapter[1]) if chapter else None
    return book[1] if book else ""


def _chapters(text: Sequence[Passage]) -> list[int]:
    """Return where the part of a locus before its last number changes: from 1:31 to 2:1."""
    found, last = [], ""
    for number, passage in enumerate(text):
        match = _CHAPTER.match(passage.locus)
        if match and match[1] != last:
            while number > 0 and text[number - 1].is_heading and number - 1 not in found:
                number -= 1
            found.append(number)
            last = match[1]
    return found


def _part(passages: Sequence[Passage], book: Passage | str) -> SourcePart:
    own = (p for p in passages if p.is_heading and p.kind is not PassageKind.TITLE and p is not book)
    heading = next((p.text for p in own), "")
    numbered = [p.locus for p in passages if not p.is_heading] or [p.locus for p in passages]
    chapter = _CHAPTER.match(numbered[0])
    loci = chapter[1] if chapter else f"{numbered[0]}–{numbered[-1]}"
    words = in_one_line(heading)
    words = f"{loci}. {words}" if chapter and words else words or loci
    above = book if isinstance(book, str) else in_one_line(book.text)
    return SourcePart(passages[0].locus, passages[-1].locus, words, above)
