"""Which words of a line run against it (bidirectional text): a line and its foreign runs in, what belongs together out.

A browser that is told of each foreign word by itself (an isolate) sets one after the other as the line does.
So what is read in one go must be told as one: the words of a name, with the figure that belongs to it (“Apollo 11”).
What belongs together is what Unicode's own rules (UAX #9) leave together where nobody tells them anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from variorum.model.span import Span

Runs = Sequence[tuple[Span, str]]

_FIGURE = r"\d(?:[\d.,:/+\-–]*\d)?"
_FIGURE_BEFORE = re.compile(rf"(?<!\w){_FIGURE}-?$")  # “17a”, “3-D”
_FIGURE_AFTER_HEBREW = re.compile(rf"[־\-–/]?{_FIGURE}")  # “ב־1902”, no figure that stands apart
_ARABIC_FIGURE = re.compile(r"\s*[٠-٩۰-۹]+(?:[٫٬./٠-٩۰-۹]*[٠-٩۰-۹])?")
_PARTING = re.compile(r"\s+[·•|/–—-]+\s+|:\s+")  # what parts names in a title: “He · …”, “Sources: …”
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


def names_in_title(title: str, line: str, names: Iterable[str] = ()) -> list[Span]:
    """Return the names in a title (“He · דברי הימים (1878)!”) that run against its line, with their own signs.

    They are the `names` that are known, and what stands between signs that part names in a title and has letters of
    the other direction only. Left to themselves, signs and figures at the end of such a name would go with the line.
    """
    known = [name for name in sorted(set(names), key=len, reverse=True) if strong_directions(name) - {line}]
    found = [Span(*m.span()) for m in re.finditer("|".join(map(re.escape, known)), title)] if known else []
    cuts = [0, *(at for span in found for at in (span.start, span.end)), len(title)]
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        found += _parts_against(title, Span(start, end), line)
    return sorted(found)


def title_in_letters(title: str, line: str, names: Iterable[str] = ()) -> str:
    """Return a title for where nothing but letters can stand: names that run against its line between signs."""
    sign = "\u2067" if line == "ltr" else "\u2066"
    for span in reversed(names_in_title(title, line, names)):
        title = f"{title[: span.start]}{sign}{span.of(title)}\u2069{title[span.end :]}"
    return title


def title_apart(title: str, line: str) -> str:
    """Return a title that a line names, read wherever it is named as it is read where it stands as a heading.

    It runs as the line does, with what runs against it set apart; a title that runs against it runs its own way.
    """
    ways = strong_directions(title)
    if not ways - {line}:
        return title
    apart = title_in_letters(title, line)
    if line not in ways:
        return apart
    sign = "\u2066" if line == "ltr" else "\u2067"
    return f"{sign}{apart}\u2069"


def _parts_against(title: str, within: Span, line: str) -> Iterator[Span]:
    """Yield what stands between signs that part names and runs against the line; neighbours that do so, as one."""
    begin = last = None
    for start, end in _parts(title, within):
        if ways := strong_directions(title[start:end]):
            if line not in ways:
                begin, last = (start if begin is None else begin), end
                continue
            if begin is not None and last is not None:
                yield Span(begin, last)
            begin = None
    if begin is not None and last is not None:
        yield Span(begin, last)


def _parts(title: str, within: Span) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each part of a title, without the blanks around it."""
    at = within.start
    parting = [m.span() for m in _PARTING.finditer(title, within.start, within.end)]
    for start, end in [*parting, (within.end, within.end)]:
        words = title[at:start]
        yield at + len(words) - len(words.lstrip()), at + len(words.rstrip())
        at = end


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
