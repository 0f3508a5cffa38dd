"""Two sources side by side, in a browser, from a folder and from a server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FloatRect, Page, Route, expect

from conftest import real_edition
from variorum.parallels.columns import column
from watching import COLOURS, EVERYTHING, STRUCTURE, Watched, violations

PAIR = "left=norwegian&right=nepali&parallel=first-marriage"


def compare(watched: Watched, address: str, query: str = PAIR) -> Page:
    page = watched.open(f"{address}/compare.html?{query}")
    expect(page.locator(".column.right .passage").first).to_be_attached()
    return page


def heights(page: Page, parallel: str) -> tuple[float, float]:
    """How far below the top of its column the shared words stand, left and right."""
    left, right = (
        page.evaluate(
            """([side, id]) => { const column = document.querySelector(`.column.${side}`);
            const marks = [...column.querySelectorAll("mark.shared")];
            const mark = marks.find(m => m.dataset.parallels.split(" ").includes(id));
            return mark.getBoundingClientRect().top - column.getBoundingClientRect().top; }""",
            [side, parallel],
        )
        for side in ("left", "right")
    )
    return left, right


def test_a_column_keeps_the_words_that_parallels_hold():
    edition = real_edition()
    for source in edition.sources:
        shown = column(edition, source)
        assert [c.passage for c in shown] == list(source.citable)
        assert {s.parallel for c in shown for s in c.shared} == {p.id for p in edition.parallels_by_source[source.id]}


def test_a_link_opens_both_at_the_parallel(watched, edition_address):
    page = compare(watched, edition_address)
    expect(page.get_by_role("status")).to_contain_text("The first marriage")
    left, right = heights(page, "first-marriage")
    assert abs(left - right) < 5
    assert 0 < left < page.locator(".column.left").bounding_box()["height"]
    assert "giftet" in "".join(page.locator(".left mark.active").all_inner_texts())
    assert "विवाह" in "".join(page.locator(".right mark.active").all_inner_texts())
    expect(page.locator(".right .passage p:not(.translation)").first).to_have_attribute("lang", "ne")
    expect(page.locator(".gutter path.active")).to_have_count(1)


def test_the_words_are_those_of_the_source(watched, edition_address):
    page = compare(watched, edition_address)
    edition = real_edition()
    for side, id_ in (("left", "norwegian"), ("right", "nepali")):
        shown = page.locator(f".column.{side} .passage > .words").evaluate_all("all => all.map(one => one.textContent)")
        assert shown == [p.text for p in edition.source(id_).citable]


def test_following_shared_words_brings_their_counterpart_beside_them(watched, edition_address):
    page = compare(watched, edition_address, "left=norwegian&right=stalinism")
    for link in page.locator(".left .counterpart").all()[:6]:
        id_ = link.get_attribute("data-parallel")
        link.scroll_into_view_if_needed()
        link.click()
        expect(page.locator(f"#right-{id_}")).to_be_focused()
        mark = page.locator(f"#right-{id_}").bounding_box()
        box = page.locator(".column.right").bounding_box()
        assert box["y"] <= mark["y"] <= box["y"] + box["height"]
        assert page.evaluate("scrollY") == 0


def test_a_parallel_without_a_date_is_told_without_one(watched, edition_server):
    def undated(route: Route) -> None:
        page = route.fetch()
        cell = r'(data-parallel="first-marriage".*?<td[^>]*>).*?</td>'
        route.fulfill(response=page, body=re.sub(cell, r"\1</td>", page.text(), flags=re.DOTALL))

    watched.page.route("**/compare.html?*", undated)
    page = compare(watched, edition_server)
    assert re.fullmatch(r"[^,]*\S", page.locator("[role=status] .quiet").inner_text())
    assert page.locator("[data-go=first-marriage] small").text_content()[:2] == "No"


def test_keyboard_goes_there_and_back(watched, edition_address):
    page = compare(watched, edition_address)
    page.locator("#left-first-marriage").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#right-first-marriage")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#left-first-marriage")).to_be_focused()


def test_the_list_and_the_steps_lead_to_every_shared_parallel(watched, edition_address):
    page = compare(watched, edition_address)
    items = page.get_by_role("navigation", name="Shared parallels").get_by_role("link")
    count = items.count()
    assert f"{count} shared parallels" in page.locator(".shared-list summary").inner_text()
    items.nth(3).click()
    expect(items.nth(3)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Next shared parallel").click()
    expect(items.nth(4)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Previous shared parallel").click()
    expect(page.get_by_role("status")).to_contain_text("4.")


def test_numbers_are_the_same_in_both_columns(watched, edition_address):
    page = compare(watched, edition_address)
    numbers = [
        page.locator(f".{side} .counterpart").evaluate_all(
            "all => Object.fromEntries(all.map(a => [a.dataset.parallel, a.dataset.number]))"
        )
        for side in ("left", "right")
    ]
    assert numbers[0] == numbers[1]
    assert sorted(map(int, numbers[0].values())) == list(range(1, len(numbers[0]) + 1))


def test_sources_are_chosen_exchanged_and_translated(watched, edition_address):
    page = compare(watched, edition_address)
    page.get_by_role("button", name="Exchange left and right").click()
    expect(page.locator("#left-title")).to_contain_text("Ne")
    expect(page.get_by_role("status")).to_contain_text("The first marriage")
    expect(page.locator(".left .translation").first).to_be_hidden()
    page.get_by_label("Our translations").check()
    expect(page.locator(".left .translation").first).to_be_visible()
    page.get_by_role("combobox", name="Right").select_option("rise")
    expect(page.locator("#right-title")).to_contain_text("Ri")


def test_every_margin_and_chapter_leads_here(watched, edition_address):
    page = watched.open(f"{edition_address}/sources/norwegian.html")
    page.locator(".rail a[href$='#parallel-first-marriage']").first.focus()
    page.locator(".preview .preview-both").first.wait_for()
    page.keyboard.press("Tab")  # from the line into its preview
    assert page.evaluate("!!document.activeElement.closest('.preview')")
    address = page.evaluate("document.querySelector('.preview .preview-both').href")
    assert re.search(r"compare\.html\?left=norwegian&right=\w+&parallel=first-marriage$", address)
    page.goto(address)
    expect(page.get_by_role("status")).to_contain_text("The first marriage")
    expect(page.locator("#left-title")).to_contain_text("No")
    page.get_by_role("status").get_by_role("link", name="The first marriage").click()
    pair = page.locator("section#parallel-first-marriage .reading-in-pairs a").first
    pair.click()
    page.wait_for_url("**/compare.html?left=*&right=*&parallel=first-marriage")
    expect(page.get_by_role("status")).to_contain_text("The first marriage")


def test_columns_open_where_they_stand_and_nothing_moves(opened, edition_folder):
    """Also for readers who have not asked for less motion."""
    page = opened(edition_folder / "index.html")
    page.add_init_script("""addEventListener("scroll", ({ target }) => {
      if (target.matches?.(".column")) (window.stops ??= []).push(`${target.dataset.source} ${target.scrollTop}`);
    }, true);
    new MutationObserver(() => {
      window.seen ||= document.querySelector(".synopsis")?.checkVisibility();
    }).observe(document, { childList: true, subtree: true });""")
    page.goto(f"{edition_folder.as_uri()}/compare.html?{PAIR}")
    expect(page.get_by_role("status")).to_contain_text("The first marriage")
    page.wait_for_timeout(600)
    stops = page.evaluate("window.stops")
    assert stops
    assert len(stops) == len({stop.split()[0] for stop in stops}), "each column has come to rest at once"
    assert not page.evaluate("window.seen"), "the table of all parallels was not shown before"
    page.get_by_role("button", name="Next shared parallel").click()
    page.wait_for_timeout(600)
    assert len(page.evaluate("window.stops")) > len(stops) + 4, "later it moves, so that one sees where to"


def test_a_wrong_address_shows_the_table(watched, edition_address):
    page = watched.open(f"{edition_address}/compare.html?left=nobody&right=nepali")
    expect(page.get_by_role("heading", name="All parallels")).to_be_visible()
    page.get_by_role("button", name="Read side by side").click()
    expect(page.locator(".column")).to_have_count(2)


def test_without_script_all_parallels_lead_to_all_their_places(browser, edition_folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{edition_folder}/compare.html?{PAIR}")
    edition = real_edition()
    row = page.locator('tr[data-parallel="first-marriage"]')
    expect(row).to_be_visible()
    places = {(i.source, i.passage) for i in edition.parallel("first-marriage").passages}
    assert row.locator("td a").count() == len(places)
    expect(page.locator(".chooser")).to_be_hidden()
    assert page.locator("tr[data-parallel]").count() == len(edition.parallels)
    context.close()


def test_words_that_are_not_shown_are_joined_by_no_line(watched, edition_server):
    """A script of the reader's may take words away: nothing is drawn to nowhere, and nothing complains."""
    page = compare(watched, edition_server)
    page.evaluate("document.querySelectorAll('.column.right mark').forEach((mark) => mark.remove())")
    page.evaluate("dispatchEvent(new Event('resize'))")
    expect(page.locator(".gutter path")).to_have_count(0)


