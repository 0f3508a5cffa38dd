"""After a corrected text: where the annotated words are now. The new outline in, a proposal for each note out.

Nothing is decided here but what is certain: words that stand unchanged in their place are *kept*. Everything else is a
proposal with its reason, for a person to accept; an annotation never goes to other words by itself.

Where a place is, the history of the text says (`text_history`), not a search: an equal wording elsewhere was somebody
else's before and stays it, and words that are merely like the lost ones are never proposed. Of equal places that the
history cannot tell apart none is taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from variorum.editing.new_annotation import Place, place_at
from variorum.editing.outline_carrying import NewOutline
from variorum.editing.text_history import GONE
from variorum.model.limits import MAX_LETTER_PAIRS
from variorum.model.passages import Passage
from variorum.model.span import Span
from variorum.text.anchoring import Miss, locate, match_key

SAME = 55.0  # per cent of equal letters from which the words in a place are the old words, changed
SAME_WORDS = 0.4  # share of a lemma's letters, in whole words, from which they are that too, if the neighbours stay
LONG = 12  # letters from which words that stand again elsewhere can be no chance
_BESIDE = 200  # letters on each side that hold the three words beside a quote
_AROUND = 8  # words on each side that say in which passage the place is


class State(StrEnum):
    """What became of an annotation's words."""

    KEPT = "kept"  # the same words in the same place
    CHANGED = "changed"  # in the same place, with other letters or other neighbours
    MOVED = "moved"  # in another passage
    AMBIGUOUS = "ambiguous"  # several places could be meant
    ORPHANED = "orphaned"  # gone


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of an annotation or of a parallel, as they stood in the old text."""

    locus: str
    lemma: str = ""  # "" = the whole passage
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a quote; `place` is the proposal, None if there is none."""

    state: State
    place: Place | None
    reason: str = ""


def follow(quote: Quote, old: Mapping[str, Passage], outline: NewOutline) -> Outcome:
    """Say what became of the words of a quote."""
    passage = old.get(quote.locus)
    if passage is None:
        return _new_passage(quote, outline)
    if not quote.lemma:
        return _follow_passage(quote, passage, outline)
    span = locate(passage.text, quote.lemma, quote.before, quote.after)
    if isinstance(span, Miss):
        return _new_already(quote, outline)
    return _Words(quote, passage, span, outline).outcome()


def _new_passage(quote: Quote, outline: NewOutline) -> Outcome:
    """The old text had no such passage: is the quote of one that came in?"""
    passage = outline.citable.get(quote.locus)
    if passage is None:
        return Outcome(State.ORPHANED, None, f"there was no passage {quote.locus}")
    if quote.lemma:
        return _new_already(quote, outline)
    return Outcome(State.KEPT, Place(passage, None), "written for the new text")


def _new_already(quote: Quote, outline: NewOutline) -> Outcome:
    """The words did not stand in the old text: has somebody written them for the new one?"""
    passage = outline.citable.get(quote.locus)
    span = locate(passage.text, quote.lemma, quote.before, quote.after) if passage else None
    if passage and isinstance(span, Span):
        place = Place(passage, span, quote.lemma, quote.before, quote.after)
        return Outcome(State.KEPT, place, "written for the new text")
    return Outcome(State.ORPHANED, None, "the words stand neither in the old text nor in the new")


def _follow_passage(quote: Quote, passage: Passage, outline: NewOutline) -> Outcome:
    heirs = [outline.citable[h] for h in outline.heirs.get(quote.locus, ())]
    if not heirs:
        return Outcome(State.ORPHANED, None, f"the passage {quote.locus} is gone")
    heir = heirs[0]
    if quote.locus in outline.doubtful:
        return Outcome(State.AMBIGUOUS, Place(heir, None), "the passage stands more than once now")
    if heir.locus != quote.locus:
        return Outcome(State.MOVED, Place(heir, None), f"the passage is now part of {heir.locus}")
    if len(heirs) > 1:
        return Outcome(State.CHANGED, Place(heir, None), f"the passage was split; the rest is {heirs[1].locus}")
    if _key(heir.text) == _key(passage.text):
        return Outcome(State.KEPT, Place(heir, None))
    return Outcome(State.CHANGED, Place(heir, None), "other words stand in the passage")


