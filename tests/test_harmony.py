"""The overviews of a whole edition: counts, drawings, the table of all parallels, the indexes of names."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from conftest import MINI, build_edition, real_edition
from variorum.parallels import statistics
from variorum.parallels.drawings import draw_matrix, draw_timeline
from variorum.parallels.name_places import occurrences
from variorum.parallels.statistics import Share, Year
from variorum.reading import read_edition
from variorum.text.dates import days_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def small():
    return read_edition(MINI)


@pytest.fixture(scope="module")
def real():
    return real_edition()


def test_pairs_share_what_the_files_say(small):
    assert statistics.shares(small) == {("alpha", "beta"): Share(parallels=2, disagreeing=1)}


def test_years_are_those_in_which_parallels_begin(small):
    assert statistics.years(small) == (
        Year(1901, "alpha", 1, 1),
        Year(1901, "beta", 1, 1),
        Year(1903, "alpha", 1, 0),
        Year(1903, "beta", 1, 0),
    )


NAMED_BELOW = [  # first and last year of the parallels, the years that the drawing names
    (("1901", "1903"), ["1901"]),
    (("1897", "1934"), ["1900", "1910", "1920", "1930"]),
    (("-0700~", "1850"), ["500 BC", "500", "1000", "1500"]),
    (("-0704", "-0299"), ["300 BC", "350 BC", "400 BC", "450 BC", "500 BC", "550 BC", "600 BC", "650 BC", "700 BC"]),
]


@pytest.mark.parametrize(("dates", "named"), NAMED_BELOW)
def test_the_years_below_the_timeline_are_as_many_as_have_room(small, dates, named):
    found = zip(small.parallels, dates, map(days_of, dates), strict=False)
    parallels = [replace(p, date=date, first_day=days[0]) for p, date, days in found]
    root = ElementTree.fromstring(draw_timeline(replace(small, parallels=tuple(parallels)), {}))
    assert [t.text for t in root.iter(f"{SVG}text") if t.attrib["class"] == "year"] == named
    assert min(float(r.attrib["width"]) for r in root.iter(f"{SVG}rect")) >= 2  # a bar is seen
    assert not [t.text for t in root.iter(f"{SVG}title") if re.search(r" -\d", t.text or "")]


@pytest.mark.parametrize("draw", [lambda e: draw_timeline(e, {}), draw_matrix])
def test_drawings_are_well_formed_and_lie_inside_their_frame(real, draw):
    root = ElementTree.fromstring(draw(real))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.attrib["x"]) >= 0
        assert float(rect.attrib["y"]) >= 0
        assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width
        assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height


def test_the_matrix_shows_every_number_of_its_table(real):
    numbers = [
        t.text or ""
        for t in ElementTree.fromstring(draw_matrix(real)).iter(f"{SVG}text")
        if t.attrib["class"] == "number"
    ]
    expected = [str(n) for s in statistics.shares(real).values() for n in (s.parallels, s.disagreeing)]
    assert sorted(numbers) == sorted(expected)


def test_an_edition_without_parallels_has_no_timeline(tmp_path):
    assert draw_timeline(read_edition(tmp_path), {}) == ""


def test_names_are_found_in_every_spelling_and_with_endings(small):
    found = occurrences(small)
    assert [(s.siglum, p.locus) for s, p in found["mayor"]] == [("Al", "2"), ("Al", "3"), ("Be", "2")]
    assert ("Be", "1") in [(s.siglum, p.locus) for s, p in found["bridge"]]


def test_every_name_of_the_real_edition_occurs_somewhere(real):
    silent = [id_ for id_, places in occurrences(real).items() if not places]
    assert silent == []


def test_the_pages_show_rows_and_silences_and_entries(mini, tmp_path):
    (mini / "sources/beta/annotations/be-year.md").unlink()
    names = mini / "names.toml"
    known = names.read_text(encoding="utf-8").replace('years = "1850/1910"', 'years = "1850/1910"\nwikidata = "Q30185"')
    names.write_text(known, encoding="utf-8")
    built = build_edition(mini, tmp_path / "html")
    assert built.warnings == ""
    page = built.page("harmony")
    assert re.findall(r'<tr class="[^"]*" id="row-(\w+)">|<tr id="row-(\w+)"', page) or "row-building" in page
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg"') == 2
    row = re.search(r'<tr class="([^"]*)" id="row-mayor"', page)
    assert row
    assert "names-mayor" in row[1].split()
    assert '<option value="mayor" label="Mayor, the">' in page
    people = built.page("people")
    assert 'id="name-mayor"' in people
    assert "Mayor, the" in people
    assert 'href="alpha.html#p3"' in people
    assert 'href="#name-bridge"' in people
    assert people.count('class="same-as') == 1  # where an item of Wikidata is named, a quiet link, and for machines
    assert re.search(
        r'Wept at the opening · <a [^>]*href="https://www.wikidata.org/wiki/Q30185"[^>]*>Wikidata Q30185<', people
    )
    (told,) = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', people)[0])["mentions"]
    assert (told["@type"], told["sameAs"]) == ("Person", "https://www.wikidata.org/wiki/Q30185")
