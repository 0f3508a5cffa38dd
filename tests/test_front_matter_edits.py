"""Another place is written into every form of front matter, and nothing else is touched."""

from __future__ import annotations

import pytest

from variorum.editing.front_matter_edits import with_values

PLACE = {"passage": "12a", "lemma": 'said "no"', "before": "", "after": "twice"}
HEAD = 'title: A\nrelation: agrees\ndate: "1901"\n'

# the head, which part of it, and the head that must come out
NOTES = {
    "plain": (
        "passage: 3\nlemma: said yes\nkind: context\nby: me",
        'passage: "12a"\nlemma: "said \\"no\\""\nafter: "twice"\nkind: context\nby: me',
    ),
    "comments stay": (
        "kind: context  # or not\n# where\npassage: \"3\" # third\nlemma: 'said yes'\nby: me",
        'kind: context  # or not\n# where\npassage: "12a" # third\nlemma: "said \\"no\\""\nafter: "twice"\nby: me',
    ),
    "a key goes": (
        "passage: 12a\nbefore: he\nlemma: said yes\nafter: once\nkind: context\nby: me",
        'passage: 12a\nlemma: "said \\"no\\""\nafter: "twice"\nkind: context\nby: me',
    ),
    "the last key goes": (
        "kind: context\nby: me\npassage: 3\nlemma: said yes\nbefore: he",
        'kind: context\nby: me\npassage: "12a"\nlemma: "said \\"no\\""\nafter: "twice"',
    ),
    "over several lines": (
        "passage: 3\nlemma: >-\n  said\n  yes\nby: me\nkind: context",
        'passage: "12a"\nlemma: "said \\"no\\""\nafter: "twice"\nby: me\nkind: context',
    ),
    "quoted over two lines": (
        'passage: 3\nlemma: "said\n  yes"\nby: me\nkind: context',
        'passage: "12a"\nlemma: "said \\"no\\""\nafter: "twice"\nby: me\nkind: context',
    ),
    "in braces": (
        "{passage: 3, lemma: said yes, before: he, kind: context, by: me}",
        '{passage: "12a", lemma: "said \\"no\\"", after: "twice", kind: context, by: me}',
    ),
}
PARALLELS = {
    "on one line": (
        HEAD + "passages:\n  - {source: a, passage: 1}\n  - {source: b, passage: 3, lemma: said yes, gloss: x}",
        '  - {source: b, passage: "12a", lemma: "said \\"no\\"", gloss: x, after: "twice"}',
    ),
    "over several lines in braces": (
        HEAD + "passages:\n  - {source: a, passage: 1}\n"
        "  - {source: b, passage: 3,\n     lemma: said yes,\n     before: he}",
        '  - {source: b, passage: "12a",\n     lemma: "said \\"no\\"", after: "twice"}',
    ),
    "a key a line": (
        HEAD + "passages:\n- source: a\n  passage: 1\n"
        "- source: b\n  passage: 3\n  before: he\n  lemma: said yes\n  gloss: x",
        '- source: b\n  passage: "12a"\n  lemma: "said \\"no\\""\n  gloss: x\n  after: "twice"',
    ),
    "its first key goes": (
        HEAD + "passages:\n- {source: a, passage: 1}\n- before: he\n  source: b\n  passage: 3\n  lemma: said yes",
        '- source: b\n  passage: "12a"\n  lemma: "said \\"no\\""\n  after: "twice"',
    ),
}


def test_what_cannot_be_written_safely_is_left_to_the_editor():
    for passages in ("none", "- before: he\n- {before: he}"):
        assert with_values("p.md", f"---\n{HEAD}passages:\n{passages}\n---\nSo.\n", PLACE, ("passages", 1)) is None


def test_a_part_that_the_head_does_not_have_is_not_made_up():
    text = f"---\n{HEAD}passages:\n  - {{source: a, passage: 1}}\n---\nSo.\n"
    assert with_values("p.md", text, PLACE, ("touches", 0)) is None


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize(("start", "end"), [("", "\n"), ("", "\r\n"), ("\ufeff", "\n")], ids=["LF", "CR LF", "BOM"])
def test_the_place_of_a_note(name, start, end):
    old, new = (start + f"---\n{head}\n---\nIt was --- so.\n".replace("\n", end) for head in NOTES[name])
    assert with_values("n.md", old, PLACE) == new


@pytest.mark.parametrize("name", PARALLELS)
def test_the_place_of_a_passage_of_a_parallel(name):
    old, new = PARALLELS[name]
    written = with_values("p.md", f"---\n{old}\n---\nSo.\n", PLACE, ("passages", 1))
    kept = old[: old.index("1", old.index("passages"))]
    assert written is not None
    assert written.startswith(f"---\n{kept}")
    assert written.endswith(f"{new}\n---\nSo.\n")


def test_what_cannot_be_read_again_is_not_written():
    assert with_values("n.md", "---\npassage: 3\nlemma: a # b\nbefore: [\n---\n", PLACE) is None
    assert with_values("n.md", "no front matter", PLACE) is None
    odd = "---\n{passage: 3, lemma: a, # why\n before: he, # this\n kind: context}\n---\nx\n"
    written = with_values("n.md", odd, PLACE)
    assert written is None or "# why" in written
