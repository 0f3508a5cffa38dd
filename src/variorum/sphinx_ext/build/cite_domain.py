"""Where sphinxcontrib-bibtex keeps what pages cite and list: the environment of a build in, its Domain out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain


def cite_domain_of(env: BuildEnvironment) -> BibtexDomain:
    """Return the Domain of sphinxcontrib-bibtex."""
    return cast("BibtexDomain", env.get_domain("cite"))
