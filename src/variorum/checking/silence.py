"""Silence as a judgement: does a source that a parallel calls silent really say nothing? An `Edition` in, Problems out.

That a source says nothing can only be judged by a person who has read it. What a machine can do is to doubt: search the
source for what the parallel is about and show the passage that holds most of it. A doubt ends when the passage is taken
into the parallel (`passages:` or `touches:`), or when the silence says `why:` it stands all the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum, log, sqrt

import regex

from variorum.finder.features import KINDS, feature_ids, features_of_text
from variorum.finder.windows import Window, cut
from variorum.model.edition import Edition, Parallel, Silence
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.model.stances import Stance
from variorum.reading.files import ParseCache
from variorum.text.names import Namer

# How much of a parallel's matter a passage may hold before its source's silence is doubted. Tuned so that of 25
# silences that two readers found to be untrue none goes unnamed; 245 of 389 were doubted then, 1.2 for each parallel.
DOUBTFUL = 0.42
DOUBTS_SHOWN = 3  # for each parallel, the strongest first
_REASONS_SHOWN = 5  # shared features that a message names
_COMMON = 0.1  # what a larger share of all windows holds says nothing
_ALWAYS_TELLING = 3  # windows that may hold a thing in an edition of a few sentences
_LEAST_QUOTED_WORDS = 3  # shorter words in quotation marks stand in many sources

FeatureId = str  # kind and key of a feature, e.g. "year 1907"


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
                lost = f"source {silence.source}"
                yield Problem(parallel.path, silence.line, "source-unknown", message, waits_for=lost)
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
    said = {source.id: _words_of(source) for source in edition.sources}
    for parallel in edition.parallels:
        silent = edition.with_stance(parallel, Stance.SILENT)
        heard = [said[s.id] for s in edition.sources if s not in silent] if silent else []
        quotations = (
            [w for w in _quoted(parallel.body.plain) if not any(w in words for words in heard)] if silent else []
        )
        for source in silent:
            for role in parallel.body.roles("passage"):
                found = edition.locate_passage(role.text)
                if found and found[0] is source:
                    message = f"{source.siglum} is called silent, but the commentary leads to {role.text}; {_MEND}"
                    yield Problem(parallel.path, role.line, "silence-contradicted", message)
            for words in quotations:
                if words in said[source.id]:
                    line = parallel.lines.get("body", 1)
                    message = f"{source.siglum} is called silent, but the commentary quotes it: “{words}”; {_MEND}"
                    yield Problem(parallel.path, line, "silence-contradicted", message)


def silences_stand(edition: Edition, cache: ParseCache | None = None) -> Iterator[Problem]:
    """No passage of a source that is called silent holds much of the parallel's matter, unless the silence says why.

    What the sources hold is searched once; with the `cache` of an earlier reading, only in those that changed.
    """
    doubted = [p for p in edition.parallels if any(not s.why for s in p.silent)]
    if not doubted:
        return
    search = _Search(edition, cache or ParseCache())
    for parallel in doubted:
        doubts = sorted(search.doubts(parallel), key=lambda d: -d.score)
        doubts = [d for d in doubts if parallel.stance(d.silence.source) is Stance.SILENT]
        for doubt in doubts[:DOUBTS_SHOWN]:
            source = edition.source(doubt.silence.source)
            siglum = source.siglum if source else doubt.silence.source
            message = (
                f"{siglum} is called silent, but {doubt.window.label} has {', '.join(doubt.reasons)}; read it, then "
                "put it under passages: or touches:, or say why: it is silent all the same"
            )
            yield Problem(parallel.path, doubt.silence.line, "silence-doubtful", message)


SILENCE_RULES = (one_stance_for_each_source, the_silent_are_not_quoted)

_MEND = "put its passage under passages: or touches:, or change the sentence"
_QUOTATION = regex.compile(r"[“\"„«]([^”\"“»]+)[”\"“»]")


def _words_of(source: Source) -> str:
    """Return all that a source and its translation say, in plain quotation marks, a passage to a line."""
    translated = source.translation.passages.values() if source.translation else ()
    return _plain("\n".join((*(p.text for p in source.citable), *translated)))


def _plain(text: str) -> str:
    """Return a text in plain quotation marks; a quotation may be set in better type than its source."""
    return text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"')


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTATION.finditer(text):
        words = _plain(match[1].strip(" ….,;:"))
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
    """What every stretch of every source holds; made once, asked for each parallel."""

    def __init__(self, edition: Edition, cache: ParseCache) -> None:
        self._edition = edition
        self._cache = cache
        self._namer = Namer(edition.names.values(), edition.vocabularies)

    def doubts(self, parallel: Parallel) -> Iterator[Doubt]:
        """Yield for each silence that says no why the passage that speaks most against it, if it says enough."""
        matter = self._matter(parallel)
        weights = {feature: weight for feature in matter if (weight := self._weight(feature))}
        size = sqrt(fsum(weights.values())) or 1.0
        for silence in parallel.silent:
            if silence.why:
                continue
            best: tuple[float, Window, list[FeatureId]] | None = None
            for window, held in self._windows.get(silence.source, ()):
                shared = weights.keys() & held
                score = fsum(weights[f] for f in shared) / size
                if score >= DOUBTFUL and (best is None or score > best[0]):
                    best = score, window, sorted(shared, key=lambda f: (-weights[f], f))
            if best:
                reasons = dict.fromkeys(f"“{matter[f]}”" for f in best[2])
                yield Doubt(silence, best[1], best[0], tuple(reasons)[:_REASONS_SHOWN])

    def _matter(self, parallel: Parallel) -> Mapping[FeatureId, str]:
        """Return what the parallel is about, with labels: its title, the words it quotes, their glosses."""
        texts = [(parallel.title, self._language)]
        for item in parallel.passages:
            quoted = self._edition.quoted(item)
            texts += [(quoted.text, quoted.source.language), (item.gloss, self._language)]
        return self._cache.recall(f"{parallel.path} (matter)", self._digest(texts), lambda: self._labels(texts))

    def _labels(self, texts: Iterable[tuple[str, str]]) -> dict[FeatureId, str]:
        return {" ".join(f.id): f.label for text, spoken in texts for f in features_of_text(text, spoken, self._namer)}

    def _weight(self, feature: FeatureId) -> float:
        """Return how telling a feature is: by its kind, and the more the fewer windows hold it (1: one of them)."""
        held = self._counts.get(feature, 0)
        if not held or held > max(_COMMON * self._total, _ALWAYS_TELLING):
            return 0.0
        return KINDS[feature.partition(" ")[0]].weight * log(1 + self._total / held) / log(1 + self._total)

    @cached_property
    def _windows(self) -> Mapping[str, list[tuple[Window, frozenset[FeatureId]]]]:
        by_source: dict[str, list[Window]] = {}
        for window in cut(self._edition):
            by_source.setdefault(window.source, []).append(window)
        return {id_: list(zip(found, self._held(id_, found), strict=True)) for id_, found in by_source.items()}

    def _held(self, source: str, windows: list[Window]) -> Iterator[frozenset[FeatureId]]:
        """Yield what each window of a source holds; a heading is no statement."""
        texts = [pair for w in windows for pair in ((w.text, w.language), (w.pivot, w.pivot_language))]
        lines = self._cache.recall(f"{source} (windows)", self._digest(texts), lambda: self._read(windows))
        return (frozenset(line.split("\n")) for line in lines)

    def _digest(self, texts: Iterable[tuple[str, str]]) -> str:
        """Return a digest of all that decides which features are found in some texts."""
        digest = hashlib.sha256(self._names)
        for pair in texts:
            digest.update("\0".join((*pair, "")).encode())
        return digest.hexdigest()

    def _read(self, windows: list[Window]) -> tuple[str, ...]:
        """Return what each window holds as one string, a feature to a line, which is quickly kept and read again."""
        return tuple(
            "\n".join(
                " ".join(feature)
                for text, spoken in ((w.text, w.language), (w.pivot, w.pivot_language))
                for feature in feature_ids(text, spoken, self._namer)
            )
            for w in windows
        )

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

    @cached_property
    def _names(self) -> bytes:
        names = self._edition.names.values()
        told = [(n.id, n.kind, n.name, sorted(n.spellings.items()), sorted(n.phrases.items())) for n in names]
        own = sorted(self._edition.vocabularies.items())
        return hashlib.sha256(repr((told, own)).encode()).digest()