# --- three and four ---------------------------------------------------------------------------------------------------

THREE = "left=norwegian&right=nepali&with=stalinism&parallel=birth-date"
FOUR = "left=norwegian&right=nepali&with=stalinism&with=revolution&parallel=birth-date"


def boxes(page: Page, what: str) -> list[FloatRect]:
    """Where the columns stand, or something in each of them."""
    found = [column.locator(what).first if what else column for column in page.locator(".column").all()]
    return [box for one in found if (box := one.bounding_box())]


def test_four_stand_in_columns_lit_by_the_parallel(watched, edition_address):
    page = compare(watched, edition_address, FOUR)
    expect(page.locator(".column")).to_have_count(4)
    assert min(box["width"] for box in boxes(page, "")) > 280
    tops = [box["y"] for box in boxes(page, "mark.active")]
    assert len(tops) == 4
    assert max(tops) - min(tops) < 6
    assert [page.locator(".gutter").nth(n).locator(".active").count() for n in range(3)] == [1, 1, 1]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert [p.get_attribute("lang") for p in page.locator(".column .passage p:first-of-type").all()[:1]] == ["nb"]
    languages = page.locator(".column").evaluate_all("all => all.map(one => one.dataset.language)")
    assert languages == ["nb", "ne", "en", "en"]


