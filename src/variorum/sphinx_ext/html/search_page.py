"""Search in the browser, without a server: the rows of the edition as a script file, and the page that reads it.

In: the edition, the editors' own sections (collected while the pages are read, kept in the Domain), and where
everything is set. Out: `passages.js` in the output folder and the page `search.html`. The file is a classic script
that sets one global value, so that it can be read from a folder as well as from a server.
"""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from variorum.model.edition import NAME_KINDS, Name
from variorum.search.rows import ROW_KINDS, Indexer, Row
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.places import Piece, Section
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import settings_of, wording_of
from variorum.text.search_folding import ENDINGS, LETTERS, ZEROS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

DATA = "passages.js"
# What a section holds that is found elsewhere, or is not text.
_NOT_OURS = (
    *(our.passage, our.passages, our.parallel_head, our.parallel_columns, our.silent),
    *(nodes.section, nodes.title, nodes.comment, nodes.raw, nodes.system_message, nodes.citation, addnodes.toctree),
)


def register(app: Sphinx) -> None:
    """Tell Sphinx when the words are collected and the page is written."""
    app.connect("builder-inited", switch_off_sphinx_search)
    app.connect("doctree-read", collect)
    app.connect("html-page-context", tell)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", write)


def switch_off_sphinx_search(app: Sphinx) -> None:
    """Make no index of Sphinx' own: it splits Devanagari at its vowel signs, and takes half of the time."""
    if output_of(app.builder).reader:
        cast("StandaloneHTMLBuilder", app.builder).search = False


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note what the editors wrote on a page themselves, section by section."""
    sections = (
        Section(section["ids"][0], title.astext(), tuple(_pieces(section.children)))
        for section in doctree.findall(nodes.section)
        if not {"parallel", "source-heading", "division"} & set(section["classes"])
        and (title := next(iter(section.findall(nodes.title)), None))
    )
    domain_of(app.env).note_written(app.env.docname, [section for section in sections if section.pieces])


def tell(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Tell the templates whether there is our search and comparison (Sphinx' own is switched off)."""
    context["has_own_search"] = output_of(app.builder).reader


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page for searching."""
    if output_of(app.builder).reader:
        edition = domain_of(app.env).edition
        say = wording_of(app.config).say
        context = {
            "title": say("Search"),
            "data": DATA,
            "row_kinds": {kind: say(label) for kind, label in ROW_KINDS.items()},
            "searched": [(s.id, s.siglum, s.label) for s in edition.sources],
        }
        yield "search", context, "search.html"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the rows, if they are not as they were."""
    if exception is None and output_of(app.builder).reader:
        write_script(Path(app.outdir) / DATA, "globalThis.variorumPassages", data_of(app))


