"""What the making of nodes needs to know of a page: the environment and a docname in, a `Page` out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.settings import settings_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def page_of(env: BuildEnvironment, docname: str) -> Page:
    """Return what is known of a page before anything stands on it."""
    settings, domain = settings_of(env.config), domain_of(env)
    return Page(
        domain.edition,
        docname,
        settings.wording,
        settings.script_languages,
        domain.style,
        Path(os.path.relpath(domain.folder, env.srcdir)).as_posix(),
        settings.verse_numbers,
    )
