"""`variorum publish`: the old edition or the new one, for every reader, whatever happens."""

from __future__ import annotations

import errno
import importlib
import os
import shutil
import signal
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from conftest import MINI
from file_states import STATES
from stopping import At, ended, fork, kill
from variorum.cli import main
from variorum.disk.edition_store import why_not


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def pages(monkeypatch):
    """Pages that are "built" at once: what is in the dictionary, or the error."""
    module = importlib.import_module("variorum.cli.publish")  # the command of the same name hides it
    made: dict[str, str | OSError] = {"index.html": "first"}

    def build(builder: str, docs: Path, conf: Path, out: Path, *settings: str) -> None:
        if builder != "html":
            out.mkdir()
            (out / f"book.{builder.removeprefix('variorum-')}").write_text("a book", encoding="utf-8")
            return
        (out / "_static").mkdir(parents=True)
        for name, content in made.items():
            if isinstance(content, OSError):
                raise content
            (out / name).write_text(content, encoding="utf-8")

    monkeypatch.setattr(module, "_build", build)
    return made


@pytest.fixture
def publish(mini, tmp_path):
    return lambda *more: run("publish", tmp_path / "srv/public", "--docs", mini / "docs", "--conf", mini, *more)


@pytest.fixture
def place(tmp_path) -> Path:
    return tmp_path / "srv/public"


def test_publish_swaps_the_whole_edition_or_nothing(mini, place, publish):
    assert publish().exit_code == 0
    first = place.resolve()
    assert publish("--verify").exit_code == 0
    assert not (place / ".buildinfo").exists()
    (mini / "sources/alpha/annotations/al-year.md").write_text("x")
    failed = publish()
    assert failed.exit_code == 1
    assert "al-year.md" in failed.output  # what the build said
    assert place.resolve() == first
    assert publish("--verify").exit_code == 0
    (mini / "sources/alpha/annotations/al-year.md").write_bytes(
        (MINI / "sources/alpha/annotations/al-year.md").read_bytes().replace(b"Berg has", b"Berg gives")
    )
    assert publish().exit_code == 0
    assert place.resolve() != first


def test_only_editions_that_are_as_published_are_removed(pages, place, publish):
    store = place.with_name("public.d")
    (store / "0123456789abcdef").mkdir(parents=True)
    (store / "0123456789abcdef/mine.txt").write_text("mine")
    (store / ".new-mine").mkdir()
    seen = []
    for content in ("first", "second", "third", "fourth"):
        pages["index.html"] = content
        result = publish("--keep", 2)
        assert result.exit_code == 0, result.output
        seen.append(place.resolve())
        if content == "first":
            (seen[0] / "mine.txt").write_text("mine")
    assert [p.exists() for p in seen] == [True, False, True, True]
    assert f"{seen[0]} stays: it is not as it was published" in result.output
    assert (store / "0123456789abcdef/mine.txt").exists()
    assert (store / ".new-mine").exists()
    assert sorted(p.name for p in store.glob("*.sha256")) == sorted(f"{seen[n].name}.sha256" for n in (0, 2, 3))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda p: (p / "index.html").write_text("defaced"), "index.html: is not what was published"),
        (lambda p: (p / "index.html").unlink(), "index.html: is missing"),
        (lambda p: (p / "new.html").write_text("x"), "new.html: was not published"),
        (
            lambda p: (p.parent / f"{p.name}.sha256").write_text(""),
            "there is no list of its files, or it is another one",
        ),
    ],
)
def test_verify_says_what_is_not_as_published_and_publish_mends_it(pages, place, publish, harm, said):
    publish()
    harm(place.resolve())
    result = publish("--verify")
    assert (result.exit_code, said in result.output) == (1, True), result.output
    assert publish().exit_code == 0
    assert publish("--verify").exit_code == 0
    assert (place / "index.html").read_text() == "first"


def test_verify_of_what_was_never_published(place, publish):
    assert publish("--verify").exit_code == 1


@pytest.mark.parametrize("what", ["folder", "file", "link"])
def test_publish_does_not_replace_what_it_did_not_make(pages, tmp_path, place, publish, what):
    place.parent.mkdir()
    {
        "folder": place.mkdir,
        "file": place.touch,
        "link": lambda: place.symlink_to(tmp_path),
    }[what]()
    before = place.lstat()
    assert publish().exit_code == 1
    assert place.lstat().st_ino == before.st_ino
    assert not place.with_name("public.d").exists()


def test_a_web_server_can_read_what_was_published_under_a_strict_umask(pages, place, publish):
    old = os.umask(0o077)
    try:
        assert publish().exit_code == 0
    finally:
        os.umask(old)
    modes = {
        p.name: stat.S_IMODE(p.stat().st_mode)
        for p in (place.parent, place.resolve().parent, place, place / "_static", place / "index.html")
    }
    assert {
        name for name, mode in modes.items() if mode & 0o055 != (0o044 if name.endswith(".html") else 0o055)
    } == set()


