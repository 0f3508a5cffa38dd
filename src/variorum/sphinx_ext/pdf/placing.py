"""Where each note stands in the margins: heights and measures in, places out. Pure; knows no Typst and no Sphinx.

All lengths are points, y grows downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Column:
    """The margin in which notes stand, the same on every page but for those that begin lower."""

    top: float  # y of the first line, e.g. 56.7
    floor: float  # y below which no note may reach, e.g. 629.3
    gap: float  # between two notes, e.g. 4
    scales: tuple[float, ...]  # sizes to try, largest first, e.g. (1.0, 0.97, 0.95)
    stub: float = 10.0  # height of the line that says where a note has gone
    late: float = 0.0  # by how much a note may grow when it stands on another page and says whence it comes
    flow: int = 2  # on how many pages after its words a note may still stand
    tops: Mapping[int, float] = field(default_factory=dict)  # y of the first line on pages where it is another

    @property
    def height(self) -> float:
        """How much room a page's margin has."""
        return self.floor - self.top

    def on(self, page: int) -> Column:
        """Return the margin of a page."""
        return replace(self, top=min(self.tops[page], self.floor - self.stub)) if page in self.tops else self


@dataclass(frozen=True, slots=True)
class Measured:
    """A note as the first pass has met it."""

    id: str
    page: int  # of its reference
    y: float  # where its first line would best stand
    # for each scale, then for each scale with the words that say whence it comes; only the first where there is room
    heights: tuple[float, ...]

    def height(self, column: Column, scale: int, page: int) -> float:
        """Return the height on a page at the scale of this index; what was not measured is bounded from above."""
        late = page != self.page
        measured = scale + (len(column.scales) if late else 0)
        if measured < len(self.heights):
            return self.heights[measured]
        height = self.heights[scale] if scale < len(self.heights) else self.heights[0] * column.scales[scale]
        return height + (column.late if late else 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a note stands."""

    id: str
    page: int
    y: float
    scale: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where all notes of a part stand."""

    placed: tuple[Placed, ...]
    rest: tuple[str, ...] = ()  # no margin has room for these: they follow the part
    moved: frozenset[str] = field(default_factory=frozenset)  # stand on another page than their words


def place(notes: Iterable[Measured], pages: Iterable[int], column: Column) -> Placement:
    """Place the notes of one part in the margins of its pages.

    `notes` come in reading order, `pages` are those that can take notes. A note stands at the height of its words or
    below; where a page's notes do not fit, all of them shrink; where that is not enough, the last ones go on to the
    next pages' margins; what finds no room on `column.flow` pages goes to the rest. None is lost, none overlaps.
    """
    read = list(notes)
    by_page = {page: list(group) for page, group in groupby(read, key=lambda n: n.page)}
    placed: list[Placed] = []
    rest: list[Measured] = []
    moved: set[str] = set()
    waiting: list[Measured] = []
    for page in sorted({*pages, *by_page}):
        late = [n for n in waiting if page - n.page > column.flow]
        rest.extend(late)
        queue = [n for n in waiting if n not in late] + by_page.get(page, [])
        own = column.on(page)
        here, scale, waiting, too_tall = _fill(queue, own, page, 0.6 * (column.height - column.stub))
        rest.extend(too_tall)
        floor = column.floor - (column.stub if waiting or too_tall else 0)
        placed.extend(_stack(here, page, scale, own, floor))
        moved.update(n.id for n in here if n.page != page)
    rest.extend(waiting)
    order = {note.id: number for number, note in enumerate(read)}
    rest.sort(key=lambda n: order[n.id])
    return Placement(tuple(placed), tuple(n.id for n in rest), frozenset(moved))


def crowded(notes: Iterable[Measured], column: Column) -> dict[str, bool]:
    """Return the notes that may have to shrink, because their page or one before it has no room for all of them.

    True: their own page has none, so they may also have to stand on another.
    """
    by_page: dict[int, list[Measured]] = {}
    for note in notes:
        by_page.setdefault(note.page, []).append(note)
    full = {page for page, held in by_page.items() if _total(held, column, 0, page) > column.on(page).height}
    near = {page + after for page in full for after in range(column.flow + 1)}
    return {note.id: page in full for page, held in by_page.items() if page in near for note in held}


def _fill(
    queue: list[Measured], column: Column, page: int, tallest: float
) -> tuple[list[Measured], int, list[Measured], list[Measured]]:
    """Return what stands on a page, at which scale, what waits for the next, and what fits on no page."""
    for scale in range(len(column.scales)):
        if _total(queue, column, scale, page) <= column.height:
            return queue, scale, [], []
    smallest = len(column.scales) - 1
    room = column.height - column.stub
    too_tall = [n for n in queue if n.height(column, smallest, page) > tallest]
    here: list[Measured] = []
    waiting: list[Measured] = []
    for note in (n for n in queue if n not in too_tall):
        if not waiting and _total([*here, note], column, smallest, page) <= room:
            here.append(note)
        else:
            waiting.append(note)
    # with the long ones gone a larger size may do
    limit = room if waiting or too_tall else column.height
    scale = next(i for i in range(len(column.scales)) if _total(here, column, i, page) <= limit)
    return here, scale, waiting, too_tall


def _total(notes: Sequence[Measured], column: Column, scale: int, page: int) -> float:
    return sum(n.height(column, scale, page) for n in notes) + column.gap * max(0, len(notes) - 1)


def _stack(notes: list[Measured], page: int, scale: int, column: Column, floor: float) -> Iterator[Placed]:
    """Set each note at its words, then push down what overlaps, then up what hangs out below."""
    tops: list[float] = []
    free = column.top
    for note in notes:
        top = max(free, note.y if note.page == page else column.top)
        tops.append(top)
        free = top + note.height(column, scale, page) + column.gap
    limit = floor
    for i in range(len(notes) - 1, -1, -1):
        tops[i] = min(tops[i], limit - notes[i].height(column, scale, page))
        limit = tops[i] - column.gap
    for note, top in zip(notes, tops, strict=True):
        yield Placed(note.id, page, top, column.scales[scale])
