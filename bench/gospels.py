"""How well the finder does on texts that it was not made for: `python -m bench.gospels FOLDER [--encoder NAME]`.

The four gospels, each as another translator has put it into English, against the tables of parallels that Eusebius drew
up; without names.toml. The folder holds what the editor has of these, in no wise part of this software: a table of each
translation, `matthew.csv`, `mark.csv`, `luke.csv`, `john.csv`, with the columns Book, Chapter, Verse and Text, and the
tables as JSON: `sections.json` (the sections of each gospel with `from_reference` and `to_reference`, e.g. "MRK 1:3")
and `canons.json` (rows with a number of a section, or none, for each gospel).

A section is a window. A section finds its partner if it stands among the first five of the other gospel.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

from bench.evaluation import Truth, measure, rankings
from variorum.finder.corpus import opened
from variorum.finder.encoding import encode, load_encoder
from variorum.finder.engine import Settings
from variorum.finder.features import KINDS
from variorum.finder.windows import Window
from variorum.model.span import Span

_BOOKS = {"MAT": "matthew", "MRK": "mark", "LUK": "luke", "JHN": "john"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", default="")
    arguments = parser.parse_args()
    windows, numbers = sections(arguments.folder)
    truth = truths(arguments.folder, numbers)
    print(f"{len(windows)} sections, {len(truth)} pairs both ways round")
    print(f"{'':36}{'pairs':>6}{'hit@1':>7}{'hit@5':>7}{'hit@10':>7}")
    with opened(windows, ()) as engine:
        for label, weights, settings in (
            ("the present score", {}, Settings()),
            ("words alone, without context", {k: 0.0 for k in KINDS if k != "word"}, Settings(context=0, hubs=0)),
            *(
                (f"without {kind}", {kind: 0.0}, Settings())
                for kind in ("word", "phrase", "concept", "number", "count")
            ),
            ("without neighbours", {}, Settings(context=0.0)),
        ):
            _show(label, truth, rankings(engine.scores(settings, weights), windows, anywhere=False))
        if arguments.encoder:
            engine.like(encode(load_encoder(arguments.encoder), windows))
            ranked = rankings(engine.scores(), windows, anywhere=False)
            _show("with the encoder", truth, ranked)


def sections(folder: Path) -> tuple[list[Window], Mapping[tuple[str, int], int]]:
    """Return the sections as windows, and the number of the window of each gospel's sections."""
    held = json.loads((folder / "sections.json").read_text(encoding="utf-8"))
    windows: list[Window] = []
    numbers: dict[tuple[str, int], int] = {}
    for order, (book, file) in enumerate(_BOOKS.items()):
        verses = _verses(folder / f"{file}.csv")
        for section in held[book]:
            first, last = (_place(section[key]) for key in ("from_reference", "to_reference"))
            text = " ".join(words for place, words in verses.items() if first <= place <= last)
            number = len(windows)
            numbers[book, section["sectionNumber"]] = number
            windows.append(
                Window(number, file, book, str(section["sectionNumber"]), Span(0, len(text)), text, "en", order)
            )
    return windows, numbers


def truths(folder: Path, numbers: Mapping[tuple[str, int], int]) -> list[Truth]:
    """Return what stands in one row of the tables: for each section and other gospel all its partners there."""
    partners: dict[tuple[int, str, str], set[int]] = {}
    for row in json.loads((folder / "canons.json").read_text(encoding="utf-8")):
        for a, b in permutations((book for book in _BOOKS if row[book]), 2):
            partners.setdefault((numbers[a, row[a]], a, b), set()).add(numbers[b, row[b]])
    return [
        Truth(f"{_BOOKS[a]}-{query}", query, frozenset(found), ("en", "en"), (_BOOKS[a], _BOOKS[b]))
        for (query, a, b), found in partners.items()
    ]


def _verses(path: Path) -> dict[tuple[int, int], str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    name = path.stem.capitalize()
    return {
        (int(row["Chapter"]), int(row["Verse"])): " ".join(row["Text"].split()) for row in rows if row["Book"] == name
    }


def _place(reference: str) -> tuple[int, int]:
    chapter, verse = reference.partition(" ")[2].split(":")
    return int(chapter), int(verse)


def _show(label: str, truth: list[Truth], ranked: Mapping[tuple[int, str], list[int]]) -> None:
    m = measure(truth, ranked, anywhere=False)
    print(f"{label:36}{m.pairs:6}{m.recall_1:7.3f}{m.recall_5:7.3f}{m.recall_10:7.3f}", flush=True)


if __name__ == "__main__":
    main()
