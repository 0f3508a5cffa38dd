"""The bodies of annotations and parallels as nodes: the closed tree of `model.body` in, common docutils nodes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.model.body import CITE_ROLES, LANGUAGE_ROLE, LINK_ROLES, Block, Body, Inline
from variorum.model.span import Span
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.cross_references import link_as_named
from variorum.sphinx_ext.doctree.isolates import isolated
from variorum.sphinx_ext.doctree.languages import pieces_of
from variorum.sphinx_ext.doctree.page import Page
from variorum.text.scripts import foreign_runs
from variorum.text.typography import body_in_print
from variorum.wording.messages import Wording

_BLOCKS: Mapping[str, type[nodes.Element]] = {
    "bullet-list": nodes.bullet_list,
    "ordered-list": nodes.enumerated_list,
    "list-item": nodes.list_item,
    "quotation": nodes.block_quote,
}
_MARKS: Mapping[str, type[nodes.TextElement]] = {"emphasis": nodes.emphasis, "strong": nodes.strong}


def body_nodes(page: Page, body: Body, path: str, language: str = "") -> list[nodes.Node]:
    """Set a body; its links and citations are resolved later by their Domains. `path` is named where one fails.

    A body in another `language` than the page's tells so, and says in it what links without words show.
    """
    foreign = bool(language) and language != page.language
    spoken = replace(page, wording=Wording(language)) if foreign else page
    made = [_block(spoken, block, path) for block in body_in_print(body, spoken.language).blocks]
    for paragraph in (p for block in made for p in block.findall(nodes.paragraph)) if foreign else ():
        inner = list(paragraph.children)
        paragraph[:] = [nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(language)])]
    return [*made]


def _block(page: Page, block: Block, path: str) -> nodes.Element:
    if block.kind == "paragraph":
        line = _Line(page, path, "".join(_letters(page, inline) for inline in block.inlines))
        return nodes.paragraph("", "", *isolated([*line.set(block.inlines)], page.direction))
    return _BLOCKS[block.kind]("", *(_block(page, inner, path) for inner in block.blocks))


def _letters(page: Page, inline: Inline) -> str:
    """Return the words of an inline for finding foreign runs, which go through marks; what is not text parts them."""
    if inline.children:
        return "".join(_letters(page, child) for child in inline.children)
    return inline.text if inline.kind == "text" else "\n" if inline.kind == "break" else _PARTING[page.direction]


_PARTING = {"ltr": "a", "rtl": "א"}  # a letter of the line


class _Line:
    """A paragraph that is being set."""

    def __init__(self, page: Page, path: str, letters: str) -> None:
        self.page, self.path, self.letters = page, path, letters
        self.runs = foreign_runs(letters, page.language, page.script_languages)
        self.at = 0  # how many of the letters are set

    def set(self, inlines: Iterable[Inline]) -> Iterator[nodes.Node]:
        """Yield the nodes of the inlines that come next."""
        for inline in inlines:
            if inline.children:
                yield self._mark(inline)
                continue
            start, self.at = self.at, self.at + len(_letters(self.page, inline))
            match inline.kind:
                case "text":
                    yield from pieces_of(Span(start, self.at), self.letters, self.runs)
                case "break":
                    yield nodes.Text("\n")
                case "code":
                    yield nodes.literal(inline.text, inline.text)
                case "role":
                    yield _role(self.page, inline, self.path)

    def _mark(self, mark: Inline) -> nodes.Node:
        if mark.kind == "link":
            return nodes.reference("", "", *self.set(mark.children), refuri=mark.name, rel="nofollow noopener")
        return _MARKS[mark.kind]("", "", *self.set(mark.children))


def _role(page: Page, role: Inline, path: str) -> nodes.Node:
    if role.name in CITE_ROLES:
        return _citation(page, role, path)
    if role.name in LINK_ROLES:
        link = link_as_named(page, role.name, role.text)
        link.source, link.line = path, role.line
        return link
    assert LANGUAGE_ROLE.fullmatch(role.name)  # parse_body lets nothing else through
    return nodes.inline("", role.text, classes=[our.LANGUAGE_CLASS.format(role.name)])


def _citation(page: Page, role: Inline, path: str) -> pending_xref:
    """Make the node that sphinxcontrib-bibtex' own role makes; its Domain is told by who puts it on a page."""
    node = pending_xref(
        role.text,
        nodes.inline("", role.text),
        refdomain="cite",
        reftype=role.name.removeprefix("cite:"),
        reftarget=role.text,
        refexplicit=False,
        refwarn=True,
        refdoc=page.docname,
    )
    node.source, node.line = path, role.line
    return node
