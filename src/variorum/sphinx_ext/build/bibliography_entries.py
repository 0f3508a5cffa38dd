"""The works of the edition for sphinxcontrib-bibtex: Works in, entries of pybtex out.

references.bib is read once, by our own reader; sphinxcontrib-bibtex, which ends at the first fault of a file and knows
neither biblatex nor `crossref` and `xdata`, gets what was read. All its styles can print it: types and fields are those
of BibTeX, no entry lacks a title, no TeX is in it that its decoder does not know. Other files that `bibtex_bibfiles`
names it reads itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pybtex.database import BibliographyData, Person
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from variorum.model.works import Person as OurPerson
from variorum.model.works import Work
from variorum.reading.work_fields import JOINED, ROLES, is_bookkeeping, name_of
from variorum.reading.works import PATH
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.doctree.bibliography_style import WorkEntry
from variorum.sphinx_ext.settings import edition_folder
from variorum.works.kinds import KINDS, kind_named
from variorum.works.labels import OTHERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What sphinxcontrib-bibtex is not to read itself, by build.
_ours: WeakKeyDictionary[Sphinx, tuple[Path, Mapping[str, Work]]] = WeakKeyDictionary()


def take_over(app: Sphinx, works: Mapping[str, Work]) -> None:
    """Before sphinxcontrib-bibtex reads its files: take the edition's bibliography from among them."""
    path = (edition_folder(app) / PATH).resolve()
    names = list(app.config.bibtex_bibfiles or ())
    kept = [name for name in names if Path(app.confdir, name).resolve() != path]
    if len(kept) < len(names):
        app.config.bibtex_bibfiles = kept
        _ours[app] = (path, works)


def hand_over(app: Sphinx) -> None:
    """After sphinxcontrib-bibtex has read its own files: add the works of the edition."""
    if app not in _ours:
        return
    path, works = _ours[app]
    domain = cite_domain_of(app.env)
    read = domain.bibdata
    taken = {key.lower() for key in works}
    others = {k: entry for k, entry in read.data.entries.items() if k.lower() not in taken}
    data = BibliographyData({**{key: entry_of(work) for key, work in works.items()}, **others})
    files = {path: BibFile(get_mtime(path), dict.fromkeys(works))}
    for name, file in read.bibfiles.items():
        files[name] = file._replace(keys={key: None for key in file.keys if key in others})
    domain.data["bibdata"] = BibData(read.encoding, files, data)


def entry_of(work: Work) -> WorkEntry:
    """Return a work as every style of BibTeX can print it; our own prints the work that it carries."""
    kind = kind_named(work.type, work.fields.get("entrysubtype", ""))
    fields = dict(_fields(work))
    if not fields.get("title", "").strip("{} "):
        fields["title"] = f"[{work.key}]"
    people = {"author": work.authors, "editor": work.editors}
    persons = {role: [_person(p) for p in named] for role, named in people.items() if named}
    entry = WorkEntry(work.type if work.type in _OF_BIBTEX else kind.bibtex, fields, persons)
    entry.key, entry.work = work.key, work
    return entry


_OF_BIBTEX = frozenset(kind.bibtex for kind in KINDS.values()) | {"inbook"}
_AS_THEY_ARE = frozenset({"url", "doi"})
_ONLY_OURS = frozenset({"crossref", "xdata", "xref", *JOINED.values()})


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the fields under the names of BibTeX: in the TeX that they are written in, if it can be decoded."""
    for written, field in work.written.items():
        name = name_of(written)
        if name in ROLES or name in _ONLY_OURS or is_bookkeeping(name):
            continue
        if name in _AS_THEY_ARE:
            yield name, work.fields.get(name, field.value)
        elif JOINED.get(name) in work.written and name in work.fields:
            yield name, f"{{{_escaped(work.fields[name])}}}"
        else:
            yield name, decodable(field.value)
    if work.year:
        yield "year", _escaped(work.year)


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "%&#$_" else "" if c in "{}\\" else c for c in text)


def decodable(value: str) -> str:
    """Return a value, or its words without TeX if they cannot be decoded."""
    return value if can_be_decoded(value) else value.replace("{", "").replace("}", "").replace("\\", "")


def can_be_decoded(value: str) -> bool:
    """Whether pybtex understands the TeX of a value."""
    if "\\" not in value:
        return True
    try:
        Text.from_latex(value)
    except (PybtexError, UnicodeError, RecursionError):
        return False
    return True


def _person(person: OurPerson) -> Person:
    if person.last == OTHERS:
        return Person(OTHERS)
    if not person.first and not person.prefix:
        return Person(last=f"{{{_escaped(person.last)}}}")
    parts = {"first": person.first, "prelast": person.prefix, "last": person.last, "lineage": person.suffix}
    return Person(**{name: _escaped(words) for name, words in parts.items()})
