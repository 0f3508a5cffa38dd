"""Somebody's library into references.bib: a file in, a plan of what is added, merged and left out.

Nothing is lost: every field of the old file stands in its entry (what we have no name for as `x-csl-…` or `x-ris-…`), a
key that had to be changed as `ids`, `@string` is written out. What stands in references.bib is never changed but for
fields that are added at the end of an entry, if that is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from variorum.checking.duplicates import TooManyAlike, seeming_one
from variorum.importing.csl_json import read_csl_json
from variorum.importing.entry_text import entry_text, in_tex
from variorum.importing.ris import read_ris
from variorum.model.house_rules import AUTHOR_YEAR, LAST_FIRST, HouseRules
from variorum.model.works import Person, Work
from variorum.reading.bibtex_scanner import Entry, Fault, Field, scan
from variorum.reading.work_dates import year_number
from variorum.reading.work_fields import ROLES, name_of
from variorum.reading.work_inheritance import inherited
from variorum.reading.work_names import persons_of, split_names
from variorum.reading.works import work_of
from variorum.text.transliteration import slug
from variorum.works.labels import letters_of_number
from variorum.works.order import Written, placed
from variorum.works.phrases import bare_doi

FORMATS = ("bibtex", "csl-json", "ris")  # biblatex is read as BibTeX is
_RIS = re.compile(r"^\ufeff?\s*TY  -", re.MULTILINE)
# an entry as JabRef writes one that has no key: @article{, or without even the comma
_WITHOUT_KEY = re.compile(r"^(\s*@(?!string\b)[A-Za-z]+\s*\{)(?=\s*[A-Za-z]+\s*=)", re.MULTILINE | re.IGNORECASE)
_UNFIT_FOR_A_KEY = re.compile(r"[\s,{}()=\"#%'\\~`<>&;\[\]|]+")
_NO_LETTER = re.compile(r"[^A-Za-z0-9]")


@dataclass(slots=True)
class Library:
    """What a file holds."""

    format: str  # one of FORMATS
    entries: list[Entry]
    faults: list[Fault] = field(default_factory=list)
    unnamed: frozenset[str] = frozenset()  # keys that are ours, of entries that had none or that of another


@dataclass(slots=True)
class Plan:
    """What becomes of the entries of a library."""

    added: list[Entry] = field(default_factory=list)  # as they are written into references.bib
    twins: list[tuple[Entry, Work]] = field(default_factory=list)  # entries that seem to be a work which is there
    renamed: dict[str, str] = field(default_factory=dict)  # old key → new key
    turned: int = 0  # names that were turned round
    unsought: str = ""  # the key from which on no doubles are looked for, because too many works are alike
    letters: Counter[str] = field(default_factory=Counter)  # beginning of a key → letters that were tried after it


def format_of(text: str) -> str:
    """Return the format of a library by how it begins."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return "csl-json" if start in {"[", "{"} else "ris" if _RIS.search(text[:2000]) else "bibtex"


def read_library(text: str, format_: str = "") -> Library:
    """Return the entries of a library; raises ValueError with a sentence if it cannot be read at all."""
    format_ = format_ or format_of(text)
    if format_ in {"csl-json", "ris"}:
        return _named(format_, read_csl_json(text) if format_ == "csl-json" else read_ris(text))
    scanned = scan(_WITHOUT_KEY.sub(r"\1,", text.replace("\r\n", "\n")), keyless=True)
    if not scanned.entries:
        raise ValueError(scanned.faults[0].message if scanned.faults else "it is empty")
    return _named(format_, scanned.entries, scanned.faults)


def _named(format_: str, entries: Sequence[Entry], faults: Sequence[Fault] = ()) -> Library:
    """Return a library in which each entry has a key of its own, without signs that no key may have."""
    taken: set[str] = {entry.key.casefold() for entry in entries}
    seen: set[str] = set()
    unnamed: set[str] = set()
    named = []
    for entry in entries:
        key = _UNFIT_FOR_A_KEY.sub("", entry.key)
        if not key or key.casefold() in seen:
            key = next(key for n in count(1) if (key := f"unnamed{n}") not in taken)
            unnamed.add(key)
            taken.add(key)
        seen.add(key.casefold())
        named.append(replace(entry, key=key))
    return Library(format_, named, list(faults), frozenset(unnamed))


def planned(library: Library, works: Mapping[str, Work], rules: HouseRules, *, join: bool = True) -> Plan:
    """Return what becomes of the entries beside the works that are there; without `join` all are added."""
    plan = Plan()
    entries = {entry.key.casefold(): entry for entry in library.entries}
    complete, _, _ = inherited(library.entries)
    described = {entry.key: work_of(entry) for entry in complete}
    twins: dict[str, Work] = {}
    try:
        twins.update(_twins(list(described.values()), list(works.values())) if join else ())
    except TooManyAlike as end:
        plan.unsought = end.work.key
    plan.twins = [(entries[key.casefold()], work) for key, work in twins.items()]
    taken = {key.casefold() for key in works}
    for entry in library.entries:
        if entry.key in twins:
            continue
        work = described.get(entry.key)
        is_unnamed = entry.key in library.unnamed
        named = replace(entry, key="") if is_unnamed else entry
        key = _key_for(named, work, taken, rules, plan.letters) if work else entry.key
        taken.add(key.casefold())
        if key != entry.key:
            plan.renamed[entry.key] = key
        fields, turned = _turned(entry.fields) if rules.names == LAST_FIRST else (dict(entry.fields), 0)
        plan.turned += turned
        if key != entry.key and not is_unnamed:
            old = f"{fields['ids'].value}, {entry.key}" if "ids" in fields else entry.key
            fields["ids"] = Field(old, 1)
        plan.added.append(replace(entry, key=key, fields=fields))
    new_keys = plan.renamed | {key: work.key for key, work in twins.items()}
    plan.added = [_with_new_references(entry, new_keys) for entry in plan.added]
    return plan


def _twins(new: Sequence[Work], there: Sequence[Work]) -> Iterator[tuple[str, Work]]:
    """Yield the key of each new work that seems to be there, with what is there: by DOI, else by name, title, year."""
    by_doi = {bare_doi(work.fields["doi"]).lower(): work for work in there if "doi" in work.fields}
    rest = []
    for work in new:
        twin = by_doi.get(bare_doi(work.fields.get("doi", "")).lower()) if "doi" in work.fields else None
        if twin:
            yield work.key, twin
        else:
            rest.append(work)
    if there:
        yield from ((second.key, first) for first, second in seeming_one(rest, there))


def _key_for(entry: Entry, work: Work, taken: Container[str], rules: HouseRules, tried: Counter[str]) -> str:
    """Return the key that an entry gets: its own, or AuthorYear where the house asks for it; none that is taken."""
    wanted = author_year(work) if rules.keys == AUTHOR_YEAR and entry.type != "xdata" else entry.key
    wanted = wanted or author_year(work)
    if wanted.casefold() not in taken:
        return wanted
    stem = wanted if wanted[-1:].isdigit() or wanted.endswith("ND") else f"{wanted}-"
    while True:
        key = f"{stem}{letters_of_number(tried[stem])}"
        tried[stem] += 1
        if key.casefold() not in taken:
            return key


_FIGURES = "0123456789"


def author_year(work: Work) -> str:
    """Return a key such as `GettyNaumov1999`, `AndreevEtAl1993`, `ThomsonND`, in plain letters, a letter first.

    The page makes the same (static/note_form.js); tests/cases/new_works.toml holds the two together.
    """
    people = [person for person in work.transliterated or work.leads if person.last != "others"]
    names = [_plain_letters(person.surname) for person in people]
    stem = "".join(names[:2]) if len(names) < 3 else f"{names[0]}EtAl"
    if not stem:
        title = work.fields.get("titletranslit") or work.title
        stem = "".join(_plain_letters(word) for word in title.split()[:3])
    number = year_number(work.year)
    return f"{stem.lstrip(_FIGURES) or 'Work'}{'ND' if number is None else abs(number)}"


def _plain_letters(name: str) -> str:
    """Return a name in letters a to z, each word with a capital; the page does the same (static/note_form.js)."""
    words = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    if any(c.isalpha() and not c.isascii() for c in words):
        words = slug(name)
    return "".join(word[:1].upper() + word[1:] for word in _NO_LETTER.sub(" ", words).split())


def _turned(fields: Mapping[str, Field]) -> tuple[dict[str, Field], int]:
    """Turn round each `First von Last`; return the fields and how many names were turned."""
    found, turned = dict(fields), 0
    for name, value in fields.items():
        if name_of(name) not in ROLES or "=" in value.value:
            continue
        names = split_names(value.value)
        written = [_last_first(one) for one in names]
        turned += sum(old != new for old, new in zip(names, written, strict=True))
        found[name] = value._replace(value=" and ".join(written))
    return found, turned


def _last_first(name: str) -> str:
    if "," in name or name.startswith("{") or " " not in name.strip():
        return name
    people, _ = persons_of([name])
    return _written(people[0]) if people else name


def _written(person: Person) -> str:
    last = in_tex(person.surname)
    parts = filter(None, (last, in_tex(person.suffix), in_tex(person.first)))
    return ", ".join(parts) if person.first else f"{{{last}}}"


def _with_new_references(entry: Entry, keys: Mapping[str, str]) -> Entry:
    """Return an entry that names other entries by their new keys."""
    fields = dict(entry.fields)
    for name in ("crossref", "xref", "xdata", "related", "entryset"):
        if name in fields:
            new = ", ".join(keys.get(key.strip(), key.strip()) for key in fields[name].value.split(","))
            fields[name] = fields[name]._replace(value=new)
    return replace(entry, fields=fields)


def text_with(text: str, plan: Plan, *, merge: bool) -> str:
    """Return the text of references.bib with each new entry in its place; `merge` adds new fields to old ones.

    Raises ValueError with a sentence if an entry is torn: where it ends, and another may begin, is not known.
    """
    for torn in (entry for entry in scan(text).entries if entry.torn):
        raise ValueError(f"{torn.line}: {torn.key} has no end; mend it first (variorum check); nothing was written")
    if merge:
        for entry, work in plan.twins:
            text = _merged(text, entry, work)
    there = [Written(entry.key, entry.text, entry.line) for entry in scan(text).entries]
    return placed(text, there, [Written(entry.key, entry_text(entry)) for entry in plan.added])


def new_fields(entry: Entry, work: Work) -> dict[str, Field]:
    """Return the fields of an entry that the work which is there does not have."""
    has = {name_of(name) for name in work.written} | ({"year", "date", "month", "day"} if work.year else set())
    return {name: value for name, value in entry.fields.items() if name_of(name) not in has}


def _merged(text: str, entry: Entry, work: Work) -> str:
    fields = new_fields(entry, work)
    if not fields or text.count(work.text) != 1:
        return text
    body, closing = work.text[:-1].rstrip(), work.text[-1]
    lines = "".join(f"  {name} = {{{value.value}}},\n" for name, value in fields.items())
    return text.replace(work.text, f"{body.rstrip(',')},\n{lines}{closing}")
