"""What a build keeps for the next: damaged, cut short, planted or from elsewhere, it is thrown away unread."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from conftest import build_edition, tree
from variorum.sphinx_ext.build.state_seal import SEAL, read_record, seal, sealed_files


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def empty(path: Path) -> None:
    path.write_bytes(b"")


STATE = ["environment.pickle", "variorum-parse-cache.pickle", "alpha.doctree", "variorum-seal.json"]


@pytest.mark.parametrize("harm", [cut, flip, empty, Path.unlink], ids=lambda h: h.__name__)
@pytest.mark.parametrize("name", STATE)
def test_damaged_state_leads_to_what_a_clean_build_gives(mini, tmp_path, name, harm):
    first = build_edition(mini, tmp_path / "html")
    clean = tree(first.out)
    harm(tmp_path / "html-doctrees" / name)
    again = build_edition(mini, tmp_path / "html")
    assert tree(again.out) == clean
    assert again.warnings == ""


@pytest.mark.parametrize(
    "name", ["environment.pickle", "variorum-parse-cache.pickle", "alpha.doctree", "planted.doctree"]
)
def test_planted_state_is_not_run(mini, tmp_path, name):
    clean = tree(build_edition(mini, tmp_path / "html").out)
    canary = tmp_path / "canary"
    (tmp_path / "html-doctrees" / name).write_bytes(pickle.dumps(Bomb(canary)))
    assert tree(build_edition(mini, tmp_path / "html").out) == clean
    assert not canary.exists()


def test_state_of_another_machine_is_not_run(mini, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "attacker"))
    build_edition(mini, tmp_path / "html")
    canary = tmp_path / "canary"
    (tmp_path / "html-doctrees/environment.pickle").write_bytes(pickle.dumps(Bomb(canary)))
    seal(tmp_path / "html-doctrees", read_record(tmp_path / "html-doctrees" / SEAL))  # with the attacker's own key
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "victim"))
    assert sealed_files(tmp_path / "html-doctrees") is None
    build_edition(mini, tmp_path / "html")
    assert not canary.exists()
