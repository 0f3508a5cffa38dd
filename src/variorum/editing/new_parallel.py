"""A new parallel: two passages that an editor wants to hold together in, the file that says so out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from variorum.disk.whole_file import write_new
from variorum.model.edition import Edition
from variorum.model.kinds import RELATIONS
from variorum.model.span import Span
from variorum.text.anchoring import Miss, locate
from variorum.text.dates import days_of
from variorum.text.quoting import quoted

_CONTEXT = 40  # code points of the neighbouring words that tell two places apart


class NoDraftError(Exception):
    """What the editor asked for cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Words of a passage that the parallel will quote."""

    source: str  # id
    locus: str
    span: Span


@dataclass(frozen=True, slots=True)
class ParallelDraft:
    """What a parallel's file will say."""

    title: str
    relation: str  # key of `RELATIONS`
    date: str  # EDTF; "" = none
    places: tuple[QuotedPlace, ...]
    body: str


def text_of_parallel(edition: Edition, draft: ParallelDraft) -> str:
    """Return the text of the parallel's file; raises `NoDraftError` if its relation or date is none."""
    if draft.relation not in RELATIONS:
        raise NoDraftError(f"there is no relation “{draft.relation}”; it is one of {', '.join(RELATIONS)}")
    if draft.date and days_of(draft.date) is None:
        raise NoDraftError(f"“{draft.date}” is no date in EDTF; give one such as 1906, 1906-07 or 1904/1906, or none")
    lines = [
        "---",
        f"relation: {draft.relation}",
        *([f"date: {_in_line(draft.date)}"] if draft.date else []),
        "passages:",
        *(f"  - {{{_item(edition, place)}}}" for place in draft.places),
        f"title: {_in_line(draft.title)}",
        "---",
        draft.body,
    ]
    return "\n".join(lines) + "\n"


def write_parallel(root: Path, id_: str, text: str) -> Path:
    """Write the file of a new parallel; raises `FileExistsError` rather than touch one that is there."""
    path = root / "parallels" / f"{id_}.md"
    write_new(path, text)
    return path


def _item(edition: Edition, place: QuotedPlace) -> str:
    passage = edition.passage(place.source, place.locus)
    if passage is None:
        raise NoDraftError(f"there is no passage {place.source} {place.locus}")
    text, words = passage.text, place.span.of(passage.text)
    keys = {"source": place.source, "passage": _in_line(place.locus), "lemma": _in_line(words)}
    found = locate(text, words)
    if isinstance(found, Miss) and found.reason == "ambiguous":
        start, end = place.span.start, place.span.end
        before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
        keys |= {"before": _in_line(before)} if before.strip() else {"after": _in_line(after)}
    return ", ".join(f"{key}: {value}" for key, value in keys.items())


def _in_line(words: str) -> str:
    return quoted(" ".join(words.split()))
