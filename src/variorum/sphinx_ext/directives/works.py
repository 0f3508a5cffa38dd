"""The list of works: who cites what, with the way back, and the files for other programs.

```` ```{works} ```` sets all works of the edition; sphinxcontrib-bibtex makes its entries and labels, to which
`{cite:p}` and `{cite:t}` lead. ```` ```{works} norwegian ```` sets what one source cites itself, shortly, and tells
what is lost.

read:     the directives set lists and note their parts and places in the Domain
resolve:  `UsesTransform` puts under each entry of sphinxcontrib-bibtex who cites it
end:      `html.export_files` writes BibTeX and CSL-JSON beside the pages
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyDirective, BibliographyKey

from variorum.model.edition import Edition
from variorum.model.source import Citation, Source
from variorum.model.works import Work
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.places import Place
from variorum.sphinx_ext.directives.base import EditionDirective
from variorum.sphinx_ext.doctree import work_nodes as our
from variorum.sphinx_ext.doctree.bibliography_style import VariorumStyle
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.languages import words_in, woven
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.sphinx_ext.settings import settings_of
from variorum.wording.messages import Wording
from variorum.works.coins import coins
from variorum.works.description import titled
from variorum.works.facets import facets
from variorum.works.identification import spoken, standing
from variorum.works.runs import Run, in_languages
from variorum.works.see_references import SeeReference, see_references
from variorum.works.uses import Uses, uses_of, works_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_AS_CITED = re.compile(r"(?P<reference>\S+ [a-z]?\d+[a-z]*): (?P<words>.+)", re.DOTALL)


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    our.register(app)
    app.add_directive("works", WorksDirective)
    app.add_post_transform(UsesTransform)
    app.connect("env-updated", tell_style, priority=100)  # before entries are described
    app.connect("html-page-context", add_script)


def tell_style(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell pybtex' style, which is made without arguments, that of the edition that is now at work."""
    settings = settings_of(app.config)
    VariorumStyle.languages, VariorumStyle.style = settings.script_languages, domain_of(env).style


# --- the directive ----------------------------------------------------------------------------------------------------


class WorksDirective(EditionDirective):
    """Set the list of all works, or of those that one source cites."""

    optional_arguments = 1
    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return the list, with its sections."""
        name = self.arguments[0].strip() if self.arguments else ""
        self.note_part("works", name)
        page = self.page()
        if not name:
            return self._all(page)
        source = self.edition.source(name)
        if source is None or source.id != name:
            known = ", ".join(s.id for s in self.edition.sources) or "none"
            raise self.error(f"there is no source “{name}”; the sources are: {known}")
        return self._of_source(page, source)

    def _all(self, page: Page) -> list[nodes.Node]:
        uses = uses_of(self.edition)
        bibliography, entries = self._bibliography()
        for key, id_ in entries.items():
            self.domain.note_place("work", key, Place(self.env.docname, id_), self.get_location())
        writer = UsesWriter(page)
        list_ = our.works_list("", *bibliography)
        list_.extend(
            our.work_uses(
                "",
                *writer.uses(work, uses[work.key]),
                entry=entries[work.key],
                coins=coins(work),
                data={f"data-{name}": said for name, said in facets(work, uses[work.key], page.wording).items()},
            )
            for work in self.edition.works.values()
            if work.key in entries
        )
        in_order = sorted(self.edition.works.values(), key=page.style.sort_key)
        shared = [w for w in in_order if len(uses[w.key].sources) > 1]
        say = page.wording.say
        summary = nodes.paragraph("", _summary(self.edition, uses, page.wording), classes=["works-summary"])
        found: list[nodes.Node] = [summary, our.export_links(name=our.ALL_WORKS)]
        if shared:
            known = page.style.labels
            section = self._section("works-shared", say("Works cited by two or more sources"))
            section += nodes.bullet_list(
                "", *(writer.shared(work, uses[work.key], known[work.key]) for work in shared), classes=["works-shared"]
            )
            found.append(section)
        section = self._section("works-all", say("All works"))
        see = see_references(self.edition.works.values(), page.language)
        if see:
            items = (writer.see(reference, page.style.labels[reference.work.key]) for reference in see)
            section += nodes.bullet_list("", *items, classes=["works-see"])
        section += list_
        return [*found, section]

    def _section(self, id_: str, title: str) -> nodes.section:
        section = nodes.section("", nodes.title(title, title), ids=[id_], names=[id_])
        self.state.document.note_explicit_target(section, section)
        return section

    def _bibliography(self) -> tuple[list[nodes.Node], dict[str, str]]:
        """Return what sphinxcontrib-bibtex makes of `{bibliography} :all:`, and the id of each work's entry."""
        made = BibliographyDirective(
            "bibliography",
            [],
            {"all": None},
            StringList(),
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        ).run()
        domain = cite_domain_of(self.env)
        key = BibliographyKey(docname=self.env.docname, id_=cast("nodes.Element", made[-1])["ids"][0])
        return list(made), {k: n["ids"][0] for k, n in domain.bibliographies[key].citation_nodes.items()}

    def _of_source(self, page: Page, source: Source) -> list[nodes.Node]:
        writer = UsesWriter(page)
        known = page.style.labels
        works = sorted(works_of(self.edition, source), key=page.style.sort_key)
        found: list[nodes.Node] = []
        if works:
            found.append(our.export_links(name=our.export_of(source.id)))
            items = (writer.of_source(work, source, known[work.key]) for work in works)
            found.append(nodes.bullet_list("", *items, classes=["works-of-source"]))
        lost = [c for c in source.citations if not c.works]
        if lost:
            id_ = f"lost-{source.id}"
            box = nodes.container("", *writer.lost(source, lost), ids=[id_], classes=["works-lost"])
            put_in_place(box, "lost", source.id)
            found.append(box)
        return found or [nodes.paragraph("", page.wording.say("This source cites no work."))]


