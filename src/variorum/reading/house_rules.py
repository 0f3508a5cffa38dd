"""The house rules of an edition as conf.py has them: the file in, HouseRules out; nothing of it is run."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

from variorum.model.house_rules import CHOICES, OF_NOTES, HouseRules, rules_of
from variorum.model.limits import MAX_CONTRIBUTION_BYTES
from variorum.model.problems import Problem
from variorum.model.verse_lines import SETTING, fault_of
from variorum.reading.files import Refused, is_there, read_bytes

PATH = "conf.py"


def read_house_rules(root: Path) -> HouseRules:
    """Return what conf.py says in plain assignments, `variorum_work_keys = "AuthorYear"`; else the defaults."""
    try:
        tree = _parsed(root)
    except Refused:
        return HouseRules()
    said: dict[str, object] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            names = (target.id for target in statement.targets if isinstance(target, ast.Name))
            said |= {name: _plain(statement.value) for name in names if name in CHOICES or name in OF_NOTES}
    return rules_of(said)


def broken_settings(root: Path) -> Problem | None:
    """Return what is wrong with conf.py as a file of Python; None also where there is none: not every folder builds."""
    if not is_there(root, PATH):
        return None
    try:
        _parsed(root)
    except Refused as refused:
        return refused.problem
    return None


def wrong_settings(root: Path) -> Problem | None:
    """Return what is wrong with a setting that conf.py spells out, and that the edition is not made by."""
    try:
        tree = _parsed(root)
    except Refused:
        return None
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and any(_is_verse_numbers(target) for target in statement.targets):
            every = _plain(statement.value)
            if isinstance(every, int) and (told := fault_of(every)):
                return Problem(PATH, statement.lineno, "value-invalid", told)
    return None


def _is_verse_numbers(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == SETTING


def _parsed(root: Path) -> ast.Module:
    """Return what stands in conf.py; raises `Refused` if that is no Python."""
    written = read_bytes(root, PATH, MAX_CONTRIBUTION_BYTES)
    try:
        with warnings.catch_warnings():  # of "\d" in a text; it is the builder's business
            warnings.simplefilter("ignore")
            return ast.parse(written)
    except SyntaxError as error:
        message = f"this is not Python: {error.msg}; no build can start before it is mended"
        raise Refused(PATH, error.lineno or 1, "settings-broken", message) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Refused(PATH, 1, "settings-broken", f"this cannot be read as Python: {error}") from error


def _plain(value: ast.expr) -> object:
    """Return what is written out: words, numbers, lists of them; "" for what would have to be computed."""
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return ""
