"""Silence as a judgement: does a source that a parallel calls silent really say nothing? An `Edition` in, Problems out.

That a source says nothing can only be judged by a person who has read it. What a machine can do is to doubt: search the
source for what the parallel is about and show the passage that holds most of it. A doubt ends when the passage is taken
into the parallel (`passages:` or `touches:`), or when the silence says `why:` it stands all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

import regex

from variorum.finder.features import KINDS, Feature, features, features_of_text
from variorum.finder.windows import Window, cut
from variorum.model.edition import Edition, Parallel, Silence, Source, Stance
from variorum.model.problems import Problem
from variorum.text.names import Namer

# How much of a parallel's matter a passage may hold before its source's silence is doubted. Tuned so that of 25
# silences that two readers found to be untrue none goes unnamed; 245 of 389 were doubted then, 1.2 for each parallel.
DOUBTFUL = 0.42
MOST_DOUBTS = 3  # for each parallel, the strongest first
_MOST_REASONS = 5  # shared features that a message names
_COMMON = 0.1  # what a larger share of all windows holds says nothing
_ALWAYS_TELLING = 3  # windows that may hold a thing in an edition of a few sentences
_LEAST_QUOTED_WORDS = 3  # shorter words in quotation marks stand in many sources

FeatureId = tuple[str, str]  # kind and key of a feature


def one_stance_for_each_source(edition: Edition) -> Iterator[Problem]:
    """A source has one place in a parallel: it speaks, touches the matter, or is silent."""
    known = ", ".join(s.id for s in edition.sources)
    for parallel in edition.parallels:
        speaking = {item.source for item in parallel.passages}
        touching = {item.source for item in parallel.touches}
        for touch in parallel.touches:
            if touch.source in speaking:
                message = f"{touch.source} speaks in this parallel; put its passage under passages:, or leave it out"
                yield Problem(parallel.path, touch.line, "silence-contradicted", message)
        said: set[str] = set()
        for silence in parallel.silent:
            if edition.source(silence.source) is None:
                message = f"there is no source “{silence.source}”; the sources are {known}"
                yield Problem(parallel.path, silence.line, "source-unknown", message)
            elif silence.source in speaking | touching:
                where = "passages" if silence.source in speaking else "touches"
                message = f"{silence.source} has a passage under {where}:, so it is not silent; remove one of the two"
                yield Problem(parallel.path, silence.line, "silence-contradicted", message)
            elif silence.source in said:
                message = f"{silence.source} is called silent twice; keep one line"
                yield Problem(parallel.path, silence.line, "silence-contradicted", message)
            said.add(silence.source)


def the_silent_are_not_quoted(edition: Edition) -> Iterator[Problem]:
    """A commentary neither links to a source that is called silent nor quotes words that only such a source has."""
    for parallel in edition.parallels:
        silent = edition.with_stance(parallel, Stance.SILENT)
        heard = [s for s in edition.sources if s not in silent] if silent else []
        quotations = [w for w in _quoted(parallel.body.plain) if not any(_holds(s, w) for s in heard)] if silent else []
        for source in silent:
            for role in parallel.body.roles("passage"):
                found = edition.locate_passage(role.text)
                if found and found[0] is source:
                    message = f"{source.siglum} is called silent, but the commentary leads to {role.text}; {_MEND}"
                    yield Problem(parallel.path, role.line, "silence-contradicted", message)
            for words in quotations:
                if _holds(source, words):
                    line = parallel.lines.get("body", 1)
                    message = f"{source.siglum} is called silent, but the commentary quotes it: “{words}”; {_MEND}"
                    yield Problem(parallel.path, line, "silence-contradicted", message)


def silences_stand(edition: Edition) -> Iterator[Problem]:
    """No passage of a source that is called silent holds much of the parallel's matter, unless the silence says why."""
    doubted = [p for p in edition.parallels if any(not s.why for s in p.silent)]
    if not doubted:
        return
    search = _Search(edition)
    for parallel in doubted:
        doubts = [doubt for silence in parallel.silent if not silence.why for doubt in search.doubts(parallel, silence)]
        doubts.sort(key=lambda d: -d.score)
        for doubt in doubts[:MOST_DOUBTS]:
            source = edition.source(doubt.silence.source)
            siglum = source.siglum if source else doubt.silence.source
            message = (
                f"{siglum} is called silent, but {doubt.window.label} has {', '.join(doubt.reasons)}; read it, then "
                "put it under passages: or touches:, or say why: it is silent all the same"
            )
            yield Problem(parallel.path, doubt.silence.line, "silence-doubtful", message)


