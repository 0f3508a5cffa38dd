"""How sphinxcontrib-bibtex shows our works: pybtex' entries in, rich text and citations out.

What is said of a work, in which order, and its author-year label come from `variorum.works.description`; here they
are only dressed for pybtex. Both classes are found by name (`variorum`) through the entry points in pyproject.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pybtex.database import Entry
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.template import Node, join
from pybtex.style.template import node as template
from sphinxcontrib.bibtex.style.referencing import BracketStyle, GroupReferenceStyle
from sphinxcontrib.bibtex.style.referencing.basic_author_year import (
    BasicAuthorYearParentheticalReferenceStyle,
    BasicAuthorYearTextualReferenceStyle,
)
from sphinxcontrib.bibtex.style.referencing.extra_author import ExtraAuthorReferenceStyle
from sphinxcontrib.bibtex.style.referencing.extra_empty import ExtraEmptyReferenceStyle
from sphinxcontrib.bibtex.style.referencing.extra_label import ExtraLabelReferenceStyle
from sphinxcontrib.bibtex.style.referencing.extra_year import ExtraYearReferenceStyle
from sphinxcontrib.bibtex.style.template import join2, post_text, pre_text, reference

from variorum.model.works import Work
from variorum.reading.bibtex_scanner import Entry as WrittenEntry
from variorum.reading.bibtex_scanner import Field
from variorum.reading.works import work_of
from variorum.sphinx_ext.doctree.csl_citations import CSL_ROLES, cited_together, cited_work
from variorum.sphinx_ext.doctree.rich_text import dressed
from variorum.text.scripts import SCRIPT_LANGUAGES
from variorum.works.labels import names
from variorum.works.phrases import listed
from variorum.works.runs import in_languages
from variorum.works.styles import CslStyle, WorkStyle


class WorkEntry(Entry):  # type: ignore[misc]  # pybtex has no types
    """An entry that carries the Work that it was made from."""

    work: Work


class VariorumStyle(BaseStyle):  # type: ignore[misc]  # pybtex has no types
    """The formatting style: any field may be missing, titles keep their capitals, any script."""

    default_name_style = "plain"
    default_label_style = "number"  # not used: the labels of a whole list are made together, below
    default_sorting_style = "none"
    languages: ClassVar[Mapping[str, str]] = SCRIPT_LANGUAGES  # script → language; set from the edition's settings
    style: ClassVar[WorkStyle] = WorkStyle()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._works: dict[int, tuple[Entry, Work]] = {}
        self.sort = self._sorted
        self.format_labels = self._labels

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """Return the whole description of an entry, of whatever type it is."""
        return FormattedEntry(entry.key, rich_text(self._work(entry), self.style, self.languages), label)

    def _sorted(self, entries: Iterable[Entry]) -> list[Entry]:
        return sorted(entries, key=lambda e: self.style.sort_key(self._work(e)))

    def _labels(self, entries: Iterable[Entry]) -> Iterator[str]:
        works = [self._work(e) for e in entries]
        known = self.style.marks(works)
        return (known[work.key] for work in works)

    def _work(self, entry: Entry) -> Work:
        """Return the entry as a Work; each is made once (the entry is kept, so that its id stays its own)."""
        if isinstance(entry, WorkEntry):
            return entry.work
        known = self._works.get(id(entry))
        if known is None:
            known = self._works[id(entry)] = (entry, work_of_entry(entry))
        return known[1]


def work_behind(entry: Entry) -> Work:
    """Return the Work that an entry of pybtex was made from, or that it describes."""
    return entry.work if isinstance(entry, WorkEntry) else work_of_entry(entry)


def work_of_entry(entry: Entry) -> Work:
    """Return the Work that an entry of pybtex describes, whoever has read it."""
    fields = {name.lower(): Field(value, 1) for name, value in entry.fields.items()}
    people = {role.lower(): " and ".join(_in_braces(p) for p in named) for role, named in entry.persons.items()}
    return work_of(
        WrittenEntry(
            entry.type.lower(), entry.key, 1, fields | {r: Field(n, 1) for r, n in people.items() if r not in fields}
        )
    )


def _in_braces(person: Any) -> str:
    """Return a person as it is written in BibTeX; a body, which has no first name, in braces."""
    if person.first_names or person.middle_names or person.prelast_names or person.lineage_names:
        return str(person)
    last = " ".join(person.last_names)
    return last if last.startswith("{") or last == "others" else f"{{{last}}}"


def rich_text(work: Work, style: WorkStyle, languages: Mapping[str, str]) -> Text:
    """Return the description of a work as pybtex' rich text."""
    return Text(
        *(
            dressed(piece)
            for run in style.describe(work)
            for piece in in_languages(run, work, style.wording.language, languages)
        )
    )


