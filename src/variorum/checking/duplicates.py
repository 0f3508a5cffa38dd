"""Works that seem to be one: Works in, pairs out. `check` says them, `works import` offers to join them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from variorum.model.limits import MAX_TITLE_PAIRS, MAX_WORK_PAIRS
from variorum.model.works import Work
from variorum.text.collation import comparison_key
from variorum.works.labels import names, titles_folded

# How near two titles are, of 100, by rapidfuzz; so near ones are of one work, or one entry says `distinct`.
ALIKE = 88  # of one year, and long enough to mean something
ALIKE_UNDATED = 95  # where one of the works has no year, and one of them no name
ALIKE_OF_ONE = 75  # where the names agree too
NAMES_ALIKE = 85
TELLING = 64  # letters of a title and of a name that are compared, so that no pair takes long
LONG = 12  # letters; shorter titles (“Stalin”, “Communism”) say nothing without a name


def seeming_one(works: Iterable[Work], others: Iterable[Work] = ()) -> Iterator[tuple[Work, Work]]:
    """Yield pairs of works that seem to be one, also when one of them is in another script or language.

    Compared are works of the same year, or of which one has none (and then those with the same name or the same first
    word of a title): all forms of their titles, folded. A work is in one pair as its later part, or a hundred copies
    would be five thousand. With `others`, each pair has one of the works and one of these. Raises `TooManyAlike`.
    """
    works, others = list(works), list(others)
    known = {id(work): _Known(work) for work in (*works, *others)}
    groups = [_Group() for _ in range(2 if others else 1)]
    named: set[int] = set()
    for number, part in enumerate((others, works) if others else (works,)):
        for work in part:
            here = known[id(work)]
            if not others or number == 1:
                near = _nearest(here, groups[0], named)
                if near is not None:
                    named.add(id(work))
                    yield near, work
            if not others or number == 0:
                groups[0].add(here)


class TooManyAlike(Exception):  # noqa: N818 -- it says where the comparing ends
    """Works are not compared from this one on, for it would take too long."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.key)
        self.work = work


class _Known:
    """A work with what is compared of it."""

    __slots__ = ("distinct", "name", "titles", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.titles = tuple(title[:TELLING] for title in titles_folded(work))
        self.name = comparison_key(names(work)[: 2 * TELLING])[:TELLING] if work.leads else ""
        said = work.fields.get("distinct", "")
        self.distinct = {key.strip() for key in said.split(",")} if said else set()


class _Group:
    """The works met so far, by what two must have in common to be compared."""

    def __init__(self) -> None:
        self.titles: dict[str, list[str]] = {}  # year → titles
        self.owners: dict[str, list[_Known]] = {}  # year → whose they are
        self.blocks: dict[str, list[_Known]] = {}  # name or first word → works, for those without a year
        self.undated: dict[str, list[_Known]] = {}  # the same of those without a year
        self.compared = self.looked_at = 0

    def add(self, known: _Known) -> None:
        year = known.work.year
        for title in known.titles:
            self.titles.setdefault(year, []).append(title)
            self.owners.setdefault(year, []).append(known)
        for block in _blocks(known):
            self.blocks.setdefault(block, []).append(known)
            if not year:
                self.undated.setdefault(block, []).append(known)


def _blocks(known: _Known) -> Iterator[str]:
    yield from dict.fromkeys(f"title {title.split(' ', 1)[0]}" for title in known.titles)
    if known.name:
        yield f"name {known.name}"


def _nearest(here: _Known, met: _Group, named: set[int]) -> Work | None:
    """Return the first work met that seems to be the same as this."""
    year = here.work.year
    seen: set[int] = set()
    for other in _candidates(here, met, year):
        if id(other) in seen:
            continue
        seen.add(id(other))
        met.looked_at += 1
        if met.looked_at > MAX_WORK_PAIRS or met.compared > MAX_TITLE_PAIRS:
            raise TooManyAlike(here.work)
        if id(other.work) not in named and _seem_one(here, other):
            return other.work
    return None


def _candidates(here: _Known, met: _Group, year: str) -> Iterator[_Known]:
    if year:
        titles = met.titles.get(year, ())
        met.compared += len(titles) * len(here.titles)
        yield from _alike_in(here, titles, met.owners.get(year, ()))
    blocks: Mapping[str, Sequence[_Known]] = met.undated if year else met.blocks
    for block in _blocks(here):
        yield from blocks.get(block, ())


def _alike_in(here: _Known, titles: Sequence[str], owners: Sequence[_Known]) -> Iterator[_Known]:
    for title in here.titles:
        alike = process.extract_iter(title, titles, scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE_OF_ONE)
        yield from (owners[at] for _, _, at in alike)


def _seem_one(one: _Known, other: _Known) -> bool:
    if other.work.key in one.distinct or one.work.key in other.distinct:
        return False
    same_year = one.work.year == other.work.year
    same = bool(one.name) and fuzz.ratio(one.name, other.name) >= NAMES_ALIKE
    if not same_year and not same and one.name and other.name:
        return False
    alike = max(_likenesses(one.titles, other.titles, 0 if same else LONG), default=0.0)
    return alike >= (ALIKE_OF_ONE if same else ALIKE if same_year else ALIKE_UNDATED)


def _likenesses(ours: Sequence[str], theirs: Sequence[str], shortest: int) -> Iterator[float]:
    return (fuzz.ratio(a, b) for a in ours for b in theirs if min(len(a), len(b)) >= shortest)
