"""Rejections: pairs that an editor has turned down, in parallels/rejected.tsv. A file in, `Rejection`s out; and back.

One row is one pair of passages with the words that were compared (their beginning; none means the whole passage), why
it is no parallel, and who said so. The finder never proposes it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from variorum.anchoring import Miss, locate
from variorum.discovery.windows import Window
from variorum.model import Edition, Problem
from variorum.reading.files import TEXT_LIMIT, Refused, decode_contribution, read_bytes

PATH = "parallels/rejected.tsv"
COLUMNS = ("source", "passage", "words", "other_source", "other_passage", "other_words", "reason", "by")
_BEGINNING = 48  # code points of the words that name a window


@dataclass(frozen=True, slots=True)
class Rejection:
    """A pair that is no parallel."""

    source: str
    passage: str
    words: str
    other_source: str
    other_passage: str
    other_words: str
    reason: str
    by: str

    @property
    def row(self) -> str:
        """The line of the file."""
        return "\t".join(" ".join(str(getattr(self, column)).split()) for column in COLUMNS)


def read_rejections(root: Path, edition: Edition) -> tuple[list[Rejection], list[Problem]]:
    """Read the file; rows that cannot be understood become Problems, and an edition without the file has none."""
    if not (root / PATH).exists():
        return [], []
    try:
        lines = decode_contribution(PATH, read_bytes(root, PATH, TEXT_LIMIT)).split("\n")
    except Refused as refused:
        return [], [refused.problem]
    if tuple(lines[0].split("\t")) != COLUMNS:
        message = f"the first line must name the columns, parted by tabs: {', '.join(COLUMNS)}"
        return [], [Problem(PATH, 1, "table-broken", message)]
    found: list[Rejection] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip():
            continue
        if len(cells) != len(COLUMNS):
            problems.append(Problem(PATH, number, "table-broken", f"{len(cells)} columns; there are {len(COLUMNS)}"))
            continue
        rejection = Rejection(*cells)
        faults = list(_faults(edition, rejection, number))
        problems += faults
        if not faults:
            found.append(rejection)
    return found, problems


def rejection_of(a: Window, b: Window, *, reason: str, by: str) -> Rejection:
    """Return the row that turns down a pair of windows."""
    return Rejection(a.source, a.locus, beginning(a), b.source, b.locus, beginning(b), reason, by)


def beginning(window: Window) -> str:
    """Return the words with which a window begins, whole words only."""
    words = window.text[:_BEGINNING]
    return " ".join((words.rsplit(None, 1)[0] if len(window.text) > _BEGINNING else words).split())


def reject(root: Path, rejection: Rejection) -> None:
    """Add the row to the file, which is made if there is none; nothing that stands in it is changed."""
    path = root / PATH
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write("\t".join(COLUMNS) + "\n")
    old = path.read_bytes()
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(("" if old.endswith(b"\n") else "\n") + rejection.row + "\n")


def rejected_pairs(edition: Edition, rejections: Iterable[Rejection], windows: Sequence[Window]) -> set[frozenset[int]]:
    """Return the pairs of windows that the rejections mean."""
    pairs: set[frozenset[int]] = set()
    for r in rejections:
        ours = _meant(edition, windows, r.source, r.passage, r.words)
        theirs = _meant(edition, windows, r.other_source, r.other_passage, r.other_words)
        pairs |= {frozenset((a, b)) for a in ours for b in theirs}
    return pairs


def _meant(edition: Edition, windows: Sequence[Window], source: str, locus: str, words: str) -> list[int]:
    held = edition.source(source)
    passage = held.passage(locus) if held else None
    if held is None or passage is None:
        return []
    span = locate(passage.text, words) if words else None
    return [
        w.number
        for w in windows
        if (w.source, w.locus) == (held.id, locus)
        and (span is None or (not isinstance(span, Miss) and w.span.start <= span.start < w.span.end))
    ]


def _faults(edition: Edition, rejection: Rejection, line: int) -> Iterable[Problem]:
    for id_, locus, words in (
        (rejection.source, rejection.passage, rejection.words),
        (rejection.other_source, rejection.other_passage, rejection.other_words),
    ):
        source = edition.source(id_)
        passage = source.passage(locus) if source else None
        if source is None:
            yield Problem(PATH, line, "source-unknown", f"there is no source “{id_}”")
        elif passage is None:
            yield Problem(PATH, line, "passage-unknown", f"{source.siglum} has no passage “{locus}”")
        elif words and isinstance(locate(passage.text, words), Miss):
            yield Problem(PATH, line, "lemma-not-found", f"“{words}” does not stand once in {source.siglum} {locus}")
