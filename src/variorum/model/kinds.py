"""The closed lists of kinds of annotation and of relations of parallels, each row with its words, sign and colours.

Pages, filters, style sheet, PDF, schemas, snippets and the guide's tables follow from these rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class AnnotationKind:
    """One row of the closed list of kinds. A row is all that a kind needs: pages, filters, PDF and schemas follow."""

    id: str  # e.g. "dispute"
    label: str  # e.g. "Disputed"
    meaning: str  # one line for the reader
    mark: str  # a sign that tells the kind without colour, e.g. "!"
    light: str  # its colour on light paper, e.g. "#a02c20"; 4.5 : 1 at least
    dark: str  # its colour on dark paper


ANNOTATION_KINDS: Mapping[str, AnnotationKind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            AnnotationKind(
                "context", "Context", "What one needs to know to follow the text", "○", "#5a5a34", "#bcbb8a"
            ),
            AnnotationKind("evidence", "Evidence", "What research says of the claim", "■", "#17605b", "#7dc3ba"),
            AnnotationKind("dispute", "Disputed", "Contested or contradicted", "!", "#a02c20", "#f09c8d"),
            AnnotationKind(
                "textual", "Text", "State of the text: losses, damage, misprints", "†", "#6c4590", "#c6a8e4"
            ),
            AnnotationKind("language", "Language", "Gloss, transliteration, shade of sense", "¶", "#1f5b8f", "#90bdea"),
            AnnotationKind("origin", "Origin", "Where the source has it from", "↑", "#795110", "#dcb56c"),
        )
    }
)


class Evidence(StrEnum):
    """What two passages have between them that the finder can see; each kind of it is in the row of one relation."""

    WORDS = "the same words"
    FIGURES = "the same figures"
    OTHER_FIGURES = "other figures of one kind"


@dataclass(frozen=True, slots=True)
class RelationKind:
    """How the passages of a parallel stand to one another. A row is all that a relation needs, as with the kinds."""

    id: str  # e.g. "contradicts"
    label: str  # shown to readers, e.g. "Contradiction"
    meaning: str  # one line for the reader
    mark: str  # e.g. "≠"
    weight: int  # how much it asks of a reader; lists begin with the heaviest
    light: str  # its colour on light paper
    dark: str  # its colour on dark paper
    disagrees: bool = False  # whether figures, dates and names that the others have not are marked
    alike: bool = False  # whether what holds for the one passage holds for the others
    evidence: Evidence | None = None  # on which the finder proposes it
    dash: str = "1 4"  # how a line of it is broken, as SVG's `stroke-dasharray`; tells it without colour


RELATIONS: Mapping[str, RelationKind] = MappingProxyType(
    {
        relation.id: relation
        for relation in (
            RelationKind(
                "agrees",
                "Agreement",
                "They agree",
                "=",
                2,
                "#17605b",
                "#7dc3ba",
                alike=True,
                evidence=Evidence.FIGURES,
                dash="none",
            ),
            RelationKind(
                "differs",
                "Difference",
                "They differ: in a date, in detail, in emphasis",
                "~",
                3,
                "#795110",
                "#dcb56c",
                disagrees=True,
                dash="7 3",
            ),
            RelationKind(
                "contradicts",
                "Contradiction",
                "They contradict each other",
                "≠",
                4,
                "#a02c20",
                "#f09c8d",
                disagrees=True,
                evidence=Evidence.OTHER_FIGURES,
                dash="2 2",
            ),
            RelationKind(
                "reuses",
                "Shared wording",
                "They share their wording, in one language or across two",
                "≡",
                1,
                "#1f5b8f",
                "#90bdea",
                alike=True,
                evidence=Evidence.WORDS,
                dash="9 3 2 3",
            ),
        )
    }
)


def relation_by(evidence: Evidence) -> str:
    """Return the id of the relation that the finder proposes on such evidence; raises ValueError if no row has it."""
    for relation in RELATIONS.values():
        if relation.evidence is evidence:
            return relation.id
    raise ValueError(f"no row of RELATIONS has evidence=Evidence.{evidence.name}; give it to the one it speaks for")


# Of such a parallel the question is who shares the words, not who tells of the matter.
SHARED_WORDING = relation_by(Evidence.WORDS)
