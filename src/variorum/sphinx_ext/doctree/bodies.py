"""The bodies of annotations and parallels as nodes: the closed tree of `model.body` in, common docutils nodes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.model.body import CITE_ROLES, LANGUAGE_ROLE, LINK_ROLES, Block, Body, Inline
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.cross_references import link_as_named
from variorum.sphinx_ext.doctree.languages import runs_in
from variorum.sphinx_ext.doctree.page import Page
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
        return nodes.paragraph("", "", *_inlines(page, block.inlines, path))
    return _BLOCKS[block.kind]("", *(_block(page, inner, path) for inner in block.blocks))


def _inlines(page: Page, inlines: Iterable[Inline], path: str) -> Iterator[nodes.Node]:
    for inline in inlines:
        match inline.kind:
            case "text":
                yield from runs_in(page, inline.text, page.language)
            case "break":
                yield nodes.Text("\n")
            case "code":
                yield nodes.literal(inline.text, inline.text)
            case "link":
                children = _inlines(page, inline.children, path)
                yield nodes.reference("", "", *children, refuri=inline.name, rel="nofollow noopener")
            case "role":
                yield _role(page, inline, path)
            case _:
                yield _MARKS[inline.kind]("", "", *_inlines(page, inline.children, path))


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
