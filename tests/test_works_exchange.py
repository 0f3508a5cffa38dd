"""Libraries in and out: `variorum works import` and `works export`; and other styles beside ours."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from conftest import build_edition
from variorum.checking import duplicates
from variorum.checking.edition import check
from variorum.cli import main
from variorum.importing.bibliography import planned, read_library, text_with
from variorum.model.house_rules import AUTHOR_YEAR, HouseRules
from variorum.reading import read_edition
from variorum.reading.works import parse_works
from variorum.works.description import describe
from variorum.works.exports import bibtex, csl_json
from variorum.works.interchange import biblatex, ris
from variorum.works.runs import plain

LIBRARY = r"""@string{quay = "Quay"}
@book{smith2008history,
  author = {Ludwig van Beethoven and Åse Ås and {Levada Center}},
  title = {The Sea \& the {Land}}, publisher = quay, year = 2008, mendeley-tags = {x}, file = {a.pdf}}
@book{x, author = {Berg, A.}, title = {A history of the bridge}, date = {1999}, isbn = {0-333-26171-2}}
@incollection{c1, author = {Moe, Per}, title = {Ropes}, crossref = {smith2008history}, pages = {1--2}}
"""
BOOKS = r"""
@book{Moe1999, author = {Moe, Per and van Beethoven, Ludwig}, title = {Harbours: A Reader}, publisher = {Quay},
  address = {Oslo}, year = {1999}, series = {Sea}, number = {3}, edition = {2}}
@article{Dahl2001, author = {Dahl, Siv}, title = {50\% of \& “Ropes”}, journal = {Coast}, volume = {3}, number = {2},
  pages = {10--19}, date = {2001-05-06}, doi = {10.1000/x}}
@incollection{Ness2002, author = {Ness, Ivar}, editor = {Rud, Tor}, title = {Nets}, booktitle = {The Coast},
  publisher = {Quay}, address = {Hull}, date = {2002}, pages = {5--9}}
