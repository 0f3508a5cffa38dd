"""Titles of pages, in which names that run against the line stand apart: “He · דברי הימים (1878)!” is read as written.

In: the title nodes of a page as its editors wrote them. Out: the same with an inline around each such name, which tells
its direction and, where a source is named or its letters say it, its language. Contents, menus, “next” and “previous”
and the contents of a book are made from these nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.direction import told_direction
from variorum.sphinx_ext.settings import language_of, settings_of
from variorum.text.bidi import names_in_title, strong_directions, title_in_letters
from variorum.text.scripts import direction_of, foreign_runs

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Tell Sphinx that titles are looked at when a page is read."""
    app.add_transform(TitlesApart)


class TitlesApart(SphinxTransform):
    """Set the names in titles apart that run against the line of the page."""

    default_priority = 870  # the title of the page has found its place; Sphinx has not yet taken titles for contents

    def apply(self, **kwargs: Any) -> None:
        """Look at every title of the page, and at the names that a list of contents gives pages."""
        self.line = direction_of(language_of(self.config))
        for title in self.document.findall(nodes.title):
            if strong_directions(title.astext()) - {self.line}:
                self._set_apart(title)
                self._turn(title)
        for contents in self.document.findall(addnodes.toctree):
            entries = contents["entries"]
            contents["entries"] = [(words and self._in_letters(words), target) for words, target in entries]

    def _set_apart(self, title: nodes.title) -> None:
        plain = [child for child in title.children if isinstance(child, nodes.Text)]
        marked = any(map(strong_directions, plain)) and len(plain) < len(title.children)
        if marked and self.line not in strong_directions(title.astext()):
            title[:] = [nodes.inline("", "", *title.children, dir=_other(self.line))]
            return  # marked words and plain ones are one name
        for text in plain:
            if strong_directions(text) - {self.line}:
                title.replace(text, [*self._pieces(text.astext())])

    def _turn(self, title: nodes.title) -> None:
        """Let a heading that is nothing but a name from the other side begin at that side, where a theme knows how."""
        told = {told_direction(child) if isinstance(child, nodes.Element) else "" for child in title.children}
        if len(told) == 1 and told <= {_other(self.line)}:
            title["classes"].append(f"runs-{_other(self.line)}")

    def _pieces(self, text: str) -> Iterator[nodes.Node]:
        """Yield the words of a title, each name that runs against it in an inline."""
        at, languages = 0, self._languages()
        for span in names_in_title(text, self.line, languages):
            if span.start > at:
                yield nodes.Text(text[at : span.start])
            name = span.of(text)
            language = languages.get(name) or self._by_its_letters(name)
            told = [our.LANGUAGE_CLASS.format(language)] if language else []
            yield nodes.inline("", name, classes=told, dir=_other(self.line))
            at = span.end
        if at < len(text):
            yield nodes.Text(text[at:])

    def _in_letters(self, words: str) -> str:
        return title_in_letters(words, self.line, self._languages())

    def _languages(self) -> Mapping[str, str]:
        """Return the names of the sources whose lines run otherwise than the page's, with their languages."""
        sources = (s for s in domain_of(self.env).edition.sources if s.direction != self.line)
        return {name: source.language for source in sources for name in (source.title, source.label)}

    def _by_its_letters(self, name: str) -> str:
        page = language_of(self.config)
        return next((tag for _, tag in foreign_runs(name, page, settings_of(self.config).script_languages)), "")


def _other(line: str) -> str:
    return "rtl" if line == "ltr" else "ltr"
