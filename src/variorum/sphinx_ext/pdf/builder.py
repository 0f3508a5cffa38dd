"""`-b variorum-pdf`: the edition as a book.

In: the resolved pages in the order of the tables of contents. Out: `<name>.pdf`, written only when it is complete.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging

from variorum.model import ANNOTATION_KINDS, RELATIONS
from variorum.sphinx_ext.domain import VariorumDomain
from variorum.sphinx_ext.pdf.fonts import FontsMissingError, available, choose
from variorum.sphinx_ext.pdf.formats import FORMATS, Format
from variorum.sphinx_ext.pdf.translator import Translator
from variorum.sphinx_ext.pdf.typesetting import Book, TypesettingError
from variorum.sphinx_ext.pdf.writing import as_string

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class PdfError(SphinxError):
    """The PDF cannot be made."""

    category = "PDF"


class Chapter(NamedTuple):
    """A page of the edition in the order of the book."""

    docname: str
    level: int
    above: str  # the caption of the table of contents that names it


class PdfBuilder(Builder):
    """Writes the whole edition into one tagged PDF with the notes in the margin."""

    name = "variorum-pdf"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]

    def get_outdated_docs(self) -> str:
        """Always set the whole book."""
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that the translator understands."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same from everywhere: there is only one file."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: Set[str]) -> None:
        """Set the book and put it in its place."""
        try:
            made = self._set()
        except (FontsMissingError, TypesettingError) as error:
            raise PdfError(str(error)) from error
        target = Path(self.outdir) / f"{self._name}.pdf"
        new = target.with_suffix(".pdf.new")
        shutil.copyfile(made, new)
        new.replace(target)

    # --- the book -----------------------------------------------------------------------------------------------------

    def _set(self) -> Path:
        config, domain = self.config, cast("VariorumDomain", self.env.get_domain("variorum"))
        chapters = list(self._chosen(domain))
        translator = Translator(
            domain.edition,
            [c.docname for c in chapters],
            language=config.language or "en",
            translations=self._translations(domain),
        )
        trees = {c.docname: self._resolved(c.docname) for c in chapters}
        for docname, tree in trees.items():
            translator.collect_citations(docname, tree)
        head = tuple(self._head(translator, domain))
        translator.opening(config.root_doc, self._resolved(config.root_doc))
        for chapter in chapters:
            translator.page(chapter.docname, trees[chapter.docname], level=chapter.level, above=chapter.above)
        folder = config.variorum_pdf_fonts
        faces = available(Path(self.app.confdir) / folder if folder else None)
        chosen, missing = choose(translator.manuscript.characters, faces)
        if missing:
            raise PdfError("\n".join(map(str, missing)))
        book = Book(
            translator.manuscript,
            self._format,
            chosen,
            Path(self.doctreedir) / "typst",
            config.language or "en",
            head,
        )
        made, warnings = book.set()
        for warning in dict.fromkeys(warnings):
            logger.warning("%s", warning, type="variorum", subtype="pdf")
        return made

    @property
    def _name(self) -> str:
        only = self.config.variorum_pdf_only
        name = re.sub(r"[^\w]+", "-", self.config.project.casefold()).strip("-") or "edition"
        return f"{name}-{only}" if only else name

    @property
    def _format(self) -> Format:
        paper = self.config.variorum_pdf_paper
        if paper not in FORMATS:
            raise PdfError(f"variorum_pdf_paper is “{paper}”; choose one of {', '.join(FORMATS)}")
        return replace(FORMATS[paper], two_sided=self.config.variorum_pdf_two_sided)

    def _translations(self, domain: VariorumDomain) -> Mapping[str, str]:
        """Return for each source where its translation stands; "*" names all that are not named."""
        wanted = self.config.variorum_pdf_translations
        for id_, place in wanted.items():
            if place not in {"after", "facing", "none"}:
                raise PdfError(f"variorum_pdf_translations[{id_!r}] is “{place}”; choose after, facing or none")
        return {s.id: wanted.get(s.id, wanted.get("*", "after")) for s in domain.edition.sources}

    def _resolved(self, docname: str) -> nodes.document:
        tree = self.env.get_doctree(docname)
        self.env.resolve_references(tree, docname, self)
        return tree

    # --- which pages, in which order ----------------------------------------------------------------------------------

    def _chosen(self, domain: VariorumDomain) -> Iterator[Chapter]:
        only = self.config.variorum_pdf_only
        if only and domain.edition.source(only) is None:
            known = ", ".join(s.id for s in domain.edition.sources)
            raise PdfError(f"variorum_pdf_only is “{only}”; the sources are {known}")
        for chapter in self._chapters(self.config.root_doc, 1, {self.config.root_doc}):
            shows = domain.shows.get(chapter.docname, {})
            if any(part.startswith("apparatus ") for part in shows):
                continue  # lists again what stands in the margins
            if only and f"source {only}" not in shows and not self._has_bibliography(chapter.docname):
                continue
            yield chapter

    def _has_bibliography(self, docname: str) -> bool:
        cite: Any = self.env.get_domain("cite")
        return any(key.docname == docname for key in cite.bibliographies)

    def _chapters(self, docname: str, level: int, seen: set[str]) -> Iterator[Chapter]:
        """Yield the pages below a page in the order of its tables of contents, each once."""
        for toctree in self.env.get_doctree(docname).findall(addnodes.toctree):
            for name in toctree["includefiles"]:
                if name in seen or any(re.fullmatch(p, name) for p in self._left_out):
                    continue
                seen.add(name)
                yield Chapter(name, level, toctree.get("caption") or "")
                yield from self._chapters(name, level + 1, seen)

    @property
    def _left_out(self) -> list[str]:
        return [p.replace(".", r"\.").replace("*", ".*") for p in self.config.variorum_pdf_without]

    # --- front matter -------------------------------------------------------------------------------------------------

    def _head(self, translator: Translator, domain: VariorumDomain) -> Iterator[str]:
        """Yield the lines before the pages: frame, title page, signs, contents."""
        config = self.config
        root = self._resolved(config.root_doc)
        paragraphs = [p for p in root.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)]
        about = paragraphs[0].astext() if paragraphs else ""
        only = domain.edition.source(config.variorum_pdf_only)
        title = f"{config.project}: {only.label}" if only else config.project
        text = translator.words
        yield '#import "book.typ": *'
        yield (
            f"#show: book.with(title: {as_string(title)}, author: {as_string(config.author)}, "
            f"description: {as_string(shortened(' '.join(about.split())))}, "
            f"date: {'auto' if os.environ.get('SOURCE_DATE_EPOCH') else 'none'})"
        )
        foot = " · ".join(filter(None, (config.release, config.copyright)))
        yield f"#title-page({text(title)}, {text(about)}, {text(config.author)}, {text(foot)})"
        yield f"#contents({text('Contents')})"
        yield from self._signs(translator, domain)

    def _signs(self, translator: Translator, domain: VariorumDomain) -> Iterator[str]:
        text = translator.words
        yield f'#chapter("signs", "chapter", none, {text("Signs")})'
        translator.manuscript.anchors["signs"] = None
        kinds = [(k.mark, k.label, k.meaning) for k in ANNOTATION_KINDS.values()]
        kinds += [
            (f"∥ {r.mark}", r.label, "Parallel: how passages of several sources stand to one another")
            for r in RELATIONS.values()
        ]
        rows = ", ".join(f"({text(m)}, {text(la)}, {text(me)})" for m, la, me in kinds)
        yield f"#sign-table({rows})"
        rows = ", ".join(f"({text(s.siglum)}, {text(s.label)}, {text(s.title)})" for s in domain.edition.sources)
        yield f"#source-table({rows})"


def shortened(text: str, room: int = 300) -> str:
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def register(app: Sphinx) -> None:
    """Add the builder and its settings."""
    app.add_builder(PdfBuilder)
    app.add_config_value("variorum_pdf_paper", "170x240", "", str)  # a key of FORMATS
    app.add_config_value("variorum_pdf_two_sided", True, "", bool)
    app.add_config_value("variorum_pdf_fonts", "", "", str)  # a folder, seen from conf.py; "" = the system's Noto
    app.add_config_value("variorum_pdf_only", "", "", str)  # id of a source; "" = the whole edition
    app.add_config_value("variorum_pdf_without", [], "", list)  # pages to leave out, e.g. ["guide/*"]
    # where translations stand: source → "after", "facing" or "none"; "*" for all others
    app.add_config_value("variorum_pdf_translations", {}, "", dict)
