"""What Zotero's connector makes of each work of a page: COinS, read by the rules of its translator.

The rules are those of `parseContextObject` (github.com/zotero/utilities, openurl.js), which the translator asks: the
format and the genre make the type, `rft.type` another; a name with a comma is taken apart there, one without at its
last blank; what is of no use to the type is left out.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from conftest import HERE
from variorum.model.works import Work
from variorum.reading.works import parse_works
from variorum.works.coins import SHAPES, coins, shape_of
from variorum.works.kinds import KINDS, kind_named

TYPES = {  # format and genre → type of item
    ("journal", "article"): "journalArticle",
    ("book", "bookitem"): "bookSection",
    ("book", "proceeding"): "conferencePaper",
    ("book", "report"): "report",
    ("book", "book"): "book",
    ("dissertation", ""): "thesis",
    ("patent", ""): "patent",
    ("dc", ""): "webpage",
}
PARTS = {"journalArticle", "bookSection", "conferencePaper"}  # whose `btitle`, `jtitle` and `title` are of the whole
SAME = {
    "rft.volume": "volume",
    "rft.issue": "issue",
    "rft.pages": "pages",
    "rft.issn": "ISSN",
    "rft.isbn": "ISBN",
    "rft.pub": "publisher",
    "rft.publisher": "publisher",
    "rft.place": "place",
    "rft.tpages": "numPages",
    "rft.edition": "edition",
    "rft.series": "series",
    "rft.language": "language",
    "rft.source": "publicationTitle",
    "rft.inst": "publisher",
    "rft.degree": "type",
    "rft.assignee": "assignee",
    "rft.number": "patentNumber",
}


def as_zotero_reads(context: str) -> dict[str, object]:
    """Return the item that Zotero makes of a context object."""
    pairs = parse_qsl(context, strict_parsing=True)
    said = dict(pairs)
    kind = (said["rft_val_fmt"].removeprefix("info:ofi/fmt:kev:mtx:"), said.get("rft.genre", ""))
    item: dict[str, object] = {"itemType": TYPES[kind]}
    first, others = {}, []
    for key, value in pairs:
        type_ = str(item["itemType"])
        match key:
            case "rft_id" | "rft.identifier":
                is_doi = value.startswith("info:doi/")
                item["DOI" if is_doi else "url"] = value[9:] if is_doi else value
            case "rft.btitle" | "rft.title" | "rft.atitle" | "rft.jtitle":
                of_whole = type_ in PARTS and key != "rft.atitle"
                assert key != "rft.atitle" or type_ in PARTS, "a title that Zotero would not read"
                assert key != "rft.jtitle" or type_ == "journalArticle"
                item["publicationTitle" if of_whole else "title"] = value
            case "rft.date":
                item["issueDate" if type_ == "patent" else "date"] = value
            case "rft.aulast" | "rft.invlast":
                first["last"] = value
            case "rft.aufirst" | "rft.invfirst":
                first["first"] = value
            case "rft.au" | "rft.inventor" | "rft.creator":
                last, _, given = value.rstrip(" ,").partition(", ")
                assert "," in value, "Zotero would take this name apart at its last blank"
                others.append((last, given))
            case "rft.type":
                item["itemType"] = value
            case _ if key in SAME:
                item[SAME[key]] = value
            case _:
                assert key in {"ctx_ver", "rft_val_fmt", "rft.genre", "rft.spage", "rft.epage"}, f"{key} is not read"
    item["creators"] = [*([(first["last"], first.get("first", ""))] if first else []), *others]
    return item


CASES: dict[str, dict[str, object]] = {
    "@book{A1, author={Lee, Stephen and Li, Bo}, title={T}, publisher={P}, address={Oslo}, date={1999}, isbn={1}}": {
        "itemType": "book",
        "title": "T",
        "creators": [("Lee", "Stephen"), ("Li", "Bo")],
        "publisher": "P",
        "place": "Oslo",
        "date": "1999",
        "ISBN": "1",
    },
    "@book{A1, author={{Levada Center} and {Ministry of War}}, title={A bridge}}": {
        "creators": [("Levada Center", ""), ("Ministry of War", "")],
    },
    "@book{A1, author={King, Jr., Martin and van Beethoven, Ludwig and others}, title={T}}": {
        "creators": [("King", "Martin Jr."), ("van Beethoven", "Ludwig")],
    },
    "@article{A1, author={Lee, S.}, title={T}, journal={J}, volume={2}, number={3}, pages={1-2}, doi={10.1000/x},"
    " url={https://example.org/x}}": {
        "itemType": "journalArticle",
        "title": "T",
        "publicationTitle": "J",
        "volume": "2",
        "issue": "3",
        "pages": "1-2",
        "DOI": "10.1000/x",
        "url": "https://example.org/x",
    },
    "@article{A1, title={T}, journal={The Times}, entrysubtype={newspaper}, date={1953-03-06}}": {
        "itemType": "newspaperArticle",
        "publicationTitle": "The Times",
        "date": "1953-03-06",
    },
    "@incollection{A1, author={Lee, S.}, title={T}, booktitle={B}, editor={Li, Bo}}": {
        "itemType": "bookSection",
        "title": "T",
        "publicationTitle": "B",
        "creators": [("Lee", "S.")],  # COinS has no place for editors
    },
    "@inreference{A1, title={T}, booktitle={Encyclopedia}}": {"itemType": "encyclopediaArticle", "title": "T"},
    "@inproceedings{A1, author={Lee, S.}, title={T}, booktitle={B}, pages={1--2, 5}}": {
        "itemType": "conferencePaper",
        "pages": "1-2, 5",
    },
    "@phdthesis{A1, author={Lee, S.}, title={T}, institution={U}, date={1999/2001}}": {
        "itemType": "thesis",
        "title": "T",
        "publisher": "U",
        "type": "PhD thesis",
        "date": "1999",
    },
    "@report{A1, author={Lee, S.}, title={T}, institution={I}, booktitle={B}, date={1942~}}": {
        "itemType": "report",
        "title": "T",
        "publisher": "I",
        "date": "1942",
    },
    "@patent{A1, author={Lee, S. and Li, Bo}, title={T}, number={7}, holder={Wu, C.}, date={1999-21}}": {
        "itemType": "patent",
        "title": "T",
        "creators": [("Lee", "S."), ("Li", "Bo")],
        "patentNumber": "7",
        "assignee": "C. Wu",
        "issueDate": "1999",
    },
    "@online{A1, author={Lee, S.}, title={T & <U>}, url={https://example.org/?a=1}, langid={norwegian}}": {
        "itemType": "webpage",
        "title": "T & <U>",
        "url": "https://example.org/?a=1",
        "creators": [("Lee", "S.")],
        "language": "nb",
    },
    "@unpublished{A1, author={Lee, S.}, title={T}}": {"itemType": "manuscript"},
    "@letter{A1, author={Lee, S.}, title={T}}": {"itemType": "letter"},
    "@film{A1, title={T}}": {"itemType": "film"},
    "@legislation{A1, title={T}}": {"itemType": "statute"},
    "@software{A1, title={T}}": {"itemType": "computerProgram"},
    "@misc{A1, title={T}}": {"itemType": "document"},
}


@pytest.mark.parametrize("text", CASES)
def test_zotero_reads_a_work_as_it_is(text):
    (work,) = parse_works(text)[0].values()
    assert coins(work).startswith("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3A")
    item = as_zotero_reads(coins(work))
    assert {key: item.get(key) for key in CASES[text]} == CASES[text]


WORKS, _ = parse_works((HERE / "cases" / "chicago.bib").read_text(encoding="utf-8"))


@pytest.mark.parametrize("work", WORKS.values(), ids=lambda work: work.key)
def test_of_works_of_all_types_title_names_and_year_arrive(work: Work):
    item = as_zotero_reads(coins(work))
    assert item["title"] == work.title
    named = [
        (p.surname, " ".join(filter(None, (p.first, p.suffix))))
        for p in work.authors or work.editors
        if p.last != "others"
    ]
    assert item["creators"] == named
    year = work.year.partition("/")[0].strip("~?%")
    assert str(item.get("date", item.get("issueDate", ""))).startswith(year[:4] if year.isdigit() else "")
    shape = shape_of(work)
    assert item["itemType"] == (shape.type or TYPES[shape.format, shape.genre])


def test_every_kind_of_work_has_a_shape_and_a_work_without_title_has_none():
    assert {kind.csl for kind in KINDS.values()} == SHAPES.keys()
    assert kind_named("unheard-of").csl in SHAPES
    (work,) = parse_works("@book{A1, author={Lee, S.}}")[0].values()
    assert coins(work) == ""
