"""What a reviewer is told of a change: each note beside its passage, shown and never obeyed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from variorum.checking.edition import check
from variorum.editing.change_summary import code, escaped, markdown, summary
from variorum.model.body import parse_body
from variorum.reading import read_edition

NOTE = "sources/alpha/annotations/al-year.md"
PARALLEL = "parallels/building.md"


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
    assert "### Other files\n\n- changed: `Makefile`\n- new: `conf.py`\n- deleted: ``docs/x`y.md``" in text
