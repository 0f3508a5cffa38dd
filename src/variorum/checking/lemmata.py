"""Lemmata that are found but may not be meant: an `Edition` in, the Problems out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from variorum.model.edition import Edition, ParallelPassage
from variorum.model.problems import Problem
from variorum.model.source import Annotation, Source
from variorum.model.span import Span
from variorum.text.doubtful_lemmata import WHOLE, cut_word, has_words


class _Quote(NamedTuple):
    """A lemma with the place where it was found."""

    about: Annotation | ParallelPassage
    path: str
    line: int
    source: Source
    span: Span

    @property
    def where(self) -> str:
        """The address of the passage, e.g. "No 22"."""
        return f"{self.source.siglum} {self.about.passage}"


def lemma_of_whole_words(edition: Edition) -> Iterator[Problem]:
    """A lemma begins and ends where words do, or has the rest of the word beside it."""
    for quote in _quotes(edition):
        about = quote.about
        passage = quote.source.passage(about.passage)
        cut = cut_word(passage.text, quote.span) if passage else WHOLE
        if cut is WHOLE:
            continue
        missing = [
            (key, rest) for key, rest, said in (("before", cut.before, about.before), ("after", cut.after, about.after))
            if rest and not said
        ]  # fmt: skip
        if missing:
            word = f"{cut.before}{about.lemma}{cut.after}"
            add = " and ".join(f'{key}: "{rest}"' for key, rest in missing)
            message = (
                f"“{about.lemma}” stands inside “{word}” in {quote.where}; quote whole words, or confirm it: {add}"
            )
            yield Problem(quote.path, quote.line, "lemma-inside-word", message)


def lemma_has_words(edition: Edition) -> Iterator[Problem]:
    """A lemma is not only punctuation, or has words beside it."""
    for quote in _quotes(edition):
        about = quote.about
        if not (about.before or about.after or has_words(about.lemma)):
            message = f"“{about.lemma}” is only punctuation; quote a word too, or confirm it with before: or after:"
            yield Problem(quote.path, quote.line, "lemma-without-words", message)


LEMMA_RULES = (lemma_of_whole_words, lemma_has_words)


def _quotes(edition: Edition) -> Iterator[_Quote]:
    for source in edition.sources:
        for note in source.annotations:
            if note.span:
                yield _Quote(note, note.path, note.lines["lemma"], source, note.span)
    by_id = {source.id: source for source in edition.sources}
    for parallel in edition.parallels:
        for item in (*parallel.passages, *parallel.touches):
            if item.span:
                yield _Quote(item, parallel.path, item.line, by_id[item.source], item.span)
