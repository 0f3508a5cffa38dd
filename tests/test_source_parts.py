"""A long source over several pages: the parts it is cut into, and the passages of each."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest

from variorum.model.layer import LayerRow
from variorum.model.passages import Division, PassageKind
from variorum.parallels.source_parts import parts_of, passages_between, passages_of_division
from variorum.reading.sources import source_at

KINDS = {"h": PassageKind.HEADING_1, "H": PassageKind.HEADING_2, "t": PassageKind.TITLE, "n": PassageKind.FOOTNOTE}
TOML = "".join(f'{key} = "x"\n' for key in ("title", "label", "siglum", "origin", "rights", "sha256"))


def source_of(loci: str, **files: str):
    """A source of one line for each locus; `h`, `H` and `t` before it make it a heading or the title, `n` a note."""
    rows, lines = ["lines\tkind\tlocus\tremark"], []
    for number, word in enumerate(loci.split(), start=1):
        kind = KINDS.get(word[0], PassageKind.PARAGRAPH)
        rows.append(f"{number}\t{kind}\t{word}\t")
        lines.append(f"Words of {word}")
    held = {"text.txt": "\n".join(lines) + "\n", "outline.tsv": "\n".join(rows) + "\n"}
    held["source.toml"] = f'{TOML}language = "en"\n'
    return source_at("a", {name: words.encode() for name, words in (held | files).items()})


# what stands in the source → first and last locus of each part, and its title
PARTS = {
    "t1 1 2 3": ["t1–3: 1–3"],
    "t1 h1 1 2 h2 3 4": ["t1–2: Words of h1", "h2–4: Words of h2"],
    "t1 0 h1 1 2 h2 3": ["t1–0: 0–0", "h1–2: Words of h1", "h2–3: Words of h2"],
    "t1 h1 H2 1 H3 2 h4 3": ["t1–2: Words of h1", "h4–3: Words of h4"],
    "H1 1 H2 2": ["H1–1: Words of H1", "H2–2: Words of H2"],
    "t1 1:1 1:2 2:1 2:2": ["t1–1:2: 1", "2:1–2:2: 2"],
    "t1 h1 1:1 1:2 h2 2:1": ["t1–1:2: 1. Words of h1", "h2–2:1: 2. Words of h2"],
    "h1 1 h2 2 n1 n2": ["h1–1: Words of h1", "h2–2: Words of h2"],
    "1.1.1 1.1.2 1.2.1": ["1.1.1–1.1.2: 1.1", "1.2.1–1.2.1: 1.2"],
    "t1 h1": ["t1–h1: Words of h1"],
}


@pytest.mark.parametrize("loci", PARTS)
def test_a_source_is_cut_at_its_chapters_or_headings(loci):
    assert [f"{part.first}–{part.last}: {part.title}" for part in parts_of(source_of(loci))] == PARTS[loci]


# what stands in the source → the book of each part, with how many parts it has there
BOOKS = {
    "t1 h1 1 h2 2": [("", 2)],
    "A.1:1 A.2:1 B.1:1 B.2:1": [("A", 2), ("B", 2)],
    "h1 A.1:1 A.2:1 h2 B.1:1 B.2:1": [("Words of h1", 2), ("Words of h2", 2)],
    "h1 H1 A.1:1 H2 A.2:1 h2 H3 B.1:1 B.2:1": [("Words of h1", 2), ("Words of h2", 2)],
    "H1 A.1:1 H2 A.2:1 H3 B.1:1 H4 B.2:1": [("A", 2), ("B", 2)],
    "h1 H1 1:1 H2 2:1 h2 H3 3:1 H4 4:1": [("Words of h1", 2), ("Words of h2", 2)],
    "1:1 h1 2:1 3:1 h2 4:1 5:1 6:1": [("", 1), ("Words of h1", 2), ("Words of h2", 3)],
    "A.1:1 B.1:1 C.1:1 C.2:1": [("", 4)],  # most would have one part
    "H1 1:1 H2 2:1": [("", 2)],
}


@pytest.mark.parametrize("loci", BOOKS)
def test_parts_are_of_books_where_the_source_has_such(loci):
    held = groupby(parts_of(source_of(loci)), key=lambda part: part.book)
    assert [(book, len([*parts])) for book, parts in held] == BOOKS[loci]


def test_the_heading_of_a_book_is_not_that_of_its_first_part():
    parts = parts_of(source_of("h1 H1 A.1:1 H2 A.2:1 h2 B.1:1 B.2:1"))
    assert [part.title for part in parts] == ["A.1. Words of H1", "A.2. Words of H2", "B.1", "B.2"]


def loci_of(passages) -> str:
    return " ".join(passage.locus for passage in passages)


@pytest.fixture(scope="module")
def with_notes():
    source = source_of("h1 1 2 h2 3 n1 n2 n3")
    rows = (LayerRow("1", "note", "n2", "of"), LayerRow("3", "note", "n1", "of"))
    return replace(source, layer=rows)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("", "2", "h1 1 2 n2"),
        ("h2", "3", "h2 3 n1"),
        ("", "", "h1 1 2 h2 3 n1 n2 n3"),
        ("2", "2", "2"),
        ("n3", "", "n3"),
    ],
)
def test_the_notes_of_a_source_go_with_their_calls(with_notes, first, last, shown):
    assert loci_of(passages_between(with_notes, first, last)) == shown


def test_a_part_that_cannot_be_is_refused(with_notes):
    with pytest.raises(KeyError, match="9"):
        passages_between(with_notes, "9")
    with pytest.raises(ValueError, match="1"):
        passages_between(with_notes, "3", "1")
    with pytest.raises(KeyError, match="h1"):
        passages_of_division(with_notes, "h1")


def test_a_division_goes_up_to_the_next(with_notes):
    parted = replace(with_notes, divisions=tuple(Division(locus, "", "") for locus in ("1", "h2")))
    assert loci_of(passages_of_division(parted, "1")) == "1 2 n2"
    assert loci_of(passages_of_division(parted, "h2")) == "h2 3 n1 n3"
