"""EPUB 3: the HTML of the edition, with annotations as pop-up footnotes and without what only a web site can use.

Readers of e-books open a footnote over the page when its link says `epub:type="noteref"` and its text stands in an
`aside` with `epub:type="footnote"`. Everything else is shown as in HTML. The bytes of the book depend on the edition
alone: it is dated by `SOURCE_DATE_EPOCH` or by the last commit, never by the clock.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from variorum.disk.whole_file import write_whole
from variorum.model.span import Span
from variorum.search.rows import Indexer
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.lifecycle import names_of_records
from variorum.sphinx_ext.build.own_files import keep_only
from variorum.sphinx_ext.build.release_date import moment_of
from variorum.sphinx_ext.doctree import layer_nodes
from variorum.sphinx_ext.epub.annotation_set import PLACE, About, Remark, annotation_set
from variorum.sphinx_ext.epub.packaging import Access, add_page_list, complete_package, cover, without_pages
from variorum.sphinx_ext.epub.style import style
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import language_of, line_of_setting, wording_of
from variorum.text.bidi import title_in_letters
from variorum.text.line_joining import joined_of
from variorum.text.scripts import direction_of
from variorum.wording.messages import later

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders._epub_base import EpubBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
_TITLE = re.compile(r"(<(?:a\s[^>]*|text)>)([^<]+)(</(?:a|text)>)")  # in nav.xhtml and toc.ncx

_STYLE_FILE = "variorum-epub.css"
DRAWING_STYLE = (
    "<style>text{font:19px sans-serif}.year{font-size:17px}.rule,.lane{stroke:#bbb}.rule{stroke-dasharray:1 5}"
    "rect.said{fill:#ccc}rect.apart{fill:#777}rect.touches{fill:#ddd;stroke:#777;stroke-width:.8}"
    "rect.silent,rect.open{fill:none;stroke:#777;stroke-width:.8}rect.outside{fill:#ddd}"
    "rect.open{stroke-dasharray:2 2}.key,.count{font-size:16px}</style>"
)
SPHINX_LEVELS, ALL_LEVELS = 3, 99  # of the book's navigation, where conf.py does not say how many
_NEW = ".epub.new"  # the ending of a book that is not yet complete
COVER = "_static/variorum-cover.svg"
SHOWN_ON_COVER = 12  # sigla
SUMMARY = later(
    "Text that adapts to any size and can be heard whole: headings, passages with their numbers, notes as footnotes "
    "that open from their words and lead back, languages marked, drawings described and repeated as tables."
)
EARLIEST = 315532800  # 1980-01-01 in seconds since 1970: archives know no earlier time
_DATE = re.compile(r"(<dc:date>|<meta property=\"dcterms:modified\">)[^<]*")
_DRAWING = re.compile(r"drawing-[0-9a-f]{12}\.svg")
_LINK = re.compile(r"<a [^>]*>|</a>")


_FOOTNOTES = '<p class="rubric">Footnotes</p>'  # over the addresses of links; Sphinx has it in English only


def register(app: Sphinx) -> None:
    """Add what the EPUB builder needs; other builders notice nothing."""
    app.add_config_value("variorum_epub_pages", "", "", str)  # the list of pages beside a PDF, seen from conf.py
    app.connect("config-inited", _name_the_book)
    app.connect("builder-inited", _prepare)
    app.connect("env-updated", _bind, priority=950)  # after the edition is known, and pages are read
    app.connect("html-page-context", _drop_missing_files, priority=950)
    app.connect("build-finished", _finish_the_book)


def _name_the_book(app: Sphinx, config: Config) -> None:
    """Put what is known where Sphinx writes “unknown” into the book's card."""
    own = f"variorum-{uuid5(NAMESPACE_URL, config.project)}"  # Sphinx also uses it as an id in XML
    known = {
        "epub_identifier": own,
        "epub_uid": own,
        "epub_description": config.project,
        "epub_contributor": config.author,
    }
    for name, value in known.items():
        if config[name] == "unknown":
            config[name] = value
    if config.epub_tocdepth == SPHINX_LEVELS and not line_of_setting("epub_tocdepth", Path(app.confdir)):
        config.epub_tocdepth = ALL_LEVELS  # else the book leads no deeper than to the headings of a source's parts


def _prepare(app: Sphinx) -> None:
    """Let EPUB use the visitors of HTML but for those below, and give it a style sheet."""
    if not output_of(app.builder).book:
        return
    html = app.registry.translation_handlers["html"]
    say = wording_of(app.config).say
    titles = {"toc": say("Table of Contents"), "cover": say("Cover")}  # Sphinx has them in English only
    cast("EpubBuilder", app.builder).guide_titles = titles
    app.registry.translation_handlers["epub"] = {
        **html,
        "note_reference": (_visit_reference, None),
        "layer_point": (_visit_point, layer_nodes.depart_point),
        "drawing": (_visit_drawing, None),
        "export_links": (_skip, None),  # the files are not in the book
    }
    builder = cast("EpubBuilder", app.builder)
    builder.handle_finish = partial(_pack, app, builder.handle_finish)  # type: ignore[method-assign]
    app.config.epub_exclude_files += [*names_of_records(app), f"{app.config.epub_basename}{_NEW}"]
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / _STYLE_FILE, style(language_of(app.config)))
    app.add_css_file(_STYLE_FILE)


