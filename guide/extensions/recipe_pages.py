"""A recipe as a reader follows it: ```` ```{recipe} check ```` in, its changes and its test out.

The recipes are files in `guide/recipes`, so that `tests/test_recipes.py` can follow the same words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = Path(__file__).parent.parent / "recipes"
_LANGUAGES = {".py": "python", ".toml": "toml"}


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("recipe", RecipeDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class RecipeDirective(SphinxDirective):
    """The changes of a recipe, each with its reason, then the command that shows that they are right."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Return paragraphs and blocks of code."""
        path = FOLDER / f"{self.arguments[0]}.toml"
        self.env.note_dependency(str(path))
        recipe = tomllib.loads(path.read_text(encoding="utf-8"))
        steps = [node for change in recipe["change"] for node in self._step(change)]
        command = " ".join(f'"{word}"' if " " in word else word for word in recipe["run"])
        run = nodes.literal_block(command, f"pytest {command}", language="sh")
        return [*steps, nodes.paragraph("", "It is right when this passes:"), run]

    def _step(self, change: dict[str, Any]) -> Iterator[nodes.Node]:
        new = "find" not in change and "append" not in change
        head = nodes.paragraph("", "", nodes.literal(change["file"], change["file"]))
        where = " (a new file). " if new else " (at its end). " if "append" in change else ". "
        words, _ = self.parse_inline(change["why"])
        head += [nodes.Text(where), *words]
        yield head
        if "find" in change:
            lines = ndiff(change["find"].strip("\n").split("\n"), change["put"].strip("\n").split("\n"))
            code, language = "\n".join(line for line in lines if not line.startswith("?")), "diff"
        else:
            code = str(change.get("put") or change["append"]).strip("\n")
            language = _LANGUAGES.get(Path(change["file"]).suffix, "text")
        yield nodes.literal_block(code, code, language=language)
