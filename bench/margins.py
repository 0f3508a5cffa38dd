"""What stands in the margins of a finished book, told from where its letters are: nothing over another, nothing cut.

Read with pdfium from the file itself, not from what the solver has planned; only the words that each note should have,
and the page where it should stand, come from the folder of the typesetter.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from variorum.reading import read_edition

SLANT = 3  # pt by which a slanted letter may lean out of its column


class Box(NamedTuple):
    """A run of letters on a page, in pt from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


class Page(NamedTuple):
    """What pdfium reads on a page."""

    boxes: list[Box]
    letters: str  # all of them, in the order of the file, without blanks, figures and signs


def read(pdf: Path) -> list[Page]:
    """Read a book page by page."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        rects = (text.get_rect(i) for i in range(text.count_rects()))
        boxes = [
            Box(left, low, right, top, text.get_text_bounded(left, low, right, top)) for left, low, right, top in rects
        ]
        found.append(Page(boxes, _letters(text.get_text_range())))
    return found


def faults(pdf: Path, root: Path, folder: Path) -> Iterator[str]:
    """Yield a line for each thing that should hold, with what does not."""
    pages = read(pdf)
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    places = json.loads((folder / "places.json").read_text("utf-8"))
    width, height = settings["width"], settings["height"]
    with_notes = {int(_page_of(id_, places)) for id_ in places["notes"] if _page_of(id_, places)}
    over = [(n, a.text, b.text) for n, page in enumerate(pages, 1) for a, b in overlapping(page.boxes)]
    yield _line("runs of letters over one another", over)
    out = [(n, b.text) for n, page in enumerate(pages, 1) for b in page.boxes if _outside(b, width, height)]
    yield _line("runs that reach over the edge of the page", out)
    astray = [(n, b.text) for n in sorted(with_notes) for b in pages[n - 1].boxes if _across(b, n, settings)]
    yield _line("runs that stand across the gap between text and notes, or beside the notes' column", astray)
    wanted = set(expected(root))
    there = {id_.rpartition("/")[2] for id_ in places["notes"]}
    yield _line(f"notes that the edition has ({len(wanted)}) and the book has not", sorted(wanted - there))
    lost = [id_ for id_, words in notes(folder) if not _there(words, _page_of(id_, places), pages)]
    yield _line("notes of which words are not on their page", lost)


def expected(root: Path) -> Iterator[str]:
    """Yield `source:id` of each note that the edition has; a parallel has one for each of its passages in a source."""
    edition = read_edition(root)
    for source in edition.sources:
        yield from (f"{source.id}:annotation-{a.id}" for a in source.annotations)
        for parallel in edition.parallels_by_source[source.id]:
            times = sum(p.source == source.id for p in parallel.passages)
            yield from (f"{source.id}:parallel-{parallel.id}" + (f"-{n}" if n > 1 else "") for n in range(1, times + 1))


def overlapping(page: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Yield pairs of runs of which one stands on the other by more than half of its height.

    Runs of one line of Devanagari are let be: pdfium parts words there where a sign stands over or under another.
    """
    held = sorted((b for b in page if b.text.strip()), key=lambda b: -b.top)
    for i, a in enumerate(held):
        for b in held[i + 1 :]:
            if b.top < a.bottom:
                break
            wide = min(a.right, b.right) - max(a.left, b.left)
            high = min(a.top, b.top) - max(a.bottom, b.bottom)
            if wide > 1.5 and high > 0.55 * min(a.top - a.bottom, b.top - b.bottom) and not _one_line(a, b):
                yield a, b


def _one_line(a: Box, b: Box) -> bool:
    indic = all(re.search(r"[\u0900-\u097f]", box.text) for box in (a, b))
    return indic and abs(a.top + a.bottom - b.top - b.bottom) < 1.2 * max(a.top - a.bottom, b.top - b.bottom)


def notes(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the id of each note and the runs of words that its code holds."""
    for line in (folder / "notes.typ").read_text("utf-8").splitlines():
        if head := re.match(r'"([^"]+)": \(number: ', line):
            code = line.partition("body: ")[2]
            strings = re.finditer(r'"((?:[^"\\]|\\.)*)"', code)
            shown = (m[1] for m in strings if not re.search(r"[\w-]\($", code[: m.start()]))  # else an id or a language
            yield head[1], [s for s in (_letters(re.sub(r"\\u\{\w+\}|\\.", " ", x)) for x in shown) if len(s) > 5]


def _page_of(id_: str, places: dict) -> str:
    note = places["notes"][id_]
    return places["pages"].get(note["host"], "") if note["host"] else ""


def _there(words: list[str], page: str, pages: list[Page]) -> bool:
    shown = [pages[int(page) - 1]] if page else pages
    return all(any(w in p.letters for p in shown) for w in words)


def _outside(box: Box, width: float, height: float) -> bool:
    return box.left < 8 or box.bottom < 8 or box.right > width - 8 or box.top > height - 8


def _across(box: Box, number: int, settings: dict) -> bool:
    """Whether a run below the running head stands in the gap, or reaches out of the notes' column at its other side."""
    if box.bottom > settings["height"] - settings["top"] or not box.text.strip():
        return False
    left = settings["two_sided"] and number % 2 == 0
    text = settings["width"] - settings["inner"] - settings["gutter"] - settings["note_width"] - settings["outer"]
    notes_left = settings["outer"] if left else settings["inner"] + text + settings["gutter"]
    notes_right = notes_left + settings["note_width"]
    gap = (notes_right, notes_right + settings["gutter"]) if left else (notes_left - settings["gutter"], notes_left)
    edge = box.left < notes_left - SLANT if left else box.right > notes_right + SLANT
    return edge or (box.left < gap[0] - SLANT and box.right > gap[1] + SLANT)


def _letters(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c)[0] in "LM")


def _line(what: str, found: list) -> str:
    return f"{what}: {len(found)}" + (f", e.g. {found[:4]}" if found else "")
