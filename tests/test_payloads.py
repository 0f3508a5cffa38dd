"""What strangers send: every hostile file gets its Problem or is plain words; nothing of it runs."""

from __future__ import annotations

import time

import pytest
from payloads import PAYLOADS, mini_with

from variorum.checking import check
from variorum.reading import read_edition

PATIENCE = 2.0  # seconds of processor time for one file


def test_there_are_at_least_150_payloads_and_each_is_in_the_index():
    from payloads import FOLDER

    files = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.is_file()} - {"index.toml"}
    assert files == {p.file for p in PAYLOADS}
    assert len(PAYLOADS) >= 150


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: p.file)
def test_check_names_it_or_finds_it_harmless(payload, tmp_path):
    root = mini_with(tmp_path / "mini", payload)
    began = time.process_time()
    problems = check(read_edition(root))
    assert time.process_time() - began < PATIENCE
    codes = {p.code for p in problems if p.path == payload.to or (payload.stands_alone and p.code == payload.says)}
    if payload.says:
        assert payload.says in codes, problems
        assert all(p.line >= 1 and p.message for p in problems)
    else:
        assert not problems
