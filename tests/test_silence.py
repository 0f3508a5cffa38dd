"""Silence is a judgement: what a parallel says of the sources that have no passage in it, and when that is doubted."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import add_source
from variorum.checking import silence
from variorum.checking.edition import check
from variorum.checking.negatives import PATH as NEGATIVES
from variorum.cli import main
from variorum.finder import features
from variorum.model.stances import Stance
from variorum.reading import read_edition
from variorum.reading.parse_cache import load_parse_cache, save_parse_cache

HEAD = """---
relation: {relation}
date: 1901
title: The bridge of Port Aven is built
passages:
  - {{source: alpha, passage: "1", lemma: "The bridge was built in 1901"}}
  - {{source: beta, passage: "1"}}
{rest}---
{body}
"""


@pytest.fixture
def three(mini: Path) -> Path:
    add_source(mini, "The ferry's engine failed.\nThe bridge was opened in 1901 and burnt.\nNobody was hurt.\n")
    return mini


def parallel(edition: Path, rest: str = "", *, body: str = "Two tell of it.", relation: str = "differs") -> list[str]:
    """Write the parallel with these keys and return the Problems of its file, as code and message."""
    path = edition / "parallels/bridge.md"
    path.write_text(HEAD.format(rest=rest, body=body, relation=relation), encoding="utf-8")
    return [f"{p.line} {p.code} {p.message}" for p in check(read_edition(edition)) if p.path == "parallels/bridge.md"]


STANCES = [
    ("nobody has judged", "", "differs", Stance.OPEN),
    ("of shared wording it is no part", "", "reuses", Stance.OUTSIDE),
    ("an editor has looked", "silent:\n  - {source: gamma, why: a ferry}\n", "differs", Stance.SILENT),
    ("the short form", "silent: [gamma]\n", "differs", Stance.SILENT),
    ("it touches", 'touches:\n  - {source: gamma, passage: "2", why: no name}\n', "differs", Stance.TOUCHES),
    ("a touch of shared wording", 'touches:\n  - {source: gamma, passage: "2", why: no}\n', "reuses", Stance.TOUCHES),
]


@pytest.mark.parametrize(("rest", "relation", "stance"), [s[1:] for s in STANCES], ids=[s[0] for s in STANCES])
def test_every_source_has_one_stance(three: Path, rest: str, relation: str, stance: Stance) -> None:
    parallel(three, rest, relation=relation)
    found = read_edition(three).parallel("bridge")
    assert found
    assert [found.stance(s) for s in ("alpha", "beta", "gamma")] == [Stance.SPEAKS, Stance.SPEAKS, stance]


FAULTS = [
    ("speaks and is silent", "silent:\n  - {source: beta, why: x}\n", "9 silence-contradicted beta has a passage"),
    ("silent twice", "silent:\n  - {source: gamma, why: x}\n  - {source: gamma, why: y}\n", "10 silence-contradicted"),
    ("no such source", "silent:\n  - {source: delta}\n", "9 source-unknown"),
    ("touches what speaks", 'touches:\n  - {source: beta, passage: "2", why: x}\n', "9 silence-contradicted"),
    ("touches without why", 'touches:\n  - {source: gamma, passage: "2"}\n', "9 key-missing “why:”"),
    ("no such passage", 'touches:\n  - {source: gamma, passage: "7", why: x}\n', "9 passage-unknown"),
    ("no such words", 'touches:\n  - {source: gamma, passage: "2", lemma: y, why: x}\n', "9 lemma-not-found"),
    ("unknown key", "silent:\n  - {source: gamma, because: x}\n", "9 key-unknown"),
    ("no list", "silent: gamma\n", "8 value-invalid"),
]


@pytest.mark.parametrize(("rest", "says"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_stance_that_cannot_be_is_named_with_its_line(three: Path, rest: str, says: str) -> None:
    (problem,) = parallel(three, rest)
    assert problem.startswith(says)


def test_a_commentary_that_leads_to_a_silent_source_contradicts_itself(three: Path) -> None:
    silent = "silent:\n  - {source: gamma, why: a ferry}\n"
    (problem,) = parallel(three, silent, body="See {passage}`Ga 2`.")
    assert problem.startswith("11 silence-contradicted Ga is called silent, but the commentary leads to Ga 2")


def test_a_commentary_that_quotes_a_silent_source_contradicts_itself(three: Path) -> None:
    silent = "silent:\n  - {source: gamma, why: a ferry}\n"
    (problem,) = parallel(three, silent, body="It says “opened in 1901 and burnt”.")
    assert "silence-contradicted Ga is called silent, but the commentary quotes it" in problem
    assert parallel(three, silent, body="It says “in 1901”.") == []  # two words prove nothing
    assert parallel(three, silent, body="It says “the ferry’s engine”.") == []  # other words: “The”
    assert parallel(three, silent, body="It says “ferry’s engine failed”.")  # set in better type than the source


def test_a_silence_is_doubted_where_the_source_has_the_matter(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = parallel(three, "silent:\n  - {source: gamma}\n")
    assert problem.startswith("9 silence-doubtful Ga is called silent, but Ga 2 has “Bridge”, “1901”, ")
    assert parallel(three, "silent:\n  - {source: gamma, why: another bridge}\n") == []
    monkeypatch.setattr(silence, "DOUBTFUL", 100)
    assert parallel(three, "silent:\n  - {source: gamma}\n") == []


def test_only_what_changed_is_searched_again(three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The features of a source are kept from build to build until its words or the names change."""
    searched: list[str] = []
    real = features.feature_ids
    monkeypatch.setattr(silence, "feature_ids", lambda text, *rest: searched.append(text) or real(text, *rest))
    parallel(three, "silent:\n  - {source: gamma}\n")

    def problems_of_next_build() -> list[str]:
        searched.clear()
        cache = load_parse_cache(tmp_path / "cache", "maker")
        found = check(read_edition(three, cache), cache)
        save_parse_cache(tmp_path / "cache", cache, "maker")
        return [p.code for p in found]

    first = problems_of_next_build()
    assert "silence-doubtful" in first
    assert any("1901 and burnt" in text for text in searched)
    assert problems_of_next_build() == first
    assert searched == []
    names = three / "names.toml"
    names.write_text(names.read_text(encoding="utf-8").replace('"Bridge"', '"Great Bridge"', 1), encoding="utf-8")
    problems_of_next_build()
    assert searched


