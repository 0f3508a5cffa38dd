"""A corrected source keeps all that hangs on it, whatever the forms of its outline: mutations of one text."""

from __future__ import annotations

import hashlib
import random
import re

import pytest
from click.testing import CliRunner

from variorum.checking.edition import check
from variorum.cli import main
from variorum.editing.anchored_tables import Row, table_of, with_place
from variorum.editing.new_annotation import Place, confirmed, place_at
from variorum.editing.outline_carrying import carried_table, new_outline
from variorum.editing.range_following import follow_range
from variorum.editing.reanchoring import Quote
from variorum.editing.row_following import follow_row
from variorum.editing.text_history import history_of
from variorum.model.passages import Passage, PassageKind
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.reading.sources import source_at

TEXT = """\
The Ferry

The boat was built in the year of the great
flood, by the father of the ferryman, who had
never seen a boat before.

[edit]
[share]

Row, row, over the river,
  Nobody knows how wide;

Row, row, over the water,
To the other side.

One penny for a man
Two for a cow

A first part of one paragraph

and a second part after a blank line.

Last words of all.

It was his father.
"""
OUTLINE = """\
lines\tkind\tlocus\tremark
1\ttitle\th1\t
3-5\tparagraph\t1:1\twrapped
7-8\tomitted\t\tsite furniture
10\tverse\t1:2\t
11\tverse\t1:2a\tindented
13\tverse\t1:3\t
14-14\tverse\t1:4\t
16\tlist-item\tl1\t
17\tlist-item\tl2\t
19-21\tinset\ti1\ttwo lines with a blank one between
23\tparagraph\t17a\t
25\tfootnote\tn1\t
"""
LAYER = """\
locus\twords\tfeature\tvalue\tbefore\tafter
1:1\tferryman\temphasis
1:1\tboat\tstrong\t\tThe
1:1\tbefore.\tnote\tn1
1:2\triver\tpage\t12
1:3\t\temphasis
i1\tblank line\tsmall-caps
17a\t\tpage\t13
"""
TOML = 'title = "T"\nlabel = "T"\nsiglum = "Fe"\nlanguage = "en"\norigin = "x"\nrights = "x"\nsha256 = "{}"\n'
# corrections of one place each, in every form of the outline: what is there, what is right
CORRECTIONS = [
    ("great", "terrible"), ("ferryman", "ferry-man"), ("a boat before", "any boat before"), ("[edit]", "[Edit]"),
    ("over the river", "across the river"), ("  Nobody", "    Nobody"), ("To the", "To the very"), ("penny", "pence"),
    ("first part", "former part"), ("blank line", "blank  line"), ("Last words", "The last words"),
    ("his father", "her father"),
]  # fmt: skip


def files(text: str) -> dict[str, bytes]:
    toml = TOML.format(hashlib.sha256(text.encode()).hexdigest())
    return {"text.txt": text.encode(), "outline.tsv": OUTLINE.encode(), "source.toml": toml.encode()}


def loci(outline: str) -> list[str]:
    return [row.split("\t")[2] for row in outline.split("\n")[1:] if row]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("was", "is_"), CORRECTIONS)
def test_a_correction_in_any_form_of_outline_keeps_every_row(was, is_, newline):
    old_text = TEXT.replace("\n", newline)
    source = source_at("ferry", files(old_text))
    assert source is not None
    text = old_text.replace(was, is_)
    assert text != old_text
    outline = new_outline(source.passages, history_of(old_text, text))
    assert carried_table(OUTLINE, source.passages, outline) == OUTLINE


@pytest.mark.parametrize("seed", range(12))
def test_lines_added_and_taken_away_move_rows_and_number_none_anew(seed):
    """Blank lines and a new paragraph at any border of a passage: the rows follow, ranges stay ranges."""
    chance = random.Random(seed)
    source = source_at("ferry", files(TEXT))
    assert source is not None
    lines = TEXT.split("\n")
    borders = [n for n, line in enumerate(lines) if not line and not 19 <= n <= 20]
    at = chance.choice(borders)
    added = ["", "Something wholly new that nobody wrote before.", ""] if seed % 2 else [""]
    text = "\n".join(lines[:at] + added + lines[at:])
    outline = new_outline(source.passages, history_of(TEXT, text))
    table = carried_table(OUTLINE, source.passages, outline)
    new = [locus for locus in loci(table) if locus not in loci(OUTLINE)]
    assert [locus for locus in loci(table) if locus not in new] == loci(OUTLINE)
    assert len(new) == seed % 2
    kept = source_at("ferry", files(text) | {"outline.tsv": table.encode()})
    assert kept is not None
    for passage in source.citable:
        found = kept.passage(passage.locus)
        assert found is not None
        assert (found.text, found.kind, found.remark) == (passage.text, passage.kind, passage.remark)


