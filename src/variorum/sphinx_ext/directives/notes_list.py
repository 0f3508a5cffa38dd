"""All that hangs on a source in one list: ```` ```{apparatus} norwegian ````.

For whoever looks for a note instead of reading along, for screens too narrow for a margin, and for finding on the page.
Made of common docutils nodes, so that it works in every builder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from variorum.model.body import words_without_citations
from variorum.model.edition import Parallel
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.source import Annotation, Source
from variorum.model.stances import Stance
from variorum.sphinx_ext.directives.base import EditionDirective
from variorum.sphinx_ext.directives.works import UsesWriter
from variorum.sphinx_ext.doctree.cross_references import link_to, link_to_words
from variorum.sphinx_ext.doctree.languages import words_in
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.stances import touching_words
from variorum.text import dates
from variorum.text.excerpt import beginning
from variorum.text.typography import in_print
from variorum.works.uses import works_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NOTE_CHARS = 240  # code points of a note that the list shows; the rest stands beside the text


def register(app: Sphinx) -> None:
    """Tell Sphinx the directive."""
    app.add_directive("apparatus", ApparatusDirective)


class ApparatusDirective(EditionDirective):
    """List the annotations of a source by kind, then its parallels by date, then the works it cites."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return a section for each kind of annotation that the source has, for its parallels and its works."""
        source = self.edition.source(self.arguments[0].strip())
        if source is None:
            known = ", ".join(s.id for s in self.edition.sources) or "none"
            raise self.error(f"there is no source “{self.arguments[0]}”; the sources are: {known}")
        page = self.page()
        self.note_part("apparatus", source.id)
        return list(_sections(page, source))


def _sections(page: Page, source: Source) -> Iterator[nodes.section]:
    say = page.wording.say
    for kind in ANNOTATION_KINDS.values():
        held = [a for a in source.annotations if a.kind == kind.id]
        if held:
            title = f"{kind.mark} {say(kind.label)}"
            yield _section(f"notes-{kind.id}", title, say(kind.meaning), [_annotation(page, source, a) for a in held])
    parallels = [p for p in page.edition.parallels if p.stance(source.id) in (Stance.SPEAKS, Stance.TOUCHES)]
    if parallels:
        said = say("What the other sources say, in the order of time")
        title = f"∥ {say('Parallels')}"
        yield _section("notes-parallels", title, said, [_parallel(page, source, p) for p in parallels])
    works = sorted(works_of(page.edition, source), key=page.style.sort_key)
    if works:
        writer, known = UsesWriter(page), page.style.labels
        items = [writer.of_source(work, source, known[work.key]) for work in works]
        yield _section("notes-works", say("Works"), say("What the source itself cites, and where"), items)


def _section(id_: str, title: str, said: str, items: Iterable[nodes.list_item]) -> nodes.section:
    listed = nodes.bullet_list("", *items, classes=["apparatus"])
    meaning = nodes.paragraph(said, said, classes=["apparatus-meaning"])
    return nodes.section("", nodes.title(title, title), meaning, listed, ids=[id_], classes=["apparatus"])


def _annotation(page: Page, source: Source, annotation: Annotation) -> nodes.list_item:
    """Set one line: where, on what words, how the note begins."""
    where = link_to(page, "annotation", annotation.id, page.edition.quoted(annotation).reference)
    item = nodes.paragraph("", "", where, nodes.Text(" "), classes=[annotation.kind])
    if annotation.span:
        quoted = page.edition.quoted(annotation).run_on
        item += nodes.inline("", "", *words_in(page, quoted, source.language), classes=["apparatus-lemma"])
        item += nodes.Text("] ")
    words = in_print(words_without_citations(annotation.body), page.language)
    item += words_in(page, beginning(words, NOTE_CHARS), page.language)
    return nodes.list_item("", item)


def _parallel(page: Page, source: Source, parallel: Parallel) -> nodes.list_item:
    """Set one line: date, title, relation, the passages of this source and of the others."""
    if parallel.stance(source.id) is Stance.TOUCHES:
        title = nodes.paragraph("", "", link_to(page, "parallel", parallel.id, parallel.title))
        title += [nodes.Text(" "), *touching_words(page, parallel, source)]
        return nodes.list_item("", title)
    relation = RELATIONS[parallel.relation]
    item = nodes.paragraph("", "", link_to(page, "parallel", parallel.id, parallel.title), classes=[parallel.relation])
    when = f", {dates.readable(parallel.date, page.wording)}" if parallel.date else ""
    item += nodes.inline("", f" {relation.mark} {page.wording.say(relation.label)}{when}: ")
    ours_first = sorted(parallel.passages, key=lambda p: p.source != source.id)
    for number, passage in enumerate(ours_first):
        reference = page.edition.quoted(passage).reference
        item += [nodes.Text(" · ")] if number else []
        item += link_to_words(page, parallel, passage, reference)
    return nodes.list_item("", item)
