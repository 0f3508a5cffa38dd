"""Work-arounds for faults of others, each with its reason and what removes it."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from docutils import nodes
from pybtex.plugin import register_plugin
from sphinx.util.docutils import LoggingReporter

from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import later, translations

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ASKED_FOR = (
    ("pybtex.backends", "plaintext"),  # these two at each citation
    ("pybtex.backends", "docutils"),
    ("pybtex.style.names", "last"),
    ("pybtex.style.names", "plain"),
    ("pybtex.style.formatting", "alpha"),
    ("pybtex.style.labels", "alpha"),
    ("pybtex.style.sorting", "author_year_title"),
)


def remember_plugins() -> None:
    """Tell pybtex of plugins that are installed, in the way in which it remembers them.

    pybtex 0.26 reads the metadata of all installed packages each time that it is asked for one, 13 ms, and
    sphinxcontrib-bibtex 2.7 asks at every citation. Here they are read once. Remove when either of them remembers.
    """
    installed = entry_points()
    for group, name in _ASKED_FOR:
        for found in installed.select(group=group, name=name):
            register_plugin(group, name, found.load(), force=True)


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
