"""What an editor writes in a page: ```` ```{source} norwegian ```` and ```` ```{parallels} 1878 1916 ````."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from variorum.model.edition import Edition
from variorum.sphinx_ext.build.dependencies import digest_of_chapter, digest_of_source
from variorum.sphinx_ext.build.domain import Place, VariorumDomain
from variorum.sphinx_ext.doctree.node_builder import Setter
from variorum.sphinx_ext.doctree.verbatim import verbatim
from variorum.text.scripts import SCRIPT_LANGUAGES


class EditionDirective(SphinxDirective):
    """A directive that sets part of the edition on its page, in the letters in which it is written."""

    def run(self) -> list[nodes.Node]:
        """Return what is set, marked so that no later step of Sphinx changes a letter of it."""
        return verbatim(self.set_())

    def set_(self) -> Sequence[nodes.Node]:
        """Return the nodes of this part of the edition."""
        raise NotImplementedError

    @property
    def domain(self) -> VariorumDomain:
        """Our Domain."""
        return cast("VariorumDomain", self.env.get_domain("variorum"))

    @property
    def edition(self) -> Edition:
        """The edition as it was read for this build."""
        return self.domain.edition

    def setter(self) -> Setter:
        """Return a Setter for this page."""
        languages = {**SCRIPT_LANGUAGES, **self.config.variorum_script_languages}
        return Setter(self.edition, self.env, self.state.document, languages)

    def note(self, setter: Setter) -> None:
        """Tell the Domain what the Setter has set."""
        for kind, name, anchor in setter.placed:
            self.domain.note_place(kind, name, Place(self.env.docname, anchor), self.get_location())


class SourceDirective(EditionDirective):
    """Set the text of a source with all its notes."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def set_(self) -> list[nodes.Node]:
        """Return the sections and passages of the source."""
        source = self.edition.source(self.arguments[0].strip())
        if source is None:
            known = ", ".join(s.id for s in self.edition.sources) or "none"
            raise self.error(f"there is no source “{self.arguments[0]}”; the sources are: {known}")
        setter = self.setter()
        found = setter.source(source)
        self.note(setter)
        self.domain.note_shown(self.env.docname, f"source {source.id}", digest_of_source(self.edition, source.id))
        return found


class ParallelsDirective(EditionDirective):
    """Set the parallels whose date begins in a period, first and last year included."""

    required_arguments = 2
    option_spec: ClassVar = {}

    def set_(self) -> list[nodes.Node]:
        """Return a section for each parallel."""
        if not all(re.fullmatch(r"-?\d{1,4}", a) for a in self.arguments):
            raise self.error("write the first and the last year, such as ```{parallels} 1878 1916")
        first, last = (int(a) for a in self.arguments)
        setter = self.setter()
        found = [setter.parallel(p) for p in self.edition.parallels if first <= p.first_day[0] <= last]
        self.note(setter)
        part = f"parallels {first} {last}"
        self.domain.note_shown(self.env.docname, part, digest_of_chapter(self.edition, first, last))
        return list(found)
