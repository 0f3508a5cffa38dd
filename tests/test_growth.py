"""What a build does for all pages grows as the pages do, not as their square: steps are counted, not seconds."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from variorum.model.edition import Edition
from variorum.model.passages import Division
from variorum.reading import read_edition
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build import dependencies
from variorum.sphinx_ext.build.dependencies import digest_of_part, digest_of_passages
from variorum.sphinx_ext.build.domain import VariorumDomain
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.build.places import Place
from variorum.works.styles import WorkStyle


class Walked(dict):
    """A dict that counts how often it is gone through."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()

    def items(self):
        self.times += 1
        return super().items()


@pytest.fixture
def domain():
    env: Any = SimpleNamespace(domaindata={})
    made = VariorumDomain(env)
    made.data["places"] = Walked(
        {f"page-{p}": {"passage": {f"Al {10 * p + n}": f"p{n}" for n in range(10)}} for p in range(100)}
    )
    return made


def test_a_page_is_forgotten_without_going_through_all_others(domain):
    for number in range(100):
        domain.clear_doc(f"page-{number}")
        domain.note_place("passage", f"Al {number}", Place("page-x", "p1"), "")
    assert domain.places.held.times == 1
    assert {*domain.places.pages} == {"page-x"}
    domain.clear_doc("page-x")
    assert not domain.places.pages
    assert domain.place_of("passage", "Al 7") is None


def test_what_another_process_has_read_is_taken_over_without_going_through_all(domain):
    for number in range(20):
        docname = f"new-{number}"
        theirs = {"places": {docname: {"name": {docname: "x"}}}, "twice": {}, "shows": {}, "links": {}, "written": {}}
        domain.merge_domaindata({docname}, theirs)
    assert domain.places.held.times <= 1
    assert domain.places.on("new-7") == {"name": {"new-7": "x"}}


@pytest.fixture
def hashed(monkeypatch):
    """How many pieces have gone into digests."""
    counted = SimpleNamespace(pieces=0)

    def counting(*parts):
        counted.pieces += len(parts)
        return digest_of(*parts)

    monkeypatch.setattr(dependencies, "digest_of", counting)
    return counted


def of_pages(number: int, mini) -> tuple[Edition, list[Part]]:
    """Return an edition with so many chapters and divisions, a parallel in each, and the parts of their pages."""
    read = read_edition(mini)
    alpha = read.sources[0]
    parallels = [replace(read.parallels[0], id=f"p{n}", path=f"p{n}") for n in range(number)]
    divisions = tuple(Division(passage.locus, f"{n}", "") for n, passage in enumerate(alpha.citable * number))
    sources = tuple(replace(s, divisions=divisions) if s is alpha else s for s in read.sources)
    chapters = [Part("parallels", p.id) for p in parallels]
    parts = [Part("source", "alpha", "division 1")] * number + [
        Part("works", "alpha"),
        Part("source", "alpha"),
    ] * number
    return replace(read, sources=sources, parallels=tuple(parallels)), [*chapters, *parts]


def test_the_digests_of_all_pages_grow_as_the_pages_do(mini, hashed):
    steps = []
    for number in (20, 40):
        edition, parts = of_pages(number, mini)
        hashed.pieces = 0
        for part in parts:
            digest_of_part(edition, part, WorkStyle())
        steps.append(hashed.pieces)
    assert steps[1] < 2.2 * steps[0]


def test_a_part_of_a_source_is_made_from_its_own_notes(mini):
    edition = read_edition(mini)
    alpha = edition.sources[0]
    note = alpha.annotations[-1]
    other = replace(note, digest="other")
    sources = tuple(replace(s, annotations=(*s.annotations[:-1], other)) if s is alpha else s for s in edition.sources)
    edited = replace(edition, sources=sources)
    differ = [
        passage.locus
        for passage in alpha.citable
        if digest_of_passages(edition, alpha, [passage]) != digest_of_passages(edited, edited.sources[0], [passage])
    ]
    assert differ == [note.passage]
