"""Fields that the description of a work passes over, as Chicago does: the publisher of a journal, the pages of a paper.

In: the works. Out: each such field once, with the types of entries that have it and how many there are. What counts is
the description itself: a field is passed over if its words do not stand there, and nothing changes without it. Works
of one type with the same fields are described alike, so of each such group one is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from variorum.model.limits import MAX_WORK_SHAPES
from variorum.model.works import Person, Work
from variorum.works.description import describe
from variorum.works.runs import plain

# What decides how something else is printed, or is said elsewhere on the page; Chicago says when an address was looked
# up only where there is no date.
_DECIDING = frozenset(
    """
    ascited bookpagination certainty crossref date day distinct doi editoratype editorbtype editorctype editortype
    entrysubtype eprintclass eprinttype keywords langid language month options pagination pubstate relatedstring
    relatedtype restorednote shortauthor shorteditor shorttitle sortkey title titletranslit url urldate year
    """.split()  # noqa: SIM905 -- reads better so
)


class PassedOver(NamedTuple):
    """A field that is not printed."""

    name: str
    first: Work  # that has it
    types: tuple[str, ...]  # of the entries that have it
    works: int  # how many


def passed_over(works: Iterable[Work]) -> list[PassedOver]:
    """Return the fields that are not printed, in the order in which they are met."""
    groups: dict[object, tuple[str, ...]] = {}
    met: dict[str, list[Work]] = {}
    for work in works:
        shape = (work.type, frozenset(work.fields), frozenset(_people(work)))
        if shape not in groups and len(groups) < MAX_WORK_SHAPES:
            groups[shape] = tuple(_unprinted(work))
        for name in groups.get(shape, ()):
            met.setdefault(name, []).append(work)
    return [
        PassedOver(name, found[0], tuple(dict.fromkeys(work.type for work in found)), len(found))
        for name, found in met.items()
    ]


def _unprinted(work: Work) -> Iterator[str]:
    said = plain(describe(work))
    for name in sorted(work.fields.keys() - _DECIDING):
        fields = {other: value for other, value in work.fields.items() if other != name}
        if work.fields[name] not in said and plain(describe(work.with_fields(fields))) == said:
            yield name
    for role, people in work.people.items():
        others = {other: value for other, value in work.people.items() if other != role}
        is_looked_at = role not in _DECIDING and people[0].last not in said
        if is_looked_at and plain(describe(replace(work, people=others))) == said:
            yield role


def _people(work: Work) -> Mapping[str, tuple[Person, ...]]:
    known = {"author": work.authors, "editor": work.editors, "translator": work.translators}
    return {**work.people, **{role: people for role, people in known.items() if people}}
