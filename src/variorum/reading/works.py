"""references.bib in, its Works out, and what is wrong with each.

`bibtex_scanner` parts the file into entries, `work_inheritance` completes them, `tex_letters`, `work_names`,
`work_dates` and `work_fields` read what stands in them; here they come together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from variorum.model.hidden_characters import hidden_characters, without_hidden_characters
from variorum.model.limits import (
    MAX_ALL_PERSONS,
    MAX_BIBLIOGRAPHY_BYTES,
    MAX_BRACES,
    MAX_FIELD_CHARS,
    MAX_FIELDS,
    MAX_HIDDEN_CHARS,
    MAX_PERSONS,
    MAX_PERSONS_CHARS,
    MAX_READ_CHARS,
    MAX_TEX_CHARS,
    MAX_TEX_COMMANDS,
    MAX_WORKS,
)
from variorum.model.problems import Problem
from variorum.model.works import Person, Work, WrittenField
from variorum.reading.bibtex_scanner import Entry, Field, scan
from variorum.reading.files import (
    ParseCache,
    Refused,
    decode,
    digest_of,
    is_there,
    line_counter,
    line_end_hints,
    read_bytes,
    refuse_merge_marks,
)
from variorum.reading.tex_letters import Letters, has_more_than_braces
from variorum.reading.work_dates import dates_of
from variorum.reading.work_fields import JOINED, PRINTED, ROLES, is_known, is_read, joined, name_of, read_field
from variorum.reading.work_inheritance import inherited
from variorum.reading.work_names import persons_of, split_names
from variorum.text.nearest import nearest_among

PATH = "references.bib"
_BROKEN = "bibliography-broken"


def read_works(root: Path, cache: ParseCache) -> tuple[dict[str, Work], list[Problem]]:
    """Read the bibliography; an edition without references.bib has no works, and that is no Problem."""
    if not is_there(root, PATH):
        return {}, []
    try:
        data = read_bytes(root, PATH, MAX_BIBLIOGRAPHY_BYTES)
        works, problems = cache.recall(PATH, digest_of(data), lambda: parse_works(decode(PATH, data)))
    except Refused as refused:
        return {}, [refused.problem]
    return works, [*line_end_hints(PATH, data), *problems]


def parse_works(text: str, path: str = PATH) -> tuple[dict[str, Work], tuple[Problem, ...]]:
    """Return the works of a bibliography by their keys, and all that is wrong with it.

    Raises `Refused` if there is more in it than can be read in a short time.
    """
    if text.count("{") > MAX_BRACES:
        raise Refused(path, 1, _BROKEN, f"more than {MAX_BRACES:,} braces; take out what nobody cites")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_merge_marks(path, text)
    line_of = line_counter(text)
    hidden = list(islice(hidden_characters(text), MAX_HIDDEN_CHARS + 1))
    problems = [Problem(path, line_of(at), "character-forbidden", message) for at, message in hidden]
    if len(hidden) > MAX_HIDDEN_CHARS:
        raise Refused(path, problems[0].line, problems[0].code, f"{problems[0].message}; there are too many of them")
    if problems:
        text = without_hidden_characters(text)
    scanned = scan(text)
    if len(scanned.entries) > MAX_WORKS:
        message = f"more than {MAX_WORKS:,} works; take out those that nobody cites"
        raise Refused(path, scanned.entries[MAX_WORKS].line, _BROKEN, message)
    entries, faults, _ = inherited(scanned.entries)
    _refuse_too_much(path, entries)
    problems += (Problem(path, fault.line, _BROKEN, fault.message) for fault in (*scanned.faults, *faults))
    works: dict[str, Work] = {}
    for entry in entries:
        works[entry.key] = work_of(entry, path, problems)
    _set_related(works)
    problems += _unknown_fields(entries, path)
    return works, tuple(problems)


def _refuse_too_much(path: str, entries: Sequence[Entry]) -> None:
    """Raise `Refused` if what the works have, what they have from others included, takes long to read."""
    for size, most, what in _sizes(entries):
        if size > most:
            message = f"more than {most:,} {what}; write letters instead of TeX, or take out what nobody cites"
            raise Refused(path, 1, _BROKEN, message)


def _sizes(entries: Sequence[Entry]) -> Iterator[tuple[int, int, str]]:
    """Yield how much there is of what takes long to read, how much may be, and what it is."""
    yield sum(len(entry.fields) for entry in entries), MAX_FIELDS, "fields"
    fields = [(name_of(name), field.value) for entry in entries for name, field in entry.fields.items()]
    names = "\n".join(value for name, value in fields if name in ROLES).lower()
    yield len(names), MAX_PERSONS_CHARS, "characters in names"
    yield names.count(" and ") + names.count(";"), MAX_ALL_PERSONS, "names"
    read = [value for name, value in fields if is_read(name)]
    yield sum(map(len, read)), MAX_READ_CHARS, "characters that are printed"
    yield (
        sum(len(value) for value in read if has_more_than_braces(value)),
        MAX_TEX_CHARS,
        "characters in fields with TeX",
    )
    yield sum(value.count("\\") for value in read), MAX_TEX_COMMANDS, "commands of TeX"


def work_of(entry: Entry, path: str = PATH, problems: list[Problem] | None = None) -> Work:
    """Return the Work that an entry describes; what is wrong with it is added to `problems`."""
    found: list[Problem] = [] if problems is None else problems
    written = {name: WrittenField(field.value, field.line) for name, field in _within_limits(entry, path, found)}
    letters = {
        name: read_field(name, value)
        for name, value in [
            (name_of(n), f.value) for n, f in reversed(written.items())
        ]  # of two names the first counts
        if name not in ROLES and is_read(name)
    }
    for name, more in JOINED.items():
        if more in letters:
            letters[name] = joined(letters.get(name, Letters("")), letters.pop(more))
    fields = {name: value.text for name, value in letters.items() if value.text}
    fields["date"], fields["year"] = dates_of(fields)
    fields = {name: value for name, value in sorted(fields.items()) if value}
    emphasis = {name: value.emphasis for name, value in letters.items() if value.emphasis}
    people = dict(_people(entry, written, path, found, "useprefix=true" in fields.get("options", "").replace(" ", "")))
    return Work(
        key=entry.key,
        path=path,
        line=entry.line,
        type=fields.pop("entrytype", entry.type),
        fields=fields,
        authors=people.pop("author", ()),
        editors=people.pop("editor", ()),
        translators=people.pop("translator", ()),
        transliterated=people.pop("authortranslit", ()),
        people=people,
        emphasis=emphasis,
        written=written,
        text=entry.text,
        digest=digest_of(entry.key, entry.type, entry.text, *(f.value for f in entry.fields.values())),
    )


def _within_limits(entry: Entry, path: str, problems: list[Problem]) -> Iterator[tuple[str, Field]]:
    """Yield the fields that are not too long to be read; what nobody sees may be as long as it is."""
    for name, field in entry.fields.items():
        if len(field.value) <= MAX_FIELD_CHARS or not is_read(name_of(name)) or name in ROLES:
            yield name, field
        else:
            size, most = f"{len(field.value):,}", f"{MAX_FIELD_CHARS:,}"
            message = f"{size} characters in “{name}” of {entry.key}; at most {most} are read"
            problems.append(Problem(path, field.line, _BROKEN, message))


def _people(
    entry: Entry, written: Mapping[str, WrittenField], path: str, problems: list[Problem], prefix_counts: bool
) -> Iterator[tuple[str, tuple[Person, ...]]]:
    for name, field in written.items():
        role = name_of(name)
        if role not in ROLES:
            continue
        names = split_names(field.value)
        if len(names) > MAX_PERSONS:
            message = f"{len(names):,} names in “{name}” of {entry.key}; at most {MAX_PERSONS} are read"
            problems.append(Problem(path, field.line, _BROKEN, message))
            names = names[:MAX_PERSONS]
        people, faults = persons_of(names, prefix_counts=prefix_counts)
        problems += (Problem(path, field.line, "work-name", f"{fault} ({entry.key})") for fault in faults)
        if people:
            yield role, people


def _set_related(works: dict[str, Work]) -> None:
    """Say of a translation or reprint what it is one of, where its entry only names the other's key."""
    # the field stays as it is where the key is of no work: it is shown so
    for key, work in works.items():
        named = work.fields.get("related", "")
        others = [works[k.strip()] for k in named.split(",") if k.strip() in works]
        if others:
            fields = dict(work.fields)
            fields["related"] = "; ".join(_shortly(other) for other in others)
            if fields.get("relatedtype", "") in {"translationof", "origpubin", "reprintof"}:
                fields.pop("related")
                fields.setdefault("origtitle", others[0].title)
                fields.setdefault("origdate", others[0].fields.get("date", others[0].year))
            works[key] = work.with_fields({k: v for k, v in fields.items() if v})


def _shortly(work: Work) -> str:
    lead = f"{work.leads[0].surname}, " if work.leads else ""
    return f"{lead}{work.title}" + (f" ({work.year})" if work.year else "")


def _unknown_fields(entries: list[Entry], path: str) -> Iterator[Problem]:
    """Say of each kind of field that nobody prints where it stands first, and in how many entries."""
    met: dict[str, list[int]] = {}
    for entry in entries:
        for name, field in entry.fields.items():
            if not is_known(name):
                met.setdefault(name, []).append(field.line)
    meant_by = nearest_among(PRINTED | ROLES.keys())
    for name, lines in met.items():
        often = f"in {len(lines)} entries" if len(lines) > 1 else "here"
        meant = meant_by(name)
        remedy = f"did you mean “{meant}”?" if meant else "it stays in the file for other programs"
        message = f"the field “{name}” is not printed ({often}); {remedy}"
        yield Problem(path, min(lines), "work-field-unread", message)
