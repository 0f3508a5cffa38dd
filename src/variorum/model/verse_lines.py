"""How a line of verse stands among others: where a stanza begins, and which lines show their number."""

from __future__ import annotations

from variorum.model.loci import LAST_NUMBER
from variorum.model.passages import Passage, PassageKind

SETTING = "variorum_verse_numbers"  # in conf.py: which lines of verse show their number, 5 = every fifth, 0 = none
EVERY_FIFTH = 5  # if an edition says nothing else


def fault_of(every: int) -> str:
    """Return what is wrong with a value of the setting, "" if nothing is."""
    told = f"{SETTING} is {every}; say 5 for every fifth line of verse that shows its number, 1 for each, 0 for none"
    return told if every < 0 else ""


def opens_stanza(passage: Passage, before: Passage | None) -> bool:
    """Whether a stanza begins with a line: nothing, a blank line or something else than verse is before it.

    A line below its speaker stands close to it.
    """
    if before is None:
        return True
    goes_on = before.kind is PassageKind.VERSE and before.last_line + 1 == passage.first_line
    return not goes_on and before.kind is not PassageKind.SPEAKER


def shows_number(locus: str, every: int) -> bool:
    """Whether a line shows its number, where every fifth does, say, of its division; with 0 none does.

    A verse of scripture, which its chapter and a colon tell, is no line of a poem: each shows its number.

    >>> [locus for locus in ("4", "5", "5a", "1.10", "1.11", "3:2", "proem") if shows_number(locus, 5)]
    ['5', '1.10', '3:2', 'proem']
    >>> [locus for locus in ("5", "5a", "3:2") if shows_number(locus, 0)], shows_number("5a", 1)
    (['3:2'], True)
    """
    number = LAST_NUMBER.search(locus)
    if number is None or ":" in locus:
        return True
    if every < 1:
        return False
    is_part = every > 1 and locus[-1:].isalpha()  # 5a, of a line that two speak: 5 is told
    return not is_part and int(number[0]) % every == 0


def class_of(passage: Passage, before: Passage | None, every: int) -> str:
    """Return what a style sheet has to know of a line of verse ("stanza unnumbered"), "" of any other passage."""
    if passage.kind is not PassageKind.VERSE:
        return ""
    stanza = "stanza" if opens_stanza(passage, before) else ""
    return " ".join(filter(None, [stanza, "" if shows_number(passage.locus, every) else "unnumbered"]))
