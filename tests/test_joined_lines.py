"""Lines of Chinese prose that a file wraps are shown as one, wherever words of a source stand."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from conftest import MINI, add_source, build_edition
from variorum.model.span import Span
from variorum.text.line_joining import joined_lines

TEXT = "渡口\n記事\n小舟橫渡口，老人終\n日坐於江邊。\n市長云：渡船沉於\n一九〇二年。\n明月照\n江心\n"
OUTLINE = "1-2\theading-1\th1\t\n3-4\tparagraph\t1\t\n5-6\tparagraph\t2\t\n7-8\tverse\t3\t\n"
NOTE = '---\npassage: "1"\nlemma: 老人終日坐\nkind: context\nby: The editors\n---\n老人\n終日; see {passage}`Ga 2`.\n'
PARALLEL = """---
relation: agrees
title: Sank
date: "1902"
passages:
  - {source: gamma, passage: "2", lemma: "沉於一九〇二年"}
  - {source: gamma, passage: "1–2", lemma: "終日坐於江邊。 市長云"}
  - {source: alpha, passage: "1"}
---
Both.
"""
TORN = re.compile(r"(?:終|於|口|。)(?:\s|\\n)+(?:日|一|記|市)")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("joined") / "mini"))
    add_source(root, TEXT)
    folder = root / "sources/gamma"
    (folder / "outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{OUTLINE}", encoding="utf-8")
    head = folder / "source.toml"
    head.write_text(re.sub('language = ".*"', 'language = "zh-Hant"', head.read_text("utf-8")), encoding="utf-8")
    layer = "locus\twords\tfeature\tvalue\tbefore\tafter\n1\t江邊\temphasis\n1\t終日\tunclear\n2\t沉於一\tpage\t7\n"
    (folder / "layer.tsv").write_text(layer, encoding="utf-8")
    (folder / "annotations").mkdir()
    (folder / "annotations/ga-old.md").write_text(NOTE, encoding="utf-8")
    (root / "parallels/sank.md").write_text(PARALLEL, encoding="utf-8")
    (root / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("\nbeta\n", "\nbeta\ngamma\n"), encoding="utf-8")
    built = build_edition(root, root.parent / "html")
    assert built.warnings == ""
    return Path(built.out)


def test_no_file_for_readers_parts_words_at_an_end_of_a_line(out):
    files = [f for f in out.rglob("*") if f.suffix in {".html", ".js"} and not {"_sources", "_static"} & {*f.parts}]
    held = {f.relative_to(out).as_posix(): f.read_text("utf-8") for f in files}
    showing = {name.split("/")[0] for name, text in held.items() if "終日坐" in text}
    assert {"gamma.html", "parallels.html", "columns", "passages"} <= showing
    assert {name: found[0] for name, text in held.items() if (found := TORN.search(text))} == {}


def test_marks_of_a_column_stand_on_the_words_as_they_are_joined(out):
    said = (out / "columns/gamma--0.js").read_text("utf-8")
    _, passages = json.loads(said.split("]=", 1)[1].rstrip(";\n"))
    _, first, second, verse = passages
    assert first[3] == "小舟橫渡口，老人終日坐於江邊。"
    assert [first[3][start:end] for start, end, _ in first[7]] == ["終日", "江邊"]
    assert [second[3][start:end] for _, start, end in second[4]] == ["市長云", "沉於一九〇二年"]
    assert second[3][: second[9][0][0]].endswith("沉於一")
    assert verse[3] == "明月照\n江心", "lines of verse stay"


@pytest.mark.parametrize(
    ("text", "shown", "words"),
    [
        ("起初\n 神創造", "起初神創造", ["起初", "神創造"]),
        ("one\ntwo", "one\ntwo", ["one", "two"]),
        ("𠀀\n乙", "𠀀乙", ["𠀀", "乙"]),
    ],
)
def test_words_are_found_again_in_a_text_that_was_joined(text, shown, words):
    joined = joined_lines(text)
    assert joined.text == shown
    places = [Span(at := text.index(one), at + len(one)) for one in words]
    assert [joined.of(place).of(shown) for place in places] == words