def _bind(app: Sphinx, env: BuildEnvironment) -> None:
    """Give a book that has no cover one with its title, and leave out what is not part of a book.

    Left out are pages that list again what stands beside the text, and those that the printed book leaves out.
    """
    if not output_of(app.builder).book:
        return
    domain = domain_of(env)
    if not app.config.epub_cover:
        drawn = cover(app.config.epub_title or app.config.project, app.config.epub_author, _sigla(env))
        write_whole(Path(app.outdir, COVER), drawn)
        app.config.epub_cover = (COVER, "epub-cover.html")
    # of an earlier build: the builder makes it anew and would list it twice
    app.config.epub_exclude_files.append(cast("EpubBuilder", app.builder).coverpage_name)
    for docname in env.found_docs:
        apparatus = any(part.kind == "apparatus" for part in domain.shows.get(docname, {}))
        if apparatus or any(fnmatchcase(docname, pattern) for pattern in app.config.variorum_pdf_without):
            app.config.epub_exclude_files.append(f"{docname}.xhtml")


def _sigla(env: BuildEnvironment) -> list[str]:
    sigla = [source.siglum for source in domain_of(env).edition.sources]
    return sigla if len(sigla) <= SHOWN_ON_COVER else []


def _visit_reference(self: HTML5Translator, node: nodes.Element) -> None:
    number = str(node["number"])
    before = node.parent.children[: node.parent.index(node)]
    beside = " beside" if before and isinstance(before[-1], type(node)) else ""  # numbers must not run together
    self.body.append(
        f'<a class="note-reference {node["kind"]}{beside}" id="r-{number.replace("∥", "p")}" href="#{node["note"]}"'
        f' epub:type="noteref" role="doc-noteref">{number}</a>'
    )
    raise nodes.SkipNode


def _visit_point(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the number of a call of a source's note, which no style sheet of a reader need write then."""
    if node["feature"] != "note":
        layer_nodes.visit_point(self, node)
        return
    id_ = f' id="{node["ids"][0]}"' if node["ids"] else ""
    self.body.append(
        f'<a class="source-call"{id_} href="#{node["target"]}" epub:type="noteref" role="doc-noteref">'
        f"({self.encode(str(node['value']).lstrip('n'))})</a>"
    )
    raise nodes.SkipNode


def _visit_drawing(self: HTML5Translator, node: nodes.Element) -> None:
    """Show a drawing as a picture of its own: the list of contents must name every page that has SVG in it."""
    svg = _LINK.sub(lambda m: "</g>" if m[0] == "</a>" else "<g>", node["svg"]).replace(">", f">{DRAWING_STYLE}", 1)
    name = f"drawing-{sha256(svg.encode()).hexdigest()[:12]}.svg"
    folder = Path(self.builder.outdir, "_images")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / name, svg)
    label = re.search(r'aria-label="([^"]*)"', svg)
    self.body.append(
        f'<p class="drawing"><img alt="{label[1] if label else ""}" src="{self.builder.imgpath}/{name}"/></p>\n'
    )
    raise nodes.SkipNode


def _pack(app: Sphinx, pack: Callable[[], None]) -> None:
    """Put the book together, as `pack` does, when drawings are gone that no page shows any more.

    All that lies in the folder goes into the book. Sphinx has no event between the last page and the book.
    """
    builder = cast("EpubBuilder", app.builder)
    pages = (Path(builder.get_outfilename(docname)) for docname in app.env.found_docs)
    shown = {name for page in pages if page.is_file() for name in _DRAWING.findall(page.read_text("utf-8"))}
    keep_only(app, Path(app.outdir, "_images"), shown)
    pack()


def _skip(self: HTML5Translator, node: nodes.Element) -> None:
    raise nodes.SkipNode


