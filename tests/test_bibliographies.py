"""Bibliographies as Zotero, JabRef and people write them; the table is tests/cases/bibliographies.toml."""

from __future__ import annotations

import time
import tomllib

import pytest

from conftest import HERE
from variorum.model.limits import MAX_EXPANDED_CHARS, MAX_STRING_CHARS
from variorum.reading import ParseCache
from variorum.reading.work_dates import dates_of
from variorum.reading.work_fields import BOOKKEEPING, PRINTED, read_field
from variorum.reading.work_names import persons_of, split_names
from variorum.reading.works import parse_works, read_works
from variorum.wording.messages import Wording
from variorum.works.description import describe
from variorum.works.labels import labels, year_shown
from variorum.works.runs import plain

CASES = tomllib.loads((HERE / "cases" / "bibliographies.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_what_can_be_read_is_read_and_the_rest_is_said_on_its_line(case):
    works, problems = parse_works(case["bib"])
    assert list(works) == case["works"]
    assert [p.line for p in problems] == [line for line, _ in case["says"]], [str(p) for p in problems]
    for problem, (_, words) in zip(problems, case["says"], strict=True):
        assert words in problem.message
    first = next(iter(works.values()))
    for name, value in case.get("fields", {}).items():
        assert first.fields.get(name, "") == value, name


@pytest.mark.parametrize(
    ("data", "code"), [("Ås".encode("latin-1"), "file-not-utf8"), (b"\xff\xfe@\0", "file-not-utf8")]
)
def test_a_file_that_is_not_utf_8_is_said(tmp_path, data, code):
    (tmp_path / "references.bib").write_bytes(b"@book{Aa2000,\n title = {" + data + b"}}")
    works, problems = read_works(tmp_path, ParseCache())
    assert (works, problems[0].code) == ({}, "file-not-utf8")


def test_a_byte_order_mark_and_crlf_are_read_and_said(tmp_path):
    (tmp_path / "references.bib").write_bytes(b"\xef\xbb\xbf@book{Aa2000,\r\n title = {A\r\n B}}\r\n")
    works, problems = read_works(tmp_path, ParseCache())
    assert works["Aa2000"].title == "A B"
    assert [p.code for p in problems] == ["line-ends"]


NAMES = {
    "Ada Lind": ("Lind", "Ada", "", ""),
    "Lind, Ada": ("Lind", "Ada", "", ""),
    "van Beethoven, Ludwig": ("Beethoven", "Ludwig", "van", ""),
    "Ludwig van Beethoven": ("Beethoven", "Ludwig", "van", ""),
    "Charles Louis de la Vall{\\'e}e Poussin": ("Vallée Poussin", "Charles Louis", "de la", ""),
    "King, Jr., Martin Luther": ("King", "Martin Luther", "", "Jr."),
    "{Barnes and Noble}": ("Barnes and Noble", "", "", ""),
    "von~Laue, T.": ("Laue", "T.", "von", ""),
    "family=Mont, given=Henri, prefix=du, useprefix=true": ("Mont", "Henri", "du", ""),
    "given={Hans and}, family={Bar, Foo}": ("Bar, Foo", "Hans and", "", ""),
    "{\\O}str{\\\"o}m, J{\\'o}n": ("Øström", "Jón", "", ""),
    "मोहन विक्रम सिंह": ("सिंह", "मोहन विक्रम", "", ""),
    "others": ("others", "", "", ""),
    "Lind,  , Ada": ("Lind", "Ada", "", ""),
    "~{Lind and Moe}~, Ada": ("Lind and Moe", "Ada", "", ""),
    "family=Lind,, given=Ada, whatever": ("Lind", "Ada", "", ""),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_parted(name):
    (person,), faults = persons_of(split_names(f"{name} and {name}")[:1])
    assert faults == []
    assert (person.last, person.first, person.prefix, person.suffix) == NAMES[name]


DATES = {
    "2020-03-05": ("2020-03-05", "2020"),
    "1999/2003": ("1999/2003", "1999–2003"),
    "1999/": ("1999/", "1999–"),
    "../1985": ("../1985", "until 1985"),
    "1890~": ("1890~", "ca. 1890"),
    "1890%": ("1890%", "ca. 1890?"),
    "2001-21": ("2001-21", "2001"),
    "-0043": ("-0043", "44 BC"),
    "196X": ("196X", "1960s"),
    "19XX": ("19XX", "1900s"),
    "2004-06-01T10:00:00": ("2004-06-01", "2004"),
    "1999-5-3": ("1999-05-03", "1999"),
    "May 2001": ("", "May 2001"),
    "2001/x": ("", "2001/x"),
}


@pytest.mark.parametrize("date", DATES)
def test_a_date_of_biblatex_has_a_year(date):
    assert dates_of({"date": date}) == DATES[date]


YEARS = {
    ("2001", "may", "3"): "2001-05-03",
    ("2001", "12", ""): "2001-12",
    ("2001", "13", "3"): "2001",
    ("2001", "5", "x"): "2001-05",
}


@pytest.mark.parametrize("parts", YEARS)
def test_a_year_with_its_month_and_day_is_a_date(parts):
    assert dates_of(dict(zip(("year", "month", "day"), parts, strict=True)))[0] == YEARS[parts]


# TeX → words, and those of them that are set apart
LETTERS = {
    "a {\\em b} c": ("a b c", "b"),
    "\\em a b": ("a b", "a b"),
    "\\emph": ("", ""),
    "A \\foreignlanguage{german}{Straße}": ("A Straße", ""),
    "H\\textsubscript{2}O, 2\\textsuperscript{nd}, $x^2$": ("H₂O, 2nd, x²", ""),
    "\\url{https://x.org/a\\_b} \\url x": ("https://x.org/a_b x", ""),
    "\\href{https://x.org}{there}": ("there", ""),
    "{" * 40 + "deep" + "}" * 40: ("deep", ""),
    "a } b": ("a  b", ""),
    "\\emph{a } b": ("a b", "a "),
    "\\unknown x": ("\\unknown x", ""),
    "\\mkbibquote{x}--y": ("“x”–y", ""),
    "\\'{} \\'\\i": ("\u0301 í", ""),
    "a \\textsc{b} \\'": ("a b \u0301", ""),
    "{" * 200 + "so \\emph{deep}" + "}" * 200 + " on": ("so deep on", ""),
}


@pytest.mark.parametrize("raw", LETTERS)
def test_tex_becomes_words(raw):
    read = read_field("note", raw)
    assert (read.text, " ".join(span.of(read.text) for span in read.emphasis if span.start < span.end)) == LETTERS[raw]


YEARS_TOLD = {  # of a date, in the reader's language
    ("1890~", "de"): "um 1890",
    ("1890%", "ru"): "ок. 1890?",
    ("../1985", "nb"): "til 1985",
    ("../1985", "ne"): "1985 सम्म",
    ("-0043", "de"): "44 v. Chr.",
    ("-0043", "nb"): "44 f.Kr.",
    ("196X", "nb"): "1960-årene",
    ("1999/2003", "ru"): "1999–2003",
    ("May 2001", "ru"): "May 2001",  # not understood: as it is written
}


@pytest.mark.parametrize(("date", "language"), YEARS_TOLD)
def test_a_year_is_told_in_the_readers_language(date, language):
    works, _ = parse_works(f"@misc{{Li, title = {{Tides}}, date = {{{date}}}}}")
    assert year_shown(works["Li"], Wording(language)) == YEARS_TOLD[date, language]


def test_every_field_that_is_said_to_be_printed_changes_what_is_printed():
    """And no field is both printed and bookkeeping."""
    assert not PRINTED & BOOKKEEPING
    silent = {
        "keywords", "distinct", "ascited", "restorednote", "crossref", "options",  # told elsewhere on the page
        "sortkey", "pagination", "language", "langid", "entrysubtype", "entrytype",  # they change how others are set
        "editortype", "editoratype", "editorbtype", "editorctype", "eprinttype", "eprintclass", "origlanguage",
        "relatedtype", "relatedstring", "origpublisher", "origaddress", "bookpagination", "booktitleaddon",
        "journaltitleaddon", "eventtitleaddon", "venue", "eventdate", "part", "issue", "title", "year", "month", "day",
        "issuesubtitle", "eventsubtitle", "mainsubtitle", "booksubtitle", "journalsubtitle", "certainty", "urldate",
        "journaltranslit", "pubstate", "type", "chapter", "eid", "pages", "shorttitle", "institution", "school",
    }  # fmt: skip
    base = "@book{Aa2000, author = {Aa, Bo}, title = {A}, "

    def said(text: str) -> str:
        works, _ = parse_works(text)
        return "".join(plain(describe(work)) for work in works.values()) + str(labels(works.values()))

    for name in sorted(PRINTED - silent):
        assert said(f"{base} {name} = {{1901}}}}") != said(f"{base}}}"), name


def test_fields_that_only_matter_beside_others_matter_there():
    for without, field in (
        ("@book{A, editor = {B, C}, title = {T}}", "editortype = {compiler}"),
        ("@article{A, title = {T}, eprint = {1}}", "eprinttype = {arxiv}"),
        ("@article{A, title = {T}, eprint = {1}}", "eprintclass = {cs}"),
        ("@book{A, title = {T}, origtitle = {O}}", "origlanguage = {german}"),
        ("@book{A, title = {T}, origtitle = {O}}", "origpublisher = {Quay}"),
        ("@book{A, title = {T}, origtitle = {O}}", "origaddress = {Oslo}"),
        ("@inbook{A, title = {T}, booktitle = {B}}", "booktitleaddon = {X}"),
        ("@inbook{A, title = {T}, booktitle = {B}}", "pages = {1--2}"),
        ("@article{A, title = {T}, journal = {J}}", "journaltitleaddon = {X}"),
        ("@article{A, title = {T}, journal = {J}}", "issue = {Spring}"),
        ("@article{A, title = {T}, journal = {J}}", "eid = {e1}"),
        ("@article{A, title = {T}, journal = {J}, year = 2000}", "month = may"),
        ("@article{A, title = {T}, journal = {J}}", "journaltranslit = {X}"),
        ("@unpublished{A, title = {T}, eventtitle = {E}}", "venue = {Oslo}"),
        ("@unpublished{A, title = {T}, eventtitle = {E}}", "eventdate = {2001-05-06}"),
        ("@unpublished{A, title = {T}, eventtitle = {E}}", "eventtitleaddon = {X}"),
        ("@book{A, title = {T}, volume = 2}", "part = {3}"),
        ("@book{A, title = {T}, pages = {1--2}}", "pagination = {column}"),
        ("@book{A, title = {T}}", "urldate = {2001-05-06}"),
        ("@book{A, title = {T}}", "pubstate = {forthcoming}"),
        ("@thesis{A, title = {T}}", "type = {phdthesis}"),
        ("@thesis{A, title = {T}}", "institution = {U}"),
        ("@book{A, title = {T}}", "langid = {german}"),
        ("@book{A, title = {T}}", "language = {de}"),
        ("@book{A, title = {T}, related = {B}}", "relatedstring = {Review of}"),
    ):
        told = []
        for text in (without, f"{without[:-1]}, {field}}}"):
            (work,) = parse_works(text)[0].values()
            told.append(plain(describe(work)))
        assert told[0] != told[1], field


DOUBLED = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(40))
LONG = "x" * MAX_STRING_CHARS
OFTEN = "".join(f"a{n} = s,\n" for n in range(2 * MAX_EXPANDED_CHARS // MAX_STRING_CHARS))
HEAVY = {
    "strings in strings": f'@string{{s0 = "xxxxxxxxxx"}}\n{DOUBLED}@book{{Aa2000, title = s40}}',
    "a long string often": f'@string{{s = "{LONG}"}}\n@book{{Aa2000, {OFTEN}}}',
    "entries without end": "@book{Aa2000, title = {A,\n" * 20_000,
    "comments without end": "@comment{\n" * 20_000,
    "braces": "@book{Aa2000, title = " + "{" * 50_000 + "}" * 50_000 + "}",
    "one key often": "@book{Aa2000, title = {A}}\n" * 20_000,
    "a chain of crossref": "".join(f"@book{{k{n}, title = {{T}}, crossref = {{k{n + 1}}}}}\n" for n in range(5_000)),
    "quotation marks": '@book{Aa2000, title = "' + '{"}' * 50_000,
    "signs of equality": "@book{Aa2000, " + "a = " * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_made_to_be_heavy_is_read_in_no_time(name):
    began = time.process_time()
    parse_works(HEAVY[name])
    assert time.process_time() - began < 2