class _Words:
    """The words of one quote on their way from the old text to the new. Words are known by their number in it."""

    def __init__(self, quote: Quote, passage: Passage, span: Span, outline: NewOutline) -> None:
        self.quote, self.passage, self.span = quote, passage, span
        self.outline, self.history = outline, outline.history
        self.start = self._absolute(span.start)
        self.end = self._absolute(span.end)
        starts = self.history.old_starts
        self.all = range(bisect_left(starts, self._absolute(0)), bisect_left(starts, self._absolute(len(passage.text))))
        first = max(self.all.start, bisect_right(starts, self.start) - 1)
        self.own = range(first, max(first + 1, bisect_left(starts, self.end)))
        self.keys = [w.key for w in self.history.old[self.own.start : self.own.stop]]

    def _absolute(self, at: int) -> int:
        """Return where a code point of the passage stands in the old text (which may end its lines with CR LF)."""
        lines = self.passage.text[:at].split("\n")
        return self.history.old_lines[self.passage.first_line + len(lines) - 2] + len(lines[-1])

    def _placed(self, span: Span) -> tuple[Passage, Span] | None:
        """Return the passage of the new text, and the place in it, of a range of the new text."""
        starts = self.history.lines_at
        line = bisect_right(starts, span.start)
        passage = self.outline.by_line.get(line)
        if (
            passage is None
            or self.outline.by_line.get(bisect_right(starts, max(span.start, span.end - 1))) is not passage
        ):
            return None
        return passage, Span(self._relative(passage, span.start), self._relative(passage, span.end))

    def _relative(self, passage: Passage, at: int) -> int:
        starts = self.history.lines_at
        line = bisect_right(starts, at)
        above = passage.text.split("\n")[: line - passage.first_line]
        return min(len(passage.text), sum(len(words) + 1 for words in above) + at - starts[line - 1])

    # --- what became of them ---

    def outcome(self) -> Outcome:
        """Say what became of the words."""
        first, last = self._image(self.history.forward), self._image(self.history.backward)
        if first and last and first != last:
            place = place_at(*first)
            return Outcome(State.AMBIGUOUS, place, "the words stand more than once now; which are the old ones is open")
        found = first or last
        if found:
            return self._unchanged(*found)
        changed = self._changed(self.history.forward) or self._changed(self.history.backward)
        again = [found for run in self._added_runs() if (found := self._placed(self._range(run)))]
        if changed:
            score, passage, there = changed
            place = place_at(passage, there)
            if again:
                return Outcome(State.AMBIGUOUS, place, "changed in its place, and the very words stand elsewhere")
            state = State.CHANGED if passage.locus == self.quote.locus else State.MOVED
            return Outcome(state, place, f"the words changed ({score:.0f} % alike)")
        if len(again) > 1:
            return Outcome(State.AMBIGUOUS, None, f"the very words stand in {len(again)} places")
        if again:
            return Outcome(State.MOVED, place_at(*again[0]), f"the very words stand in {again[0][0].locus}")
        return Outcome(State.ORPHANED, None, "the words are gone")

    def _unchanged(self, passage: Passage, there: Span) -> Outcome:
        """The words are where the history leads. Are they also what a build would find, and their place the same?"""
        quote = self.quote
        found = locate(passage.text, quote.lemma, quote.before, quote.after)
        if passage.locus != quote.locus:
            state, reason = State.MOVED, f"its words now stand in {passage.locus}"
        elif isinstance(found, Miss) and found.reason == "absent":
            state, reason = State.CHANGED, "the words that tell it from others are not beside it any more"
        elif found != there:
            state, reason = State.AMBIGUOUS, "the words stand there more than once now"
        elif any(self.outline.by_line.get(self.history.new[r.start].line) is passage for r in self._copies(there)):
            state, reason = State.AMBIGUOUS, "the same words were added to the passage"
        elif not _neighbours_stay(self.passage.text, self.span, passage.text, there):
            state, reason = State.CHANGED, "other words stand on both sides of it"
        else:
            return Outcome(State.KEPT, Place(passage, there, quote.lemma, quote.before, quote.after))
        return Outcome(state, place_at(passage, there), reason)

    def _copies(self, there: Span) -> Iterator[range]:
        """Yield where else the very words stand with at least one of them added."""
        for run in self.history.runs(self.keys):
            if any(j in self.history.added for j in run):
                found = self._placed(self._range(run))
                if found and found[1] != there:
                    yield run

    def _added_runs(self) -> Iterator[range]:
        """Yield where the very words were added, if that can be no chance: they are long, or a neighbour came along."""
        long = sum(map(len, self.keys)) >= LONG
        before = self.history.old[self.own.start - 1].key if self.own.start > self.all.start else ""
        after = self.history.old[self.own.stop].key if self.own.stop < self.all.stop else ""
        for run in self.history.runs(self.keys):
            beside = (
                self.history.new[j].key if 0 <= j < len(self.history.new) else "" for j in (run.start - 1, run.stop)
            )
            if self._is_added(run) and (
                long or any(a and a == b for a, b in zip((before, after), beside, strict=True))
            ):
                yield run

    def _is_added(self, run: range) -> bool:
        """Whether most of these new words are added or go back to the quote; single ones find partners by chance."""
        ours = [j for j in run if (i := self.history.origins.get(j)) is None or i in self.own]
        return 2 * sum(len(self.history.new[j].key) for j in ours) > sum(map(len, self.keys))

    # --- where they are ---

    def _image(self, alignment: Sequence[int]) -> tuple[Passage, Span] | None:
        """Return where all of the words stand one after another in the new text."""
        images = [alignment[i] for i in self.own]
        if GONE in images or images[-1] - images[0] != len(images) - 1:
            return None
        return self._placed(self._range(range(images[0], images[-1] + 1)))

    def _range(self, run: range) -> Span:
        """Return the range of equal words of the new text; a border inside a word stays at its letter."""
        first, last = self.history.old[self.own.start], self.history.old[self.own.stop - 1]
        start, end = self.history.new[run.start].start, self.history.new[run.stop - 1].end
        if self.start > first.start:
            start = self._letter(first.start, self.start, run.start)
        if self.end < last.end:
            end = self._letter(last.start, self.end, run.stop - 1)
        return Span(start, end)

    def _letter(self, start: int, at: int, j: int) -> int:
        """Return the place in the new word `j` that `at` is in the equal old word that begins at `start`."""
        word = self.history.new[j]
        before = len(match_key(self.history.old_text[start:at])[0])
        return word.start + match_key(self.history.text[word.start : word.end])[1][before]

    def _changed(self, alignment: Sequence[int]) -> tuple[float, Passage, Span] | None:
        """Return the words that stand in the old ones' place, if they are like them: per cent, passage, place."""
        span = self._between(alignment) or self._in_rewritten()
        found = self._placed(span) if span else None
        if found is None:
            return None
        passage, there = found
        words = self.passage.text[self.span.start : self.span.end]
        score = fuzz.ratio(_key(passage.text[there.start : there.end]), _key(words))
        is_same = score >= SAME or self._half_stays(alignment) or _figures(words, passage.text[there.start : there.end])
        return (score, passage, there) if is_same else None

    def _half_stays(self, alignment: Sequence[int]) -> bool:
        """Whether whole words of the quote stay, between the same neighbours."""
        stay = sum(len(self.history.old[i].key) for i in self.own if alignment[i] != GONE)
        beside = [i for i in (self.own.start - 1, self.own.stop) if i in self.all]
        return stay >= SAME_WORDS * sum(map(len, self.keys)) and all(alignment[i] != GONE for i in beside)

    def _between(self, alignment: Sequence[int]) -> Span | None:
        """Return the range between the nearest words on both sides that stayed."""
        host = self._host(alignment)
        if host is None:
            return None
        new = self.history.new
        inside = list(range(*self._words_in(host)))
        stayed = [i for i in self.all if alignment[i] != GONE and inside and inside[0] <= alignment[i] <= inside[-1]]
        left = max((i for i in stayed if i < self.own.start), default=self.all.start - 1)
        right = min((i for i in stayed if i >= self.own.stop), default=self.all.stop)
        low = alignment[left] + 1 if left in self.all else inside[0]
        high = alignment[right] if right in self.all else inside[-1] + 1
        if low >= high:
            return None
        first, last = self.own.start, self.own.stop - 1
        known = {i: alignment[i] for i in (first, last) if low <= alignment[i] < high}
        as_many = right - left - 1 == high - low
        start = known.get(first, low + first - left - 1 if as_many else None)
        end = known.get(last, high - (right - last) if as_many else None)
        if start is not None and end is not None and start <= end:
            return Span(new[start].start, new[end].end)
        old = self.history.old
        return self._carried(Span(old[left + 1].start, old[right - 1].end), Span(new[low].start, new[high - 1].end))

    def _host(self, alignment: Sequence[int]) -> Passage | None:
        """Return the passage of the new text that most of the words went to, or else most of the words around."""
        around = range(max(self.all.start, self.own.start - _AROUND), min(self.all.stop, self.own.stop + _AROUND))
        for some in (self.own, around):
            lines = Counter(self.history.new[j].line for i in some if (j := alignment[i]) != GONE)
            for line, _ in lines.most_common():
                if line in self.outline.by_line:
                    return self.outline.by_line[line]
        return None

    def _words_in(self, passage: Passage) -> tuple[int, int]:
        lines = self.history.new_lines
        return bisect_left(lines, passage.first_line), bisect_right(lines, passage.last_line)

    def _in_rewritten(self) -> Span | None:
        """Return the words in a line that was rewritten so far that hardly a word is left."""
        line = bisect_right(self.history.old_lines, self.start)
        new = next((n for n, old in self.history.lines.items() if old == line), None)
        if new is None:
            return None
        old_at, new_at = self.history.old_lines[line - 1], self.history.lines_at[new - 1]
        old_line = self.history.old_text[old_at:].split("\n", 1)[0]
        new_line = self.history.text[new_at:].split("\n", 1)[0]
        return self._carried(Span(old_at, old_at + len(old_line)), Span(new_at, new_at + len(new_line)))

    def _carried(self, old: Span, new: Span) -> Span | None:
        """Follow the words letter by letter from a wording of the old text to one of the new."""
        if (old.end - old.start) * (new.end - new.start) > MAX_LETTER_PAIRS:
            return None
        a, b = self.history.old_text[old.start : old.end], self.history.text[new.start : new.end]
        own = Span(max(0, self.start - old.start), min(self.end, old.end) - old.start)
        start = end = None
        for block in Levenshtein.opcodes(a, b):
            if block.tag in {"equal", "replace"}:
                low, high = max(own.start, block.src_start), min(own.end, block.src_end)
                if low < high:
                    start = block.dest_start + low - block.src_start if start is None else start
                    end = block.dest_start + high - block.src_start
        if start is None or end is None:
            return None
        return _whole_words(self.history.text, Span(new.start + start, new.start + end))


