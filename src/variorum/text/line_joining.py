"""Where a line of a file ends between two letters: whether that parts words, as a blank does; texts in, one line out.

Chinese and Japanese are written without blanks, so a line that was only wrapped is joined without one (as CSS has it of
pages). Signs that stand in other scripts too, such as “ and …, say nothing: the letter beyond them does. Tibetan parts
syllables with a sign of its own. Thai, Lao, Khmer and Burmese have blanks between phrases, and lines are mostly wrapped
there: an end of a line stays a blank in them, as in Korean.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from variorum.model.passages import Passage, PassageKind
from variorum.model.span import Span

# with the signs that only they write: 、。「」 and wide forms
_LETTER = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}"
    r"\u3000-\u303f\u30fb\u30fc\ufe30-\ufe4f\uff01-\uff60\uff9e\uff9f]"
)
_PASSED = r"[\p{M}“”‘’…—·]*"
_BEFORE = regex.compile(rf"{_LETTER}{_PASSED}\Z|\u0f0b\Z")
_AFTER = regex.compile(rf"{_PASSED}{_LETTER}|\p{{Script=Tibetan}}")
# what stands at its word whatever begins there; of quotation marks no language's way is another's
_CLOSING = regex.compile(r"[\p{Terminal_Punctuation}\p{Pe}…]")
_OPENING = regex.compile(r"[\p{Ps}¿¡]\Z")
_NEAR = 16  # letters on a side that are looked at
_WHITE = regex.compile(r"\s+")
_END = regex.compile(r"\s*\n\s*")


def joins(before: str, after: str) -> bool:
    """Whether an end of a line between two texts, neither of which has blanks there, parts no words.

    >>> joins("起初", "神創造"), joins("start", "神創造"), joins("他說……", "好")
    (True, False, True)
    """
    return bool(_AFTER.match(after[:_NEAR]) and _BEFORE.search(before[-_NEAR:]))


def parts_no_word(before: str, after: str) -> bool:
    """Whether a page, a column or a line of a print that begins between two texts, without a blank, parts no words.

    >>> parts_no_word("word", "."), parts_no_word("(", "word"), parts_no_word("word", "next")
    (True, True, False)
    """
    return bool(_CLOSING.match(after) or _OPENING.search(before)) or joins(before, after)


def without_joined_ends(text: str, start: int, end: int) -> str:
    """Return a part of a text without the ends of lines in it that part no words.

    >>> without_joined_ends("起初神\\n創造 the\\nearth", 0, 12)
    '起初神創造 the\\ne'
    """
    ends = joined_ends(text) if "\n" in text else []
    borders = [start, *(at for end_ in ends for at in end_ if start <= end_[0] and end_[1] <= end), end]
    return "".join(text[borders[n] : borders[n + 1]] for n in range(0, len(borders), 2))


def joined_ends(text: str) -> list[tuple[int, int]]:
    """Return where in a text ends of lines stand that part no words, with the blanks beside them.

    >>> joined_ends("起初神\\n 創造 the\\nearth")
    [(3, 5)]
    """
    found = (white.span() for white in _END.finditer(text))
    return [(start, end) for start, end in found if joins(text[max(0, start - _NEAR) : start], text[end : end + _NEAR])]


class Joined(NamedTuple):
    """A text without the ends of lines that part no words, and where its letters stood before."""

    text: str
    ends: tuple[tuple[int, int], ...] = ()  # what was left out, as places of the text before

    def at(self, place: int) -> int:
        """Return where a place of the text before is in this one; one that was left out is where it would be.

        >>> joined = joined_lines("起初神\\n 創造")
        >>> joined.text, joined.at(2), joined.at(4), joined.at(6)
        ('起初神創造', 2, 3, 4)
        """
        return place - sum(min(place, end) - start for start, end in self.ends if start < place)

    def of(self, span: Span) -> Span:
        """Return where words of the text before stand in this one."""
        return Span(self.at(span.start), self.at(span.end))


def joined_of(passage: Passage) -> Joined:
    """Return the words of a passage as its lines are shown: those of verse are kept."""
    return joined_lines(passage.text, in_lines=passage.kind is PassageKind.VERSE)


def joined_lines(text: str, *, in_lines: bool = False) -> Joined:
    """Return a text as its lines are shown: joined where their end parts no words, all kept in what is `in_lines`."""
    ends = tuple(joined_ends(text)) if "\n" in text and not in_lines else ()
    return Joined(without_joined_ends(text, 0, len(text)), ends) if ends else Joined(text)


def in_one_line(text: str) -> str:
    """Return a text with a blank for each run of white space, and none where a line ends that parts no words.

    >>> in_one_line("起初\\n  神 創造\\nthe earth ")
    '起初神 創造 the earth'
    """
    text = text.strip()

    def blank(white: regex.Match[str]) -> str:
        start, end = white.span()
        is_end = "\n" in white[0] or "\r" in white[0]
        return "" if is_end and joins(text[max(0, start - _NEAR) : start], text[end : end + _NEAR]) else " "

    return _WHITE.sub(blank, text)
