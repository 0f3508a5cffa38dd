"""The bibliography in the formats that other programs import: Works in, RIS and biblatex out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from variorum.model.works import Person, Work
from variorum.works.exports import kept, people_of
from variorum.works.kinds import kind_named
from variorum.works.labels import OTHERS
from variorum.works.languages import language_of
from variorum.works.phrases import SEASON, SEASONS, bare_doi

# field → tag of RIS
_TAGS: Mapping[str, str] = {
    "title": "TI", "shorttitle": "ST", "journal": "T2", "booktitle": "T2", "volume": "VL", "volumes": "NV",
    "number": "IS", "publisher": "PB", "institution": "PB", "school": "PB", "address": "CY", "edition": "ET",
    "isbn": "SN", "url": "UR", "urldate": "Y2", "type": "M3", "library": "DB", "origtitle": "OP",
    "note": "N1", "series": "T3", "chapter": "SE",
}  # fmt: skip
# what programs keep for themselves, and other programs ask for
_KEPT: Mapping[str, str] = {"abstract": "AB", "issn": "SN", "journalabbreviation": "J2", "callnumber": "CN"}
_RIS_PEOPLE: Mapping[str, str] = {"author": "AU", "editor": "ED", "translator": "A4"}
# what `_ris` says besides, and what is no matter of a reference manager
_RIS_SAID = frozenset(
    """
    date day distinct doi entrysubtype keywords langid language month options pages year
    """.split()  # noqa: SIM905 -- reads better so
)
# types and fields of BibTeX → those of biblatex
_BIBLATEX_TYPES: Mapping[str, str] = {
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "electronic": "online",
    "www": "online",
    "conference": "inproceedings",
}
_BIBLATEX_KINDS: Mapping[str, str] = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
_BIBLATEX_FIELDS: Mapping[str, str] = {"journal": "journaltitle", "address": "location", "school": "institution"}


def ris(works: Iterable[Work]) -> str:
    """Return the works in RIS, in the given order."""
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _ris(work)) + "ER  - \n" for work in works)


def _ris(work: Work) -> Iterator[tuple[str, str]]:
    f = work.fields
    yield "TY", kind_named(work.type, f.get("entrysubtype", "")).ris
    yield "ID", work.key
    for role, tag in _RIS_PEOPLE.items():
        yield from ((tag, _in_ris(person)) for person in people_of(work, role) if person.last != OTHERS)
    if work.year:
        yield "PY", work.year
    date = f.get("date", "").split("/")[0].rstrip("~?%")
    if season := SEASON.fullmatch(date):
        yield "DA", f"{date[:4]}///{SEASONS[season[1]]}"
    elif len(date) > 4 and date[0].isdigit():
        yield "DA", "/".join([*date.split("-"), "", "", ""][:4])
    for name, tag in _TAGS.items():
        if name in f:
            yield tag, f[name].replace("-", "/") if name == "urldate" else f[name]
    yield from ((tag, words) for name, tag in _KEPT.items() if (words := kept(work, name)))
    if "pages" in f:
        first, dash, last = f["pages"].partition("–")
        yield "SP", first
        if dash:
            yield "EP", last
    if "doi" in f:
        yield "DO", bare_doi(f["doi"])
    if language_of(work):
        yield "LA", language_of(work)
    yield from (("KW", word) for word in sorted(work.keywords))


def without_place_in_ris(works: Iterable[Work]) -> dict[str, int]:
    """Return the fields that RIS has no tag for, each with the number of works that have it."""
    said = _TAGS.keys() | _RIS_SAID
    return Counter(
        name
        for work in works
        for name in (*sorted(work.fields.keys() - said), *(set(work.people) | _transliterated(work)))
    )


def _transliterated(work: Work) -> set[str]:
    return {"authortranslit"} if work.transliterated else set()


def _in_ris(person: Person) -> str:
    return ", ".join(filter(None, (person.surname, person.first, person.suffix)))


def biblatex(works: Iterable[Work]) -> str:
    """Return the works as biblatex has them: its types and fields, one `date`, what is inherited written out."""
    return "\n".join(_biblatex(work) for work in works)


def _biblatex(work: Work) -> str:
    lines = []
    for name, field in work.written.items():
        if name in {"year", "month", "day"} and "date" in work.fields:
            continue
        if name not in {"crossref", "xdata", "date"}:
            lines.append((_BIBLATEX_FIELDS.get(name, name), field.value))
    if "date" in work.fields:
        lines.append(("date", work.fields["date"]))
    if work.type in _BIBLATEX_KINDS and "type" not in work.written:
        lines.append(("type", _BIBLATEX_KINDS[work.type]))
    type_ = _BIBLATEX_TYPES.get(work.type, work.type)
    return f"@{type_}{{{work.key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in lines) + "}\n"
