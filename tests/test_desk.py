"""The editor's desk: what is open, with the line where it is decided; a key or id that gets another one everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import add_source, build_edition
from variorum.checking.edition import check
from variorum.cli import main
from variorum.reading import read_edition


def run(*arguments: object, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(a) for a in arguments], input=typed)
    return done.exit_code, done.output


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def full(mini: Path) -> Path:
    """The small edition with one matter of each kind."""
    add_source(mini, "The bridge was made by 1902.\nNothing.\n")
    edit(mini, "sources/alpha/annotations/al-whole.md", "The whole passage is meant.", "TODO: say it")
    edit(mini, "sources/alpha/annotations/al-year.md", "built in 1901", "uilt in 1901")
    edit(mini, "sources/beta/translation.en.md", "## 2", "## 2 00000000")
    german = '---\nlanguage: de\nby: me\ndate: "2026"\nstate: partial\n---\n\n## h1\n\nDie Brücke\n'
    (mini / "sources/beta/translation.de.md").write_text(german, encoding="utf-8")
    (mini / "parallels/_ferry.md").write_text("Not yet.\n", encoding="utf-8")
    edit(mini, "references.bib", "  year", "  certainty = {probable},\n  year")
    third = """\
---
relation: agrees
date: 1902
passages:
  - {source: beta, passage: "1", lemma: "पुल सन् १९०२ मा बन्यो", gloss: "the bridge was made in 1902"}
  - {source: gamma, passage: "1"}