def _summary(edition: Edition, uses: Mapping[str, Uses], wording: Wording) -> str:
    cited = sum(bool(u.sources) for u in uses.values())
    shared = sum(len(u.sources) > 1 for u in uses.values())
    ours = sum(bool(u) and not u.sources for u in uses.values())
    return wording.counted(
        "{number} work: {cited} cited or named by the sources themselves, {shared} of these by two or more;"
        " {ours} cited only in the annotations and parallels of this edition.",
        "{number} works: {cited} are cited or named by the sources themselves, {shared} of these by two or more;"
        " {ours} are cited only in the annotations and parallels of this edition.",
        len(edition.works),
        cited=wording.number(cited),
        shared=wording.number(shared),
        ours=wording.number(ours),
    )


# --- the words of the lists -------------------------------------------------------------------------------------------


class UsesWriter:
    """Says who cites a work, with links."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.edition = page.edition

    def uses(self, work: Work, uses: Uses) -> Iterator[nodes.Node]:
        """Yield what stands under an entry of the list of all works."""
        said = list(self._places(work, uses))
        if said:
            yield nodes.paragraph("", "", *said, classes=["work-cited"])
        ascited = [part.strip() for part in work.fields.get("ascited", "").split(" | ") if part.strip()]
        if ascited:
            yield nodes.paragraph("", "", *self._as_cited(ascited), classes=["work-as-cited"])
        if "restorednote" in work.fields:
            text = self.page.wording.say("Restored reference: {note}.", note=work.fields["restorednote"])
            yield nodes.paragraph("", "", *self._runs([Run(text)], work), classes=["work-restored"])

    def shared(self, work: Work, uses: Uses, label: str) -> nodes.list_item:
        """Say of a work that several sources cite which and where."""
        said = [*self._named(work, label), nodes.Text(": "), *self._loci(work, uses.passages), nodes.Text(".")]
        return nodes.list_item("", nodes.paragraph("", "", *said))

    def see(self, reference: SeeReference, label: str) -> nodes.list_item:
        """Say where a title leads that is not the one by which a work is listed."""
        work = reference.work
        link = link_to(self.page, "work", work.key, label)
        link["preview"], link["refwarn"] = "", False
        title = self._runs([Run(reference.title, "title")], work)
        said = woven(self.page.wording.weave("{title}: see {work}", title=title, work=[link]))
        return nodes.list_item("", nodes.paragraph("", "", *said))

    def of_source(self, work: Work, source: Source, label: str) -> nodes.list_item:
        """Say where one source cites a work, how sure that is, and the editors' remarks."""
        cited = [c for c in source.citations if work.key in c.works]
        said = [*self._named(work, label), nodes.Text(": "), *self._loci(work, [(source, c) for c in cited])]
        notes = list(dict.fromkeys(c.note for c in cited if c.note))
        said += self._runs([Run("".join(f". {note.rstrip('.')}" for note in notes) + ".")], work)
        return nodes.list_item("", nodes.paragraph("", "", *said))

    def lost(self, source: Source, citations: Sequence[Citation]) -> Iterator[nodes.Node]:
        """Yield each reason why markers lead nowhere, with these markers and links to their passages."""
        for meaning in dict.fromkeys(c.meaning for c in citations):
            yield nodes.paragraph("", "", *self._runs([Run(meaning)]), classes=["lost-meaning"])
            marked = [c for c in citations if c.meaning == meaning]
            said: list[nodes.Node] = []
            for locus, here in groupby(marked, key=lambda c: c.passage):
                said.append(nodes.Text("; " if said else ""))
                words = locus if said[1:] else f"{source.siglum} {locus}"
                said.append(link_to(self.page, "passage", f"{source.siglum} {locus}", words))
                markers = " ".join(source.words_at(c.passage, c.span) for c in here)
                said.append(nodes.inline("", f" {markers}", classes=["lost-marker"]))
            yield nodes.paragraph("", "", *said, nodes.Text("."), classes=["lost-markers"])

    def _places(self, work: Work, uses: Uses) -> Iterator[nodes.Node]:
        """Yield who cites the work: sources, then annotations, then parallels."""
        if uses.sources:
            yield from woven(self._in_sources(work, uses))
        if uses.annotations:
            yield from woven(self._in_annotations(uses, first=not uses.sources))
        if uses.parallels:
            yield from woven(self._in_parallels(uses, first=not uses.sources and not uses.annotations))
        if uses:
            yield nodes.Text(".")

    def _in_sources(self, work: Work, uses: Uses) -> Iterator[str | nodes.Node]:
        wording, places = self.page.wording, self._loci(work, uses.passages)
        named = [wording.listed([s.siglum for s in uses.sources])]
        others = [s.siglum for s in self.edition.sources if s not in uses.sources]
        if not others:
            return wording.weave("Cited by {sources}: at {places}", sources=named, places=places)
        if len(uses.sources) == 1:
            return wording.weave("Cited by {source} alone: at {places}", source=named, places=places)
        apart = [wording.listed(others, "or")]
        return wording.weave(
            "Cited by {sources}, not by {others}: at {places}", sources=named, others=apart, places=places
        )

    def _in_annotations(self, uses: Uses, *, first: bool) -> Iterator[str | nodes.Node]:
        wording, number = self.page.wording, len(uses.annotations)
        places = _by_siglum(
            (s.siglum, a.passage, lambda words, a=a: link_to(self.page, "annotation", a.id, words))
            for s, a in uses.annotations
        )
        if first:
            return wording.weave_counted(
                "Cited in the annotation at {places}", "Cited in the annotations at {places}", number, places=places
            )
        return wording.weave_counted(
            "; in the annotation at {places}", "; in the annotations at {places}", number, places=places
        )

    def _in_parallels(self, uses: Uses, *, first: bool) -> Iterator[str | nodes.Node]:
        wording, number = self.page.wording, len(uses.parallels)
        titles: list[str | nodes.Node] = []
        for parallel in uses.parallels:
            titles += [", "] if titles else []
            titles.append(link_to(self.page, "parallel", parallel.id, parallel.title))
        if first:
            return wording.weave_counted(
                "Cited in the parallel {titles}", "Cited in the parallels {titles}", number, titles=titles
            )
        return wording.weave_counted("; in the parallel {titles}", "; in the parallels {titles}", number, titles=titles)

    def _loci(self, work: Work, places: Iterable[tuple[Source, Citation]]) -> Iterator[nodes.Node]:
        """Yield links such as `Ne r7; Ri 4, 5`, each passage once, with how sure the citation is where it is not."""
        doubts: dict[tuple[str, str], str] = {}
        for source, citation in places:
            place = (source.siglum, citation.passage)
            doubt = standing(self.edition, source, citation, work)
            doubts[place] = "" if doubts.get(place) == "" else spoken(doubt, self.page.wording)
        links = [
            (
                siglum,
                locus,
                lambda words, s=siglum, n=locus: link_to(self.page, "passage", f"{s} {n}", words),
                doubt,
            )
            for (siglum, locus), doubt in doubts.items()
        ]
        yield from _by_siglum(links)

    def _named(self, work: Work, label: str) -> list[nodes.Node]:
        """Say a work shortly: its label as a link to its entry, its title."""
        link = link_to(self.page, "work", work.key, label)
        link["preview"], link["refwarn"] = "", False
        return [link, nodes.Text(" "), *self._runs(titled(work, self.page.wording), work)]

    def _as_cited(self, parts: Sequence[str]) -> Iterator[nodes.Node]:
        """Yield the sources' own words for a work, each after a link to its place."""
        yield nodes.Text(f"{self.page.wording.say('As cited')}: ")
        for number, part in enumerate(parts):
            yield nodes.Text(" · " if number else "")
            match = _AS_CITED.fullmatch(part)
            found = self.edition.locate_passage(match["reference"]) if match else None
            if match and found:
                yield link_to(self.page, "passage", match["reference"], match["reference"])
                yield nodes.Text(" ")
                words = words_in(self.page, match["words"], found[0].language)
                yield from woven(self.page.wording.weave("“{words}”", words=words))
            else:
                yield from self._runs([Run(part)])

    def _runs(self, runs: Iterable[Run], work: Work | None = None) -> list[nodes.Node]:
        languages = self.page.script_languages
        pieces = (p for run in runs for p in in_languages(run, work or Work("", "", 0), self.page.language, languages))
        return [_node(piece) for piece in pieces]