SILENCE_RULES = (one_stance_for_each_source, the_silent_are_not_quoted, silences_stand)

_MEND = "put its passage under passages: or touches:, or change the sentence"
_QUOTATION = regex.compile(r"[“\"„«]([^”\"“»]+)[”\"“»]")


def _holds(source: Source, words: str) -> bool:
    translated = source.translation.passages.values() if source.translation else ()
    return any(words in text for text in (*(p.text for p in source.citable), *translated))


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTATION.finditer(text):
        words = match[1].strip(" ….,;:")
        if len(words.split()) >= _LEAST_QUOTED_WORDS:
            yield words


@dataclass(frozen=True, slots=True)
class Doubt:
    """The passage of a silent source that holds most of a parallel's matter."""

    silence: Silence
    window: Window
    score: float
    reasons: tuple[str, ...]  # labels of what it shares, the most telling first


class _Search:
    """What every stretch of every source holds; made once, asked for each silence."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._namer = Namer(edition.names.values())

    def doubts(self, parallel: Parallel, silence: Silence) -> Iterator[Doubt]:
        """Yield the passage that speaks most against a silence, if it says enough."""
        matter = self._matter(parallel)
        size = sqrt(sum(map(self._weight, matter))) or 1.0
        best: tuple[float, Window, list[FeatureId]] | None = None
        for window, held in self._windows.get(silence.source, ()):
            shared = matter.keys() & held
            score = sum(map(self._weight, shared)) / size
            if score >= DOUBTFUL and (best is None or score > best[0]):
                best = score, window, sorted(shared, key=lambda f: (-self._weight(f), f))
        if best:
            reasons = dict.fromkeys(f"“{matter[f]}”" for f in best[2] if self._weight(f))
            yield Doubt(silence, best[1], best[0], tuple(reasons)[:_MOST_REASONS])

    def _matter(self, parallel: Parallel) -> Mapping[FeatureId, str]:
        """Return what the parallel is about, with labels: its title, the words it quotes, their glosses."""
        texts = [(parallel.title, self._language)]
        for item in parallel.passages:
            source = self._edition.source(item.source)
            passage = source.passage(item.passage) if source else None
            if source and passage:
                quoted = passage.text[item.span.start : item.span.end] if item.span else passage.text
                texts += [(quoted, source.language), (item.gloss, self._language)]
        return {f.id: f.label for text, spoken in texts for f in features_of_text(text, spoken, self._namer)}

    def _weight(self, feature: FeatureId) -> float:
        """Return how telling a feature is: by its kind, and the more the fewer windows hold it (1: one of them)."""
        held = self._counts.get(feature, 0)
        if not held or held > max(_COMMON * self._total, _ALWAYS_TELLING):
            return 0.0
        return KINDS[feature[0]].weight * log(1 + self._total / held) / log(1 + self._total)

    @cached_property
    def _windows(self) -> Mapping[str, list[tuple[Window, frozenset[FeatureId]]]]:
        found: dict[str, list[tuple[Window, frozenset[FeatureId]]]] = {}
        for window in cut(self._edition):
            held = frozenset(f.id for f in features(window, self._namer) if _own(f))
            found.setdefault(window.source, []).append((window, held))
        return found

    @cached_property
    def _counts(self) -> Counter[FeatureId]:
        return Counter(f for windows in self._windows.values() for _, held in windows for f in held)

    @cached_property
    def _total(self) -> int:
        return sum(map(len, self._windows.values()))

    @cached_property
    def _language(self) -> str:
        """The language of titles and glosses: that of the facing translations, else English."""
        found = Counter(s.translation.language for s in self._edition.sources if s.translation)
        return found.most_common(1)[0][0] if found else "en"


def _own(feature: Feature) -> bool:
    return feature.share == 1  # a heading is no statement
