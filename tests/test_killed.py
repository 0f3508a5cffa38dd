"""A build that is killed in any state leads to what a clean build gives; two at once do not damage one another."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conftest import MINI, build_edition, differences, tree
from stopping import At, ended, fork, kill
from variorum.sphinx_ext.pdf import compiling

NEW_PAGE = "---\norphan: true\n---\n# Another page\n\nSee {passage}`Al 1`.\n"


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> dict[str, bytes]:
    return tree(build_edition(MINI, tmp_path_factory.mktemp("clean") / "html").out)


# state → when it is stopped, what is there by then, what is not yet there
STATES = {
    "before the first doctree": (At("open", "*.doctree"), [], ["html-doctrees/alpha.doctree"]),
    "just after the first doctree": (
        At("open", "*.doctree", 2),
        ["html-doctrees/alpha.doctree"],
        ["html-doctrees/beta.doctree", "html-doctrees/environment.pickle"],
    ),
    "when all pages are read": (
        At("open", "*/environment.pickle"),
        ["html-doctrees/people.doctree"],
        ["html-doctrees/environment.pickle"],
    ),
    "in the fourth page": (At("open", "*/html/*.html", 4), ["html/alpha.html"], ["html/objects.inv"]),
    "in the rows of the search": (
        At("os.rename", "*/passages/index.js"),
        ["html/index.html"],
        ["html/passages/index.js"],
    ),
    "before the seal": (
        At("os.rename", "*/variorum-seal.json"),
        ["html/passages/index.js"],
        ["html-doctrees/variorum-seal.json"],
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_a_killed_build_leads_to_what_a_clean_build_gives(mini, tmp_path, clean, state):
    at, there, not_there = STATES[state]
    kill(lambda: build_edition(mini, tmp_path / "html"), at)
    assert [name for name in there if not (tmp_path / name).exists()] == []
    assert [name for name in not_there if (tmp_path / name).exists()] == []
    again = build_edition(mini, tmp_path / "html")
    assert differences(tree(again.out), clean) == []
    assert again.warnings == ""


HALVES = {
    "a page": (At("open", "*/html/beta.html"), "html/beta.html"),
    "a doctree": (At("open", "*/beta.doctree"), "html-doctrees/beta.doctree"),
    "the environment": (At("open", "*/environment.pickle"), "html-doctrees/environment.pickle"),
}


@pytest.mark.parametrize("half", HALVES)
def test_a_build_killed_in_a_file_writes_it_anew(mini, tmp_path, clean, half):
    """The second of two builds is killed, when half of a file is written over the old one."""
    at, name = HALVES[half]
    build_edition(mini, tmp_path / "html")
    old = (tmp_path / name).read_bytes()
    (mini / "docs/other.md").write_text(NEW_PAGE, encoding="utf-8")
    kill(lambda: build_edition(mini, tmp_path / "html", fresh=True), at)
    (tmp_path / name).write_bytes(old[: len(old) // 2])
    (mini / "docs/other.md").unlink()
    assert differences(tree(build_edition(mini, tmp_path / "html").out), clean) == []


def test_a_build_killed_amid_a_column_leaves_no_piece_of_it_when_the_edit_is_taken_back(mini, tmp_path, clean):
    build_edition(mini, tmp_path / "html")
    translation = mini / "sources/alpha/translation.de.md"
    head = '---\nlanguage: de\nby: The editors\ndate: "2026-11-22"\n---\n'
    translation.write_text(f"{head}\n## 1\n\nDie Brücke.\n", encoding="utf-8")
    kill(lambda: build_edition(mini, tmp_path / "html"), At("os.rename", "*/columns/alpha.js"))
    assert "Die Brücke" in (tmp_path / "html/columns/alpha--0.js").read_text(encoding="utf-8")
    translation.unlink()
    assert differences(tree(build_edition(mini, tmp_path / "html").out), clean) == []


def test_a_page_of_a_killed_build_that_is_no_more_does_not_stay(mini, tmp_path, clean):
    (mini / "docs/other.md").write_text(NEW_PAGE, encoding="utf-8")
    kill(lambda: build_edition(mini, tmp_path / "html"), At("os.rename", "*/passages/index.js"))
    assert (tmp_path / "html/other.html").exists()
    (mini / "docs/other.md").unlink()
    assert differences(tree(build_edition(mini, tmp_path / "html").out), clean) == []


def test_a_build_killed_after_the_seal_has_ended(mini, tmp_path, clean):
    def build_and_die() -> None:
        build_edition(mini, tmp_path / "html")
        os.kill(os.getpid(), signal.SIGKILL)

    assert ended(fork(build_and_die, At("", ""), lambda: None)) == -signal.SIGKILL
    again = build_edition(mini, tmp_path / "html")
    assert again.app._fresh_env_used is False
    assert differences(tree(again.out), clean) == []


def test_a_kill_while_another_format_is_written_reaches_that_format(mini, tmp_path):
    """Doctrees shared by two formats: the one that was not killed makes them whole again, not the other's pages."""
    shared = tmp_path / "shared"

    def text(out: Path = tmp_path / "text") -> dict[str, bytes]:
        return tree(build_edition(mini, out, builder="text", doctrees=shared).out)

    whole = text()
    kill(
        lambda: build_edition(mini, tmp_path / "text", builder="text", doctrees=shared, fresh=True),
        At("open", "*/beta.txt"),
    )
    (tmp_path / "text/beta.txt").write_text("half")
    build_edition(mini, tmp_path / "html", doctrees=shared)
    assert text() == whole