def _figures(*words: str) -> bool:
    """Whether all of these are a single figure: one that was corrected need not be like the old one (12 → 30)."""
    return all(len(w.split()) == 1 and any(map(str.isdigit, w)) and not any(map(str.isalpha, w)) for w in words)


def _whole_words(text: str, span: Span) -> Span:
    """Widen a range to whole words, without the blanks at its borders."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start > 0 and _letter(text[start - 1]) and _letter(text[start]):
        start -= 1
    while 0 < end < len(text) and _letter(text[end]) and _letter(text[end - 1]):
        end += 1
    return Span(start, end)


def _letter(character: str) -> bool:
    return not (character.isspace() or character in ".,;:!?()[]{}“”„«»\"'’‘—–-।")


def _neighbours_stay(old: str, a: Span, new: str, b: Span) -> bool:
    """Whether something of the words on one side at least is still there (an end of the passage counts)."""
    sides = (
        (_last(old[: a.start]), _last(new[: b.start])),
        (_key(old[a.end :][:_BESIDE]).split()[:3], _key(new[b.end :][:_BESIDE]).split()[:3]),
    )
    return any(before == after or bool(Counter(before) & Counter(after)) for before, after in sides)


def _last(text: str) -> list[str]:
    return _key(text[-_BESIDE:]).split()[-3:]


def _key(words: str) -> str:
    return " ".join(match_key(words)[0].split())
