"""What a page says of itself: its place in the edition, its description for machines, and the site map.

In: the page's context from Sphinx and the edition. Out: more context for `layout.html` (`sources`, `chapters`, `page`).
Nothing here depends on the clock or the network.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from docutils import nodes
from markupsafe import Markup
from markupsafe import escape as escape_markup
from sphinx.builders.html import StandaloneHTMLBuilder

from variorum.disk.whole_file import write_whole
from variorum.model.edition import Name, Parallel
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS, AnnotationKind
from variorum.model.source import Source
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.own_files import files_written
from variorum.sphinx_ext.build.page_frame import previewed, sources_as_read
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.divisions import years_told
from variorum.sphinx_ext.html import rail
from variorum.sphinx_ext.output import THEME, output_of
from variorum.sphinx_ext.settings import language_of, settings_of, wording_of
from variorum.text.bidi import set_apart, strong_directions, title_apart
from variorum.text.excerpt import beginning
from variorum.text.scripts import direction_of, foreign_runs, upright_languages
from variorum.wording.messages import Wording
from variorum.wording.scripts import words_of_scripts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.jinja2glue import BuiltinTemplateLoader

DESCRIPTION_CHARS = 200  # code points; search engines show fewer
# Style sheets and scripts of others that a page gets only if it holds a trace of them.
_ONLY_WHERE_USED = {"sphinx-design": 'class="sd-', "design-tabs": 'class="sd-tab', "pygments": 'class="highlight'}
# what a reader can choose to see
_CHOICES = (
    *ANNOTATION_KINDS.values(),
    AnnotationKind("parallel", "Parallels", "What the other sources say", "∥", "#57524a", "#b5aea2"),
)
# what names are of, in the words of schema.org
_TYPES_OF_NAMES = {
    "person": "Person",
    "place": "Place",
    "organisation": "Organization",
    "event": "Event",
    "term": "DefinedTerm",
}
_PLACE = re.compile(r'<a\b[^>]*?\bhref="([^"#:]*)#')  # a link to a place on a page of the site
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)  # of a style sheet: it is for those who write it, no browser needs it
_SIGNS = {"ltr": "\u2066", "rtl": "\u2067"}  # that begin what runs a way by itself (isolates)
_ONLY_IN_SEARCH = ("doctools.js", "documentation_options.js", "sphinx_highlight.js", "translations.js")


def give_tables(app: Sphinx) -> None:
    """Give the theme the tables of kinds, relations and scripts, for its style sheets, and the words to say."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        environment = cast("BuiltinTemplateLoader", app.builder.templates).environment
        environment.globals["annotation_kinds"] = tuple(ANNOTATION_KINDS.values())
        environment.globals["relations"] = tuple(RELATIONS.values())
        environment.globals["upright_languages"] = upright_languages()
        environment.globals["say"] = wording_of(app.config).say
        language, known = wording_of(app.config).language, settings_of(app.config).script_languages
        line = direction_of(language)
        environment.filters["in_tongues"] = partial(_in_tongues, language=language, scripts=known)
        environment.filters["label_in_line"] = partial(_label_in_line, language=language, scripts=known)
        environment.filters["in_letters"] = _in_letters
        environment.filters["without_comments"] = _without_comments
        environment.filters["named"] = partial(set_apart, line=line)
        environment.filters["titled"] = partial(title_apart, line=line)
        environment.filters["apart"] = partial(_apart, line=line)
        scripts = (path.read_text(encoding="utf-8") for path in sorted(THEME.rglob("*.js")))
        environment.globals["script_words"] = words_of_scripts(wording_of(app.config), scripts)


def _without_comments(style: str) -> str:
    return _COMMENT.sub("", style)


