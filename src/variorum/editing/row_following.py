"""After a corrected text: where the places are that rows of tables name; `reanchoring` follows the words."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.editing.new_annotation import Place
from variorum.editing.outline_carrying import NewOutline
from variorum.editing.reanchoring import Outcome, Quote, State, follow
from variorum.model.passages import Passage
from variorum.model.span import Span
from variorum.text.anchoring import locate_all


def follow_row(
    quote: Quote, old: Mapping[str, Passage], outline: NewOutline, *, marks: bool = False, everywhere: bool = False
) -> Outcome:
    """Say what became of the words of a row of a table.

    `marks`: it says how a witness looks, not what it says. A mark without words is on its passage, or stands where it
    begins: other words in it do not touch that. `everywhere`: it means its words wherever they stand in the passage.
    """
    if everywhere and quote.lemma and (passage := old.get(quote.locus)):
        places = len(locate_all(passage.text, quote.lemma, quote.before, quote.after))
        if places > 1:
            return _wherever(quote, places, outline)
    outcome = follow(quote, old, outline)
    heirs = outline.heirs.get(quote.locus, ())
    if marks and not quote.lemma and outcome.state is State.CHANGED and len(heirs) == 1:
        return Outcome(State.KEPT, outcome.place)
    return outcome


def _wherever(quote: Quote, places: int, outline: NewOutline) -> Outcome:
    """Say what became of words that stood in several places of their passage, all of which are meant."""
    heirs = [outline.citable[heir] for heir in outline.heirs.get(quote.locus, ())]
    found = [(heir, spans) for heir in heirs if (spans := _places(quote, heir))]
    if not found:
        return Outcome(State.ORPHANED, None, "the words are gone")
    heir, spans = found[0]
    place = Place(heir, spans[0], quote.lemma, quote.before, quote.after)
    if len(found) > 1:
        others = ", ".join(other.locus for other, _ in found[1:])
        return Outcome(State.AMBIGUOUS, place, f"the words stand in {others} too now, which needs a row of its own")
    if heir.locus != quote.locus:
        return Outcome(State.MOVED, place, f"its words now stand in {heir.locus}")
    if len(spans) != places:
        return Outcome(State.CHANGED, place, f"the words stood in {places} places of the passage, now in {len(spans)}")
    return Outcome(State.KEPT, place)


def _places(quote: Quote, passage: Passage) -> list[Span]:
    return locate_all(passage.text, quote.lemma, quote.before, quote.after)
