"""What the compiler needs to know of places before it sets the book: heads, pages, and where notes go. Pure.

In: where everything stood in the last pass, and where its notes were placed. Out: what places.json holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from variorum.sphinx_ext.pdf.formats import Format
from variorum.sphinx_ext.pdf.heads import printed_numbers, running_heads
from variorum.sphinx_ext.pdf.manuscript import Manuscript, Mark
from variorum.sphinx_ext.pdf.placing import Placement
from variorum.wording.messages import Wording, later

LINK_ABOVE = 14  # how far above the base of a line a link leads, so that the line is seen
HOSTS = frozenset({"passage", "note", "facing"})  # what can carry notes of other pages

PAGE = later("p.\u00a0{page}")

Places = dict[str, Any]  # what places.json holds; `base.typ` says who reads it


def places_of(
    manuscript: Manuscript,
    format_: Format,
    marks: Sequence[Mark],
    placements: Mapping[str, Placement],
    wording: Wording,
) -> Places:
    """Return everything that the second pass needs to know, as plain values."""
    bottom = format_.height - format_.bottom
    # the first of a page; not a heading, which may take its notes to the page before when it leaves that
    carrying = [m for m in reversed(marks) if m.kind in HOSTS]
    still = (m for m in carrying if (a := manuscript.anchors.get(m.id)) and a.kind == "passage")
    hosts = {m.page: m.id for m in carrying} | {m.page: m.id for m in still}
    printed = printed_numbers(marks, manuscript.main)
    at = {m.id: m.page for m in marks}
    pages = {m.id: printed[m.page] for m in marks}
    spots = {m.id: [m.page, _r(m.x), _r(max(0.0, m.y - LINK_ABOVE))] for m in marks if m.kind != "entry"}
    out: dict[str, dict[str, Any]] = {"notes": {}, "guests": {}, "rests": {}, "stubs": {}}
    for part, placement in placements.items():
        # pages of a part may have moved since its notes were measured: by how many?
        note = next((p for p in placement.placed if p.id not in placement.moved), None)
        moved = at[note.id] - note.page if note else 0
        for p in placement.placed:
            page = p.page + moved
            host = hosts[page] if p.id in placement.moved else p.id
            if host != p.id:
                out["guests"].setdefault(host, []).append(p.id)
            dx = format_.note_left(page) - format_.text_left(page)
            out["notes"][p.id] = {"host": host, "dx": _r(dx), "dy": _r(p.y - bottom), "scale": p.scale}
        for id_ in placement.rest:
            out["notes"][id_] = {"host": "", "dx": 0, "dy": 0, "scale": 1}
        if placement.rest:
            out["rests"][part] = list(placement.rest)
        gone = {p.id: printed[p.page + moved] for p in placement.placed if p.id in placement.moved}
        gone |= {id_: pages.get(f"entry {id_}", "000") for id_ in placement.rest}
        out["stubs"] |= _stubs(manuscript, format_, gone, marks, wording)
    passages = [m for m in marks if m.kind in {"passage", "print-page"}]
    numbers = {m.id: _r(_number_left(format_, m.page) - m.x) for m in passages}
    right = {m.id: True for m in passages if format_.left_page(m.page)}
    top = format_.top + 2 * format_.size
    heads = {
        page: {**head, "number": printed[int(page)]} for page, head in running_heads(marks, manuscript.anchors, top=top)
    }
    openings = (m.page for m in marks if m.kind == "chapter")
    folios = {str(page): printed[page] for page in openings if str(page) not in heads}
    return {
        **out,
        "numbers": numbers,
        "right": right,
        "pages": pages,
        "spots": spots,
        "heads": heads,
        "folios": folios,
    }


def _stubs(
    manuscript: Manuscript, format_: Format, gone: Mapping[str, str], marks: Sequence[Mark], wording: Wording
) -> Places:
    """Return, for each page that could not keep all its notes, the line at its foot that says where they are."""
    at = {m.id: m for m in marks if m.kind == "note" and m.id in gone}
    stubs = {}
    for page, group in groupby(at.values(), _page):
        away = list(group)
        words = []
        for where, ids in groupby(away, key=lambda m: gone[m.id]):
            numbers = [manuscript.numbers[m.id] for m in ids]
            shown = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
            words.append(f"{shown}: {wording.say(PAGE, page=where)}")
        top = format_.column.floor - format_.column.stub + 2
        stubs[str(page)] = {"words": "▸ " + ", ".join(words), "x": _r(format_.note_left(page)), "y": _r(top)}
    return stubs


def _number_left(format_: Format, page: int) -> float:
    """Where the number of a passage begins: at the spine's side of the text."""
    gap = 6.0
    if format_.left_page(page):
        return format_.text_left(page) + format_.text_width + gap
    return format_.text_left(page) - gap - format_.number_width


def _page(mark: Mark) -> int:
    return mark.page


def _r(length: float) -> float:
    return round(length, 2)
