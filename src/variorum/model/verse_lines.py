"""How a line of verse stands among others: where a stanza begins, and which lines show their number."""

from __future__ import annotations

import re

from variorum.model.loci import LAST_NUMBER
from variorum.model.passages import Passage, PassageKind

_IN_BOOK = re.compile(r"\d*[^\W\d_][^\W_]*\.\d+\.\d+[a-z]?")  # book, chapter, verse: Ps.2.4, 1Sam.2.1
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

    A verse of scripture is no line of a poem: each shows its number. A colon after its chapter tells it, or the name of
    its book, where there are several.

    >>> [locus for locus in ("4", "5", "5a", "1.10", "1.11", "3:2", "proem") if shows_number(locus, 5)]
    ['5', '1.10', '3:2', 'proem']
    >>> [locus for locus in ("Ps.2.4", "1Sam.2.1", "JON.2:3", "afterword.3", "1.2.3") if shows_number(locus, 5)]
    ['Ps.2.4', '1Sam.2.1', 'JON.2:3']
    >>> [locus for locus in ("5", "5a", "3:2") if shows_number(locus, 0)], shows_number("5a", 1)
    (['3:2'], True)
    """
    number = LAST_NUMBER.search(locus)
    if number is None or ":" in locus or _IN_BOOK.fullmatch(locus):
        return True
    if every < 1:
        return False
    is_part = every > 1 and locus[-1:].isalpha()  # 5a, of a line that two speak: 5 is told
    return not is_part and int(number[0]) % every == 0


def opens_division(passage: Passage, before: Passage | None) -> bool:
    """Whether a line is the first of a poem or a book that no heading tells: 2.1 after 1.8."""
    return before is not None and before.kind is PassageKind.VERSE and _division(passage) != _division(before)


def _division(passage: Passage) -> str:
    number = LAST_NUMBER.search(passage.locus)
    return passage.locus[: number.start()] if number else passage.locus


def class_of(passage: Passage, before: Passage | None, every: int) -> str:
    """Return what a style sheet has to know of a line of verse ("stanza unnumbered"), "" of any other passage."""
    if passage.kind is not PassageKind.VERSE:
        return ""
    stanza = "stanza" if opens_stanza(passage, before) else ""
    shown = shows_number(passage.locus, every) or (every > 0 and opens_division(passage, before))
    return " ".join(filter(None, [stanza, "" if shown else "unnumbered"]))
