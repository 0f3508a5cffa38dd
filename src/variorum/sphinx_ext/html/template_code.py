"""The templates of pages, compiled: Jinja makes code of them once, and the next build takes it instead of making it.

Compiled code is run when it is read. So it is kept in a signed record, like all that one build leaves to the next: code
that came with a pull request, or from another machine, is not run.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.bccache import Bucket, BytecodeCache
from sphinx.builders.html import StandaloneHTMLBuilder

from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.state_seal import read_record, write_record

if TYPE_CHECKING:
    from jinja2 import Environment
    from sphinx.application import Sphinx

NAME = "variorum-templates.json"


def register(app: Sphinx) -> None:
    """Lend Jinja what was compiled before, and keep what it compiles."""
    app.connect("builder-inited", _lend)
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
        write_record(Path(app.doctreedir, NAME), {"maker": _maker(environment), "templates": code.known})
        code.is_new = False


def _environment(app: Sphinx) -> Environment | None:
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return None
    found: Environment | None = getattr(builder.templates, "environment", None)  # a bridge of others may have none
    return found


def _maker(environment: Environment) -> str:
    """Return a digest of what code depends on beside the text of a template."""
    return digest_of(jinja2.__version__, type(environment).__name__, *sorted(environment.extensions))
