"""The solver of the margin: pure, so tried with random pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.sphinx_ext.pdf.placing import Column, Measured, place

COLUMN = Column(top=50, floor=650, gap=4, scales=(1.0, 0.9, 0.8), late=9)


def note(number: int, page: int, y: float, height: float) -> Measured:
    return Measured(f"n{number}", page, y, (height, height * 0.85, height * 0.7))


@st.composite
def parts(draw) -> list[Measured]:
    """Notes in reading order: pages ascend, heights on a page too."""
    places = sorted(
        draw(st.lists(st.tuples(st.integers(1, 6), st.floats(50, 640), st.floats(5, 900)), max_size=60)),
        key=lambda p: p[:2],
    )
    return [note(i, *place_) for i, place_ in enumerate(places)]


# a headnote stands over the text of the first page, another fills the third
OPENING = replace(COLUMN, tops={1: 350.0, 3: 900.0})
columns = pytest.mark.parametrize("column", [COLUMN, OPENING], ids=["alike", "opening"])


@columns
@given(notes=parts())
def test_no_note_is_lost_or_set_twice(notes, column):
    placement = place(notes, range(1, 9), column)
    found = Counter([p.id for p in placement.placed] + list(placement.rest))
    assert found == Counter(n.id for n in notes)


@columns
@given(notes=parts())
def test_no_note_overlaps_another_or_leaves_the_margin(notes, column):
    heights = {n.id: dict(zip(COLUMN.scales, n.heights, strict=True)) for n in notes}
    own = {n.id: n.page for n in notes}
    pages: dict[int, list[tuple[float, float]]] = {}
    for p in place(notes, range(1, 9), column).placed:
        pages.setdefault(p.page, []).append((p.y, p.y + heights[p.id][p.scale] + 9 * (p.page != own[p.id])))
    for page, boxes in pages.items():
        assert boxes == sorted(boxes)
        assert boxes[0][0] >= column.on(page).top - 0.01
        assert boxes[-1][1] <= COLUMN.floor + 0.01
        for (_, bottom), (top, _) in pairwise(boxes):
            assert top >= bottom + COLUMN.gap - 0.01


@given(parts())
def test_notes_go_forward_only_and_not_far(notes):
    own = {n.id: n.page for n in notes}
    for p in place(notes, range(1, 9), COLUMN).placed:
        assert 0 <= p.page - own[p.id] <= COLUMN.flow


def test_a_note_with_room_stands_at_its_words():
    placement = place([note(1, 3, 200, 50), note(2, 3, 400, 50)], [3], COLUMN)
    assert [(p.page, p.y, p.scale) for p in placement.placed] == [(3, 200, 1.0), (3, 400, 1.0)]


def test_notes_at_the_foot_move_up_rather_than_out():
    (placed,) = place([note(1, 1, 640, 100)], [1], COLUMN).placed
    assert placed.y == COLUMN.floor - 100


def test_a_full_page_shrinks_before_it_sends_notes_on():
    crowded = [note(i, 1, 60, 130) for i in range(5)]
    placement = place(crowded, [1, 2], COLUMN)
    assert {p.scale for p in placement.placed} == {0.9}
    assert not placement.moved


def test_what_does_not_fit_goes_to_the_next_page_and_then_to_the_rest():
    crowded = [note(i, 1, 60, 200) for i in range(12)]
    placement = place(crowded, [1, 2], COLUMN)
    assert {p.page for p in placement.placed} == {1, 2}
    assert placement.moved == {p.id for p in placement.placed if p.page == 2}
    assert len(placement.rest) == 12 - len(placement.placed) > 0


def test_a_note_taller_than_a_page_goes_to_the_rest():
    placement = place([note(1, 1, 60, 2000), note(2, 1, 80, 40)], [1, 2], COLUMN)
    assert placement.rest == ("n1",)
    assert [p.id for p in placement.placed] == ["n2"]


def test_a_note_that_only_an_opening_page_has_no_room_for_goes_to_the_next():
    placement = place([note(1, 1, 400, 460)], [1, 2], OPENING)
    assert [(p.id, p.page) for p in placement.placed] == [("n1", 2)]
