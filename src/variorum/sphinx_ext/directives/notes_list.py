"""All that hangs on a source in one list: ```` ```{apparatus} norwegian ````.

For whoever looks for a note instead of reading along, for screens too narrow for a margin, and for finding on the page.
Made of common docutils nodes, so that it works in every builder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from docutils import nodes

from variorum.model.edition import ANNOTATION_KINDS, RELATIONS, Annotation, Parallel, Source
from variorum.sphinx_ext.build.dependencies import digest_of_apparatus
from variorum.sphinx_ext.directives.base import EditionDirective
from variorum.sphinx_ext.directives.works import UsesWriter
from variorum.sphinx_ext.doctree.node_builder import Setter
from variorum.sphinx_ext.html.previews import text_of
from variorum.text import dates
from variorum.works.description import labels, sort_key
from variorum.works.uses import works_of

LONGEST = 240  # letters of a note that the list shows; the rest stands beside the text


class ApparatusDirective(EditionDirective):
    """List the annotations of a source by kind, then its parallels by date, then the works it cites."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def set_(self) -> list[nodes.Node]:
        """Return a section for each kind of annotation that the source has, for its parallels and its works."""
        source = self.edition.source(self.arguments[0].strip())
        if source is None:
            known = ", ".join(s.id for s in self.edition.sources) or "none"
            raise self.error(f"there is no source “{self.arguments[0]}”; the sources are: {known}")
        setter = self.setter()
        self.domain.note_shown(self.env.docname, f"apparatus {source.id}", digest_of_apparatus(self.edition, source.id))
        return list(_sections(setter, source))


def _sections(setter: Setter, source: Source) -> Iterator[nodes.section]:
    for kind in ANNOTATION_KINDS.values():
        held = [a for a in source.annotations if a.kind == kind.id]
        if held:
            title = f"{kind.mark} {kind.label}"
            yield _section(f"notes-{kind.id}", title, kind.meaning, [_annotation(setter, source, a) for a in held])
    parallels = setter.edition.parallels_by_source[source.id]
    if parallels:
        said = "What the other sources say, in the order of time"
        yield _section("notes-parallels", "∥ Parallels", said, [_parallel(setter, source, p) for p in parallels])
    works = sorted(works_of(setter.edition, source), key=sort_key)
    if works:
        writer, known = UsesWriter(setter, setter.edition), labels(setter.edition.works.values())
        items = [writer.of_source(work, source, known[work.key]) for work in works]
        yield _section("notes-works", "Works", "What the source itself cites, and where", items)


def _section(id_: str, title: str, said: str, items: Iterable[nodes.list_item]) -> nodes.section:
    listed = nodes.bullet_list("", *items, classes=["apparatus"])
    meaning = nodes.paragraph(said, said, classes=["apparatus-meaning"])
    return nodes.section("", nodes.title(title, title), meaning, listed, ids=[id_], classes=["apparatus"])


def _annotation(setter: Setter, source: Source, annotation: Annotation) -> nodes.list_item:
    """Set one line: where, on what words, how the note begins."""
    where = setter.link("annotation", annotation.id, f"{source.siglum} {annotation.passage}")
    item = nodes.paragraph("", "", where, nodes.Text(" "), classes=[annotation.kind])
    passage = source.passage(annotation.passage)
    if annotation.span and passage:
        quoted = passage.text[annotation.span.start : annotation.span.end]
        item += nodes.inline("", "", *setter.words(quoted, source.language), classes=["apparatus-lemma"])
        item += nodes.Text("] ")
    item += setter.words(_shortened(text_of(annotation.body)), setter.env.config.language or "en")
    return nodes.list_item("", item)


def _parallel(setter: Setter, source: Source, parallel: Parallel) -> nodes.list_item:
    """Set one line: date, title, relation, the passages of this source and of the others."""
    relation = RELATIONS[parallel.relation]
    sigla = {s.id: s.siglum for s in setter.edition.sources}
    item = nodes.paragraph("", "", setter.link("parallel", parallel.id, parallel.title), classes=[parallel.relation])
    item += nodes.inline(
        "", f" {relation.mark} {relation.label}, {dates.readable(parallel.date, setter.env.config.language or 'en')}: "
    )
    ours_first = sorted(parallel.passages, key=lambda p: p.source != source.id)
    for number, passage in enumerate(ours_first):
        reference = f"{sigla[passage.source]} {passage.passage}"
        item += [nodes.Text(" · ")] if number else []
        item += setter.link("passage", reference, reference)
    return nodes.list_item("", item)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–—(") + " …"
