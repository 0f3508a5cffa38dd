"""Which words of a line run against it (bidirectional text): a line and its foreign runs in, what belongs together out.

A browser that is told of each foreign word by itself (an isolate) sets one after the other as the line does.
So what is read in one go must be told as one: the words of a name, with the figure that belongs to it (“Apollo 11”).
What belongs together is what Unicode's own rules (UAX #9) leave together where nobody tells them anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from variorum.model.span import Span

Runs = Sequence[tuple[Span, str]]

_FIGURE = r"\d(?:[\d.,:/+\-–]*\d)?"
_FIGURE_BEFORE = re.compile(rf"(?<!\w){_FIGURE}-?$")  # “17a”, “3-D”
_FIGURE_AFTER_HEBREW = re.compile(rf"[־\-–/]?{_FIGURE}")  # “ב־1902”, no figure that stands apart
_ARABIC_FIGURE = re.compile(r"\s*[٠-٩۰-۹]+(?:[٫٬./٠-٩۰-۹]*[٠-٩۰-۹])?")
_CLOSING = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’"}


def runs_from_the_right(character: str) -> bool:
    """Whether a character is one of a script that is written from the right, whatever stands about it."""
    return unicodedata.bidirectional(character) in {"R", "AL"}


def strong_directions(text: str) -> set[str]:
    """Return which ways the letters of a text run, whatever stands about them: "ltr", "rtl", both or neither."""
    classes = set(map(unicodedata.bidirectional, text))
    return ({"ltr"} if "L" in classes else set()) | ({"rtl"} if classes & {"R", "AL"} else set())


def first_direction(text: str) -> str:
    """Return which way the first letter runs that runs a way at all, "" if none does."""
    return next((way for character in text for way in strong_directions(character)), "")


def set_apart(words: str, line: str) -> str:
    """Return words that are named in a line (a title, a siglum), set apart by signs if they run against it.

    For where nothing but letters can stand: a tooltip, what a listener hears, an option to choose.
    """
    return f"\u2068{words}\u2069" if strong_directions(words) - {line} else words


def read_together(text: str, runs: Runs, base: str, direction_of: Callable[[str], str]) -> list[tuple[Span, str]]:
    """Return foreign runs, those that run against a line (of the direction `base`) as they are read: as one.

    Such a run goes from its first word to its last and has the language of the first; after it come, inside it, those
    of its words that are in another language. All other runs are as they were.
    """
    found: list[tuple[Span, str]] = []
    for group in _groups(text, runs, base, direction_of):
        (first, language), last = group[0], group[-1][0]
        if direction_of(language) == base:
            found += group
            continue
        before, after = max((s.end for s, _ in found), default=0), text[last.end :]
        start = first.start - _figures_before(text[before : first.start])
        end = last.end + (_read_on(text[start : last.end], after) if base == "rtl" else _figures_after(after))
        found += [(Span(start, end), language), *((span, other) for span, other in group if other != language)]
    return found


def _groups(text: str, runs: Runs, base: str, direction_of: Callable[[str], str]) -> Iterator[list[tuple[Span, str]]]:
    """Yield runs that run against the line together if no letter of the line parts them; all others one by one."""
    group: list[tuple[Span, str]] = []
    for span, language in runs:
        if group:
            last, before = group[-1]
            against = base not in {direction_of(before), direction_of(language)}
            if not (against and base not in strong_directions(text[last.end : span.start])):
                yield group
                group = []
        group.append((span, language))
    if group:
        yield group


def _figures_before(text: str) -> int:
    found = _FIGURE_BEFORE.search(text)
    return len(found[0]) if found else 0


def _figures_after(text: str) -> int:
    """Return how much of what follows words from the right, in a line from the left, is theirs: figures at them."""
    found = _FIGURE_AFTER_HEBREW.match(text) or _ARABIC_FIGURE.match(text)
    return found.end() if found else 0


def _read_on(words: str, text: str) -> int:
    """Return how much of what follows words from the left, in a line from the right, is read with them.

    It goes to the last figure before the next letter or Arabic figure, with its sign, and the bracket that closes.
    """
    end = 0
    for at, character in enumerate(text):
        match unicodedata.bidirectional(character):
            case "L" | "R" | "AL" | "AN" | "B" | "S":
                break
            case "EN":
                end = at + 1
            case "ET" if end == at and at:
                end = at + 1
    for opening, closing in _CLOSING.items() if end else ():
        whole = words + text[:end]
        if whole.count(opening) > whole.count(closing) and text.startswith(closing, end):
            end += 1
    return end
