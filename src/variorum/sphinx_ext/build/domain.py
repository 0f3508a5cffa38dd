"""The Domain: where every passage, annotation and parallel of the edition is set, and what each page shows.

`read` fills it (through the directives), `resolve` asks it, incremental builds compare what it remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from variorum.model.body import LINK_ROLES
from variorum.model.edition import Edition
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.build.places import Place, Places, Section
from variorum.sphinx_ext.doctree import citation_marks
from variorum.sphinx_ext.doctree.cross_references import WORDS, passage_of_words
from variorum.sphinx_ext.doctree.page_record import PageRecord
from variorum.sphinx_ext.doctree.verbatim import verbatim
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of
from variorum.works.styles import WorkStyle

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_NOWHERE = Edition((), (), {}, ())
_OWN_STYLE = WorkStyle()


class LinkRole(XRefRole):
    """`{passage}`, `{annotation}`, `{parallel}` … in the editor's own pages, also without the Domain's name."""

    innernodeclass = nodes.inline  # words of the text, not code

    def __call__(
        self, name: str, *arguments: Any, **options: Any
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Run the role as one of our Domain."""
        return super().__call__(name if ":" in name else f"variorum:{name}", *arguments, **options)

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Keep the letters of words that are not the page's own, such as the title of a parallel."""
        return ([node] if node.get("refexplicit") else verbatim([node])), []

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Show words instead of an id, and remember the link."""
        domain = domain_of(env)
        domain.note_link(env.docname, self.reftype, target)
        if not has_explicit_title:
            title = domain.edition.words_of_link(self.reftype, target, wording_of(env.config))
            called = domain.edition.words_of_link(self.reftype, target)  # digests are the same in every language
            domain.note_shown(env.docname, Part("words", f"{self.reftype} {target}"), digest_of(called))
        return title, target


class VariorumDomain(Domain):
    """Passages, annotations and parallels, by name."""

    name = "variorum"
    label = "Variorum"
    object_types: ClassVar = {
        **{name: ObjType(name, name) for name in LINK_ROLES},
        "work": ObjType("work"),
        WORDS: ObjType("words of a parallel"),
        "lost": ObjType("lost references"),
    }
    roles: ClassVar = {name: LinkRole(warn_dangling=True) for name in LINK_ROLES}
    initial_data: ClassVar = {
        "places": {},  # docname → type → name → anchor
        "twice": {},  # the same, of what is set on another page already
        "shows": {},  # docname → each Part that the page was made from → its digest at the time
        "links": {},  # docname → set of (type, name)
        "written": {},  # docname → its Sections
    }
    data_version = 4

    edition: Edition = _NOWHERE  # read anew in each build, never stored
    folder: Path = Path()  # in which the edition lies; said anew in each build
    problems: tuple[Problem, ...] = ()  # of the edition, as it is checked in each build
    glimpsed: Mapping[str, frozenset[str]] = MappingProxyType({})  # source → loci: only these are set, for a preview
    style: WorkStyle = _OWN_STYLE  # in which works are printed; made anew in each build
    _places: Places | None = None
    _homes: Mapping[str, Mapping[str, str]] | None = None  # made once from what was noted, until something else is

    @property
    def places(self) -> Places:
        """Where each thing is set."""
        if self._places is None or self._places.held is not self.data["places"]:  # Sphinx gives it its data as it likes
            self._places = Places(self.data["places"], self.data["twice"])
        return self._places

    @property
    def shows(self) -> dict[str, dict[Part, str]]:
        """What each page was made from: each part and its digest at the time."""
        return cast("dict[str, dict[Part, str]]", self.data["shows"])

    @property
    def links(self) -> dict[str, set[tuple[str, str]]]:
        """What each page links to."""
        return cast("dict[str, set[tuple[str, str]]]", self.data["links"])

    @property
    def written(self) -> dict[str, list[Section]]:
        """What the editors wrote on each page."""
        return cast("dict[str, list[Section]]", self.data["written"])

    def note_place(self, kind: str, name: str, place: Place, location: Any, *, known: bool = False) -> None:
        """Note where a thing is set; warn if it is already set on another page, unless that is `known`."""
        other = self.places.note(kind, name, place)
        if other != place and not known:
            logger.warning(
                "%s “%s” is already set on the page %s; set it only once",
                kind,
                name,
                other.docname,
                location=location,
                type="variorum",
                subtype="set_twice",
            )

    def place_of(self, kind: str, name: str) -> Place | None:
        """Return where a thing is set: of a range such as `Gn 1:1–3` its first passage."""
        place = self.places.find(kind, name)
        if place is None and kind in ("annotation", "parallel"):
            find = self.edition.annotation if kind == "annotation" else self.edition.parallel
            thing = find(name)  # by an id that it had
            place = self.places.find(kind, thing.id) if thing else None
        if place is None and kind == WORDS:
            return self.place_of("passage", passage_of_words(name))
        if place is None and kind == "passage" and (found := self.edition.locate_passage(name)):
            place = self.places.find(kind, f"{found[0].siglum} {found[1].locus}")
        return place

    def homes(self, kind: str) -> Mapping[str, str]:
        """Return the page that is made from each part of a kind, e.g. "source": where each source is set, or begins."""
        if self._homes is None:
            homes: dict[str, dict[str, str]] = {}
            for docname, parts in sorted(self.shows.items()):
                for part in parts:
                    if part.target:
                        homes.setdefault(part.kind, {}).setdefault(part.target, docname)
            self._homes = homes
        return self._homes.get(kind, {})

    def source_on(self, docname: str) -> str:
        """Return the id of the source of which a page shows something, "" if it shows none."""
        return next((part.target for part in self.shows.get(docname, {}) if part.kind == "source"), "")

    def page_of(self, source: Source, locus: str) -> str:
        """Return the page on which a passage is set, "" if it is on none."""
        place = self.places.find("passage", f"{source.siglum} {locus}")
        return place.docname if place else ""

    def is_whole(self, source: Source, docname: str) -> bool:
        """Whether a page shows a source from its first passage to its last."""
        ends = (source.citable[0], source.citable[-1]) if source.citable else ()
        return all(self.page_of(source, passage.locus) == docname for passage in ends)

    def note_shown(self, docname: str, part: Part, digest: str) -> None:
        """Note that a page is made from a part of the edition, as it is now."""
        self._homes = None
        self.shows.setdefault(docname, {})[part] = digest

    def note_link(self, docname: str, kind: str, name: str) -> None:
        """Note that a page links to a thing."""
        self.links.setdefault(docname, set()).add((kind, name))

    def note_record(self, docname: str, record: PageRecord, location: Any) -> None:
        """Note what the nodes of a page say of it."""
        for placed in record.placed:
            self.note_place(placed.kind, placed.name, Place(docname, placed.anchor), location)
        for kind, name in record.links:
            self.note_link(docname, kind, name)
        for kind, name, digest in record.shown:
            self.note_shown(docname, Part("words", f"{kind} {name}"), digest)

    def note_written(self, docname: str, sections: list[Section]) -> None:
        """Note what the editors wrote on a page."""
        self.written[docname] = sections

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self._homes = None
        self.places.forget(docname)
        self.shows.pop(docname, None)
        self.links.pop(docname, None)
        self.written.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that a parallel process has read."""
        self._homes = None
        twice = otherdata["twice"].values()
        told = {(kind, name) for kinds in twice for kind, names in kinds.items() for name in names}
        for part in ("places", "twice"):
            for docname in sorted(docnames & otherdata[part].keys()):
                for kind, names in otherdata[part][docname].items():
                    for name, anchor in names.items():
                        self.note_place(kind, name, Place(docname, anchor), docname, known=(kind, name) in told)
        for part in ("shows", "links", "written"):
            self.data[part].update({d: v for d, v in otherdata[part].items() if d in docnames})

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link to where the thing is set."""
        place = self.place_of(typ, target)
        if typ == WORDS and not output_of(builder).marks_words:
            place = self.place_of("passage", passage_of_words(target))
        if typ in citation_marks.KINDS:
            if place is None:  # Sphinx takes any node here, and would warn of none
                return cast("nodes.reference", nodes.inline("", "", *contnode.children))
            return make_refnode(builder, fromdocname, *place, contnode.children, node["preview"])
        if place is None and self._is_said_already(typ, target):
            return cast("nodes.reference", contnode)  # Sphinx takes any node here, and would warn of none
        if place is None:
            return None
        return make_refnode(builder, fromdocname, *place, contnode)

    def _is_said_already(self, kind: str, name: str) -> bool:
        """Whether it is said why a thing is on no page: `check_consistency` tells of parallels without a chapter."""
        return kind == "parallel" and self.edition.parallel(name) is not None and self.homes_of_kind("parallels")

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Link `{any}` to every thing of that name."""
        return [
            (f"variorum:{kind}", make_refnode(builder, fromdocname, place.docname, place.anchor, contnode))
            for kind in self.object_types
            if kind != WORDS and (place := self.place_of(kind, target))
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield everything for objects.inv, so that other projects can cite a passage."""
        for docname in sorted(self.places.pages):
            for kind, names in self.places.on(docname).items():
                if kind == WORDS:
                    continue  # others cite the parallel, or the passage
                for name, anchor in names.items():
                    title = getattr(self.edition.parallel(name), "title", name) if kind == "parallel" else name
                    yield name, title, kind, docname, anchor, 1

    def check_consistency(self) -> None:
        """Say of each parallel that no chapter holds where its file is; without chapters none is missed."""
        if not self.homes_of_kind("parallels"):
            return
        for parallel in self.edition.parallels:
            if self.places.find("parallel", parallel.id) is None:
                why = f"its date {parallel.date} is in none of their periods" if parallel.date else "it has no date"
                logger.warning(
                    "no chapter holds the parallel “%s”: %s; add a period, or ```{parallels} with its name below",
                    parallel.id,
                    why,
                    location=f"{parallel.path}:{parallel.lines.get('date', 1)}",
                    type="variorum",
                    subtype="no_chapter",
                )

    def homes_of_kind(self, kind: str) -> bool:
        """Whether any page is made from a part of a kind."""
        return any(part.kind == kind for parts in self.shows.values() for part in parts)

    def linked_places(self, docname: str) -> Iterable[tuple[tuple[str, str], Place | None]]:
        """Yield each link of a page with where it leads now."""
        return ((link, self.place_of(*link)) for link in sorted(self.links.get(docname, ())))


def register(app: Sphinx) -> None:
    """Tell Sphinx the Domain, and its roles without the Domain's name."""
    app.add_domain(VariorumDomain)
    for kind in VariorumDomain.roles:
        app.add_role(kind, LinkRole(warn_dangling=True))
    app.connect("warn-missing-reference", say_that_it_runs_backward)


def say_that_it_runs_backward(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say of a link to a range of passages that ends before it begins how it is written; else leave it to Sphinx."""
    if not isinstance(domain, VariorumDomain) or node["reftype"] != "passage":
        return None
    right = domain.edition.backward_reference(node["reftarget"])
    if not right:
        return None
    words = (node["reftarget"], right)
    logger.warning("“%s” runs backward; write “%s”", *words, location=node, type="ref", subtype="passage")
    return True


def domain_of(env: BuildEnvironment) -> VariorumDomain:
    """Return our Domain."""
    return cast("VariorumDomain", env.get_domain("variorum"))
