"""Part of an edition as a book: which sources, divisions and pages; and of names and works those that it uses.

In: the setting `variorum_pdf_only`. Out: a `Selection`, and pages cut down to it. What a part names of the rest of the
edition stands in it as words: a parallel's other passages are quoted in the margin under their sigla.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from docutils import nodes

from variorum.model.edition import Edition
from variorum.model.source import Source
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree import work_nodes


class NoSuchPartError(ValueError):
    """The setting names what is not there; the message says what is."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is set. The whole edition, if nothing is named."""

    sources: tuple[str, ...] = ()  # ids of sources, set whole or by their divisions
    divisions: Mapping[str, str] = field(default_factory=dict)  # source → anchor of the heading that opens what is set
    pages: tuple[str, ...] = ()  # docnames, e.g. "parallels/youth"

    @property
    def whole(self) -> bool:
        """Whether it is the whole edition."""
        return not (self.sources or self.pages)

    @property
    def name(self) -> str:
        """What the file's name says of it, e.g. "norwegian" or "norwegian-h3"."""
        cut = (f"{id_}-{self.divisions[id_]}" if id_ in self.divisions else id_ for id_ in self.sources)
        return "-".join([*cut, *(page.replace("/", "-") for page in self.pages)])


def read_selection(wanted: str | Iterable[str], edition: Edition, pages: Collection[str]) -> Selection:
    """Return what a setting names: ids of sources, `source:h3` for a division, docnames of pages.

    A string names several with commas. Raises NoSuchPartError.
    """
    names = [n.strip() for n in wanted.split(",")] if isinstance(wanted, str) else list(wanted)
    sources: list[str] = []
    divisions: dict[str, str] = {}
    chosen: list[str] = []
    for name in filter(None, names):
        id_, _, locus = name.partition(":")
        source = edition.source(id_)
        if source is not None:
            sources.append(source.id)
            if locus:
                divisions[source.id] = _division(source, locus)
        elif name in pages:
            chosen.append(name)
        else:
            known = ", ".join(s.id for s in edition.sources)
            raise NoSuchPartError(f"is “{name}”; the sources are {known}; a page is named as its file without ending")
    return Selection(tuple(dict.fromkeys(sources)), divisions, tuple(dict.fromkeys(chosen)))


def _division(source: Source, locus: str) -> str:
    passage = source.passage(locus)
    if passage is None or not passage.is_heading:
        known = ", ".join(p.locus for p in source.citable if p.is_heading)
        raise NoSuchPartError(f"is “{source.id}:{locus}”; the headings of {source.siglum} are {known or 'none'}")
    return passage.anchor


# --- pages cut down to a part -----------------------------------------------------------------------------------------


def keep_division(tree: nodes.document, anchor: str) -> None:
    """Keep of a source's text what stands under one heading, below the headings above it, and nothing that follows."""
    section: nodes.Element | None = next(
        (s for s in tree.findall(nodes.section) if "source-heading" in s["classes"] and anchor in s["ids"]), None
    )
    while section is not None and section.parent is not None:
        above = section.parent
        page = isinstance(above, nodes.section) and "source-heading" not in above["classes"]
        if page:
            before = above.children[: above.index(section)]
            above.children = [*before, section]
        else:
            above.children = [c for c in above.children if c is section or _is_head(c)]
        if page:
            return
        section = above


def _is_head(node: nodes.Node) -> bool:
    """Whether a child of a heading's section belongs to the heading: its title, its notes, its translation."""
    if isinstance(node, our.passage):
        return not node["ids"]
    return isinstance(node, nodes.title | our.passage_translation)


def keep_names(tree: nodes.document, is_held: Callable[[nodes.reference], bool]) -> bool:
    """Keep of an index the names that occur in the book, each with the places that it holds; whether any is left."""
    left = False
    for index in [d for d in tree.findall(nodes.definition_list) if "names" in d["classes"]]:
        index.children = [item for item in index.children if isinstance(item, nodes.Element) and _keep(item, is_held)]
        left = left or bool(index.children)
    return left


def _keep(item: nodes.Element, is_held: Callable[[nodes.reference], bool]) -> bool:
    kept = False
    for where in [p for p in item.findall(nodes.paragraph) if "occurrences" in p["classes"]]:
        siglum = ""
        places: list[nodes.Node] = []
        for reference in where.findall(nodes.reference):
            own = reference.astext().rpartition(" ")[0]
            named = bool(own) and own != siglum  # the first place of a source has its siglum
            siglum = own or siglum
            if is_held(reference):
                places += [nodes.Text("; " if named else ", ")] * bool(places)
                places += [nodes.Text(f"{siglum} ")] if not named and not kept else []
                places.append(reference)
                kept = True
        where.children = places
    return kept


def keep_works(tree: nodes.document, cited: Collection[str], docname: str) -> None:
    """Keep of a bibliography its title and the works that the book cites; who else cites them is not said."""
    if next(iter(tree.findall(nodes.citation)), None) is None:
        return
    for uses in list(tree.findall(work_nodes.work_uses)):
        uses.parent.remove(uses)
    for entry in list(tree.findall(nodes.citation)):
        if not any(f"{docname}:{id_}" in cited for id_ in entry["ids"]):
            entry.parent.remove(entry)
    for section in list(tree.findall(nodes.section)):
        section.children = [c for c in section.children if isinstance(c, nodes.title) or _holds_works(c)]
        kept = section.children[1:]
        if len(kept) == 1 and isinstance(kept[0], nodes.section):  # “All works” says nothing where there is no other
            section.children[1:] = kept[0].children[1:]


def _holds_works(node: nodes.Node) -> bool:
    return isinstance(node, nodes.citation) or next(iter(node.findall(nodes.citation)), None) is not None