def register(app: Sphinx) -> None:
    """Tell Sphinx when the pages are described."""
    app.connect("builder-inited", give_tables)
    app.connect("html-page-context", describe, priority=900)
    app.connect("build-finished", finish)


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to the context of a page what our theme shows and tells machines of it; other themes have their own."""
    if not output_of(app.builder).themed:
        return
    domain = domain_of(app.env)
    homes = domain.homes("source")
    lists = domain.homes("apparatus")
    source = domain.edition.source(domain.source_on(pagename))
    context["sources"] = [
        {"id": s.id, "siglum": s.siglum, "label": s.label, "page": homes[s.id], "here": s is source}
        for s in _sources_as_read(app)
        if s.id in homes
    ]
    context["nav_pages"] = list(_nav_pages(app, str(context.get("theme_nav_pages", ""))))
    context["source"] = source
    told = source is not None and domain.is_whole(source, pagename)
    context["years_told"] = list(years_told(source, wording_of(app.config))) if source and told else []
    context["apparatus"] = lists.get(source.id) if source else None
    context["direction"] = direction_of(language_of(app.config))
    context["editor"] = app.config.author
    context["description"] = _description(context, doctree)
    context["structured"] = _structured(app, domain, pagename, source, context)
    context["kinds"] = _CHOICES
    context["has_notes"] = bool(doctree and next(doctree.findall(our.note_reference), None))
    context["has_parallels"] = bool(doctree and next(doctree.findall(rail.rail), None))
    context["has_translation"] = bool(doctree and next(doctree.findall(our.passage_translation), None))
    context["translations"] = _translations(doctree, wording_of(app.config)) if doctree else []
    context["tongues"] = _tongues(doctree, wording_of(app.config)) if doctree else []
    linked = _pages_linked(app.builder.get_target_uri(pagename), context.get("body") or "")
    context["previews"] = [*map(quote, previewed(app.env, linked))] if doctree else []
    _leave_out_unused(context, templatename)
    # Sphinx makes a heading of the caption of a table of contents and does not say of which level
    context["body"] = (context.get("body") or "").replace(
        '<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'
    )


def _sources_as_read(app: Sphinx) -> list[Source]:
    """Return the sources in the order of their pages: once in a build, which has an edition of its own."""
    return domain_of(app.env).edition.once("sources as read", lambda: sources_as_read(app.env))


def _translations(doctree: nodes.document, wording: Wording) -> list[tuple[str, str]]:
    """Return tag and name of each language into which something of the page is translated, if there are several."""
    found = dict.fromkeys(node["language"] for node in doctree.findall(our.passage_translation))
    return [(tag, wording.name_of(tag) or tag) for tag in found] if len(found) > 1 else []


def _tongues(doctree: nodes.document, wording: Wording) -> list[tuple[str, str]]:
    """Return tag and name of each language in which notes and parallels of the page are written, if several are."""
    begin = our.TONGUE_CLASS.format("")
    written = (c.removeprefix(begin) for s in doctree.findall(nodes.section) for c in s["classes"] if begin in c)
    notes = (note.get("tongue", "") for note in doctree.findall(our.annotation))
    lines = (line["tongue"] for line in doctree.findall(rail.rail_line))
    found = [tag for tag in dict.fromkeys([*notes, *lines, *written]) if tag and tag != wording.language]
    return [(tag, wording.name_of(tag) or tag) for tag in (wording.language, *found)] if found else []


@files_written()
def finish(app: Sphinx, exception: Exception | None) -> None:
    """Write sitemap.xml, if the address of the site is known."""
    base = app.config.html_baseurl
    if exception is not None or not output_of(app.builder).site or not base:
        return
    addresses = (base.rstrip("/") + "/" + app.builder.get_target_uri(name) for name in sorted(app.env.found_docs))
    urls = "".join(f"  <url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    write_whole(
        Path(app.outdir, "sitemap.xml"),
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
    )


def _nav_pages(app: Sphinx, named: str) -> Iterator[dict[str, str]]:
    """Yield the pages that the head leads to beside the sources: those that the theme's option `nav_pages` names."""
    for docname in named.split():
        if docname in app.env.titles:
            builder = cast("StandaloneHTMLBuilder", app.builder)
            title = builder.render_partial(app.env.titles[docname])["title"]
            yield {"page": docname, "title": Markup(title)}  # as Sphinx has “next” and “previous”


def _pages_linked(address: str, body: str) -> set[str]:
    """Return the pages that places are linked to from a page, its own among them; some may be none of ours."""
    folder = posixpath.dirname(address)
    found = {posixpath.normpath(posixpath.join(folder, link)) if link else address for link in _PLACE.findall(body)}
    return {unquote(name) for path in found for name in _names_of(path)}


def _names_of(path: str) -> Iterator[str]:
    """Yield what a page may be called that has this address; previewing.js reads an address in the same way."""
    name = path.removesuffix(".html").removeprefix(".")
    if name:
        yield name
    if not path.endswith(".html"):  # of a builder that writes each page into a folder
        yield f"{name}/index" if name else "index"


def _description(context: dict[str, Any], doctree: nodes.document | None) -> str:
    written = (context.get("meta") or {}).get("description")
    if written or doctree is None:
        return str(written or "")
    paragraph = next((p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)), None)
    text = " ".join(paragraph.astext().split()) if paragraph else ""
    return beginning(text, DESCRIPTION_CHARS)