# --- citations in the text: (Stalin 1924a, ch. 3; Kotkin 2014) and Kotkin (2014) --------------------------------------


@template  # type: ignore[untyped-decorator]  # pybtex has no types
def label_names(children: Any, data: Mapping[str, Any]) -> Text:
    """Return the names of an entry's label, without the year."""
    return Text(str(data["formatted_entry"].label).rpartition(" ")[0])


@template  # type: ignore[untyped-decorator]  # pybtex has no types
def label_year(children: Any, data: Mapping[str, Any]) -> Text:
    """Return the year of an entry's label, with its letter."""
    return Text(str(data["formatted_entry"].label).rpartition(" ")[2])


@dataclass
class Parenthetical(BasicAuthorYearParentheticalReferenceStyle):
    """`{cite:p}`: names and year in brackets, the letter of the year included."""

    author_year_sep: str = " "

    def inner(self, role_name: str) -> Node:
        """Return the template of one work."""
        return join2(sep1=self.pre_text_sep, sep2=self.post_text_sep)[
            pre_text, reference[join(sep=self.author_year_sep)[label_names, label_year]], post_text
        ]


@dataclass
class Textual(BasicAuthorYearTextualReferenceStyle):
    """`{cite:t}`: names in the sentence, the year in brackets."""

    def inner(self, role_name: str) -> Node:
        """Return the template of one work."""
        year = join2(sep1=self.pre_text_sep, sep2=self.post_text_sep)[pre_text, reference[label_year], post_text]
        return join(sep=self.text_reference_sep)[label_names, join[self.bracket.left, year, self.bracket.right]]


@template  # type: ignore[untyped-decorator]  # pybtex has no types
def author_names(children: Any, data: Mapping[str, Any], in_full: bool) -> Text:
    """Return who a work is cited under, in any style of the works."""
    work, wording = work_behind(data["entry"]), VariorumStyle.style.wording
    return Text(listed(work.leads, wording, inverted=False) if in_full and work.leads else names(work, wording))


@dataclass
class Authors(ExtraAuthorReferenceStyle):
    """`{cite:author}`: the names alone, as in the label; `{cite:authors}`: all of them."""

    def inner(self, role_name: str) -> Node:
        """Return the template of one work."""
        return reference[author_names(in_full="s" in role_name)]


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class VariorumReferenceStyle(GroupReferenceStyle):
    """All roles of sphinxcontrib-bibtex, author-year with our labels."""

    bracket: BracketStyle = field(default_factory=_round)

    def __post_init__(self) -> None:
        self.styles.extend(
            [
                Parenthetical(bracket=self.bracket),
                Textual(bracket=BracketStyle(left="(", right=")", sep=", ")),
                Authors(bracket=self.bracket),
                ExtraLabelReferenceStyle(bracket=self.bracket),
                ExtraYearReferenceStyle(bracket=self.bracket),
                ExtraEmptyReferenceStyle(),
            ]
        )
        super().__post_init__()  # type: ignore[no-untyped-call]  # sphinxcontrib-bibtex has no types here

    def inner(self, role_name: str) -> Node:
        """Return the template of one work; in a style of CSL it only says which work is cited, and how."""
        if isinstance(VariorumStyle.style, CslStyle) and role_name in CSL_ROLES:
            return cited_work
        return super().inner(role_name)

    def outer(self, role_name: str, children: list[Any]) -> Node:
        """Return the template of all works that a role cites; in a style of CSL they are printed together."""
        if isinstance(VariorumStyle.style, CslStyle) and role_name in CSL_ROLES:
            return cited_together(style=VariorumStyle.style, role_name=role_name)[children]
        return super().outer(role_name, children)


OWN_STYLES: Mapping[str, Mapping[str, type]] = {  # as pyproject.toml names them
    "pybtex.style.formatting": {"variorum": VariorumStyle},
    "sphinxcontrib.bibtex.style.referencing": {"variorum": VariorumReferenceStyle},
}
