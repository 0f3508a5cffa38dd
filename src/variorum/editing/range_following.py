"""What became of words that go across several passages, after the text was corrected."""

from __future__ import annotations

from dataclasses import replace

from variorum.editing.outline_carrying import NewOutline
from variorum.editing.reanchoring import Outcome, Quote, State
from variorum.model.edition import Source
from variorum.reading.ranges import parts_of
from variorum.text.anchoring import Miss

_SHOWN = 5  # passages that are named


def follow_range(quote: Quote, before: Source, outline: NewOutline) -> Outcome:
    """Say whether the words of a range of passages are where they were; where they are now a person has to say."""
    now = replace(before, passages=outline.passages, layer=())
    passages = now.passages_at(quote.locus)
    if len(passages) < 2:
        return Outcome(State.ORPHANED, None, f"the passages {quote.locus} are not there any more")
    if not quote.lemma:
        old, new = ({p.locus: p.text for p in found} for found in (before.passages_at(quote.locus), passages))
        other = [locus for locus in {**old, **new} if old.get(locus) != new.get(locus)]
        reason = f"other words stand in {', '.join(other[:_SHOWN])}{' and others' if len(other) > _SHOWN else ''}"
        return Outcome(State.CHANGED, None, reason) if other else Outcome(State.KEPT, None)
    found = parts_of(passages, quote.lemma, quote.before, quote.after)
    if not isinstance(found, Miss):
        return Outcome(State.KEPT, None)
    if found.reason == "ambiguous":
        return Outcome(State.AMBIGUOUS, None, f"the words stand there {found.count} times now")
    return Outcome(State.ORPHANED, None, "the words do not stand in them any more; quote them anew")
