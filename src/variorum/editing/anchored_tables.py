"""The tables of a source that name places of its text: a table in, the quotes of its rows out, and a row put elsewhere.

These are layer.tsv, citations.toml, divisions.tsv and the headings of a facing translation. Only the letters of the row
change; comments, order and everything else stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from variorum.editing.new_annotation import Place
from variorum.editing.reanchoring import Quote
from variorum.model.layer import FEATURES, with_blanks, without_blanks
from variorum.reading.citations import NAME as CITATIONS
from variorum.reading.citations import places_of_rules
from variorum.reading.layer import COLUMNS as LAYER_COLUMNS
from variorum.reading.layer import NAME as LAYER
from variorum.reading.layer import rows_of
from variorum.text.quoting import quoted

_HEADING = re.compile(r"^## (\S+)(?:[ \t]+([0-9a-f]{8}))?[ \t]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that names a place of the text."""

    line: int  # 1-based
    quote: Quote


@dataclass(frozen=True, slots=True)
class Table:
    """How a kind of table is read and written."""

    rows: Callable[[str, str], Iterator[Row]]  # path and text → its rows
    moved: Callable[[list[str], Row, Place], None]  # puts the row of a list of lines elsewhere


def table_of(name: str) -> Table | None:
    """Return how a file of a source's folder is read and written, by its name; None for one that names no places."""
    return _TABLES.get("translation" if name.startswith("translation.") and name.endswith(".md") else name)


def with_place(table: Table, text: str, row: Row, place: Place) -> str:
    """Return a table with a row at another place."""
    lines = text.split("\n")
    table.moved(lines, row, place)
    return "\n".join(lines)


def _layer_rows(path: str, text: str) -> Iterator[Row]:
    rows, _ = rows_of(path, text.encode())
    return (Row(r.line, Quote(r.locus, r.words, r.before, r.after)) for r in rows)


def _move_layer_row(lines: list[str], row: Row, place: Place) -> None:
    end = "\r" if lines[row.line - 1].endswith("\r") else ""
    cells = [c.strip() for c in (lines[row.line - 1].split("\t") + [""] * len(LAYER_COLUMNS))[: len(LAYER_COLUMNS)]]
    new = dict(zip(LAYER_COLUMNS, cells, strict=True)) | {"locus": place.passage.locus}
    if row.quote.lemma:
        _, blanks = without_blanks(new["words"]) if _is_point(new["feature"]) else ("", 0)
        new |= {"words": with_blanks(place.lemma, blanks), "before": place.before, "after": place.after}
    lines[row.line - 1] = "\t".join(" ".join(new[c].split()) for c in LAYER_COLUMNS).rstrip("\t") + end


def _is_point(feature: str) -> bool:
    return feature in FEATURES and FEATURES[feature].is_point


def _citation_rows(path: str, text: str) -> Iterator[Row]:
    return (Row(line, Quote(*place)) for line, place in places_of_rules(path, text))


def _move_citation(lines: list[str], row: Row, place: Place) -> None:
    """Write the new place into a rule: keys that it has are changed or taken away, those that it needs are added."""
    end = next((n for n in range(row.line, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    values = {"passage": place.passage.locus}
    if row.quote.lemma:
        values |= {"words": place.lemma, "before": place.before, "after": place.after}
    for key, value in values.items():
        at = next((n for n in range(row.line, end) if re.match(rf"\s*{key}\s*=", lines[n])), None)
        if at is not None and value:
            lines[at] = f"{key} = {quoted(value)}"
        elif at is not None:
            del lines[at]
            end -= 1
        elif value:
            lines.insert(row.line + 1, f"{key} = {quoted(value)}")
            end += 1


def _division_rows(path: str, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n")[1:], start=2):
        if line.strip():
            yield Row(number, Quote(line.split("\t")[0].strip()))


def _move_division(lines: list[str], row: Row, place: Place) -> None:
    _, tab, rest = lines[row.line - 1].partition("\t")
    lines[row.line - 1] = f"{place.passage.locus}{tab}{rest}"


def _translation_rows(path: str, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _HEADING.match(line):
            yield Row(number, Quote(match[1]))


def _move_heading(lines: list[str], row: Row, place: Place) -> None:
    match = _HEADING.match(lines[row.line - 1].rstrip("\r"))
    made_from = f" {match[2]}" if match and match[2] else ""
    end = "\r" if lines[row.line - 1].endswith("\r") else ""
    lines[row.line - 1] = f"## {place.passage.locus}{made_from}{end}"


def with_what_was_translated(text: str, changed: Mapping[str, str]) -> str:
    """Return a translation in which the headings of changed passages say from which words they were made.

    `changed` has the digest of the old words by locus; what a heading says already stays.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _HEADING.match(line.rstrip("\r"))
        if match and not match[2] and match[1] in changed:
            lines[number] = f"## {match[1]} {changed[match[1]]}" + ("\r" if line.endswith("\r") else "")
    return "\n".join(lines)


_TABLES: Mapping[str, Table] = {
    LAYER: Table(_layer_rows, _move_layer_row),
    CITATIONS: Table(_citation_rows, _move_citation),
    "divisions.tsv": Table(_division_rows, _move_division),
    "translation": Table(_translation_rows, _move_heading),
}
