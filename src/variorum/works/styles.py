"""The bibliography style of an edition: how its works are printed in the list, named in a line, cited in words.

Our own, Chicago's, is `WorkStyle`; `CslStyle` prints what citeproc made of the works by a file of CSL. Whoever prints a
work asks one of these: list, labels, citations, previews, search and the books.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from variorum.model.body import CiteTarget
from variorum.model.works import Work
from variorum.reading.files import digest_of
from variorum.wording.messages import ENGLISH, Wording
from variorum.works.csl_answer import Cited
from variorum.works.csl_items import beyond
from variorum.works.csl_printing import Asked, Printed, Question
from variorum.works.described_work import DescribedWork
from variorum.works.description import describe
from variorum.works.labels import labels, short, sort_key
from variorum.works.runs import Run, plain

_SENTENCE_END = re.compile(r"[.,;]\Z")


class WorkStyle:
    """Our own style; every work of the edition is known to it, and it describes any other."""

    def __init__(self, works: Iterable[Work] = (), wording: Wording = ENGLISH) -> None:
        self.works = {work.key: work for work in works}
        self.wording = wording

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each work is called in a line, e.g. "Lee 1999", "[12]"."""
        return labels(self.works.values(), self.wording)

    def marks(self, works: Iterable[Work]) -> Mapping[str, str]:
        """Return what stands before the entries of a list."""
        return labels(works, self.wording)

    def describe(self, work: Work) -> tuple[Run, ...]:
        """Return all that the entry of a work says."""
        return describe(work, self.wording)

    def short(self, work: Work) -> str:
        """Return one line that says which work is meant."""
        return short(work, self.wording)

    def sort_key(self, work: Work) -> tuple[object, ...]:
        """Return what orders the works of a list."""
        return sort_key(work, self.wording.language)

    def words(self, targets: Sequence[CiteTarget], *, in_sentence: bool = False, in_brackets: bool = False) -> str:
        """Return a citation in words alone: `see Lee 1999, ch. 3; Li 2001`."""
        said = []
        for target in targets:
            name = " ".join(filter(None, (target.before, self.labels.get(target.key, target.key))))
            said.append(", ".join(filter(None, (name, target.after))))
        return f"({'; '.join(said)})" if in_brackets else "; ".join(said)

    @property
    def digest(self) -> str:
        """Of what this style does otherwise than our own."""
        return ""


