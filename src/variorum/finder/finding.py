"""Finding: an `Edition` in, the best pairs of windows that nobody has marked or turned down out, with their reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

from variorum.finder.corpus import Progress, opened
from variorum.finder.encoding import Encoder, encode
from variorum.finder.engine import EVERY_PAIR, Engine, Pair, Settings
from variorum.finder.features import KINDS, Feature, bag, features
from variorum.finder.relation_guess import NO_GUESS, RelationGuess, guess_relation
from variorum.finder.reuse import Run, runs
from variorum.finder.windows import Window, cut, sentence_spans
from variorum.model.edition import Edition
from variorum.model.span import Span
from variorum.text.names import Namer
from variorum.text.words import words_of

_REASONS = 12  # an editor reads no more
_LOOKED_AT = 10  # pairs for each proposal, of which some have nothing to show
_LEAST_SCORE = 0.005  # what is less is shown as 0.00
_WORDY = frozenset({"word", "phrase", "concept", "sound"})  # kinds whose label is a word of the text


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that both windows hold."""

    kind: str  # key of `KINDS`
    label: str  # e.g. "Tbilisi"
    weight: float  # its part of the score, before length and time are taken into account
    spans_a: tuple[Span, ...]  # where in the passage of a; none if it stands in the translation or a heading
    spans_b: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that may be a parallel, for an editor to judge."""

    a: Window  # its source comes first in the edition
    b: Window
    score: float
    reasons: tuple[Reason, ...]  # the heaviest first
    words_a: Span  # the sentence of the passage that holds most of the reasons
    words_b: Span
    reused: int = 0  # words of the longest run that both share, 0 if under eight
    guess: RelationGuess = NO_GUESS  # how the two sentences may stand to each other

    @property
    def reason(self) -> str:
        """In words, e.g. `both: 1907, Tbilisi, 250,000`."""
        shared = ", ".join(reason.label for reason in self.reasons)
        said = [f"both: {shared}"] * bool(shared) + [f"{self.reused} words alike"] * bool(self.reused)
        return "; ".join(said) or "alike in meaning"  # only an encoder finds what shares nothing that can be named


def find(
    edition: Edition,
    *,
    rejected: Collection[frozenset[int]] = (),
    source: str = "",
    other: str = "",
    top: int = 20,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    windows: Sequence[Window] | None = None,
    master: str = "",
) -> list[Proposal]:
    """Return the `top` proposals, best first, for all sources, or for one (`source`), or for two (`source`, `other`).

    `rejected` are pairs of numbers of windows that are never proposed. `windows` are those of the edition, if the
    caller has cut them already. With the `master` of a Spark, pairs are scored there.
    """
    windows = cut(edition) if windows is None else windows
    with opened(windows, edition.names.values(), edition.vocabularies, progress=progress, master=master) as engine:
        settings = Settings.for_windows(len(windows))
        all_alike = encoder is not None and len(windows) <= EVERY_PAIR
        if not all_alike:
            engine.score(settings)
        if encoder:
            engine.like(encode(encoder, windows, progress), every_pair=all_alike)
            engine.score(settings)
        known = known_pairs(edition, windows)
        new = (
            pair
            for pair in engine.pairs()
            if _asked(windows[pair.a], windows[pair.b], source, other)
            and (key := frozenset((pair.a, pair.b))) not in known
            and key not in rejected
        )
        likeliest = list(islice(new, top * _LOOKED_AT))
        if progress:
            progress("reuse", 0, 0)
        shared, namer = runs(edition), Namer(edition.names.values(), edition.vocabularies)
        made = (_proposal(engine, namer, windows, pair, shared) for pair in likeliest)
        return list(islice((p for p in made if all_alike or _has_reasons(p)), top))


def _has_reasons(proposal: Proposal) -> bool:
    """Whether there is something to show for a pair; only the passages beside it may be alike, or nearly nothing is."""
    return bool(proposal.reasons or proposal.reused) and proposal.score >= _LEAST_SCORE


def propose(edition: Edition, windows: Sequence[Window], a: Window, b: Window) -> Proposal:
    """Return the proposal of two windows that an editor names, whatever their score."""
    with opened(windows, edition.names.values(), edition.vocabularies) as engine:
        numbers = {a.number, b.number}
        engine.score()
        pair = next((p for p in engine.pairs() if {p.a, p.b} == numbers), Pair(a.number, b.number, 0.0, 0, 0))
        return _proposal(engine, Namer(edition.names.values(), edition.vocabularies), windows, pair, runs(edition))


def known_pairs(edition: Edition, windows: Sequence[Window]) -> set[frozenset[int]]:
    """Return the pairs of windows that a parallel of the edition already holds together."""
    by_passage: dict[tuple[str, str], list[Window]] = {}
    for window in windows:
        by_passage.setdefault((window.source, window.locus), []).append(window)
    known: set[frozenset[int]] = set()
    for parallel in edition.parallels:
        held = [
            (
                item.source,
                [
                    w.number
                    for w in by_passage.get((item.source, item.passage), ())
                    if item.span is None or (w.span.start < item.span.end and item.span.start < w.span.end)
                ],
            )
            for item in parallel.passages
        ]
        for id_a, ours in held:
            for id_b, theirs in held:
                if id_a != id_b:
                    known |= {frozenset((a, b)) for a in ours for b in theirs}
    return known


def explain(
    held_a: Sequence[Feature],
    held_b: Sequence[Feature],
    counts: Mapping[tuple[str, str], int],
    total: int,
    *,
    across: bool,
    settings: Settings | None = None,
) -> tuple[Reason, ...]:
    """Return what two windows share, the heaviest first; what only repeats the words of a heavier reason is left out.

    `counts` says how many of the `total` windows have a feature; `across`: the windows are of different languages.
    """
    settings = settings or Settings()
    bag_a, bag_b = bag(list(held_a)), bag(list(held_b))
    weighed: list[tuple[float, tuple[str, str]]] = []
    for id_ in bag_a.keys() & bag_b.keys():
        kind, held = KINDS[id_[0]], counts.get(id_, 1)
        if held <= max(settings.common_share * total, 2) and (across or not kind.across):
            rarity = log(1 + total / held) ** settings.rarity
            weighed.append((bag_a[id_] * bag_b[id_] * (kind.weight * rarity) ** 2, id_))
    found: list[Reason] = []
    seen_a, seen_b, said = set[int](), set[int](), set[str]()
    for weight, id_ in sorted(weighed, key=lambda item: (-item[0], item[1])):
        ours = [f for f in held_a if f.id == id_]
        spans_a = _places(ours)
        spans_b = _places(f for f in held_b if f.id == id_)
        label = ours[0].label
        inside = bool(spans_a or spans_b) and _covered(spans_a, seen_a) and _covered(spans_b, seen_b)
        beginnings = _beginnings(label)
        if inside or (id_[0] in _WORDY and beginnings <= said):
            continue
        found.append(Reason(id_[0], label, weight, spans_a, spans_b))
        said |= beginnings
        seen_a |= {at for span in spans_a for at in range(span.start, span.end)}
        seen_b |= {at for span in spans_b for at in range(span.start, span.end)}
    return tuple(found[:_REASONS])


def _proposal(engine: Engine, namer: Namer, windows: Sequence[Window], pair: Pair, shared: Sequence[Run]) -> Proposal:
    a, b = sorted((windows[pair.a], windows[pair.b]), key=lambda w: w.number)
    held_a, held_b = features(a, namer), features(b, namer)
    counts = engine.held({f.id for f in held_a} & {f.id for f in held_b})
    languages = (a.language.split("-")[0], b.language.split("-")[0])
    reasons = explain(held_a, held_b, counts, engine.total, across=languages[0] != languages[1])
    run = next((r for r in shared if _meets(r, a, b)), None)
    words_a = _sentence(a, [(s, r.weight) for r in reasons for s in r.spans_a])
    words_b = _sentence(b, [(s, r.weight) for r in reasons for s in r.spans_b])
    reused = run.words if run else 0
    return Proposal(
        a=a,
        b=b,
        score=pair.score,
        reasons=reasons,
        words_a=words_a,
        words_b=words_b,
        reused=reused,
        guess=guess_relation(
            (a.words(words_a), a.language), (b.words(words_b), b.language), namer.vocabularies, reused=reused
        ),
    )


def _asked(a: Window, b: Window, source: str, other: str) -> bool:
    asked = [id_ for id_ in (source, other) if id_]
    return len(set(asked)) == len(asked) and {a.source, b.source} >= set(asked)


def _sentence(window: Window, evidence: Sequence[tuple[Span, float]]) -> Span:
    """Return the sentence of a window that holds most of the evidence; the whole window if none does."""
    start = window.span.start
    sentences = [Span(s.start + start, s.end + start) for s in sentence_spans(window.text)]
    weights = [sum(w for e, w in evidence if s.start <= e.start and e.end <= s.end) for s in sentences]
    best = max(weights, default=0.0)
    return sentences[weights.index(best)] if best > 0 else window.span


def _meets(run: Run, a: Window, b: Window) -> bool:
    def touches(window: Window) -> bool:
        return any(
            (s.source, s.locus) == (window.source, window.locus)
            and s.span.start < window.span.end
            and window.span.start < s.span.end
            for s in (*run.a, *run.b)
        )

    return touches(a) and touches(b)


def _beginnings(label: str) -> set[str]:
    """Return how the words of a label begin, those of three letters or less left out (“the Party” says “party”)."""
    return {word.text[:5].casefold() for word in words_of(label) if len(word.text) > 3}


def _places(held: Iterable[Feature]) -> tuple[Span, ...]:
    return tuple(sorted({f.span for f in held if f.span}))


def _covered(spans: Sequence[Span], seen: set[int]) -> bool:
    return all(at in seen for span in spans for at in range(span.start, span.end))
