"""Work-arounds for faults of others, each with its reason and what removes it."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainBackend
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.labels.alpha import LabelStyle as AlphaLabels
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.names.plain import NameStyle as PlainNameStyle
from pybtex.style.sorting.author_year_title import SortingStyle as SortedByAuthor
from pybtex.style.sorting.none import SortingStyle as NotSorted
from pybtex_docutils import Backend as DocutilsBackend
from sphinx.util.docutils import LoggingReporter
from sphinxcontrib.bibtex.style.names.last import LastNameStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.referencing.foot import FootReferenceStyle

from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import later, translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# What is asked for of plugins, by the library that remembers them and the name of its memory.
_PLUGINS: tuple[tuple[ModuleType, str, dict[str, dict[str, type]]], ...] = (
    (
        pybtex.plugin,
        "_RUNTIME_PLUGINS",
        {
            "pybtex.backends": {"plaintext": PlainBackend, "docutils": DocutilsBackend},  # at each citation
            "pybtex.style.formatting": {"alpha": AlphaStyle},
            "pybtex.style.labels": {"alpha": AlphaLabels, "number": NumberLabels},
            "pybtex.style.names": {"last": LastNameStyle, "plain": PlainNameStyle},
            "pybtex.style.sorting": {"author_year_title": SortedByAuthor, "none": NotSorted},
        },
    ),
    (
        sphinxcontrib.bibtex.plugin,
        "_runtime_plugins",
        {
            "sphinxcontrib.bibtex.style.referencing": {
                "author_year": AuthorYearReferenceStyle,
                "foot": FootReferenceStyle,
            }
        },
    ),
)


def remember_plugins(own: Mapping[str, Mapping[str, type]]) -> None:
    """Tell pybtex of installed plugins, and of our own, as if they had been registered by hand; those it remembers.

    pybtex 0.26 and sphinxcontrib-bibtex 2.7 read the metadata of all installed packages each time that they look for
    one, 12 ms, and at every citation; `register_plugin` does too. Remove when either of them remembers what it found.
    """
    for library, memory, groups in _PLUGINS:
        remembered: dict[str, dict[str, type]] = getattr(library, memory, {})
        for group, plugins in groups.items():
            remembered[group] = {**plugins, **own.get(group, {}), **remembered.get(group, {})}


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