class CslStyle(WorkStyle):
    """A style of CSL; what citeproc was not asked for is put together from what it was asked for."""

    def __init__(self, question: Question, printed: Printed) -> None:
        super().__init__(question.works, question.wording)
        self.is_of_notes = question.style.is_of_notes
        self.printed = printed
        self.places = {key: place for place, key in enumerate(printed.entries)}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each work is called, as the style cites it alone; a bare number in square brackets."""
        alone = {key: self.words((CiteTarget(key),)).strip() for key in self.works}
        found = {key: f"[{words}]" if words.isdecimal() else words or key for key, words in alone.items()}
        often = _repeated(found.values())
        return {key: f"{label} ({key})" if label in often else label for key, label in found.items()}

    def marks(self, works: Iterable[Work]) -> Mapping[str, str]:
        """Return what stands before the entries of a list: their numbers, or what they are called."""
        found = {key: self.printed.marks.get(key, label).strip("[]. ") for key, label in self.labels.items()}
        return dict(super().marks(works)) | found

    def describe(self, work: Work) -> tuple[Run, ...]:
        """Return the entry as the style has it, then what it has no place for."""
        entry = self.printed.entries.get(work.key, ())
        if not plain(entry).strip("."):  # some styles leave letters and the like out of the list
            return describe(work, self.wording)
        entry = tuple(_in_own_language(entry, DescribedWork(work, self.wording)))
        more = describe(work, self.wording, (beyond,))
        ended = () if not more else (Run(" " if plain(entry).endswith((".", "”", "!", "?")) else ". "),)
        return (*entry, *ended, *more)

    def short(self, work: Work) -> str:
        """Return the entry as it stands in the list."""
        said = plain(self.printed.entries.get(work.key, ()))
        return said if said.strip(".") else short(work, self.wording)

    def sort_key(self, work: Work) -> tuple[object, ...]:
        """Return the place that the style gives a work, others after them."""
        return (self.places.get(work.key, len(self.places)), *sort_key(work, self.wording.language))

    def words(self, targets: Sequence[CiteTarget], *, in_sentence: bool = False, in_brackets: bool = False) -> str:
        """Return a citation in words alone, as the style has it."""
        return _text(self.cite(targets, in_sentence=in_sentence, in_brackets=in_brackets))

    def cite(self, targets: Sequence[CiteTarget], *, in_sentence: bool, in_brackets: bool) -> tuple[Cited, ...]:
        """Return a citation as it is shown, each work with its key."""
        if in_sentence:
            return tuple(self._in_sentence(targets))
        found = self._printed_as.get(frozenset(targets)) or tuple(self._put_together(targets))
        if self.is_of_notes:
            return (_round("("), *_unended(found), _round(")")) if in_brackets else _unended(found)
        return found if in_brackets else _unbracketed(found)

    @cached_property
    def digest(self) -> str:  # asked of every page, made once
        """Of all that the style prints."""
        return digest_of(repr(self.printed))

    @cached_property
    def _printed_as(self) -> Mapping[frozenset[CiteTarget], tuple[Cited, ...]]:
        """What cites these works in brackets, in whatever order they are asked for."""
        return {frozenset(asked.group): c for asked, c in self.printed.citations.items() if not asked.in_sentence}

    def _in_sentence(self, targets: Sequence[CiteTarget]) -> Iterator[Cited]:
        """Yield `see Lee (1999), Li (2001)`: each work named by itself."""
        for number, target in enumerate(targets):
            yield from [_round(", ")] if number else []
            yield from [_round(f"{target.before} ")] if target.before else []
            alone = replace(target, before="")
            found = self.printed.citations.get(Asked((alone,), not self.is_of_notes)) or self._put_together([alone])
            found = _unended(tuple(found)) if self.is_of_notes else found
            yield from (Cited(c.run, target.key) for c in found)

    def _put_together(self, targets: Sequence[CiteTarget]) -> Iterator[Cited]:
        """Yield what was not asked of citeproc, in round brackets."""
        yield _round("(")
        for number, target in enumerate(targets):
            yield from [_round("; ")] if number else []
            yield from [_round(f"{target.before} ")] if target.before else []
            yield Cited(Run(target.key if self._is_unknown(target) else self.labels[target.key]), target.key)
            yield from [_round(f", {target.after}")] if target.after else []
        yield _round(")")

    def _is_unknown(self, target: CiteTarget) -> bool:
        return frozenset((CiteTarget(target.key),)) not in self._printed_as


def _in_own_language(runs: Iterable[Run], entry: DescribedWork) -> Iterator[Run]:
    """Give the titles within an entry the language of the work, where it is another than the page's."""
    titles = [entry.get(name) for name in ("title", "booktitle", "journal", "maintitle")] if entry.own else []
    titles = sorted(filter(None, titles), key=len, reverse=True)
    for run in runs:
        words = next((title for title in titles if title in run.text), "")
        if not words:
            yield run
            continue
        before, _, after = run.text.partition(words)
        yield from (run._replace(text=text) for text in [before] if text)
        yield run._replace(text=words, language=entry.own)
        yield from (run._replace(text=text) for text in [after] if text)


def _round(text: str) -> Cited:
    """Return words of a citation that lead nowhere."""
    return Cited(Run(text))


def _text(cited: Iterable[Cited]) -> str:
    return "".join(c.run.text for c in cited)


def _unended(cited: tuple[Cited, ...]) -> tuple[Cited, ...]:
    """Return a note without the full stop at its end."""
    last = cited[-1]
    said = _SENTENCE_END.sub("", last.run.text)
    return (*cited[:-1], Cited(last.run._replace(text=said), last.key)) if said else cited[:-1]


def _unbracketed(cited: tuple[Cited, ...]) -> tuple[Cited, ...]:
    """Return a citation without the round brackets around it."""
    said = _text(cited)
    if not (said.startswith("(") and said.endswith(")")):
        return cited
    first, *others = cited
    opened = (Cited(first.run._replace(text=first.run.text[1:]), first.key), *others)
    last = opened[-1]
    return (*opened[:-1], Cited(last.run._replace(text=last.run.text[:-1]), last.key))


def _repeated(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word, number in Counter(words).items() if number > 1)
