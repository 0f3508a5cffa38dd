"""The house rules of an edition as conf.py has them: the file in, HouseRules out; nothing of it is run."""

from __future__ import annotations

import ast
from pathlib import Path

from variorum.model.house_rules import CHOICES, HouseRules, rules_of
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
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            names = (target.id for target in statement.targets if isinstance(target, ast.Name))
            said |= {name: statement.value.value for name in names if name in CHOICES}
    return rules_of(said)
