"""A start of names.toml from the texts."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import replace

import pytest
from click.testing import CliRunner

from conftest import HERE
from variorum.cli import main
from variorum.finder.name_candidates import as_toml, candidates
from variorum.model.edition import Edition, Name
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.reading import read_edition

# the texts with their languages, how often a name must stand, and the names found with their spellings
CASES = {
    "inside sentences, with a genitive": (
        [("en", "Then Lenin spoke. So Lenin's book came. In Lenin we trust. Yet nobody came. Yet all left. Lenin.")],
        3,
        {"Lenin": {"en": ("Lenin",)}},
    ),
    "at the beginning of sentences alone": ([("en", "Lenin spoke. Lenin left. Lenin came.")], 1, {}),
    "a name is as rare as it stands, and a sentence may be one": (
        [("en", "Then Lenin spoke. So Lenin's book came. Lenin. Trotsky then saw Trotsky and Trotsky and Trotsky.")],
        3,
        {"Trotsky": {"en": ("Trotsky",)}},
    ),
    "of several words": (
        [("en", "He saw the Red Army. All feared the Red Army. Yet the Red Army came.")],
        3,
        {"Red Army": {"en": ("Red Army",)}},
    ),
    "a month, and a word that stands small as often": (
        [
            (
                "en",
                "Since March the Party and the party met. Until March the Party and a party split. By March it was.",
            ),
        ],
        2,
        {},
    ),
    "in a script without capitals, by its sound": (
        [("en", "Then Kamenev spoke. All saw Kamenev go."), ("ne", "कामेनेभ गए। त्यसपछि कामेनेभ आए।")],
        4,
        {"Kamenev": {"en": ("Kamenev",), "ne": ("कामेनेभ",)}},
    ),
    "in a script that nobody else explains": ([("ne", "कामेनेभ गए। त्यसपछि कामेनेभ आए।")], 1, {}),
}


@pytest.fixture(scope="module")
def six() -> Edition:
    return replace(read_edition(HERE / "editions" / "scripts"), names={})


def _edition(six: Edition, texts: list[tuple[str, str]]) -> Edition:
    return replace(six, sources=tuple(_source(six, n, *text) for n, text in enumerate(texts)))


def _source(six: Edition, number: int, language: str, text: str) -> Source:
    passage: Passage = next(p for p in six.sources[number].citable if not p.is_heading)
    return replace(six.sources[number], language=language, passages=(replace(passage, text=text),))


@pytest.mark.parametrize("case", CASES)
def test_what_may_be_a_name(six: Edition, case: str) -> None:
    texts, least, found = CASES[case]
    assert {c.name: c.spellings for c in candidates(_edition(six, texts), least)} == found


def test_what_has_a_name_is_not_proposed_again(six: Edition) -> None:
    texts, least, _ = CASES["inside sentences, with a genitive"]
    lenin = Name("lenin", "person", "Lenin", "", "", "", "", {"en": ("Lenin",)}, "names.toml", 1)
    assert not candidates(replace(_edition(six, texts), names={"lenin": lenin}), least)


def test_the_entries_wait_for_an_editor(six: Edition) -> None:
    texts, least, _ = CASES["in a script without capitals, by its sound"]
    (entry,) = tomllib.loads(as_toml(candidates(_edition(six, texts), least)))["name"]
    assert entry == {
        "id": "kamenev",
        "kind": "?",
        "name": "Kamenev",
        "spellings": {"en": ["Kamenev"], "ne": ["कामेनेभ"]},
    }
    result = CliRunner().invoke(main, ["names", "find", "--edition", str(HERE / "editions" / "mini")])
    assert result.exit_code == 0
    assert "that may be names" in result.stderr
    tomllib.loads(result.stdout)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["در سال ۱۳۰۴ پلی ساختند.", "بنى الأستاذ جسرا."], ["AA, AB: the script has no capitals"]),
        (
            ["He saw Lenin twice.", "در سال ۱۳۰۴ پلی ساختند."],
            ["AB: the script has no capitals", "stands 3 times"],
        ),
    ],
)
def test_where_nothing_may_be_a_name_it_is_said_why(tmp_path, texts, said) -> None:
    main.main(["init", str(tmp_path / "new")], standalone_mode=False)
    root = tmp_path / "new"
    for sample in ("brief", "diary"):
        shutil.rmtree(root / "sources" / sample)
    for number, text in enumerate(texts):
        file = tmp_path / f"a{number}.txt"
        file.write_text(text + "\n", encoding="utf-8")
        siglum = f"A{'AB'[number]}"
        assert (
            CliRunner().invoke(main, ["import", str(file), "--siglum", siglum, "--edition", str(root)]).exit_code == 0
        )
    done = CliRunner().invoke(main, ["names", "find", "--edition", str(root)])
    assert [words for words in said if words not in done.output] == []
