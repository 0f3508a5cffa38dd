"""The layer of a source: what its witness shows that is no letter. Plain values; the letters stand apart from them.

A feature is on words (emphasis, a language, a gap in the ink) or at a point between two letters (where a page begins,
where a note is called).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from variorum.model.span import Span


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """One row of the closed list of features."""

    id: str  # e.g. "small-caps"
    meaning: str  # one line for who edits layer.tsv
    value: str = ""  # what its value is, e.g. "language tag"; "" = it takes none
    is_point: bool = False  # it stands after its words, not on them; at the beginning of the passage without words
    must: bool = False  # whether the value may not be left out


FEATURES: Mapping[str, FeatureKind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            FeatureKind("emphasis", "Set apart, mostly in italics"),
            FeatureKind("strong", "Set apart strongly, mostly in bold"),
            FeatureKind("small-caps", "In small capitals"),
            FeatureKind("superscript", "Above the line"),
            FeatureKind("subscript", "Below the line"),
            FeatureKind("underline", "Underlined"),
            FeatureKind("strike", "Struck through"),
            FeatureKind("foreign", "In another language", "language tag such as la", must=True),
            FeatureKind("unclear", "Hard to read", "how it may also be read"),
            FeatureKind("supplied", "Not in the witness, supplied by its editor", "why"),
            FeatureKind("deleted", "Struck out by the writer", "how"),
            FeatureKind("added", "Added by the writer", "where"),
            FeatureKind("variant", "Another reading", "the reading, and whose it is", must=True),
            FeatureKind("link", "A link of the source", "web address", must=True),
            FeatureKind("label", "Names the columns or the row of a table"),
            FeatureKind("note", "A note of the source is called here", "locus of the note", True, True),
            FeatureKind("page", "A page of a print edition begins here", "its number", True, True),
            FeatureKind("line", "A line of the witness begins here", "its number", True),
            FeatureKind("gap", "Something is lost or left out here", "what, and how much", True),
            FeatureKind("milestone", "A division that runs across the text begins here", "its name", True, True),
            FeatureKind("image", "A picture stands here", "its file in the folder pictures, and what it shows", True),
        )
    }
)


# Features that change how letters look wherever they are quoted: beside another source, in results of a search.
LOOKS = frozenset(
    {"emphasis", "strong", "small-caps", "superscript", "subscript", "underline", "strike", "deleted", "supplied"}
)


_BLANK = "_"  # as layer.tsv writes a blank beside a point
PICTURES = "pictures"  # the folder of a source that holds what its rows of images name
_PICTURE = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*\.(?:png|jpe?g|gif|webp))(?:\s+|$)")


def picture_of(value: str) -> tuple[str, str]:
    """Return the file that the value of an image names ("" if none), and what it shows."""
    named = _PICTURE.match(value)
    return (named[1], value[named.end() :]) if named else ("", value)


def without_blanks(words: str) -> tuple[str, int]:
    """Return the words of a point without the signs of the blanks beside it, and how many these are.

    >>> without_blanks("the ferry _ _"), without_blanks("_"), without_blanks("ferry")
    (('the ferry', 2), ('', 1), ('ferry', 0))
    """
    parts = words.split(" ")
    blanks = next((n for n in range(min(2, len(parts))) if parts[-1 - n] != _BLANK), min(2, len(parts)))
    return " ".join(parts[: len(parts) - blanks]), blanks


def with_blanks(words: str, blanks: int) -> str:
    """Return the words of a point with a sign for each blank beside it.

    >>> with_blanks("the ferry", 2), with_blanks("", 1)
    ('the ferry _ _', '_')
    """
    return " ".join([*filter(None, [words]), *[_BLANK] * blanks])


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A feature in its place."""

    locus: str  # of its passage
    feature: str  # key of `FEATURES`
    value: str = ""
    words: str = ""  # as layer.tsv names them
    before: str = ""
    after: str = ""
    span: Span | None = None  # where it is; empty for a point; None until its words are looked for
    line: int = 0  # of layer.tsv
    blanks: int = 0  # beside a point: 1 = before it, 2 = also behind it; 0 = it touches its words

    @property
    def is_point(self) -> bool:
        """Whether it stands between letters, not on them."""
        return FEATURES[self.feature].is_point
