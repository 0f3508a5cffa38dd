"""The list of all works as its readers use it: narrowed, ordered, by keyboard, without scripts; other titles."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser import Opened
from conftest import MINI, Built, build_edition
from test_works_page import ALPHA, BETA, BIB, STYLE, add
from variorum.reading.works import parse_works
from variorum.works.facets import GROUPS
from variorum.works.kinds import KINDS
from variorum.works.labels import labels
from variorum.works.see_references import see_references

MORE = """
@online{Party1950, author = {{The Party}}, title = {History of the Party: A Short Course of It}, year = {1950},
  shorttitle = {Short Course | Краткий курс}, url = {https://example.org/}}
@article{Aase2003, author = {Aase, Ås}, title = {Stones}, journal = {Bridges}, year = {2003}, shorttitle = {Stones}}
"""
OPTIONS = "(choices) => choices.map((choice) => [...choice.options].map((option) => option.text))"
SHOWN = "(works) => works.filter((work) => work.checkVisibility()).map((work) => work.id)"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    root = tmp_path_factory.mktemp("works") / "mini"
    shutil.copytree(MINI, root)
    add(root, "references.bib", BIB + MORE)
    (root / "sources/alpha/citations.toml").write_text(ALPHA, encoding="utf-8")
    (root / "sources/beta/citations.toml").write_text(BETA, encoding="utf-8")
    (root / "docs/bibliography.md").write_text("# Bibliography\n\n```{works}\n```\n", encoding="utf-8")
    return build_edition(root, root.parent / "out", variorum_work_uses="any", variorum_work_names="any", **STYLE)


@pytest.fixture(scope="module")
def place(built: Built) -> Path:
    return built.out / "bibliography.html"


def shown(page: Page) -> list[str]:
    """The works that are seen, in their order."""
    found = page.locator(".works-list .citation").evaluate_all(SHOWN)
    return [id_.removeprefix("work-") for id_ in found]


def test_without_scripts_the_list_is_whole_and_nothing_is_asked(place: Path, opened: Opened) -> None:
    page = opened(place, java_script_enabled=False)
    assert page.locator(".works-list .citation").filter(visible=True).count() == 7
    assert page.locator("select").count() == 0


def test_each_question_has_the_answers_that_the_works_give(place: Path, opened: Opened) -> None:
    assert opened(place).locator(".works-order select").evaluate_all(OPTIONS) == [
        ["All sources", "Al · Source alpha", "Be · Source beta", "Cited by no source, only by the editors"],
        ["All kinds", "Articles", "Books", "Documents", "Web pages, data and software"],
        ["All languages", "English", "Russian", "Language not given"],
        ["However sure", "certain", "probable", "restored"],
    ]


NARROWED = {
    "by a source": ({"sources": "Be · Source beta"}, ["lee1999"]),
    "by kind": ({"kind": "Articles"}, ["aase2003"]),
    "by language": ({"language": "Russian"}, ["pravda1912"]),
    "by a language that is not given": (
        {"language": "Language not given"},
        ["aas2001", "aase2003", "berg1999", "party1950", "zola1880"],
    ),
    "by certainty": ({"certainty": "restored"}, ["aas2001"]),
    "by two": ({"sources": "Al · Source alpha", "kind": "Books"}, ["aas2001", "berg1999", "lee1999"]),
    "to nothing": ({"kind": "Articles", "language": "Russian"}, []),
}


@pytest.mark.parametrize("how", NARROWED)
def test_the_list_is_narrowed(place: Path, opened: Opened, how: str) -> None:
    chosen, left = NARROWED[how]
    page = opened(place)
    for question, answer in chosen.items():
        page.locator(f"select[name={question}]").select_option(answer)
    assert sorted(shown(page)) == sorted(left)
    assert page.locator(".works-order [role=status]").inner_text() == f"{len(left)} of 7"


def test_it_stays_narrow_in_another_order_and_a_link_brings_back_what_it_leads_to(place: Path, opened: Opened) -> None:
    page = opened(place)
    page.keyboard.press("Tab")
    page.locator("select[name=kind]").focus()
    page.keyboard.type("Books")
    page.get_by_role("button", name="Source", exact=True).click()
    heads = page.locator(".works-order-head").filter(visible=True).all_inner_texts()
    assert heads == ["Al · Source alpha", "Be · Source beta", "Cited by no source, only by the editors"]
    page.locator("select[name=sources]").select_option("Be · Source beta")
    page.get_by_role("button", name="Year").click()
    assert shown(page) == ["lee1999"]
    page.evaluate("location.hash = 'work-zola1880'")
    page.wait_for_function("document.getElementById('work-zola1880').checkVisibility()")
    assert len(shown(page)) == 7
    assert page.locator(".works-order [role=status]").inner_text() == ""


def test_other_titles_lead_to_their_works(built: Built) -> None:
    listed = built.page("bibliography").split('class="works-see')[1].split("</ul>")[0]
    said = [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in listed.split("<li>")[1:]]
    assert said == ["Short Course: see The Party 1950", "Краткий курс: see The Party 1950"]
    assert listed.count('href="#work-party1950"') == 2
    assert 'lang="ru"' in listed


def test_a_title_that_the_works_own_begins_with_leads_nowhere_else() -> None:
    works, _ = parse_works(MORE)
    assert [see.title for see in see_references(works.values(), "en")] == ["Short Course", "Краткий курс"]


def test_the_first_of_several_short_titles_is_for_labels() -> None:
    works, _ = parse_works("@misc{A1950, title = {A Long Title}, shorttitle = {Short | Other}, year = {1950}}")
    assert labels(works.values()) == {"A1950": "Short 1950"}


def test_every_kind_of_work_is_in_a_group() -> None:
    assert {kind.csl for kind in KINDS.values()} == GROUPS.keys()


def test_every_work_of_a_mark_of_two_can_be_reached(built: Built) -> None:
    text = built.page("alpha")
    passage = text.split('id="p2"')[1].split('id="p3"')[0]
    links = re.findall(r'<a class="citation-mark (\w+)[^"]*" href="bibliography\.html#work-(\w+)"[^>]*>', passage)
    assert list(dict.fromkeys(links)) == [("work", "pravda1912"), ("whole", "aas2001")]
