"""Loci of what is brought in: units in, each with a locus of its own.

What the original numbers keeps its number. What it does not number is counted in its series: the text 1, 2, 3 …,
headings h1, references r1, notes n1, speakers s1, insets i1. Where the original numbers some of its text, a kind that
it never numbers (the prose around a poem) is a series of its own: paragraphs p1, items l1.

The further parts of a line of verse that several speak have its number with a letter: 4, 4a. Lines of verse before the
first one with a number are counted back from it. Numbers that hardly any passage of prose has number something else,
and are left out. Prose without a number in another division than the last number (an afterword) is counted there:
`afterword.1`, or `2.1` where the division itself has the number 2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count

from variorum.importing.witness import Division, Guess, Mark, Unit
from variorum.model.loci import LAST_NUMBER, is_locus
from variorum.model.passages import PassageKind
from variorum.text.excerpt import beginning

_SERIES: Mapping[PassageKind, str] = {
    PassageKind.REFERENCE: "r",
    PassageKind.FOOTNOTE: "n",
    PassageKind.SPEAKER: "s",
    PassageKind.INSET: "i",
    PassageKind.CAPTION: "c",
}
_BESIDE_NUMBERED: Mapping[PassageKind, str] = {
    PassageKind.PARAGRAPH: "p",
    PassageKind.LIST_ITEM: "l",
    PassageKind.TABLE_ROW: "t",
    PassageKind.QUOTATION: "q",
    PassageKind.VERSE: "v",
}


_PROSE = frozenset({PassageKind.PARAGRAPH, PassageKind.LIST_ITEM, PassageKind.QUOTATION})
_FEW = 4  # numbers of fewer than one passage in so many are no numbers of passages


def number(units: list[Unit]) -> list[Guess]:
    """Give each unit its locus, and calls of notes the locus of their note; return what was decided on the way."""
    said: dict[str, Guess] = {}
    _number_first_halves(units)
    few = list(_few_numbers_left_out(units))
    _count_back(units)
    numbered = {u.kind for u in units if u.locus}
    taken = {u.locus for u in units if is_locus(u.locus)}
    used: set[str] = set()
    counters: Counter[str] = Counter()
    counted: set[Division] = set()
    last: Unit | None = None
    for unit in units:
        series = "h" if unit.kind.depth else _SERIES.get(unit.kind, "")
        if numbered and unit.kind not in numbered:
            series = series or _BESIDE_NUMBERED.get(unit.kind, "")
        sentence = ""
        if unit.locus and not is_locus(unit.locus):
            sentence = f"the number “{beginning(unit.locus, 40)}” cannot be a locus; counted instead"
            unit.locus = ""
        if unit.goes_on and last:
            unit.locus = _with_letter(last.locus, used | taken)
        elif unit.locus in used:
            sentence = f"the number {unit.locus} stands more than once; the others get a letter"
            unit.locus = _with_letter(unit.locus, used | taken)
        elif not unit.locus and not series and numbered:
            unit.locus, how = _in_division(unit, last, counted, used | taken)
            sentence = sentence or how
        if sentence:
            said.setdefault(sentence, Guess(sentence)).units.append(unit)
        while not unit.locus or unit.locus in used:
            counters[series] += 1
            candidate = f"{series}{counters[series]}"
            unit.locus = "" if candidate in taken else candidate
        used.add(unit.locus)
        last = last if series else unit
    _link_notes(units)
    return [*few, *said.values()]


def _in_division(unit: Unit, last: Unit | None, counted: set[Division], taken: set[str]) -> tuple[str, str]:
    """Return the locus of what has no number among what has, and how it was found.

    In another division than that of the last number it is counted there, as the field would cite it.
    """
    here, there = unit.division, last.division if last else Division()
    base = here.number or here.name
    # verse may be counted on through divisions that have no number of their own
    is_other = here.number not in {"", there.number} if unit.kind is PassageKind.VERSE else here != there
    if base and (is_other or here in counted):
        counted.add(here)
        free = (f"{base}.{n}" for n in count(1) if f"{base}.{n}" not in taken)
        locus = next(free)
        return (locus, _COUNTED) if is_locus(locus) else ("", "")
    if last is None:
        return "", ""
    if is_other and unit.kind is not PassageKind.VERSE:
        return next(f"p{n}" for n in count(1) if f"p{n}" not in taken), _COUNTED
    return _after(last.locus, unit, taken), "" if unit.kind is PassageKind.VERSE else _LETTERED


_COUNTED = "has no number in the original: counted in its division; change the locus if the field cites it otherwise"
_LETTERED = (
    "has no number in the original: a letter more than the last one; change the locus if the field cites otherwise"
)


def _few_numbers_left_out(units: list[Unit]) -> Iterator[Guess]:
    """Leave out numbers of prose that hardly any passage of the kind has, as they number something else; say which."""
    for kind in dict.fromkeys(u.kind for u in units if u.locus.isdecimal() and u.kind in _PROSE):
        mine = [u for u in units if u.kind is kind]
        having = [u for u in mine if u.locus.isdecimal()]  # 1:1 and 2.1 are references
        if len(having) * _FEW < len(mine):
            numbers = beginning(", ".join(u.locus for u in having), 60)
            yield Guess(
                f"only {len(having)} of {len(mine)} passages of the kind {kind} have a number in the original "
                f"({numbers}): all are counted; where the field cites by those numbers, put them into the column locus",
                list(having),
            )
            for unit in having:
                unit.locus = ""


def _count_back(units: list[Unit]) -> None:
    """Give lines of verse before the first number that one has their numbers, as where every fifth line has one."""
    run: list[Unit] = []
    last = 0
    for unit in (u for u in units if u.kind is PassageKind.VERSE and not u.goes_on and not u.note):
        match = LAST_NUMBER.search(unit.locus)
        if match is None:
            run.append(unit)
            continue
        number = int(match[0])
        if not 0 < last <= number - len(run):
            for before, line in enumerate(reversed(run), start=1):
                if number > before:
                    line.locus = f"{unit.locus[: match.start()]}{number - before}"
        run, last = [], number


def _number_first_halves(units: list[Unit]) -> None:
    """Give a line of verse that several speak its number where it begins; its further parts get a letter more."""
    first = None
    for unit in units:
        if unit.goes_on and first is not None:
            first.locus = first.locus or unit.locus
            unit.locus = ""
        elif unit.kind is PassageKind.VERSE:
            first = unit


def _after(last: str, unit: Unit, taken: set[str]) -> str:
    """Return the locus of what has no number among what has: of verse the next number, of prose a letter more."""
    match = LAST_NUMBER.search(last)
    if match and unit.kind is PassageKind.VERSE:
        following = f"{last[: match.start()]}{int(match[0]) + 1}"
        if following not in taken and is_locus(following):
            return following
    return _with_letter(last, taken) if last else ""


def _with_letter(locus: str, taken: set[str]) -> str:
    locus = re.sub(r"(?<=\d)[a-z]+$", "", locus)
    for suffix in (f"{a}{b}" for a in ("", *"abcdefghijklmnopqrstuvwxyz") for b in "abcdefghijklmnopqrstuvwxyz"):
        if f"{locus}{suffix}" not in taken and is_locus(f"{locus}{suffix}"):
            return f"{locus}{suffix}"
    return ""


def _link_notes(units: list[Unit]) -> None:
    first: dict[int, str] = {}
    for unit in units:
        if unit.note:
            first.setdefault(unit.note, unit.locus)
    for unit in units:
        unit.marks = [
            Mark(m.span, m.feature, first[int(m.value)]) if m.feature == "note" else m
            for m in unit.marks
            if m.feature != "note" or int(m.value) in first
        ]
