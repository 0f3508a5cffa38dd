"""Lemmata that are found but may not be meant: an `Edition` in, the Problems out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from variorum.model.edition import Edition, ParallelPassage
from variorum.model.passages import Passage
from variorum.model.problems import Problem
from variorum.model.source import Annotation
from variorum.model.span import Span
from variorum.text.doubtful_lemmata import cut_word, has_words


@dataclass(frozen=True, slots=True)
class _Quote:
    """A lemma with the place where it was found."""

    path: str
    line: int
    where: str  # e.g. "No 22"
    passage: Passage
    span: Span
    lemma: str
    before: str
    after: str


def lemma_of_whole_words(edition: Edition) -> Iterator[Problem]:
    """A lemma begins and ends where words do, or has the rest of the word beside it."""
    for quote in _quotes(edition):
        cut = cut_word(quote.passage.text, quote.span)
        missing = [
            (key, rest) for key, rest, said in (("before", cut.before, quote.before), ("after", cut.after, quote.after))
            if rest and not said
        ]  # fmt: skip
        if missing:
            word = f"{cut.before}{quote.lemma}{cut.after}"
            add = " and ".join(f'{key}: "{rest}"' for key, rest in missing)
            message = (
                f"“{quote.lemma}” stands inside “{word}” in {quote.where}; quote whole words, or confirm it: {add}"
            )
            yield Problem(quote.path, quote.line, "lemma-inside-word", message)


def lemma_has_words(edition: Edition) -> Iterator[Problem]:
    """A lemma is not only punctuation, or has words beside it."""
    for quote in _quotes(edition):
        if not (quote.before or quote.after or has_words(quote.lemma)):
            message = f"“{quote.lemma}” is only punctuation; quote a word too, or confirm it with before: or after:"
            yield Problem(quote.path, quote.line, "lemma-without-words", message)


LEMMA_RULES = (lemma_of_whole_words, lemma_has_words)


def _quotes(edition: Edition) -> Iterator[_Quote]:
    for source in edition.sources:
        for note in source.annotations:
            if note.span:
                yield _quote(edition, note, note.span, note.path, note.lines["lemma"])
    for parallel in edition.parallels:
        for item in (*parallel.passages, *parallel.touches):
            if item.span:
                yield _quote(edition, item, item.span, parallel.path, item.line)


def _quote(edition: Edition, about: Annotation | ParallelPassage, span: Span, path: str, line: int) -> _Quote:
    quoted = edition.quoted(about)
    where = f"{quoted.source.siglum} {about.passage}"
    return _Quote(path, line, where, quoted.passage, span, about.lemma, about.before, about.after)