def _structured(
    app: Sphinx, domain: VariorumDomain, pagename: str, source: Source | None, context: dict[str, Any]
) -> str:
    """Return what the page is, in the words of schema.org, as the text of a JSON-LD block."""
    url = context.get("pageurl") or ""
    edition: dict[str, Any] = {
        "@type": "Book",
        "name": app.config.project,
        "version": app.config.release,
        "editor": {"@type": "Organization", "name": app.config.author},
    }
    if app.config.html_baseurl:
        edition["url"] = app.config.html_baseurl
    set_here, named_here = (domain.places.on(pagename).get(kind, {}) for kind in ("parallel", "name"))
    held = sorted(filter(None, map(domain.edition.parallel, set_here)), key=lambda p: (p.first_day, p.last_day, p.id))
    named = [n for n in domain.edition.names.values() if n.same_as and n.id in named_here] if named_here else []
    if pagename == app.config.root_doc:
        page = edition | {"inLanguage": sorted({s.language for s in domain.edition.sources})}
    else:
        page = {"@type": "WebPage", "name": _plain(context.get("title", "")), "isPartOf": edition}
        if source:
            page["mainEntity"] = _source(source)
        if held:
            page["hasPart"] = [_parallel(domain, p, url) for p in held]
        if named:
            page["mentions"] = [_name(name, url) for name in named]
    if url:
        page["url"] = url
    if context["description"]:
        page["description"] = context["description"]
    text = json.dumps({"@context": "https://schema.org", **page}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _source(source: Source) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "identifier": source.siglum,
        "name": source.title,
        "alternateName": source.label,
        "inLanguage": source.language,
        "position": source.order,
        "copyrightNotice": source.rights,
    }


def _parallel(domain: VariorumDomain, parallel: Parallel, url: str) -> dict[str, Any]:
    sigla = {s.id: s.siglum for s in domain.edition.sources}
    return {
        "@type": "CreativeWork",
        "@id": f"{url}#parallel-{parallel.id}",
        "name": parallel.title,
        **({"temporalCoverage": parallel.date} if parallel.date else {}),
        "genre": parallel.relation,
        "mentions": [
            {"@type": "CreativeWork", "identifier": f"{sigla[p.source]} {p.passage}"} for p in parallel.passages
        ],
    }


def _name(name: Name, url: str) -> dict[str, Any]:
    type_ = _TYPES_OF_NAMES.get(name.kind, "Thing")
    return {"@type": type_, "@id": f"{url}#name-{name.id}", "name": name.name, "sameAs": name.same_as}


def _in_tongues(markup: str, *, language: str, scripts: Mapping[str, str]) -> str:
    """Return a message with its marks, its words of other scripts in their languages."""
    pieces, base = [], direction_of(language)
    for piece in re.split(r"(<[^>]+>)", markup):
        at = 0
        for span, foreign in [] if piece.startswith("<") else foreign_runs(piece, language, scripts):
            if span.end > at:  # a run inside another is in the language of that one
                told = f'lang="{foreign}"' + (f' dir="{way}"' if (way := direction_of(foreign)) != base else "")
                pieces += [piece[at : span.start], f"<span {told}>{span.of(piece)}</span>"]
                at = span.end
        pieces.append(piece[at:])
    return "".join(pieces)


def _apart(words: str, *, line: str) -> Markup:
    """Return words that are named in a line as markup: set apart where they run against it."""
    if not strong_directions(_plain(words)) - {line}:
        return escape_markup(words)
    return Markup("<bdi>{}</bdi>").format(words)


def _label_in_line(source: Source, *, language: str, scripts: Mapping[str, str]) -> str:
    """Return what a source is called in a line: apart if it runs against it, else with its words of other scripts."""
    if source.direction in strong_directions(source.label) - {direction_of(language)}:
        told = Markup('<bdi dir="{}" lang="{}">{}</bdi>')
        return told.format(source.direction, source.language, source.label)
    return _in_tongues(escape_markup(source.label), language=language, scripts=scripts)


def _in_letters(title: str) -> str:
    """Return a title of a page for where nothing but letters can stand: what stands apart in it, between signs."""
    found = ""
    open_: list[str] = []
    for piece in re.split(r"(<[^>]+>)", title):
        if not piece.startswith("<"):
            found += html.unescape(piece)
        elif piece.startswith("</"):
            found += open_.pop() if open_ else ""
        elif not piece.endswith("/>"):
            way = re.search(r'\bdir="(ltr|rtl)"', piece)
            found += _SIGNS[way[1]] if way else ""
            open_.append("\u2069" if way else "")
    return found


def _plain(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup)


def _leave_out_unused(context: dict[str, Any], templatename: str) -> None:
    """Take off the page what other extensions put on every page and this one has no use for."""
    body = context.get("body") or ""
    searching = templatename == "search.html"

    def used(file: Any) -> bool:
        name = str(getattr(file, "filename", file))
        if any(part in name for part in _ONLY_IN_SEARCH):
            return searching
        return all(part not in name or trace in body for part, trace in _ONLY_WHERE_USED.items())

    context["css_files"] = [file for file in context["css_files"] if used(file)]
    context["script_files"] = [file for file in context["script_files"] if used(file)]
    # docutils says again what layout.html has said
    context["metatags"] = re.sub(r'<meta[^>]*name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
