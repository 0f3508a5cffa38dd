"""How well words are found again after edits whose outcome is known: families of edits in, what came of each out.

tests/test_reanchoring.py holds the figures to what is wanted; `python -m bench.reanchoring` measures more edits.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from variorum.editing.new_annotation import place_at
from variorum.editing.outline_carrying import new_outline
from variorum.editing.reanchoring import Outcome, Quote, State, follow
from variorum.editing.text_history import history_of
from variorum.model.passages import Passage, PassageKind
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.text.anchoring import locate, match_key

ROOT = Path(__file__).parent.parent
SEED = 1878
LINES = 24  # of each source: enough for near-copies, few enough for many edits


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit with what must come of it."""

    family: str
    kind: str  # unchanged, changed, moved, deleted, ambiguous
    right: str  # the words that would be right
    outcome: Outcome


def edits(families: dict, times: int, seed: int = SEED) -> Iterator[Edited]:
    """Make every family of edits in passages of each source."""
    for source in read_edition(ROOT).sources:
        texts = [p.text for p in source.citable if "\n" not in p.text and len(p.text) > 40 and "  " not in p.text]
        for name, (kind, edit) in families.items():
            random_ = random.Random(f"{seed} {source.id} {name}")
            done = tries = 0
            while done < times and tries < 20 * times:
                tries += 1
                found = _one(random_, texts, name, kind, edit)
                if found:
                    done += 1
                    yield found


def _one(random_: random.Random, texts: list[str], name: str, kind: str, edit) -> Edited | None:
    first = random_.randrange(max(1, len(texts) - LINES))
    lines = texts[first : first + LINES]
    at = random_.randrange(len(lines))
    span = words_in(random_, lines[at])
    old = tuple(Passage(str(n), PassageKind.PARAGRAPH, n, n, line, "") for n, line in enumerate(lines, start=1))
    if span is None:
        return None
    place = place_at(old[at], span)
    if locate(lines[at], place.lemma, place.before, place.after) != span:
        return None
    edited = edit(random_, lines, at, span.start, span.end)
    if edited is None:
        return None
    outline = new_outline(old, history_of("\n".join(lines), "\n".join(edited)))
    quote = Quote(old[at].locus, place.lemma, place.before, place.after)
    outcome = follow(quote, {p.locus: p for p in old}, outline)
    right = lines[at][span.start : span.end]
    if kind == "changed":
        right = edited[at][span.start : len(edited[at]) - (len(lines[at]) - span.end)]
    return Edited(name, kind, right, outcome)


def words_in(random_: random.Random, line: str) -> Span | None:
    """Choose from two to twelve words of a line."""
    starts = [0] + [n + 1 for n, c in enumerate(line) if c == " "]
    for _ in range(20):
        first = random_.randrange(len(starts))
        last = min(first + random_.randint(2, 12), len(starts))
        end = starts[last] - 1 if last < len(starts) else len(line)
        words = line[starts[first] : end]
        if words.strip() == words and " " in words and len(words) > 9 and sum(c.isalpha() for c in words) > 6:
            return Span(starts[first], end)
    return None


def stands_on(outcome: Outcome, right: str) -> bool:
    """Whether the words that come out are the right ones (but for a word at the border, when they changed)."""
    if outcome.place is None or outcome.place.span is None:
        return False
    return fuzz.ratio(plain(outcome.place.span.of(outcome.place.passage.text)), plain(right)) >= 85


def plain(words: str) -> str:
    return " ".join(match_key(words)[0].split())


def is_right(row: Edited) -> bool:
    """Whether the outcome is what the kind of the edit asks for."""
    state = row.outcome.state
    match row.kind:
        case "unchanged":
            return state is State.KEPT and stands_on(row.outcome, row.right)
        case "changed":
            return state is not State.KEPT and stands_on(row.outcome, row.right)
        case "moved":
            return stands_on(row.outcome, row.right)
        case "ambiguous":
            return state is State.AMBIGUOUS
        case _:
            return row.outcome.place is None


# What is wanted of each kind, in per cent.
WANTED = {"unchanged": 99.5, "changed": 95.0, "moved": 99.0, "deleted": 99.5, "ambiguous": 100.0}


def rates(rows: list[Edited]) -> dict[str, float]:
    """Return the share that came out right, by kind, in per cent."""
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(is_right(row))
    return {kind: 100 * sum(right) / len(right) for kind, right in found.items()}