def _by_siglum(links: Iterable[Sequence[Any]]) -> Iterator[nodes.Node]:
    """Yield `Ne 4, 7; No 40`: rows of siglum, locus, a maker of the link and how doubtful it is."""
    rows = [(siglum, locus, make, doubt[0] if doubt else "") for siglum, locus, make, *doubt in links]
    last = ""
    for (siglum, doubt), run in groupby(rows, key=lambda row: (row[0], row[3])):
        for _, locus, make, _ in run:
            yield nodes.Text("" if not last else ", " if siglum == last else "; ")
            yield make(locus if siglum == last else f"{siglum} {locus}")
            last = siglum
        yield nodes.Text(f" ({doubt})" if doubt else "")


_SET_AS = {"title": nodes.emphasis, "strong": nodes.strong, "raised": nodes.superscript}


def _node(run: Run) -> nodes.Node:
    node: nodes.Node = nodes.Text(run.text)
    if run.kind in _SET_AS:
        node = _SET_AS[run.kind]("", "", node)
    return nodes.inline("", "", node, classes=[f"language-{run.language}"]) if run.language else node


# --- later stages -----------------------------------------------------------------------------------------------------


class UsesTransform(SphinxPostTransform):
    """Put under each entry of the list of all works who cites it."""

    default_priority = 6  # after sphinxcontrib-bibtex has made the entries (5), before links are resolved (10)

    def run(self, **kwargs: Any) -> None:
        """Move each `work_uses` to the end of its entry; drop those whose entry was not made."""
        for list_ in self.document.findall(our.works_list):
            entries = {entry["ids"][0]: entry for entry in list_.findall(nodes.citation)}
            for uses in list(list_.findall(our.work_uses)):
                list_.remove(uses)
                if uses["entry"] in entries:
                    entry = entries[uses["entry"]]
                    entry["data"] = uses["data"]
                    entry += uses


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the pages with a list of all works the script that orders it."""
    if doctree is not None and next(doctree.findall(our.works_list), None) is not None:
        app.add_js_file("works.js", loading_method="defer")
