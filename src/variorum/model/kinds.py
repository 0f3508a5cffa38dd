"""The closed lists of kinds of annotation and of relations of parallels, each row with its words, sign and colours.

Pages, filters, style sheet, PDF, schemas, snippets and the guide's tables follow from these rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


RELATIONS: Mapping[str, RelationKind] = MappingProxyType(
    {
        relation.id: relation
        for relation in (
            RelationKind("agrees", "Agreement", "They agree", "=", 2, "#17605b", "#7dc3ba"),
            RelationKind(
                "differs",
                "Difference",
                "They differ: in a date, in detail, in emphasis",
                "~",
                3,
                "#795110",
                "#dcb56c",
                True,
            ),
            RelationKind(
                "contradicts", "Contradiction", "They contradict each other", "≠", 4, "#a02c20", "#f09c8d", True
            ),
            RelationKind(
                "reuses",
                "Shared wording",
                "They share their wording, in one language or across two",
                "≡",
                1,
                "#1f5b8f",
                "#90bdea",
            ),
        )
    }
)
SHARED_WORDING = "reuses"  # of such a parallel the question is who shares the words, not who tells of the matter