def write_script(path: Path, target: str, data: object) -> None:
    """Write data as a classic script that assigns it to `target`; an unchanged file keeps its time.

    A member of a mapping that is an iterator is written item by item, so that it is never whole in memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)  # of a build that was killed
    with new.open("x", encoding="utf-8", newline="") as file:
        file.write(f"{target}=")
        file.writelines(piece.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") for piece in _json(data))
        file.write(";\n")
    if path.exists() and filecmp.cmp(path, new, shallow=False):
        new.unlink()
    else:
        new.replace(path)  # whole or not at all


def _json(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for number, (key, value) in enumerate(data.items()):
            yield f"{',' if number else '{'}{_dumped(key)}:"
            yield from _json(value)
        yield "}" if data else "{}"
    elif isinstance(data, Iterator):
        yield "["
        for number, item in enumerate(data):
            yield f",{_dumped(item)}" if number else _dumped(item)
        yield "]"
    else:
        yield _dumped(data)


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def data_of(app: Sphinx) -> dict[str, Any]:
    """Return all that the page for searching needs, the rows as an iterator; positions in UTF-16 units."""
    domain = domain_of(app.env)
    edition = domain.edition
    settings = settings_of(app.config)
    wording = settings.wording
    indexer = Indexer(edition, wording, settings.script_languages, domain.style)
    places = _places(domain, app)
    docnames = sorted({docname for docname, _ in places.values()} | set(domain.written))
    return {
        "pages": [app.builder.get_target_uri(docname) for docname in docnames],
        "kinds": [(kind, wording.say(label)) for kind, label in ROW_KINDS.items()],
        "nameKinds": {kind: wording.within(label) for kind, label in NAME_KINDS.items()},
        "sources": [[source.id, source.siglum, source.label] for source in edition.sources],
        "rows": _rows(domain, indexer, places, {docname: number for number, docname in enumerate(docnames)}),
        "names": [
            _packed_name(name, settings.language, _address(app, places.get(("name", name.id))))
            for name in edition.names.values()
        ],
        "letters": LETTERS,
        "zeros": ZEROS,
        "endings": ENDINGS,
    }


def _rows(
    domain: VariorumDomain,
    indexer: Indexer,
    places: Mapping[tuple[str, str], tuple[str, str]],
    pages: Mapping[str, int],
) -> Iterator[list[object]]:
    kinds = {kind: number for number, kind in enumerate(ROW_KINDS)}
    sources = {source.id: number for number, source in enumerate(domain.edition.sources)}
    for row in indexer.rows():
        if row.target in places:
            docname, anchor = places[row.target]
            yield _packed(row, kinds, sources, pages[docname], anchor)
    for docname, sections in sorted(domain.written.items()):
        for section in sections:
            words = "".join(indexer.words_of_citation(p.text) if p.cites else p.text for p in section.pieces)
            row = indexer.page(("page", docname), section.title, words)
            yield _packed(row, kinds, sources, pages[docname], section.anchor)


def _packed(row: Row, kinds: Mapping[str, int], sources: Mapping[str, int], page: int, anchor: str) -> list[object]:
    """Return a row as a list, without the empty values at its end."""
    runs = [(utf16(row.words, run.start), utf16(row.words, run.end), run.language) for run in row.runs]
    packed = [
        kinds[row.kind],
        page,
        anchor,
        row.label,
        row.language,
        row.words,
        [sources[id_] for id_ in row.sources],
        row.remark,
        runs,
        [(utf16(row.words, span.start), utf16(row.words, span.end), feature) for span, feature in row.looks],
    ]
    while not packed[-1]:
        packed.pop()
    return packed


def utf16(text: str, at: int) -> int:
    """Return where a code point stands, counted in UTF-16 units."""
    before = text[:at]
    return at if max(before, default="") <= "\uffff" else at + sum(c > "\uffff" for c in before)


def _packed_name(name: Name, language: str, address: str) -> list[object]:
    spellings = [(language, name.name), *((tag, words) for tag, every in name.spellings.items() for words in every)]
    return [name.name, name.kind, list(dict.fromkeys(spellings)), *([address] if address else [])]


def _address(app: Sphinx, place: tuple[str, str] | None) -> str:
    return f"{app.builder.get_target_uri(place[0])}#{place[1]}" if place else ""


def _places(domain: VariorumDomain, app: Sphinx) -> dict[tuple[str, str], tuple[str, str]]:
    """Return where each thing is set; works by the entries of their bibliography."""
    places = {key: (place.docname, place.anchor) for key, place in domain.places.items()}
    for citation in cite_domain_of(app.env).citations:
        places.setdefault(("work", citation.key), (citation.bibliography_key.docname, citation.citation_id))
    return places


def _pieces(children: Iterable[nodes.Node]) -> Iterator[Piece]:
    """Yield the words of each block that the editors wrote: these have a line, what our directives set has none."""
    for child in children:
        if isinstance(child, _NOT_OURS):
            continue
        if isinstance(child, nodes.TextElement):
            if child.line is not None:
                yield from _inline(child)
                yield Piece("\n")
        elif isinstance(child, nodes.Element):
            yield from _pieces(child.children)


def _inline(node: nodes.Node) -> Iterator[Piece]:
    if isinstance(node, nodes.Text):
        yield Piece(node.astext())
    elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        yield Piece(node["reftarget"], cites=True)
    elif isinstance(node, nodes.Element) and not isinstance(node, nodes.raw):
        for child in node.children:
            yield from _inline(child)
