"""Two scrolls joined by lines, in SVG: a line for each parallel, which leads to both sources side by side.

Across, all is in parts of the width, so that a drawing is as wide as its page and its letters keep their size; down, a
text has as many pixels as its lines need. How it looks is left to classes, for light and dark paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from variorum.model.kinds import RELATIONS
from variorum.parallels.scrolls import Hold, Scroll, Thread
from variorum.text.bidi import title_apart
from variorum.text.scripts import direction_of
from variorum.wording.messages import ENGLISH, Wording

_SHORTEST, _LONGEST, _APART = 480, 1800, 8  # px: how long a scroll is drawn, and the room for each line
_TOP, _ROLLER = 34, 6  # px: where a scroll begins, under its siglum, and how thick what it is rolled on
_EDGE, _BODY = 14, 5  # % of the width: from the page's edge to a scroll, and its own width
_LOCI_APART, _LETTERS = 44, 7  # px between two loci beside a scroll, and how many letters one has room for
HEADINGS_SHOWN = 40


class Drawing(NamedTuple):
    """What two scrolls are drawn from."""

    left: Scroll
    right: Scroll
    threads: Sequence[Thread]
    name: str  # begins the ids in the drawing, so that a page can hold several, e.g. "nepali"
    mirrored: bool = False  # whether the page runs from the right, and the first scroll stands there

    @property
    def height(self) -> int:
        """How long both scrolls are, in px."""
        return min(max(_SHORTEST, _APART * len(self.threads)), _LONGEST)

    def across(self, part: float, width: float = 0) -> str:
        """Return where something begins, counted from the side of the left scroll, in % or parts of 100."""
        return f"{100 - part - width if self.mirrored else part:g}"


def draw_scrolls(drawing: Drawing, addresses: Mapping[str, str], wording: Wording = ENGLISH) -> str:
    """Draw both scrolls and the lines between them; `addresses` says by its id what the line of a parallel leads to."""
    sigla = [scroll.source.siglum for scroll in (drawing.left, drawing.right)]
    label = wording.say("{sources} as two scrolls; each line leads to a parallel", sources=wording.listed(sigla))
    height = _TOP + drawing.height + _ROLLER + 2
    role = f'role="group" aria-label={quoteattr(label)}'
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" class="scrolls" width="100%" height="{height}" {role}>']
    out += _scroll(drawing, drawing.left, _EDGE, "left")
    out += _scroll(drawing, drawing.right, 100 - _EDGE - _BODY, "right")
    begins, width = _EDGE + _BODY, 100 - 2 * (_EDGE + _BODY)
    out.append(
        f'<svg class="threads" x="{begins}%" y="{_TOP}" width="{width}%" height="{drawing.height}"'
        f' viewBox="0 0 100 {drawing.height}" preserveAspectRatio="none">'
    )
    out += (_line(drawing, number, thread, addresses, wording) for number, thread in enumerate(drawing.threads))
    return "".join([*out, "</svg></svg>"])


def told(thread: Thread, left: Scroll, right: Scroll, wording: Wording) -> str:
    """Return what a line shows in words, e.g. “The first marriage: Contradiction, No 22 and Ne 4”."""
    places = [f"{s.source.siglum} {loci(h)}" for s, h in ((left, thread.left), (right, thread.right))]
    relation = wording.say(RELATIONS[thread.parallel.relation].label)
    return f"{title_apart(thread.parallel.title, direction_of(wording.language))}: {relation}, {wording.listed(places)}"


def loci(holds: Sequence[Hold]) -> str:
    """Return the loci of the places that a parallel holds in one source, each once."""
    return ", ".join(dict.fromkeys(hold.words for hold in holds))


def _scroll(drawing: Drawing, scroll: Scroll, begins: float, side: str) -> Iterator[str]:
    """Draw a scroll, the borders of its sections, and beside it on the side of the page's edge some of its loci."""
    x, bottom = drawing.across(begins, _BODY), _TOP + drawing.height
    yield f'<text class="siglum" x="{drawing.across(begins + _BODY / 2)}%" y="18">{escape(scroll.source.siglum)}</text>'
    yield f'<rect class="scroll" x="{x}%" y="{_TOP}" width="{_BODY}%" height="{drawing.height}"/>'
    for y in (_TOP - _ROLLER, bottom):
        roller = f'x="{drawing.across(begins - 1, _BODY + 2)}%" y="{y}" width="{_BODY + 2}%" height="{_ROLLER}" rx="3"'
        yield f'<rect class="roller" {roller}/>'
    end = drawing.across(begins + _BODY), drawing.across(begins)
    for at in scroll.headings(HEADINGS_SHOWN):
        level = f"{_TOP + at * drawing.height:.1f}"
        yield f'<line class="section" x1="{end[1]}%" x2="{end[0]}%" y1="{level}" y2="{level}"/>'
    beside = drawing.across(begins - 2 if side == "left" else begins + _BODY + 2)
    for locus, at in scroll.loci(_LOCI_APART / drawing.height):
        if len(locus) <= _LETTERS:
            level = f"{_TOP + at * drawing.height + 9:.0f}"
            yield f'<text class="locus {side}" x="{beside}%" y="{level}">{escape(locus)}</text>'


def _line(drawing: Drawing, number: int, thread: Thread, addresses: Mapping[str, str], wording: Wording) -> str:
    """Draw a parallel: a line between the places that it names first, and one from each other place to these.

    The line stands twice, the second time for the pointer, which needs more breadth than the eye.
    """
    first = thread.left[0].at, thread.right[0].at
    ends = [first, *((h.at, first[1]) for h in thread.left[1:]), *((first[0], h.at) for h in thread.right[1:])]
    path = "".join(_curve(drawing, *end) for end in ends)
    words, id_ = escape(told(thread, drawing.left, drawing.right, wording)), f"{drawing.name}-{number}"
    lang = f" lang={quoteattr(thread.parallel.lang)}" if thread.parallel.lang else ""
    href = f'href={quoteattr(addresses[thread.parallel.id])} class="{thread.parallel.relation}"{lang}'
    return (
        f'<a {href}><title>{words}</title><path id={quoteattr(id_)} d="{path}"/><use href={quoteattr(f"#{id_}")}/></a>'
    )


def _curve(drawing: Drawing, left: float, right: float) -> str:
    from_, to = (f"{at * drawing.height:.0f}" for at in (left, right))
    near, far = ("60", "40") if drawing.mirrored else ("40", "60")
    return f"M{drawing.across(0)} {from_}C{near} {from_} {far} {to} {drawing.across(100)} {to}"
