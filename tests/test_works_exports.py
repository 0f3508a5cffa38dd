"""Works for other programs: CSL-JSON, RIS, biblatex."""

from __future__ import annotations

import pytest

from variorum.importing.bibliography import read_library
from variorum.importing.csl_json import read_csl_json
from variorum.importing.ris import read_ris
from variorum.model.works import Work
from variorum.reading.works import parse_works, work_of
from variorum.works.exports import bibtex, csl_item, csl_json, kept
from variorum.works.interchange import biblatex, ris, without_place_in_ris


def work(text: str) -> Work:
    (found,) = parse_works(text)[0].values()
    return found


def test_csl_json_keeps_translators_originals_and_what_csl_has_no_name_for():
    text = """@book{A1938, author = {Авторханов, А.}, authortranslit = {Avtorkhanov, A.}, editor = {{Party}},
      title = {Т}, translator = {Holland, Vyvyan}, year = {1938}, origtitle = {O}, origdate = {1935}, number = {2},
      langid = {russian}, urldate = {2025-06-30}, certainty = {probable}, series = {S}}"""
    assert csl_item(work(text)) == {
        "id": "A1938",
        "type": "book",
        "author": [{"family": "Авторханов", "given": "А."}],
        "editor": [{"literal": "Party"}],
        "translator": [{"family": "Holland", "given": "Vyvyan"}],
        "title": "Т",
        "original-title": "O",
        "collection-title": "S",
        "collection-number": "2",
        "issued": {"date-parts": [[1938]]},
        "original-date": {"date-parts": [[1935]]},
        "accessed": {"date-parts": [[2025, 6, 30]]},
        "language": "ru",
        "custom": {"certainty": "probable", "authortranslit": [{"family": "Avtorkhanov", "given": "A."}]},
    }


DATES = {
    "1999": {"date-parts": [[1999]]},
    "1999-05": {"date-parts": [[1999, 5]]},
    "1999/2001": {"date-parts": [[1999], [2001]]},
    "1890~": {"date-parts": [[1890]], "circa": True},
    "2001-23": {"date-parts": [[2001]], "season": 3},
    "-0043": {"date-parts": [[-43]]},
    "long ago": {"literal": "long ago"},
}


@pytest.mark.parametrize("date", DATES)
def test_a_date_is_written_as_csl_has_it(date):
    assert csl_item(work(f"@book{{A1, title={{T}}, date={{{date}}}}}"))["issued"] == DATES[date]


def test_csl_json_says_where_an_article_without_pages_stands_and_what_has_not_appeared():
    item = csl_item(work("@article{A1, title={T}, journal={J}, eid={e7}, number={4}, pubstate={forthcoming}}"))
    assert {name: item[name] for name in ("page", "issue", "status")} == {
        "page": "e7",
        "issue": "4",
        "status": "forthcoming",
    }
    assert csl_item(work("@book{A1, title={T}, number={4}}"))["number"] == "4"
    assert (
        csl_item(work("@article{A1, title={T}, eid={e7}, pages={1}, journal={J}, pubstate={inpress}}"))["page"] == "1"
    )


def test_csl_json_has_one_short_title_and_keeps_the_others():
    """A page calls a work by the first; the others come back with the work."""
    ours = work("@book{A1, title={T}, shorttitle={First | Second}}")
    assert (csl_item(ours)["title-short"], csl_item(ours)["custom"]) == ("First", {"shorttitle": "First | Second"})
    (entry,) = read_csl_json(csl_json([ours]))
    assert work_of(entry).fields["shorttitle"] == "First | Second"


