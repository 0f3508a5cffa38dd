"""The templates of pages, compiled: Jinja makes code of them once, and the next build takes it instead of making it.

Compiled code runs. So it is kept in a signed record, as is all that one build leaves to the next: code that came with a
pull request or from another machine, or was damaged, is not taken. Nor is that which another Python, Jinja, Sphinx or
Variorum has made, nor any where functions of somebody else had a hand in it: Jinja works out filters and tests of fixed
words when it compiles, and nothing tells whether those have changed since.
"""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from functools import partial
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import sphinx
from jinja2.bccache import Bucket, BytecodeCache
from sphinx.builders.html import StandaloneHTMLBuilder

from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.state_seal import read_record, write_record

if TYPE_CHECKING:
    from jinja2 import Environment
    from sphinx.application import Sphinx

NAME = "variorum-templates.json"
_SETTINGS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("optimized", "is_async", "autoescape", "undefined", "finalize"),
)
_KNOWN = frozenset(
    {"builtins", "jinja2", "markupsafe", "operator", "_operator", "sphinx", "variorum"}
)  # by their versions


def register(app: Sphinx) -> None:
    """Lend Jinja what was compiled before, and keep what it compiles."""
    app.connect("builder-inited", _lend, priority=900)  # after others have brought their filters
    app.connect("build-finished", _keep, priority=800)


class CompiledTemplates(BytecodeCache):
    """What Jinja has compiled, by the name and place of a template; Jinja itself looks whether its text is the same."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.is_new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over the code of a template, if it is known."""
        if code := self.known.get(bucket.key):
            bucket.bytecode_from_string(b64decode(code))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of a template."""
        self.known[bucket.key] = b64encode(bucket.bytecode_to_string()).decode()
        self.is_new = True


def _lend(app: Sphinx) -> None:
    environment = _environment(app)
    if environment is None:
        return
    record = read_record(Path(app.doctreedir, NAME))
    is_ours = isinstance(record, dict) and record.get("maker") == _maker(environment)
    environment.bytecode_cache = CompiledTemplates(record["templates"] if is_ours else {})


def _keep(app: Sphinx, exception: Exception | None) -> None:
    environment = _environment(app)
    code = environment.bytecode_cache if environment else None
    if environment and isinstance(code, CompiledTemplates) and code.is_new and exception is None:
        maker = _maker(environment)
        if maker:
            write_record(Path(app.doctreedir, NAME), {"maker": maker, "templates": code.known})
        code.is_new = False


def _environment(app: Sphinx) -> Environment | None:
    """Return what compiles the templates of pages."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return None
    found: Environment | None = getattr(builder.templates, "environment", None)  # a bridge of others may have none
    return found


def _maker(environment: Environment) -> str:
    """Return a digest of what code depends on beside the text of a template; "" if that cannot be told."""
    functions = [*environment.filters.items(), *environment.tests.items()]
    told = [(name, _told(function)) for name, function in functions]
    if not all(what for _, what in told):
        return ""
    versions = (sys.implementation.name, jinja2.__version__, sphinx.__version__, digest_of_code())
    settings = (repr(getattr(environment, name, None)) for name in _SETTINGS)
    extensions = sorted(environment.extensions)
    kind = type(environment).__qualname__
    return digest_of(MAGIC_NUMBER, *versions, kind, *settings, *extensions, *(f"{n} {what}" for n, what in told))


def _told(function: object) -> str:
    """Return what a filter or test is, if its version tells what it does; with what it was given, if that is so."""
    inner = function.func if isinstance(function, partial) else function
    module = str(getattr(inner, "__module__", None))
    if module.partition(".")[0] not in _KNOWN:
        return ""
    given = f" {function.args} {function.keywords}" if isinstance(function, partial) else ""
    return f"{module}.{getattr(inner, '__qualname__', '')}{given}"
