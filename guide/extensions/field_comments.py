"""The comments behind the fields of our values, such as `start: int  # first code point`, as part of their reference.

In: what autodoc has found of a dataclass or a named tuple. Out: the same with a `:param:` for each field that has a
comment. The members that Python itself gives a named tuple are left out.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Listen to autodoc."""
    app.connect("autodoc-process-docstring", add_fields)
    app.connect("autodoc-skip-member", skip_fields)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_fields(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Add what the comments say of the fields."""
    if inspect.isclass(thing) and (is_dataclass(thing) or hasattr(thing, "_fields")):
        lines += ["", *(f":param {field}: {comment}" for field, comment in comments(inspect.getsource(thing))), ""]


def skip_fields(app: Sphinx, what: str, name: str, thing: Any, skip: bool, options: Any) -> bool | None:
    """Leave out the fields of named tuples, which Python describes as numbers."""
    return True if "Alias for field number" in (getattr(thing, "__doc__", "") or "") else None


def comments(source: str) -> Iterator[tuple[str, str]]:
    """Yield each field of a class with the comment behind it, or with the one that stands alone above it."""
    source = textwrap.dedent(source)
    lines = source.split("\n")
    for node in ast.parse(source).body[0].body:  # type: ignore[attr-defined] # a class has a body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.end_lineno:
            _, mark, comment = lines[node.end_lineno - 1][node.end_col_offset or 0 :].partition("#")
            above = lines[node.lineno - 2].strip()
            if mark or above.startswith("# "):
                yield node.target.id, (comment if mark else above[1:]).strip().replace("*", r"\*")
