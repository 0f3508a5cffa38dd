"""```` ```{contributors} ````: all who signed notes, parallels and translations, with what they wrote.

The list is made from `by:`, so nobody who contributed is forgotten, on the pages, in the book and in the EPUB.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from variorum.sphinx_ext.directives.base import EditionDirective
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.page import Page
from variorum.works.contributors import Contributor, contributors

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NOTES_LISTED = 40  # notes that are linked to one by one; of whoever wrote more it is said how many there are


def register(app: Sphinx) -> None:
    """Tell Sphinx the directive."""
    app.add_directive("contributors", ContributorsDirective)


class ContributorsDirective(EditionDirective):
    """List everybody who signed something, by the alphabet."""

    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return a list with an entry for each person."""
        self.note_part("contributors")
        page = self.page()
        items = [_item(page, one) for one in contributors(self.edition)]
        return [nodes.bullet_list("", *items, classes=["contributors"])] if items else []


def _item(page: Page, one: Contributor) -> nodes.list_item:
    words = nodes.paragraph("", "", nodes.strong("", one.name), nodes.Text(": "))
    for number, part in enumerate(_parts(page, one)):
        words += [nodes.Text("; ")] if number else []
        words += part
    return nodes.list_item("", words)


def _parts(page: Page, one: Contributor) -> Iterator[list[nodes.Node]]:
    """Yield what somebody wrote: annotations, parallels, translations."""
    counted, say = page.wording.counted, page.wording.say
    if one.annotations:
        said = counted("{number} annotation", "{number} annotations", len(one.annotations))
        links = (link_to(page, "annotation", a.id, f"{s.siglum} {a.range or a.passage}") for s, a in one.annotations)
        yield [nodes.Text(said), *_listed(list(links) if len(one.annotations) <= NOTES_LISTED else [])]
    if one.parallels:
        said = counted("{number} parallel", "{number} parallels", len(one.parallels))
        links = (link_to(page, "parallel", p.id, p.title) for p in one.parallels)
        yield [nodes.Text(said), *_listed(list(links) if len(one.parallels) <= NOTES_LISTED else [])]
    for source, translation in one.translations:
        language = page.wording.name_of(translation.language) or translation.language
        yield [nodes.Text(say("translation of {source} ({language})", source=source.siglum, language=language))]


def _listed(links: list[nodes.Node]) -> Iterator[nodes.Node]:
    for number, link in enumerate(links):
        yield nodes.Text(", " if number else " (")
        yield link
    if links:
        yield nodes.Text(")")
