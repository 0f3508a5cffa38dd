"""The counts of `statistics` as two drawings in SVG, and what the signs in them mean.

A drawing holds no more than its counts, which pages print as tables beside it. How it looks is left to classes: a page
has colours for light and dark paper, a book grey. A drawing is made with its key below, or without: a printed book sets
the words of the key itself, since a compiler of PDF cannot shape every script inside a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from variorum.model.edition import Edition
from variorum.model.stances import BESIDES, STANCE_LABELS, Stance
from variorum.parallels.statistics import Year, shares, stances, years
from variorum.text import dates
from variorum.wording.messages import ENGLISH, Wording, later

_LEFT, _TOP, _LANE, _WIDTH = 44, 14, 80, 960
_BAR, _WIDEST, _NARROWEST = 64, 12, 2  # the height of the highest bar, its width where years are few, and many
_CELL, _LINE = 104, 19  # of the matrix: a side of a cell, and a line of one on the diagonal
_SIGN, _KEY_LINE, _LETTER = 12, 24, 10.5  # of the signs: their side, the height of a line, the room of a letter
_APART = tuple(m * 10**n for n in range(1, 8) for m in (1, 2, 5))  # years from one that is named to the next
_DISAGREEING = later("of these differ or contradict")


def draw_timeline(edition: Edition, links: Mapping[int, str], wording: Wording = ENGLISH, *, keyed: bool = True) -> str:
    """Draw a lane for each source, and for each year a bar as high as it has parallels.

    The bar is filled as far as the source speaks, dark as far as it disagrees; what it does in the other parallels
    stands above. `links` gives the address to which the bars of a year lead.
    """
    found = years(edition)
    if not found:
        return ""
    first, last = found[0].year, found[-1].year
    floors = {s.id: _TOP + (n + 1) * _LANE - 8 for n, s in enumerate(edition.sources)}
    ground = _TOP + len(floors) * _LANE
    step = (_WIDTH - _LEFT - _WIDEST) / max(last - first + 1, 1)
    width = max(min(step - 1, _WIDEST), _NARROWEST)
    unit = _BAR / max(y.all for y in found)
    signs = signs_of_timeline(edition) if keyed else ()
    key = _Key(_LEFT, ground + (32 if keyed else 20), _WIDTH - _LEFT, signs, wording)

    def across(year: int) -> float:
        return _LEFT + _WIDEST / 2 + (year - first) * step

    out = [_open("timeline", _WIDTH, key.bottom, wording.say("When each source speaks"))]
    for named in _named_years(first, last, step):
        at = across(named) + width / 2
        out.append(f'<line class="rule" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{ground}"/>')
        year = escape(dates.readable_year(named, wording))
        x, anchor = (at, "middle") if at + 2 * _LETTER < _WIDTH else (_WIDTH, "end")  # the last one would be cut off
        out.append(f'<text class="year" x="{x:.1f}" y="{ground + 16}" text-anchor="{anchor}">{year}</text>')
    for source in edition.sources:
        y = floors[source.id]
        out.append(f'<line class="lane" x1="{_LEFT}" x2="{_WIDTH}" y1="{y}" y2="{y}"/>')
        out.append(f'<text class="siglum" x="0" y="{y}">{escape(source.siglum)}</text>')
    for item in found:
        source_ = edition.source(item.source)
        words = told_of_year(item, source_.siglum if source_ else "", wording)
        bar = f"<title>{escape(words)}</title>{_bar(item, across(item.year), floors[item.source], width, unit)}"
        address = links.get(item.year) if item.parallels else ""
        out.append(f"<a href={quoteattr(address)}>{bar}</a>" if address else f"<g>{bar}</g>")
    return "".join([*out, *key.drawn(), "</svg>"])


def told_of_year(item: Year, siglum: str, wording: Wording) -> str:
    """Return what a bar shows in words, e.g. “No 1932: 3 parallels, 1 disagrees; silent: 2”."""
    spoken = (
        f"{siglum} {dates.readable_year(item.year, wording)}: "
        f"{wording.counted('{number} parallel', '{number} parallels', item.parallels)}, "
        f"{wording.counted('{number} disagrees', '{number} disagree', item.disagreeing)}"
    )
    return "; ".join([spoken, *told_besides(item, wording)])


def told_besides(item: Year, wording: Wording) -> Iterator[str]:
    """Yield what a source does in the parallels in which it does not speak, each with their number."""
    yield from (f"{wording.say(STANCE_LABELS[s])}: {wording.number(number)}" for s, number in item.besides.items())


def draw_matrix(edition: Edition, wording: Wording = ENGLISH, *, keyed: bool = True) -> str:
    """Draw the pairs of sources: above the diagonal how much they share, below how much of it disagrees.

    On the diagonal stands what the source itself does in all parallels.
    """
    found, done = shares(edition), stances(edition)
    edge = _LEFT + _CELL * len(edition.sources) + 6
    most = max((s.parallels for s in found.values()), default=1) or 1
    signs = signs_of_matrix(edition) if keyed else ()
    size = max(edge, int(_room(signs, wording)))
    key = _Key(0, edge + 8, size, signs, wording)
    out = [_open("matrix", size, key.bottom, wording.say("How much each pair of sources shares, and contradicts"))]
    for n, source in enumerate(edition.sources):
        start = _LEFT + n * _CELL
        middle = start + _CELL / 2
        out.append(f'<text class="siglum" x="{middle}" y="24" text-anchor="middle">{escape(source.siglum)}</text>')
        out.append(f'<text class="siglum" x="0" y="{middle + 5}">{escape(source.siglum)}</text>')
        out += _on_diagonal(start, done[source.id], wording)
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
    return "".join([*out, *key.drawn(), "</svg>"])


# --- parts of the drawings --------------------------------------------------------------------------------------------


def _named_years(first: int, last: int, step: float) -> Sequence[int]:
    """Return the years to be named below: round ones, as near to one another as their words have room for.

    Before our era they are round as readers count them: 700 BC is the year -699. Where no year is round, the first.
    """
    room = _LETTER * (8 if first < 1 else 5)
    apart = next(n for n in _APART if n * step >= room)
    before = (1 - year for year in range(max(-((last - 1) // apart), 1) * apart, 2 - first, apart))
    since = range(max(-(-first // apart), 1) * apart, last + 1, apart)
    return [*before, *since] or [first]


def _bar(item: Year, x: float, floor: float, width: float, unit: float) -> str:
    """Draw a bar from the floor up: what the source says, how much of it disagrees, then all else that it does."""
    top = floor - item.parallels * unit
    out = [
        f'<rect class="{kind}" x="{x:.1f}" y="{floor - number * unit:.1f}" width="{width:.1f}"'
        f' height="{number * unit:.1f}"/>'
        for kind, number in (("said", item.parallels), ("apart", item.disagreeing))
        if number
    ]
    for stance, number in item.besides.items():
        top -= number * unit
        out.append(_beside(stance, x, top, width, number * unit))
    return "".join(out)


def _beside(stance: str, x: float, y: float, width: float, height: float) -> str:
    """Draw what a source does other than speak; where it has no part in a wording, more narrowly."""
    inset = width * 0.3 if stance == Stance.OUTSIDE else 0.4
    return (
        f'<rect class="{stance}" x="{x + inset:.1f}" y="{y + 0.4:.1f}" width="{max(width - 2 * inset, 0.4):.1f}"'
        f' height="{max(height - 0.8, 0.4):.1f}"/>'
    )


def _on_diagonal(at: float, counts: Mapping[Stance, int], wording: Wording) -> Iterator[str]:
    """Draw in a cell on the diagonal a line for each thing that a source does: the sign and the number."""
    top = at + (_CELL - len(counts) * _LINE) / 2
    for n, (stance, number) in enumerate(counts.items()):
        y = top + n * _LINE
        yield _sign("said" if stance is Stance.SPEAKS else stance, at + _CELL / 2 - 24, y + 2)
        yield f'<text class="count" x="{at + _CELL / 2 - 4:.0f}" y="{y + 13:.0f}">{wording.number(number)}</text>'


class Sign(NamedTuple):
    """A sign of a drawing and what it means."""

    kind: str  # its class
    label: str  # in English

    @property
    def svg(self) -> str:
        """The sign as a picture of its own."""
        size = _SIGN + 2
        start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        return f"{start}{_sign(self.kind, 1, 1)}</svg>"


def signs_of_timeline(edition: Edition) -> Sequence[Sign]:
    """Return the signs of the timeline: of words, of words that disagree, and of what else sources do in it."""
    found = {stance for year in years(edition) for stance in year.besides}
    spoken = [Sign("said", STANCE_LABELS[Stance.SPEAKS]), Sign("apart", _DISAGREEING)]
    return spoken + [Sign(stance, STANCE_LABELS[stance]) for stance in BESIDES if stance in found]


def signs_of_matrix(edition: Edition) -> Sequence[Sign]:
    """Return the signs on the diagonal of the matrix."""
    found = {stance for counts in stances(edition).values() for stance in counts}
    kinds = {stance: "said" if stance is Stance.SPEAKS else stance for stance in Stance if stance in found}
    return [Sign(kind, STANCE_LABELS[stance]) for stance, kind in kinds.items()]


def _room(signs: Iterable[Sign], wording: Wording) -> float:
    """Return the width that the longest line of a key asks for."""
    return _SIGN + 28 + _LETTER * max((len(wording.say(sign.label)) for sign in signs), default=0)


def _sign(kind: str, x: float, y: float) -> str:
    """Draw one of the signs of bars by itself."""
    if kind in BESIDES:
        return f'<g class="sign">{_beside(kind, x, y, _SIGN, _SIGN)}</g>'
    box = f'x="{x:.1f}" y="{y:.1f}" width="{_SIGN}" height="{_SIGN}"'
    return f'<g class="sign"><rect class="{kind}" {box}/></g>'


class _Key(NamedTuple):
    """What the signs of a drawing mean, in as many columns as there is room for."""

    x: float
    y: float
    width: float
    signs: Sequence[Sign]
    wording: Wording

    @property
    def _columns(self) -> int:
        return max(1, int(self.width / _room(self.signs, self.wording)))

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return int(self.y + -(-len(self.signs) // self._columns) * _KEY_LINE + 4)

    def drawn(self) -> Iterator[str]:
        """Yield the signs with their words."""
        for n, sign in enumerate(self.signs):
            x = self.x + n % self._columns * (self.width / self._columns)
            y = self.y + n // self._columns * _KEY_LINE
            yield _sign(sign.kind, x, y + 5)
            words = escape(self.wording.say(sign.label))
            yield f'<text class="key" x="{x + _SIGN + 8:.0f}" y="{y + 16:.0f}">{words}</text>'


def _open(name: str, width: float, height: float, label: str) -> str:
    role = "group" if name == "timeline" else "img"  # a picture cannot hold links
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing {name}" viewBox="0 0 {width} {height}" role="{role}"'
        f" aria-label={quoteattr(label)}>"
    )
