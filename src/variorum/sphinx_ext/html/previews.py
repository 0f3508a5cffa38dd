"""What a link leads to, in a few words, for the browser to show beside it.

In: the edition and the Domain's places. Out: for each page with something that can be linked to, a small script
`_static/previews/<page>.js` that holds, by anchor, a head and some words. The browser fetches it when the reader first
points at a link to that page, so that no page grows by what it links to; as a script it can be read from a folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from variorum.disk.whole_file import write_whole
from variorum.model.body import words_without_citations
from variorum.model.edition import Edition, Parallel
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.passages import Passage, cells_apart
from variorum.model.source import Annotation, Source
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code
from variorum.sphinx_ext.build.own_files import files_written, keep_only
from variorum.sphinx_ext.doctree.cross_references import WORDS, name_of_item, passage_of_words
from variorum.sphinx_ext.html.data_scripts import begins_with, utf16
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import settings_of
from variorum.text import dates
from variorum.text.bidi import set_apart, title_apart
from variorum.text.excerpt import beginning
from variorum.text.line_joining import joined_lines, joined_of
from variorum.text.scripts import direction_of, foreign_runs
from variorum.text.typography import in_print
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PREVIEW_CHARS = 320  # code points of words that a preview shows
FOLDER = "previews"
_PREVIEWED = frozenset({"passage", "annotation", "parallel", WORDS})
_JSON: Mapping[str, Any] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}


class Words(NamedTuple):
    """Words that a preview shows; written as a list, in this order."""

    where: str = ""  # e.g. "No 22"
    language: str = ""  # of the words
    words: str = ""
    ours: str = ""  # our translation or gloss
    ours_language: str = ""
    address: str = ""  # of the words, from the root of the site
    runs: tuple[tuple[int, int, str], ...] = ()  # words in other languages: first and last UTF-16 unit, language


class Tongues(NamedTuple):
    """What is known of the languages of words."""

    wording: Wording  # of the edition's own words
    scripts: Mapping[str, str]  # script → language

    @property
    def page(self) -> str:
        """The language of the edition's own words."""
        return self.wording.language

    def apart(self, words: str) -> str:
        """Return words that a line of the page names, set apart if they run against it."""
        return set_apart(words, direction_of(self.page))

    def runs(self, text: str, language: str) -> tuple[tuple[int, int, str], ...]:
        """Return where words of a text are in another language."""
        found = foreign_runs(text, language, self.scripts)
        return tuple((utf16(text, span.start), utf16(text, span.end), foreign) for span, foreign in found)


class _Addresses(NamedTuple):
    """Where things stand on the site."""

    app: Sphinx
    domain: VariorumDomain

    def of_words(self, name: str) -> str:
        """Return where words of a parallel are found, from the root of the site; "" if they are on no page."""
        place = self.domain.place_of(WORDS, name)
        return f"{self.app.builder.get_target_uri(place.docname)}#{place.anchor}" if place else ""


def register(app: Sphinx) -> None:
    """Tell Sphinx when the previews are made."""
    app.connect("doctree-resolved", drop_tooltips, priority=900)
    app.connect("build-finished", write_previews)


