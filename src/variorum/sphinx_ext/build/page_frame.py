"""What every page of a site says of the others: where each source stands, which pages links can be previewed to.

Every page is written again when one of these changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import domain_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from variorum.model.source import Source


def page_frame(env: BuildEnvironment) -> Iterator[str]:
    """Yield what the head of every page is made from."""
    domain = domain_of(env)
    homes = domain.homes("source")
    yield from (f"{s.id} {s.siglum} {s.label} {homes.get(s.id)}" for s in sources_as_read(env))
    yield from (f"{source} {docname}" for source, docname in domain.homes("apparatus").items())
    yield from pages_with_previews(env)


def sources_as_read(env: BuildEnvironment) -> list[Source]:
    """Return the sources in the order of their pages, as “previous” and “next” go; those in no contents come last.

    Without pages in contents their order is that of the edition.
    """
    domain = domain_of(env)
    homes = domain.homes("source")
    pages = {docname: number for number, docname in enumerate(env.collect_relations())}
    contents = {name for names in env.toctree_includes.values() for name in names}

    def place(source: Source) -> int:
        home = homes.get(source.id, "")
        return pages[home] if home in contents and home in pages else len(pages)

    return sorted(domain.edition.sources, key=place)


def pages_with_previews(env: BuildEnvironment) -> list[str]:
    """Return the pages that links can be previewed to: where something of the edition or a work's entry stands."""
    return sorted({*domain_of(env).places.pages, *_pages_of_works(env)})


def previewed(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return those of these pages that links can be previewed to."""
    domain, works = domain_of(env), _pages_of_works(env)
    return sorted(name for name in docnames if name in works or domain.places.on(name))


def _pages_of_works(env: BuildEnvironment) -> set[str]:
    works = cite_domain_of(env).citations
    return {entry.bibliography_key.docname for entry in works if entry.tooltip_entry is not None}
