"""What a change does to the edition, for the person who looks it over: two versions in, Markdown out.

First what lies beyond contributions, then each annotation and parallel beside its passage with what is otherwise in it,
field by field, then works, names, translations and the sources. The words come from strangers and the page that shows
the summary is somebody else's: see `safe_markdown`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from variorum.editing import field_changes as fields
from variorum.editing.changed_files import (
    CONTRIBUTION,
    TRANSLATION,
    Change,
    changes_since,
    old_note,
    old_version,
    things,
)
from variorum.editing.field_changes import Fields, changes, line_changes
from variorum.editing.git_version import Version
from variorum.editing.safe_markdown import code, escaped, markdown
from variorum.model.edition import Edition, Name, Parallel, ParallelPassage
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.passages import Passage
from variorum.model.problems import Problem
from variorum.model.source import Annotation
from variorum.model.span import Span
from variorum.model.works import Work
from variorum.reading.files import decode
from variorum.reading.names import parse_names
from variorum.reading.sources import parse_translation, source_at
from variorum.reading.works import parse_works
from variorum.text.excerpt import around, beginning
from variorum.text.line_joining import joined_of
from variorum.works.description import describe
from variorum.works.runs import plain

AROUND = 200  # characters of a passage shown on each side of a lemma
_OF_SOURCE = re.compile(r"sources/([^/]+)/(text\.txt|source\.toml|outline\.tsv)")
_TABLE = re.compile(r"sources/[^/]+/[^/]+\.(?:toml|tsv)|parallels/[^/]+\.tsv")
_STATES = {"A": "New", "M": "Changed", "D": "Deleted", "R": "Renamed"}
_SOURCE_FILES = ("text.txt", "source.toml", "outline.tsv")


def summary(
    edition: Edition,
    problems: Iterable[Problem],
    base: Version,
    preview: Callable[[str], str] = lambda path: "",
) -> Iterator[str]:
    """Yield the lines of the summary; `preview` says at which address a page shows what a file says, "" if nowhere."""
    faults: dict[str, list[Problem]] = {}
    for problem in problems:
        faults.setdefault(problem.path, []).append(problem)
    changed = changes_since(edition, base)
    notes = [change for change in changed if CONTRIBUTION.fullmatch(change.path)]
    yield f"## Annotations and parallels changed: {len(notes)} beside {escaped(base.name)}"
    yield from _beyond(changed)
    for change in notes:
        yield from _note(edition, change, base, faults.get(change.path, ()), preview(change.path))
    for section in (_works, _names, _translations, _sources, _tables):
        yield from section(edition, changed, base)


def _beyond(changed: Sequence[Change]) -> Iterator[str]:
    """Yield what a contribution does not touch: the texts themselves, settings, the software."""
    ours = {"references.bib", "names.toml"}
    others = [c for c in changed if c.path not in ours and not CONTRIBUTION.fullmatch(c.path)]
    others = [c for c in others if not TRANSLATION.fullmatch(c.path)]
    if others:
        yield from ("", "### Other files", "", "Look at these first: a contribution does not need them.", "")
        yield from (f"- {_STATES.get(c.state, 'Changed').lower()}: {code(c.path)}" for c in others)


# --- annotations and parallels ----------------------------------------------------------------------------------------


def _note(edition: Edition, change: Change, base: Version, faults: Iterable[Problem], address: str) -> Iterator[str]:
    path = change.path
    thing, old = things(edition).get(path), old_note(change.old_path, base)
    yield from (
        "",
        f"### {_STATES.get(change.state, 'Changed')}: {_title(edition, thing) if thing else code(path)}",
        "",
    )
    moved = f"{code(change.was)} → " if change.was else ""
    yield f"{moved}{code(path)}" + (f" · [preview]({address})" if address else "")
    for problem in faults:
        yield from ("", f"**Problem** in line {problem.line}: {escaped(problem.message)}")
    if thing is not None and old is not None:
        yield from _block(changes(_fields(edition, old), _fields(edition, thing)))
    if thing is not None and change.state != "D":
        yield ""
        yield from _annotation(edition, thing) if isinstance(thing, Annotation) else _parallel(edition, thing)
    if old is not None:
        yield from ("", "<details><summary>Before</summary>", "", *markdown(old.body), "", "</details>")


def _fields(edition: Edition, thing: Annotation | Parallel) -> Fields:
    if isinstance(thing, Annotation):
        return fields.of_annotation(thing)

    def siglum(name: str) -> str:
        source = edition.source(name)
        return source.siglum if source else name

    return fields.of_parallel(thing, siglum)


def _title(edition: Edition, thing: Annotation | Parallel) -> str:
    if isinstance(thing, Parallel):
        return f"parallel “{escaped(thing.title)}”"
    return f"{escaped(edition.quoted(thing).reference)} · {ANNOTATION_KINDS[thing.kind].label}"


def _annotation(edition: Edition, note: Annotation) -> Iterator[str]:
    yield f"> {_excerpt(edition.quoted(note).passage, note.span)}"
    yield ""
    yield from markdown(note.body)
    yield ""
    yield f"— {escaped(note.by)}"


def _parallel(edition: Edition, parallel: Parallel) -> Iterator[str]:
    yield ", ".join(filter(None, (RELATIONS[parallel.relation].label, escaped(parallel.date))))
    for item in parallel.passages:
        yield ""
        yield from _item(edition, item)
    yield ""
    yield from markdown(parallel.body)


def _item(edition: Edition, item: ParallelPassage) -> Iterator[str]:
    quoted = edition.quoted(item)
    yield f"> **{escaped(quoted.reference)}** {_excerpt(quoted.passage, item.span)}"
    if item.gloss:
        yield ">"
        yield f"> ({escaped(item.gloss)})"


def _excerpt(passage: Passage, span: Span | None) -> str:
    joined = joined_of(passage)
    if span is None:
        return escaped(beginning(joined.text, 2 * AROUND))
    shown = around(joined.text, joined.of(span), AROUND)
    return f"{escaped(shown.before)}**{escaped(shown.words)}**{escaped(shown.after)}"


# --- what notes stand on ----------------------------------------------------------------------------------------------


def _works(edition: Edition, changed: Sequence[Change], base: Version) -> Iterator[str]:
    """Yield each work that came, went, changed or got another key, as it will be printed."""
    if not any(change.path == "references.bib" for change in changed):
        return
    none: dict[str, Work] = {}
    old = old_version("references.bib", base, lambda data: parse_works(decode("references.bib", data))[0], none)
    new = edition.works
    by_fields = {tuple(sorted(fields.of_work(w).items())): w.key for w in old.values() if w.key not in new}
    yield from ("", "### Works")
    for key, work in new.items():
        was = old.get(key)
        if was is not None and fields.of_work(was) == fields.of_work(work):
            continue
        renamed = by_fields.pop(tuple(sorted(fields.of_work(work).items())), "") if was is None else ""
        state = f"{code(renamed)} → " if renamed else "" if was else "New: "
        yield from ("", f"{state}{code(key)} {escaped(plain(describe(work)))}")
        yield from _block(changes(fields.of_work(was), fields.of_work(work)) if was else ())
    for key in by_fields.values():
        yield from ("", f"Deleted: {code(key)} {escaped(plain(describe(old[key])))}")


def _names(edition: Edition, changed: Sequence[Change], base: Version) -> Iterator[str]:
    """Yield each name that came, went or changed."""
    if not any(change.path == "names.toml" for change in changed):
        return
    none: dict[str, Name] = {}
    old = old_version("names.toml", base, lambda data: parse_names(data)[0], none)
    yield from ("", "### Names")
    for id_ in [*edition.names, *(id_ for id_ in old if id_ not in edition.names)]:
        was, now = ({k: fields.of_name(v) for k, v in names.items()}.get(id_, {}) for names in (old, edition.names))
        if was != now:
            state = "New: " if not was else "Deleted: " if not now else ""
            yield from ("", f"{state}{code(id_)}")
            yield from _block(changes(was, now))


def _translations(edition: Edition, changed: Sequence[Change], base: Version) -> Iterator[str]:
    """Yield what each translation says otherwise, passage by passage."""
    for change in changed:
        if not (match := TRANSLATION.fullmatch(change.path)):
            continue
        old = old_version(change.path, base, lambda data: parse_translation(change.path, data), None)  # noqa: B023
        source = edition.source(match[1])
        new = next((t for t in source.translations if t.path == change.path), None) if source else None
        yield from ("", f"### Translation: {code(change.path)}")
        yield from _block(changes(*(fields.of_translation(t) if t else {} for t in (old, new))))


def _sources(edition: Edition, changed: Sequence[Change], base: Version) -> Iterator[str]:
    """Yield what the texts and outlines of sources say otherwise, passage by passage."""
    for id_ in dict.fromkeys(m[1] for c in changed if (m := _OF_SOURCE.fullmatch(c.path))):
        files = {name: base.read(f"sources/{id_}/{name}") for name in _SOURCE_FILES}
        there = {name: data for name, data in files.items() if data is not None}
        old, new = source_at(id_, there) if len(there) == len(files) else None, edition.source(id_)
        if old is None or new is None:
            yield from ("", f"### Source {code(id_)}: {'new' if new else 'gone, or it cannot be read'}")
            continue
        yield from ("", f"### Source {escaped(new.siglum)}: the text")
        yield from _block(changes(fields.of_text(old), fields.of_text(new)))
        yield from ("", f"### Source {escaped(new.siglum)}: the outline")
        yield from _block(changes(fields.of_outline(old), fields.of_outline(new)))


def _tables(edition: Edition, changed: Sequence[Change], base: Version) -> Iterator[str]:
    """Yield the lines of other tables that went and came."""
    for change in changed:
        if _TABLE.fullmatch(change.path) and not change.path.endswith("outline.tsv"):
            old, new = (
                data.decode("utf-8", "replace") for data in (base.read(change.path) or b"", base.now(change.path))
            )
            yield from ("", f"### {code(change.path)}")
            yield from _block(line_changes(old, new))


def _block(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield from found


# --- what a host takes ------------------------------------------------------------------------------------------------


def cut(lines: Sequence[str], limit: int, rest: str) -> list[str]:
    """Return as many lines as a host takes (bytes), cut before a heading, and where the rest is to be found."""
    sizes = [len(line.encode()) + 1 for line in lines]
    if sum(sizes) <= limit:
        return list(lines)
    most = bisect_right(list(accumulate(sizes)), limit - _LAST_LINE_BYTES)
    end = max((at for at, line in enumerate(lines[: most + 1]) if line.startswith("### ")), default=0)
    headings = sum(line.startswith("### ") for line in lines[end:])
    where = f"in {code(rest)}" if rest else "in the change itself"
    return [*lines[:end], f"**{headings} more are not shown here, for the host takes no more; they stand {where}.**"]


_LAST_LINE_BYTES = 300  # bytes
