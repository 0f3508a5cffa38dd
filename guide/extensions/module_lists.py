"""The modules of a room, each with the first line of its docstring: ```` ```{modules} variorum.text ````.

Made from the package itself, so that the map of rooms is never out of date.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

import variorum

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGE = Path(variorum.__file__).parent


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("modules", ModulesDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ModulesDirective(SphinxDirective):
    """A list of what is in a room."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Return a list with an item for each module."""
        folder = PACKAGE.joinpath(*self.arguments[0].split(".")[1:])
        made = nodes.bullet_list(classes=["modules"])
        for path in sorted(folder.glob("*.py")):
            if path.stem != "__init__":
                self.env.note_dependency(str(path))
                name = f"{folder.relative_to(PACKAGE) / path.name}"
                words, _ = self.parse_inline(first_paragraph(path))
                made += nodes.list_item(
                    "", nodes.paragraph("", "", nodes.literal(name, name), nodes.Text(" – "), *words)
                )
        return [made]


def first_paragraph(path: Path) -> str:
    """Return what a module says of itself first."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split())
