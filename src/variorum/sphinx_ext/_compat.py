"""Work-arounds for faults of others, each with its reason and what removes it."""

from __future__ import annotations

from functools import cache

import pybtex.plugin


def cache_plugins() -> None:
    """Let pybtex look up each plugin once.

    sphinxcontrib-bibtex 2.7 asks for the plaintext backend at every citation, and pybtex 0.26 reads the metadata of all
    installed packages each time: 13 ms a citation. Remove when either of them remembers.
    """
    if not hasattr(pybtex.plugin.find_plugin, "cache_info"):
        pybtex.plugin.find_plugin = cache(pybtex.plugin.find_plugin)