@thesis{Ulv2003, author = {Ulv, Unni}, title = {Tides}, type = {PhD thesis}, institution = {Hull}, date = {2003}}
@online{Harbour2004, author = {{Harbour Board}}, title = {Locks},
  url = {https://example.org/a~b_c}, date = {2004-02-03}}
"""


def run(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_a_library_comes_in_with_keys_and_names_as_the_house_wants_them(mini):
    (mini / "library.bib").write_text(LIBRARY, encoding="utf-8")
    done = run("works", "import", mini / "library.bib", "--twins", "merge", "--edition", mini)
    assert done.exit_code == 0, done.output
    assert "x seems to be Berg1999 (line 1), and has besides: isbn; its new fields are added to it" in done.output
    assert "smith2008history is now VanBeethovenEtAl2008" in done.output
    text = (mini / "references.bib").read_text(encoding="utf-8")
    for words in (
        "author = {van Beethoven, Ludwig and Ås, Åse and {Levada Center}}",
        "publisher = {Quay}",
        "mendeley-tags = {x}",
        "ids = {smith2008history}",
        "crossref = {VanBeethovenEtAl2008}",
        "  keywords = {scholarship},\n  isbn = {0-333-26171-2},\n}",
    ):
        assert words in text
    assert {p.code for p in check(read_edition(mini))} == {"work-uncited"}


def test_what_seems_to_be_there_is_left_out_and_said(mini):
    before = (mini / "references.bib").read_bytes()
    twin = "@book{y, author = {Berg, Anna}, title = {A History of the Bridge}, year = 1999}"
    (mini / "library.bib").write_bytes(twin.encode("latin-1"))
    done = run("works", "import", mini / "library.bib", "--edition", mini)
    assert done.exit_code == 1
    assert "left out" in done.output
    assert (mini / "references.bib").read_bytes() == before


def test_a_dry_run_writes_nothing_and_a_bad_file_is_said(mini):
    before = (mini / "references.bib").read_bytes()
    (mini / "library.bib").write_text(LIBRARY, encoding="utf-8")
    assert run("works", "import", mini / "library.bib", "--dry-run", "--edition", mini).exit_code == 1
    (mini / "library.json").write_text("[1", encoding="utf-8")
    done = run("works", "import", mini / "library.json", "--edition", mini)
    assert (done.exit_code, "it is no JSON" in done.output) == (1, True)
    assert (mini / "references.bib").read_bytes() == before


THERE = "@book{Lind2001, author = {Lind, Ada}, title = {Tides}, doi = {10.1000/x}, date = {2001}}\n"
AFRESH = {  # what comes in beside Lind2001 → the key that it gets, or the work that it is
    "@book{a, author = {Lind, Eva}, title = {Ropes}, year = 2001}": "Lind2001a",
    "@book{a, author = {Rud, Tor}, title = {Sails}, year = 2001, doi = {https://doi.org/10.1000/X}}": "= Lind2001",
    "@book{a, title = {On the old harbours}, year = 1999}": "OnTheOld1999",
    "@book{a, author = {Горький, М.}, title = {Дно}, year = 1902}": "Gorkii1902",
}


@pytest.mark.parametrize("entry", AFRESH)
def test_what_comes_in_gets_a_key_that_is_free_or_is_a_work_that_is_there(entry):
    works, _ = parse_works(THERE)
    plan = planned(read_library(entry), works, HouseRules(keys=AUTHOR_YEAR))
    assert [e.key for e in plan.added] + [f"= {work.key}" for _, work in plan.twins] == [AFRESH[entry]]


def test_a_key_that_is_taken_stays_its_own_with_a_letter():
    works, _ = parse_works(THERE)
    for key, wanted in (("lind2001", "lind2001a"), ("LIND2001", "LIND2001a")):
        library = read_library(f"@book{{{key}, author = {{Rud, Tor}}, title = {{Ropes}}}}")
        assert planned(library, works, HouseRules()).renamed == {key: wanted}


def test_a_letter_that_is_taken_too_is_passed_over():
    works, _ = parse_works(THERE + THERE.replace("Lind2001", "Lind2001a").replace("Tides", "Ebb").replace("/x", "/y"))
    plan = planned(read_library("@book{Lind2001, author = {Lind, Eva}, title = {Ropes}}"), works, HouseRules())
    assert plan.renamed == {"Lind2001": "Lind2001b"}


def test_a_library_comes_into_an_edition_without_works():
    plan = planned(read_library(BOOKS), {}, HouseRules())
    assert (len(plan.added), plan.twins, plan.renamed) == (5, [], {})
    assert text_with("", plan, merge=True).count("@") == 5


def test_nothing_is_merged_into_an_entry_that_stands_there_twice_or_has_it_all():
    works, _ = parse_works(THERE)
    plan = planned(
        read_library(THERE.replace("Lind2001", "x").replace("date", "isbn = {1}, date")), works, HouseRules()
    )
    assert "isbn = {1}" in text_with(THERE, plan, merge=True)
    assert text_with(THERE * 2, plan, merge=True) == THERE * 2
    same = planned(read_library(THERE.replace("Lind2001", "x")), works, HouseRules())
    assert text_with(THERE, same, merge=True) == THERE


@pytest.mark.parametrize(
    "command",
    [("import", "library.bib", "--twins", "merge"), ("add", "book", "author=Rud, Tor", "title=Ropes", "year=2001")],
)
def test_nothing_is_written_beside_an_entry_that_is_torn(mini, monkeypatch, command):
    monkeypatch.chdir(mini)
    torn = (mini / "references.bib").read_text("utf-8") + THERE.removesuffix("}\n")
    (mini / "references.bib").write_text(torn, encoding="utf-8")
    (mini / "library.bib").write_text(THERE.replace("Lind2001", "x").replace("date", "isbn = {1}, date"), "utf-8")
    done = run("works", *command)
    assert (done.exit_code, (mini / "references.bib").read_text("utf-8")) == (1, torn)
    assert "references.bib:9: Lind2001 has no end; mend it first" in done.output


NO_LIBRARIES = {
    "": "it is empty",
    "[1, 2]": "it is no list of works in CSL-JSON",
    "Words": "it has no works in RIS",
}


@pytest.mark.parametrize("text", NO_LIBRARIES)
def test_what_is_no_library_is_said(text):
    with pytest.raises(ValueError, match=re.escape(NO_LIBRARIES[text])):
        read_library(text, "ris" if text == "Words" else "")


# Libraries whose entries have no key, one that stands twice, or one that nobody can cite: how each then is called.
KEYLESS = {
    "w.ris": ("TY  - BOOK\nTI  - One\nER  -\nTY  - BOOK\nTI  - Two\nPY  - 2001\nER  -\n", ["OneND", "Two2001"]),
    "twice.ris": ("TY  - BOOK\nID  - a\nTI  - One\nER  -\nTY  - BOOK\nID  - a\nTI  - Two\nER  -\n", ["a", "TwoND"]),
    "blank.ris": ("TY  - BOOK\nID  - a b,{c}\nTI  - One\nER  -\n", ["abc"]),
    "w.json": (
        '[{"title": "One"}, {"id": null, "title": "Two"}, {"id": 5, "title": "Three"}]',
        ["OneND", "TwoND", "5"],
    ),
    "w.bib": ("@book{, title = {One}}\n@Article{title = {Two},\n year = 2001}\n", ["OneND", "Two2001"]),
}


@pytest.mark.parametrize("name", KEYLESS)
def test_no_work_is_lost_for_its_key(mini, name):
    text, keys = KEYLESS[name]
    (mini / name).write_text(text, encoding="utf-8")
    (mini / "conf.py").write_text("", encoding="utf-8")  # no rules of the house
    done = run("works", "import", mini / name, "--edition", mini)
    assert done.exit_code == 0, done.output
    there = read_edition(mini).works
    assert [key for key in there if key != "Berg1999"] == sorted(keys, key=str.casefold)
    assert done.output.count("an entry without key is now") == sum("ND" in key or "2001" in key for key in keys)


def test_works_that_are_all_alike_get_keys_and_where_the_comparing_ends_is_said(mini, monkeypatch):
    monkeypatch.setattr(duplicates, "MAX_WORK_PAIRS", 0)
    title = "A History of the Bridge"
    entries = "".join(
        f"@book{{b{n}, author = {{Berg, A.}}, title = {{{title} {n}}}, year = 1999}}\n" for n in range(30)
    )
    (mini / "many.bib").write_text(entries, encoding="utf-8")
    done = run("works", "import", mini / "many.bib", "--edition", mini)
    assert "on no doubles were looked for, because too many works are somewhat alike" in done.output
    assert {"Berg1999a", "Berg1999z", "Berg1999aa"} <= read_edition(mini).works.keys()


def test_an_entry_in_round_brackets_keeps_them_when_a_double_adds_to_it(mini):
    (mini / "references.bib").write_text(
        "@book(Berg1999,\n author = {Berg, A.}, title = {A History}, year = 1999\n)\n", encoding="utf-8"
    )
    (mini / "more.bib").write_text(
        "@book{x, author = {Berg, A.}, title = {A history}, year = 1999, isbn = {1}}\n", encoding="utf-8"
    )
    assert run("works", "import", mini / "more.bib", "--twins", "merge", "--edition", mini).exit_code == 0
    assert (mini / "references.bib").read_text(encoding="utf-8") == (
        "@book(Berg1999,\n author = {Berg, A.}, title = {A History}, year = 1999,\n  isbn = {1},\n)\n"
    )


WRITERS = {"w.json": csl_json, "w.ris": ris, "w.bib": biblatex, "b.bib": bibtex}


@pytest.mark.parametrize("name", WRITERS)
def test_what_goes_out_and_comes_in_again_is_the_same(mini, name):
    works, _ = parse_works(BOOKS)
    (mini / name).write_text(WRITERS[name](works.values()), encoding="utf-8")
    assert run("works", "import", mini / name, "--edition", mini).exit_code == 0
    again = read_edition(mini).works
    shown = {plain(describe(work)) for work in again.values()}
    ours = {plain(describe(work)) for work in works.values()}
    assert ours <= shown


def test_works_go_out_to_the_terminal_or_to_a_new_file(mini):
    assert "TY  - BOOK" in run("works", "export", "--format", "ris", "--edition", mini).output
    assert run("works", "export", mini / "w.json", "--edition", mini).exit_code == 0
    assert "is there already" in run("works", "export", mini / "w.json", "--edition", mini).output
    assert "TY  - BOOK" in run("works", "export", "-", "--format", "ris", "--edition", mini).output


def test_other_styles_print_every_type_and_title(mini):
    """sphinxcontrib-bibtex' own style ended in a traceback over @report and over a title with ' at its end."""
    more = (
        "@report{Rud2001, author = {Rud, Tor}, title = {Ropes}, institution = {Board}, date = {2001}}\n"
        "@online{Moe2002, author = {Moe, Per}, title = {The sailors'}, date = {2002}, url = {https://example.org/~a}}\n"
        "@film{Ulv2003, author = {Ulv, Unni}, title = {The \\foo{Sea}}, date = {2003}}\n"
    )
    file = mini / "references.bib"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    page = "# Cites\n\n{cite:p}`Rud2001` {cite:p}`Moe2002` {cite:p}`Ulv2003`\n"
    (mini / "docs" / "bibliography.md").write_text(f"{page}\n```{{bibliography}}\n:all:\n```\n", encoding="utf-8")
    built = build_edition(mini, mini.parent / "out", bibtex_default_style="unsrt", bibtex_reference_style="label")
    assert "Traceback" not in built.warnings
    shown = built.page("bibliography")
    assert all(words in shown for words in ("Ropes", "The sailors", "https://example.org/~a", "Sea"))
