"""The modules of a room: ```` ```{modules} variorum.text ```` and ```` ```{reference} variorum.text ````.

The first lists them with their first words, the second has all that autodoc says of them. Made from the package
itself, so that neither the map of rooms nor the reference is ever out of date.
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
    """Add the directives."""
    app.add_directive("modules", ModulesDirective)
    app.add_directive("reference", ReferenceDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ModulesDirective(SphinxDirective):
    """A list of what is in a room."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Return a list with an item for each module."""
        made = nodes.bullet_list(classes=["modules"])
        for path in modules_of(self.arguments[0]):
            self.env.note_dependency(str(path))
            name = str(path.relative_to(PACKAGE))
            words, _ = self.parse_inline(first_paragraph(path))
            made += nodes.list_item("", nodes.paragraph("", "", nodes.literal(name, name), nodes.Text(" – "), *words))
        return [made]


class ReferenceDirective(SphinxDirective):
    """What autodoc says of a room and of each of its modules, with a heading for each."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        room = self.arguments[0]
        return [*self._said_of(room), *(self._section(room, path.stem) for path in modules_of(room))]

    def _section(self, room: str, module: str) -> nodes.section:
        name = f"{room.removeprefix('variorum.')}.{module}"
        section = nodes.section("", nodes.title("", "", nodes.literal(name, name)), names=[name])
        self.state.document.note_implicit_target(section)
        section += self._said_of(f"{room}.{module}")
        return section

    def _said_of(self, name: str) -> list[nodes.Node]:
        return self.parse_text_to_nodes(f"```{{eval-rst}}\n.. automodule:: {name}\n   :members:\n```\n")


def modules_of(room: str) -> list[Path]:
    """Return the modules of a room, such as `variorum.text`."""
    folder = PACKAGE.joinpath(*room.split(".")[1:])
    return sorted(path for path in folder.glob("*.py") if path.stem != "__init__")


def first_paragraph(path: Path) -> str:
    """Return what a module says of itself first."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split())