title: The third
---
Both have the year.
"""
    (mini / "parallels/third.md").write_text(third, encoding="utf-8")
    return mini


def test_the_desk_lists_what_is_open_with_file_and_line(full):
    code, told = run("desk", full)
    assert code == 0, told
    heads = [line for line in told.split("\n") if line and not line.startswith(" ")]
    assert heads[:7] == [
        "Silences to judge: 3",
        "Doubtful lemmata: 1",
        "Translations and glosses older than the text: 1",
        "Drafts: 2",
        "Translations not through yet: 1",
        "Parallels owed: 1",
        "Uncertain works: 1",
    ]
    assert "  parallels/building.md:4: The year of building: Ga not judged yet; add to silent:" in told
    assert "  sources/alpha/annotations/al-year.md:3: lemma-inside-word" in told
    assert "  sources/beta/translation.de.md:8: Be (de): 1 of 3 passages, 1 is next" in told
    assert "  parallels/_ferry.md:1: is kept unread; take the _ off its name" in told
    assert "  references.bib:1: Berg1999 is probable: A History of the Bridge" in told
    assert "agrees in third, contradicts in building; so perhaps contradicts" in told
    _, one = run("desk", full, "--only", "silence", "--top", 1)
    assert one.split("\n")[0] == "Silences to judge: 3"
    assert "and 2 more: variorum desk --only silence --top 3" in one
    assert "Uncertain" not in one


def test_an_empty_desk_says_so(mini):
    assert run("desk", mini) == (0, "Nothing is open.\n")


def test_the_preview_has_the_desk_as_a_page_and_other_builds_have_not(full, tmp_path):
    edit(full, "sources/alpha/annotations/al-whole.md", "TODO: say it", "Enough <b>said</b>.")
    built = build_edition(full, tmp_path / "serve", variorum_desk="vscode://file/{path}:{line}")
    desk = built.page("desk")
    place = (full / "references.bib").resolve().as_posix().removeprefix("/")
    assert f'<a href="vscode://file/{place}:1">references.bib:1</a> Berg1999 is probable' in desk
    assert "<h2>Silences to judge: 3</h2>" in desk
    assert 'href="desk.html">The editor’s desk</a>' in built.page("index")
    plain = build_edition(full, tmp_path / "html")
    assert not (plain.out / "desk.html").exists()
    assert "desk.html" not in plain.page("index")


# --- another key, another id ------------------------------------------------------------------------------------------


def test_a_work_gets_another_key_everywhere_after_a_preview(mini):
    (mini / "sources/alpha/citations.toml").write_text(
        '[[citation]]\npassage = "1"\nwords = "1901"\nworks = ["Berg1999"] # not Berg1999a\n', encoding="utf-8"
    )
    heading = "sources/alpha/annotations/al-heading.md"
    edit(mini, heading, "{cite:p}`Berg1999`", "{cite:p}`{see Berg1999}Berg1999{ch. 2}`, not Berg1999")
    before = {path: path.read_bytes() for path in mini.rglob("*") if path.is_file()}
    command = ("works", "rename", "Berg1999", "Berg1999b", "--edition", mini)
    code, told = run(*command, typed="n\n")
    assert code == 1
    assert {path: path.read_bytes() for path in before} == before
    assert "references.bib:1\n  - @book{Berg1999,\n  + @book{Berg1999b,\n" in told
    code, told = run(*command, typed="y\n")
    assert code == 0, told
    assert (mini / heading).read_text("utf-8").endswith("{cite:p}`{see Berg1999}Berg1999b{ch. 2}`, not Berg1999.\n")
    assert 'works = ["Berg1999b"] # not Berg1999a' in (mini / "sources/alpha/citations.toml").read_text("utf-8")
    assert check(read_edition(mini)) == ()
    assert run("works", "rename", "Berg1999b", "Berg1999", "--yes", "--edition", mini)[0] == 0
    assert all(path.read_bytes() == data for path, data in before.items())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("works", "rename", "Nobody", "Berg1999"), "references.bib has no work Nobody"),
        (("works", "rename", "Berg1999", "A B"), "a key has letters"),
        (("names", "rename", "nobody", "mayor"), "names.toml has no name nobody"),
        (("names", "rename", "bridge", "mayor"), "mayor is a name already"),
        (("names", "rename", "bridge", "The Bridge"), "an id has small letters"),
    ],
)
def test_what_cannot_be_renamed_is_refused(mini, command, said):
    code, told = run(*command, "--yes", "--edition", mini)
    assert code != 0
    assert said in told


def test_a_name_gets_another_id_everywhere(mini):
    note = "sources/alpha/annotations/al-whole.md"
    edit(mini, note, "The whole passage", "The {name}`mayor`")
    page = mini / "docs/index.md"
    page.write_text(page.read_text("utf-8") + "\n{name}`He <mayor>` and the mayor.\n", encoding="utf-8")
    assert run("names", "rename", "mayor", "the-mayor", "--yes", "--edition", mini)[0] == 0
    assert "{name}`the-mayor`" in (mini / note).read_text("utf-8")
    assert page.read_text("utf-8").endswith("{name}`He <the-mayor>` and the mayor.\n")
    assert check(read_edition(mini)) == ()
    assert "the-mayor" in read_edition(mini).names


def test_a_file_that_is_no_text_is_left_as_it_is(mini):
    (mini / "parallels/old.md").write_bytes(b"Berg1999 \xe9")
    assert run("works", "rename", "Berg1999", "Berg1999b", "--yes", "--edition", mini)[0] == 0
    assert (mini / "parallels/old.md").read_bytes() == b"Berg1999 \xe9"
    assert [p.path for p in check(read_edition(mini))] == ["parallels/old.md"]


def test_nothing_is_changed_if_one_file_cannot_be(mini, monkeypatch):
    from variorum.disk import whole_file

    before = {path: path.read_bytes() for path in mini.rglob("*") if path.is_file()}
    written = whole_file.rewrite

    def rewrite(path: Path, data: bytes) -> None:
        if path.name == "building.md":
            raise OSError(28, "No space left on device", str(path))
        written(path, data)

    monkeypatch.setattr(whole_file, "rewrite", rewrite)
    code, told = run("works", "rename", "Berg1999", "Berg1999b", "--yes", "--edition", mini)
    assert code == 1
    assert "nothing was changed" in told
    assert {path: path.read_bytes() for path in before} == before
