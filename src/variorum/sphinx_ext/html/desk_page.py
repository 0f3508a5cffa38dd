"""The editor's desk as a page of the preview: all open matters, each with a link that opens the file at its line.

It is written only where `variorum_desk` says how a program opens a file, as `make serve` does; readers never get it.
What it says is for editors, and English.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup
from sphinx.util import logging

from variorum.checking.desk import KINDS, Matter, open_matters
from variorum.finder.owed import owed
from variorum.finder.rejections import rejected_places
from variorum.reading.unread_files import kept_drafts
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

PAGE = "desk"
TITLE = "The editor’s desk"
_ITEM = Markup('<li><a href="{address}">{place}</a> {words}</li>\n')


def register(app: Sphinx) -> None:
    """Tell Sphinx the setting and the page."""
    app.add_config_value("variorum_desk", "", "html", str)  # e.g. "vscode://file/{path}:{line}"; "" = no such page
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", tell)


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page, if it is asked for."""
    opens = app.config.variorum_desk
    if not opens or not output_of(app.builder).themed:
        return
    if "{path}" not in opens:
        logger.warning("variorum_desk has no {path}; write an address such as vscode://file/{path}:{line}")
        return
    root, domain = edition_folder(app), domain_of(app.env)
    edition = domain.edition
    rejected = rejected_places(root, edition)
    matters = open_matters(edition, domain.problems, owed(edition, rejected=rejected), kept_drafts(root))
    yield PAGE, {"title": TITLE, "body": _body(matters, root, opens)}, "page.html"


def tell(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Say whether there is such a page."""
    context["desk"] = PAGE if app.config.variorum_desk and pagename != PAGE else ""


def _body(matters: tuple[Matter, ...], root: Path, opens: str) -> str:
    made = Markup("<section>\n<h1>{}</h1>\n").format(TITLE)
    if not matters:
        made += Markup("<p>Nothing is open.</p>\n")
    for kind, those in groupby(matters, key=lambda matter: matter.kind):
        items = [_item(matter, root, opens) for matter in those]
        made += Markup('<section id="desk-{}">\n<h2>{}: {}</h2>\n<ul>\n').format(kind, KINDS[kind], len(items))
        made += Markup().join(items) + Markup("</ul>\n</section>\n")
    return str(made + Markup("</section>\n"))


def _item(matter: Matter, root: Path, opens: str) -> Markup:
    path = quote((root / matter.path).resolve().as_posix().removeprefix("/"))
    address = opens.replace("{path}", path).replace("{line}", str(matter.line))
    return _ITEM.format(address=address, place=f"{matter.path}:{matter.line}", words=matter.words)
