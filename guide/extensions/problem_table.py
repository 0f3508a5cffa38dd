"""What the check can say: ```` ```{problems} ```` in, a table of all codes with their sentences out.

Made from the table of the model itself, so that no code is without its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from variorum.model.problems import HINT_CODES, PROBLEM_CODES

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("problems", ProblemsDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ProblemsDirective(SphinxDirective):
    """Each code with what it means, and whether it is only a hint."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        hints = dict.fromkeys(HINT_CODES, " Only a hint.")
        rows = (f"| `{code}` | {said}{hints.get(code, '')} |" for code, said in PROBLEM_CODES.items())
        return self.parse_text_to_nodes("\n".join(("| Code | What it says |", "|---|---|", *rows)))
