"""What became of words that go across several passages, after the text was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from variorum.editing.new_annotation import Place, as_one, in_one_line, place_at
from variorum.editing.outline_carrying import NewOutline
from variorum.editing.reanchoring import Outcome, Quote, State, follow
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.model.span import Part, Span
from variorum.reading.ranges import parts_of
from variorum.text.anchoring import Miss

_SHOWN = 5  # passages that are named


def follow_range(quote: Quote, before: Source, outline: NewOutline) -> Outcome:
    """Say whether the words of a range of passages are where they were, and if not, where its first and last are."""
    now = replace(before, passages=outline.passages, layer=())
    passages = now.passages_at(quote.locus)
    if not quote.lemma:
        return _follow_passages(quote, before.passages_at(quote.locus), passages)
    found = parts_of(passages, quote.lemma, quote.before, quote.after) if len(passages) > 1 else None
    if isinstance(found, Miss) and found.reason == "ambiguous":
        return Outcome(State.AMBIGUOUS, None, f"the words stand there {found.count} times now")
    if found and not isinstance(found, Miss):
        return Outcome(State.KEPT, None)
    place = _place_now(quote, before, outline, now)
    if place is None:
        return Outcome(State.ORPHANED, None, _why(quote, passages))
    score = fuzz.ratio(quote.lemma, place.lemma)
    state = State.CHANGED if place.passage.locus == quote.locus else State.MOVED
    return Outcome(state, place, f"the words changed ({score:.0f} % alike)")


def _follow_passages(quote: Quote, old: Sequence[Passage], new: Sequence[Passage]) -> Outcome:
    if len(new) < 2:
        return Outcome(State.ORPHANED, None, _why(quote, new))
    were, are = ({p.locus: p.text for p in found} for found in (old, new))
    other = [locus for locus in {**were, **are} if were.get(locus) != are.get(locus)]
    reason = f"other words stand in {', '.join(other[:_SHOWN])}{' and others' if len(other) > _SHOWN else ''}"
    place = Place(replace(as_one(new), locus=quote.locus), None)
    return Outcome(State.CHANGED, place, reason) if other else Outcome(State.KEPT, None)


def _why(quote: Quote, passages: Sequence[Passage]) -> str:
    if len(passages) < 2:
        return f"the passages {quote.locus} are not there any more"
    return "the words do not stand in them any more; quote them anew"


def _place_now(quote: Quote, before: Source, outline: NewOutline, now: Source) -> Place | None:
    """Return where the words reach from and to now, as far as the history of the text knows of both ends."""
    parts = parts_of(before.passages_at(quote.locus), quote.lemma, quote.before, quote.after)
    if isinstance(parts, Miss):
        return None
    first, last = (_end_now(part, before, outline) for part in (parts[0], parts[-1]))
    if first is None or last is None or first.span is None or last.span is None:
        return None
    asked = now.passages_at(quote.locus)
    run = list(asked if first.passage in asked and last.passage in asked else now.citable)
    if run != list(asked):
        run = run[run.index(first.passage) : run.index(last.passage) + 1]
    if not run:
        return None
    whole = replace(as_one(run), locus=quote.locus) if run == list(asked) else as_one(run)
    span = Span(_start_of(first.passage, run) + first.span.start, _start_of(last.passage, run) + last.span.end)
    if span.start >= span.end:
        return None
    place = in_one_line(place_at(whole, span))
    return None if isinstance(parts_of(run, place.lemma, place.before, place.after), Miss) else place


def _start_of(passage: Passage, run: Sequence[Passage]) -> int:
    """Return where a passage begins in the text of a run of passages (`as_one`)."""
    return sum(len(p.text) + 1 for p in run[: run.index(passage)])


def _end_now(part: Part, before: Source, outline: NewOutline) -> Place | None:
    """Return where the words of one passage of the range are now; None if nobody can tell."""
    passage = before.passage(part.locus)
    if passage is None:
        return None
    was = place_at(passage, part.span)
    outcome = follow(Quote(part.locus, was.lemma, was.before, was.after), {part.locus: passage}, outline)
    return outcome.place if outcome.state is not State.AMBIGUOUS else None
