"""Notes of a Markdown file that pandoc does not give: its text in, what is to be said of them out.

Pandoc leaves out, without a word, a note that nothing in the text calls, and one that only another note calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.importing.witness import Guess

_BEGIN = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def left_out(text: str) -> Iterator[Guess]:
    """Yield a guess for each note that nothing in the text calls, with its line in the file."""
    notes: dict[str, int] = {}
    body: list[str] = []
    in_note = is_after_blank = False
    for number, line in enumerate(text.split("\n"), start=1):
        if begin := _BEGIN.match(line):
            in_note = True
            notes.setdefault(begin[1], number)
        elif in_note and is_after_blank and line.strip() and not line[0].isspace():
            in_note = False
        if not in_note:
            body.append(line)
        is_after_blank = not line.strip()
    called = set(_CALL.findall("\n".join(body)))
    for label, number in notes.items():
        if label not in called:
            yield Guess(
                f"line {number} of the file: the note [^{label}] is called nowhere in the text, or only in another "
                "note, and is left out; put its words where they belong, and import the file anew",
                place="text.txt line 1",
            )