def drop_tooltips(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take the whole reference off each citation: it is shown by preview, and once is enough (a tenth of a page)."""
    if output_of(app.builder).site:
        for citation in doctree.findall(nodes.inline):
            if "bibtex-citation" in citation["classes"]:
                for link in citation.findall(nodes.reference):
                    link.attributes.pop("reftitle", None)


@files_written()
def write_previews(app: Sphinx, exception: Exception | None) -> None:
    """Write the scripts, and take away those of pages that are gone."""
    if exception is not None or not output_of(app.builder).site:
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    domain = domain_of(app.env)
    pages = _pages(app, domain)
    files = {docname: folder / f"{_name_of(docname)}.js" for docname in pages}
    keep_only(app, folder, {path.name for path in files.values()})
    folder.mkdir(parents=True, exist_ok=True)
    glosses = _glosses(domain.edition)
    tongues = Tongues(settings_of(app.config).wording, settings_of(app.config).script_languages)
    for docname, page in pages.items():
        begin = f"// {_made_from(app, domain, docname, page, tongues)}\n"
        if not begins_with(files[docname], begin):
            value = json.dumps(_of_page(app, domain, page, glosses, tongues), **_JSON)
            value = value.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
            write_whole(files[docname], f"{begin}variorumPreviews[{json.dumps(docname)}]={value};\n")


def _name_of(docname: str) -> str:
    """Return what the script of a page is called; no two pages share a name. `js/previewing.js` makes the same.

    >>> _name_of("x/y"), _name_of("x.y"), _name_of("x~/y")
    ('x.y', 'x~.y', 'x~~.y')
    """
    return re.sub(r"[~.]", r"~\g<0>", docname).replace("/", ".")


class _Page(NamedTuple):
    """What can be linked to on a page."""

    things: Mapping[str, Mapping[str, str]]  # of the edition: kind → name → anchor
    works: list[tuple[str, str]]  # anchor and text of each entry of a bibliography

    @property
    def shown(self) -> bool:
        """Whether anything has a preview."""
        return bool(self.works) or not _PREVIEWED.isdisjoint(self.things)

    @property
    def set_here(self) -> Iterator[tuple[str, str, str]]:
        """Kind, name and anchor of each thing of the edition."""
        for kind, names in sorted(self.things.items()):
            yield from ((kind, name, anchor) for name, anchor in sorted(names.items()))


def _pages(app: Sphinx, domain: VariorumDomain) -> dict[str, _Page]:
    """Return the pages with something that has a preview."""
    places = domain.places
    works: dict[str, list[tuple[str, str]]] = {}
    for docname, anchor, text in _works(app):
        works.setdefault(docname, []).append((anchor, text))
    pages = {name: _Page(places.on(name), works.get(name, [])) for name in sorted({*places.pages, *works})}
    return {docname: page for docname, page in pages.items() if page.shown}


def _made_from(app: Sphinx, domain: VariorumDomain, docname: str, page: _Page, tongues: Tongues) -> str:
    """Return a digest of all that the previews of a page are made from; what they show is a part of the page itself."""
    parts = sorted(domain.shows.get(docname, {}).items())
    addresses = _Addresses(app, domain)
    edition = domain.edition
    parallels = [p for name in sorted(page.things.get("parallel", ())) if (p := edition.parallel(name))]
    return digest_of(
        digest_of_code(),
        tongues.page,
        repr(dict(tongues.scripts)),
        *(f"{part.kind} {part.target} {digest}" for part, digest in parts),
        json.dumps([dict(page.things), page.works], sort_keys=True),
        *(addresses.of_words(name_of_item(edition, p, item)) for p in parallels for item in p.passages),
    )


def _glosses(edition: Edition) -> dict[tuple[str, str], str]:
    return {(p.source, p.passage): p.gloss for parallel in edition.parallels for p in parallel.passages if p.gloss}


def _of_page(
    app: Sphinx, domain: VariorumDomain, page: _Page, glosses: Mapping[tuple[str, str], str], tongues: Tongues
) -> dict[str, Any]:
    """Return the previews of a page by anchor; words of a parallel have that of their passage, by its anchor."""
    addresses = _Addresses(app, domain)
    found: dict[str, Any] = {}
    for kind, name, anchor in page.set_here:
        if kind == WORDS:
            passage = domain.place_of("passage", passage_of_words(name))
            found[anchor] = passage.anchor if passage else {}
        elif preview := _preview(domain.edition, kind, name, glosses, tongues, addresses):
            found[anchor] = preview
    return found | {anchor: {"words": [Words(words=text)]} for anchor, text in page.works}


def _preview(
    edition: Edition,
    kind: str,
    name: str,
    glosses: Mapping[tuple[str, str], str],
    tongues: Tongues,
    addresses: _Addresses,
) -> dict[str, Any] | None:
    located = edition.locate_passage(name) if kind == "passage" else None
    if located:
        return _of_passage(*located, glosses.get((located[0].id, located[1].locus), ""), tongues)
    annotation = edition.annotation(name) if kind == "annotation" else None
    if annotation:
        return _of_annotation(edition, annotation, tongues)
    parallel = edition.parallel(name) if kind == "parallel" else None
    return _of_parallel(edition, parallel, tongues, addresses) if parallel else None


def _of_passage(source: Source, passage: Passage, gloss: str, tongues: Tongues) -> dict[str, Any]:
    facing = source.facing(tongues.page)
    translation = facing.passages.get(passage.locus, "") if facing else ""
    language = facing.language if facing and translation else tongues.page
    ours = beginning(translation or gloss, PREVIEW_CHARS)
    shown = beginning(cells_apart(joined_of(passage).text), PREVIEW_CHARS)
    words = Words("", source.language, shown, ours, language, "", tongues.runs(shown, source.language))
    siglum, label = tongues.apart(source.siglum), tongues.apart(source.label)
    return {"head": f"{siglum} {passage.locus} · {label}", "words": [words]}


def _of_annotation(edition: Edition, annotation: Annotation, tongues: Tongues) -> dict[str, Any]:
    where = edition.quoted(annotation).reference
    kind = ANNOTATION_KINDS[annotation.kind]
    language = annotation.lang or tongues.page
    shown = beginning(in_print(words_without_citations(annotation.body), language), PREVIEW_CHARS)
    words = Words("", language, shown, runs=tongues.runs(shown, language))
    head = tongues.wording.say("Note on {passage}", passage=tongues.apart(where))
    return {"head": f"{head} · {kind.mark} {tongues.wording.say(kind.label)}", "words": [words]}


def _of_parallel(edition: Edition, parallel: Parallel, tongues: Tongues, addresses: _Addresses) -> dict[str, Any]:
    words: list[Words] = []
    for item in parallel.passages:
        quoted = edition.quoted(item)
        shown, gloss = beginning(joined_lines(quoted.run_on).text, PREVIEW_CHARS), beginning(item.gloss, PREVIEW_CHARS)
        tongue = quoted.source.language
        address = addresses.of_words(name_of_item(edition, parallel, item))
        runs = tongues.runs(shown, tongue)
        ours = (parallel.lang or tongues.page) if gloss else ""
        words.append(Words(quoted.reference, tongue, shown, gloss, ours, address, runs))
    relation = RELATIONS[parallel.relation]
    when = f" · {dates.readable(parallel.date, tongues.wording)}" if parallel.date else ""
    title = title_apart(parallel.title, direction_of(tongues.page))
    head = f"{title} · {relation.mark} {tongues.wording.say(relation.label)}{when}"
    return {"head": head, "words": words}


def _works(app: Sphinx) -> Iterator[tuple[str, str, str]]:
    """Yield page, anchor and text of each entry of a bibliography."""
    from pybtex.backends.plaintext import Backend

    backend = Backend()
    for citation in cite_domain_of(app.env).citations:
        entry = citation.tooltip_entry
        if entry is not None:
            yield citation.bibliography_key.docname, citation.citation_id, entry.text.render(backend)
