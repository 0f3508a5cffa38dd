"""Rejections: pairs that an editor has turned down, in parallels/rejected.tsv. A file in, each rejection out; and back.

One row is one pair of passages, who turned it down, and why; the finder never proposes it again. Two more cells may
name the windows that were compared by the words with which they begin; without them the whole passages are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from variorum.editing.refusing import add_rows
from variorum.finder.owed import Place
from variorum.finder.windows import Window, cut
from variorum.model.edition import Edition
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.model.problems import Problem
from variorum.reading.files import Refused, decode_contribution, is_there, read_bytes
from variorum.text.anchoring import Miss, locate
from variorum.text.excerpt import whole_words

PATH = "parallels/rejected.tsv"
COLUMNS = ("source_a", "passage_a", "source_b", "passage_b", "by", "reason")
OPTIONAL = ("words_a", "words_b", "id")
_BEGINNING = 48  # code points of the words that name a window


@dataclass(frozen=True, slots=True)
class Rejection:
    """A pair that is no parallel."""

    source_a: str  # id or siglum
    passage_a: str  # locus
    source_b: str
    passage_b: str
    by: str
    reason: str
    words_a: str = ""  # with which the window begins; "" = the whole passage
    words_b: str = ""
    id: str = ""  # of the parallel that was there; "" = it was only proposed

    @property
    def row(self) -> str:
        """The line of the file."""
        cells = (" ".join(str(getattr(self, column)).split()) for column in (*COLUMNS, *OPTIONAL))
        return "\t".join(cells).rstrip("\t")


def read_rejections(root: Path, edition: Edition) -> tuple[list[Rejection], list[Problem]]:
    """Read the file; rows that cannot be understood become Problems, and an edition without the file has none."""
    if not is_there(root, PATH):
        return [], []
    try:
        lines = decode_contribution(PATH, read_bytes(root, PATH, MAX_TEXT_BYTES)).split("\n")
    except Refused as refused:
        return [], [refused.problem]
    if tuple(lines[0].split("\t"))[: len(COLUMNS)] != COLUMNS:
        message = f"the first line must name the columns, parted by tabs: {', '.join(COLUMNS)}"
        return [], [Problem(PATH, 1, "table-broken", message)]
    found: list[Rejection] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip():
            continue
        if not len(COLUMNS) <= len(cells) <= len(COLUMNS) + len(OPTIONAL):
            message = f"{len(cells)} columns; there are {', '.join(COLUMNS)}, and perhaps {', '.join(OPTIONAL)}"
            problems.append(Problem(PATH, number, "table-broken", message))
            continue
        rejection = Rejection(*cells)
        faults = list(_faults(edition, rejection, number))
        problems += faults
        if not faults:
            found.append(rejection)
    return found, problems


def rejection_of(a: Window, b: Window, *, reason: str, by: str) -> Rejection:
    """Return the row that turns down a pair of windows."""
    return Rejection(a.source, a.locus, b.source, b.locus, by, reason, _words_of(a), _words_of(b))


def _words_of(window: Window) -> str:
    """Return the words with which a window begins, in one line."""
    return whole_words(" ".join(window.text.split()), _BEGINNING)


def reject(root: Path, rejection: Rejection) -> None:
    """Add the row to the file, which is made if there is none; nothing that stands in it is changed."""
    add_rows(root, PATH, (*COLUMNS, *OPTIONAL), [rejection.row.split("\t")])


def rejected_places(root: Path, edition: Edition) -> list[tuple[Place, Place]]:
    """Return the pairs of places that an editor has turned down, as `owed` asks for them."""
    rejections, _ = read_rejections(root, edition)
    windows = cut(edition) if rejections else []
    pairs = (sorted(pair) for pair in rejected_pairs(edition, rejections, windows))
    places = [Place(window.source, window.locus, window.span) for window in windows]
    return [(places[a], places[b]) for a, b in pairs]


def rejected_pairs(edition: Edition, rejections: Iterable[Rejection], windows: Sequence[Window]) -> set[frozenset[int]]:
    """Return the pairs of windows that the rejections mean."""
    pairs: set[frozenset[int]] = set()
    for r in rejections:
        ours = _meant(edition, windows, r.source_a, r.passage_a, r.words_a)
        theirs = _meant(edition, windows, r.source_b, r.passage_b, r.words_b)
        pairs |= {frozenset((a, b)) for a in ours for b in theirs}
    return pairs


def _meant(edition: Edition, windows: Sequence[Window], source: str, locus: str, words: str) -> list[int]:
    held = edition.source(source)
    passage = held.passage(locus) if held else None
    assert held  # `_faults` has left out rows of what is not there
    assert passage
    span = locate(passage.text, words) if words else None
    return [
        w.number
        for w in windows
        if (w.source, w.locus) == (held.id, locus)
        and (span is None or (not isinstance(span, Miss) and w.span.start <= span.start < w.span.end))
    ]


def _faults(edition: Edition, rejection: Rejection, line: int) -> Iterable[Problem]:
    for id_, locus, words in (
        (rejection.source_a, rejection.passage_a, rejection.words_a),
        (rejection.source_b, rejection.passage_b, rejection.words_b),
    ):
        source = edition.source(id_)
        passage = source.passage(locus) if source else None
        if source is None:
            yield Problem(PATH, line, "source-unknown", f"there is no source “{id_}”")
        elif passage is None:
            yield Problem(PATH, line, "passage-unknown", f"{source.siglum} has no passage “{locus}”")
        elif words and isinstance(locate(passage.text, words), Miss):
            yield Problem(PATH, line, "lemma-not-found", f"“{words}” does not stand once in {source.siglum} {locus}")
