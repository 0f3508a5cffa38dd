"""After a corrected text no note stands on other words than before, and what changed is proposed to a person.

The families of edits are in bench/edits.py, the figures wanted in bench/known_edits.py; `python -m bench.reanchoring`
measures more of them.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from bench.edits import FAMILIES
from bench.known_edits import WANTED, edits, is_right, rates, stands_on

from conftest import MINI, REPOSITORY
from variorum.editing.outline_carrying import carried_table, new_outline
from variorum.editing.range_following import follow_range
from variorum.editing.reanchoring import Quote, State, follow
from variorum.editing.text_history import history_of
from variorum.reading import read_edition
from variorum.reading.sources import source_at

TIMES = int(os.environ.get("VARIORUM_EDITS", "1"))  # lemmata for each family and source


@pytest.fixture(scope="module")
def results():
    return list(edits(FAMILIES, TIMES))


def test_there_are_forty_families():
    assert len(FAMILIES) >= 40


def test_no_lemma_is_silently_attached_to_other_words(results):
    for row in results:
        if row.outcome.state is State.KEPT:
            assert row.kind in {"unchanged", "moved"}, row
            assert stands_on(row.outcome, row.right), row


def test_figures(results):
    found = rates(results)
    bad = Counter((r.family, str(r.outcome.state), r.outcome.reason) for r in results if not is_right(r))
    assert all(found[kind] >= least for kind, least in WANTED.items()), (found, bad)


# --- a text that has not changed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", [REPOSITORY, MINI], ids=["edition", "mini"])
def test_where_nothing_changed_everything_is_kept(root: Path):
    edition = read_edition(root)
    for source in edition.sources:
        files = {n: (root / "sources" / source.id / n).read_bytes() for n in ("text.txt", "source.toml", "outline.tsv")}
        text, table = files["text.txt"].decode(), files["outline.tsv"].decode()
        outline = new_outline(source.passages, history_of(text, text))
        assert outline.passages == source.passages
        assert outline.added == outline.lost == outline.remarks == ()
        assert carried_table(table, source.passages, outline) == table
        old = {p.locus: p for p in source.citable}
        parts = [p for parallel in edition.parallels for p in (*parallel.passages, *parallel.touches)]
        quotes = [Quote(n.passage, n.lemma, n.before, n.after) for n in source.annotations]
        quotes += [Quote(p.passage, p.lemma, p.before, p.after) for p in parts if p.source == source.id]
        assert {follow(quote, old, outline).state for quote in quotes} == {State.KEPT}


# --- every form of outline --------------------------------------------------------------------------------------------

TEXT = """\
The whole story of the bridge

Home | News | Search
Print this page

The bridge was planned in 1899
and built two years later by
a firm from Leeds.
Its iron came from the north, its oak from the east.

First Part

Nobody had asked the ferrymen.

“We were not heard,” they wrote,
“and the river does not read.”

– a ferry
– a raft
Tolls | Year
7 pence | 1903

The bridge burnt in 1931;
only its piers are left.

Literature
Berg, The Bridge, 1932.
Dahl, Ferries, Oslo
1940.
http://example.org/bridge
© the town, all rights reserved
"""
TABLE = """\
lines\tkind\tlocus\tremark
1\ttitle\th1\tthe page’s title
3-4\tomitted\t\tsite furniture

6-8\tparagraph\t1\twrapped
9\tparagraph\t2
11\tpart\th2\t
13\tparagraph\t12a\tput in later
15-16\tquotation\t12b\t
18\tlist-item\t13\t
 19-19\tlist-item\t14\tas it was typed
20-21\ttable-row\t15\tboth rows

