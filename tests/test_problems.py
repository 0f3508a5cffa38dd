"""Bad input is told in one line each, never in a traceback: the table is tests/cases/problems.toml."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import HERE, MINI, build_edition, real_edition
from variorum.checking.edition import check
from variorum.cli import main
from variorum.model.house_rules import HouseRules
from variorum.model.problems import PROBLEM_CODES
from variorum.reading import read_edition
from variorum.reading.files import Refused, decode_contribution, load_toml, with_line_ends_of

CASES = tomllib.loads((HERE / "cases" / "problems.toml").read_text(encoding="utf-8"))["case"]
NOTE = "sources/alpha/annotations/al-whole.md"


def said(root: Path) -> list[str]:
    return [str(problem) for problem in check(read_edition(root))]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_bad_input_is_named_with_path_line_and_remedy(mini, case):
    file = mini / case["file"]
    file.write_text(case["text"], encoding="utf-8")
    lines = [line for line in said(mini) if line.startswith(case["says"] + " ")]
    assert lines, said(mini)
    assert case["contains"] in lines[0]


BYTES = {
    "not UTF-8": (b'---\npassage: "1"\nkind: context\nby: me\n---\nWords \xff\n', f"{NOTE}:6: file-not-utf8"),
    "carriage returns alone": (b'---\rpassage: "1"\rkind: context\rby: me\r---\rx\r', f"{NOTE}:1: character-forbidden"),
    "NUL": (b'---\npassage: "1"\nkind: context\nby: me\n---\nx\0y\n', f"{NOTE}:6: character-forbidden"),
    "10 MB": (b'---\npassage: "1"\nkind: context\nby: me\n---\n' + b"x" * 10_000_000, f"{NOTE}:1: file-too-large"),
    "nested without end": (b"---\npassage: " + b"[" * 5000 + b"\n---\nx\n", f"{NOTE}:2: front-matter-broken"),
    "quoted without end": (
        b'---\npassage: "1"\nkind: context\nby: me\n---\n' + b"> " * 3000 + b"x\n",
        f"{NOTE}:6: body-markup",
    ),
}


@pytest.mark.parametrize("name", BYTES)
def test_bad_bytes_are_named(mini, name):
    data, start = BYTES[name]
    (mini / NOTE).write_bytes(data)
    assert any(line.startswith(start + " ") for line in said(mini)), said(mini)


LINE_ENDS = {
    "byte-order mark": b'\xef\xbb\xbf---\npassage: "1"\nkind: context\nby: me\n---\nx\n',
    "CRLF": b'---\r\npassage: "1"\r\nkind: context\r\nby: me\r\n---\r\nx\r\n',
}


@pytest.mark.parametrize("name", LINE_ENDS)
def test_what_other_editors_write_is_read_and_hinted_at(mini, name):
    (mini / NOTE).write_bytes(LINE_ENDS[name])
    [line] = said(mini)
    assert line.startswith(f"{NOTE}:1: hint: line-ends ")
    assert name in line
    done = CliRunner().invoke(main, ["check", str(mini)])
    assert done.exit_code == 0
    assert "no problems, 1 hints" in done.stderr
    assert "::notice file=" in CliRunner().invoke(main, ["check", "--format", "github", str(mini)]).stdout


@pytest.mark.parametrize("text", ["x = 1" + "0" * 5000, "x = " + "[" * 3000], ids=["a long number", "nested"])
def test_toml_that_would_take_long_is_refused(text):
    with pytest.raises(Refused, match="nested too deep, or holds a number too long"):
        load_toml("names.toml", text)


def test_a_whole_edition_from_another_system_is_read_and_a_folder_is_hinted_at_once(mini):
    before = read_edition(mini)
    for path in mini.rglob("*"):
        if path.suffix in {".md", ".toml", ".tsv", ".bib"}:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after = read_edition(mini)
    assert {p.code for p in check(after)} == {"line-ends"}
    assert len([p for p in after.problems if "/annotations/" in p.path]) == 2
    assert [[(a.id, a.span, a.body) for a in s.annotations] for s in after.sources] == [
        [(a.id, a.span, a.body) for a in s.annotations] for s in before.sources
    ]
    assert {k: w.fields for k, w in after.works.items()} == {k: w.fields for k, w in before.works.items()}
    assert build_edition(mini, mini.parent / "html").warnings == ""


def test_a_file_that_we_change_keeps_its_line_ends():
    old = b"\xef\xbb\xbfa\r\nb\r\n"
    assert with_line_ends_of(old, decode_contribution("x.md", old) + "c\n") == old + b"c\r\n"
    assert with_line_ends_of(b"a\n", "a\nb\n") == b"a\nb\n"


UNREAD = {
    "sources/alpha/annotations/al-new.md.txt": "al-new.md",
    "sources/alpha/annotations/al-new.MD": "al-new.md",
    "sources/alpha/annotations/al-new.markdown": "al-new.md",
    "sources/alpha/annotations/al-new.docx": "al-new.docx.md",
    "sources/alpha/annotations/more/al-new.md": "sources/alpha/annotations/",
    "sources/alpha/annotation/al-new.md": "sources/alpha/annotations",
    "sources/alpha/notes.md": "sources/alpha/annotations/",
    "sources/alpha/Outline.tsv": "sources/alpha/outline.tsv",
    "sources/alpha/citations.toml.txt": "sources/alpha/citations.toml",
    "sources/letters.txt": "sources/<id>/",
    "parallels/war.markdown": "war.md",
    "parallels/1939/war.md": "parallels/",
    "parallel/war.md": "parallels",
    "names.toml.txt": "names.toml",
    "References.bib": "references.bib",
}
SILENT = [
    "sources/.DS_Store",
    "sources/alpha/annotations/.al-new.md.swp",
    "sources/alpha/annotations/al-year.md~",
    "sources/alpha/annotations/#al-year.md#",
    "sources/alpha/annotations/Thumbs.db",
    "sources/alpha/annotations/desktop.ini",
    "sources/alpha/annotations/al-year.md.orig",
    "sources/alpha/_scans/1.png",
    "sources/alpha/README.md",
    "parallels/_draft.md",
    "docs/names.toml.txt",
    "pictures/x.png",
    "notes.md",
]


@pytest.mark.parametrize("path", UNREAD)
def test_nothing_that_somebody_wrote_is_ignored_in_silence(mini, path):
    (mini / path).parent.mkdir(parents=True, exist_ok=True)
    (mini / path).write_text("Words", encoding="utf-8")
    [line] = [line for line in said(mini) if ": file-unread " in line]
    assert path.startswith(line.partition(":")[0])
    assert UNREAD[path] in line


@pytest.mark.parametrize("path", SILENT)
def test_what_systems_and_editors_leave_behind_is_no_problem(mini, path):
    (mini / path).parent.mkdir(parents=True, exist_ok=True)
    (mini / path).write_text("Words", encoding="utf-8")
    assert said(mini) == []


@pytest.mark.parametrize("name", ["con", "AUX", "nul.1", "com1", "Lpt9"])
def test_a_name_that_windows_keeps_for_itself_is_no_id(mini, name):
    (mini / NOTE).rename(mini / f"sources/alpha/annotations/{name}.md")
    assert any(line.startswith(f"sources/alpha/annotations/{name}.md:1: file-name ") for line in said(mini))


def test_a_source_whose_id_differs_in_case_only_is_named(mini):
    shutil.copytree(mini / "sources" / "beta", mini / "sources" / "Beta")
    assert any(": id-repeated " in line and "sources/Beta/source.toml" in line for line in said(mini))


def test_a_key_in_other_letters_is_told_the_right_ones(mini):
    file = mini / NOTE
    file.write_text(file.read_text(encoding="utf-8").replace("kind:", "Kind:"), encoding="utf-8")
    assert any("key-unknown" in line and "write “kind:”" in line for line in said(mini))


def test_a_link_out_of_the_edition_is_not_followed(mini, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text('---\npassage: "1"\nkind: context\nby: me\n---\nSecret\n')
    (mini / NOTE).unlink()
    (mini / NOTE).symlink_to(secret)
    assert any(line.startswith(f"{NOTE}:1: file-outside ") for line in said(mini)), said(mini)


FOLDERS = {  # what stands where a folder should → what is said of it
    "a file": "file-missing this is no folder; put a folder of this name here",
    "a link that leads nowhere": "file-missing a symbolic link that leads nowhere; put the folder itself here",
    "a link that leads to itself": "file-unreadable cannot be read: ",
    "a link out of the edition": "file-outside a symbolic link that leads out of the edition; put the folder here",
}


@pytest.mark.parametrize("folder", ["sources", "parallels", "sources/alpha/annotations"])
@pytest.mark.parametrize("what", FOLDERS)
def test_what_is_no_folder_of_the_edition_is_named(mini, tmp_path, folder, what):
    shutil.rmtree(mini / folder)
    if what == "a file":
        (mini / folder).write_text("x", encoding="utf-8")
    else:
        (tmp_path / "elsewhere").mkdir()
        there = {"nowhere": "no-such-folder", "itself": mini / folder, "edition": tmp_path / "elsewhere"}
        (mini / folder).symlink_to(there[what.rpartition(" ")[2]])
    assert [line for line in said(mini) if line.startswith(f"{folder}:1: {FOLDERS[what]}")]


def test_what_is_no_file_is_named(mini):
    (mini / NOTE).unlink()
    (mini / NOTE).mkdir()
    assert f"{NOTE}:1: file-missing this is no file; put a file here" in said(mini)
    (mini / NOTE).rmdir()
    (mini / NOTE).symlink_to(mini / NOTE)
    assert any(line.startswith(f"{NOTE}:1: file-unreadable cannot be read: ") for line in said(mini))


def test_escapes_of_toml_that_hide_nothing_are_read():
    text = 'a = "\\u00e9"\nb = ["\\u00e9", 1]\n[c]\nd = true\n'
    assert load_toml("names.toml", text) == {"a": "é", "b": ["é", 1], "c": {"d": True}}
    for hidden in ('a = "\\u202e"', 'b = ["x", "\\u202e"]', '[c]\n"\\u202e" = 1'):
        with pytest.raises(Refused, match=r"U\+202E"):
            load_toml("names.toml", hidden)


@pytest.mark.parametrize("value", ["-" * 60_000 + "1", "a." * 30_000 + "b"], ids=["signs", "attributes"])
def test_settings_that_python_cannot_read_are_named(mini, value):
    (mini / "conf.py").write_text(f"x = {value}\n", encoding="utf-8")
    assert any(line.startswith("conf.py:1: settings-broken this cannot be read as Python: ") for line in said(mini))


def test_a_setting_that_would_have_to_be_computed_is_as_if_it_were_not_there(mini):
    settings = (mini / "conf.py").read_text(encoding="utf-8")
    (mini / "conf.py").write_text(settings.replace('"AuthorYear"', 'chosen("AuthorYear")'), encoding="utf-8")
    assert read_edition(mini).rules.keys == HouseRules().keys
    assert said(mini) == []


def test_what_many_miss_is_said_once_with_their_number(mini):
    note = (mini / NOTE).read_text(encoding="utf-8")
    for number in range(8):
        (mini / f"sources/alpha/annotations/al-{number}.md").write_text(
            note + "\nSee {name}`nobody`, {name}`mayor` and {parallel}`building`.\n", encoding="utf-8"
        )
    missing = [line for line in said(mini) if ": name-unknown " in line]
    assert len(missing) == 1
    assert "(and so in 7 more places)" in missing[0]


def test_a_folder_without_sources_is_named(tmp_path):
    assert said(tmp_path) == ["sources:1: file-missing there is no source; each has a folder sources/<id>/"]


def test_every_code_stands_in_the_table():
    for case in CASES:
        assert case["says"].split(": ")[1] in PROBLEM_CODES


def test_the_small_edition_and_the_real_one_have_no_problems():
    assert said(MINI) == []
    assert [str(problem) for problem in check(real_edition())] == []


# One of each family is enough for the slow way.
FAMILIES = {
    "broken YAML",
    "lemma found twice",
    "an outline that skips a line",
    "a directive",
    "unknown work, with the nearest key",
}


@pytest.mark.parametrize("case", [c for c in CASES if c["name"] in FAMILIES], ids=lambda c: c["name"])
def test_the_build_tells_the_same_and_does_not_crash(mini, tmp_path, case):
    (mini / case["file"]).write_text(case["text"], encoding="utf-8")
    built = build_edition(mini, tmp_path / "html")
    path, line, code = case["says"].split(":")
    assert f"{mini / path}:{line}: WARNING: " in built.warnings
    assert f"[variorum.{code.strip()}]" in built.warnings


def test_check_says_where_and_exits_with_1(mini):
    (mini / NOTE).write_text("x")
    result = CliRunner().invoke(main, ["check", str(mini)])
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{NOTE}:1: front-matter-missing ")
    assert "1 problems" in result.stderr


def test_check_of_a_good_edition_exits_with_0():
    result = CliRunner().invoke(main, ["check", str(MINI)])
    assert (result.exit_code, result.stdout) == (0, "")


def test_check_for_workflows_escapes_what_could_end_the_command(mini):
    (mini / "sources/alpha/annotations/al-100%.md").write_text("x")
    result = CliRunner().invoke(main, ["check", "--format", "github", str(mini)])
    assert result.stdout.startswith("::error file=sources/alpha/annotations/al-100%25.md,line=1,title=file-name::")
    assert result.exit_code == 1


def test_check_as_json_is_json(mini):
    (mini / NOTE).write_text("x")
    found = json.loads(CliRunner().invoke(main, ["check", "--format", "json", str(mini)]).stdout)
    assert [(p["path"], p["line"], p["code"]) for p in found] == [(NOTE, 1, "front-matter-missing")]
