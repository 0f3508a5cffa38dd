"""To how many lines the margin folds each note, so that none is far from its words.

In: the resolved doctree of a page with a source. Out: the attribute `lines` on its notes. A note that has the room is
not folded. The style sheet clamps to that many lines and opens the note when it is asked for; so the figures here need
only be near the truth, and no script has to measure the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from variorum.sphinx_ext import nodes as our

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The page as the style sheet sets it, in px at 1440 px; other widths have more lines of text for the same notes.
TEXT_LETTERS, TEXT_LINE = 70, 30.0
NOTE_LETTERS, NOTE_LINE = 42, 20.5
NOTE_GAP, PASSAGE_GAP, HEADING = 10.0, 18.0, 80.0
LONGEST = 9  # lines of a note that stands open though there is room for more
FAR = 220.0  # px from its words that a note may begin


@dataclass(slots=True)
class Box:
    """A note in the margin."""

    node: nodes.Element
    words: float  # px from the top of the page to the end of its words
    full: int  # lines that it takes unfolded
    lines: int  # lines that it gets
    top: float = 0.0  # px from the top of the page, once placed

    @property
    def bottom(self) -> float:
        """Where the next note may begin."""
        return self.top + self.lines * NOTE_LINE + NOTE_GAP


def fold_notes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Say of every note of the page how many lines it gets."""
    if app.builder.format != "html":
        return
    boxes = list(_boxes(doctree))
    fold(boxes)
    for box in boxes:
        box.node["lines"] = str(box.lines)


def fold(boxes: list[Box]) -> None:
    """Take lines from the longest notes of each crowd until no note is farther than `FAR` from its words."""
    while True:
        crowds = list(_crowds(boxes))
        crowded = [crowd for crowd in crowds if crowd[-1].lines > 0 and _drift(crowd) > FAR]
        shrunk = False
        for crowd in crowded:
            longest = max(box.lines for box in crowd)
            if longest > 1:
                shrunk = True
                for box in crowd:
                    if box.lines == longest:
                        box.lines -= 1
        if not shrunk:
            return


def _drift(crowd: list[Box]) -> float:
    return max(box.top - box.words for box in crowd)


def _crowds(boxes: list[Box]) -> Iterator[list[Box]]:
    """Place the notes below one another and yield each run that touches, up to its note farthest from its words."""
    crowd: list[Box] = []
    bottom = float("-inf")
    for box in boxes:
        if box.words >= bottom and crowd:
            yield _to_farthest(crowd)
            crowd = []
        box.top = max(box.words, bottom)
        bottom = box.bottom
        crowd.append(box)
    if crowd:
        yield _to_farthest(crowd)


def _to_farthest(crowd: list[Box]) -> list[Box]:
    farthest = max(range(len(crowd)), key=lambda n: crowd[n].top - crowd[n].words)
    return crowd[: farthest + 1] if farthest else crowd[:1]


def _boxes(doctree: nodes.document) -> Iterator[Box]:
    """Yield the notes of a page in order, with where their words stand if the page is set as wide as expected."""
    y = 0.0
    for box in doctree.findall(lambda n: isinstance(n, nodes.title | our.passage)):
        if isinstance(box, nodes.title):
            y += HEADING
            continue
        text = next((c for c in box.children if isinstance(c, our.passage_text)), None)
        ends: dict[str, float] = {}
        letters = _ends(text, ends) if text else 0.0
        for note in box.children:
            if isinstance(note, our.annotation | our.parallel_note):
                line = ends.get(note["ids"][0], 0.0) // TEXT_LETTERS
                full = 1 + _letters(note.astext()) // NOTE_LETTERS
                yield Box(note, y + line * TEXT_LINE, int(full), int(min(full, LONGEST)))
        if text:
            y += (1 + letters // TEXT_LETTERS) * TEXT_LINE + PASSAGE_GAP


def _ends(text: nodes.Element, ends: dict[str, float]) -> float:
    """Note after how many letters each reference stands; return the letters of all."""
    letters = 0.0
    for node in text.findall():
        if isinstance(node, nodes.Text):
            letters += _letters(node.astext())
        elif isinstance(node, our.note_reference):
            ends[node["note"]] = letters
    return letters


def _letters(text: str) -> float:
    """The width of a text in Latin letters: marks stand above or below other letters and take no room."""
    return sum(1 for c in text if unicodedata.category(c) not in {"Mn", "Cf"})