def test_the_address_says_which_so_that_it_can_be_cited(watched, edition_server):
    page = compare(watched, edition_server, FOUR)
    assert page.evaluate("location.search") == f"?{FOUR}"
    page.get_by_role("button", name="Next shared parallel").click()
    assert "&with=stalinism&with=revolution&parallel=" in page.evaluate("location.search")
    # what cannot be meant is left out: a source that is none, one that stands there already, a fifth
    page = compare(watched, edition_server, f"{PAIR}&with=nobody&with=nepali&with=rise")
    expect(page.locator(".column")).to_have_count(3)
    assert page.evaluate("location.search") == "?left=norwegian&right=nepali&with=rise&parallel=first-marriage"


def test_a_further_source_is_added_exchanged_and_taken_away(watched, edition_server):
    page = compare(watched, edition_server, "left=norwegian&right=nepali&parallel=birth-date")
    page.get_by_role("button", name="Another source beside them").click()
    third = page.get_by_role("combobox", name="Third")
    expect(third).to_be_focused()
    expect(third).to_have_value("stalinism")  # the first that speaks in the parallel shown
    expect(page.get_by_role("status")).to_contain_text("The date of birth")
    third.select_option("norwegian")
    sigla = page.locator(".column h2 b")
    expect(sigla).to_have_text(["St", "Ne", "No"])
    page.get_by_role("button", name="Exchange left and right").click()
    expect(sigla).to_have_text(["Ne", "St", "No"])
    third.select_option("")
    expect(sigla).to_have_text(["Ne", "St"])
    expect(third).to_be_hidden()


def test_keyboard_goes_through_all_columns_and_back(watched, edition_server):
    page = compare(watched, edition_server, THREE)
    page.locator("#left-birth-date").focus()
    for side in ("right", "third", "left"):
        page.keyboard.press("Enter")
        expect(page.locator(f"#{side}-birth-date")).to_be_focused()