FULL = r"""
@article{a, author = {van Beethoven, Ludwig and {Levada Center} and King, Jr., Martin}, title = {Alpha \& 50\%},
  journaltitle = {Rivers}, shortjournal = {Riv}, volume = {3}, part = {2}, number = {2}, pages = {12--19},
  issn = {1234-5678}, date = {1999-05-06}, doi = {10.1/2}, url = {https://example.org/a_b}, urldate = {2020-01-02},
  abstract = {In short}, keywords = {one, two}, note = {A note}, eprint = {123}, eprinttype = {jstor}, series = {2},
  issue = {Spring}, annotation = {Mine}, location = {Oslo}}
@incollection{b, author = {Berg, Anna}, title = {Alpha}, booktitle = {Book}, maintitle = {Main}, volume = {7},
  volumes = {9}, editor = {Lie, Kari}, translator = {Moe, Per}, bookauthor = {Ross, Rita}, editora = {Li, Bo},
  editoratype = {reviser}, publisher = {Quay}, series = {Sea}, number = {4}, edition = {2}, chapter = {3},
  origdate = {1951}, origtitle = {Beta}, origlanguage = {german}, shorttitle = {Al}, titleaddon = {A},
  library = {Box 3}, related = {a}, date = {1999}, pagetotal = {300}}
@patent{c, author = {Berg, Anna}, holder = {{Quay}}, title = {Alpha}, type = {Patent}, number = {12}, date = {1999-01}}
@inproceedings{d, author = {Berg, Anna}, title = {Alpha}, booktitle = {Days}, eventtitle = {Days of Water},
  eventdate = {1998-05-06}, venue = {Oslo}, pubstate = {inpress}, foreword = {Li, Bo}}
"""


@pytest.mark.parametrize("ours", parse_works(FULL)[0].values(), ids=lambda ours: ours.key)
def test_csl_json_and_biblatex_lose_nothing(ours):
    for text in (csl_json([ours]), biblatex([ours])):
        (entry,) = read_library(text).entries
        again = work_of(entry)
        related = {"related": "a"} if "related" in ours.fields else {}
        assert again.fields == {**ours.fields, **related}
        for role in ("authors", "editors", "translators", "people"):
            assert getattr(again, role) == getattr(ours, role)
        for name in ("abstract", "annotation", "issn", "pagetotal", "journalabbreviation"):
            assert kept(again, name) == kept(ours, name)


def test_bodies_that_publish_together_are_all_named():
    assert csl_item(work("@book{A1, title={T}, institution={U}, publisher={Q}}"))["publisher"] == "U; Q"


def test_what_ris_has_no_place_for_is_counted():
    works = parse_works(FULL)[0].values()
    lost = without_place_in_ris(works)
    assert {name: lost[name] for name in ("part", "holder", "foreword", "title")} == {
        "part": 1,
        "holder": 1,
        "foreword": 1,
        "title": 0,
    }


RIS = {
    "@article{A1, author={King, Jr., Martin}, title={T}, issn={1234-5678}, abstract={In short}}": (
        "AU  - King, Martin, Jr.\nTI  - T\nAB  - In short\nSN  - 1234-5678\n"
    ),
    "@book{A1, author={Lee, Ann}, title={T}, date={2001-23}}": "AU  - Lee, Ann\nPY  - 2001\nDA  - 2001///Fall\n",
    "@book{A1, title={T}, date={2001-05-06}}": "DA  - 2001/05/06/\n",
    "@article{A1, title={T}, pages={3--9}, langid={german}}": "SP  - 3\nEP  - 9\nLA  - de\n",
    "@article{A1, title={T}, pages={12}, keywords={b, a}}": "SP  - 12\nKW  - a\nKW  - b\n",
    "@book{A1, title={T}, doi={https://doi.org/10.1000/x}}": "TI  - T\nDO  - 10.1000/x\nER  - \n",
}


@pytest.mark.parametrize("text", RIS)
def test_a_work_is_written_in_ris(text):
    assert RIS[text] in ris([work(text)])


def test_biblatex_has_one_date_and_the_kind_of_a_thesis():
    said = biblatex([work("@phdthesis{A1, title={T}, year={2001}, month={5}, school={U}}")])
    assert said == "@thesis{A1,\n  title = {T},\n  institution = {U},\n  date = {2001-05},\n  type = {phdthesis},\n}\n"
    assert "date" not in biblatex([work("@misc{A1, title={T}}")])


@pytest.mark.parametrize("date", ["2001-23", "1999-05-06", "1999"])
def test_a_date_that_goes_out_comes_in_again(date):
    ours = work(f"@article{{A1, title={{T}}, journal={{J}}, date={{{date}}}}}")
    for entry in (*read_csl_json(csl_json([ours])), *read_ris(ris([ours]))):
        assert work_of(entry).fields["date"] == date
    assert bibtex([ours]).startswith("@article{A1, title")