23-24\tparagraph\t16\t
26\theading-2\th3\t
27\treference\tr1\t
28-29\treference\tr17\twrapped
30\treference\tr18\t
31\tomitted\t\tsite furniture
"""


def source_of(text: str, table: str):
    toml = "".join(f'{k} = "x"\n' for k in ("title", "label", "siglum", "origin", "rights", "sha256"))
    toml += 'language = "en"\n'
    files = {"text.txt": text, "outline.tsv": table, "source.toml": toml}
    return source_at("a", {name: content.encode() for name, content in files.items()})


def carry(text: str, old_text: str = TEXT, table: str = TABLE):
    """Carry the outline to another text; return it and the new table, which must fit the text without a Problem."""
    source = source_of(old_text, table)
    outline = new_outline(source.passages, history_of(old_text, text))
    new = carried_table(table, source.passages, outline)
    read = source_of(text, new)
    assert read.passages == outline.passages, new
    return outline, new


def rows_of(table: str) -> list[str]:
    """Return the rows without their line numbers."""
    return [row.partition("\t")[2] if "\t" in row else row for row in table.split("\n")[1:]]


def replaced(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


# what is done to the text, and the rows that become others: those that go, those that come
CHANGES = {
    "a word in a wrapped paragraph": (replaced("built two", "finished three"), [], []),
    "a word at its end": (replaced("from Leeds", "of Leeds"), [], []),
    "a wrapped paragraph wrapped anew": (
        replaced("in 1899\nand built two years later by\na firm", "in\n1899 and built\ntwo years later\nby a firm"),
        [],
        [],
    ),
    "unwrapped": (replaced("1899\nand built two years later by\na", "1899 and built two years later by a"), [], []),
    "a line put into it": (replaced("later by\n", "later, at great cost and against advice,\nby\n"), [], []),
    "a line at its end": (replaced("piers are left.", "piers are left,\nand they are not lit."), [], []),
    "blank lines between": (TEXT.replace("\n\n", "\n\n\n"), [], []),
    "a blank line taken away": (replaced("ferrymen.\n\n“We", "ferrymen.\n“We"), [], []),
    "a heading spelt otherwise": (replaced("First Part", "The First Part"), [], []),
    "furniture of another day": (replaced("Home | News | Search", "Home | News | Search | Log in"), [], []),
    "a reference mended": (replaced("Dahl, Ferries, Oslo", "Dahl, The Ferries, Oslo"), [], []),
    "an address mended": (replaced("example.org/bridge", "example.org/the-bridge"), [], []),
    "a heading of which no word is left": (replaced("First Part", "Once more"), [], []),
    "a paragraph of which no word is left": (replaced("Nobody had asked the ferrymen.", "ALL WERE SILENT"), [], []),
    "two rows with other figures": (replaced("Tolls | Year\n7 pence | 1903", "Toll ; When\nsix cent ; 1894"), [], []),
    "CR LF": (TEXT.replace("\n", "\r\n"), [], []),
    "a new reference": (replaced("Dahl,", "Christie, The Fire of 1931.\nDahl,"), [], ["reference\tr1a\tadded"]),
    "a line with other blanks, in which no word is the same": (
        replaced("Nobody had asked the ferrymen.", "Nobodyhad askedthe ferry-men"),
        [],
        [],
    ),
    "the head of the first reference broken off": (
        replaced("Berg, The Bridge, 1932.", "Berg,\nThe Bridge, 1932."),
        [],
        ["reference\tr0a\t"],
    ),
    "more new items than letters": (
        replaced("– a raft", "".join(f"– a boat of kind {n}\n" for n in range(28)) + "– a raft"),
        [],
        [f"list-item\t13{letter}\tadded" for letter in (*"abcdefghijklmnopqrstuvwxyz", "za", "zb")],
    ),
    "a new item": (replaced("– a raft", "– a boat\n– a raft"), [], ["list-item\t13a\tadded"]),
    "a new paragraph under a heading": (
        replaced("First Part\n", "First Part\n\nIt begins with water.\n"),
        [],
        ["paragraph\t2a\tadded"],
    ),
    "a new paragraph behind 12a": (
        replaced("ferrymen.\n", "ferrymen.\n\nThey had boats of their own.\n"),
        [],
        ["paragraph\t12c\tadded"],
    ),
    "a passage deleted": (replaced("Nobody had asked the ferrymen.\n", ""), ["paragraph\t12a\tput in later"], []),
    "a wrapped passage deleted": (
        replaced("“We were not heard,” they wrote,\n“and the river does not read.”\n\n", ""),
        ["quotation\t12b\t"],
        [],
    ),
    "a paragraph split": (
        replaced("the north, its oak", "the north.\n\nIts oak"),
        [],
        ["paragraph\t2a\t"],
    ),
    "a wrapped paragraph parted by a blank line": (
        replaced("later by\na firm", "later by\n\na firm"),
        [],
        ["paragraph\t1a\t"],
    ),
    "two paragraphs joined": (
        replaced("firm from Leeds.\nIts iron", "firm from Leeds. Its iron"),
        [],  # the longer one keeps its locus, the shorter one its other lines
        [],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_one_passage_leaves_every_other_row(name):
    text, gone, come = CHANGES[name]
    _, table = carry(text)
    before, after = Counter(rows_of(TABLE)), Counter(rows_of(table))
    assert after - before == Counter(come), table
    assert before - after == Counter(gone), table


def test_rows_stay_in_their_order_with_their_blanks():
    _, table = carry(TEXT.replace("1899", "1898"))
    assert table == TABLE
    _, table = carry("A line of advertisement\n\n" + TEXT)
    assert rows_of(table)[1:] == rows_of(TABLE)
    assert "\n 21-21\tlist-item\t14\tas it was typed\n22-23\ttable-row\t15\t" in table


def test_any_word_of_any_passage_may_change():
    """Whatever the machine changes in one passage, no other row is written otherwise but for its lines."""
    random_ = random.Random(1899)
    for _ in range(60 * TIMES):
        lines = TEXT.split("\n")
        number = random_.choice([n for n, line in enumerate(lines) if len(line.split()) > 3])
        words = lines[number].split(" ")
        words[random_.randrange(len(words))] = random_.choice(["bridge", "перо", "", "and\nso", "x y z"])
        lines[number] = " ".join(words)
        text = "\n".join(lines)
        outline, table = carry(text)
        kept = [row for row in rows_of(table) if row in rows_of(TABLE)]
        added = [row for row in rows_of(table) if row not in rows_of(TABLE)]
        assert kept == rows_of(TABLE), text  # single lines that are cut in two give a new row besides
        assert len(added) == len(outline.added) <= 1


# --- equal passages ---------------------------------------------------------------------------------------------------

DOUBLED = [
    ("below", lambda p: [*p[:2], p[1], *p[2:]]),
    ("twice below", lambda p: [*p[:2], p[1], p[1], *p[2:]]),
    ("with the one behind it", lambda p: [*p[:3], p[1], p[2], *p[3:]]),
]


@pytest.mark.parametrize(("name", "doubled"), DOUBLED, ids=lambda d: d if isinstance(d, str) else "")
def test_of_equal_passages_side_by_side_none_is_taken_for_the_old(name, doubled):
    paragraphs = ["Once upon a time.", "The bridge was built of oak in 1901.", "It stood for thirty years.", "The end."]
    text = "\n\n".join(paragraphs)
    table = "lines\tkind\tlocus\tremark\n" + "".join(f"{2 * n + 1}\tparagraph\t{n + 1}\t\n" for n in range(4))
    outline, _ = carry("\n\n".join(doubled(paragraphs)), text, table)
    old = {p.locus: p for p in source_of(text, table).citable}
    for quote in (Quote("2"), Quote("2", "built of oak"), Quote("2", "oak", after="in 1901")):
        assert follow(quote, old, outline).state is State.AMBIGUOUS
    assert follow(Quote("4", "The end"), old, outline).state is State.KEPT


def test_a_copy_far_away_takes_nothing_with_it():
    text = TEXT + "\nThe bridge burnt in 1931;\nonly its piers are left.\n"
    outline, _ = carry(text)
    old = {p.locus: p for p in source_of(TEXT, TABLE).citable}
    assert follow(Quote("16", "its piers"), old, outline).state is State.KEPT
    assert follow(Quote("16"), old, outline).state is State.KEPT


def test_a_word_inside_a_word_keeps_its_border():
    text, table = "स्टालिनले भने कि युद्ध 13.9% थियो।", "lines\tkind\tlocus\tremark\n1\tparagraph\t1\t\n"
    outline, _ = carry(text.replace("भने", "भनेका थिए"), text, table)
    old = {"1": source_of(text, table).passage("1")}
    for lemma in ("स्टालिन", "13.9"):
        outcome = follow(Quote("1", lemma), old, outline)
        assert (outcome.state, outcome.place.lemma) == (State.KEPT, lemma)


@pytest.mark.parametrize(
    ("old", "new"), [("a b " * 9, "c " * 300 + "a b " * 9), ("a b " * 80, "b a " * 70), ("a", "a b a")]
)
def test_what_is_too_long_to_be_compared_at_once_is_compared_in_stretches(monkeypatch, old, new):
    """Whichever of the two is the longer; what is found are the same words, in their order."""
    monkeypatch.setattr("variorum.editing.text_history.MAX_WORD_PAIRS", 400)
    history = history_of(old, new)
    pairs = [(i, j) for i, j in enumerate(history.forward) if j >= 0]
    assert pairs
    assert all(history.old[i].key == history.new[j].key for i, j in pairs)
    assert [j for _, j in pairs] == sorted(j for _, j in pairs)


def test_words_go_back_to_the_same_words_where_lines_stand_twice_in_part():
    text = replaced("later by", "later b. y").replace("its oak", "itater by\na firm from Leeds.\n cames oak")
    history = history_of(TEXT, text)
    for alignment in (history.forward, history.backward):
        there = [j for j in alignment if j >= 0]
        assert len(there) == len(set(there)) > 100
        assert all(history.old[i].key == history.new[j].key for i, j in enumerate(alignment) if j >= 0)


def test_a_line_that_no_row_held_comes_in_as_added():
    table = TABLE.replace("31\tomitted\t\tsite furniture\n", "")
    outline, _ = carry(replaced("© the town, all rights reserved", "thetown,allrights"), table=table)
    assert [p.locus for p in outline.passages if p.remark == "added"] == ["r18a"]


def test_words_that_went_into_what_is_left_out_are_gone():
    text = "Once upon a time there was a river.\n\nThe bridge was built of oak in 1901.\n\nIt stood for thirty years.\n"
    table = "lines\tkind\tlocus\tremark\n1\tparagraph\t1\t\n3\tparagraph\t2\t\n5\tomitted\t\tsite\n"
    outline, _ = carry("Once upon a time there was a river.\n\nThe bridge thirty years.\n", text, table)
    found = follow(Quote("2", "."), {p.locus: p for p in source_of(text, table).citable}, outline)
    assert (found.state, found.place) == (State.ORPHANED, None)


# --- one quote, one change, what is said of it ------------------------------------------------------------------------

RIVER = ["Once upon a time there was a river.", "The bridge was built of oak in 1901.", "It stood for thirty years."]
IRON = [RIVER[0], "The bridge was built of iron in 1901.", RIVER[2]]
AGAIN = " It was built of oak in 1901, they say."

NOWHERE = "the words stand neither in the old text nor in the new"

# the new passages, the quote of the old ones, and its state, new locus and words with what is said of it
FATES = {
    "no such passage": (RIVER, Quote("9"), "orphaned: there was no passage 9"),
    "of a passage that came in": (
        [RIVER[0], "A ferry.", *RIVER[1:]],
        Quote("1a", "ferry"),
        "kept 1a ferry: written for the new text",
    ),
    "a passage that came in": (
        [RIVER[0], "A ferry.", *RIVER[1:]],
        Quote("1a"),
        "kept 1a: written for the new text",
    ),
    "as it was": (RIVER, Quote("2"), "kept 2"),
    "the passage is gone": (RIVER[::2], Quote("2"), "orphaned: the passage 2 is gone"),
    "the words are gone": (RIVER[::2], Quote("2", "built of oak"), "orphaned: the words are gone"),
    "joined to another": (
        [RIVER[0], " ".join(RIVER[1:])],
        Quote("3"),
        "moved 2: the passage is now part of 2",
    ),
    "its words joined to another": (
        [RIVER[0], " ".join(RIVER[1:])],
        Quote("3", "thirty years"),
        "moved 2 thirty years: its words now stand in 2",
    ),
    "cut in two": (
        [RIVER[0], "The bridge was built of", "oak in 1901.", RIVER[2]],
        Quote("2"),
        "changed 2: the passage was split; the rest is 2a",
    ),
    "another word in it": (IRON, Quote("2"), "changed 2: other words stand in the passage"),
    "another word among them": (
        IRON,
        Quote("2", "built of oak in"),
        "changed 2 built of iron in: the words changed (84 % alike)",
    ),
    "another figure in it": (
        [RIVER[0], RIVER[1].replace("1901", "1878"), RIVER[2]],
        Quote("2", "1901"),
        "changed 2 1878: the words changed (25 % alike)",
    ),
    "quoted for the new text already": (IRON, Quote("2", "iron"), "kept 2 iron: written for the new text"),
    "quoted from nowhere": (
        IRON,
        Quote("2", "tin"),
        "orphaned: the words stand neither in the old text nor in the new",
    ),
    "another word before them": (
        [RIVER[0], "A ferry, built of oak in 1901.", RIVER[2]],
        Quote("2", "built of oak", before="bridge was"),
        "changed 2 built of oak: the words that tell it from others are not beside it any more",
    ),
    "the same words behind it": (
        [RIVER[0], RIVER[1] + " Yes, built of oak.", RIVER[2]],
        Quote("2", "built of oak"),
        "ambiguous 2 built of oak: the words stand there more than once now",
    ),
    "the same words elsewhere": (
        [RIVER[0], "The bridge was old.", RIVER[2] + AGAIN],
        Quote("2", "built of oak in 1901"),
        "moved 3 built of oak in 1901: the very words stand in 3",
    ),
    "changed, and the same words elsewhere": (
        [*IRON[:2], RIVER[2] + AGAIN],
        Quote("2", "built of oak in 1901"),
        "ambiguous 2 built of iron in 1901: changed in its place, and the very words stand elsewhere",
    ),
    "the same words twice elsewhere": (
        [RIVER[0], "The bridge was old.", RIVER[2] + AGAIN + AGAIN],
        Quote("2", "built of oak in 1901"),
        "ambiguous: the very words stand in 2 places",
    ),
    "the same words behind it, and words that tell it": (
        [RIVER[0], RIVER[1] + " Ferries were built of oak as well.", RIVER[2]],
        Quote("2", "built of oak", after="in 1901"),
        "ambiguous 2 built of oak: the same words were added to the passage",
    ),
    "other words on both sides": (
        [RIVER[0], "Ferries that men have built of oak float anywhere.", RIVER[2]],
        Quote("2", "built of oak"),
        "moved 1a built of oak: its words now stand in 1a",
    ),
    "rewritten letter by letter": (
        [RIVER[0], "Thebridge wasbuilt ofoak in1901.", RIVER[2]],
        Quote("2", "built of oak"),
        "changed 2 wasbuilt ofoak: the words changed (85 % alike)",
    ),
    "the blanks are wrong": (
        [RIVER[0], "The bridgewas builtof oakin 1901.", RIVER[2]],
        Quote("2", "built of oak"),
        "changed 2 builtof oakin: the words changed (88 % alike)",
    ),
    "cut in two in the middle of them": (
        [RIVER[0], "The bridge was built of", "oak in 1901.", RIVER[2]],
        Quote("2", "built of oak"),
        "changed 2 built of: the words changed (80 % alike)",
    ),
    "only a blank is left of them": (
        ["Onc– pon a time there was a river.", *RIVER[1:]],
        Quote("1", "e u"),
        "orphaned: the words are gone",
    ),
    "a sign that stands elsewhere, behind other words": (
        [RIVER[0], "The bridge thirty years."],
        Quote("2", "."),
        "moved 3 .: the words changed (100 % alike)",
    ),
    "only signs are left of them": (
        [RIVER[0], "The bridge was . .", RIVER[2]],
        Quote("2", "uilt of oak in 1901."),
        "orphaned: the words are gone",
    ),
    "longer words around them": (
        [RIVER[0], "The bridge was rebuilt of oaks in 1901.", RIVER[2]],
        Quote("2", "built of oak"),
        "changed 2 rebuilt of oaks: the words changed (89 % alike)",
    ),
}


@pytest.mark.parametrize("name", FATES)
def test_what_became_of_a_quote_is_said(name):
    new, quote, said = FATES[name]
    text = "\n\n".join(RIVER) + "\n"
    table = "lines\tkind\tlocus\tremark\n1\tparagraph\t1\t\n3\tparagraph\t2\t\n5\tparagraph\t3\t\n"
    outline, _ = carry("\n\n".join(new) + "\n", text, table)
    found = follow(quote, {p.locus: p for p in source_of(text, table).citable}, outline)
    place = f"{found.place.passage.locus} {found.place.lemma}".strip() if found.place else ""
    assert f"{found.state} {place}".strip() + (f": {found.reason}" if found.reason else "") == said


@pytest.mark.parametrize(
    ("old", "new", "quote", "said"),
    [
        ("Literature", "Litrature", Quote("h3", "Literature"), ("changed", "Litrature")),
        ("First Part", "Firstpart", Quote("h2", "First Part"), ("changed", "Firstpart")),
        ("First Part", "Firstpart", Quote("h2", "Part"), ("orphaned", "")),
        ("7 pence", "8 pence", Quote("15", "7"), ("changed", "8")),
        ("| 1903", "| 1878", Quote("15", "1903"), ("changed", "1878")),
        ("http://example.org/bridge", "htbritp://example.ooa/bridge", Quote("r18", "example"), ("changed", "example")),
        (
            "Its iron came from the north, its oak from the east.",
            "Nobody who came from the hills had ever heard of ferries there.",
            Quote("2", "iron"),
            ("orphaned", ""),
        ),
    ],
)
def test_a_line_of_which_hardly_a_word_is_left_is_followed_as_far_as_it_can_be(old, new, quote, said):
    outline, _ = carry(replaced(old, new))
    found = follow(quote, {p.locus: p for p in source_of(TEXT, TABLE).citable}, outline)
    assert (str(found.state), found.place.lemma if found.place else "") == said


def test_lines_too_long_to_be_compared_letter_by_letter_are_not(monkeypatch):
    monkeypatch.setattr("variorum.editing.reanchoring.MAX_LETTER_PAIRS", 50)
    outline, _ = carry(replaced("Literature", "Litrature"))
    found = follow(Quote("h3", "Literature"), {p.locus: p for p in source_of(TEXT, TABLE).citable}, outline)
    assert found.state is State.ORPHANED


ACROSS = {
    "as they were": (RIVER, Quote("1–2", "river. The bridge"), "kept"),
    "elsewhere in them": (["Far away, once.", *RIVER[:2]], Quote("1–2", "river. The bridge"), "kept"),
    "gone from them": (
        [RIVER[0], "The ferry was built of oak in 1901.", RIVER[2]],
        Quote("1–2", "river. The bridge"),
        "orphaned: the words do not stand in them any more; quote them anew",
    ),
    "in both of them": (RIVER, Quote("1–2", "was"), "ambiguous: the words stand there 2 times now"),
    "changed at an end": (
        [RIVER[0], "The bridges were built of oak in 1901.", RIVER[2]],
        Quote("1–2", "a river. The bridge was built"),
        "changed 1–2 a river. The bridges were built: the words changed (90 % alike)",
    ),
    "changed in the middle": (
        [RIVER[0], IRON[1], RIVER[2]],
        Quote("1–3", "a river. The bridge was built of oak in 1901. It stood"),
        "changed 1–3 a river. The bridge was built of iron in 1901. It stood: the words changed (95 % alike)",
    ),
    "joined and changed": (
        [RIVER[0], f"{IRON[1]} {RIVER[2]}"],
        Quote("2–3", "of oak in 1901. It stood"),
        "moved 2 of iron in 1901. It stood: the words changed (90 % alike)",
    ),
    "without words, changed": (IRON, Quote("1–2"), "changed 1–2: other words stand in 2"),
    "without words, as it was": (RIVER, Quote("1–2"), "kept"),
    "one passage now, the other gone": (
        RIVER[:1],
        Quote("1–2", "river. The bridge"),
        "orphaned: the passages 1–2 are not there any more",
    ),
}


@pytest.mark.parametrize("name", ACROSS)
def test_what_became_of_a_quote_across_passages_is_said(name):
    new, quote, said = ACROSS[name]
    text = "\n\n".join(RIVER) + "\n"
    table = "lines\tkind\tlocus\tremark\n1\tparagraph\t1\t\n3\tparagraph\t2\t\n5\tparagraph\t3\t\n"
    outline, _ = carry("\n\n".join(new) + "\n", text, table)
    found = follow_range(quote, source_of(text, table), outline)
    place = f"{found.place.passage.locus} {found.place.lemma}".strip() if found.place else ""
    assert f"{found.state} {place}".strip() + (f": {found.reason}" if found.reason else "") == said
