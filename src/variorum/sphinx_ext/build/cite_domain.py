"""Where sphinxcontrib-bibtex keeps what pages cite and list: the environment of a build in, its Domain out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain


def register(app: Sphinx) -> None:
    """Tell Sphinx when the lists of works are put in order."""
    app.connect("env-updated", in_order, priority=100)  # before sphinxcontrib-bibtex goes through them


def cite_domain_of(env: BuildEnvironment) -> BibtexDomain:
    """Return the Domain of sphinxcontrib-bibtex."""
    return cast("BibtexDomain", env.get_domain("cite"))


def in_order(_: Sphinx, env: BuildEnvironment) -> None:
    """Let a citation lead to the first page by name that lists its work, as all that two pages set does.

    sphinxcontrib-bibtex holds the lists in the order in which pages were read, which is another in every build, and
    takes the last of them.
    """
    lists = cite_domain_of(env).bibliographies
    ordered = sorted(lists.items(), key=lambda item: item[0].docname, reverse=True)  # those of a page stay
    lists.clear()
    lists.update(ordered)