CSL_IN = {
    '[{"type": "article-newspaper", "title": "T"}]': {"entrysubtype": "newspaper", "title": "T"},
    '{"items": [{"type": "book", "issued": {"raw": "um 1890"}}]}': {"date": "um 1890"},
    '[{"type": "book", "issued": {"date-parts": [[1999, 5], [2001]], "circa": true}}]': {"date": "1999-05/2001~"},
    '[{"type": "book", "title": "T", "custom": {"certainty": "probable", "authortranslit": [{"literal": "Lee"}]}}]': {
        "certainty": "probable",
        "authortranslit": "{Lee}",
    },
    '[{"title": ["The <i>Iliad</i>", "<span class=\\"nocase\\">two</span>"], "issued": {"date-parts": [[null]]}}]': {
        "title": "The \\emph{Iliad}; two",
    },
    '[{"author": "WHO", "editor": [{"family": "Lee"}, "Bo"], "issued": {"date-parts": [["2003", "5"], [2004, ""]]}}]': {
        "author": "{WHO}",
        "editor": "{Lee} and {Bo}",
        "date": "2003-05/2004",
    },
    '[{"issued": {"date-parts": [["spring"]]}, "accessed": {"raw": "1999"}, "URL": ["a", "b"]}]': {
        "date": '[["spring"]]',
        "urldate": "1999",
        "url": "a; b",
    },
    '[{"custom": {"titleaddon": "2", "foreword": [{"literal": "Bo"}], "mine": {"a": 1}}}]': {
        "titleaddon": "2",
        "foreword": "{Bo}",
        "x-csl-custom-mine": '("a": 1)',
    },
    r'[{"title": "a\ud800b\u202ec", "issued": {"date-parts": [[1e400]]}}]': {"title": "abc", "date": "[[Infinity]]"},
    '[{"type": "thesis", "publisher": "U", "PMID": 12, "x": {"y": 1}}]': {
        "institution": "U",
        "pmid": "12",
        "x-csl-x": '("y": 1)',
    },
    '[{"type": "book", "author": [{"given": "Ann", "family": "Berg", "dropping-particle": "van", "suffix": "Jr."}]}]': {
        "author": "van Berg, Jr., Ann",
    },
}


@pytest.mark.parametrize("text", CSL_IN)
def test_csl_json_comes_in(text):
    (entry,) = read_csl_json(text)
    assert {name: entry.fields[name].value for name in CSL_IN[text]} == CSL_IN[text]


RIS_IN = {
    "TY  - NEWS\nTI  - A long\n  title\nSN  - 1234-5678\nER  - \n": {
        "entrysubtype": "newspaper",
        "title": "A long title",
        "issn": "1234-5678",
    },
    "TY  - BOOK\nSN  - 978-0\nY2  - 2020/05/06/\nXX  - y\n": {
        "isbn": "978-0",
        "urldate": "2020-05-06",
        "x-ris-xx": "y",
    },
    "TY  - BOOK\nUR  - https://a.org\nUR  - https://b.org\nUR  - https://c.org\nXX  - y\nXX  - z\n": {
        "url": "https://a.org",
        "x-ris-url": "https://b.org; https://c.org",
        "x-ris-xx": "y; z",
    },
    "TY  - CHAP\nT2  - B\nT2  - S\nDA  - 2001///Autumn\nPY  - 2001\nN1  - one\nN1  - two\n": {
        "booktitle": "B",
        "date": "2001-23",
        "note": "one. two",
    },
    "TY  - BOOK\nAU  - King, Martin, Jr.\nA2  - Series, Ed\nA3  - Lee, Ann\n": {
        "author": "King, Jr., Martin",
        "editor": "Lee, Ann",
        "x-ris-a2": "Series, Ed",
    },
    "TY  - JOUR\nPY  - about 1890\nAU  - Levada Center\nAU  - Lee, Ann\n": {
        "date": "about 1890",
        "author": "{Levada Center} and Lee, Ann",
    },
}


@pytest.mark.parametrize("text", RIS_IN)
def test_ris_comes_in(text):
    (entry,) = read_ris(text)
    assert {name: entry.fields[name].value for name in RIS_IN[text]} == RIS_IN[text]


@pytest.mark.parametrize("text", ["[1]", '"x"', "{{", "[" * 10_000, f'[{{"title": {"9" * 5000}}}]'])
def test_what_is_no_csl_json_is_said(text):
    with pytest.raises(ValueError, match="it is no"):
        read_csl_json(text)


def test_what_is_no_ris_is_said():
    with pytest.raises(ValueError, match="it has no works in RIS"):
        read_ris("Just words.\n")
