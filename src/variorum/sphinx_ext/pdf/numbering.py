"""The numbers of figures, tables, code and equations, as Sphinx has given them to the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def number_of(env: BuildEnvironment, docname: str, node: nodes.Element) -> str:
    """Return what stands before a caption ("Fig. 1 "), or the number of an equation ("1"); "" if there is none."""
    given = env.toc_fignumbers.get(docname, {})
    first = next(iter(node["ids"]), "")
    if isinstance(node, nodes.math_block):
        if env.config.math_numfig and env.config.numfig:
            return ".".join(map(str, given.get("displaymath", {}).get(first, ())))
        number = node.get("number")
        return str(number) if number and number is not True else ""
    kind = env.domains.standard_domain.get_enumerable_node_type(node)
    numbers = given.get(kind or "", {}).get(first, ())
    form = env.config.numfig_format.get(kind, "")
    return form % ".".join(map(str, numbers)) + " " if numbers and "%s" in form else ""
