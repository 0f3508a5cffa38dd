"""What the translator writes and the typesetter reads: lines of code, notes, places, characters."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code, and the place of the edition that it comes from."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of the book that the running heads know."""

    kind: str  # part | chapter | section | passage | end (an empty page may follow) | begin
    level: int  # of a heading; 0 for a passage
    title: str  # plain words of a heading; locus of a passage
    language: str  # BCP 47
    siglum: str = ""  # of a passage's source


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the contents list it."""

    level: int
    code: str  # its words


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the book as the survey has found it."""

    kind: str  # chapter | section | passage | facing | end | begin | note | entry | work | anchor
    id: str
    page: int
    x: float
    y: float


@dataclass
class Manuscript:
    """Everything that the compiler needs to know of the book's words."""

    lines: list[Line] = field(default_factory=list)
    notes: dict[str, Line] = field(default_factory=dict)  # id → its entry in notes.typ
    anchors: dict[str, Anchor | None] = field(default_factory=dict)  # every place that links may lead to
    headings: dict[str, Heading] = field(default_factory=dict)  # id → each heading of the text
    main: str = ""  # the chapter with which the text begins, and page 1
    begins: dict[str, int] = field(default_factory=dict)  # docname of each chapter of the text → its first line
    parts: dict[str, str] = field(default_factory=dict)  # id of a note → docname of its page
    numbers: dict[str, str] = field(default_factory=dict)  # id of a note → its number as shown, e.g. "12" or "∥3"
    characters: dict[str, str] = field(default_factory=dict)  # every character used → where first
    foreign: bool = False  # authors have written code of Typst themselves: nobody knows what it holds
    labelled: bool = False  # rows of tables have labels, which are to be their heads
    formulas: dict[str, str] = field(default_factory=dict)  # formula in TeX → where first
    pictures: dict[str, str] = field(default_factory=dict)  # file name in the book → address in the project
    shown: dict[str, str] = field(default_factory=dict)  # file name of a picture → where first