def _drop_missing_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Name only style sheets and pages that are in the book, no scripts; say what Sphinx has in English only."""
    if not output_of(app.builder).book:
        return
    gone = [
        relative_uri(f"{pagename}.xhtml", name) for name in app.config.epub_exclude_files if name.endswith(".xhtml")
    ]
    if "body" in context:
        context["body"] = without_pages(context["body"], re.compile("|".join(map(re.escape, gone)) or "(?!)"))
    folder = Path(app.outdir, "_static")
    names = {file: str(getattr(file, "filename", file)).rsplit("/", 1)[-1] for file in context["css_files"]}
    context["css_files"] = [file for file, name in names.items() if (folder / name).is_file()]
    context["script_files"] = []
    language = language_of(app.config)
    spoken = f'lang="{language}" xml:lang="{language}"{_direction(app)}>'
    context["html_tag"] = context["html_tag"].replace(">", f" {spoken}")
    footnotes = escape(wording_of(app.config).say("Footnotes"))
    context["body"] = (context.get("body") or "").replace(_FOOTNOTES, f'<p class="rubric">{footnotes}</p>')


def _direction(app: Sphinx) -> str:
    return ' dir="rtl"' if direction_of(language_of(app.config)) == "rtl" else ""


def _finish_the_book(app: Sphinx, exception: Exception | None) -> None:
    """Complete the book's cards; give it and every file in it the edition's date, and the modes of any machine."""
    if exception is not None or not output_of(app.builder).book:
        return
    book = Path(app.outdir, f"{app.config.epub_basename}.epub")
    if not book.is_file():
        return
    moment = time.gmtime(max(moment_of(app) or EARLIEST, EARLIEST))
    said = time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)
    new = book.with_suffix(_NEW)
    pages = list(_pages(app))
    with ZipFile(book) as made, ZipFile(new, "w") as dated:
        for entry in made.infolist():
            data = made.read(entry)
            if entry.filename == "content.opf":
                data = _complete(app, _DATE.sub(rf"\g<1>{said}", _turned(app, data.decode())), pages).encode()
            elif entry.filename == "nav.xhtml":
                contents = _titles_apart(app, data.decode()).replace('">', f'"{_direction(app)}>', 1)
                data = add_page_list(contents, wording_of(app.config).say("Pages"), pages).encode()
            elif entry.filename == "toc.ncx":
                data = _titles_apart(app, data.decode()).encode()
            elif entry.filename == "epub-cover.xhtml":
                data = data.replace(b'alt="Cover image"', f'alt="{escape(app.config.epub_title)}"'.encode())
            card = ZipInfo(entry.filename, moment[:6])
            card.compress_type = entry.compress_type
            card.create_system, card.external_attr = 3, 0o100644 << 16
            dated.writestr(card, data)
        card = ZipInfo(PLACE, moment[:6])
        card.compress_type = ZIP_DEFLATED
        card.create_system, card.external_attr = 3, 0o100644 << 16
        files = {name: made.read(name).decode() for name in made.namelist() if name.endswith(".xhtml")}
        dated.writestr(card, annotation_set(_about(app, said), _remarks(app), files))
    new.replace(book)


def _titles_apart(app: Sphinx, contents: str) -> str:
    """Return the contents of a book, whose titles are nothing but letters, with names that run against them apart."""
    line = direction_of(language_of(app.config))
    names = [name for s in domain_of(app.env).edition.sources for name in (s.title, s.label) if s.direction != line]

    def apart(found: re.Match[str]) -> str:
        return found[1] + escape(title_in_letters(unescape(found[2]), line, names)) + found[3]

    return _TITLE.sub(apart, contents)


def _about(app: Sphinx, moment: str) -> About:
    config = app.config
    return About(config.epub_identifier, config.epub_title, config.epub_author, language_of(config), moment)


def _remarks(app: Sphinx) -> Iterator[Remark]:
    """Yield the annotations of the edition with the places of their passages."""
    domain = domain_of(app.env)
    rows = Indexer(domain.edition, wording_of(app.config))
    for source in domain.edition.sources:
        for note in source.annotations:
            part = note.parts[0] if note.parts else None
            locus = part.locus if part else note.passage
            passage, place = source.passage(locus), domain.place_of("passage", f"{source.siglum} {locus}")
            if passage is None or place is None:
                continue
            span = part.span if part else note.span
            joined = joined_of(passage)  # as the book has it
            at = joined.of(span or Span(0, 0))
            words, page = rows.words_of_body(note.body), f"{place.docname}.xhtml"
            yield Remark(note.id, page, place.anchor, joined.text, at.start, at.end, words, note.by, (note.kind,))


def _complete(app: Sphinx, package: str, pages: Sequence[tuple[str, str]]) -> str:
    access = Access("image/" in package, bool(pages), wording_of(app.config).say(SUMMARY))
    return complete_package(package, access, COVER)


def _pages(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield number and address of the pages of the printed book, as its builder has left them beside it."""
    path = Path(app.confdir, app.config.variorum_epub_pages)
    if not app.config.variorum_epub_pages:
        return
    try:
        printed = json.loads(path.read_text(encoding="utf-8"))
        rows = [(str(number), str(docname), str(anchor)) for number, docname, anchor in printed]
    except (OSError, ValueError, TypeError) as error:
        logger.warning(
            "variorum_epub_pages names no list of pages: %s: %s", path, error, type="variorum", subtype="epub"
        )
        return
    for number, docname, anchor in rows:
        if docname in app.env.found_docs and f"{docname}.xhtml" not in app.config.epub_exclude_files:
            yield number, f"{docname}.xhtml#{anchor}"


def _turned(app: Sphinx, card: str) -> str:
    """Return the card of a book, whose pages turn to the right if its language runs from the right."""
    if not _direction(app):
        return card
    return card.replace('page-progression-direction="ltr"', 'page-progression-direction="rtl"', 1)
