"""What the parallels of an edition amount to: how much each pair of sources shares, and when each source speaks.

In: an Edition. Out: counts as plain values, and two drawings of them as SVG. The drawings hold no more than the counts,
which the pages print as tables beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from xml.sax.saxutils import escape, quoteattr

from variorum.model.edition import Edition, Parallel
from variorum.model.kinds import RELATIONS
from variorum.wording.messages import ENGLISH, Wording


@dataclass(frozen=True, slots=True)
class Share:
    """What two sources have in common."""

    parallels: int  # in which both speak
    disagreeing: int  # of these, with the relation `differs` or `contradicts`


@dataclass(frozen=True, slots=True)
class Year:
    """In how many parallels of a year a source speaks."""

    year: int
    source: str  # id
    parallels: int
    disagreeing: int


def shares(edition: Edition) -> Mapping[tuple[str, str], Share]:
    """Return what each pair of sources shares, the pairs in the editor's order of the sources."""
    pairs = list(combinations([s.id for s in edition.sources], 2))
    both: Counter[tuple[str, str]] = Counter()
    apart: Counter[tuple[str, str]] = Counter()
    for parallel in edition.parallels:
        speaking = {item.source for item in parallel.passages}
        for pair in pairs:
            if speaking.issuperset(pair):
                both[pair] += 1
                apart[pair] += RELATIONS[parallel.relation].disagrees
    return {pair: Share(both[pair], apart[pair]) for pair in pairs}


def years(edition: Edition) -> tuple[Year, ...]:
    """Return for each source the years in which parallels that hold it begin, by year, then source."""
    said: Counter[tuple[int, str]] = Counter()
    apart: Counter[tuple[int, str]] = Counter()
    for parallel in filter(lambda p: p.date, edition.parallels):
        for id_ in {item.source for item in parallel.passages}:
            said[parallel.first_day[0], id_] += 1
            apart[parallel.first_day[0], id_] += RELATIONS[parallel.relation].disagrees
    order = {s.id: n for n, s in enumerate(edition.sources)}
    return tuple(
        Year(year, id_, said[year, id_], apart[year, id_])
        for year, id_ in sorted(said, key=lambda k: (k[0], order[k[1]]))
    )


# --- drawings ---------------------------------------------------------------------------------------------------------

_LEFT, _TOP, _LANE, _WIDTH = 44, 14, 62, 960
_BAR, _WIDEST = 46, 12  # the height of the highest bar, the width of a bar where years are few


def draw_timeline(edition: Edition, links: Mapping[int, str], wording: Wording = ENGLISH) -> str:
    """Draw a lane per source and a bar per year, as high as the parallels are many; dark as far as they disagree.

    `links` gives the address to which the bars of a year lead.
    """
    found = years(edition)
    if not found:
        return ""
    first, last = found[0].year, found[-1].year
    floors = {s.id: _TOP + (n + 1) * _LANE - 8 for n, s in enumerate(edition.sources)}
    height = _TOP + len(floors) * _LANE + 22
    most = max(y.parallels for y in found)
    step = (_WIDTH - _LEFT - _WIDEST) / max(last - first + 1, 1)
    width = min(step - 1, _WIDEST)
    unit = _BAR / most

    def across(year: int) -> float:
        return _LEFT + _WIDEST / 2 + (year - first) * step

    out = [_open("timeline", _WIDTH, height, wording.say("When each source speaks"))]
    for decade in range(first // 10 * 10 + 10, last + 1, 10):
        at = across(decade) + width / 2
        out.append(f'<line class="rule" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{height - 22}"/>')
        year = wording.figures(str(decade))
        out.append(f'<text class="year" x="{at:.1f}" y="{height - 6}" text-anchor="middle">{year}</text>')
    for source in edition.sources:
        y = floors[source.id]
        out.append(f'<line class="lane" x1="{_LEFT}" x2="{_WIDTH}" y1="{y}" y2="{y}"/>')
        out.append(f'<text class="siglum" x="0" y="{y}">{escape(source.siglum)}</text>')
    for item in found:
        x, floor = across(item.year), floors[item.source]
        speaker = edition.source(item.source)
        words = (
            f"{speaker.siglum if speaker else ''} {wording.figures(str(item.year))}: "
            f"{wording.counted('{number} parallel', '{number} parallels', item.parallels)}, "
            f"{wording.counted('{number} disagrees', '{number} disagree', item.disagreeing)}"
        )
        bar = f"<title>{escape(words)}</title>" + "".join(
            f'<rect class="{kind}" x="{x:.1f}" y="{floor - number * unit:.1f}" width="{width:.1f}"'
            f' height="{number * unit:.1f}"/>'
            for kind, number in (("said", item.parallels), ("apart", item.disagreeing))
        )
        address = links.get(item.year)
        out.append(f"<a href={quoteattr(address)}>{bar}</a>" if address else f"<g>{bar}</g>")
    return "".join([*out, "</svg>"])


_CELL = 84


def draw_matrix(edition: Edition, wording: Wording = ENGLISH) -> str:
    """Draw the pairs of sources: above the diagonal how much they share, below how much of it disagrees."""
    found = shares(edition)
    size = _LEFT + _CELL * len(edition.sources) + 6
    most = max((s.parallels for s in found.values()), default=1) or 1
    out = [_open("matrix", size, size, wording.say("How much each pair of sources shares, and contradicts"))]
    for n, source in enumerate(edition.sources):
        middle = _LEFT + n * _CELL + _CELL / 2
        out.append(f'<text class="siglum" x="{middle}" y="24" text-anchor="middle">{escape(source.siglum)}</text>')
        out.append(f'<text class="siglum" x="0" y="{middle + 5}">{escape(source.siglum)}</text>')
    place = {s.id: _LEFT + n * _CELL for n, s in enumerate(edition.sources)}
    for (a, b), share in found.items():
        for kind, row, column, number in (("said", a, b, share.parallels), ("apart", b, a, share.disagreeing)):
            x, y = place[column], place[row]
            out.append(
                f'<rect class="{kind}" x="{x + 2}" y="{y + 2}" width="{_CELL - 4}" height="{_CELL - 4}"'
                f' opacity="{0.08 + 0.72 * number / most:.2f}"/>'
                f'<text class="number" x="{x + _CELL / 2}" y="{y + _CELL / 2 + 6}" text-anchor="middle">'
                f"{wording.number(number)}</text>"
            )
    return "".join([*out, "</svg>"])


def years_of(parallels: Iterable[Parallel]) -> Mapping[int, Parallel]:
    """Return the first parallel of each year."""
    found: dict[int, Parallel] = {}
    for parallel in filter(lambda p: p.date, parallels):
        found.setdefault(parallel.first_day[0], parallel)
    return found


def _open(name: str, width: float, height: float, label: str) -> str:
    role = "group" if name == "timeline" else "img"  # a picture cannot hold links
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing {name}" viewBox="0 0 {width} {height}" role="{role}"'
        f" aria-label={quoteattr(label)}>"
    )
