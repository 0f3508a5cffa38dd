"""What helps an editor to judge: a guess of the relation, and the judgements that are owed."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from variorum.cli import main
from variorum.finder.owed import Owed, Place, judged_pairs, owed
from variorum.finder.relation_guess import guess_relation
from variorum.model import kinds
from variorum.model.edition import Edition, Parallel, ParallelPassage, Silence
from variorum.model.kinds import Evidence
from variorum.model.span import Span
from variorum.reading import read_edition

CASES = tomllib.loads((Path(__file__).parent / "cases" / "relation_guess.toml").read_text(encoding="utf-8"))["case"]
SIX = Path(__file__).parent / "editions" / "scripts"  # six sources


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['a'][1]} / {case['b'][1]}")
def test_a_guess_with_its_reason(case: dict[str, Any]) -> None:
    (language_a, a), (language_b, b) = case["a"], case["b"]
    guess = guess_relation((a, language_a), (b, language_b), reused=case.get("reused", 0))
    assert guess.relation == case["relation"]
    assert guess.reason == case.get("reason", "")


@pytest.fixture(scope="module")
def six() -> Edition:
    edition = read_edition(SIX)
    assert len(edition.sources) >= 3
    return edition


def _edition(six: Edition, *parallels: Parallel) -> Edition:
    return replace(six, parallels=parallels)


def _parallel(
    six: Edition, id_: str, relation: str, *places: tuple[int, int, int], silent: tuple[int, ...] = ()
) -> Parallel:
    """A parallel of (source, start, end), each in the first passage of the source; `silent` by numbers of sources."""
    items = tuple(
        ParallelPassage(six.sources[s].id, _first(six, s), line=1, span=Span(start, end)) for s, start, end in places
    )
    return replace(
        six.parallels[0],
        id=id_,
        relation=relation,
        passages=items,
        touches=(),
        silent=tuple(Silence(six.sources[s].id, 1) for s in silent),
    )


def _first(six: Edition, source: int) -> str:
    return next(p.locus for p in six.sources[source].citable if not p.is_heading)


def _pairs(found: list[Owed]) -> list[tuple[str, str, str]]:
    return [(o.a.source, o.b.source, o.relation) for o in found]


@pytest.mark.parametrize(
    ("first", "second", "follows"),
    [
        ("agrees", "agrees", "agrees"),
        ("agrees", "contradicts", "contradicts"),
        ("differs", "agrees", "differs"),
        ("reuses", "contradicts", "contradicts"),
        ("contradicts", "contradicts", ""),  # two who both deny a third may say one thing, or two
        ("differs", "contradicts", ""),
    ],
)
def test_what_follows_of_two_parallels_that_meet(six: Edition, first: str, second: str, follows: str) -> None:
    edition = _edition(
        six,
        _parallel(six, "one", first, (0, 0, 10), (1, 0, 10)),
        _parallel(six, "two", second, (1, 2, 10), (2, 0, 10)),
    )
    a, b = sorted((six.sources[0].id, six.sources[2].id), key=[s.id for s in six.sources].index)
    (one,) = owed(edition)
    assert (one.a.source, one.b.source, one.relation) == (a, b, follows)
    assert [(x.parallel, y.parallel) for x, y in one.ways] == [("one", "two")]
    assert one.closeness == 1.0


def test_nothing_is_owed_where_somebody_has_looked(six: Edition) -> None:
    one = _parallel(six, "one", "agrees", (0, 0, 10), (1, 0, 10))
    two = _parallel(six, "two", "contradicts", (1, 0, 10), (2, 0, 10))
    assert _pairs(owed(_edition(six, one, two)))
    judged = _parallel(six, "three", "differs", (0, 5, 12), (2, 5, 12))
    assert not owed(_edition(six, one, two, judged)), "a parallel holds them together"
    silent = _parallel(six, "one", "agrees", (0, 0, 10), (1, 0, 10), silent=(2,))
    assert not owed(_edition(six, silent, two)), "the third is called silent there"
    apart = _parallel(six, "two", "contradicts", (1, 11, 20), (2, 0, 10))
    assert not owed(_edition(six, one, apart)), "they quote other words of the passage"
    places = [Place(six.sources[s].id, _first(six, s), Span(0, 10)) for s in (2, 0)]
    assert not owed(_edition(six, one, two), rejected=[(places[0], places[1])]), "it was turned down, either way round"


def test_one_judgement_is_asked_for_once_the_telling_ones_first(six: Edition) -> None:
    one = _parallel(six, "one", "agrees", (0, 0, 10), (1, 0, 10))
    two = _parallel(six, "two", "differs", (1, 0, 10), (2, 0, 10), (2, 12, 20))
    assert len(owed(_edition(six, one, two))) == 1
    pairs = judged_pairs(_edition(six, two))
    assert len(pairs) == 2, "two places of one source are no pair"
    assert not owed(_edition(six, two)), "what one parallel holds together is judged"


def test_the_command_lists_them(six: Edition, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["parallels", "owed", "--edition", str(SIX), "--format", "json"])
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == min(20, len(owed(six)))
    result = CliRunner().invoke(main, ["parallels", "owed", "--edition", str(SIX), "--source", "nobody"])
    assert result.exit_code == 1
    assert "there is no source nobody" in result.output


def test_a_table_whose_rows_lack_an_evidence_says_so(monkeypatch):
    monkeypatch.setattr(kinds, "RELATIONS", {})
    with pytest.raises(ValueError, match=r"no row of RELATIONS has evidence=Evidence\.WORDS"):
        kinds.relation_by(Evidence.WORDS)
