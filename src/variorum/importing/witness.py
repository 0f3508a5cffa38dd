"""A text that is brought in: what each reader of a format makes, whatever the format was.

A `Witness` is a row of units (passages to be), the features on their words, and the account of the original: each of
its letters is shown, in the layer, or omitted for a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from variorum.model.passages import PassageKind
from variorum.model.span import Span


class Fate(StrEnum):
    """What becomes of a letter of the original."""

    SHOWN = "shown"  # it is in text.txt
    LAYER = "layer"  # it is a value in layer.tsv
    OMITTED = "omitted"  # it is in neither, for a reason


@dataclass(frozen=True, slots=True)
class Share:
    """A run of the original with one fate."""

    fate: Fate
    text: str
    what: str  # where it stood, e.g. "teiHeader" or "word/header1.xml"
    reason: str = ""  # why it is omitted


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The file of a picture, as the original names it."""

    address: str  # e.g. "images/boat.png"; "" if it names none
    line: int = 0  # of the original, where that is known


@dataclass(frozen=True, slots=True)
class Mark:
    """A feature of the layer on words of a unit."""

    span: Span  # empty for a point
    feature: str  # key of `FEATURES`
    value: str = ""
    picture: PictureFile | None = None  # of an image
    blanks: int = 0  # beside a point: 1 = before it, 2 = also behind it


@dataclass(frozen=True, slots=True)
class Division:
    """A division of an original, as far as loci in it need it."""

    order: int = 0  # how many began before it; 0 = the text outside of all
    number: str = ""  # what it is cited by, e.g. "1.3"; "" if the original gives no number
    name: str = ""  # what it is called, where it has no number of its own: "afterword"


@dataclass(slots=True)
class Unit:
    """A passage to be."""

    kind: PassageKind
    text: str = ""
    locus: str = ""  # as the original numbers it; "" = to be counted
    remark: str = ""
    marks: list[Mark] = field(default_factory=list)
    opens_stanza: bool = False  # whether a blank line stands before it among lines of verse, or verses of scripture
    goes_on: bool = False  # whether it is a further part of a line of verse that another speaker begins
    line: int = 0  # of the original, where that is known
    division: Division = Division()  # that it stands in, where the format has divisions
    note: int = 0  # number of the note that it is (part of), in the order of their calls; 0 = of the text itself


@dataclass(frozen=True, slots=True)
class Named:
    """What an original says of itself, apart from its text."""

    title: str = ""
    by: str = ""  # what says the title, e.g. "its titleStmt"
    authors: tuple[str, ...] = ()
    date: str = ""  # of the text, as it is written there


@dataclass(slots=True, eq=False)
class Guess:
    """What was decided without being told; `guess_places` names the line where it can be changed."""

    sentence: str
    units: list[Unit] = field(default_factory=list)  # that it shows in
    feature: str = ""  # of the rows of the layer that it made; "" if it is the row of the passage that tells it
    words: str = ""  # of the passage that it shows in, where no unit is known
    place: str = ""  # file and line, where they are known already, e.g. "source.toml line 1"


@dataclass(slots=True)
class Witness:
    """All that was found in an original."""

    format: str  # e.g. "TEI P5"
    units: list[Unit]
    shares: list[Share]
    guesses: list[Guess] = field(default_factory=list)
    named: Named = Named()
    language: str = ""  # BCP 47, if the original says so


def letters_in(text: str) -> int:
    """Return how many characters of a text are no blanks: what an account counts."""
    return sum(map(len, text.split()))
