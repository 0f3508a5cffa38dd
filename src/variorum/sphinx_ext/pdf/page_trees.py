"""The resolved pages of the book, one at a time in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes

from variorum.sphinx_ext._compat import tree_of

if TYPE_CHECKING:
    from sphinx.builders import Builder


@contextmanager
def page_tree(builder: Builder, docname: str) -> Iterator[nodes.document]:
    """Lend a page with its references resolved and its pictures found; afterwards the tree is no more."""
    tree = tree_of(builder.env, docname)
    builder.env.resolve_references(tree, docname, builder)
    builder.post_process_images(tree)
    yield tree
    for node in list(tree.findall()):  # what leads upwards; docutils knows no node without it
        node.parent = None
        node.document = None  # type: ignore[assignment]
    tree.transformer = None  # type: ignore[assignment]
