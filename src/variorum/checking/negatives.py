"""Universal negatives: sentences of a commentary that deny something of a whole source. An `Edition` in, sentences out.

“Only Re tells”, “neither names”, “St leaves out”, “all three agree”: such a sentence is true only if somebody has read
the whole source for it. A machine cannot tell; it can show each sentence once to an editor, who signs it off in
parallels/negatives.tsv. A sentence that is changed afterwards is shown again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import regex

from variorum.finder.windows import sentence_spans
from variorum.model.edition import Edition
from variorum.model.limits import MAX_SENTENCE_CHARS, MAX_TEXT_BYTES
from variorum.model.problems import Problem
from variorum.reading.files import Refused, decode_contribution, read_bytes

PATH = "parallels/negatives.tsv"
COLUMNS = ("parallel", "by", "sentence")

# Words that deny something of a whole, or claim it for one alone, by language.
WORDS: Mapping[str, str] = {
    "en": r"only|alone|none|no one|nobody|nothing|nowhere|neither|never|not at all|"
    r"no source|no other|stops?|first|silent|do(?:es)? not (?:mention|name|tell)|leaves? out|pass(?:es)? over|"
    r"all (?:two|three|four|five)",
    "de": r"nur|allein|kein\w*|niemand|nichts|nirgends|weder|nie(?:mals)?|gar nicht|zuerst|schweigt|"
    r"alle (?:zwei|drei|vier|fünf)",
    "nb": r"bare|kun|alene|ingen|ingenting|intet|verken|aldri|ikke i det hele tatt|først|taus|alle (?:to|tre|fire|fem)",
}


@dataclass(frozen=True, slots=True)
class Negative:
    """A sentence that denies."""

    path: str
    line: int  # where the commentary begins
    parallel: str  # id
    sentence: str
    words: tuple[str, ...]  # those that deny, in their order


def negatives(edition: Edition, language: str = "en") -> Iterator[Negative]:
    """Yield the sentences in the order of the parallels; the language is one of those that `WORDS` has."""
    pattern = regex.compile(rf"\b(?:{WORDS[language.split('-')[0]]})\b", regex.IGNORECASE)
    for parallel in edition.parallels:
        text = parallel.body.plain
        for span in sentence_spans(text, longest=MAX_SENTENCE_CHARS):
            sentence = " ".join(text[span.start : span.end].split())
            found = tuple(dict.fromkeys(m[0].casefold() for m in pattern.finditer(sentence)))
            if found:
                yield Negative(parallel.path, parallel.lines.get("body", 1), parallel.id, sentence, found)


def read_signed(root: Path) -> tuple[set[tuple[str, str]], list[Problem]]:
    """Return what is signed off, as parallel and sentence; an edition without the file has none."""
    if not (root / PATH).exists():
        return set(), []
    try:
        lines = decode_contribution(PATH, read_bytes(root, PATH, MAX_TEXT_BYTES)).split("\n")
    except Refused as refused:
        return set(), [refused.problem]
    signed: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) == len(COLUMNS) and all(cells):
            signed.add((cells[0], cells[2]))
        elif line.strip():
            problems.append(Problem(PATH, number, "table-broken", f"a row has {', '.join(COLUMNS)}, parted by tabs"))
    return signed, problems


def sign(root: Path, negatives: Iterable[Negative], by: str) -> None:
    """Add a row for each sentence to the file, which is made if there is none; what stands in it is not changed."""
    rows = "".join(f"{n.parallel}\t{' '.join(by.split())}\t{n.sentence}\n" for n in negatives)
    if not rows:
        return
    path = root / PATH
    old = path.read_bytes() if path.exists() else ("\t".join(COLUMNS) + "\n").encode()
    with path.open("ab") as file:
        file.write((b"" if path.stat().st_size else old) + (b"" if old.endswith(b"\n") else b"\n") + rows.encode())
