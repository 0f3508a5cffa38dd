"""Words that nobody may change: what the edition sets keeps its letters under any settings of Sphinx.

Between reading a page and writing it Sphinx may turn `--` and `"` into other signs (`smartquotes`, which is on unless
an edition says otherwise) and put the words of a catalogue in the place of others (`locale_dirs`). Both leave alone
what is marked here. An editor's own pages are Sphinx' as before.
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes


def verbatim(set_: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return the same nodes, marked to be left as they are written, with all that they hold."""
    for node in set_:
        if isinstance(node, nodes.Element):
            node["support_smartquotes"] = False  # holds for everything inside
            # holds for a node alone; what stands in a line is not translated by itself (and with this mark Sphinx would
            # take it for a place-holder of its own, and drop it)
            for inner in node.findall(lambda n: isinstance(n, nodes.TextElement) and not isinstance(n, nodes.Inline)):
                inner["translatable"] = False  # type: ignore[index]
    return list(set_)
