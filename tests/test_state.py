"""What a build keeps for the next: damaged, cut short, planted or from elsewhere, it is thrown away unread."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from conftest import MINI, build_edition, tree
from variorum.reading import ParseCache, read_edition
from variorum.reading.parse_cache import load_parse_cache, save_parse_cache
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


@pytest.mark.parametrize("root", [MINI, MINI.parent / "scripts"], ids=["mini", "scripts"])  # the latter has a layer
def test_memory_comes_back_as_it_was(tmp_path, root):
    cache = ParseCache()
    edition = read_edition(root, cache)
    save_parse_cache(tmp_path / "m", cache, "maker")
    back = load_parse_cache(tmp_path / "m", "maker")
    assert back.known.keys() == cache.known.keys()
    assert read_edition(root, back) == edition
    assert load_parse_cache(tmp_path / "m", "another").known == {}


@pytest.mark.parametrize(
    "planted",
    [
        b"",
        b"\x80\x04.",
        b"cos\nsystem\n(S'touch canary'\ntR.",
        b"cvariorum.model.edition\nreplace\n.",
        b"cvariorum.reading.files\nPath.touch\n(S'canary'\ntR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
    ],
)
def test_a_record_that_names_anything_else_is_worthless(tmp_path, planted, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m").write_bytes(planted)
    assert load_parse_cache(tmp_path / "m", "maker").known == {}
    assert not (tmp_path / "canary").exists()
