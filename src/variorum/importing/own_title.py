"""Which line of a text is its title, and what the whole is called: one rule for all formats.

What a file says of itself comes first: a paragraph in the style Title, then its metadata (`<title>`, titleStmt,
dc:title). A heading is the title if it says the same, or if it is the only one of the highest level and the file names
itself nowhere. What was decided so is said, with the line to change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from variorum.importing.witness import Named
from variorum.model.passages import Passage, PassageKind
from variorum.text.excerpt import beginning
from variorum.text.line_joining import in_one_line

_SHOWN_CHARS = 60
OF_TITLE = "source.toml line 1: title "  # how sentences begin that a title which is told makes needless


def heading_is_title(words: str, named: str, *, is_only: bool) -> bool:
    """Whether the first heading of a text is its title; `is_only` if no other is of its level or above."""
    if not named:
        return is_only
    return _words(words) == _words(named) or (is_only and _holds(named, words))


def said_of_title(named: Named, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what is to be confirmed of a title: where no two places of the file agree on it."""
    parts = [p.text for p in passages if p.kind is PassageKind.PART]
    if not named.title and len(parts) > 1:
        yield (
            f"{OF_TITLE}“{_short(of_parts(passages))}” is made of what its {len(parts)} books are "
            "called, as nothing names the whole; say there what it is called"
        )
        return
    titles = [(row, p) for row, p in enumerate(passages, start=2) if p.kind is PassageKind.TITLE]
    if not titles:
        if named.title:
            yield (
                f"{OF_TITLE}“{_short(named.title)}” is that of {named.by}; if a line of the text is "
                "its title, change its kind in outline.tsv"
            )
        return
    row, passage = titles[0]
    words = in_one_line(passage.text)
    if not named.title:
        yield (
            f"outline.tsv line {row}: title “{_short(words)}”, the first heading and the only one of its level, as "
            "nothing else names the text; if it is but a heading, change its kind there and title in source.toml"
        )
    elif not _holds(named.title, words) and not _holds(words, named.title):
        yield (
            f"outline.tsv line {row}: title “{_short(words)}”; {named.by} says “{_short(named.title)}”, as source.toml "
            "line 1 does: change the one that is wrong"
        )


def of_parts(passages: Sequence[Passage]) -> str:
    """Return what a text of several books is called that nothing names: by its books, of many by the first and last."""
    parts = [in_one_line(p.text) for p in passages if p.kind is PassageKind.PART]
    if len(parts) < 2:
        return ""
    return ", ".join(parts) if len(parts) <= _NAMED_BOOKS else f"{parts[0]} – {parts[-1]}"


_NAMED_BOOKS = 3


def _short(words: str) -> str:
    return beginning(in_one_line(words), _SHOWN_CHARS)


def _words(text: str) -> list[str]:
    """Return the words of a title without what programs change in it: case, accents that are written apart, signs."""
    folded = unicodedata.normalize("NFKC", in_one_line(text)).casefold()
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded).split()


def _holds(whole: str, part: str) -> bool:
    """Whether the words of a part stand together in a whole."""
    all_words, words = _words(whole), _words(part)
    return bool(words) and any(
        all_words[at : at + len(words)] == words for at in range(len(all_words) - len(words) + 1)
    )
