"""Writes a `Witness` while the reader of a format walks through an original, and keeps the account.

White space counts as it does for every reader of such formats: a run of it is one blank, and none stands at the edges
of a passage. Where a line ends between letters of a script without blanks, none stands there either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import IntEnum

from variorum.importing.refusal import TooDeep
from variorum.importing.witness import Division, Fate, Guess, Mark, PictureFile, Share, Unit
from variorum.model.limits import MAX_NOTE_LEVELS
from variorum.model.passages import CELL_SIGN, PassageKind
from variorum.model.span import Span
from variorum.text.line_joining import in_one_line, joins, parts_no_word

_STEPPED_CHARS = 60  # by which a part of a line is set in at most
_OUTSIDE = Division()


class Gap(IntEnum):
    """What stands between the last letters and the next; of several things the strongest counts."""

    NOTHING = 0
    BREAK = 1  # a page or a line of the print begins, without a blank: it parts no sign from its word
    BLANK = 2
    LINE = 3  # an end of a line, which parts no letters of scripts without blanks
    BORDER = 4  # of something else: always a blank


_JOINING: Mapping[Gap, Callable[[str, str], bool]] = {Gap.BREAK: parts_no_word, Gap.LINE: joins}
_SEEN = frozenset({"gap", "image"})  # points that are seen in the line, so that blanks beside them are too


@dataclass(slots=True, eq=False)
class _Open:
    """A mark whose end is not yet reached; two that say the same are two."""

    feature: str
    value: str
    start: int


@dataclass(slots=True)
class Scribe:
    """One writing of a witness."""

    units: list[Unit] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    guesses: dict[str, Guess] = field(default_factory=dict)  # by sentence
    notes: list[Unit] = field(default_factory=list)
    _unit: Unit | None = None
    _open: list[_Open] = field(default_factory=list)
    _points: list[Mark] = field(default_factory=list)  # met between two units: they go to the next
    _gap: Gap = Gap.NOTHING
    _joined: bool = False  # whether the next letters follow the last ones without a blank, whatever stands between
    _parted: bool = False  # whether a blank has been met since the last point
    _waiting: list[int] = field(default_factory=list)  # places of marks that a blank may follow
    _calls: int = 0
    _in_note: int = 0
    _depth: int = 0
    _stanza: bool = False
    _unsaid: list[Guess] = field(default_factory=list)  # that go to the next unit
    here: Division = _OUTSIDE  # that the next passages stand in
    _division: int = 0  # how many units stand before the division that we are in

    # --- units --------------------------------------------------------------------------------------------------------

    def open(self, kind: PassageKind, locus: str = "", remark: str = "", *, line: int = 0, indent: int = 0) -> None:
        """Begin a passage; what is open is closed. In a note of the source each is a part of that note."""
        self.close()
        if self._in_note:
            kind, locus = PassageKind.FOOTNOTE, ""
        unit = Unit(kind, " " * indent, locus, remark, line=line, note=self._in_note, opens_stanza=self._stanza)
        self._unit, self._gap, self._joined, self._stanza = unit, Gap.NOTHING, False, False
        self._waiting = []
        for mark in self._open:
            mark.start = indent
        unit.marks += [replace(p, span=Span(indent, indent)) for p in self._points]
        self._points = []
        unit.division = self.here
        self._place_guesses(unit)

    def go_on(self, line: Unit) -> None:
        """Say that the open passage is a further part of a line of verse: it begins below the end of the last part."""
        if self._unit is not None:
            self._unit.goes_on = True
            if not self._unit.text:
                self._unit.text = " " * min(len(line.text) + 1, _STEPPED_CHARS)

    def close(self) -> None:
        """End the passage, if one is open; one without letters is none, but its points go to the next."""
        unit, self._unit = self._unit, None
        if unit is None:
            return
        for mark in self._open:
            self._mark(unit, mark)
            mark.start = 0
        if unit.text.strip():
            (self.notes if unit.note else self.units).append(unit)
        else:
            self._points = [m for m in unit.marks if m.span.start == m.span.end] + self._points
            self._stanza = self._stanza or unit.opens_stanza
            self._unsaid += [g for g in self.guesses.values() if any(u is unit for u in g.units)]
            self.settle(in_table=unit.kind is PassageKind.TABLE_ROW)

    def division(self, division: Division | None = None) -> None:
        """Say that a division begins, or goes on: pictures at its beginning are not put to the end of the last one."""
        self.close()
        self.here = division or self.here
        self._division = len(self.units)

    def settle(self, *, in_table: bool = False) -> None:
        """Put pictures that stand between passages behind the last one of their division or note.

        Behind a table they stand by themselves, unless they are a row of it (`in_table`).
        """
        here = self.notes if self._in_note else self.units[self._division :]
        pictures = [p for p in self._points if p.feature == "image"]
        if _at_end_of([unit for unit in here if unit.note == self._in_note], pictures, in_table=in_table):
            self._points = [p for p in self._points if p.feature != "image"]

    def finish(self) -> None:
        """End the writing: points behind the last letters stay at the end of the last passage."""
        self.close()
        _at_end_of(self.units, self._points)
        self._points = []
        if self.units:
            self._place_guesses(self.units[-1])

    @property
    def is_open(self) -> bool:
        """Whether a passage is open."""
        return self._unit is not None

    @property
    def unit(self) -> Unit | None:
        """The passage that is open."""
        return self._unit

    def stanza(self) -> None:
        """Say that the next line of verse opens a stanza."""
        self.close()
        self._stanza = True

    @contextmanager
    def note(self, line: int = 0) -> Iterator[None]:
        """Write a note of the source: called where we are, its text set apart; `line` is where the original has it."""
        if self._depth == MAX_NOTE_LEVELS:
            raise TooDeep(f"notes stand in notes more than {MAX_NOTE_LEVELS} levels deep", line)
        self._calls += 1
        number = self._calls
        self.point("note", str(number))
        kept = (self._unit, self._open, self._gap, self._joined, self._points, self._in_note, self._stanza)
        self._unit, self._open, self._gap, self._points, self._stanza = None, [], Gap.NOTHING, [], False
        self._in_note, self._depth = number, self._depth + 1
        yield
        self.close()
        left = self._points
        if _at_end_of([unit for unit in self.notes if unit.note == number], left):
            left = []
        self._depth -= 1
        self._unit, self._open, self._gap, self._joined, self._points, self._in_note, self._stanza = kept
        for point in left:  # of a note without letters, which is none
            self._put(point)

    # --- letters ------------------------------------------------------------------------------------------------------

    def say(self, text: str, what: str) -> None:
        """Write letters of the text."""
        if not text:
            return
        words = in_one_line(text)
        if not words:
            self.blank(_gap_of(text))
            return
        if self._unit is None:
            self.open(PassageKind.PARAGRAPH)
        assert self._unit is not None
        if text[0].isspace():
            self.blank(_gap_of(text[: len(text) - len(text.lstrip())]))
        self._break(words)
        self._unit.text += words
        self._gap, self._joined = _gap_of(text[len(text.rstrip()) :]), False
        self._account(Fate.SHOWN, text, what)

    def blank(self, gap: Gap = Gap.BORDER) -> None:
        """Part the words here, unless they are joined."""
        both = Gap.LINE if {self._gap, gap} == {Gap.BREAK, Gap.BLANK} else max(self._gap, gap)
        self._gap = Gap.NOTHING if self._joined else both
        self._parted = not self._joined

    def join(self) -> None:
        """Join the letters before and behind: what stands between them in the original parts no word."""
        self._gap, self._joined = Gap.NOTHING, True

    def cell(self, column: int) -> None:
        """Begin the cell of a row of a table that stands in a column (0 = the first); others before it are empty."""
        if self._unit:
            self._unit.text += CELL_SIGN * (column - self._unit.text.count(CELL_SIGN))
            self._gap, self._joined = Gap.BORDER, False

    def _break(self, words: str) -> None:
        """Put a blank before words, if something parts them from the last ones."""
        unit = self._unit
        for at in self._waiting if unit and self._parted else ():
            assert unit is not None
            mark = unit.marks[at]
            unit.marks[at] = replace(mark, blanks=2 if mark.blanks or mark.span.end == 0 else 0)
        self._waiting = []
        told = _JOINING.get(self._gap)
        is_joined = told is not None and unit is not None and told(unit.text, words)
        if self._gap and not is_joined and unit and unit.text.strip() and not unit.text[-1].isspace():
            unit.text += " "
        self._gap = Gap.NOTHING

    # --- layer --------------------------------------------------------------------------------------------------------

    @contextmanager
    def marked(self, feature: str, value: str = "") -> Iterator[None]:
        """Mark what is written inside."""
        mark = _Open(feature, value, len(self._unit.text) if self._unit else 0)
        self._open.append(mark)
        yield
        self._open.remove(mark)
        if self._unit:
            self._mark(self._unit, mark)

    def _mark(self, unit: Unit, mark: _Open) -> None:
        end = len(unit.text.rstrip())
        start = mark.start + len(unit.text[mark.start :]) - len(unit.text[mark.start :].lstrip())
        if start < end:
            unit.marks.append(Mark(Span(start, end), mark.feature, mark.value))

    def point(self, feature: str, value: str = "") -> None:
        """Say what stands between two letters here."""
        self._put(Mark(Span(0, 0), feature, value))

    def picture(self, address: str, said: str, line: int = 0) -> None:
        """Say that a picture stands here; `said` is what it shows."""
        self._put(Mark(Span(0, 0), "image", in_one_line(said), PictureFile(address.strip(), line)))

    def _put(self, point: Mark) -> None:
        if self._unit is None:
            self._points.append(point)
            return
        at = len(self._unit.text.rstrip())
        stands_apart = point.feature in _SEEN and at > 0 and (bool(self._gap) or at < len(self._unit.text))
        self._unit.marks.append(replace(point, span=Span(at, at), blanks=int(stands_apart)))
        if point.feature in _SEEN:
            self._waiting.append(len(self._unit.marks) - 1)
            self._parted = False

    # --- the account --------------------------------------------------------------------------------------------------

    def keep(self, text: str, what: str) -> None:
        """Account for letters that go into a value of the layer."""
        self._account(Fate.LAYER, text, what)

    def omit(self, text: str, what: str, reason: str) -> None:
        """Account for letters that are left out."""
        self._account(Fate.OMITTED, text, what, reason)

    def guess(self, sentence: str, feature: str = "") -> None:
        """Say what was decided without being told, in this passage or the next; `feature` if the layer tells it."""
        guess = self.guesses.setdefault(sentence, Guess(sentence, feature=feature))
        guess.units.append(self._unit) if self._unit else self._unsaid.append(guess)

    def _place_guesses(self, unit: Unit) -> None:
        for guess in self._unsaid:
            guess.units.append(unit)
        self._unsaid = []

    def _account(self, fate: Fate, text: str, what: str, reason: str = "") -> None:
        if text.strip():
            self.shares.append(Share(fate, text, what, reason))


def _gap_of(white: str) -> Gap:
    if not white:
        return Gap.NOTHING
    return Gap.LINE if "\n" in white or "\r" in white else Gap.BLANK


def _at_end_of(units: list[Unit], points: list[Mark], *, in_table: bool = False) -> bool:
    """Put points that no letters follow behind the last letters of the last unit; tell whether there is one.

    A picture behind a table has a blank on both sides: it touches neither the last cell nor what follows.
    """
    if not units:
        return False
    end = len(units[-1].text.rstrip())
    behind_table = units[-1].kind is PassageKind.TABLE_ROW and not in_table
    units[-1].marks += [
        replace(p, span=Span(end, end), blanks=2 if behind_table and p.feature == "image" else p.blanks) for p in points
    ]
    return True
