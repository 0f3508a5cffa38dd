"""A build that stays in memory: the pages that somebody has open are written at once, then all that has changed.

It runs in a process of its own, so that pages are served while it works, and nothing is lost if it falls: the next one
finds what the last left on the disk, as any build does. What it writes in the end is what any build would write.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import suppress_logging

from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.lifecycle import is_outdated, read_again, resume
from variorum.sphinx_ext.live.heard import Heard
from variorum.sphinx_ext.live.note_words import put_in_words

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder


@dataclass(frozen=True, slots=True)
class Site:
    """What is built, from what and into what."""

    conf: Path  # folder of conf.py
    docs: Path
    out: Path
    doctrees: Path
    settings: Mapping[str, str]  # instead of those of conf.py


class ResidentBuild:
    """One Sphinx application that builds again and again."""

    def __init__(self, site: Site, warnings: TextIO | None = None) -> None:
        self._held = ExitStack()
        self._heard = Heard(warnings or sys.stderr, site.conf)
        self._held.enter_context(patch_docutils(str(site.conf)))
        self._held.enter_context(docutils_namespace())
        self._app = Sphinx(
            site.docs,
            site.conf,
            site.out,
            site.doctrees,
            "html",
            confoverrides={"nitpicky": True, **site.settings},
            status=None,
            warning=cast("TextIO", self._heard),
        )
        self._builder = cast("StandaloneHTMLBuilder", self._app.builder)
        self._begun = True  # a new application has taken its turn
        self._styles, self._scripts = list(self._app.registry.css_files), list(self._app.registry.js_files)

    def write_all(self) -> list[str]:
        """Write every page that is not as it should be, and all that is made from the whole edition.

        Returns what the build warns of, a line each.
        """
        self._resume()
        self._begun = False
        self._app.build()
        gc.collect()
        gc.freeze()  # what stays in memory is not looked through for cycles again
        return self._heard.lines()

    def write_open(self, files: Iterable[Path]) -> None:
        """Write those of the files that are pages and have changed; what else depends on them is left to `write_all`.

        Nothing is said of what is wrong: `write_all`, which is to follow, reads these pages once more and says it.
        """
        self._resume()
        builder, env = self._builder, self._app.env
        wanted = {str(path) for path in files}
        pages = [name for name in sorted(env.found_docs) if str(builder.get_outfilename(name)) in wanted]
        gc.disable()
        try:
            with suppress_logging():
                before = domain_of(env).edition
                read_again(self._app)
                outdated = [name for name in pages if is_outdated(self._app, name)]
                changed = {name for name in outdated if not put_in_words(builder, name, before)}
                for docname in outdated:
                    env.all_docs[docname] = 0  # so that it is read with all others, too
                for docname in changed:
                    self._app.events.emit("env-purge-doc", env, docname)
                    env.clear_doc(docname)
                    builder.read_doc(docname)
                    env.all_docs[docname] = 0
                if changed:
                    builder.prepare_writing(changed)
                    builder.write_documents(changed)
        finally:
            gc.enable()

    def close(self) -> None:
        """Let go of what Sphinx has registered."""
        self._held.close()

    def _resume(self) -> None:
        """Let the application build once more: take the turn, and forget the files that single pages asked for.

        Sphinx keeps these, and gives them to all the pages of a second build.
        """
        self._app.registry.css_files[:] = self._styles
        self._app.registry.js_files[:] = self._scripts
        self._builder.init_css_files()
        self._builder.init_js_files()
        if not self._begun:
            resume(self._app)
            self._begun = True


def serve(site: Site, orders: Connection) -> None:
    """Carry out orders until there are no more: a list of files, or None for all.

    Each is answered with what went wrong, or "", and what the build of everything warns of (None of single pages).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever gives the orders ends this process
    build = None
    while True:
        try:
            files = orders.recv()
        except EOFError:
            return
        try:
            build = build or ResidentBuild(site)
            if files is None:
                orders.send(("", build.write_all()))
            else:
                build.write_open(files)
                orders.send(("", None))
        except Exception as error:  # whatever an extension or a page raises; this process is given up after it
            sys.stderr.flush()
            orders.send((f"{type(error).__name__}: {error}", None))
