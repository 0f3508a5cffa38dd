"""The parallels for other programs: an Edition in; a table with tabs for spreadsheets, or JSON, out.

Both say of every parallel what each source of the edition does in it. Positions are counted in code points of the
passage, as `text.txt` has it; words are those of the source, letter for letter, but that in the table an end of line or
a tab among them is a blank.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from variorum.model.body import CITE_ROLES, Inline
from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.source import Source
from variorum.model.span import Part
from variorum.model.stances import Stance

_BLANKS = str.maketrans("\t\n\r", "   ")  # what would end a cell or a row
# The columns of the table; there is a row for each passage, and one for each source that has none.
COLUMNS = ("parallel", "title", "date", "relation", "source", "stance", "passage", "words", "gloss", "why")


def tsv(edition: Edition) -> str:
    """Return the table, the parallels by date and the sources in the editor's order."""
    rows = (row for p in edition.parallels for source in edition.sources for row in _rows(edition, p, source))
    return "".join("\t".join(cell.translate(_BLANKS) for cell in row) + "\n" for row in (COLUMNS, *rows))


def as_json(edition: Edition) -> str:
    """Return the sources and the parallels, with the commentaries and the places of all words."""
    sources = [{"id": s.id, "siglum": s.siglum, "title": s.title, "language": s.language} for s in edition.sources]
    parallels = [_parallel(edition, parallel) for parallel in edition.parallels]
    return json.dumps({"sources": sources, "parallels": parallels}, ensure_ascii=False, indent=1) + "\n"


# What a file is called by → what writes it.
PARALLEL_FORMATS: Mapping[str, Callable[[Edition], str]] = MappingProxyType({"tsv": tsv, "json": as_json})


def _items(parallel: Parallel, source: Source) -> list[ParallelPassage]:
    """Return the passages that a source has in a parallel, be it that they speak or that they touch the matter."""
    return [item for item in (*parallel.passages, *parallel.touches) if item.source == source.id]


def _why(parallel: Parallel, source: Source) -> str:
    return next((silence.why for silence in parallel.silent if silence.source == source.id), "")


def _rows(edition: Edition, parallel: Parallel, source: Source) -> Iterator[tuple[str, ...]]:
    head = (parallel.id, parallel.title, parallel.date, parallel.relation, source.siglum, parallel.stance(source.id))
    items = _items(parallel, source)
    for item in items:
        yield (*head, item.range or item.passage, edition.quoted(item).text, item.gloss, item.why)
    if not items:
        yield (*head, "", "", "", _why(parallel, source))


def _parallel(edition: Edition, parallel: Parallel) -> dict[str, Any]:
    return {
        "id": parallel.id,
        "title": parallel.title,
        "date": parallel.date,
        "relation": parallel.relation,
        "file": parallel.path,
        "sources": [_source(edition, parallel, source) for source in edition.sources],
        "commentary": parallel.body.words(lambda role: _words_of_role(edition, role)),
    }


def _words_of_role(edition: Edition, role: Inline) -> str:
    """Return what stands for a role: a title for a link, the keys of references.bib in brackets for works."""
    return f"[{role.text}]" if role.name in CITE_ROLES else edition.words_of_link(role.name, role.text)


def _source(edition: Edition, parallel: Parallel, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {"source": source.id, "stance": str(parallel.stance(source.id))}
    if parallel.stance(source.id) is Stance.SILENT and _why(parallel, source):
        found["why"] = _why(parallel, source)
    if items := _items(parallel, source):
        found["passages"] = [_passage(edition, item) for item in items]
    return found


def _passage(edition: Edition, item: ParallelPassage) -> dict[str, Any]:
    found: dict[str, Any] = {"passage": item.range or item.passage, "words": edition.quoted(item).text}
    parts = item.parts or ((Part(item.passage, item.span),) if item.span else ())
    if parts:  # else the whole passage
        found["places"] = [{"passage": p.locus, "start": p.span.start, "end": p.span.end} for p in parts]
    return found | {name: said for name, said in (("gloss", item.gloss), ("why", item.why)) if said}
