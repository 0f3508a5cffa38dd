"""What became of words that go across several passages, after the text was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from variorum.editing.new_annotation import Place, as_one, place_at
from variorum.editing.outline_carrying import NewOutline
from variorum.editing.reanchoring import Outcome, Quote, State, follow
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.reading.ranges import parts_of
from variorum.text.anchoring import Miss

_SHOWN = 5  # passages that are named


def follow_range(quote: Quote, before: Source, outline: NewOutline) -> Outcome:
    """Say whether the words of a range of passages are where they were, or where their first and last ones went to."""
    now = replace(before, passages=outline.passages, layer=())
    passages = now.passages_at(quote.locus)
    if len(passages) < 2:
        return Outcome(State.ORPHANED, None, f"the passages {quote.locus} are not there any more")
    if not quote.lemma:
        old, new = ({p.locus: p.text for p in found} for found in (before.passages_at(quote.locus), passages))
        other = [locus for locus in {**old, **new} if old.get(locus) != new.get(locus)]
        reason = f"other words stand in {', '.join(other[:_SHOWN])}{' and others' if len(other) > _SHOWN else ''}"
        place = Place(replace(as_one(passages), locus=quote.locus), None)
        return Outcome(State.CHANGED, place, reason) if other else Outcome(State.KEPT, place)
    found = parts_of(passages, quote.lemma, quote.before, quote.after)
    if not isinstance(found, Miss):
        return Outcome(State.KEPT, None)
    if found.reason == "ambiguous":
        return Outcome(State.AMBIGUOUS, None, f"the words stand there {found.count} times now")
    if changed := _changed(quote, before.passages_at(quote.locus), passages, outline):
        return Outcome(State.CHANGED, changed, "some of the words changed")
    return Outcome(State.ORPHANED, None, "the words do not stand in them any more; quote them anew")


def _changed(quote: Quote, old: Sequence[Passage], new: Sequence[Passage], outline: NewOutline) -> Place | None:
    """Return the words from where the first part of the old ones is now to where the last one is, if both are known."""
    parts = parts_of(old, quote.lemma, quote.before, quote.after)
    if isinstance(parts, Miss):
        return None
    by_locus = {passage.locus: passage for passage in old}
    ends: list[Span] = []
    for part in (parts[0], parts[-1]):
        was = place_at(by_locus[part.locus], part.span)
        now = follow(Quote(part.locus, was.lemma, was.before, was.after), by_locus, outline)
        if now.state not in {State.KEPT, State.CHANGED} or now.place is None or now.place.span is None:
            return None
        at = [passage.locus for passage in new].index(part.locus)
        above = sum(len(passage.text) + 1 for passage in new[:at])
        ends.append(Span(above + now.place.span.start, above + now.place.span.end))
    place = place_at(replace(as_one(new), locus=quote.locus), Span(ends[0].start, ends[-1].end))
    lemma, before, after = (" ".join(words.split()) for words in (place.lemma, place.before, place.after))
    return replace(place, lemma=lemma, before=before, after=after)
