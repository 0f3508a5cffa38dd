"""The preview: the open page is written first, everything in the end, and what one was reading stays where it was."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.errors import SphinxError

from conftest import build_edition, differences, tree
from variorum.sphinx_ext.live.resident_build import ResidentBuild, Site

NOTE = "sources/alpha/annotations/al-year.md"


def add(path: Path, words: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f" {words}\n", encoding="utf-8")


@pytest.fixture
def warnings():
    return io.StringIO()


@pytest.fixture
def resident(mini, tmp_path, warnings):
    site = Site(mini, mini / "docs", tmp_path / "live", tmp_path / "live-doctrees", {})
    build = ResidentBuild(site, warnings)
    build.write_all()
    yield build
    build.close()


def words(tmp_path: Path, page: str) -> str:
    return (tmp_path / "live" / f"{page}.html").read_text(encoding="utf-8")


def test_the_open_page_is_written_first_and_in_the_end_all_is_as_in_a_clean_build(resident, mini, tmp_path):
    add(mini / NOTE, "Amended words.")
    resident.write_open([tmp_path / "live/beta.html"])
    assert "Amended words." not in words(tmp_path, "alpha")
    resident.write_open([tmp_path / "live/alpha.html", tmp_path / "live/index.html"])
    assert "Amended words." in words(tmp_path, "alpha")

    add(mini / "docs/index.md", "\n\nAmended page.")
    resident.write_open([tmp_path / "live/index.html"])
    assert "Amended page." in words(tmp_path, "index")

    (mini / "sources/alpha/annotations/al-whole.md").unlink()
    (mini / NOTE).rename(mini / "sources/alpha/annotations/al-renamed.md")
    resident.write_open([tmp_path / "live/alpha.html"])
    resident.write_all()
    for path in (mini / "parallels").glob("*.md"):
        add(path, "Amended parallel.")
    resident.write_open([tmp_path / "live/alpha.html", tmp_path / "live/gone.html"])
    resident.write_all()
    clean = build_edition(mini, tmp_path / "clean", nitpicky=True)
    assert "Amended words." in clean.page("alpha")
    assert differences(tree(tmp_path / "live"), tree(clean.out)) == []


# what is done to a note of alpha → whether its new words alone are put into the page
NOTE_EDITS = {
    "words added": ("Berg has 1902", "Berg gives 1902, *see* {passage}`Al 1`", True),
    "another work cited": ("{cite:p}`Berg1999`", "{cite:p}`Berg1999`, {cite:t}`Berg1999`", True),
    "another kind": ("kind: ", "kind: context #", False),
}


@pytest.mark.parametrize("edit", NOTE_EDITS)
def test_new_words_of_a_note_are_put_into_the_open_page(resident, mini, tmp_path, monkeypatch, edit):
    old, new, alone = NOTE_EDITS[edit]
    written: list[str] = []
    write = type(resident._builder).write_doc
    monkeypatch.setattr(
        type(resident._builder), "write_doc", lambda self, name, tree: (written.append(name), write(self, name, tree))
    )
    note = mini / NOTE
    assert old in note.read_text(encoding="utf-8")
    note.write_text(note.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    resident.write_open([tmp_path / "live/alpha.html"])
    assert written == ([] if alone else ["alpha"])
    first = words(tmp_path, "alpha")
    resident.write_all()
    clean = build_edition(mini, tmp_path / "clean", nitpicky=True)
    assert differences(tree(tmp_path / "live"), tree(clean.out)) == []
    assert (words(tmp_path, "alpha") == first) is (edit == "words added" or not alone)


def test_what_is_wrong_is_left_to_the_build_of_everything(resident, mini, tmp_path, warnings):
    before = words(tmp_path, "alpha")
    (mini / NOTE).write_text("nonsense", encoding="utf-8")
    resident.write_open([tmp_path / "live/alpha.html"])
    assert words(tmp_path, "alpha") != before
    assert "al-year.md" not in warnings.getvalue()
    resident.write_all()
    assert "al-year.md" in warnings.getvalue()


def test_a_build_in_memory_is_given_up_when_somebody_else_has_built(resident, mini, tmp_path):
    add(mini / NOTE, "Amended words.")
    build_edition(mini, tmp_path / "live", doctrees=tmp_path / "live-doctrees", nitpicky=True)
    with pytest.raises(SphinxError):
        resident.write_open([tmp_path / "live/alpha.html"])


def test_a_build_that_was_killed_on_the_open_page_is_done_afresh(resident, mini, tmp_path):
    add(mini / NOTE, "Amended words.")
    resident.write_open([tmp_path / "live/alpha.html"])
    resident.close()  # and so ends, before all is written
    add(mini / NOTE, "Amended again.")
    again = build_edition(mini, tmp_path / "live", doctrees=tmp_path / "live-doctrees", nitpicky=True)
    clean = build_edition(mini, tmp_path / "clean", nitpicky=True)
    assert differences(tree(again.out), tree(clean.out)) == []


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@pytest.fixture
def preview(mini, tmp_path):
    """The preview of a small edition, as `make serve` begins it; its address."""
    port = free_port()
    folders = ["-c", mini, "-d", tmp_path / "doctrees", "--watch", mini / "sources", "--watch", mini / "parallels"]
    command = [sys.executable, "-m", "variorum.sphinx_ext.live", *folders, "--port", port]
    process = subprocess.Popen(
        [*map(str, command), str(mini / "docs"), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert process.stdout is not None
    address = next((line.split()[1].rstrip(";") for line in process.stdout if line.startswith("Open ")), "")
    assert address == f"http://127.0.0.1:{port}"
    yield address
    process.terminate()
    process.wait()
    process.stdout.close()


def test_a_saved_note_is_seen_where_one_was_reading(preview, mini, opened):
    page = opened(f"{preview}/alpha.html", viewport={"width": 390, "height": 420})
    page.wait_for_load_state()
    page.locator("#p2 .note-reference").first.click()
    page.wait_for_function("document.querySelector('.note:target')")
    note = page.evaluate("document.querySelector('.note:target').id")
    page.evaluate("scrollBy({ top: 40, behavior: 'instant' })")
    place = "document.getElementById('p2')?.getBoundingClientRect().top"
    before = page.evaluate(place)
    for saved in ("Seen once.", "Seen twice."):
        add(mini / NOTE, saved)
        page.wait_for_function("words => document.body?.textContent.includes(words)", arg=saved)
        page.wait_for_function("id => document.querySelector('.note:target')?.id === id", arg=note)
        page.wait_for_function(f"before => Math.abs({place} - before) < 2", arg=before)


def test_a_page_that_has_not_changed_is_left_alone(preview, mini, opened):
    page = opened(f"{preview}/beta.html")
    other = page.context.new_page()
    other.goto(f"{preview}/alpha.html")
    page.evaluate("globalThis.stays = true")
    add(mini / NOTE, "Seen once.")
    other.wait_for_function("document.body?.textContent.includes('Seen once.')")
    add(mini / NOTE, "Seen twice.")
    other.wait_for_function("document.body?.textContent.includes('Seen twice.')")
    assert page.evaluate("globalThis.stays")


def test_what_is_wrong_stands_on_the_open_page_until_it_is_mended(preview, mini, opened):
    page = opened(f"{preview}/alpha.html")
    strip = page.get_by_role("status").and_(page.locator(".variorum-wrong"))
    path = mini / NOTE
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("kind: ", "kind: no-"), encoding="utf-8")
    page.wait_for_function("document.querySelector('.variorum-wrong')?.textContent.includes('value-invalid')")
    assert f"{NOTE}:" in strip.inner_text()
    assert strip.inner_text().startswith("sources/"), "the path is that in the edition"
    path.write_text(good, encoding="utf-8")
    page.wait_for_function("document.querySelector('.variorum-wrong')?.hidden")
