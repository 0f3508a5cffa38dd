"""To how many lines each margin note (sidenote) is clamped, so that none is far from its words.

In: the resolved doctree of a page with a source. Out: the attribute `lines` on its notes. A note that has the room is
not clamped. The style sheet clamps to that many lines and opens the note when it is asked for; so the figures here need
only be near the truth, and no script has to measure the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.output import output_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The page as the style sheet sets it, in px at 1440 px; other widths have more lines of text for the same notes.
TEXT_LETTERS, TEXT_LINE = 68, 28.8
NOTE_LETTERS, NOTE_LINE = 42, 20.5
NOTE_GAP, PASSAGE_GAP, TRANSLATION, HEADING = 9.0, 19.0, 34.0, 80.0
LONGEST = 9  # lines of a note that stands open though there is room for more
SHORTEST = 2  # lines that a note keeps as long as no other is far from its words
NEAR, FAR = 60.0, 300.0  # px from its words where a note should begin, and where it must


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


def register(app: Sphinx) -> None:
    """Tell Sphinx when the notes are clamped."""
    app.connect("doctree-resolved", clamp_notes, priority=900)  # when citations and links have their words


def clamp_notes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Say of every note of the page how many lines it gets."""
    if not output_of(app.builder).html:
        return
    boxes = list(_boxes(doctree))
    clamp(boxes)
    for box in boxes:
        box.node["lines"] = str(box.lines)


def clamp(boxes: list[Box]) -> None:
    """Give each note as many lines as leave all notes near their words."""
    for box in boxes:
        box.lines = min(box.full, SHORTEST)
    _shrink(boxes)
    for lines in range(SHORTEST + 1, LONGEST + 1):  # in rounds, so that neighbours share the room
        for number, box in enumerate(boxes):
            if box.lines == lines - 1 < box.full and _has_room(boxes, number):
                box.lines = lines
                _place(boxes, number, len(boxes) - 1)


def _shrink(boxes: list[Box]) -> None:
    """Place the notes, and leave one line to those before one that is far from its words, the nearest first.

    Each note is shrunk once and those that have been looked at are not looked at again, so that twenty thousand notes
    on one passage take no longer than on many.
    """
    low = done = 0  # the notes from one to the other have a line each, back to where their crowd began
    for number, box in enumerate(boxes):
        _place(boxes, number, number)
        before = number
        while box.top - box.words > FAR and before > 0:
            before = low if low < before - 1 < done else before - 1
            if boxes[before].lines > 1:
                boxes[before].lines = 1
                _place(boxes, before, number)
            if boxes[before].top == boxes[before].words:
                break  # here the crowd begins
        if before < number:
            low, done = before, number


def _place(boxes: list[Box], start: int, last: int) -> None:
    """Place the notes from one on below one another, up to the last, or the first that stays where it was."""
    bottom = boxes[start - 1].bottom if start else float("-inf")
    for number in range(start, last + 1):
        top = max(boxes[number].words, bottom)
        if number > start and top == boxes[number].top:
            return
        boxes[number].top = top
        bottom = boxes[number].bottom


def _has_room(boxes: list[Box], number: int) -> bool:
    """Tell whether a note can have a line more and none below it goes away from its words for that."""
    bottom = boxes[number].bottom + NOTE_LINE
    for box in boxes[number + 1 :]:
        if box.top >= bottom:
            return True
        if bottom - box.words > NEAR:
            return False
        bottom = bottom + box.bottom - box.top
    return True


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
                full = 1 + _letters_shown(note) // NOTE_LETTERS
                yield Box(note, y + line * TEXT_LINE, int(full), int(min(full, LONGEST)))
        if text:
            y += (1 + letters // TEXT_LETTERS) * TEXT_LINE + PASSAGE_GAP
        if any(isinstance(c, our.passage_translation) for c in box.children):
            y += TRANSLATION


def _ends(text: nodes.Element, ends: dict[str, float]) -> float:
    """Note after how many letters each reference stands; return the letters of all."""
    letters = 0.0
    for node in text.findall():
        if isinstance(node, nodes.Text):
            letters += _letters(node.astext())
        elif isinstance(node, our.note_reference):
            ends[node["note"]] = letters
    return letters


def _letters_shown(note: nodes.Element) -> float:
    """Count the letters of a note; of a parallel's passages only the links are shown in the margin."""
    parts = (c[0] if isinstance(c, our.parallel_words) else c for c in note.children)
    both = 14 if isinstance(note, our.parallel_note) else 0  # the link to both sources side by side
    return 15 + both + sum(_letters(part.astext()) + 2 for part in parts)


def _letters(text: str) -> float:
    """The width of a text in Latin letters: marks stand above or below other letters and take no room."""
    return sum(1 for c in text if unicodedata.category(c) not in {"Mn", "Cf"})
