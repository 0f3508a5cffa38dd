"""The house rules of an edition as conf.py has them: the file in, HouseRules out; nothing of it is run."""

from __future__ import annotations

import ast
from pathlib import Path

from variorum.model.house_rules import CHOICES, OF_NOTES, HouseRules, rules_of
from variorum.model.limits import MAX_CONTRIBUTION_BYTES
from variorum.reading.files import Refused, read_bytes

PATH = "conf.py"


def read_house_rules(root: Path) -> HouseRules:
    """Return what conf.py says in plain assignments, `variorum_work_keys = "AuthorYear"`; else the defaults."""
    try:
        tree = ast.parse(read_bytes(root, PATH, MAX_CONTRIBUTION_BYTES))
    except (Refused, SyntaxError, ValueError, RecursionError, MemoryError):
        return HouseRules()
    said: dict[str, object] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            names = (target.id for target in statement.targets if isinstance(target, ast.Name))
            said |= {name: _plain(statement.value) for name in names if name in CHOICES or name in OF_NOTES}
    return rules_of(said)


def _plain(value: ast.expr) -> object:
    """Return what is written out: words, numbers, lists of them; "" for what would have to be computed."""
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return ""