# pass → when it is stopped, what is there by then
PASSES = {
    "before it is measured": (At("subprocess.Popen", "survey"), "places.json"),
    "before it is measured again": (At("subprocess.Popen", "survey", 2), "places.json"),
    "before it is set": (At("subprocess.Popen", "pdf"), "places.json"),
}


@pytest.fixture(scope="module")
def tall(tmp_path_factory) -> Path:
    """The small edition with more notes than a page has room for, so that it is measured twice."""
    root = tmp_path_factory.mktemp("tall") / "mini"
    shutil.copytree(MINI, root)
    for number in range(4):
        note = f'---\npassage: "1"\nkind: context\nby: A\n---\n{"They go on and on. " * 40}\n'
        (root / f"sources/alpha/annotations/al-tall-{number}.md").write_text(note, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def book(tall) -> bytes:
    return pdf_of(build_edition(tall, tall.parent / "pdf", builder="variorum-pdf").out)


def pdf_of(out: Path) -> bytes:
    return (out / "mini.pdf").read_bytes()


@pytest.mark.parametrize("name", PASSES)
def test_a_book_killed_in_a_pass_is_set_anew(tmp_path, tall, book, name):
    at, there = PASSES[name]
    out, workshop = tmp_path / "pdf", tmp_path / "pdf-doctrees/variorum-typst"
    kill(lambda: build_edition(tall, out, builder="variorum-pdf"), at)
    assert (workshop / there).exists()
    assert not (out / "mini.pdf").exists()
    for half in ("survey.json", "report.json", "book.pdf", "places.json"):
        (workshop / half).write_bytes(b"{")
    assert pdf_of(build_edition(tall, out, builder="variorum-pdf").out) == book


def test_a_pass_whose_build_was_killed_writes_nothing(tmp_path):
    """Another build may be in the folder by then."""
    (tmp_path / "main.typ").write_text("Words.", encoding="utf-8")
    nobody = fork(lambda: None, At("", ""), lambda: None)
    assert ended(nobody) == 0
    command = [sys.executable, compiling.__file__, tmp_path, "pdf", "[]", nobody]
    assert subprocess.run([str(c) for c in command], check=False).returncode == 1
    assert tree(tmp_path).keys() == {"main.typ"}


# --- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["html", "another"])
def test_a_second_build_waits_for_the_first(mini, tmp_path, clean, other):
    """With the same folders, and with the same folder of doctrees only."""
    out, shared = tmp_path / "html", tmp_path / "shared"
    first = fork(
        lambda: build_edition(mini, out, doctrees=shared),
        At("open", "*/html/*.html", 3),
        lambda: os.kill(os.getpid(), signal.SIGSTOP),
    )
    os.waitpid(first, os.WUNTRACED)  # the first is in its third page
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-c", mini, "-d", shared, mini / "docs", tmp_path / other]
    second = subprocess.Popen([str(c) for c in command], stderr=subprocess.PIPE, text=True)
    guard = threading.Timer(300, second.kill)
    guard.start()
    assert second.stderr is not None
    line = second.stderr.readline()
    waited_for = out if other == "html" else shared
    assert line == f"Another build is at work in {waited_for}; waiting until it has ended.\n"
    assert not list((tmp_path / other).glob("beta.html")) or other == "html"
    os.kill(first, signal.SIGCONT)
    assert ended(first) == 0
    assert (second.wait(), second.stderr.read()) == (0, "")
    guard.cancel()
    assert differences(tree(out), clean) == []
    assert differences(tree(tmp_path / other), clean) == []


def test_workers_of_a_killed_build_are_waited_for(tmp_path):
    """A lock is shared with the processes that a build has forked."""
    from variorum.disk.folder_lock import FolderBusyError, FolderLock

    read, write = os.pipe()

    def work() -> None:
        FolderLock(tmp_path)
        if not os.fork():
            os.close(write)
            os.read(read, 1)  # until the test lets it end
            os._exit(0)
        os.kill(os.getpid(), signal.SIGKILL)

    assert ended(fork(work, At("", ""), lambda: None)) == -signal.SIGKILL
    with pytest.raises(FolderBusyError):
        FolderLock(tmp_path)
    os.close(write)
    os.close(read)
    FolderLock(tmp_path, before_waiting=lambda: None).release()
