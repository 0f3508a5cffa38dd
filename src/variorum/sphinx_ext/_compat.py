"""Work-arounds for faults of others, each with its reason and what removes it."""

from __future__ import annotations

from pybtex.plugin import find_plugin, register_plugin

_ASKED_FOR_AT_EACH_CITATION = (("pybtex.backends", "plaintext"), ("pybtex.backends", "docutils"))


def remember_plugins() -> None:
    """Tell pybtex again of plugins that it has, in the way in which it remembers them.

    sphinxcontrib-bibtex 2.7 asks for these at every citation, and pybtex 0.26 reads the metadata of all installed
    packages each time: 13 ms a citation. Remove when either of them remembers.
    """
    for group, name in _ASKED_FOR_AT_EACH_CITATION:
        register_plugin(group, name, find_plugin(group, name), force=True)
