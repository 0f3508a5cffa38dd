"""What an editor writes in a page: ```` ```{source} norwegian ```` and ```` ```{parallels} 1878 1916 ````."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.roles import CitationRef

from variorum.model.edition import Edition, Parallel
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.parallels.source_parts import passages_between, passages_of_division
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.dependencies import digest_of_part, parallels_of_chapter
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.page_values import page_of
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import record_of
from variorum.sphinx_ext.doctree.parallels import parallel_section
from variorum.sphinx_ext.doctree.sources import source_nodes
from variorum.sphinx_ext.doctree.verbatim import verbatim

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Tell Sphinx the directives."""
    app.add_directive("source", SourceDirective)
    app.add_directive("parallels", ParallelsDirective)


class EditionDirective(SphinxDirective):
    """A directive that sets part of the edition on its page, in the letters in which it is written."""

    @property
    def domain(self) -> VariorumDomain:
        """Our Domain."""
        return domain_of(self.env)

    @property
    def edition(self) -> Edition:
        """The edition as it was read for this build."""
        return self.domain.edition

    def made(self) -> list[nodes.Node]:
        """Return the nodes of the directive; each kind of directive has its own."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Make the nodes, tell the Domains what they say of the page, and mark their letters as not to be changed."""
        made = verbatim(self.made())
        record = record_of(made)
        for placed in record.placed:
            self.state.document.ids[placed.anchor] = placed.node
        self.domain.note_record(self.env.docname, record, self.get_location())
        self._note_citations(record.citations)
        return made

    def page(self) -> Page:
        """Return what the making of nodes needs to know of this page."""
        return page_of(self.env, self.env.docname)

    def note_part(self, kind: str, target: str = "", within: str = "") -> None:
        """Note that the page is made from a part of the edition."""
        part = Part(kind, target, within)
        self.domain.note_shown(self.env.docname, part, digest_of_part(self.edition, part, self.domain.style))

    def _note_citations(self, citations: Iterable[pending_xref]) -> None:
        """Tell sphinxcontrib-bibtex of cite roles, as its own role does."""
        domain = cite_domain_of(self.env)
        for node in citations:
            self.state.document.note_explicit_target(node, node)
            targets = list(parse_citation_targets(node["reftarget"]))
            domain.citation_refs.append(CitationRef(node["ids"][0], self.env.docname, node.line or 0, targets))


class SourceDirective(EditionDirective):
    """Set the text of a source with all its notes; of a long one a part, so that it is many pages."""

    required_arguments = 1
    option_spec: ClassVar = {
        "from": directives.unchanged_required,
        "to": directives.unchanged_required,
        "division": directives.unchanged_required,
    }

    def made(self) -> list[nodes.Node]:
        """Return the sections and passages of the source."""
        source = self.edition.source(self.arguments[0].strip())
        if source is None:
            known = ", ".join(s.id for s in self.edition.sources) or "none"
            raise self.error(f"there is no source “{self.arguments[0]}”; the sources are: {known}")
        self.note_part("source", source.id, self._within())
        shown = self._shown(source)
        if glimpsed := self.domain.glimpsed:
            shown = tuple(p for p in shown or source.citable if p.locus in glimpsed.get(source.id, ()))
        return source_nodes(self.page(), source, shown) if shown or not glimpsed else []

    def _within(self) -> str:
        """Return which passages are shown, in the words of `passages_within`; "" where all are."""
        division, first, last = self._ends()
        if division:
            return f"division {division}"
        return f"from {first} to {last}" if first or last else ""

    def _ends(self) -> tuple[str, str, str]:
        """Return the division, or the first and the last passage, that the options name."""
        division, first, last = (self.options.get(key, "").strip() for key in ("division", "from", "to"))
        return division, first, last

    def _shown(self, source: Source) -> tuple[Passage, ...]:
        """Return the passages that are shown; none where all are."""
        division, first, last = self._ends()
        if division and (first or last):
            raise self.error("write “:division:”, or “:from:” and “:to:”, not both")
        try:
            if division:
                return passages_of_division(source, division)
            return passages_between(source, first, last) if first or last else ()
        except KeyError as missing:
            where = "no division that begins at" if division else "no passage"
            raise self.error(f"{source.siglum} has {where} “{missing.args[0]}”") from missing
        except ValueError as backwards:
            raise self.error(f"“{last}” stands before “{first}”; write the first locus first") from backwards


class ParallelsDirective(EditionDirective):
    """Set the parallels of a period, first and last year included; those without a date; or a list in its order."""

    required_arguments = 0
    optional_arguments = 2
    has_content = True
    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return a section for each parallel."""
        chosen = self._chosen()
        self.note_part("parallels", chosen)
        page = self.page()
        return [parallel_section(page, p, self._turn(p)) for p in parallels_of_chapter(self.edition, chosen)]

    def _turn(self, parallel: Parallel) -> int:
        """Count how often a parallel stands on the page: it may be in two of its chapters."""
        turns: Counter[str] = self.env.temp_data.setdefault("variorum_parallels", Counter())  # type: ignore[assignment]
        turns[parallel.id] += 1
        return turns[parallel.id]

    def _chosen(self) -> str:
        """Return which parallels are meant, in the words of `parallels_of_chapter`."""
        listed = " ".join(self.content).split()
        if listed and not self.arguments:
            for id_ in listed:
                if self.edition.parallel(id_) is None:
                    raise self.error(f"there is no parallel “{id_}”; list the names of files in parallels/")
            return " ".join(listed)
        if not listed and self.arguments == ["undated"]:
            return "undated"
        if listed or len(self.arguments) != 2 or not all(re.fullmatch(r"-?\d{1,4}", a) for a in self.arguments):
            raise self.error(
                "write the first and the last year, such as ```{parallels} 1878 1916, or “undated”, or nothing, and "
                "below it a parallel on each line"
            )
        first, last = map(int, self.arguments)
        if first > last:
            raise self.error(f"the year {last} is before {first}; write the first year first")
        return f"{first} {last}"
