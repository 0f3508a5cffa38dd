"""What a check found is said again without a second look, for as long as nothing that it depends on has changed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from variorum.cli import check_record, main
from variorum.cli.check_record import recall, remember, stamp_of
from variorum.disk import tree_stamp

NOTE = "sources/alpha/annotations/al-year.md"


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    """Keep records in a folder of the test."""
    folder = tmp_path / "caches" / "checks"
    monkeypatch.setattr(check_record, "_folder", lambda: folder)
    return folder


@pytest.fixture(params=["just written", "written long ago"])
def checked(request, mini, monkeypatch):
    """An edition that was checked once: while its files were fresh, or when their times had settled."""
    if request.param == "written long ago":
        monkeypatch.setattr(tree_stamp, "_SETTLED_NS", -(10**18))
    CliRunner().invoke(main, ["check", str(mini)])
    assert recall(mini) is not None
    return mini


def said(edition, *options):
    result = CliRunner().invoke(main, ["check", str(edition), *options])
    return result.exit_code, result.output


def test_the_second_check_says_what_the_first_said_and_reads_nothing(checked, monkeypatch):
    (checked / NOTE).write_text("nonsense", encoding="utf-8")
    first = {layout: said(checked, "--format", layout) for layout in ("text", "json", "github")}
    monkeypatch.setattr("variorum.reading.read_edition", lambda *_: pytest.fail("read again"))
    assert {layout: said(checked, "--format", layout) for layout in first} == first
    assert first["text"][0] == 1


CHANGES = {
    "a byte of a note": lambda root: (root / NOTE).write_bytes((root / NOTE).read_bytes().replace(b"e", b"a", 1)),
    "a byte, with the time set back": lambda root: same_time(root / NOTE),
    "a note more": lambda root: (root / "sources/alpha/annotations/al-new.md").write_text("x"),
    "a note less": lambda root: (root / NOTE).unlink(),
    "another name": lambda root: (root / NOTE).rename((root / NOTE).with_name("al-other.md")),
    "an empty folder": lambda root: (root / "sources/gamma").mkdir(),
    "a setting": lambda root: (root / "conf.py").write_text((root / "conf.py").read_text() + "\n"),
    "a work": lambda root: (root / "references.bib").write_text(""),
    "a vocabulary": lambda root: (root / "vocabularies").mkdir(),
    "a misspelt folder beside": lambda root: (root / "source").mkdir(),
    "the text of a source": lambda root: (root / "sources/alpha/text.txt").write_text("x"),
    "a link in place of a note": lambda root: linked(root / NOTE),
    "a link to a folder": lambda root: (root / "sources/gamma").symlink_to(root / "sources/alpha"),
}


def same_time(path):
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"e", b"a", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def linked(path):
    path.rename(path.parent.parent / "al-elsewhere.txt")
    path.symlink_to(path.parent.parent / "al-elsewhere.txt")


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_looked_at(checked, change):
    CHANGES[change](checked)
    assert recall(checked) is None


def test_a_file_that_a_link_leads_to_is_looked_at(mini):
    linked(mini / NOTE)
    said(mini)
    assert recall(mini) is not None
    (mini / "sources/alpha/al-elsewhere.txt").write_text("x")
    assert recall(mini) is None


@pytest.mark.parametrize(
    ("name", "value"), [("version", "another Python"), ("path", ["", *sys.path[1:], str(Path(__file__).parent)])]
)
def test_another_python_and_other_packages_look_again(checked, monkeypatch, name, value):
    monkeypatch.setattr(sys, name, value)
    assert recall(checked) is None


def test_what_changes_while_it_is_looked_at_is_looked_at_again(mini):
    before = stamp_of(mini)
    said(mini)
    findings = recall(mini)
    assert findings is not None
    (mini / NOTE).write_text("nonsense", encoding="utf-8")
    remember(mini, before, findings)
    assert recall(mini) is None


def test_times_that_have_settled_are_believed_from_then_on(mini, caches, monkeypatch):
    said(mini)
    (record,) = caches.iterdir()
    assert NOTE in str(json.loads(record.read_bytes())[1])
    monkeypatch.setattr(tree_stamp, "_SETTLED_NS", -(10**18))
    assert recall(mini) is not None
    assert json.loads(record.read_bytes())[1] == []
    assert recall(mini) is not None


# opened and listed while an edition is checked: (event, path)
_met: list[tuple[str, str]] = []
_listening = [False]


def _listen(event, arguments):
    if _listening[0] and event in {"open", "os.listdir", "os.scandir"} and isinstance(arguments[0], str | Path):
        _met.append((event, os.path.realpath(arguments[0])))


def test_all_that_a_check_reads_of_an_edition_is_in_its_stamp(mini):
    (mini / "vocabularies").mkdir()
    (mini / "vocabularies/fi.toml").write_text("percent = ['prosenttia']\n")
    sys.addaudithook(_listen)  # it stays, and is silent from here on
    _listening[0] = True
    try:
        said(mini)
    finally:
        _listening[0] = False
    root = os.path.realpath(mini)
    read = {path.removeprefix(root + "/") for _, path in _met if path.startswith(root + "/")}
    assert {"conf.py", "references.bib", NOTE, "sources/alpha/annotations"} <= read
    assert "vocabularies/fi.toml" in read
    below = {path for path in read if path.partition("/")[0] in {"sources", "parallels", "vocabularies"}}
    assert not [path for path in read - below if "/" in path or (mini / path).is_dir()]


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'["x", [], [], ""]', b'["x", 1, 2, 3]', b"\xff" * 99])
def test_a_damaged_record_is_no_record(checked, caches, held):
    (record,) = caches.iterdir()
    record.write_bytes(held)
    assert recall(checked) is None
    assert said(checked)[0] == 0


def test_a_record_that_others_can_write_is_no_record(checked, caches):
    (record,) = caches.iterdir()
    assert record.stat().st_mode & 0o777 == 0o600
    record.chmod(0o666)
    assert recall(checked) is None


def test_a_record_of_another_user_is_no_record(checked, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert recall(checked) is None


@pytest.mark.parametrize("home", ["a file", "no home"])
def test_where_nothing_can_be_kept_nothing_is_said(mini, tmp_path, monkeypatch, home):
    (tmp_path / "file").write_text("")

    def folder():
        if home == "no home":
            raise RuntimeError("Could not determine home directory")
        return tmp_path / "file" / "checks"

    monkeypatch.setattr(check_record, "_folder", folder)
    assert said(mini) == said(mini)
    assert said(mini)[0] == 0


def test_nothing_is_written_beside_the_users_files(mini):
    before = sorted(mini.rglob("*"))
    said(mini)
    assert sorted(mini.rglob("*")) == before


def test_records_of_editions_checked_long_ago_go(mini, caches, monkeypatch):
    monkeypatch.setattr(check_record, "_KEPT", 2)
    caches.mkdir(parents=True)
    for number in range(3):
        (caches / f"old-{number}.json").write_text("{}")
        os.utime(caches / f"old-{number}.json", (number, number))
    said(mini)
    assert recall(mini) is not None
    assert [path.name for path in caches.glob("old*")] == ["old-2.json"]


def test_each_system_has_its_folder_for_caches(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    monkeypatch.setenv("HOME", "/home/me")
    for platform, folder in {"linux": "/caches", "win32": "/local", "darwin": "/home/me/Library/Caches"}.items():
        monkeypatch.setattr(sys, "platform", platform)
        assert check_record._folder() == Path(folder, "variorum", "checks")
