"""Words in several languages and scripts: text in, nodes out that tell the language of each run (HTML's `lang`).

A run is marked where its language is another than that of the words around it, so that a screen reader, the hyphenation
and the choice of a font (Devanagari, Cyrillic …) follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.page import Page
from variorum.text.scripts import foreign_runs


def words_in(page: Page, text: str, language: str) -> list[nodes.Node]:
    """Set words of a language inside a page of another: the whole marked with its language, foreign runs too."""
    inner = list(runs_in(page, text, language))
    if language == page.language:
        return inner
    return [nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(language)])]


def runs_in(page: Page, text: str, language: str) -> Iterator[nodes.Node]:
    """Yield words of a language, marked only where they change to another."""
    at = 0
    for span, foreign in foreign_runs(text, language, page.script_languages):
        if span.start > at:
            yield nodes.Text(text[at : span.start])
        yield run_in(text[span.start : span.end], foreign)
        at = span.end
    if at < len(text) or not text:
        yield nodes.Text(text[at:])


def woven(pieces: Iterable[str | nodes.Node]) -> Iterator[nodes.Node]:
    """Yield what `Wording.weave` has put together as nodes."""
    yield from (nodes.Text(piece) if isinstance(piece, str) else piece for piece in pieces)


def run_in(text: str, language: str) -> nodes.Node:
    """Set words of one language; "" = that of the words around them."""
    return nodes.inline("", text, classes=[our.LANGUAGE_CLASS.format(language)]) if language else nodes.Text(text)