def test_a_silence_without_the_matter_is_not_doubted(mini: Path) -> None:
    add_source(mini, "The ferry sank in May.\nNobody was hurt.\n")
    assert parallel(mini, "silent:\n  - {source: gamma}\n") == []


GLOSSES = [
    ("the translation's words", "the bridge was made in 1902", True),
    ("other capitals and stops", "“The bridge was made – in 1902!”", True),
    ("something left out", "the bridge … in 1902", True),
    ("in another order", "in 1902 … the bridge was made", False),
    ("other words", "the bridge was built in 1902", False),
    ("half a word", "the bridge was mad", False),
]


@pytest.mark.parametrize(("gloss", "stands"), [g[1:] for g in GLOSSES], ids=[g[0] for g in GLOSSES])
def test_a_gloss_has_the_words_of_the_translation(mini: Path, gloss: str, stands: bool) -> None:
    path = mini / "parallels/building.md"
    text = path.read_text(encoding="utf-8").replace("the bridge was made in 1902", gloss)
    path.write_text(text, encoding="utf-8")
    assert [p.code for p in check(read_edition(mini))] == ([] if stands else ["gloss-differs"])
    path.write_text(text.replace(f'gloss: "{gloss}"', f'gloss: "{gloss}", why: "as the note has it"'), encoding="utf-8")
    assert check(read_edition(mini)) == ()


def test_sentences_that_deny_are_listed_until_they_are_signed(mini: Path) -> None:
    path = mini / "parallels/mayor.md"
    denying = "Only Al names him. He sat. Be never does! All three tell it.\n"
    path.write_text(path.read_text(encoding="utf-8") + denying, encoding="utf-8")

    def listed(*more: str) -> tuple[int, list[str]]:
        done = CliRunner().invoke(main, ["parallels", "negatives", "--edition", str(mini), *more])
        return done.exit_code, done.stdout.splitlines()

    told = ["only: Only Al names him.", "never: Be never does!", "all three: All three tell it."]
    assert listed() == (1, [f"parallels/mayor.md:9: {sentence}" for sentence in told])
    assert listed("--sign", "mayor")[0] == 2  # who?
    assert listed("--sign", "nothing", "--by", "me")[0] == 1
    assert not (mini / NEGATIVES).exists()
    assert listed("--sign", "mayor", "--by", "me") == (0, [])
    assert (mini / NEGATIVES).read_text(encoding="utf-8").splitlines()[1] == "mayor\tme\tOnly Al names him."
    path.write_text(path.read_text(encoding="utf-8").replace("Only Al", "Al only"), encoding="utf-8")
    assert listed() == (1, ["parallels/mayor.md:9: only: Al only names him."])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"parallel\tby\tsentence\n\nmayor\tme\n", "negatives.tsv:3: table-broken a row has parallel, by, sentence"),
        (b"parallel\tby\tsentence\n\xff", "negatives.tsv:2: file-not-utf8 "),
    ],
)
def test_a_row_that_signs_nothing_off_is_said(mini: Path, table: bytes, said: str) -> None:
    (mini / NEGATIVES).write_bytes(table)
    done = CliRunner().invoke(main, ["parallels", "negatives", "--edition", str(mini)])
    assert said in done.stderr


def test_sentences_that_deny_are_known_in_some_languages_only(mini: Path) -> None:
    done = CliRunner().invoke(main, ["parallels", "negatives", "--edition", str(mini), "--language", "tlh"])
    assert done.exit_code == 2
    assert "the words that deny are known for en" in done.stderr
