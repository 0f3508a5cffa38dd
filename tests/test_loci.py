"""How words such as “1:1–3” name passages: ranges, verses of a bridge, parts of a verse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import add_source, build_edition
from variorum.checking.edition import check
from variorum.cli import main
from variorum.model.loci import possible_ranges
from variorum.model.passages import Passage, PassageKind
from variorum.model.verse_lines import EVERY_FIFTH, class_of
from variorum.parallels.source_parts import passages_between
from variorum.reading import read_edition

RANGES = {
    "12–14": [("12", "14")],
    "1:1–3": [("1:1", "3"), ("1:1", "1:3")],
    "17a–b": [("17a", "b"), ("17a", "17b")],
    "Gen.1.1 - 3": [("Gen.1.1", "3"), ("Gen.1.1", "Gen.1.3"), ("Gen.1.1", "Gen.3")],
    "12": [],
    "12-": [],  # no end
    "–12": [],
}


@pytest.mark.parametrize("words", RANGES)
def test_words_can_be_read_as_a_range_at_each_dash_the_end_also_in_short(words):
    assert possible_ranges(words) == RANGES[words]


LOCI = ("1:1", "1:2", "1:3-4", "1:5", "1:30-2:1", "2:4a", "2:4b", "17a", "17b", "12")


@pytest.fixture
def scripture(mini: Path) -> Path:
    """The small edition with a source in canonical loci, of bridges and half verses too."""
    add_source(mini, "".join(f"Verse {locus} says it.\n" for locus in LOCI))
    rows = "".join(f"{line}\tparagraph\t{locus}\t\n" for line, locus in enumerate(LOCI, start=1))
    (mini / "sources/gamma/outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{rows}", encoding="utf-8")
    return mini


NAMED = {
    "1:3-4": "1:3-4",
    "1:3": "1:3-4",
    "1:4": "1:3-4",
    "1:1–3": "1:1 1:2 1:3-4",
    "1:1–1:3": "1:1 1:2 1:3-4",
    "1:4–5": "1:3-4 1:5",
    "1:3–4": "1:3-4",
    "2:1": "1:30-2:1",  # a bridge from one chapter to the next: its ends
    "1:2a": "1:2",  # a part of a verse
    "1:3b": "1:3-4",
    "2:4": "2:4a 2:4b",  # a verse that stands in parts
    "1:5–2:4": "1:5 1:30-2:1 2:4a 2:4b",
    "17a–b": "17a 17b",
    "12": "12",
    "12a": "",  # a passage of its own that is not there, no part of 12
    "17": "",
    "1:5–2": "",
    "1:9": "",
}


def test_a_verse_is_found_where_it_stands(scripture):
    source = read_edition(scripture).source("gamma")
    assert {words: " ".join(p.locus for p in source.passages_at(words)) for words in NAMED} == NAMED


def test_a_link_says_where_a_verse_stands_that_is_no_passage_of_its_own(scripture):
    edition = read_edition(scripture)
    said = {words: edition.words_of_link("passage", f"Ga {words}").removeprefix("Ga ") for words in NAMED}
    assert {words: told for words, told in said.items() if told != words} == {
        "1:3": "1:3 (1:3-4)",
        "1:4": "1:4 (1:3-4)",
        "1:1–3": "1:1–3 (1:1–1:3-4)",
        "1:1–1:3": "1:1–1:3 (1:1–1:3-4)",
        "1:4–5": "1:4–5 (1:3-4–1:5)",
        "2:1": "2:1 (1:30-2:1)",
        "1:2a": "1:2a (1:2)",
        "1:3b": "1:3b (1:3-4)",
        "2:4": "2:4 (2:4a–2:4b)",
        "1:5–2:4": "1:5–2:4 (1:5–2:4b)",
    }


@pytest.mark.parametrize(
    ("passage", "body", "said"),
    [
        ("1:1", "As in {passage}`Ga 1:5–2`.", "“Ga 1:5–2” runs backward; write “Ga 1:2–1:5”"),
        ("1:1", "As in {passage}`Ga 1:3`.", ""),
        ("1:3", "So.", ""),
        ("1:5–2", "So.", "Ga has no passage “1:5–2”; it runs backward: write “1:2–1:5”"),
        ("1:2–3", "So.", ""),
    ],
)
def test_what_is_said_of_a_passage_that_is_none(scripture, passage, body, said):
    note = scripture / "sources/gamma/annotations/ga-note.md"
    note.parent.mkdir(exist_ok=True)
    note.write_text(f'---\npassage: "{passage}"\nkind: context\nby: me\n---\n{body}\n', encoding="utf-8")
    assert [problem.message for problem in check(read_edition(scripture))] == [said] * bool(said)


def test_a_verse_that_another_passage_holds_is_found_wherever_a_locus_is_written(scripture):
    """In notes, rows of the layer, citations and the ends of what a page shows, as in links."""
    folder = scripture / "sources/gamma"
    (folder / "annotations").mkdir(exist_ok=True)
    note = '---\npassage: "1:3"\nlemma: Verse\nkind: context\nby: me\n---\nSo.\n'
    (folder / "annotations/ga-note.md").write_text(note, encoding="utf-8")
    columns = "locus\twords\tfeature\tvalue\tbefore\tafter"
    (folder / "layer.tsv").write_text(f"{columns}\n1:4\tVerse\temphasis\n", encoding="utf-8")
    edition = read_edition(scripture)
    source = edition.source("gamma")
    assert source is not None
    assert [(n.passage, n.span is not None) for n in source.annotations] == [("1:3-4", True)]
    assert [(row.locus, row.line) for row in source.layer] == [("1:3-4", 2)]
    assert [p.locus for p in passages_between(source, "1:4", "1:5")] == ["1:3-4", "1:5"]
    assert not [p for p in check(edition) if not p.is_hint]


@pytest.mark.parametrize(
    ("words", "passage", "written"),
    [
        ("says it. Verse 1:5", "1:3–5", ("1:3-4–1:5", "says it. Verse 1:5")),
        ("", "1:1–2", ("1:1–1:2", "")),
        ("", "1:4", ("1:3-4", "")),
        ("Verse 1:2", "1:1–2", ("1:2", "Verse 1:2")),
        ("1:1 says it. Verse 1:2", "", ("1:1–1:2", "1:1 says it. Verse 1:2")),  # found without being told where
    ],
)
def test_annotate_takes_words_that_go_on_from_passage_to_passage(scripture, words, passage, written):
    told = ["--kind", "context", "--by", "me", "--body", "So.", "--id", "ga-new", "--edition", str(scripture)]
    result = CliRunner().invoke(main, ["annotate", "Ga", words, *(["--passage", passage] if passage else []), *told])
    assert result.exit_code == 0, result.output
    note = read_edition(scripture).annotation("ga-new")
    assert (note.range or note.passage, note.lemma) == written


def test_annotate_says_that_a_range_runs_backward(scripture):
    result = CliRunner().invoke(main, ["annotate", "Ga", "--passage", "1:5–2", "--edition", str(scripture)])
    assert "Ga runs backward in 1:5–2: write 1:2–1:5" in result.output


def test_a_long_number_is_broken_where_the_edge_has_no_room_for_it(scripture, tmp_path):
    table = scripture / "sources/gamma/outline.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("\t12\t", "\tShabbat.12:34-36\t"), encoding="utf-8")
    (scripture / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    page = build_edition(scripture, tmp_path / "html").page("gamma")
    assert '<a class="locus long longer" href="#p-Shabbat.12_34-36" aria-label="Ga Shabbat.12:34-36">' in page
    assert ">Shabbat.<wbr/>12:<wbr/>34-<wbr/>36</a>" in page
    assert '<a class="locus" href="#p1_3-4" aria-label="Ga 1:3-4">1:3-4</a>' in page


def test_every_verse_of_scripture_shows_its_number_in_verse_too(scripture, tmp_path):
    table = scripture / "sources/gamma/outline.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("paragraph", "verse"), encoding="utf-8")
    (scripture / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    page = build_edition(scripture, tmp_path / "html").page("gamma")
    assert '<div class="passage verse" id="p1_2">' in page
    assert '<div class="unnumbered passage verse" id="p12">' in page


def test_the_list_of_notes_names_the_whole_range(scripture, tmp_path):
    folder = scripture / "sources/gamma/annotations"
    folder.mkdir()
    (folder / "ga-range.md").write_text("---\npassage: 1:2–5\nkind: context\nby: me\n---\nSo.\n", encoding="utf-8")
    head = "---\nrelation: agrees\ntitle: Both\nby: me\npassages:\n"
    members = '  - {source: gamma, passage: "1:1–2"}\n  - {source: alpha, passage: "1"}\n'
    (scripture / "parallels/both.md").write_text(f"{head}{members}---\nSo.\n", encoding="utf-8")
    (scripture / "docs/gamma.md").write_text(
        "# Gamma\n\n```{source} gamma\n```\n\n```{apparatus} gamma\n```\n", "utf-8"
    )
    listed = build_edition(scripture, tmp_path / "html").page("gamma").split('id="notes-context"')[1]
    named = re.findall(r"(?:Ga|Al) \d[\d:–]*", re.sub("<[^>]+>", "", listed))
    assert named[:3] == ["Ga 1:2–5", "Ga 1:1–2", "Al 1"]


def test_a_link_to_a_backward_range_says_so_in_the_page(scripture, tmp_path):
    page = "# Gamma\n\n```{source} gamma\n```\n\n{passage}`Ga 1:5–2`, {passage}`Ga 1:3`\n"
    (scripture / "docs/gamma.md").write_text(page, encoding="utf-8")
    said = build_edition(scripture, tmp_path / "out", builder="dummy").warnings
    assert "WARNING: “Ga 1:5–2” runs backward; write “Ga 1:2–1:5”" in said
    assert "target not found" not in said


@pytest.mark.parametrize(
    ("before", "locus", "shown"),
    [("1.8", "2.1", True), ("1.8", "1.9", False), ("8", "9", False), ("8", "10", True), ("", "1.1", False)],
)
def test_the_first_line_of_a_poem_that_no_heading_names_shows_its_number(before, locus, shown):
    line, last = (Passage(place, PassageKind.VERSE, n, n, "", "") for n, place in ((9, locus), (7, before)))
    assert class_of(line, last if before else None, EVERY_FIFTH) == ("stanza" if shown else "stanza unnumbered")
    assert class_of(line, last if before else None, 0) == "stanza unnumbered"
