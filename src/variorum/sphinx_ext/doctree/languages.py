"""Words in several languages and scripts: text in, nodes out that tell the language of each run (HTML's `lang`).

A run is marked where its language is another than that of the words around it, so that a screen reader, the hyphenation
and the choice of a font (Devanagari, Cyrillic …) follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from docutils import nodes

from variorum.model.span import Span
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.page import Page
from variorum.text.bidi import first_direction, names_in_title, strong_directions
from variorum.text.line_joining import without_joined_ends
from variorum.text.scripts import foreign_runs


def words_in(page: Page, text: str, language: str) -> list[nodes.Node]:
    """Set words of a language inside a page of another: the whole marked with its language, foreign runs too."""
    inner = list(runs_in(page, text, language))
    if language == page.language:
        return inner
    return [nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(language)])]


def runs_in(page: Page, text: str, language: str) -> Iterator[nodes.Node]:
    """Yield words of a language, marked only where they change to another."""
    yield from pieces_of(Span(0, len(text)), text, foreign_runs(text, language, page.script_languages))


def title_in(page: Page, title: str, language: str) -> list[nodes.Node]:
    """Set a title of a language; names in it that run against the page stand apart with their own signs and figures."""
    if language != page.language:
        return words_in(page, title, language)
    names = names_in_title(title, page.direction)
    cuts = [0, *(at for name in names for at in (name.start, name.end)), len(title)]
    made: list[nodes.Node] = []
    for number, (start, end) in enumerate(pairwise(cuts)):
        words = title[start:end]
        pieces = list(runs_in(page, words, language)) if words else []
        if number % 2:  # a name
            told = next((piece for piece in pieces if isinstance(piece, nodes.inline)), nodes.inline())
            pieces = [nodes.inline("", words, classes=[*told["classes"]], dir=first_direction(words))]
        made += pieces
    return made


def pieces_of(
    part: Span, text: str, runs: Sequence[tuple[Span, str]], *, in_lines: bool = False
) -> Iterator[nodes.Node]:
    """Yield a part of a text, marked where runs of it lie; a run may hold others, which come after it.

    Its lines are joined, as `text.line_joining` has it; `in_lines`: they stay.
    """
    at = part.start
    for number, (span, foreign) in enumerate(runs):
        start, end = max(span.start, at), min(span.end, part.end)
        if start >= end:
            continue
        if start > at:
            yield nodes.Text(_shown(text, at, start, in_lines=in_lines))
        within = [run for run in runs[number + 1 :] if run[0].end <= span.end]
        inner = pieces_of(Span(start, end), text, within, in_lines=in_lines)
        yield nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(foreign)])
        at = end
    if at < part.end or not text:
        yield nodes.Text(_shown(text, at, part.end, in_lines=in_lines))


def _shown(text: str, start: int, end: int, *, in_lines: bool) -> str:
    return text[start:end] if in_lines else without_joined_ends(text, start, end)


def named(page: Page, words: str) -> nodes.Node:
    """Set what a line names (a title, a siglum) so that it stands apart where it runs otherwise than the page."""
    if strong_directions(words) - {page.direction}:
        return nodes.inline("", words, dir=first_direction(words))
    return nodes.Text(words)


def woven(pieces: Iterable[str | nodes.Node]) -> Iterator[nodes.Node]:
    """Yield what `Wording.weave` has put together as nodes."""
    yield from (nodes.Text(piece) if isinstance(piece, str) else piece for piece in pieces)
