"""What stands as an example in the words of a function is what it does."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from conftest import REPOSITORY

SOURCES = REPOSITORY / "src"
WITH_EXAMPLES = [
    ".".join(path.relative_to(SOURCES).with_suffix("").parts)
    for path in sorted(SOURCES.rglob("*.py"))
    if "\n    >>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_are_true(name):
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_there_are_examples():
    assert len(WITH_EXAMPLES) >= 3
