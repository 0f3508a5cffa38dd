"""The files of a source: a `Witness` in, text.txt, outline.tsv, layer.tsv and source.toml out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from variorum.editing.new_annotation import place_at
from variorum.importing.witness import Mark, Unit
from variorum.model.hidden_characters import without_hidden_characters
from variorum.model.layer import FEATURES, LayerRow
from variorum.model.passages import Passage, PassageKind
from variorum.model.span import Span
from variorum.text.excerpt import whole_words
from variorum.text.line_joining import in_one_line
from variorum.text.quoting import quoted

TITLE_CHARS = 120
# What stands line under line; anything else has a blank line before it.
_CLOSE = frozenset(
    {
        PassageKind.VERSE,
        PassageKind.LIST_ITEM,
        PassageKind.TABLE_ROW,
        PassageKind.REFERENCE,
        PassageKind.FOOTNOTE,
    }
)


def text_of(units: Sequence[Unit], *, close_verses: bool) -> str:
    """Return text.txt: a line for each unit; `close_verses` sets verses of scripture line under line too."""
    lines: list[str] = []
    before: Unit | None = None
    for unit in units:
        close = unit.kind in _CLOSE or (close_verses and unit.kind is PassageKind.PARAGRAPH)
        if before and not (close and before.kind is unit.kind and not unit.opens_stanza):
            lines.append("")
        lines.append(unit.text)
        before = unit
    return "\n".join(lines) + "\n"


def passages_of(units: Sequence[Unit], text: str) -> list[Passage]:
    """Return the passages that the units are in their text."""
    numbers = (number for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    return [
        Passage(unit.locus, unit.kind, number, number, unit.text, unit.remark)
        for unit, number in zip(units, numbers, strict=True)
    ]


def outline_of(passages: Sequence[Passage]) -> str:
    """Return outline.tsv."""
    return "lines\tkind\tlocus\tremark\n" + "".join(map(_outline_row, passages))


def _outline_row(passage: Passage) -> str:
    first, last = passage.first_line, passage.last_line
    lines = f"{first}-{last}" if last > first else f"{first}"
    return f"{lines}\t{passage.kind}\t{passage.locus}\t{passage.remark}\n"


def layer_of(units: Sequence[Unit], passages: Sequence[Passage]) -> list[LayerRow]:
    """Return the rows of layer.tsv in the order of the text, the words of each made unique in their passage."""
    found = []
    for unit, passage in zip(units, passages, strict=True):
        marks = sorted(enumerate(unit.marks), key=lambda m: (m[1].span.start, m[1].span.end, m[0]))
        found += [_row(passage, mark, _clean(mark.value)) for _, mark in marks]
    return found


def _row(passage: Passage, mark: Mark, value: str) -> LayerRow:
    span, feature, blanks = mark.span, mark.feature, mark.blanks
    if FEATURES[feature].is_point:
        span = _word_before(passage.text, span.end)
        if span.start == span.end:
            return LayerRow(passage.locus, feature, value, blanks=blanks)
    elif span == Span(0, len(passage.text)):
        return LayerRow(passage.locus, feature, value)
    place = place_at(passage, span)
    return LayerRow(passage.locus, feature, value, place.lemma, place.before, place.after, blanks=blanks)


def _word_before(text: str, at: int) -> Span:
    """Return the word, or the part of one, that ends where a point stands."""
    end = len(text[:at].rstrip())
    start = end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    return Span(start, end)


def _clean(value: str) -> str:
    return in_one_line(without_hidden_characters(value))


# What source.toml says, in the order of its lines.
ABOUT = ("title", "label", "siglum", "order", "language", "origin", "rights", "sha256", "original", "original_sha256")
LANGUAGE_LINE = ABOUT.index("language") + 1


def about_source(rows: Iterable[tuple[str, str | int]]) -> str:
    """Return source.toml."""
    return "".join(f"{key} = {value if isinstance(value, int) else quoted(value)}\n" for key, value in rows)


def title_from(text: str, title: str = "") -> str:
    """Return a title: the one that the original names, else its first line, cut at a word."""
    first = next(filter(None, (without_hidden_characters(line).strip() for line in text.split("\n"))), "Untitled")
    return whole_words(_clean(title) or first, TITLE_CHARS)


def sha256_of(data: bytes) -> str:
    """Return the checksum that source.toml names."""
    return hashlib.sha256(data).hexdigest()


def kinds_of(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield how many passages of each kind there are, such as "12 paragraph"."""
    kinds = [p.kind for p in passages]
    return (f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
