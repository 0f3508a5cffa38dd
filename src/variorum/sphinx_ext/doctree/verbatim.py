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
            for inner in node.findall(nodes.TextElement):
                inner["translatable"] = False  # holds for this node alone
    return list(set_)
