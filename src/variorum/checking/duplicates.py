"""Works that may be one work, described twice: an `Edition` in, the Problems out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from variorum.model.edition import Edition
from variorum.model.problems import Problem
from variorum.model.works import Work
from variorum.works.description import names, sort_key_text

# How near two titles are, of 100, by rapidfuzz; so near ones are of one work, or one entry says `distinct`.
ALIKE = 88  # of one year, and long enough to mean something
ALIKE_UNDATED = 95  # where one of the works has no year, and one of them no name
ALIKE_OF_ONE = 75  # where the names agree too
ALIKE_NAMES = 85
LONG = 12  # letters; shorter titles (“Stalin”, “Communism”) say nothing without a name
TELLING = 64  # letters of a title and of a name that are compared, so that no pair takes long
MAX_LOOKED_AT = 200_000  # pairs of titles that are somewhat alike
MAX_COMPARED = 4_000_000  # pairs of titles; 5,000 works of the last fifty years are 400,000


@dataclass(frozen=True, slots=True)
class _Forms:
    """A work as it is compared."""

    work: Work
    people: str
    titles: tuple[str, ...]
    distinct: frozenset[str]  # keys of the works that it is not


def works_distinct(edition: Edition) -> Iterator[Problem]:
    """No two entries are one work, also when one of them is in another script or language.

    Compared are works of the same year, or of which one has none (and then the same name): all forms of their titles,
    folded. Whoever has looked and found two works says so in a field: distinct = {OtherKey}.
    """
    named: set[str] = set()  # a work is like one other, or a hundred copies would be five thousand Problems
    compared = looked_at = 0
    for group, with_which in _groups(edition):
        titles = [title for forms in with_which for title in forms.titles]
        owners = [forms for forms in with_which for _ in forms.titles]
        start = 0
        for one in group:
            start += len(one.titles)
            compared += len(one.titles) * (len(titles) - start)
            if compared > MAX_COMPARED or looked_at > MAX_LOOKED_AT:
                yield _uncompared(one.work)
                return
            for other, alike, letters in _near(one, titles[start:], owners[start:]):
                looked_at += 1
                if other.work.key not in named and _is_one_work(one, other, alike, letters):
                    named.add(other.work.key)
                    yield _problem(*sorted((one.work, other.work), key=lambda work: work.line))


def _problem(first: Work, second: Work) -> Problem:
    message = f"{second.key} looks like {first.key} (line {first.line}); join them, or add distinct = {{{first.key}}}"
    return Problem(second.path, second.line, "work-duplicate", message)


def _groups(edition: Edition) -> Iterator[tuple[Sequence[_Forms], Sequence[_Forms]]]:
    """Yield works, and those with which each of them is compared: those behind it."""
    by_year: dict[str, list[_Forms]] = {}
    for work in edition.works.values():
        by_year.setdefault(work.year, []).append(_forms(work))
    undated = by_year.pop("", [])
    yield from ((works, works) for works in by_year.values())
    yield undated, [*undated, *(forms for works in by_year.values() for forms in works)]


def _near(one: _Forms, titles: Sequence[str], owners: Sequence[_Forms]) -> Iterator[tuple[_Forms, float, int]]:
    """Yield the works that have a title somewhat like one of this, how much (of 100), and the shorter one's letters."""
    least = ALIKE_OF_ONE if one.people else ALIKE
    for title in one.titles:
        for found, alike, at in process.extract_iter(
            title, titles, scorer=fuzz.ratio, processor=None, score_cutoff=least
        ):
            yield owners[at], alike, min(len(title), len(found))


def _is_one_work(one: _Forms, other: _Forms, alike: float, letters: int) -> bool:
    """Whether titles that are so much alike, of so many letters, are of one work."""
    if other.work.key in one.distinct or one.work.key in other.distinct:
        return False
    same_year = one.work.year == other.work.year
    if one.people and fuzz.ratio(one.people, other.people) >= ALIKE_NAMES:
        return alike >= ALIKE_OF_ONE
    if not same_year and one.people and other.people:
        return False
    return letters >= LONG and alike >= (ALIKE if same_year else ALIKE_UNDATED)


def _forms(work: Work) -> _Forms:
    """Return a work with every form of its title, folded, without its subtitle."""
    forms = (work.fields.get(name, "") for name in ("title", "titletranslit", "titletrans", "origtitle"))
    titles = (sort_key_text(form.split(":", 1)[0][: 2 * TELLING])[:TELLING] for form in forms)
    return _Forms(
        work,
        people=sort_key_text(names(work)[: 2 * TELLING])[:TELLING] if work.leads else "",
        titles=tuple(dict.fromkeys(filter(None, titles))),
        distinct=frozenset(key.strip() for key in work.fields.get("distinct", "").split(",")),
    )


def _uncompared(work: Work) -> Problem:
    message = f"from {work.key} on no duplicates are looked for, because too many works have the same year, or none"
    return Problem(work.path, work.line, "work-duplicate", message)
