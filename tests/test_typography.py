"""Quotation marks and apostrophes of the editors' prose are those of print; tests/cases/typography.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from variorum.model.body import parse_body
from variorum.text.typography import body_in_print, in_print

CASES = tomllib.loads((Path(__file__).parent / "cases" / "typography.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["typed"])
def test_marks_are_those_of_print(case: dict[str, str]) -> None:
    assert in_print(case["typed"], case["language"]) == case["printed"]


def test_a_body_is_set_across_its_marks_and_its_code_and_roles_stay() -> None:
    body, _ = parse_body("""He *"said"* "{ne}`'x'`" and `'code'` {passage}`A 1`'s "end".\n\n> 'Quoted'\n""", 1)
    printed = body_in_print(body, "en")
    assert printed.plain == """He “said” “'x'” and 'code' A 1’s “end”.\n‘Quoted’"""