def test_a_source_without_words_says_what_it_does_and_the_line_passes_behind_it(watched, edition_server):
    page = compare(watched, edition_server, "left=norwegian&right=rise&with=nepali&parallel=birth-date")
    expect(page.get_by_role("heading", name=re.compile("^Ri .* silent$"))).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Ri: silent")
    assert [page.locator(".gutter").nth(n).locator(".active.behind").count() for n in range(2)] == [1, 1]


def test_lines_of_a_page_from_the_right_are_mirrored(watched, edition_server):
    """There the first column stands on the right, and its ends of the lines too."""
    page = compare(watched, edition_server, PAIR)
    ends = "() => document.querySelector('.gutter .active').getAttribute('d').match(/[0-9.]+/g).filter((_, n) => n % 2)"
    page.evaluate("document.querySelector('.column.left').scrollBy(0, -300); dispatchEvent(new Event('resize'))")
    page.wait_for_function(f"() => {{ const all = ({ends})(); return all[0] > all.at(-1) + 50; }}")
    page.evaluate("document.documentElement.dir = 'rtl'; dispatchEvent(new Event('resize'))")
    page.wait_for_function(f"() => {{ const all = ({ends})(); return all[0] < all.at(-1) - 50; }}")


@pytest.mark.parametrize(
    ("query", "width", "rows"),
    [(THREE, 820, 1), (FOUR, 820, 2), (THREE, 390, 3), (FOUR, 390, 4)],
)
def test_columns_go_in_rows_where_the_page_is_narrow(watched, edition_server, query, width, rows):
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = compare(watched, edition_server, query)
    assert len({round(box["y"]) for box in boxes(page, "")}) == rows
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(box["height"] > 140 for box in boxes(page, ""))
    for column_ in page.locator(".column").all():  # the words are inside their column's window
        box, mark = column_.bounding_box(), column_.locator("mark.active").first.bounding_box()
        assert box["y"] < mark["y"] < box["y"] + box["height"]
        assert column_.locator(".locus").first.bounding_box()["x"] >= box["x"]  # a number can be read, and so cited


def test_on_paper_stands_what_each_has_of_the_parallel_chosen(watched, edition_server):
    page = compare(watched, edition_server, FOUR)
    page.emulate_media(media="print")
    expect(page.locator(".chooser")).to_be_hidden()
    expect(page.get_by_role("status")).to_contain_text("The date of birth")
    places = [i for i in real_edition().parallel("birth-date").passages if i.source != "rise"]
    expect(page.locator(".column .passage:visible")).to_have_count(len({(i.source, i.passage) for i in places}))
    assert len({round(box["y"]) for box in boxes(page, "")}) == 1


def test_a_parallel_leads_to_all_its_sources_side_by_side(watched, edition_server):
    edition = real_edition()
    parallel = next(p for p in edition.parallels if len({i.source for i in p.passages}) == 3)
    page = watched.open(f"{edition_server}/compare.html")
    page.locator(f'tr[data-parallel="{parallel.id}"] th a').click()
    line = page.locator(f"section#parallel-{parallel.id} .reading-in-pairs")
    assert line.inner_text().count("·") == line.locator("a").count() - 1 == 3  # where one of them ends is seen
    line.locator("a").first.click()
    expect(page.locator(".column mark.active").first).to_be_visible()
    expect(page.locator(".column")).to_have_count(3)


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_axe_finds_nothing_and_both_are_in_sight(watched, edition_server, width):
    """Contrast depends on the scheme and hardly on the width: it is looked at where most and where least is shown."""
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = compare(watched, edition_server)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for side in ("left", "right"):
        column_, mark = page.locator(f".column.{side}"), page.locator(f".{side} mark.active").first
        assert column_.bounding_box()["height"] > 150
        assert mark.bounding_box()["y"] < 900
    four = [f"{edition_server}/compare.html?{FOUR}"] if width == 1440 else []  # narrower, they look like two
    for address in ("", f"{edition_server}/compare.html", *four):
        if address:
            page.goto(address)
        page.emulate_media(color_scheme="light")
        assert violations(page, EVERYTHING if width == 1440 else STRUCTURE) == []
        if width != 820:
            page.emulate_media(color_scheme="dark")
            assert violations(page, COLOURS) == []
