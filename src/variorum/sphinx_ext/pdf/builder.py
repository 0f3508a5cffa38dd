"""`-b variorum-pdf`: the edition as a book.

In: the resolved pages in the order of the tables of contents. Out: `<name>.pdf`, written only when it is complete.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging

from variorum.disk.whole_file import write_whole
from variorum.model.limits import MAX_BLEED_MM
from variorum.model.problems import MissingExtraError
from variorum.parallels.exports import as_json
from variorum.reading.cycles import without_search_for_cycles
from variorum.reading.works import PATH as BIBLIOGRAPHY
from variorum.sphinx_ext.build.domain import VariorumDomain, domain_of
from variorum.sphinx_ext.build.errors import EditionError, stop
from variorum.sphinx_ext.build.own_files import refuse_links
from variorum.sphinx_ext.build.release_date import day_of
from variorum.sphinx_ext.pdf.chapters import Chapter, chapters, has_bibliography, is_index
from variorum.sphinx_ext.pdf.fonts import Chosen, FontsMissingError, available, choose
from variorum.sphinx_ext.pdf.formats import FORMATS, MM, NOTES, Format, format_of
from variorum.sphinx_ext.pdf.front_matter import Card, head, signs
from variorum.sphinx_ext.pdf.gathered import LongBook, is_long
from variorum.sphinx_ext.pdf.manuscript import Line
from variorum.sphinx_ext.pdf.numbering import number_of
from variorum.sphinx_ext.pdf.page_trees import page_tree
from variorum.sphinx_ext.pdf.selection import (
    NoSuchPartError,
    Selection,
    keep_division,
    keep_names,
    keep_works,
    read_selection,
)
from variorum.sphinx_ext.pdf.translator import Translator
from variorum.sphinx_ext.pdf.typesetting import Attached, Book, Made, TypesettingError
from variorum.sphinx_ext.pdf.unchanged import forget, is_unchanged, remember
from variorum.sphinx_ext.pdf.whereabouts import of_character, of_setting
from variorum.sphinx_ext.settings import edition_folder, settings_of
from variorum.text.scripts import direction_of

logger = logging.getLogger(__name__)


class PdfError(EditionError):
    """The PDF cannot be made."""

    category = "PDF"


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
        """Look at the whole book, always."""
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that the translator understands."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same from everywhere: there is only one file."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: Set[str]) -> None:
        """Set the book and put it in its place, unless it would come out as it is."""
        said = self._app._warncount
        try:
            target = Path(self.outdir) / f"{self._name}.pdf"
            if is_unchanged(self._app, target):
                logger.info("the book is as it was")
                return
            made, fonts = self._set()
            write_whole(target, made.pdf)
            if self._selection.whole:  # for the list of pages of the EPUB
                write_whole(
                    target.with_suffix(".pages.json"),
                    json.dumps(list(made.pages()), ensure_ascii=False, indent=0) + "\n",
                )
        except (FontsMissingError, MissingExtraError, TypesettingError, PdfError) as error:
            *others, last = str(error).split("\n")
            for other in others:
                logger.error("%s", other, type="variorum", subtype="pdf")
            stop(last, "pdf", PdfError)
        except OSError as error:
            stop(f"{error.filename}: the book cannot be made: {error.strerror}", "pdf", PdfError)
        if self._app._warncount == said:
            remember(self._app, target, [face.path for face in fonts.faces])
        else:
            forget(self._app, target)  # what was said of it is said again next time

    # --- the book -----------------------------------------------------------------------------------------------------

    def _set(self) -> tuple[Made, Chosen]:
        config, domain = self.config, domain_of(self.env)
        selection = self._selection
        contents = list(chapters(self.env, selection, config.variorum_pdf_without))
        translator = Translator(
            domain.edition,
            [c.docname for c in contents],
            wording=settings_of(config).wording,
            translations=self._translations(domain),
        )
        translator.with_notes = self._format.notes != "none"
        translator.pictures = self.images
        translator.folder = Path(self.confdir)
        translator.number_of = partial(number_of, self.env)
        front = tuple(head(translator, config, self._card(domain, selection)))
        with without_search_for_cycles():
            with page_tree(self, config.root_doc) as root:
                translator.opening(config.root_doc, root, translator.wording.say("To the reader"))
            self._write_chapters(translator, contents, selection)
        chosen = self._fonts(translator.manuscript.characters)
        make = LongBook if is_long(translator.manuscript) else Book
        book = make(
            translator.manuscript,
            self._format,
            chosen,
            self._workshop(),
            translator.wording,
            front,
            Path(self.srcdir),
            self._date is not None,
            self._attached(domain) if selection.whole and self._date else (),
        )
        made = book.set()
        for warning in dict.fromkeys(made.warnings):
            logger.warning("%s", warning, type="variorum", subtype="pdf")
        return made, chosen

    @property
    def _selection(self) -> Selection:
        try:
            return read_selection(self.config.variorum_pdf_only, domain_of(self.env).edition, self.env.found_docs)
        except NoSuchPartError as error:
            raise PdfError(f"{self._setting('variorum_pdf_only')} {error}") from error

    def _card(self, domain: VariorumDomain, selection: Selection) -> Card:
        """Return what the book says of itself: a part names what it is a part of, and what it holds."""
        with page_tree(self, self.config.root_doc) as root:
            found = (p.astext() for p in root.findall(nodes.paragraph) if isinstance(p.parent, nodes.section))
            about = next(found, "")
        held = [s for s in domain.edition.sources if selection.whole or s.id in selection.sources]
        parts = [] if selection.whole else [s.label for s in held]
        parts += [self.env.titles[page].astext() for page in selection.pages]
        title = ": ".join(filter(None, (self.config.project, ", ".join(parts))))
        return Card(title, about, held, self._date)

    @property
    def _date(self) -> datetime.date | None:
        return day_of(self._app)

    def _attached(self, domain: VariorumDomain) -> Sequence[Attached]:
        """Return what the file carries for those who want to go on from it: works, and parallels with their places."""
        say = settings_of(self.config).wording.say
        about = say("The works cited, for reference managers")
        other = (Path(self.srcdir, name) for name in self.config.bibtex_bibfiles)
        works = dict.fromkeys((edition_folder(self._app) / BIBLIOGRAPHY, *other))
        files = [Attached(w.name, w.read_bytes(), "application/x-bibtex", about) for w in works if w.is_file()]
        about = say("The parallels, with the places of all words")
        return [*files, Attached("parallels.json", as_json(domain.edition).encode(), "application/json", about)]

    def _fonts(self, characters: Mapping[str, str]) -> Chosen:
        """Return the fonts that the characters need; each stands for the place that first uses it."""
        root = Path(self.confdir)
        own = self.config.variorum_pdf_fonts
        if own and not (root / own).is_dir():
            raise PdfError(f"{self._setting('variorum_pdf_fonts')} is “{own}”, which is no folder beside conf.py")
        chosen, missing = choose(characters, available(root / own if own else None), self.config.variorum_pdf_face)
        if missing:
            found = (replace(m, where=of_character(m.character, m.where, root)) for m in missing)
            raise PdfError("\n".join(map(str, found)))
        return chosen

    def _setting(self, name: str) -> str:
        """Return a setting with the line of conf.py that gives it."""
        return of_setting(name, Path(self.confdir))

    def _write_chapters(self, translator: Translator, contents: Sequence[Chapter], selection: Selection) -> None:
        """Write the chapters, each as soon as its page is resolved, so that one page is held in memory at a time.

        Indexes and bibliographies are written after all others, for they tell where these name people and cite works,
        and put where they belong. Those of a part of the edition hold only what it uses.
        """
        lines = translator.manuscript.lines
        own: dict[Chapter, list[Line]] = {}
        waiting: list[Chapter] = []
        signed = False
        for chapter in contents:
            if has_bibliography(self.env, chapter.docname) or is_index(self.env, chapter.docname):
                waiting.append(chapter)
                continue
            with page_tree(self, chapter.docname) as tree:
                if (division := self._division(chapter, selection)) is not None:
                    keep_division(tree, division)
                translator.collect_citations(chapter.docname, tree)
                if not signed and translator.holds_source(tree):
                    signs(translator, self._format.notes)  # stand before all chapters
                    signed = True
                own[chapter] = _written(translator, chapter, tree)
        for chapter in waiting:
            with page_tree(self, chapter.docname) as tree:
                if selection.whole or self._keep_used(translator, chapter.docname, tree):
                    own[chapter] = _written(translator, chapter, tree)
        written = [chapter for chapter in contents if own.get(chapter)]
        if written:
            translator.begin_text()
            translator.manuscript.main = written[0].docname
        for chapter in written:
            translator.manuscript.begins[chapter.docname] = len(lines)
            lines.extend(own.pop(chapter))

    def _division(self, chapter: Chapter, selection: Selection) -> str | None:
        """Return the anchor of the heading of which a page shows the division."""
        shown = {p.target for p in domain_of(self.env).shows.get(chapter.docname, {}) if p.kind == "source"}
        return next((at for id_, at in selection.divisions.items() if id_ in shown), None)

    def _keep_used(self, translator: Translator, docname: str, tree: nodes.document) -> bool:
        """Cut an index or a bibliography down to what a part uses; whether anything is left of it."""
        keep_works(tree, translator.named_works, docname)
        left = keep_names(tree, lambda reference: translator.holds(reference, docname))
        return left or next(iter(tree.findall(nodes.citation)), None) is not None

    def _workshop(self) -> Path:
        """Return the folder in which Typst works: all that is in it is ours, as its name says."""
        folder = Path(self.doctreedir) / "variorum-typst"
        names = (folder.name, f"{folder.name}/fonts", f"{folder.name}/pictures")
        refuse_links(Path(self.doctreedir), names, "take it away, or choose another folder with -d")
        return folder

    @property
    def _name(self) -> str:
        name = re.sub(r"[^\w]+", "-", self.config.project.casefold()).strip("-") or "edition"
        return "-".join(filter(None, (name, self._selection.name)))

    @property
    def _format(self) -> Format:
        paper, notes = self.config.variorum_pdf_paper, self.config.variorum_pdf_notes
        found = format_of(paper)
        if found is None:
            known = ", ".join(FORMATS)
            raise PdfError(f"{self._setting('variorum_pdf_paper')} is “{paper}”; choose one of {known}, or mm: 156x234")
        if notes not in {"", *NOTES}:
            raise PdfError(f"{self._setting('variorum_pdf_notes')} is “{notes}”; choose one of {', '.join(NOTES)}")
        facing = any(place.split()[:1] == ["facing"] for place in self.config.variorum_pdf_translations.values())
        if facing and notes == "foot":
            setting = self._setting("variorum_pdf_notes")
            raise PdfError(f"{setting} is “foot”, which leaves no room level with a facing translation; choose another")
        bleed = self.config.variorum_pdf_bleed
        if not 0 <= bleed <= MAX_BLEED_MM:
            raise PdfError(f"{self._setting('variorum_pdf_bleed')} is {bleed}; choose 0 to {MAX_BLEED_MM} mm")
        return replace(
            found,
            two_sided=self.config.variorum_pdf_two_sided,
            from_right=direction_of(settings_of(self.config).wording.language) == "rtl",
            notes=notes or ("end" if facing and found.notes == "foot" else found.notes),
            colour=self.config.variorum_pdf_colour,
            bleed=bleed * MM,
        )

    def _translations(self, domain: VariorumDomain) -> Mapping[str, str]:
        """Return for each source where its translation stands; "*" names all that are not named."""
        wanted = self.config.variorum_pdf_translations
        for id_, place in wanted.items():
            if str(place).split()[:1] not in (["after"], ["facing"], ["none"]):
                name = f"{self._setting('variorum_pdf_translations')}[{id_!r}]"
                raise PdfError(f"{name} is “{place}”; choose after, facing or none, with languages: “after en de”")
        return {s.id: wanted.get(s.id, wanted.get("*", "after")) for s in domain.edition.sources}


def _written(translator: Translator, chapter: Chapter, tree: nodes.document) -> list[Line]:
    """Write a chapter, and return its lines instead of adding them to the book."""
    lines = translator.manuscript.lines
    start = len(lines)
    translator.page(chapter.docname, tree, level=chapter.level, above=chapter.above)
    own, lines[start:] = lines[start:], []
    return own
