"""`-b variorum-pdf`: the edition as a book.

In: the resolved pages in the order of the tables of contents. Out: `<name>.pdf`, written only when it is complete.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging

from variorum.disk.whole_file import write_whole
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.problems import MissingExtraError
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.errors import EditionError, stop
from variorum.sphinx_ext.build.own_files import refuse_links
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.pdf.fonts import Chosen, FontsMissingError, available, choose
from variorum.sphinx_ext.pdf.formats import FORMATS, Format
from variorum.sphinx_ext.pdf.inlining import as_string
from variorum.sphinx_ext.pdf.manuscript import Anchor, Line
from variorum.sphinx_ext.pdf.numbering import number_of
from variorum.sphinx_ext.pdf.translator import Translator
from variorum.sphinx_ext.pdf.typesetting import Book, TypesettingError
from variorum.sphinx_ext.pdf.whereabouts import of_character, of_setting
from variorum.sphinx_ext.settings import settings_of
from variorum.text.excerpt import beginning

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class PdfError(EditionError):
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
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
    ]

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
            write_whole(Path(self.outdir) / f"{self._name}.pdf", made.read_bytes())
        except (FontsMissingError, MissingExtraError, TypesettingError, PdfError) as error:
            *others, last = str(error).split("\n")
            for other in others:
                logger.error("%s", other, type="variorum", subtype="pdf")
            stop(last, "pdf", PdfError)
        except OSError as error:
            stop(f"{error.filename}: the book cannot be made: {error.strerror}", "pdf", PdfError)

    # --- the book -----------------------------------------------------------------------------------------------------

    def _set(self) -> Path:
        config, domain = self.config, domain_of(self.env)
        chapters = list(self._chosen(domain))
        translator = Translator(
            domain.edition,
            [c.docname for c in chapters],
            language=settings_of(config).language,
            translations=self._translations(domain),
        )
        translator.pictures = self.images
        translator.folder = Path(self.confdir)
        translator.number_of = partial(number_of, self.env)
        head = tuple(self._head(translator, domain))
        translator.opening(config.root_doc, self._resolved(config.root_doc), "To the reader")
        self._write_chapters(translator, chapters, domain)
        chosen = self._fonts(translator.manuscript.characters)
        book = Book(
            translator.manuscript,
            self._format,
            chosen,
            self._workshop(),
            settings_of(config).language,
            head,
            Path(self.srcdir),
        )
        made, warnings = book.set()
        for warning in dict.fromkeys(warnings):
            logger.warning("%s", warning, type="variorum", subtype="pdf")
        return made

    def _fonts(self, characters: Mapping[str, str]) -> Chosen:
        """Return the fonts that the characters need; each stands for the place that first uses it."""
        root = Path(self.confdir)
        own = self.config.variorum_pdf_fonts
        if own and not (root / own).is_dir():
            raise PdfError(f"{self._setting('variorum_pdf_fonts')} is “{own}”, which is no folder beside conf.py")
        chosen, missing = choose(characters, available(root / own if own else None))
        if missing:
            found = (replace(m, where=of_character(m.character, m.where, root)) for m in missing)
            raise PdfError("\n".join(map(str, found)))
        return chosen

    def _setting(self, name: str) -> str:
        """Return a setting with the line of conf.py that gives it."""
        return of_setting(name, Path(self.confdir))

    def _write_chapters(self, translator: Translator, chapters: Sequence[Chapter], domain: VariorumDomain) -> None:
        """Write the chapters, each as soon as its page is resolved, so that one page is held in memory at a time.

        A bibliography is written after all others, for it tells where they cite its works, and put where it belongs.
        """
        lines = translator.manuscript.lines
        own: dict[Chapter, list[Line]] = {}
        waiting: dict[Chapter, nodes.document] = {}
        signs = False
        for chapter in chapters:
            tree = self._resolved(chapter.docname)
            translator.collect_citations(chapter.docname, tree)
            if next(tree.findall(nodes.citation), None) is not None:
                waiting[chapter] = tree
                continue
            start = len(lines)
            if not signs and translator.holds_source(tree):
                self._signs(translator, domain)
                signs = True
            translator.page(chapter.docname, tree, level=chapter.level, above=chapter.above)
            own[chapter], lines[start:] = lines[start:], []
        for chapter, tree in waiting.items():
            start = len(lines)
            translator.page(chapter.docname, tree, level=chapter.level, above=chapter.above)
            own[chapter], lines[start:] = lines[start:], []
        lines.extend(line for chapter in chapters for line in own[chapter])

    def _workshop(self) -> Path:
        """Return the folder in which Typst works: all that is in it is ours, as its name says."""
        folder = Path(self.doctreedir) / "variorum-typst"
        for place in (folder, folder / "fonts", folder / "pictures"):
            refuse_links(Path(self.doctreedir), place, "take it away, or choose another folder with -d")
        return folder

    @property
    def _name(self) -> str:
        only = self.config.variorum_pdf_only
        name = re.sub(r"[^\w]+", "-", self.config.project.casefold()).strip("-") or "edition"
        return f"{name}-{only}" if only else name

    @property
    def _format(self) -> Format:
        paper = self.config.variorum_pdf_paper
        if paper not in FORMATS:
            raise PdfError(f"{self._setting('variorum_pdf_paper')} is “{paper}”; choose one of {', '.join(FORMATS)}")
        return replace(FORMATS[paper], two_sided=self.config.variorum_pdf_two_sided)

    def _translations(self, domain: VariorumDomain) -> Mapping[str, str]:
        """Return for each source where its translation stands; "*" names all that are not named."""
        wanted = self.config.variorum_pdf_translations
        for id_, place in wanted.items():
            if place not in {"after", "facing", "none"}:
                name = f"{self._setting('variorum_pdf_translations')}[{id_!r}]"
                raise PdfError(f"{name} is “{place}”; choose after, facing or none")
        return {s.id: wanted.get(s.id, wanted.get("*", "after")) for s in domain.edition.sources}

    def _resolved(self, docname: str) -> nodes.document:
        tree = self.env.get_doctree(docname)
        self.env.resolve_references(tree, docname, self)
        self.post_process_images(tree)
        return tree

    # --- which pages, in which order ----------------------------------------------------------------------------------

    def _chosen(self, domain: VariorumDomain) -> Iterator[Chapter]:
        only = self.config.variorum_pdf_only
        if only and domain.edition.source(only) is None:
            known = ", ".join(s.id for s in domain.edition.sources)
            raise PdfError(f"{self._setting('variorum_pdf_only')} is “{only}”; the sources are {known}")
        for chapter in self._chapters(self.config.root_doc, 1, {self.config.root_doc}):
            shows = domain.shows.get(chapter.docname, {})
            if any(part.kind == "apparatus" for part in shows):
                continue  # lists again what stands in the margins
            if only and Part("source", only) not in shows and not self._has_bibliography(chapter.docname):
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
            f"description: {as_string(beginning(' '.join(about.split()), MAX_ABOUT))}, "
            f"date: {'auto' if os.environ.get('SOURCE_DATE_EPOCH') else 'none'})"
        )
        held = [s for s in domain.edition.sources if only in (None, s)]
        shown = held if len(held) <= MOST_ON_TITLE else []
        sources = "".join(f"({text(s.siglum)}, {text(s.label)}), " for s in shown)
        version = f"Version {config.release}" if config.release else ""
        yield f"#title-page({text(title)}, ({sources}), {text(config.author)}, {text(version)})"
        rights = "".join(f"({text(s.siglum)}, {text(s.rights)}), " for s in shown if s.rights)
        owner = f"© {config.copyright}" if config.copyright else ""
        made = "Set with Typst in Noto Serif and Noto Sans; tagged as PDF/UA-1 for screen readers."
        yield f"#imprint(({rights}), {text(owner)}, {text(made)})"
        translator.manuscript.anchors["contents"] = Anchor("chapter", 1, "Contents", settings_of(config).language)
        yield f"#contents({text('Contents')})"

    def _signs(self, translator: Translator, domain: VariorumDomain) -> None:
        """Write what the signs of the text and its margins mean, before the first text."""
        text = translator.words
        kinds = [(k.mark, k.label, k.meaning) for k in ANNOTATION_KINDS.values()]
        kinds += [
            (f"∥ {r.mark}", r.label, f"Parallel: {r.meaning[:1].lower()}{r.meaning[1:]}") for r in RELATIONS.values()
        ]
        rows = ", ".join(f"({text(m)}, {text(la)}, {text(me)})" for m, la, me in kinds)
        named = ", ".join(f"({text(s.siglum)}, {text(s.label)}, {text(s.title)})" for s in domain.edition.sources)
        first = next((s.siglum for s in domain.edition.sources), "")
        translator.matter(
            "signs",
            "Signs",
            [f"sign-table({text(SIGNS.format(siglum=first))}, {rows})", f"source-table({named})" if named else "none"],
        )


MAX_ABOUT = 300  # code points of what the file says of itself
MOST_ON_TITLE = 8  # sources that the title page names
SIGNS = (
    "Each passage has a number in the inner margin; with the siglum of its source it is an address: {siglum} 1 is the "
    "first passage of {siglum}. Underlined words have an annotation, words over dots are quoted by a parallel; the "
    "small number after them leads to the note in the outer margin. ▸ at the foot of a margin says on which page the "
    "notes are that it had no room for."
)


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
