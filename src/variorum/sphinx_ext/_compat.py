"""Work-arounds for faults of others, each with its reason and what removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from pybtex.plugin import find_plugin, register_plugin
from sphinx.util.docutils import LoggingReporter

from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import later, translations

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ASKED_FOR_AT_EACH_CITATION = (("pybtex.backends", "plaintext"), ("pybtex.backends", "docutils"))


def remember_plugins() -> None:
    """Tell pybtex again of plugins that it has, in the way in which it remembers them.

    sphinxcontrib-bibtex 2.7 asks for these at every citation, and pybtex 0.26 reads the metadata of all installed
    packages each time: 13 ms a citation. Remove when either of them remembers.
    """
    for group, name in _ASKED_FOR_AT_EACH_CITATION:
        register_plugin(group, name, find_plugin(group, name), force=True)


# What Sphinx 9.0 writes on our pages and has no words for in some of our languages.
_OF_SPHINX = (
    later("Link to this heading"),
    later("Link to this term"),
    later("Link to this table"),
    later("Link to this image"),
    later("Link to this code"),
    later("Link to this definition"),
    later("Link to this toctree"),
)


def lend_words(app: Sphinx) -> None:
    """Let Sphinx look up in our catalogue what its own lacks, such as the names of its links to headings in German.

    Remove when the catalogues of Sphinx have `_OF_SPHINX` in every language of ours.
    """
    app.translator.add_fallback(translations(wording_of(app.config).language))


def tree_of(env: BuildEnvironment, docname: str) -> nodes.document:
    """Return the tree of a page to work on: the one that this build has read, else that of an earlier one.

    Sphinx keeps all trees that it has read until somebody asks for them with their tables of contents resolved, which
    the book does not want: a hundred MB of an edition like ours. Remove when `get_doctree` takes them too.
    """
    kept: dict[str, nodes.document] = getattr(env, "_write_doc_doctree_cache", {})
    if (tree := kept.pop(docname, None)) is None:
        return env.get_doctree(docname)
    tree.settings.env = env
    tree.reporter = LoggingReporter(str(env.doc2path(docname)))
    return tree
