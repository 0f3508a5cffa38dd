"""What deceives the eye in a stranger's text: where it stands, and what is left without it."""

from __future__ import annotations

import pytest

from variorum.model.hidden_characters import hidden_characters, printable, without_hidden_characters
from variorum.model.limits import MAX_HIDDEN_CHARS
from variorum.reading.files import Refused
from variorum.reading.works import parse_works

# a text, with the words of each message; nothing said of what languages need
CASES = {
    "plain words": [],
    "a\u200bb": ["ZERO WIDTH SPACE"],
    "क्\u200dष": [],  # a joiner where a script has a use for it
    "a\u200db": ["ZERO WIDTH JOINER"],
    "\u200cक": ["ZERO WIDTH NON-JOINER"],
    "e\u0301": [],
    "e" + "\u0301" * 40: ["40 marks on one letter"],
    "\u2067ערב\u2069 a": [],
    "\u2067a": ["is not closed on its line"],
    "a\u2069": ["closes nothing"],
    "\u2067\u2066a\u2069\nb\u2069": ["is not closed on its line", "closes nothing"],
}


@pytest.mark.parametrize("text", CASES, ids=ascii)
def test_what_is_hidden_is_named(text):
    found = [message for _, message in hidden_characters(text)]
    assert len(found) == len(CASES[text]), found
    assert all(words in message for words, message in zip(CASES[text], found, strict=True)), found


@pytest.mark.parametrize("text", CASES, ids=ascii)
def test_a_text_without_it_has_nothing_hidden_but_heaps(text):
    left = without_hidden_characters(text)
    assert not [message for _, message in hidden_characters(left) if "marks" not in message]


def test_a_bibliography_full_of_it_is_not_read():
    with pytest.raises(Refused, match=r"ZERO WIDTH SPACE.*too many of them"):
        parse_works("@book{Lind1999, title = {" + "a\u200bb " * (MAX_HIDDEN_CHARS + 1) + "}}")


@pytest.mark.parametrize(
    ("text", "shown"), [("plain", "plain"), ("a\x1b[2Jb\n", "a\\x1b[2Jb\\n"), ("क्\u200dष\t", "क्\u200dष\\t")]
)
def test_a_terminal_shows_signs_and_obeys_none(text, shown):
    assert printable(text) == shown
