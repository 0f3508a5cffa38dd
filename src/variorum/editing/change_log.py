"""What came, changed and went since an earlier version, by source and person: two versions in, Markdown out.

It is what an editor puts into the notes of a release, so the words of strangers in it are made harmless.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

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
from variorum.editing.field_changes import Fields
from variorum.editing.git_version import Version
from variorum.editing.safe_markdown import code, escaped
from variorum.model.edition import Edition, Name, Parallel
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.source import Annotation
from variorum.model.works import Work
from variorum.reading.files import decode
from variorum.reading.names import parse_names
from variorum.reading.sources import parse_translation
from variorum.reading.works import parse_works
from variorum.text.excerpt import beginning

T = TypeVar("T")
_STATES = {"A": "new", "M": "changed", "R": "renamed", "D": "gone"}  # in the order in which they are told
_LEMMA_CHARS = 60  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that is otherwise than it was."""

    state: str  # key of `_STATES`
    section: str  # of the log: a source, or what kind of thing it is
    by: str  # who signed it; "" = nobody
    words: str  # Markdown

    @property
    def line(self) -> str:
        """How the log shows it."""
        return f"- {_STATES[self.state]}: {self.words}"


def change_log(edition: Edition, base: Version) -> Iterator[str]:
    """Yield the lines of the log."""
    changed = changes_since(edition, base)
    entries = [
        *(entry for c in changed if CONTRIBUTION.fullmatch(c.path) for entry in _of_note(edition, c, base)),
        *(
            entry
            for c in changed
            if (m := TRANSLATION.fullmatch(c.path))
            for entry in _of_translation(edition, c, m[1], base)
        ),
        *(_of_text(edition, c) for c in changed if c.path.endswith("/text.txt")),
        *_of_table(changed, "references.bib", "Works", _works(edition, base)),
        *_of_table(changed, "names.toml", "Names", _names(edition, base)),
    ]
    number = Counter(entry.state for entry in entries)
    told = ", ".join(f"{number[state]} {said}" for state, said in _STATES.items() if number[state])
    yield f"## Since {escaped(base.name)}: {told or 'nothing changed'}"
    order = [*(_name_of(edition, s.id) for s in edition.sources), "Parallels", "Works", "Names"]
    sections = dict.fromkeys([*order, *(entry.section for entry in entries)])
    for section in sections:
        if held := [entry for entry in entries if entry.section == section]:
            yield from ("", f"### {section}")
            yield from _by_person(held)


def _by_person(entries: Sequence[Entry]) -> Iterator[str]:
    for by in sorted({entry.by for entry in entries}, key=str.casefold):
        yield ""
        if by:
            yield from (f"**{escaped(by)}**", "")
        states = list(_STATES)
        yield from (e.line for e in sorted(entries, key=lambda e: states.index(e.state)) if e.by == by)


def _of_note(edition: Edition, change: Change, base: Version) -> Iterator[Entry]:
    """Yield what became of a note or parallel; nothing if it never could be read."""
    now, old = things(edition).get(change.path), old_note(change.old_path, base)
    thing = now or old
    if thing is None:
        return
    name = code(thing.id) if not change.was or old is None else f"{code(old.id)} → {code(thing.id)}"
    whither = _whither(edition, thing) if change.state == "D" else ""
    section = "Parallels" if isinstance(thing, Parallel) else _name_of(edition, thing.source)
    yield Entry(change.state, section, thing.by, f"{name} {_words(edition, thing)}{whither}")


def _words(edition: Edition, thing: Annotation | Parallel) -> str:
    if isinstance(thing, Parallel):
        return f"{escaped(thing.title)} ({RELATIONS[thing.relation].label.lower()})"
    source = edition.source(thing.source)
    where = escaped(f"{source.siglum if source else thing.source} {thing.range or thing.passage}")
    lemma = f" “{escaped(beginning(thing.lemma, _LEMMA_CHARS))}”" if thing.lemma else ""
    return f"{where}{lemma} ({ANNOTATION_KINDS[thing.kind].label.lower()})"


def _whither(edition: Edition, gone: Annotation | Parallel) -> str:
    """Say where something went that is no more: into another, or why it was taken out."""
    find = edition.annotation if isinstance(gone, Annotation) else edition.parallel
    heir = find(gone.id)
    if heir is not None:
        return f"; it is in {code(heir.id)} now"
    kind = "annotation" if isinstance(gone, Annotation) else "parallel"
    reason = next((r.reason for r in edition.refusals if r.id == gone.id and r.kind == kind), "")
    return f"; {escaped(reason)}" if reason else ""


def _of_translation(edition: Edition, change: Change, source: str, base: Version) -> Iterator[Entry]:
    old = old_version(change.path, base, lambda data: parse_translation(change.path, data), None)
    held = edition.source(source)
    new = next((t for t in held.translations if t.path == change.path), None) if held else None
    either = new or old
    if either is None:
        return
    before, now = (t.passages if t else {} for t in (old, new))
    number = sum(before.get(locus) != now.get(locus) for locus in {*before, *now})
    of_all = f", {len(now)} of {len(held.citable)} passages" if held and new else ""
    words = f"translation {code(either.language)}: {number} passage{'s' * (number != 1)} otherwise{of_all}"
    yield Entry(change.state, _name_of(edition, source), either.by, words)


def _of_text(edition: Edition, change: Change) -> Entry:
    return Entry(change.state, _name_of(edition, change.path.split("/")[1]), "", "the text")


def _of_table(
    changed: Iterable[Change], path: str, section: str, versions: tuple[Mapping[str, Fields], Mapping[str, Fields]]
) -> Iterator[Entry]:
    """Yield each entry of a file of many that came, changed or went."""
    old, new = versions
    if not any(change.path == path for change in changed):
        return
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key) != new.get(key):
            state = "D" if key not in new else "M" if key in old else "A"
            yield Entry(state, section, "", code(key))


def _works(edition: Edition, base: Version) -> tuple[Mapping[str, Fields], Mapping[str, Fields]]:
    none: dict[str, Work] = {}
    old = old_version("references.bib", base, lambda data: parse_works(decode("references.bib", data))[0], none)
    return _told(old, fields.of_work), _told(edition.works, fields.of_work)


def _names(edition: Edition, base: Version) -> tuple[Mapping[str, Fields], Mapping[str, Fields]]:
    none: dict[str, Name] = {}
    old = old_version("names.toml", base, lambda data: parse_names(data)[0], none)
    return _told(old, fields.of_name), _told(edition.names, fields.of_name)


def _told(things: Mapping[str, T], told: Callable[[T], Fields]) -> Mapping[str, Fields]:
    return {key: told(thing) for key, thing in things.items()}


def _name_of(edition: Edition, source: str) -> str:
    found = edition.source(source)
    return escaped(f"{found.siglum} · {found.label}") if found else code(source)
