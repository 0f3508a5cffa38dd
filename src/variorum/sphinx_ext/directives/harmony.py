"""Pages that look over the whole edition: ```` ```{harmony} ````, ```` ```{timeline} ````, ```` ```{matrix} ```` and
```` ```{names} person ````.

Everything is set in common nodes (tables, lists), so every builder shows it; the two drawings are an addition where SVG
can be shown, and their facts stand in the tables under them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from variorum.model.edition import NAME_KINDS, Edition, Name, Parallel
from variorum.model.kinds import RELATIONS
from variorum.model.source import Source
from variorum.model.stances import STANCE_LABELS, Stance
from variorum.parallels import statistics
from variorum.parallels.drawings import (
    Sign,
    draw_matrix,
    draw_timeline,
    signs_of_matrix,
    signs_of_timeline,
    told_besides,
)
from variorum.parallels.name_places import Place, named_in_parallels, occurrences
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.directives.base import EditionDirective
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.compare_nodes import links_to_scrolls
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.overview_nodes import drawing, facts
from variorum.sphinx_ext.doctree.page import Page
from variorum.sphinx_ext.doctree.page_record import put_in_place
from variorum.sphinx_ext.doctree.parallels import parallel_words
from variorum.sphinx_ext.doctree.stances import stance_cell
from variorum.sphinx_ext.doctree.work_nodes import ALL_PARALLELS, export_links
from variorum.sphinx_ext.settings import settings_of
from variorum.text import dates
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MANY_NAMES = 40  # from which on an index gets a line of initials
ROOM = 220  # code points of a source's words that a cell of the harmony has room for


class HarmonyDirective(EditionDirective):
    """Set the harmony: a row per parallel by date, a column per source."""

    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return the table."""
        page = self.page()
        sources = self.edition.sources
        people = named_in_parallels(self.edition, "person", settings_of(self.config).language)
        rows = [_harmony_row(page, parallel, people[parallel.id]) for parallel in self.edition.parallels]
        head = [page.wording.say("When and what"), *(f"{s.siglum}" for s in sources)]
        self.note_part("harmony")
        table = _table("harmony", head, rows, widths=[18, *([82 // max(len(sources), 1)] * len(sources))])
        choices = _choices({name.id: name for names in people.values() for name in names}.values())
        return [choices, table, export_links(name=ALL_PARALLELS)]


class TimelineDirective(EditionDirective):
    """Draw when each source speaks, and what it does in the other parallels of a year; print the numbers."""

    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return the drawing and the table of its facts."""
        self.note_part("harmony")
        wording = settings_of(self.config).wording
        found = statistics.years(self.edition)
        by_year: dict[int, dict[str, statistics.Year]] = {}
        for item in found:
            by_year.setdefault(item.year, {})[item.source] = item
        first = statistics.years_of(self.edition.parallels)
        links = {year: f"#row-{parallel.id}" for year, parallel in first.items()}
        page = self.page()
        rows = [
            _row(
                [
                    _year(page, year, first.get(year)),
                    *(_year_cell(said[s.id], wording) for s in self.edition.sources),
                ]
            )
            for year, said in by_year.items()
        ]
        head = [wording.say("Year"), *(s.siglum for s in self.edition.sources)]
        table = _table("timeline-facts", head, rows)
        return [
            drawing(
                svg=draw_timeline(self.edition, links, wording),
                bare=draw_timeline(self.edition, links, wording, keyed=False),
                key=_key(signs_of_timeline(self.edition), wording),
            ),
            facts("", table),
        ]


class MatrixDirective(EditionDirective):
    """Draw how much each pair of sources shares and contradicts, and what each does in all; print the numbers."""

    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return the drawing and two tables of its facts: of the pairs, and of the sources."""
        self.note_part("harmony")
        wording = settings_of(self.config).wording
        rows = []
        for (a, b), share in statistics.shares(self.edition).items():
            pair = wording.listed([_siglum(self.edition, id_) for id_ in (a, b)])
            counts = (share.parallels, share.disagreeing)
            rows.append(_row([_text(pair), *(_text(wording.number(count)) for count in counts)]))
        head = [wording.say("Pair"), wording.say("Parallels"), wording.say("of these differ or contradict")]
        table = _table("matrix-facts", head, rows)
        own = _stances_table(self.edition, wording)
        return [
            drawing(
                svg=draw_matrix(self.edition, wording),
                bare=draw_matrix(self.edition, wording, keyed=False),
                key=_key(signs_of_matrix(self.edition), wording),
            ),
            links_to_scrolls(self.edition),
            facts("", table, own),
        ]


class NamesDirective(EditionDirective):
    """Set the index of all names of a kind: spellings, description, every passage."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def made(self) -> list[nodes.Node]:
        """Return the index as a definition list."""
        kind = self.arguments[0].strip()
        if kind not in NAME_KINDS:
            raise self.error(f"there is no kind of names “{kind}”; the kinds are: {', '.join(NAME_KINDS)}")
        page = self.page()
        found = occurrences(self.edition)
        names = [n for n in self.edition.names.values() if n.kind == kind and found[n.id]]
        names.sort(key=lambda n: (n.sort or n.name).casefold())
        index = nodes.definition_list("", classes=["names", kind])
        index.extend(_name_entry(page, name, found[name.id]) for name in names)
        self.note_part("names", kind)
        return [*_letters(names, page.wording), index] if names else []


# --- rows and cells ---------------------------------------------------------------------------------------------------


def _choices(people: Iterable[Name]) -> nodes.raw:
    """Return whom the rows can be filtered by, for overviews.js; nothing that a page shows."""
    options = (
        f'<option value="{escape(name.id)}" label="{escape(name.sort or name.name)}"></option>'
        for name in sorted(people, key=lambda name: (name.sort or name.name).casefold())
    )
    return nodes.raw("", f'<datalist class="harmony-people">{"".join(options)}</datalist>\n', format="html")


def _harmony_row(page: Page, parallel: Parallel, people: Iterable[Name]) -> nodes.row:
    relation = RELATIONS[parallel.relation]
    when = [nodes.paragraph("", dates.readable(parallel.date, page.wording), classes=["date"])] if parallel.date else []
    what: list[nodes.Node] = [
        *when,
        nodes.paragraph("", "", link_to(page, "parallel", parallel.id, parallel.title), classes=["parallel-title"]),
        nodes.paragraph("", f"{relation.mark} {page.wording.say(relation.label)}", classes=["relation", relation.id]),
    ]
    cells: list[list[nodes.Node]] = [what]
    speaking = {item.source for item in parallel.passages}
    for source in page.edition.sources:
        said: list[nodes.Node] = [
            parallel_words(page, parallel, item, ROOM) for item in parallel.passages if item.source == source.id
        ]
        cells.append(said or stance_cell(page, parallel, source))
    row = _row(cells)
    for source, cell in zip(page.edition.sources, list(row.children)[1:], strict=True):
        cell["classes"] = [] if source.id in speaking else ["besides"]  # type: ignore[index] # an entry
    row["ids"] = [f"row-{parallel.id}"]
    row["classes"] = [
        f"relation-{parallel.relation}",
        *(f"with-{id_}" for id_ in sorted(speaking)),
        *(f"names-{name.id}" for name in people),
    ]
    return row


def _name_entry(page: Page, name: Name, places: Iterable[Place]) -> nodes.definition_list_item:
    term = nodes.term("", name.sort or name.name, ids=[f"name-{name.id}"])
    put_in_place(term, "name", name.id)
    if name.years:
        term += nodes.inline("", f" ({dates.readable(name.years, page.wording)})", classes=["years"])
    about = nodes.definition("", *_about(name))
    where = nodes.paragraph("", "", classes=["occurrences"])
    for source, loci in _by_source(places).items():
        where += nodes.Text("; " if where.children else "")
        for number, locus in enumerate(loci):
            where += nodes.Text(", " if number else "")
            siglum = _siglum(page.edition, source)
            where += link_to(page, "passage", f"{siglum} {locus}", locus if number else f"{siglum} {locus}")
    about += where
    return nodes.definition_list_item("", term, about)


def _about(name: Name) -> Iterable[nodes.paragraph]:
    """Yield who or what is named, with the item of Wikidata that means the same, and how the sources spell it."""
    described = nodes.paragraph("", name.description, classes=["name-description"])
    if name.same_as:
        item = nodes.reference("", f"Wikidata {name.wikidata}", refuri=name.same_as, classes=["same-as"])
        described += [nodes.Text(" · "), item] if name.description else [item]
    spelled = nodes.paragraph("", "", classes=["spellings"])
    said = {name.name}  # what several languages spell alike is said once
    for language, group in name.spellings.items():
        for spelling in group:
            if spelling not in said:
                said.add(spelling)
                spelled += nodes.Text(" · " if spelled.children else "")
                spelled += nodes.inline("", spelling, classes=[our.LANGUAGE_CLASS.format(language)])
    return (paragraph for paragraph in (described, spelled) if paragraph.children)


def _letters(names: Iterable[Name], wording: Wording) -> Iterable[nodes.raw]:
    """Return a line of initials that lead to the first entry of each, for pages long enough to be jumped about in."""
    first: dict[str, Name] = {}
    names = list(names)
    for name in names:
        first.setdefault(unicodedata.normalize("NFD", name.sort or name.name)[0].upper(), name)
    if len(names) < MANY_NAMES:
        return []
    links = " ".join(f'<a href="#name-{escape(name.id)}">{escape(letter)}</a>' for letter, name in first.items())
    label = escape(wording.say("Initials"))
    return [nodes.raw("", f'<nav class="letters" aria-label="{label}">{links}</nav>\n', format="html")]


def _by_source(places: Iterable[Place]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, passage in places:
        found.setdefault(source.id, []).append(passage.locus)
    return found


def _key(signs: Iterable[Sign], wording: Wording) -> list[tuple[str, str]]:
    """Return the signs of a drawing as pictures, with what they mean."""
    return [(sign.svg, wording.say(sign.label)) for sign in signs]


def _year(page: Page, year: int, first: Parallel | None) -> list[nodes.Node]:
    """Return a year as a link to its first parallel: in the drawing the same may be too small for a finger."""
    figures = dates.readable_year(year, page.wording)
    return [nodes.paragraph("", "", link_to(page, "parallel", first.id, figures))] if first else _text(figures)


def _year_cell(said: statistics.Year, wording: Wording) -> list[nodes.Node]:
    disagreeing = wording.counted("{number} disagrees", "{number} disagree", said.disagreeing)
    spoken = wording.number(said.parallels) + (f" ({disagreeing})" if said.disagreeing else "")
    besides = "; ".join(told_besides(said, wording))
    return [*_text(spoken), *([nodes.paragraph("", besides, classes=["besides"])] if besides else [])]


def _stances_table(edition: Edition, wording: Wording) -> nodes.table:
    """Return what each source does in all parallels: a row for each source, a column for each thing that is done."""
    done = statistics.stances(edition)
    columns: list[Stance] = list(next(iter(done.values()), {}))
    rows = [
        _row([_text(_siglum(edition, id_)), *(_text(wording.number(counts[stance])) for stance in columns)])
        for id_, counts in done.items()
    ]
    head = [wording.say("Source"), *(wording.say(STANCE_LABELS[stance]) for stance in columns)]
    return _table("stances-facts", head, rows)


def _siglum(edition: Edition, id_: str) -> str:
    source: Source | None = edition.source(id_)
    return source.siglum if source else id_


def _text(words: str) -> list[nodes.Node]:
    return [nodes.paragraph("", words)]


def _row(cells: Iterable[Iterable[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def _table(name: str, head: list[str], rows: list[nodes.row], widths: list[int] | None = None) -> nodes.table:
    widths = widths or [100 // len(head)] * len(head)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in widths), cols=len(head))
    group += nodes.thead("", _row(_text(words) for words in head))
    group += nodes.tbody("", *rows)
    return nodes.table("", group, classes=[name])


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give style and script to the pages that need them, and to no other."""
    kinds = {part.kind for part in domain_of(app.env).shows.get(pagename, {})}
    if "harmony" in kinds:
        app.add_js_file("overviews.js", loading_method="defer")
    if kinds & {"harmony", "names"}:
        app.add_css_file("overviews.css")


def register(app: Sphinx) -> None:
    """Register the directives and the files that their pages need."""
    app.connect("html-page-context", add_files)
    app.add_directive("harmony", HarmonyDirective)
    app.add_directive("timeline", TimelineDirective)
    app.add_directive("matrix", MatrixDirective)
    app.add_directive("names", NamesDirective)