@pytest.mark.parametrize(
    ("error", "files", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), (1000, 10), "the disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), (0, 0), "the disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), (1000, 0), "the disk can hold no more files, however small"),
        (OSError(errno.EDQUOT, "Quota exceeded"), (1000, 10), "your quota of the disk is used up"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), (1000, 10), "/srv/x: Permission denied"),
    ],
)
def test_the_true_reason_is_said(pages, place, publish, monkeypatch, error, files, said):
    publish()
    first = place.resolve()
    pages["index.html"] = error
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_files=files[0], f_favail=files[1]))
    assert said in why_not(error, place)
    result = publish()
    assert result.exit_code == 1
    assert f"nothing was published: {said}" in result.output
    assert (place.resolve(), (place / "index.html").read_text()) == (first, "first")
    assert not list(place.with_name("public.d").glob(".variorum-unfinished-*"))


def test_a_build_that_finds_the_disk_full_says_so(mini, place, publish):
    """The reason is taken from what the build says, not from how much is free by then."""
    with (mini / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('\n\ndef setup(app):\n    raise OSError(28, "No space left on device")\n')
    result = publish()
    assert result.exit_code == 1
    assert "nothing was published: the disk " in result.output
    assert not place.exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (None, "conf.py is no file"),
        (
            "extensions = [\n",
            "nothing was published: conf.py:1: settings-broken this is not Python: '[' was never closed",
        ),
        ("\0", "conf.py:1: settings-broken this is not Python: source code string cannot contain null bytes"),
        ("one = 1\nfoo\n", "conf.py:2: NameError: name 'foo' is not defined\nError: nothing was published"),
        ("", "SphinxError: Sphinx is unable to load the master document"),
    ],
)
def test_settings_that_no_build_can_begin_with_are_told_in_a_line(mini, place, publish, settings, said):
    conf = mini / "conf.py"
    conf.unlink() if settings is None else conf.write_text(settings, encoding="utf-8")
    result = publish()
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert "please report" not in result.output.lower()
    assert not place.exists()


OF_A_PLACE = ["public", "public.d", "public.d/edition", "public.d/edition.sha256", "public.d/edition/index.html"]


@pytest.mark.parametrize("part", OF_A_PLACE)
def test_whatever_stands_where_it_publishes_nothing_of_it_is_lost(pages, tmp_path, place, publish, part):
    """Each file and folder in every state: an answer, no traceback, and what we did not publish is still there."""
    pages["index.html"] = "first, in more than ten letters"
    for state, change in STATES.items():
        shutil.rmtree(place.parent, ignore_errors=True)
        publish()
        path = place.parent / part.replace("edition", place.resolve().name)
        change(path)
        verified, done = publish("--verify"), publish()
        for result in (verified, done):
            told = (state, result.output)
            assert result.exit_code in {0, 1}, told
            assert isinstance(result.exception, SystemExit | None), told
            assert "Error(" not in result.output, told
        if done.exit_code == 0:
            assert publish("--verify").exit_code == 0
            assert (place / "index.html").read_text() == pages["index.html"]
        elif state == "a folder":
            assert (path / "x").is_dir()
        else:
            assert os.path.lexists(path) or state == "missing"


MOMENTS = {
    "before the pages are moved": At("os.rename", "*.sha256"),
    "before the link is made": At("os.symlink", "*"),
    "before the link takes its place": At("os.rename", "*/public"),
    "before an old edition is removed": At("os.rename", "*/.variorum-unfinished-*/[0-9a-f]*"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_publishing_that_is_killed_leaves_the_old_pages_or_the_new(pages, place, publish, moment):
    publish()
    pages["index.html"] = "second"
    kill(lambda: publish("--keep", 1), MOMENTS[moment])
    assert list(place.with_name("public.d").glob(".variorum-unfinished-*"))
    assert publish("--verify").exit_code == 0
    assert (place / "index.html").read_text() == ("second" if "old" in moment else "first")
    assert publish("--keep", 1).exit_code == 0
    assert publish("--verify").exit_code == 0
    assert sorted(p.name for p in place.with_name("public.d").iterdir()) == [
        place.resolve().name,
        f"{place.resolve().name}.sha256",
    ]


def test_of_two_at_once_the_second_says_so(pages, place, publish):
    first = fork(publish, At("os.symlink", "*"), lambda: os.kill(os.getpid(), signal.SIGSTOP))
    os.waitpid(first, os.WUNTRACED)
    second = publish()
    assert second.exit_code == 1
    assert f"another publishing to {place} is at work; nothing was published" in second.output
    os.kill(first, signal.SIGCONT)
    assert ended(first) == 0
    assert publish("--verify").exit_code == 0
    assert publish().exit_code == 0
