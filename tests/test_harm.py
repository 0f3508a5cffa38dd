"""Nothing that somebody else has made is deleted, altered or read: not by a build, and not by a command."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path

import pytest

from conftest import build_edition, told_by_sphinx, tree
from test_state import Bomb
from variorum.disk.whole_file import let_read, remove, rewrite, write_new, write_whole
from variorum.sphinx_ext.build.errors import EditionError
from variorum.sphinx_ext.build.state_seal import read_record, write_record

# Names that a careless build would take for its own, beside those that it would not.
FOREIGN = [
    "my-thesis.txt",
    "notes.doctree",
    "alpha.doctree.bak",
    "environment.pickle.bak",
    "variorum.md.txt",
    "my.html",
    "chapter/draft.html",
    "typst/main.typ",
    "fonts/mine.ttf",
    "images/photograph.png",
    "columns/mine.js",
    "_exports/mine.bib",
    "_static/previews/mine.js",
    "_images/mine.svg",
    ".git/HEAD",
]
# where the doctrees lie, seen from the edition; the pages lie in build/html
DOCTREES = ["cache", ".", "docs", "build", "build/html"]


def sow(folder: Path, outside: Path) -> None:
    """Put foreign files, files that may only be read, and links that lead out of the tree into a folder."""
    for name in FOREIGN:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}: years of work", encoding="utf-8")
    (folder / "my-thesis.txt").chmod(0o400)
    (folder / "elsewhere").symlink_to(outside)
    (folder / "elsewhere.doctree").symlink_to(outside / "precious.txt")
    (folder / "variorum-written-elsewhere.json").symlink_to(outside / "precious.txt")
    (folder / "nowhere").symlink_to("nothing-is-here")


def whole(folder: Path) -> dict[str, object]:
    """Return what is in a folder: each file with its mode and bytes, each link with what it says."""
    return {
        str(p.relative_to(folder)): p.readlink() if p.is_symlink() else (p.stat().st_mode, p.read_bytes())
        for p in sorted(folder.rglob("*"))
        if p.is_symlink() or p.is_file()
    }


@pytest.mark.parametrize("place", DOCTREES)
def test_a_build_leaves_everything_that_is_not_its_own(mini, tmp_path, place):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("precious")
    out, doctrees = mini / "build/html", mini / place
    for folder in {out, doctrees}:
        sow(folder, outside)
    before, precious = whole(mini), whole(outside)
    build_edition(mini, out, doctrees=doctrees)  # nothing is sealed
    assert not (before.items() - whole(mini).items())
    (mini / "docs/people.md").rename(mini / "docs/persons.md")
    (mini / "docs/index.md").write_text(
        (mini / "docs/index.md").read_text(encoding="utf-8").replace("\npeople\n", "\npersons\n"), encoding="utf-8"
    )
    build_edition(mini, out, doctrees=doctrees)  # a page is no more
    assert not (out / "people.html").exists()
    (doctrees / "beta.doctree").write_bytes(b"damaged")
    build_edition(mini, out, doctrees=doctrees)  # afresh
    after = whole(mini)
    gone = {name for name in before if before[name] != after.get(name)}
    assert gone == {"docs/people.md", "docs/index.md"}  # our own changes
    assert whole(outside) == precious


@pytest.mark.parametrize("name", ["environment.pickle", "alpha.doctree"])
def test_what_lies_in_a_folder_without_a_seal_is_not_read(mini, tmp_path, name):
    canary = tmp_path / "canary"
    doctrees = tmp_path / "html-doctrees"
    doctrees.mkdir()
    (doctrees / name).write_bytes(pickle.dumps(Bomb(canary)))
    build_edition(mini, tmp_path / "html")
    assert not canary.exists()


THROUGH = [
    *("html-doctrees/environment.pickle", "html-doctrees/alpha.doctree"),
    *("html/alpha.html", "html/compare.html", "html/search.html", "html/genindex.html", "html/objects.inv"),
]


@pytest.mark.parametrize("name", THROUGH)
def test_nothing_is_written_through_a_link(mini, tmp_path, name):
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    link = tmp_path / name
    link.parent.mkdir()
    link.symlink_to(precious)
    with pytest.raises(EditionError, match=f"{link} is a symbolic link"):
        build_edition(mini, tmp_path / "html")
    assert precious.read_text() == "precious"
    link.unlink()
    assert build_edition(mini, tmp_path / "html").warnings == ""  # the lock is free


@pytest.mark.parametrize("name", ["columns", "passages", "_static", "_static/previews", "_exports", "_sources"])
def test_nothing_is_written_through_a_folder_that_is_a_link(mini, tmp_path, name):
    out = build_edition(mini, tmp_path / "html").out
    (out / name).rename(tmp_path / "theirs")
    (out / name).symlink_to(tmp_path / "theirs")
    before = whole(tmp_path / "theirs")
    (mini / "sources/alpha/source.toml").write_text(
        (mini / "sources/alpha/source.toml").read_text("utf-8").replace("The Bridge", "The Old Bridge"), "utf-8"
    )
    with pytest.raises(EditionError, match=f"{out / name} is a symbolic link"):
        build_edition(mini, out)
    assert whole(tmp_path / "theirs") == before


FOLDERS = ["objects.inv", "alpha.html", "search.html", "contributing.js", "passages/index.js", "columns/alpha.js"]
FOLDERS += ["_static/addresses.js", "_static/previews/alpha.js"]
FILES = ["passages", "columns", "_static/previews", "_exports", "_sources"]


@pytest.mark.parametrize("name", [*FOLDERS, *FILES])
def test_what_is_in_the_way_of_a_file_is_named_and_stays(mini, tmp_path, name):
    place = tmp_path / "html" / name
    mine = place / "mine.txt" if name in FOLDERS else place
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    what = "a folder, and the build writes a file" if name in FOLDERS else "a file, and the build makes a folder"
    code, said = told_by_sphinx(mini, tmp_path / "html")
    assert code != 0
    line = f"ERROR: {place} is {what} of this name; take it away, or build into another folder"
    assert line in said
    assert "Traceback" not in said
    assert mine.read_text() == "mine"
    shutil.rmtree(place) if name in FOLDERS else place.unlink()
    assert build_edition(mini, tmp_path / "html").warnings == ""


def test_a_file_that_the_system_refuses_is_named(mini, tmp_path, monkeypatch):
    def refuse(path, data):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("variorum.sphinx_ext.html.previews.write_whole", refuse)
    with pytest.raises(EditionError, match=r"previews/alpha\.js: the file cannot be written: Permission"):
        build_edition(mini, tmp_path / "html")


def test_a_forged_record_deletes_nothing(mini, tmp_path):
    built = build_edition(mini, tmp_path / "html")
    (built.out / "mine.html").write_text("mine")
    (built.out / "columns/mine.js").write_text("mine")
    for record in (tmp_path / "html-doctrees").glob("variorum-*.json"):
        value = read_record(record)
        forged = {**value, "mine": ""} if isinstance(value, dict) else [*value, "mine.js"]
        write_record(record.with_name("copy"), forged)  # signed, but for another place
        record.write_bytes(record.with_name("copy").read_bytes())
    assert build_edition(mini, tmp_path / "html").warnings == ""
    assert (built.out / "mine.html").exists()
    assert (built.out / "columns/mine.js").exists()


def test_files_of_a_source_that_is_no_more_go_and_others_stay(mini, tmp_path):
    from variorum.sphinx_ext.build.own_files import keep_only

    app = build_edition(mini, tmp_path / "html").app
    columns = tmp_path / "html/columns"
    (columns / "mine.js").write_text("mine")
    keep_only(app, columns, {"alpha.js"})
    assert sorted(p.name for p in columns.iterdir()) == ["alpha.js", "mine.js"]


# --- files that are written whole -------------------------------------------------------------------------------------


def test_a_file_that_is_rewritten_keeps_its_mode_and_its_link(tmp_path):
    (tmp_path / "real").mkdir()
    note = tmp_path / "real/note.md"
    note.write_text("old")
    note.chmod(0o640)
    (tmp_path / "note.md").symlink_to("real/note.md")
    rewrite(tmp_path / "note.md", "new")
    assert (note.read_text(), note.stat().st_mode & 0o777) == ("new", 0o640)
    assert (tmp_path / "note.md").is_symlink()


def test_what_is_ours_takes_the_place_of_a_link(tmp_path):
    (tmp_path / "precious.txt").write_text("precious")
    (tmp_path / "ours.js").symlink_to("precious.txt")
    (tmp_path / ".ours.js.variorum-new").symlink_to("precious.txt")
    write_whole(tmp_path / "ours.js", "ours")
    assert (tmp_path / "precious.txt").read_text() == "precious"
    assert (tmp_path / "ours.js").read_text() == "ours"


@pytest.mark.parametrize("write", [write_whole, rewrite])
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, write):
    (tmp_path / "note.md").write_text("old")
    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "note.md", "new")
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"note.md": "old"}


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("there", ["file", "link"])
def test_a_new_file_takes_nobodys_place(tmp_path, there):
    path = tmp_path / "folder/note.md"
    path.parent.mkdir()
    if there == "file":
        path.write_text("old")
    else:
        path.symlink_to("nothing-is-here")
    before = whole(tmp_path)
    with pytest.raises(FileExistsError):
        write_new(path, "new")
    assert whole(tmp_path) == before


def test_a_new_file_is_whole_on_a_disk_without_hard_links(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", no_room)
    write_new(tmp_path / "folder/note.md", "new")
    assert tree(tmp_path) == {"folder/note.md": b"new"}


@pytest.mark.parametrize("name", ["../outside.txt", "link/inside.txt", "link", "folder", "nothing"])
def test_only_plain_files_of_the_folder_are_removed(tmp_path, name):
    base = tmp_path / "base"
    (base / "folder").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/inside.txt").write_text("x")
    (base / "link").symlink_to("../elsewhere")
    before = whole(tmp_path)
    assert not remove(base, base / name)
    assert whole(tmp_path) == before


def test_modes_are_widened_and_links_are_not_followed(tmp_path):
    (tmp_path / "precious.txt").write_text("x")
    (tmp_path / "precious.txt").chmod(0o600)
    (tmp_path / "pages/sub").mkdir(parents=True)
    (tmp_path / "pages/sub/page.html").write_text("x")
    (tmp_path / "pages/sub/page.html").chmod(0o600)
    (tmp_path / "pages/link").symlink_to("../precious.txt")
    let_read(tmp_path / "pages")
    assert (tmp_path / "pages/sub/page.html").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "precious.txt").stat().st_mode & 0o777 == 0o600


def test_records_are_plain_json(tmp_path):
    write_record(tmp_path / "record.json", {"alpha": "1"})
    assert json.loads(json.loads((tmp_path / "record.json").read_text())["value"]) == {"alpha": "1"}
    assert read_record(tmp_path / "nothing.json") is None
