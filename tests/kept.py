"""What each of the hundreds of builds of the tests would make again and is always the same: kept for the process.

A third of the time of a small build went into compiling the same templates and into asking what plugins are installed.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from types import CodeType
from typing import Any

import pybtex.plugin
import sphinx.registry
import sphinx.theming
import sphinxcontrib.bibtex.plugin
from jinja2 import Environment

_compiled: dict[tuple[Any, ...], CodeType] = {}
_compile = Environment.compile


def _compile_once(self: Environment, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:
    """Compile a template, or return what came of the same words in an environment of the same signs."""
    if rest or not isinstance(source, str):
        return _compile(self, source, name, filename, *rest)
    signs = (self.block_start_string, self.variable_start_string, self.comment_start_string, self.line_statement_prefix)
    how = (type(self), *sorted(self.extensions), self.trim_blocks, self.lstrip_blocks, self.autoescape)
    key = (source, name, filename, *signs, *how)
    if key not in _compiled:
        _compiled[key] = _compile(self, source, name, filename)
    return _compiled[key]


def keep() -> None:
    """Keep compiled templates and the list of installed plugins, for all builds of this process."""
    Environment.compile = _compile_once  # type: ignore[method-assign, assignment]
    for module in (pybtex.plugin, sphinxcontrib.bibtex.plugin, sphinx.theming, sphinx.registry):
        module.entry_points = cache(entry_points)
