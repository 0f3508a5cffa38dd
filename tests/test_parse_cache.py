"""What reading keeps for the next time: the same comes back, and a record that names anything else is worthless."""

from __future__ import annotations

import pytest

from conftest import MINI
from variorum.reading import ParseCache, read_edition
from variorum.reading.parse_cache import added_to, load_parse_cache, save_parse_cache


@pytest.mark.parametrize("root", [MINI, MINI.parent / "scripts"], ids=["mini", "scripts"])  # the latter has a layer
def test_memory_comes_back_as_it_was(tmp_path, root):
    cache = ParseCache()
    edition = read_edition(root, cache)
    save_parse_cache(tmp_path / "m", cache, "maker")
    back = load_parse_cache(tmp_path / "m", "maker")
    assert back.known.keys() == cache.known.keys()
    assert read_edition(root, back) == edition
    assert load_parse_cache(tmp_path / "m", "another").known == {}


def test_what_is_added_to_memory_is_written_beside_it(tmp_path):
    cache = ParseCache({(f"{n}", "x"): n for n in range(100)})
    save_parse_cache(tmp_path / "m", cache, "maker")
    whole = (tmp_path / "m").read_bytes()
    for step in range(30):
        cache = load_parse_cache(tmp_path / "m", "maker")
        cache.recall(f"{step}", "y", lambda step=step: step)  # type: ignore[misc]
        cache.known.pop((f"{step}", "x"), None)  # as `forget_unused` does
        save_parse_cache(tmp_path / "m", cache, "maker")
        assert load_parse_cache(tmp_path / "m", "maker").known.items() >= cache.known.items()
        assert load_parse_cache(tmp_path / "m", "maker").used == cache.used
        assert ((tmp_path / "m").read_bytes() == whole) is (step < 25)
    added_to(tmp_path / "m").write_bytes(b"damaged")
    assert load_parse_cache(tmp_path / "m", "maker").known


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
