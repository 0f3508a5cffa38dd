"""How words such as “1:1–3” name a range of passages."""

from __future__ import annotations

import pytest

from variorum.model.loci import possible_ranges

RANGES = {
    "12–14": [("12", "14")],
    "1:1–3": [("1:1", "3"), ("1:1", "1:3")],
    "17a–b": [("17a", "b"), ("17a", "17b")],
    "Gen.1.1 - 3": [("Gen.1.1", "3"), ("Gen.1.1", "Gen.1.3"), ("Gen.1.1", "Gen.3")],
    "12": [],
    "12-": [],  # no end
    "–12": [],
}


@pytest.mark.parametrize("words", RANGES)
def test_words_can_be_read_as_a_range_at_each_dash_the_end_also_in_short(words):
    assert possible_ranges(words) == RANGES[words]
