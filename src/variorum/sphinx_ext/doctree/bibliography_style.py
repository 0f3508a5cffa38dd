"""How sphinxcontrib-bibtex shows our works: pybtex' entries in, rich text and citations out.

What is said of a work, in which order, and its author-year label come from `variorum.works.description`; here they
are only dressed for pybtex. Both classes are found by name (`variorum`) through the entry points in pyproject.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from docutils import nodes
from pybtex.database import Entry
from pybtex.richtext import BaseMultipartText, HRef, Tag, Text
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
from variorum.text.scripts import SCRIPT_LANGUAGES
from variorum.wording.messages import ENGLISH, Wording
from variorum.works.description import describe
from variorum.works.labels import labels, sort_key
from variorum.works.runs import Run, in_languages


class WorkEntry(Entry):  # type: ignore[misc]  # pybtex has no types
    """An entry that carries the Work that it was made from."""

    work: Work


class InLanguage(BaseMultipartText):  # type: ignore[misc]  # pybtex has no types
    """Rich text in another language than the page's; HTML says so, other backends show the words alone."""

    def __init__(self, language: str, *parts: Any) -> None:
        self.info = (language,)  # pybtex copies a text by type(self)(*self.info, *parts)
        super().__init__(*parts)

    def render(self, backend: Any) -> Any:
        """Return docutils nodes that carry the language, or what another backend makes of the words."""
        inner = super().render(backend)
        if backend.RenderType is not list:
            return inner
        return [nodes.inline("", "", *inner, classes=[f"language-{self.info[0]}"])]


class VariorumStyle(BaseStyle):  # type: ignore[misc]  # pybtex has no types
    """The formatting style: any field may be missing, titles keep their capitals, any script."""

    default_name_style = "plain"
    default_label_style = "number"  # not used: the labels of a whole list are made together, below
    default_sorting_style = "none"
    languages: ClassVar[Mapping[str, str]] = SCRIPT_LANGUAGES  # script → language; set from the edition's settings
    wording: ClassVar[Wording] = ENGLISH

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._works: dict[int, tuple[Entry, Work]] = {}
        self.sort = self._sorted
        self.format_labels = self._labels

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """Return the whole description of an entry, of whatever type it is."""
        return FormattedEntry(entry.key, rich_text(self._work(entry), self.wording, self.languages), label)

    def _sorted(self, entries: Iterable[Entry]) -> list[Entry]:
        return sorted(entries, key=lambda e: sort_key(self._work(e), self.wording.language))

    def _labels(self, entries: Iterable[Entry]) -> Iterator[str]:
        works = [self._work(e) for e in entries]
        known = labels(works, self.wording)
        return (known[work.key] for work in works)

    def _work(self, entry: Entry) -> Work:
        """Return the entry as a Work; each is made once (the entry is kept, so that its id stays its own)."""
        if isinstance(entry, WorkEntry):
            return entry.work
        known = self._works.get(id(entry))
        if known is None:
            known = self._works[id(entry)] = (entry, work_of_entry(entry))
        return known[1]


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


def rich_text(work: Work, wording: Wording, languages: Mapping[str, str]) -> Text:
    """Return the description of a work as pybtex' rich text."""
    return Text(
        *(
            _dressed(piece)
            for run in describe(work, wording)
            for piece in in_languages(run, work, wording.language, languages)
        )
    )


def _dressed(run: Run) -> Any:
    text: Any = run.text
    if run.kind == "link":
        text = HRef(run.address, text, external=True)
    elif run.kind == "title":
        text = Tag("em", text)
    return InLanguage(run.language, text) if run.language else text


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
                ExtraAuthorReferenceStyle(bracket=self.bracket),
                ExtraLabelReferenceStyle(bracket=self.bracket),
                ExtraYearReferenceStyle(bracket=self.bracket),
                ExtraEmptyReferenceStyle(),
            ]
        )
        super().__post_init__()  # type: ignore[no-untyped-call]  # sphinxcontrib-bibtex has no types here
