"""A source's layer.tsv in, the features of its witness out, each found in its passage.

A row is `locus, words, feature, value, before, after`; the words are looked for as those of an annotation are. A point,
such as where a page begins, stands after its words; without words at the beginning of its passage. Each `_` behind the
words is a blank of the witness beside the point: `the _` touches the words that follow, `the _ _` none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from variorum.model.layer import FEATURES, PICTURES, LayerRow, picture_of, with_blanks, without_blanks
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.model.passages import PassageKind
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.model.web_addresses import ONLY_WEB, is_web_address
from variorum.reading.beside_source import read_beside
from variorum.reading.files import ParseCache, decode_contribution, digest_of
from variorum.reading.language_tags import is_language_tag
from variorum.reading.tables import table_rows
from variorum.text.anchoring import Miss, locate

NAME = "layer.tsv"
COLUMNS = ("locus", "words", "feature", "value", "before", "after")


def with_layer(root: Path, source: Source, cache: ParseCache) -> tuple[Source, list[Problem]]:
    """Return the source with its layer; one without layer.tsv has none."""
    read = read_beside(root, source, NAME, MAX_TEXT_BYTES, _placed, cache)
    missing = [row for row in read.found if not _has_picture(root, source.id, row)]
    if not missing:
        return replace(source, layer=read.found, digest=read.digest), read.problems
    named = {row: picture_of(row.value) for row in missing}
    layer = tuple(replace(row, value=named[row][1]) if row in named else row for row in read.found)
    told = [_no_picture(source.id, row.line, name) for row, (name, _) in named.items()]
    return replace(source, layer=layer, digest=digest_of(read.digest, "without pictures")), [*read.problems, *told]


def _has_picture(root: Path, id_: str, row: LayerRow) -> bool:
    """Whether the picture that a row names is there, and leads nowhere else; a row that names none lacks nothing."""
    name = picture_of(row.value)[0] if row.feature == "image" else ""
    if not name:
        return True
    place = root / "sources" / id_ / PICTURES / name
    return place.is_file() and place.resolve().is_relative_to(root.resolve())


def _no_picture(id_: str, line: int, name: str) -> Problem:
    place = f"sources/{id_}/{PICTURES}/{name}"
    return Problem(f"sources/{id_}/{NAME}", line, "file-missing", f"there is no {place}; put it there, or import anew")


def rows_of(path: str, data: bytes) -> tuple[list[LayerRow], list[Problem]]:
    """Return the rows of a table as they are written, not yet looked for in any text; raises `Refused`."""
    problems: list[Problem] = []
    return list(_rows(path, decode_contribution(path, data), problems)), problems


def table_of(rows: list[LayerRow]) -> str:
    """Return layer.tsv."""
    cells = ((r.locus, with_blanks(r.words, r.blanks), r.feature, r.value, r.before, r.after) for r in rows)
    return "\t".join(COLUMNS) + "\n" + "".join("\t".join(map(_cell, row)).rstrip("\t") + "\n" for row in cells)


def _cell(words: str) -> str:
    return " ".join(words.split())  # neither tabs nor ends of lines; they count as blanks where words are looked for


def _placed(path: str, data: bytes, source: Source) -> tuple[tuple[LayerRow, ...], tuple[Problem, ...]]:
    rows, problems = rows_of(path, data)
    found = []
    for row in rows:
        placed = place_of(row, source)
        if isinstance(placed, LayerRow):
            found.append(placed)
        else:
            problems.append(Problem(path, row.line, *placed))
    return tuple(found), tuple(problems)


def place_of(row: LayerRow, source: Source) -> LayerRow | tuple[str, str]:
    """Return a row with its place in the text, or the code and the message of what is wrong."""
    passage = source.passage_holding(row.locus)
    if passage is None:
        return "passage-unknown", f"{source.siglum} has no passage “{row.locus}”"
    row = replace(row, locus=passage.locus)
    if row.feature == "note":
        note = source.passage(row.value)
        if note is None or note.kind is not PassageKind.FOOTNOTE:
            return "value-invalid", f"“{row.value}” is no footnote of {source.siglum}; name the locus of one"
    if not row.words:
        return replace(row, span=Span(0, 0 if row.is_point else len(passage.text)))
    span = locate(passage.text, row.words, row.before, row.after)
    if isinstance(span, Miss):
        where = f"{source.siglum} {row.locus}"
        if span.reason == "ambiguous":
            message = f"“{row.words}” stands {span.count} times in {where}; add before or after, the words beside it"
            return "lemma-ambiguous", message
        return "lemma-not-found", f"“{row.words}” does not stand in {where}; copy the words from the passage"
    return replace(row, span=_after(passage.text, span.end, row.blanks) if row.is_point else span)


def _after(text: str, end: int, blanks: int) -> Span:
    """Return where a point stands that has blanks beside it: behind the blank of the text, if it has only that."""
    at = end + 1 if blanks == 1 and text[end : end + 1].isspace() else end
    return Span(at, at)


def _rows(path: str, text: str, problems: list[Problem]) -> Iterator[LayerRow]:
    """Yield each row that can be understood; the others become Problems."""
    for number, (locus, words, feature, value, before, after) in table_rows(path, text, COLUMNS, problems):
        is_point = feature in FEATURES and FEATURES[feature].is_point
        words, blanks = without_blanks(words) if is_point else (words, 0)
        row = LayerRow(locus, feature, value, words, before, after, line=number, blanks=blanks)
        fault = _fault(row)
        if fault:
            problems.append(Problem(path, number, "value-invalid", fault))
        else:
            yield row


def _fault(row: LayerRow) -> str:
    """Return what is wrong with a row's feature or value, "" if nothing is."""
    kind = FEATURES.get(row.feature)
    if kind is None:
        return f"unknown feature “{row.feature}”; the features are {', '.join(FEATURES)}"
    if kind.must and not row.value:
        return f"“{kind.id}” needs a value: {kind.value}"
    if kind.id == "foreign" and not is_language_tag(row.value):
        return f"“{row.value}” is no tag of a language such as la or grc"
    if kind.id == "link" and not is_web_address(row.value):
        return f"“{row.value}” is no address of a page; {ONLY_WEB}"
    return ""
