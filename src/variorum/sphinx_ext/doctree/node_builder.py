"""From the model to nodes: how a source, a note and a parallel are set. No Markdown parser sees a source's words.

Everything here is pure but for `Setter`, which carries what a page needs to know while it is set (edition, ids taken,
references made) and notes what it sets in the Domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.model.body import CITE_ROLES, LANGUAGE_ROLE, LINK_ROLES, Block, Body, Inline
from variorum.model.edition import (
    RELATIONS,
    Annotation,
    Citation,
    Edition,
    Parallel,
    ParallelPassage,
    Passage,
    PassageKind,
    Source,
    Span,
)
from variorum.parallels.differences import differing
from variorum.reading.files import digest_of
from variorum.sphinx_ext.doctree import citation_marks
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.link_text import words_of_link
from variorum.sphinx_ext.doctree.note_numbers import Note, number_notes
from variorum.sphinx_ext.doctree.stances import stances
from variorum.sphinx_ext.html.compare_page import link_to_both, links_to_pairs
from variorum.text import dates
from variorum.text.names import Namer
from variorum.text.scripts import foreign_runs

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from variorum.sphinx_ext.build.domain import VariorumDomain

MARGIN_WORDS = 44  # code points of another source's words that a margin has room for
_GROUPED = {PassageKind.LIST_ITEM, PassageKind.TABLE_ROW, PassageKind.REFERENCE}
_BLOCKS: Mapping[str, type[nodes.Element]] = {
    "bullet-list": nodes.bullet_list,
    "ordered-list": nodes.enumerated_list,
    "list-item": nodes.list_item,
    "quotation": nodes.block_quote,
}
_MARKS: Mapping[str, type[nodes.TextElement]] = {"emphasis": nodes.emphasis, "strong": nodes.strong}


@dataclass
class Setter:
    """Sets what belongs to one page."""

    edition: Edition
    env: BuildEnvironment
    document: nodes.document
    languages: Mapping[str, str]  # script → language tag
    placed: list[tuple[str, str, str]] = field(default_factory=list)  # (type, name, id) of what other pages may link to
    cited: dict[str, Mapping[str, list[Citation]]] = field(default_factory=dict)  # source → locus → its citations

    # --- a source -----------------------------------------------------------------------------------------------------

    def source(self, source: Source) -> list[nodes.Node]:
        """Set a whole source: headings as sections, passages with their notes."""
        notes = number_notes(self.edition, source)
        top = nodes.section()  # holds what is set; sections are opened inside it by depth
        open_: list[tuple[int, nodes.Element]] = [(0, top)]
        shown = (p for p in source.passages if p.locus)
        for kind, run in groupby(shown, key=lambda p: p.kind if p.kind in _GROUPED or p.is_heading else None):
            group = list(run)
            if kind in _GROUPED:
                open_[-1][1].append(
                    our.passages("", *(self.passage(source, p, notes[p.locus]) for p in group), kind=str(kind))
                )
                continue
            for passage in group:
                if passage.is_heading:
                    while open_[-1][0] >= passage.kind.depth:
                        open_.pop()
                    section = self.heading(source, passage, notes[passage.locus])
                    open_[-1][1].append(section)
                    open_.append((passage.kind.depth, section))
                else:
                    open_[-1][1].append(self.passage(source, passage, notes[passage.locus]))
        children = list(top.children)
        top.clear()
        return children

    def heading(self, source: Source, passage: Passage, notes: list[Note]) -> nodes.section:
        """Set a heading of the source as a real section. Its notes stand below it, on the whole heading."""
        section = nodes.section(ids=[passage.anchor], classes=["source-heading", str(passage.kind)])
        self.note_place("passage", f"{source.siglum} {passage.locus}", passage.anchor, section)
        words = self.words(passage.text, source.language)
        section += nodes.title(passage.text, "", *words)
        section.extend(self.translation(source, passage))
        if notes:
            box = our.passage(source=source.id, locus=passage.locus, siglum=source.siglum, kind="heading-notes")
            box += nodes.paragraph("", "", *(self._reference(n) for n in notes), classes=["note-references"])
            box.extend(self.note(source, passage, n) for n in notes)
            section += box
        return section

    def passage(self, source: Source, passage: Passage, notes: list[Note]) -> our.passage:
        """Set a passage and, after its words, its notes."""
        box = our.passage(
            ids=[passage.anchor], source=source.id, locus=passage.locus, siglum=source.siglum, kind=str(passage.kind)
        )
        self.note_place("passage", f"{source.siglum} {passage.locus}", passage.anchor, box)
        text = our.passage_text(passage.text, "", *self._marked(source, passage, notes))
        if source.language != self._page_language:
            text["classes"].append(our.LANGUAGE_CLASS.format(source.language))
        box += text
        box.extend(self.translation(source, passage))
        box.extend(self.note(source, passage, n) for n in notes)
        return box

    def translation(self, source: Source, passage: Passage) -> list[our.passage_translation]:
        """Set our translation of a passage, if the source has one."""
        words = source.translation.passages.get(passage.locus) if source.translation else None
        if not words or not source.translation or passage.kind is PassageKind.REFERENCE:
            return []
        inner = (_in_language(t, lang) for t, lang in _runs(words, source.translation.language, self.languages))
        return [our.passage_translation(words, "", *inner, language=source.translation.language)]

    # --- words with marks ---------------------------------------------------------------------------------------------

    def words(self, text: str, language: str) -> list[nodes.Node]:
        """Set words of a language inside a page of another: the whole marked with its language, foreign runs too."""
        inner = [_in_language(t, lang) for t, lang in _runs(text, language, self.languages)]
        if language == self._page_language:
            return inner
        return [nodes.inline("", "", *inner, classes=[our.LANGUAGE_CLASS.format(language)])]

    def _marked(self, source: Source, passage: Passage, notes: list[Note]) -> Iterator[nodes.Node]:
        """Yield the words cut at every border of a lemma, citation or other script, each piece inside all its marks."""
        text = passage.text
        on_words = [n for n in notes if n.span]
        cited = self._citations(source).get(passage.locus, [])
        runs = foreign_runs(text, source.language, self.languages)
        borders = {0, len(text)} | {at for s, _ in runs for at in (s.start, s.end)}
        spans = [*(n.span for n in on_words), *(c.span for c in cited)]
        borders |= {at for s in spans if s for at in (s.start, s.end)}
        cuts = sorted(borders)
        citing_pieces = citation_marks.covering(cuts, cited)
        begun: set[str] = set()
        for start, end in pairwise(cuts):
            foreign = next((lang for s, lang in runs if s.start <= start and end <= s.end), "")
            piece = _in_language(text[start:end], foreign)
            if start in citing_pieces:
                piece = citation_marks.mark(self.edition, self.env, source, citing_pieces[start], piece)
            covering = [n for n in on_words if n.span and n.span.start <= start and end <= n.span.end]
            if covering:
                first = [f"lemma-{n.id}" for n in covering if n.id not in begun]
                begun.update(n.id for n in covering)
                yield our.lemma(
                    "",
                    "",
                    piece,
                    ids=first,
                    notes=" ".join(n.id for n in covering),
                    kinds=" ".join(dict.fromkeys(_css_kind(n) for n in covering)),
                )
            else:
                yield piece
            yield from (self._reference(n) for n in covering if n.span and n.span.end == end)
        yield from citation_marks.whole_marks(self.edition, self.env, cited, citing_pieces)
        yield from (self._reference(n) for n in notes if not n.span)

    def _citations(self, source: Source) -> Mapping[str, list[Citation]]:
        """Return what a source cites, by locus."""
        if source.id not in self.cited:
            self.cited[source.id] = citation_marks.by_passage(source)
        return self.cited[source.id]

    def _reference(self, note: Note) -> our.note_reference:
        return our.note_reference(ids=[note.reference], note=note.id, number=note.number, kind=note.kind)

    # --- notes --------------------------------------------------------------------------------------------------------

    def note(self, source: Source, passage: Passage, note: Note) -> nodes.Element:
        """Set an annotation, or what a parallel says, as the box beside its passage."""
        if isinstance(note.about, Annotation):
            return self._annotation(source, passage, note, note.about)
        return self._parallel_note(passage, source, note, note.about)

    def _annotation(self, source: Source, passage: Passage, note: Note, about: Annotation) -> our.annotation:
        box = our.annotation(
            ids=[note.id],
            annotation=about.id,
            number=note.number,
            kind=about.kind,
            by=about.by,
            back=note.reference,
            path=about.path,
        )
        box.source, box.line = about.path, about.lines["body"]
        self.note_place("annotation", about.id, note.id, box)
        if note.span:
            quoted = passage.text[note.span.start : note.span.end]
            box += our.note_lemma(quoted, "", *self.words(quoted, source.language))
        box.extend(self.body(about.body, about.path))
        return box

    def _parallel_note(self, passage: Passage, source: Source, note: Note, about: Parallel) -> our.parallel_note:
        box = our.parallel_note(
            ids=[note.id],
            parallel=about.id,
            number=note.number,
            relation=about.relation,
            back=note.reference,
            path=about.path,
        )
        box += our.parallel_title("", "", self.link("parallel", about.id, about.title))
        for item in about.passages:
            if (item.source, item.passage) != (source.id, passage.locus):
                box += self.parallel_words(item, MARGIN_WORDS)
        box += link_to_both(about, source)
        return box

    def parallel_words(self, item: ParallelPassage, room: int = 0, apart: Iterable[Span] = ()) -> our.parallel_words:
        """Set one passage of a parallel: where, its words (cut to `room` code points, 0 = whole), our gloss.

        The spans in `apart` are marked as what the other passages have not.
        """
        source = self.edition.source(item.source)
        passage = source.passage(item.passage) if source else None
        if source is None or passage is None:  # read_edition has left out all that do not exist
            raise LookupError(f"{item.source} {item.passage}")
        box = our.parallel_words(source=source.id, language=source.language)
        reference = f"{source.siglum} {item.passage}"
        box += nodes.paragraph("", "", self.link("passage", reference, reference), classes=["passage-reference"])
        quoted = passage.text[item.span.start : item.span.end] if item.span else passage.text
        shown = our.words(quoted, "")
        at = 0
        for span in apart:
            shown += self.words(quoted[at : span.start], source.language) if span.start > at else []
            marked = self.words(quoted[span.start : span.end], source.language)
            shown += nodes.inline("", "", *marked, classes=["differing"])
            at = span.end
        shown += self.words(_shortened(quoted[at:], room), source.language) if at < len(quoted) else []
        box += shown
        if item.gloss:
            box += our.gloss(item.gloss, "", *self.words(_shortened(item.gloss, room), self._page_language))
        return box

    def own_words(self, text: str) -> list[nodes.Node]:
        """Set words of ours, in the page's language."""
        return self.words(text, self._page_language)

    # --- parallels on their own page ----------------------------------------------------------------------------------

    def parallel(self, parallel: Parallel) -> nodes.section:
        """Set a parallel as a section: date and relation, passages side by side, who is silent, commentary."""
        section = nodes.section(ids=[f"parallel-{parallel.id}"], classes=["parallel", parallel.relation])
        self.note_place("parallel", parallel.id, f"parallel-{parallel.id}", section)
        section += nodes.title(parallel.title, "", *self.words(parallel.title, self._page_language))
        relation = RELATIONS[parallel.relation]
        head = our.parallel_head(relation=parallel.relation, date=parallel.date)
        head += nodes.inline("", relation.label, classes=["relation", parallel.relation])
        head += nodes.Text(" · ")
        head += nodes.inline("", dates.readable(parallel.date, self._page_language), classes=["date"])
        section += head
        columns = our.parallel_columns()
        apart = differing(self.edition, parallel, self._namer)
        columns.extend(
            self.parallel_words(item, apart=apart.get(number, ())) for number, item in enumerate(parallel.passages)
        )
        section += columns
        section += stances(self.edition, parallel, self.link, self.own_words)
        section += links_to_pairs(self.edition, parallel)
        section.extend(self.body(parallel.body, parallel.path))
        return section

    # --- bodies -------------------------------------------------------------------------------------------------------

    def body(self, body: Body, path: str) -> list[nodes.Node]:
        """Set a body; its links and citations are resolved later by their Domains."""
        return [self._block(block, path) for block in body.blocks]

    def _block(self, block: Block, path: str) -> nodes.Element:
        if block.kind == "paragraph":
            return nodes.paragraph("", "", *self._inlines(block.inlines, path))
        return _BLOCKS[block.kind]("", *(self._block(inner, path) for inner in block.blocks))

    def _inlines(self, inlines: Iterable[Inline], path: str) -> Iterator[nodes.Node]:
        for inline in inlines:
            match inline.kind:
                case "text":
                    yield from (
                        _in_language(t, lang) for t, lang in _runs(inline.text, self._page_language, self.languages)
                    )
                case "break":
                    yield nodes.Text("\n")
                case "code":
                    yield nodes.literal(inline.text, inline.text)
                case "link":
                    children = list(self._inlines(inline.children, path))
                    yield nodes.reference("", "", *children, refuri=inline.name, rel="nofollow noopener")
                case "role":
                    yield self._role(inline, path)
                case _:
                    yield _MARKS[inline.kind]("", "", *self._inlines(inline.children, path))

    def _role(self, role: Inline, path: str) -> nodes.Node:
        if role.name in CITE_ROLES:
            return self._citation(role, path)
        if role.name in LINK_ROLES:
            shown = words_of_link(self.edition, role.name, role.text)
            self._domain.note_shown(self.env.docname, f"words {role.name} {role.text}", digest_of(shown))
            link = self.link(role.name, role.text, shown)
            link.source, link.line = path, role.line
            return link
        assert LANGUAGE_ROLE.fullmatch(role.name)  # parse_body lets nothing else through
        return nodes.inline("", role.text, classes=[our.LANGUAGE_CLASS.format(role.name)])

    def _citation(self, role: Inline, path: str) -> nodes.Node:
        """Make the node that sphinxcontrib-bibtex' own role makes, and note it in its Domain."""
        from sphinxcontrib.bibtex.citation_target import parse_citation_targets
        from sphinxcontrib.bibtex.roles import CitationRef

        node = pending_xref(
            role.text,
            nodes.inline("", role.text),
            refdomain="cite",
            reftype=role.name.removeprefix("cite:"),
            reftarget=role.text,
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.docname,
        )
        node.source, node.line = path, role.line
        self.document.note_explicit_target(node, node)
        targets = list(parse_citation_targets(role.text))
        domain = self.env.get_domain("cite")
        domain.citation_refs.append(CitationRef(node["ids"][0], self.env.docname, role.line, targets))  # type: ignore[attr-defined]
        return node

    def link(self, kind: str, target: str, words: str) -> pending_xref:
        """Make a link to a passage, annotation or parallel, to be resolved by our Domain."""
        self._domain.note_link(self.env.docname, kind, target)
        return pending_xref(
            target,
            nodes.inline("", words, classes=["xref", f"variorum-{kind}"]),
            refdomain="variorum",
            reftype=kind,
            reftarget=target,
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.docname,
        )

    @cached_property
    def _namer(self) -> Namer:
        return Namer(self.edition.names.values())

    @property
    def _domain(self) -> VariorumDomain:
        return cast("VariorumDomain", self.env.get_domain("variorum"))

    @property
    def _page_language(self) -> str:
        return self.env.config.language or "en"

    def note_place(self, kind: str, name: str, id_: str, node: nodes.Element) -> None:
        """Note that a thing is set here, under this id."""
        self.placed.append((kind, name, id_))
        self.document.ids[id_] = node


def _css_kind(note: Note) -> str:
    return note.kind if isinstance(note.about, Annotation) else f"parallel {note.kind}"


def _shortened(text: str, room: int) -> str:
    if not room or len(text) <= room:
        return text
    return text[:room].rsplit(" ", 1)[0].rstrip(" ,;:–—(") + " …"


def _runs(text: str, language: str, languages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the text in pieces, each with its language if that is another than the text's."""
    at = 0
    for span, foreign in foreign_runs(text, language, languages):
        if span.start > at:
            yield text[at : span.start], ""
        yield text[span.start : span.end], foreign
        at = span.end
    if at < len(text) or not text:
        yield text[at:], ""


def _in_language(text: str, language: str) -> nodes.Node:
    return nodes.inline("", text, classes=[our.LANGUAGE_CLASS.format(language)]) if language else nodes.Text(text)
