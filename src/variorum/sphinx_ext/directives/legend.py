"""What the signs of the edition mean: ```` ```{legend} annotations ```` and ```` ```{legend} parallels ````.

For the editor who explains the page to readers: the table is that of the model, so it is never out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS, AnnotationKind, RelationKind
from variorum.sphinx_ext.directives.base import EditionDirective
from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import later

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TABLES: Mapping[str, tuple[str, tuple[AnnotationKind | RelationKind, ...]]] = {
    "annotations": (later("Kind"), tuple(ANNOTATION_KINDS.values())),
    "parallels": (later("Relation"), tuple(RELATIONS.values())),
}


def register(app: Sphinx) -> None:
    """Tell Sphinx the directive."""
    app.add_directive("legend", LegendDirective)


class LegendDirective(EditionDirective):
    """A table of signs: of the kinds of annotations, or of the relations of parallels."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return the table."""
        name = self.arguments[0].strip()
        if name not in _TABLES:
            raise self.error(f"there is no legend “{name}”; there are: {', '.join(_TABLES)}")
        what, rows = _TABLES[name]
        say = wording_of(self.config).say
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (1, 3, 10)), cols=3)
        group += nodes.thead("", _row((say("Sign"), say(what), say("Meaning"))))
        group += nodes.tbody("", *(_row((row.mark, say(row.label), say(row.meaning))) for row in rows))
        return [nodes.table("", group, classes=["legend"])]


def _row(cells: Iterable[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