def test_all_that_hangs_on_a_source_goes_with_it(tmp_path):
    """Through the command: notes, parallels, layer, citations, divisions and translation of a corrected text."""
    root = tmp_path / "new"
    CliRunner().invoke(main, ["init", str(root)])
    folder, old = root / "sources" / "ferry", tmp_path / "old"
    for place in (folder, old):
        place.mkdir()
        for name, data in files(TEXT).items():
            (place / name).write_bytes(data)
    made = {
        "layer.tsv": LAYER + "1:1\t\tpage\t3\n",  # it stands where the passage begins, whatever its words
        "citations.toml": '[[citation]]\npassage = "1:1"\nwords = "the great\\nflood"\nworks = ["Almanac1902"]\n',
        "divisions.tsv": "from\ttitle\tyears\n1:2\tThe song\t\n",
        "translation.nb.md": "---\nlanguage: nb\nby: me\ndate: '2020'\n---\n"
        + "".join(f"## {locus}\n\nOrd.\n\n" for locus in loci(OUTLINE) if locus),
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (root / "references.bib").write_text("@book{Almanac1902, title={A}, year={1902}}\n", encoding="utf-8")
    text = TEXT.replace("ferryman, who", "ferry-man, who").replace("the great\nflood", "the terrible\nflood")
    text = text.replace("over the river,\n  ", "across the river,\n  ").replace(
        "One penny", "\nA new line.\n\nOne penny"
    )
    (folder / "text.txt").write_text(text, encoding="utf-8", newline="")
    command = ["reanchor", "Fe", "--old", str(old), "--edition", str(root)]
    said = CliRunner().invoke(main, command)
    assert said.exit_code == 1
    assert "changed   Fe 1:1  sources/ferry/layer.tsv:2: the words changed" in said.output
    assert "“”" not in said.output
    done = CliRunner().invoke(main, [*command, "--accept"], input="y\n" * 20)
    assert done.exit_code == 0, done.output
    layer = (folder / "layer.tsv").read_text(encoding="utf-8")
    assert layer == LAYER.replace("1:1\tferryman\t", "1:1\tferry-man\t") + "1:1\t\tpage\t3\n"
    assert said.output.count("layer.tsv") == 1, "the page is where it was"
    assert r"the terrible\nflood" in (folder / "citations.toml").read_text(encoding="utf-8")
    mine = [p for p in check(read_edition(root)) if p.path.startswith("sources/ferry/")]
    stale = [p.message.split(" has")[0] for p in mine if p.code == "translation-stale"]
    assert stale == ["Fe 1:1", "Fe 1:2"], stale
    assert [p.code for p in mine if not p.is_hint] == ["translation-missing"]  # of the new line


MEN = "Of men and of all their boats on the river in the year of the flood."


@pytest.mark.parametrize(
    ("new", "state", "locus", "reason"),
    [
        (MEN + "\n\nOld (Lee), new (Lee).\n\nEnd.\n", "kept", "2", ""),
        (MEN.replace("men", "man") + "\n\nOld (Lee), and new (Lee).\n\nEnd.\n", "kept", "2", ""),
        (MEN + " Old (Lee), new (Lee).\n\nEnd.\n", "moved", "1", "its words now stand in 1"),
        (MEN + "\n\nOld (Lee), new.\n\nEnd.\n", "changed", "2",
         "the words stood in 2 places of the passage, now in 1"),
        (MEN + "\n\nOld (Lee),\n\nnew (Lee).\n\nEnd.\n", "ambiguous", "2",
         "the words stand in 2a too now, which needs a row of its own"),
        (MEN + "\n\nEnd.\n", "orphaned", "", "the words are gone"),
    ],
)  # fmt: skip
def test_a_rule_of_citations_means_its_words_wherever_they_stand(new, state, locus, reason):
    text = MEN + "\n\nOld (Lee), new (Lee).\n\nEnd.\n"
    table = "lines\tkind\tlocus\tremark\n1\tparagraph\t1\t\n3\tparagraph\t2\t\n5\tparagraph\t3\t\n"
    source = source_at("ferry", files(text) | {"outline.tsv": table.encode()})
    assert source is not None
    outline = new_outline(source.passages, history_of(text, new))
    old = {passage.locus: passage for passage in source.citable}
    outcome = follow_row(Quote("2", "(Lee)"), old, outline, everywhere=True)
    place = outcome.place
    assert (outcome.state, place.passage.locus if place else "", outcome.reason) == (state, locus, reason)
    assert place is None or (place.lemma, place.before, place.after) == ("(Lee)", "", "")


def test_a_row_of_each_table_is_put_elsewhere_and_nothing_else_changes():
    passage = Passage("2b", PassageKind.PARAGRAPH, 1, 1, "red boat, blue boat", "")
    place = place_at(passage, Span(15, 19))
    tables = {
        "layer.tsv": (LAYER, 3, Quote("1:1", "boat", "The"), "2b\tboat\tstrong\t\tblue\n"),
        "citations.toml": ('# a\n[[citation]]\npassage = "1"\nwords = "boats"\nworks = ["B"] # b\n', 2,
                           Quote("1", "boats"), 'passage = "2b"\nbefore = "blue"\nwords = "boat"\nworks = ["B"] # b\n'),
        "divisions.tsv": ("from\ttitle\tyears\n1\tA\t1902\n", 2, Quote("1"), "2b\tA\t1902\n"),
        "translation.nb.md": ("---\n---\n## 1\n\nOrd\n", 3, Quote("1"), "## 2b\n\nOrd\n"),
    }  # fmt: skip
    for name, (text, line, quote, expected) in tables.items():
        table = table_of(name)
        assert table is not None
        assert any(row == Row(line, quote) for row in table.rows(name, text)), name
        after = with_place(table, text, Row(line, quote), place)
        assert re.sub(r"\s+", " ", expected.strip()) in re.sub(r"\s+", " ", after), name
        assert len(after.split("\n")) - len(text.split("\n")) == (name == "citations.toml")
    assert table_of("text.txt") is None


def test_a_gap_that_is_put_elsewhere_keeps_the_blanks_beside_it():
    place = place_at(Passage("2b", PassageKind.PARAGRAPH, 1, 1, "red boat, blue boat", ""), Span(0, 3))
    table = table_of("layer.tsv")
    assert table is not None
    text = LAYER + "1:1\tferryman _ _\tgap\tillegible\n"
    (row,) = (row for row in table.rows("layer.tsv", text) if row.line == 9)
    assert row.quote.lemma == "ferryman"
    assert with_place(table, text, row, place).endswith("\n2b\tred _ _\tgap\tillegible\n")


def test_of_a_row_without_words_only_the_passage_changes():
    whole = Place(Passage("2b", PassageKind.PARAGRAPH, 1, 1, "red boat, blue boat", ""), None)
    rule = '[[citation]]\npassage = "1"\nbefore = ""\nworks = ["B"]\n[[marker]]\nwords = "1"\nmeaning = "lost"\n'
    for name, text, line, expected in (
        ("layer.tsv", LAYER, 6, LAYER.replace("1:3\t\temphasis", "2b\t\temphasis")),
        ("citations.toml", rule, 1, rule.replace('"1"', '"2b"', 1)),
    ):
        table = table_of(name)
        assert table is not None
        (row,) = (row for row in table.rows(name, text) if row.line == line)
        assert with_place(table, text, row, whole) == expected


def test_words_that_are_confirmed_have_their_neighbours():
    passage = Passage("2b", PassageKind.PARAGRAPH, 1, 1, "red boat, blue boat", "")
    assert confirmed(Place(passage, Span(4, 8), "boat")) == Place(passage, Span(4, 8), "boat", "red")
    assert confirmed(Place(passage, None)) == Place(passage, None)


def test_words_among_their_likes_are_told_by_all_that_stands_before_and_after():
    text = "one two " * 40
    place = place_at(Passage("1", PassageKind.PARAGRAPH, 1, 1, text, ""), Span(160, 163))
    assert (place.lemma, place.before, place.after) == ("one", text[:160].strip(), text[163:].strip())


def test_words_that_were_needed_no_more_go_from_a_rule():
    passage = Passage("2b", PassageKind.PARAGRAPH, 1, 1, "red boat", "")
    rule = '[[citation]]\npassage = "1"\nbefore = "old"\nwords = "boats"\nworks = ["B"]\n'
    table = table_of("citations.toml")
    assert table is not None
    after = with_place(table, rule, Row(1, Quote("1", "boats", "old")), place_at(passage, Span(4, 8)))
    assert after == '[[citation]]\npassage = "2b"\nwords = "boat"\nworks = ["B"]\n'


def test_words_across_passages_are_kept_or_proposed_anew():
    source = source_at("ferry", files(TEXT))
    assert source is not None
    across = Quote("1:2–1:3", "how wide; Row, row, over")
    for is_, state in (("how wide;", "kept"), ("how broad;", "changed")):
        outline = new_outline(source.passages, history_of(TEXT, "\n" + TEXT.replace("how wide;", is_)))
        found = follow_range(across, source, outline)
        assert str(found.state) == state
        words = found.place and (found.place.passage.locus, found.place.lemma)
        assert words == (("1:2–1:3", "how broad; Row, row, over") if state == "changed" else None)
        whole = follow_range(Quote("1:2-1:3"), source, outline)
        assert str(whole.state) == ("kept" if state == "kept" else "changed")


@pytest.mark.parametrize(
    ("lines", "added", "locus"),
    [
        (("1\tparagraph\t1", "2\ttable-row\tt1", "3\tparagraph\t2"), 3, "1a"),
        (("1\ttable-row\tt1", "2\tparagraph\t1", "3\tparagraph\t2"), 2, "0a"),
        (("1\tparagraph\tp1", "2\tverse\t1.4", "3\tparagraph\tp2"), 3, "p1a"),
        (("1\ttable-row\tt1", "2\ttable-row\tt2", "3\tparagraph\t1"), 2, "t1a"),
        (("1\ttable-row\t1", "2\tverse\t2", "3\tverse\t3"), 2, "1a"),
    ],
)
def test_a_new_line_is_counted_with_those_of_its_kind_and_not_with_the_rows_of_a_table_above_it(lines, added, locus):
    old = ["Fares of old.", "Day and price.", "It came late."]
    text = [*old[: added - 1], "Nobody was there to see it.", *old[added - 1 :]]
    source = source_at("a", files("\n".join(old) + "\n") | {"outline.tsv": table_of_rows(lines)})
    outline = new_outline(source.passages, history_of("\n".join(old) + "\n", "\n".join(text) + "\n"))
    assert outline.passages[added - 1].locus == locus


def table_of_rows(lines: tuple[str, ...]) -> bytes:
    return ("lines\tkind\tlocus\tremark\n" + "".join(f"{line}\t\n" for line in lines)).encode()


FARES = "One, of oak.\n\nTwo boats on the river came.\n\nThree ferrymen sat there.\n\nFour.\n\nA note on oak.\n"
ROWS = ("1\tparagraph\t1", "3\tparagraph\t2", "5\tparagraph\t3", "7\tparagraph\t4", "9\tfootnote\tn1")
MOVED = "Three ferrymen sat there.\n\nOne, of oak.\n\nFour.\n"
BROKEN = {
    "docs/mine.md": "# Mine\n\nSee {passage}`Fe 1`, {passage}`Fe 2`,\n{passage}`boats <Fe 1–2>`, {passage}`Xx 2`.\n",
    "parallels/x.md": "---\ntitle: X\n---\nSee {passage}`ferry n1`.\n",
    "sources/ferry/layer.tsv": LAYER.split("\n")[0] + "\n1\toak\tnote\tn1\n",
    "sources/ferry/divisions.tsv": "from\ttitle\tyears\n1\tFirst\t\n3\tSecond\t\n4\tLast\t\n",
}


def test_what_leads_to_a_passage_that_is_gone_and_divisions_out_of_order_are_named(tmp_path):
    root, old = tmp_path / "new", tmp_path / "old"
    CliRunner().invoke(main, ["init", str(root)])
    folder = root / "sources/ferry"
    for place in (folder, old):
        place.mkdir()
        for name, data in (files(FARES) | {"outline.tsv": table_of_rows(ROWS)}).items():
            (place / name).write_bytes(data)
    for name, text in BROKEN.items():
        (root / name).write_text(text, encoding="utf-8", newline="")
    command = ["reanchor", "Fe", "--old", str(old), "--edition", str(root)]
    assert "to mend" not in CliRunner().invoke(main, command).output
    (folder / "text.txt").write_text(MOVED, encoding="utf-8")
    said = CliRunner().invoke(main, command)
    assert said.exit_code == 1
    assert [line.removeprefix("to mend   ") for line in said.output.split("\n") if line.startswith("to mend")] == [
        "parallels/x.md:4: it leads to ferry n1, which is gone",
        "docs/mine.md:3: it leads to Fe 2, which is gone",
        "docs/mine.md:4: it leads to Fe 1–2, which is gone",
        "sources/ferry/layer.tsv:2: it calls the note n1, which is gone",
        "sources/ferry/divisions.tsv:3: 3 does not stand after 1 now; keep the order of the text",
    ]
