"""A guess of the relation of a pair, with its reason: two texts in, what their figures say of each other out.

A long run of equal words: one wording. Other figures of one kind, and none in common: a contradiction. The same
figures, and no others: perhaps agreement, though two who name one year can quarrel over all that happened in it. Where
neither has a figure, nothing is guessed. It is a first word for an editor, who reads both; `python -m bench.relations`
says how often it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from variorum.finder.reuse import LEAST
from variorum.model.kinds import Evidence, relation_by
from variorum.model.vocabulary import Vocabulary
from variorum.text.figures import Figure, figures
from variorum.text.language_vocabularies import NO_OWN

_SMALL = 12  # numbers up to a dozen count whatever is at hand; that both have some says nothing


@dataclass(frozen=True, slots=True)
class RelationGuess:
    """How two texts may stand to each other."""

    relation: str  # key of `RELATIONS`; "" = no guess
    reason: str = ""  # e.g. "1907 in both; 250,000 here, 341,000 there"


Spoken = tuple[str, str]  # words, and their language

NO_GUESS = RelationGuess("")


def guess_relation(a: Spoken, b: Spoken, own: Mapping[str, Vocabulary] = NO_OWN, *, reused: int = 0) -> RelationGuess:
    """Return the guess for the words of two passages that share a run of `reused` words (0: none of eight).

    `own` are the vocabularies of the edition.
    """
    if reused >= LEAST:
        return RelationGuess(relation_by(Evidence.WORDS), f"{reused} words alike")
    ours, theirs = _counted(figures(*a, own)), _counted(figures(*b, own))
    both = [figure.label for id_, figure in ours.items() if id_ in theirs]
    apart = list(_apart(ours, theirs))
    said = ([f"{', '.join(dict.fromkeys(both))} in both"] if both else []) + [
        f"{x.label} here, {y.label} there" for x, y in apart[:2]
    ]
    if not said:
        return NO_GUESS
    return RelationGuess(relation_by(Evidence.OTHER_FIGURES if apart else Evidence.FIGURES), "; ".join(said))


def _counted(held: Iterable[Figure]) -> dict[tuple[str, str], Figure]:
    return {(f.kind, f.key): f for f in held if not (f.kind == "number" and f.value <= _SMALL)}


def _apart(
    ours: dict[tuple[str, str], Figure], theirs: dict[tuple[str, str], Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Yield for each kind, where no figure of it is in both, the first of either side."""
    for kind in ("percent", "number", "day", "month", "year", "decade"):
        mine = [f for (k, _), f in ours.items() if k == kind]
        other = [f for (k, _), f in theirs.items() if k == kind]
        if mine and other and not {f.key for f in mine} & {f.key for f in other}:
            yield mine[0], other[0]
