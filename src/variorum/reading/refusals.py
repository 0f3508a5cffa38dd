"""What was sent and not taken: the tables that remember it in, each row of them out as a `Refusal`.

A row of `annotations/rejected.tsv` remembers a note: its id, passage, words and text, who refused it and why. One of
`parallels/rejected.tsv` is a pair of passages, as the finder writes it when an editor turns a proposal down; its last
cell may name a parallel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from variorum.model.credit import Refusal, Words
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.reading.files import ParseCache, Refused, decode_contribution, digest_of, is_there, read_bytes
from variorum.reading.tables import table_rows

OF_NOTES = ("id", "passage", "lemma", "note", "by", "reason")
OF_PAIRS = ("source_a", "passage_a", "source_b", "passage_b", "by", "reason", "words_a", "words_b", "id")
PAIRS = "parallels/rejected.tsv"
_LEAST_OF_PAIRS = 6  # columns that a table of pairs has at least


def path_of_notes(source: str) -> str:
    """Return where the refused notes on a source are remembered."""
    return f"sources/{source}/annotations/rejected.tsv"


def read_refusals(root: Path, sources: Iterable[Source], cache: ParseCache) -> tuple[list[Refusal], list[Problem]]:
    """Read all tables; a row that cannot be understood becomes a Problem, and an edition without any has none."""
    found: list[Refusal] = []
    problems: list[Problem] = []
    for path in (*(path_of_notes(source.id) for source in sources), PAIRS):
        if not is_there(root, path):
            continue
        try:
            data = read_bytes(root, path, MAX_TEXT_BYTES)
            digest = digest_of(data)
            rows, faults = cache.recall(path, digest, lambda: _read(path, data))  # noqa: B023 -- called at once
        except Refused as refused:
            problems.append(refused.problem)
        else:
            found += rows
            problems += faults
    return found, problems


def _read(path: str, data: bytes) -> tuple[tuple[Refusal, ...], tuple[Problem, ...]]:
    text = decode_contribution(path, data)
    problems: list[Problem] = []
    columns = OF_PAIRS if path == PAIRS else OF_NOTES
    rows = list(_refusals(path, table_rows(path, _with_all_columns(text), columns, problems), problems))
    return tuple(rows), tuple(problems)


def _with_all_columns(text: str) -> str:
    """Return a table with all its columns; one of pairs may have been begun when it had fewer."""
    first, end, rows = text.partition("\n")
    columns = tuple(first.split("\t"))
    is_older = _LEAST_OF_PAIRS <= len(columns) < len(OF_PAIRS) and columns == OF_PAIRS[: len(columns)]
    return "\t".join(OF_PAIRS) + end + rows if is_older else text


def _refusals(path: str, rows: Iterable[tuple[int, list[str]]], problems: list[Problem]) -> Iterator[Refusal]:
    for number, cells in rows:
        if path == PAIRS:
            source_a, a, source_b, b, by, reason, words_a, words_b, id_ = cells
            about = (Words(source_a, a, words_a), Words(source_b, b, words_b))
            refusal = Refusal(path, number, about, by, reason, id_)
        else:
            id_, passage, lemma, note, by, reason = cells
            refusal = Refusal(path, number, (Words(path.split("/")[1], passage, lemma),), by, reason, id_, note)
        if all(words.passage for words in refusal.about) and reason:
            yield refusal
        else:
            problems.append(Problem(path, number, "table-broken", "a row needs the passage and the reason"))
