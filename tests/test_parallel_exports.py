"""The parallels as a table and as JSON: what a source says, touches, or passes over, and where its words stand."""

from __future__ import annotations

import json

import pytest

from conftest import add_source
from variorum.parallels.exports import as_json, tsv
from variorum.reading import read_edition

PARALLEL = """---
title: The year
relation: agrees
passages:
  - {source: alpha, passage: "1", lemma: "built in 1901"}
  - {source: gamma, passage: "1", lemma: "1904", gloss: the year}
---
See {parallel}`building` and {cite:p}`Berg1999`.
"""
# What stands in the place of Gamma's passage → the last five cells of its row, and its places in JSON.
GAMMA = {
    '{source: gamma, passage: "1", lemma: "1904", gloss: the year}': (
        ("speaks", "1", "1904", "the year", ""),
        [{"passage": "1", "start": 18, "end": 22}],
    ),
    '{source: gamma, passage: "2"}': (("speaks", "2", "It was of oak.", "", ""), None),
    '{source: gamma, passage: "1-2"}': (("speaks", "1-2", "The ferry sank in 1904. It was of oak.", "", ""), None),
    '{source: gamma, passage: "1-2", lemma: "1904. It"}': (
        ("speaks", "1-2", "1904. It", "", ""),
        [{"passage": "1", "start": 18, "end": 23}, {"passage": "2", "start": 0, "end": 2}],
    ),
}


@pytest.mark.parametrize("written", GAMMA)
def test_a_row_has_the_words_of_a_source_and_the_json_their_places(mini, written):
    add_source(mini, "The ferry sank in 1904.\nIt was of oak.\n")
    first = next(iter(GAMMA))
    (mini / "parallels/year.md").write_text(PARALLEL.replace(first, written), encoding="utf-8")
    edition = read_edition(mini)
    assert edition.problems == ()
    rows = {tuple(row[:5:4]): tuple(row[5:]) for row in (line.split("\t") for line in tsv(edition).splitlines())}
    cells, places = GAMMA[written]
    assert rows["year", "Ga"] == cells
    (year,) = [p for p in json.loads(as_json(edition))["parallels"] if p["id"] == "year"]
    (passage,) = next(source["passages"] for source in year["sources"] if source["source"] == "gamma")
    assert passage.get("places") == places


BESIDE = {  # what the head of the file says of Gamma → its row, from the stance on
    'touches:\n  - {source: gamma, passage: "1", why: a ferry}\n': (
        "touches",
        "1",
        "The ferry sank in 1904.",
        "",
        "a ferry",
    ),
    "silent:\n  - {source: gamma, why: it tells of ferries}\n": ("silent", "", "", "", "it tells of ferries"),
    "": ("open", "", "", "", ""),
}


@pytest.mark.parametrize("said", BESIDE)
def test_what_a_source_touches_or_passes_over_is_a_row_with_its_reason(mini, said):
    add_source(mini, "The ferry sank in 1904.\n")
    first = next(iter(GAMMA))
    written = PARALLEL.replace(first, '{source: beta, passage: "1"}').replace("relation:", f"{said}relation:")
    (mini / "parallels/year.md").write_text(written, encoding="utf-8")
    edition = read_edition(mini)
    assert edition.problems == ()
    rows = {tuple(row[:5:4]): tuple(row[5:]) for row in (line.split("\t") for line in tsv(edition).splitlines())}
    assert rows["year", "Ga"] == BESIDE[said]
    (year,) = [p for p in json.loads(as_json(edition))["parallels"] if p["id"] == "year"]
    (gamma,) = [source for source in year["sources"] if source["source"] == "gamma"]
    assert gamma.get("why") == (BESIDE[said][-1] if gamma["stance"] == "silent" and said else None)
    assert year["commentary"] == "See The year of building and [Berg1999]."
    assert [p.id for p in edition.touched_by_source["gamma"]] == (["year"] if "touches" in said else [])
