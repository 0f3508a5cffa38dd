"""Where notes stand in a margin, told by a table of cases; the script runs in Node, without a page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import HERE
from node import called

TABLE = json.loads((HERE / "cases" / "note_places.json").read_text("utf-8"))
GAP = 9


def placed(cases: list[dict[str, Any]]) -> list[dict]:
    call = (
        "(one) => { const { places, rooms } = placeNotes(one); return { places, rooms: Object.fromEntries(rooms) }; }"
    )
    return called("js/note_places.js", call, ([case] for case in cases))


@pytest.fixture(scope="module")
def found() -> dict[str, dict]:
    return {case["title"]: made for case, made in zip(TABLE, placed(TABLE), strict=True)}


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["title"])
def test_a_note_stands_where_the_table_says(found, case):
    assert found[case["title"]] == {"places": case["places"], "rooms": case["rooms"]}


def test_none_is_over_another_and_none_too_late_on_any_page():
    """Pages of 2,000 notes, made by rule: two or three in each passage, longer and shorter than their words' place."""
    cases: list[dict[str, Any]] = []
    for step in (3, 7, 11):
        heights = [40 + (n * step * 37) % 160 for n in range(2000)]
        passages = [n * 2 // 5 for n in range(2000)]
        words = [n * 140 + (n * step * 13) % 90 for n in range(2000)]
        chosen = -1 if step == 3 else 1000
        cases.append({"words": words, "heights": heights, "passages": passages, "chosen": chosen})
    for case, made in zip(cases, placed(cases), strict=True):
        places, heights = made["places"], case["heights"]
        assert all(b >= a + h + GAP for a, b, h in zip(places, places[1:], heights, strict=False))
        given, rooms = 0, made["rooms"]
        lines = []
        for n, word in enumerate(case["words"]):
            if n == 0 or case["passages"][n] != case["passages"][n - 1]:
                given += rooms.get(str(case["passages"][n]), 0)
            lines.append(word + given)
        if case["chosen"] < 0:
            assert max(place - line for place, line in zip(places, lines, strict=True)) <= 300
        else:
            assert places[case["chosen"]] == lines[case["chosen"]]
