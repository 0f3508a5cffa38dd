"""Features: what a window is about, as a bag of comparable keys. A `Window` in, each `Feature` with its place out.

Each kind of feature is one row of `KINDS`. Two windows are alike as far as they share features that few windows have;
the features that they share are the reasons that an editor is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import log
from types import MappingProxyType
from typing import NamedTuple

from variorum.finder.windows import Window
from variorum.model.span import Span
from variorum.model.vocabulary import Vocabulary
from variorum.text.concepts import concepts
from variorum.text.figures import Figure, figures, years_of
from variorum.text.language_vocabularies import vocabulary_of
from variorum.text.names import TERM, Namer
from variorum.text.words import sound, stem, words_of

HEADING_SHARE = 0.5  # what a heading says, beside the words below it
_WEIGHTS = {0: HEADING_SHARE, 1: 1.0}  # by how often it is said
_SMALL = 12  # numbers up to a dozen are in every text
_DATED = frozenset({"year", "month", "decade"})
_NOWHERE = Span(0, 0)
_NONE: Counter[tuple[str, str]] = Counter()


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """One row of the closed list of kinds."""

    id: str  # e.g. "name"
    label: str  # what it is, for the editor
    weight: float  # how much a shared one says, beside how rare it is; tuned on half of the accepted parallels
    across: bool = False  # counts only between different languages
    reach: int = 1  # how many times `Settings.most_windows` windows may have one that makes pairs


KINDS: Mapping[str, FeatureKind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            FeatureKind("name", "shared name", 1.25, reach=10),
            FeatureKind("term", "shared term", 1.25, reach=10),
            FeatureKind("year", "same year", 1.0, reach=10),
            FeatureKind("decade", "same decade", 0.35),
            FeatureKind("month", "same month of a year", 1.0, reach=10),
            FeatureKind("day", "same day of the year", 0.6),
            FeatureKind("number", "same number", 0.5, reach=10),
            FeatureKind("count", "same small number", 0.3),
            FeatureKind("percent", "same percentage", 0.4, reach=10),
            FeatureKind("word", "same word", 0.5),
            FeatureKind("phrase", "same two words together", 0.45),
            FeatureKind("concept", "words of one meaning", 0.6),
            FeatureKind("sound", "words that sound alike", 0.65, across=True),
        )
    }
)


class Feature(NamedTuple):
    """One thing that a window holds."""

    kind: str  # key of `KINDS`
    key: str  # what is compared, e.g. "tbilisi", "1907", "en:robberi"
    label: str  # what is shown, e.g. "Tbilisi", "1907", "robbery"
    span: Span | None  # where in the passage; None if it stands in the facing translation or a heading
    share: float = 1.0  # less than 1 if it stands in a heading

    @property
    def id(self) -> tuple[str, str]:
        """What makes two features the same."""
        return self.kind, self.key


def features(window: Window, namer: Namer) -> list[Feature]:
    """Return the features of a window: of its own words, of its facing translation, of the headings it stands under."""
    found = list(_features(window.text, window.language, namer, window.span.start))
    if window.pivot:
        found += _features(window.pivot, window.pivot_language, namer, None)
    if window.headings:
        headings = _features(window.headings, window.language, namer, None)
        found += (feature._replace(share=HEADING_SHARE) for feature in headings)
    return found


def features_of_text(text: str, language: str, namer: Namer) -> list[Feature]:
    """Return the features of words that stand in no window: a title, a lemma, a gloss."""
    return list(_features(text, language, namer, None))


def feature_ids(text: str, language: str, namer: Namer) -> frozenset[tuple[str, str]]:
    """Return what is the same in two texts, without labels and places: a third of the work."""
    return frozenset(_ids(text, language, namer))


def bag(held: list[Feature]) -> dict[tuple[str, str], float]:
    """Return each feature with its weight in the window: 1, a little more if it is said again in the same words."""
    counts: dict[tuple[str, str], list[int]] = {}
    for feature in held:
        key = (feature.kind, feature.key)
        count = counts.get(key)
        if count is None:
            count = counts[key] = [0, 0]
        if feature.share == 1:
            count[0 if feature.span else 1] += 1
    return {id_: _WEIGHTS.get(max(count)) or 1.0 + log(max(count)) for id_, count in counts.items()}


def weights(window: Window, namer: Namer) -> tuple[dict[tuple[str, str], float], tuple[int, int] | None]:
    """Return the `bag` and the `years` of a window's features, without labels and places: half of the work.

    What a large corpus is read by; `features` is for what an editor is shown.
    """
    own = Counter(_ids(window.text, window.language, namer))
    translated = Counter(_ids(window.pivot, window.pivot_language, namer)) if window.pivot else _NONE
    above = dict.fromkeys(_ids(window.headings, window.language, namer), 0) if window.headings else _NONE
    counts = own | translated if translated else own  # the larger of the two
    held = {id_: _WEIGHTS.get(count) or 1.0 + log(count) for id_, count in {**above, **counts}.items()}
    return held, _years(counts)


@lru_cache(maxsize=1 << 18)
def number_of(kind: str, key: str) -> int:
    """Return what stands for a feature in the engine: a number of 64 bits, the same on every machine.

    Numbers are joined and counted in half the time and memory of words. Two of ten million features have one number
    with a chance of three in a million.
    """
    return int.from_bytes(blake2b(f"{kind}\t{key}".encode(), digest_size=8).digest(), "little", signed=True)


def years(held: list[Feature]) -> tuple[int, int] | None:
    """Return the first and the last year that a window names."""
    return _years(feature.id for feature in held if feature.share == 1)


def _years(ids: Iterable[tuple[str, str]]) -> tuple[int, int] | None:
    return years_of([Figure(kind, key, _NOWHERE) for kind, key in ids if kind in _DATED])


def _features(text: str, language: str, namer: Namer, offset: int | None) -> Iterator[Feature]:
    """Yield the features of a text that begins at `offset` of its passage (None: it is a translation)."""
    for kind, key, label, start, end in _held(text, language, namer):
        yield Feature(kind, key, label, None if offset is None else Span(start + offset, end + offset))


def _ids(text: str, language: str, namer: Namer) -> Iterator[tuple[str, str]]:
    """Yield what is the same in two texts for each feature of a text."""
    return ((kind, key) for kind, key, _, _, _ in _held(text, language, namer))


def _held(text: str, language: str, namer: Namer) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield kind, key, label and place of each feature of a text."""
    words = tuple(words_of(text))
    for mention in namer.mentions(text, language, words):
        kind = "term" if mention.name.kind == TERM else "name"
        yield kind, mention.name.id, mention.name.name, mention.span.start, mention.span.end
    for figure in figures(text, language, namer.vocabularies):
        kind = "count" if figure.kind == "number" and figure.value <= _SMALL else figure.kind
        yield kind, figure.key, figure.label, figure.span.start, figure.span.end
    tongue = language.split("-")[0]
    vocabulary = vocabulary_of(tongue, namer.vocabularies)
    before = ""  # the stem of the word before
    began = 0
    for word in words:
        root, kinds = _said(word.text, vocabulary)
        for kind, key, label in kinds:
            yield kind, key, label, word.start, word.end
        if before and root:
            yield "phrase", f"{tongue}:{before} {root}", text[began : word.end], began, word.end
        before, began = root, word.start


@lru_cache(maxsize=1 << 18)
def _said(word: str, vocabulary: Vocabulary) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """Return the stem of a word and what it says as (kind, key, label); "" for a number or a single letter."""
    if word[0].isdigit() or len(word) < 2:
        return "", ()
    language = vocabulary.language
    root = stem(word, language)
    found = [("word", f"{language}:{root}", word), *(("concept", c, c) for c in concepts(root, vocabulary))]
    if heard := sound(word, language):
        found.append(("sound", heard, word))
    return root, tuple(found)
