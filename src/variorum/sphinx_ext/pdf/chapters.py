"""Which pages of the edition are chapters of the book, and in which order: a `Selection` in, chapters out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sphinx import addnodes

from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.pdf.selection import Selection

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Chapter(NamedTuple):
    """A page of the edition in the order of the book."""

    docname: str
    level: int
    above: str  # the caption of the table of contents that names it


def chapters(env: BuildEnvironment, selection: Selection, left_out: Sequence[str]) -> Iterator[Chapter]:
    """Yield the pages of a book; `left_out` are patterns such as `guide/*`."""
    root = env.config.root_doc
    patterns = [p.replace(".", r"\.").replace("*", ".*") for p in left_out]
    for chapter in _below(env, root, 1, {root}, patterns):
        shows = domain_of(env).shows.get(chapter.docname, {})
        if any(part.kind == "apparatus" for part in shows):
            continue  # lists again what stands in the margins
        if selection.whole or _belongs(env, chapter.docname, selection):
            yield chapter


def has_bibliography(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page lists works."""
    return any(key.docname == docname for key in cite_domain_of(env).bibliographies)


def is_index(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page lists names with the places where they occur."""
    return any(part.kind == "names" for part in domain_of(env).shows.get(docname, {}))


def _belongs(env: BuildEnvironment, docname: str, selection: Selection) -> bool:
    """Whether a page is part of what was selected, or lists what that uses."""
    shows = domain_of(env).shows.get(docname, {})
    if docname in selection.pages or any(p.kind == "source" and p.target in selection.sources for p in shows):
        return True
    return has_bibliography(env, docname) or is_index(env, docname)


def _below(
    env: BuildEnvironment, docname: str, level: int, seen: set[str], left_out: Sequence[str]
) -> Iterator[Chapter]:
    """Yield the pages below a page in the order of its tables of contents, each once."""
    if docname not in env.toctree_includes:
        return  # most pages have none, and need not be read for that
    for toctree in env.get_doctree(docname).findall(addnodes.toctree):
        for name in toctree["includefiles"]:
            if name in seen or any(re.fullmatch(p, name) for p in left_out):
                continue
            seen.add(name)
            yield Chapter(name, level, toctree.get("caption") or "")
            yield from _below(env, name, level + 1, seen, left_out)
