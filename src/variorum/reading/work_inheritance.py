"""What an entry has from others: `crossref`, `xdata` and `related` of BibTeX and biblatex, put into its fields.

The rules are biblatex' (its manual, appendix B): the title of a book becomes the `booktitle` of a chapter, that of a
work in volumes the `maintitle` of a volume, that of a periodical the `journaltitle` of an article; what an entry says
itself is never overwritten; what only concerns one entry is not handed on. BibTeX' own rule (each field that is
missing) gives the same for the entries that BibTeX knows. `xref` only names another entry, so nothing is taken. Other
keys of an entry (`ids`) name it as well. An `@set` is described as its first member is, and leads to the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from variorum.model.limits import MAX_FAULTS, MAX_FIELDS, MAX_GENERATIONS
from variorum.reading.bibtex_scanner import Entry, Fault, Field
from variorum.reading.work_fields import is_bookkeeping, name_of

_CHAPTERS = frozenset(
    ["inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference", "inproceedings", "conference"]
)
_IN_PERIODICAL = frozenset({"article", "suppperiodical", "review"})
_OF_VOLUMES = frozenset({"mvbook", "mvcollection", "mvproceedings", "mvreference"})
_PERIODICALS = frozenset({"periodical"})
_NAMING = frozenset({"crossref", "xdata", "entryset"})
_TITLES = ("title", "subtitle", "titleaddon")
# What speaks of one entry only.
_OWN = frozenset(
    """
    crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions
    relatedstring relatedtype shorthand shorthandintro sortkey sorttitle sortname keywords abstract annotation
    annote note file certainty ascited restorednote distinct titletranslit titletrans authortranslit origtitle
    doi pages shorttitle timestamp owner groups
    """.split()  # noqa: SIM905 -- a list of so many words reads better so
)
_DATES = frozenset({"date", "year", "month", "day"})


def inherited(entries: list[Entry]) -> tuple[list[Entry], list[Fault], frozenset[str]]:
    """Return the works among the entries, complete; what is wrong; and the keys that only others speak through.

    An `@xdata` is no work.
    """
    heirs = _Heirs(entries)
    works = [heirs.complete(entry) for entry in entries if entry.type != "xdata"]
    return works, heirs.faults, frozenset(heirs.parents)


class _Heirs:
    def __init__(self, entries: list[Entry]) -> None:
        self.by_key = {key: entry for entry in entries for key in _other_keys(entry)}
        self.by_key |= {entry.key.casefold(): entry for entry in entries}
        self.made: dict[str, Entry] = {}
        self.faults: list[Fault] = []
        self.parents: dict[str, None] = {}
        self.handed_on = 0  # fields of entries that others name, and the namings

    def complete(self, entry: Entry, level: int = 0) -> Entry:
        """Return an entry with what it has from others."""
        if not _NAMING & entry.fields.keys():
            return entry
        known = self.made.get(entry.key)
        if known:
            return known
        self.made[entry.key] = entry  # who leads back to itself has nothing from itself
        if entry.type == "set" and "entryset" in entry.fields:
            entry = self._of_set(entry, level)
        fields = dict(entry.fields)
        for name in ("xdata", "crossref"):
            for other in self._others(entry, name, level):
                fields = {**_handed_on(other, entry, whole=name == "xdata"), **fields}
        made = replace(entry, fields=_without_second_date(fields, entry.fields))
        self.made[entry.key] = made
        return made

    def _of_set(self, entry: Entry, level: int) -> Entry:
        """Return a set with what its first member says; the others are related to it, and none is its double."""
        members = list(self._others(entry, "entryset", level))
        if not members:
            return entry
        first, *rest = (member.key for member in members)
        line = entry.fields["entryset"].line
        said = {"distinct": Field(",".join([first, *rest]), line)}
        if rest:
            said["related"] = Field(",".join(rest), line)
        fields = {**_handed_on(members[0], entry, whole=True), **said, **entry.fields}
        return replace(entry, type=members[0].type, fields=fields)

    def _others(self, entry: Entry, name: str, level: int) -> Iterator[Entry]:
        field = entry.fields.get(name)
        for key in field.value.split(",") if field else ():
            if not field or not key.strip():
                continue
            if self.handed_on > MAX_FIELDS:
                return
            other = self.by_key.get(key.strip().casefold())
            if other is None:
                self._say(field, f"there is no entry {key.strip()}, which “{name}” of {entry.key} names")
            elif other is entry or level >= MAX_GENERATIONS:
                self._say(field, f"“{name}” of {entry.key} leads back to itself, or over too many entries")
            else:
                if name == "crossref":
                    self.parents[other.key] = None
                yield self.complete(other, level + 1)
            self._count(field, 1 + len(other.fields) if other else 1)

    def _count(self, field: Field, more: int) -> None:
        self.handed_on += more
        if self.handed_on - more <= MAX_FIELDS < self.handed_on:
            message = f"more than {MAX_FIELDS:,} fields are taken from other entries; from here on none is"
            self.faults.append(Fault(field.line, message))

    def _say(self, field: Field, message: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(field.line, message))
        elif len(self.faults) == MAX_FAULTS:
            self.faults.append(
                Fault(field.line, f"more than {MAX_FAULTS:,} such things are wrong; put these right first")
            )


def _other_keys(entry: Entry) -> Iterator[str]:
    if "ids" in entry.fields:
        yield from (key.strip().casefold() for key in entry.fields["ids"].value.split(",") if key.strip())


def _handed_on(parent: Entry, child: Entry, *, whole: bool) -> dict[str, Field]:
    """Return what an entry hands on to another, under the names that it has there."""
    if whole:
        return {name: field for name, field in parent.fields.items() if name != "ids"}
    fields = parent.fields.items()
    given = {name: field for name, field in fields if name not in _OWN and not is_bookkeeping(name_of(name))}
    prefix = _prefix(parent.type, child.type)
    if prefix is None:
        return given
    renamed = {f"{prefix}{name}": given[name] for name in _TITLES if name in given}
    kept = {name: field for name, field in given.items() if name not in _TITLES}
    if prefix == "book" and parent.type in {"book", "mvbook"} and child.type != "incollection" and "author" in kept:
        kept["bookauthor"] = kept["author"]
    if prefix == "book" and child.type in {"incollection", "inproceedings", "conference", "inreference"}:
        kept.pop("author", None)  # the author of a collection did not write its chapters
    return {**renamed, **kept}


def _prefix(parent: str, child: str) -> str | None:
    """Return what a parent's `title` is of the child: its `booktitle`, `maintitle`, `journaltitle`; or its own."""
    if child in _IN_PERIODICAL and parent in _PERIODICALS:
        return "journal"
    if parent in _OF_VOLUMES and child not in _OF_VOLUMES:
        return "main"
    if child in _CHAPTERS and parent not in _CHAPTERS:
        return "book"
    return None


def _without_second_date(fields: dict[str, Field], own: Mapping[str, Field]) -> dict[str, Field]:
    """Drop the dates of others where an entry has its own."""
    if not _DATES & own.keys():
        return fields
    return {name: field for name, field in fields.items() if name not in _DATES or name in own}
