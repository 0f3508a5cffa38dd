"""Where a line of a file ends between two letters: whether that parts words, as a blank does; texts in, one line out.

Chinese and Japanese are written without blanks, so a line that was only wrapped is joined without one (as CSS has it of
pages). Signs that stand in other scripts too, such as “ and …, say nothing: the letter beyond them does. Tibetan parts
syllables with a sign of its own. Thai, Lao, Khmer and Burmese have blanks between phrases, and lines are mostly wrapped
there: an end of a line stays a blank in them, as in Korean.
"""

from __future__ import annotations

import regex

# with the signs that only they write: 、。「」 and wide forms
_LETTER = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}"
    r"\u3000-\u303f\u30fb\u30fc\ufe30-\ufe4f\uff01-\uff60\uff9e\uff9f]"
)
_PASSED = r"[\p{M}“”‘’…—·]*"
_BEFORE = regex.compile(rf"{_LETTER}{_PASSED}\Z|\u0f0b\Z")
_AFTER = regex.compile(rf"{_PASSED}{_LETTER}|\p{{Script=Tibetan}}")
_NEAR = 16  # letters on a side that are looked at
_WHITE = regex.compile(r"\s+")


def joins(before: str, after: str) -> bool:
    """Whether an end of a line between two texts, neither of which has blanks there, parts no words.

    >>> joins("起初", "神創造"), joins("start", "神創造"), joins("他說……", "好")
    (True, False, True)
    """
    return bool(_AFTER.match(after[:_NEAR]) and _BEFORE.search(before[-_NEAR:]))


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
