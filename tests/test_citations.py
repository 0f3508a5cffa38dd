"""What a citations.toml finds, and what is said of faults in it and in references.bib; tables in tests/cases."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import HERE
from variorum.checking.edition import check
from variorum.model.edition import Edition
from variorum.model.passages import Passage, PassageKind
from variorum.model.problems import PROBLEM_CODES
from variorum.model.source import Source
from variorum.reading import ParseCache, read_edition
from variorum.reading.citations import read_citations
from variorum.reading.works import parse_works
from variorum.wording.messages import Wording
from variorum.works.identification import sign, spoken, standing
from variorum.works.uses import uses_of, works_of

CASES = tomllib.loads((HERE / "cases" / "citations.toml").read_text(encoding="utf-8"))["case"]
FAULTS = tomllib.loads((HERE / "cases" / "work_problems.toml").read_text(encoding="utf-8"))["case"]
TEXT = {
    "1": "Lee (Lee 1999) read Pravda; Lee's friends too.[1][2]",
    "2": "प्राव्दामा लेखे । Sleepless, as Lee says.[12][citation needed]",
    "3": "“State and Revolution” was printed in Pravda [3].[x]",
    "4": "Nothing.",
    "r1": "Lee, Stalin and the Soviet Union",
}


def source_of(text: dict[str, str]) -> Source:
    passages = tuple(
        Passage(locus, PassageKind.PARAGRAPH, n, n, words, "") for n, (locus, words) in enumerate(text.items(), start=1)
    )
    return Source("alpha", "Al", "T", "L", "en", "", "", 1, passages, digest="x")


def read(root: Path, text: dict[str, str], toml: str):
    path = root / "sources/alpha/citations.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml, encoding="utf-8")
    return read_citations(root, source_of(text), ParseCache())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_a_rule_finds_its_words_or_says_why_not(tmp_path, case):
    citations, problems = read(tmp_path, TEXT, case["toml"])
    found = [
        [c.passage, TEXT[c.passage][c.span.start : c.span.end] if c.span else "", list(c.works), c.meaning]
        for c in citations
    ]
    if "problem" in case:
        line, code, words = case["problem"]
        assert [(p.line, p.code) for p in problems] == [(line, code)]
        assert words in problems[0].message
        assert code in PROBLEM_CODES
    else:
        assert problems == []
    if "finds" in case or "problem" not in case:
        assert found == case["finds"]


def test_a_source_without_the_file_has_no_citations(tmp_path):
    assert read_citations(tmp_path, source_of(TEXT), ParseCache()) == ((), [])


def test_certainty_and_remark_are_kept(tmp_path):
    (citation,), _ = read(
        tmp_path, TEXT, '[[citation]]\npassage="4"\nworks=["A1"]\ncertainty="probable"\nnote="By the text."\n'
    )
    assert (citation.certainty, citation.note, citation.line) == ("probable", "By the text.", 1)


def test_ten_thousand_markers_are_read_in_no_time(tmp_path):
    text = {str(n): f"Words and words [{n}] and [{n + 1}]. " * 10 for n in range(1, 501)}
    works = "".join(f'{n} = ["Work{n}"]\n' for n in range(1, 400))
    begun = time.process_time()
    citations, problems = read(
        tmp_path, text, f'[[series]]\npattern = "[{{n}}]"\nlost = "Lost."\n[series.works]\n{works}'
    )
    assert time.process_time() - begun < 1
    assert (len(citations), problems) == (10_000, [])


@pytest.mark.parametrize("case", FAULTS, ids=lambda c: c["name"])
def test_a_fault_of_the_bibliography_is_named(mini, case):
    (mini / "references.bib").write_text(case["bib"], encoding="utf-8")
    said = [str(problem) for problem in check(read_edition(mini))]
    assert [line for line in said if line.startswith(case["says"]) and case["contains"] in line], said


def test_a_key_that_cannot_be_cited_is_named_whatever_form_the_house_asks_for(mini):
    settings = (mini / "conf.py").read_text(encoding="utf-8")
    (mini / "conf.py").write_text(settings.replace('variorum_work_keys = "AuthorYear"\n', ""), encoding="utf-8")
    for key, said in (("lee&moe", "“lee&moe” cannot be cited because of “&”"), ("lee:99", "")):
        entry = f"@book{{{key}, author = {{Lee, S.}}, title = {{T}}, year = {{1999}}, keywords = {{scholarship}}}}"
        (mini / "references.bib").write_text(entry, encoding="utf-8")
        found = [p.message for p in check(read_edition(mini)) if p.code == "work-key"]
        assert [message[: len(said)] for message in found] == ([said] if said else [])


IN_ORDER = "Aas Bye Dal Eik Foss Gran Hove Ihle Juul Krog Lie Moe Nes Opp Rud Sol Tho Ulv"
OUT_OF_ORDER = {
    "Berg": "Berg2001 stands out of the order of the keys; it belongs near Bye2001 (line 2)",
    "Cap Berg": "Cap2001 stands out of the order of the keys; it belongs near Dal2001 (line 3) (and so 1 more)",
}


@pytest.mark.parametrize("last", OUT_OF_ORDER)
def test_an_entry_out_of_the_order_of_the_keys_is_hinted_at(mini, last):
    entry = "@book{{{0}2001, author = {{{0}, A.}}, title = {{Of {0}}}, year = {{2001}}, keywords = {{scholarship}}}}\n"
    text = "".join(map(entry.format, f"{IN_ORDER} {last}".split()))
    (mini / "references.bib").write_text(text, encoding="utf-8")
    (problem,) = [p for p in check(read_edition(mini)) if p.code == "work-order"]
    assert (problem.message, problem.is_hint) == (OUT_OF_ORDER[last], True)


def test_whoever_has_looked_may_say_that_two_works_are_two(mini):
    file = mini / "references.bib"
    entry = "@book{{{key}, author = {{Pipes, R.}}, title = {{T}}, year = {{2001}}{more}, keywords = {{scholarship}}}}\n"
    two = entry.format(key="Pipes2001", more="") + entry.format(key="Pipes2001a", more=", distinct = {Pipes2001}")
    file.write_text(file.read_text(encoding="utf-8") + two, encoding="utf-8")
    assert check(read_edition(mini)) == ()


def test_a_citation_of_an_unknown_work_is_named_with_its_line(mini):
    (mini / "sources/alpha/citations.toml").write_text(
        '# rules\n[[citation]]\npassage = "r1"\nworks = ["Berg1998"]\n', encoding="utf-8"
    )
    (problem,) = check(read_edition(mini))
    assert str(problem).startswith("sources/alpha/citations.toml:2: work-unknown")
    assert "did you mean Berg1999?" in problem.message


def test_uses_tell_every_place_once(mini):
    (mini / "sources/alpha/citations.toml").write_text(
        '[[citation]]\npassage = "r1"\nworks = ["Berg1999"]\n'
        '[[citation]]\npassage = "1"\nwords = "built"\nworks = ["Berg1999"]\n',
        encoding="utf-8",
    )
    uses = uses_of(read_edition(mini))["Berg1999"]
    assert [source.siglum for source in uses.sources] == ["Al"]
    assert [citation.passage for _, citation in uses.passages] == ["1", "1", "r1"]
    assert "al-year" in [annotation.id for _, annotation in uses.annotations]


# fields of the work, certainty of the rule → what is said of the citation, and its sign
STANDINGS = {
    "certain": ("", "certain", "", ""),
    "probable by the rule": ("", "probable", "probable", "?"),
    "probable by the work": ("certainty = {probable},", "", "probable", "?"),
    "the rule counts before the work": ("certainty = {uncertain},", "probable", "probable", "?"),
    "restored": ("restorednote = {Al [1][2]: from an older revision},", "", "restored", "°"),
    "restored and uncertain": ("restorednote = {Al [1][2]: x},", "uncertain", "restored, uncertain", "°?"),
    "restored in another source": ("restorednote = {Be [1][2]: x},", "", "", ""),
    "restored at another place": ("restorednote = {Al [7]: x},", "", "", ""),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_a_citation_says_how_sure_it_is(tmp_path, name):
    fields, certainty, said, shown = STANDINGS[name]
    works, _ = parse_works(f"@book{{Lee1999, author = {{Lee, S.}}, title = {{T}}, year = 1999, {fields}}}")
    rule = f'[[citation]]\npassage="1"\nwords="[1][2]"\nworks=["Lee1999"]\ncertainty="{certainty}"\n'
    (citation,), problems = read(tmp_path, TEXT, rule if certainty else rule.replace('certainty=""\n', ""))
    edition = Edition((replace(source_of(TEXT), citations=(citation,)),), (), works, ())
    (source,) = edition.sources
    assert problems == []
    assert standing(edition, source, citation) == standing(edition, source, citation, works["Lee1999"]) == said
    assert (sign(said), spoken(said, Wording())) == (shown, said)
    assert [work.key for work in works_of(edition, source)] == ["Lee1999"]
