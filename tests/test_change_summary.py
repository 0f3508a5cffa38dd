"""What a reviewer is told of a change: each note beside its passage, shown and never obeyed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import add_source
from variorum.checking.edition import check
from variorum.editing.change_summary import cut, summary
from variorum.editing.field_changes import changes, line_changes
from variorum.editing.git_version import NoVersionError, Version
from variorum.editing.pages import pages_of
from variorum.editing.safe_markdown import code, escaped, markdown
from variorum.model.body import parse_body
from variorum.model.limits import MAX_CHANGES_SHOWN, MAX_WORDS_COMPARED
from variorum.reading import read_edition

NOTE = "sources/alpha/annotations/al-year.md"
PARALLEL = "parallels/building.md"
TRANSLATION = "sources/beta/translation.en.md"


@dataclass
class Earlier:
    """An earlier version: what is otherwise now, and the files as they were."""

    changes: list[tuple[str, str]]
    files: dict[str, bytes] = field(default_factory=dict)
    name: str = "HEAD"

    def changed(self, *folders: str) -> list[tuple[str, str]]:
        return self.changes

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def now(self, path: str) -> bytes:
        return b"one\nthree\n"


def told(root: Path, earlier: Earlier) -> str:
    edition = read_edition(root)
    return "\n".join(summary(edition, check(edition), earlier))  # type: ignore[arg-type]


BODIES = [
    ("a paragraph", "It was so.", "It was so&#46;"),
    ("marks of emphasis", "*so* and **so** and `so`", "*so* and **so** and `so`"),
    ("a link is an address, not a link", "[here](https://e.org)", "here (`https://e.org`)"),
    ("a role", "{passage}`Al 1` says", "`passage: Al 1` says"),
    ("two paragraphs", "One\n\nTwo", "One\n\nTwo"),
    ("a broken line", "One\\\nTwo", "One Two"),
    ("a list", "- One\n- Two", "- One\n- Two"),
    ("a numbered list", "1. One\n2. Two", "1. One\n1. Two"),
    ("a list of two paragraphs", "- One\n\n  Two", "- One\n  Two"),
    ("a quotation", "> One\n>\n> Two", "> One\n> Two"),
    ("a list in a quotation", "> - One", "> - One"),
    ("people are not called", "Ask @somebody, see #1", "Ask &#64;somebody, see &#35;1"),
]


@pytest.mark.parametrize(("body", "shown"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES])
def test_a_body_is_shown_as_what_it_says(body: str, shown: str) -> None:
    parsed, problems = parse_body(body, 1)
    assert not problems
    assert "\n".join(markdown(parsed)) == shown


def test_words_of_strangers_hold_no_markup_and_no_lines() -> None:
    assert escaped("a\n\n# b <i>\x1b") == "a &#35; b &#60;i&#62;\ufffd"
    assert code("a`b\nc") == "``a`b c``"
    assert code("`a`") == "`` `a` ``"
    assert code("") == "``"


def test_a_new_note_stands_beside_its_passage(mini: Path) -> None:
    text = told(mini, Earlier([("A", NOTE)]))
    assert text.startswith("## Annotations and parallels changed: 1 beside HEAD")
    assert "### New: Al 1 · " in text
    assert "> The bridge was **built in 1901**" in text or "**built in 1901**" in text
    assert "Before" not in text


def test_a_changed_note_is_shown_with_what_it_was(mini: Path) -> None:
    before = (mini / NOTE).read_bytes()
    body = before.rsplit(b"---\n", 1)[0] + b"---\nOnce it said this.\n"
    text = told(mini, Earlier([("M", NOTE)], {NOTE: body}))
    assert "### Changed: Al 1 · " in text
    assert "<details><summary>Before</summary>\n\nOnce it said this&#46;\n\n</details>" in text


@pytest.mark.parametrize("before", [None, b"no front matter"])
def test_what_it_was_is_left_out_if_it_cannot_be_read(mini: Path, before: bytes | None) -> None:
    text = told(mini, Earlier([("M", NOTE)], {NOTE: before} if before else {}))
    assert "Before" not in text


def test_a_deleted_note_is_shown_as_it_was(mini: Path) -> None:
    before = (mini / NOTE).read_bytes()
    (mini / NOTE).unlink()
    text = told(mini, Earlier([("D", NOTE)], {NOTE: before}))
    assert f"### Deleted: `{NOTE}`" in text
    assert "<summary>Before</summary>" in text


def test_a_parallel_shows_its_passages_and_glosses(mini: Path) -> None:
    before = (mini / PARALLEL).read_bytes()
    text = told(mini, Earlier([("M", PARALLEL)], {PARALLEL: before}))
    assert "### Changed: parallel “The year of building”" in text
    assert "Contradiction, 1901/1902" in text
    assert "> **Be 1** **पुल सन् १९०२ मा बन्यो**" in text
    assert "> (the bridge was made in 1902)" in text
    assert "<summary>Before</summary>" in text


def test_a_note_on_a_whole_passage_shows_its_beginning(mini: Path) -> None:
    lines = (mini / NOTE).read_text(encoding="utf-8").split("\n")
    (mini / NOTE).write_text("\n".join(line for line in lines if not line.startswith("lemma:")), encoding="utf-8")
    assert "> The bridge was built in 1901&#46; The bridge" in told(mini, Earlier([("A", NOTE)]))


def test_problems_stand_with_the_file_and_other_files_in_a_list(mini: Path) -> None:
    (mini / NOTE).write_text("no front matter\n", encoding="utf-8")
    text = told(mini, Earlier([("M", NOTE), ("A", "conf.py"), ("D", "docs/x`y.md"), ("T", "Makefile")]))
    assert "**Problem** in line 1: " in text
    assert (
        "a contribution does not need them.\n\n- changed: `Makefile`\n- new: `conf.py`\n- deleted: ``docs/x`y.md``"
        in text
    )
    assert text.index("### Other files") < text.index("### Changed: ")


# what stood there, what stands there now, what the reviewer is told
FIELDS = [
    ("kind", NOTE, ("kind: dispute", "kind: context"), "- **kind**: <del>context</del> → <ins>dispute</ins>"),
    ("author", NOTE, ("The editors", "A. Reader"), "- **by**: <del>A&#46; Reader</del> → <ins>The editors</ins>"),
    ("lemma", NOTE, ("lemma: built in 1901", "lemma: in 1901"), "- **lemma**: <del>in 1901</del> → <ins>built in 1901"),
    ("passage", NOTE, ('passage: "1"', 'passage: "2"'), "- **passage**: <del>2</del> → <ins>1</ins>"),
    ("words", NOTE, ("Berg has 1902", "Berg said 1902"), "Berg <del>said</del><ins>has</ins> 1902"),
    ("title", PARALLEL, ("The year of", "A year of"), "- **title**: <del>A year of building</del> → <ins>The year of"),
    ("relation", PARALLEL, ("contradicts", "differs"), "- **relation**: <del>differs</del> → <ins>contradicts</ins>"),
    ("date", PARALLEL, ("1901/1902", "1901"), "- **date**: <del>1901</del> → <ins>1901/1902</ins>"),
    ("gloss", PARALLEL, ("was made in", "came in"), "gloss&#58; the bridge came in 1902</del> → <ins>“पुल सन्"),
    ("language", NOTE, ("kind:", "lang: de\nkind:"), "- **lang**: <del>de</del> → nothing"),
    ("former names", NOTE, ("kind:", "formerly: [a, b]\nkind:"), "- **formerly**: <del>a, b</del> → nothing"),
    ("author of a parallel", PARALLEL, ("title:", "by: me\ntitle:"), "- **by**: <del>me</del> → nothing"),
    ("state", TRANSLATION, ("by:", "state: partial\nby:"), "- **state**: <del>partial</del> → nothing"),
    ("what a translation was made from", TRANSLATION, ("## 2", "## 2 0123abcd"), "<del>0123abcd</del> → nothing"),
    ("source", PARALLEL, ("source: alpha", "source: Al"), "### Changed: parallel"),
]


@pytest.mark.parametrize(("file", "words", "shown"), [f[1:] for f in FIELDS], ids=[f[0] for f in FIELDS])
def test_each_field_is_shown_as_it_was_and_as_it_is(mini: Path, file: str, words: tuple[str, str], shown: str) -> None:
    now = (mini / file).read_text(encoding="utf-8")
    assert now.count(words[0]) >= 1
    text = told(mini, Earlier([("M", file)], {file: now.replace(*words).encode()}))
    assert shown in text


def test_what_did_not_change_is_not_listed(mini: Path) -> None:
    text = told(mini, Earlier([("M", NOTE)], {NOTE: (mini / NOTE).read_bytes().replace(b"dispute", b"context")}))
    assert text.count("- **") == 1


def test_a_note_that_was_renamed_is_no_new_one(mini: Path) -> None:
    before = (mini / NOTE).read_bytes().replace(b"so has", b"also")
    old = NOTE.replace("al-year", "al-1901")
    text = told(mini, Earlier([("A", NOTE), ("D", old)], {old: before}))
    assert "## Annotations and parallels changed: 1" in text
    assert f"### Renamed: Al 1 · Disputed\n\n`{old}` → `{NOTE}`" in text


def test_a_note_is_no_parallel_that_was_renamed_though_its_words_are_the_same(mini: Path) -> None:
    parallel = (mini / PARALLEL).read_bytes()
    body = read_edition(mini).parallel("building").body.plain
    note = mini / NOTE
    head = note.read_text(encoding="utf-8").rpartition("---\n")[0]
    note.write_text(f"{head}---\n{body}\n", encoding="utf-8")
    (mini / PARALLEL).unlink()
    text = told(mini, Earlier([("D", PARALLEL), ("A", NOTE)], {PARALLEL: parallel}))
    assert "Renamed" not in text
    assert "### New: " in text


def test_works_are_shown_as_they_are_printed_and_field_by_field(mini: Path) -> None:
    now = (mini / "references.bib").read_text(encoding="utf-8")
    gone = "@book{Moe1990, author = {Moe, M.}, title = {Ropes}, year = {1990}}\n"
    old = gone + now.replace("{Oslo}", "{Bergen}").replace("A History", "History")
    text = told(mini, Earlier([("M", "references.bib")], {"references.bib": old.encode()}))
    assert (
        "`Berg1999` Berg, Anna&#46; A History of the Bridge&#46; Oslo: River Press, 1999&#46;".replace(":", "&#58;")
        in text
    )
    assert "- **address**: <del>Bergen</del> → <ins>Oslo</ins>" in text
    assert "Deleted: `Moe1990`" in text
    text = told(
        mini, Earlier([("M", "references.bib")], {"references.bib": now.replace("Berg1999", "Berg99").encode()})
    )
    assert "`Berg99` → `Berg1999`" in text
    assert "New: `Berg1999`" in told(mini, Earlier([("A", "references.bib")]))


def test_names_and_translations_are_shown_field_by_field(mini: Path) -> None:
    names = (mini / "names.toml").read_text(encoding="utf-8")
    old = (
        names.replace("Of wood", "Of stone").replace('["mayor"]', '["Mayor", "mayor"]').replace('"bridge"', '"span"', 1)
    )
    text = told(mini, Earlier([("M", "names.toml")], {"names.toml": old.encode()}))
    assert "- **spellings in en**: <del>Mayor, mayor</del> → <ins>mayor</ins>" in text
    assert "New: `bridge`" in text
    assert "Deleted: `span`" in text
    text = told(mini, Earlier([("M", "names.toml")], {"names.toml": names.replace("Of wood", "Of stone").encode()}))
    assert "<del>stone</del>" in text or "<del>Of stone" in text
    assert "mayor" not in text  # as it was
    path = "sources/beta/translation.en.md"
    before = (mini / path).read_bytes().replace(b"The mayor wept", b"The mayor cried")
    text = told(mini, Earlier([("M", path)], {path: before}))
    assert "- **2**: <del>The mayor cried&#46;</del> → <ins>The mayor wept&#46;</ins>" in text


def test_the_text_and_outline_of_a_source_are_shown_by_passage(mini: Path) -> None:
    folder = "sources/alpha"
    files = {
        f"{folder}/{name}": (mini / folder / name).read_bytes() for name in ("text.txt", "source.toml", "outline.tsv")
    }
    files[f"{folder}/text.txt"] = files[f"{folder}/text.txt"].replace(b"of wood", b"of stone")
    files[f"{folder}/outline.tsv"] = files[f"{folder}/outline.tsv"].replace(b"quotation", b"paragraph")
    text = told(mini, Earlier([("M", path) for path in files], files))
    assert "The bridge was built of <del>stone</del><ins>wood</ins>" in text
    assert "- **3**: <del>paragraph</del> → <ins>quotation</ins>" in text
    assert text.index("### Other files") < text.index("### Source Al")
    assert "- changed: `sources/alpha/text.txt`" in text


def test_other_tables_are_shown_line_by_line(mini: Path) -> None:
    path = "parallels/rejected.tsv"
    text = told(mini, Earlier([("M", path)], {path: b"one\ntwo\n"}))
    assert "- <del>two</del>\n- <ins>three</ins>" in text


def test_of_a_great_many_fields_or_lines_the_rest_is_counted(mini: Path) -> None:
    fields = {str(n): "x" for n in range(MAX_CHANGES_SHOWN + 50)}
    assert list(changes({}, fields))[-1] == "- and 50 more"
    assert list(line_changes("", "\n".join(fields)))[-1] == "- and 50 more lines"
    path = "sources/beta/translation.en.md"
    long = "word " * MAX_WORDS_COMPARED
    text = told(mini, Earlier([("M", path)], {path: (mini / path).read_bytes().replace(b"The mayor", long.encode())}))
    assert f"<del>{long.strip()} wept&#46;</del> → <ins>The mayor wept&#46;</ins>" in text


def test_a_silence_is_a_field_of_its_parallel(mini: Path) -> None:
    now = (mini / PARALLEL).read_text("utf-8").replace("title:", "silent: [gamma]\ntitle:")
    (mini / PARALLEL).write_text(now, "utf-8")
    add_source(mini, "Nothing of it\n")
    text = told(mini, Earlier([("M", PARALLEL)], {PARALLEL: now.replace("silent: [gamma]\n", "").encode()}))
    assert "- **silent&#58; Ga**: nothing → <ins>silent</ins>" in text


def test_what_an_earlier_file_said_is_nothing_if_it_cannot_be_read(mini: Path) -> None:
    folder, files = "sources/alpha", ("text.txt", "source.toml", "outline.tsv")
    broken = {f"{folder}/{name}": b"\xff" for name in files} | {"names.toml": b"\xff"}
    text = told(mini, Earlier([("M", path) for path in broken], broken))
    assert "New: `bridge`" in text
    assert "### Source `alpha`: new" in text


def test_without_git_there_is_no_earlier_version(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoVersionError, match="git does not answer"):
        Version(mini, "HEAD").ask("status")
    assert Version(mini, "HEAD").now("sources/nowhere.txt") == b""


def test_a_page_that_cannot_be_read_shows_no_source(mini: Path) -> None:
    (mini / "docs/aaa.md").symlink_to("/etc/passwd")
    at = pages_of(mini, read_edition(mini), "https://example.org/")
    assert at(NOTE) == "https://example.org/alpha.html#annotation-al-year"


def test_what_a_host_does_not_take_is_cut_before_a_heading() -> None:
    lines = ["## All", *(line for n in range(100) for line in ("", f"### {n}", "x" * 50))]
    assert cut(lines, 100_000, "") == lines
    short = cut(lines, 1000, "summary.md")
    assert sum(len(line) + 1 for line in short) <= 1000
    assert "x" * 50 in short[-3:]
    assert "are not shown here, for the host takes no more; they stand in `summary.md`" in short[-1]
