"""From a manuscript to a PDF: write the files, let Typst measure, place the notes, let Typst set the book.

In: a `Manuscript`, a `Format`, fonts. Out: the bytes of a tagged PDF/UA-1, and PDF/A-3a if it has a date; the same for
the same input.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from sphinx.util import logging

from variorum.disk.whole_file import write_whole
from variorum.sphinx_ext.pdf.finishing import finish, has_lines_to_mend
from variorum.sphinx_ext.pdf.fonts import Chosen, gather
from variorum.sphinx_ext.pdf.formats import Format
from variorum.sphinx_ext.pdf.formulas import NoFormulasError, typst_of
from variorum.sphinx_ext.pdf.heads import printed_numbers
from variorum.sphinx_ext.pdf.manuscript import Manuscript, Mark
from variorum.sphinx_ext.pdf.pictures import unreadable
from variorum.sphinx_ext.pdf.places import HOSTS, PAGE, Places, places_of
from variorum.sphinx_ext.pdf.placing import Column, Measured, Placement, crowded, place
from variorum.sphinx_ext.pdf.surveys import Surveys, digest_of_text
from variorum.text.excerpt import beginning
from variorum.text.scripts import direction_of
from variorum.wording.messages import Wording

logger = logging.getLogger(__name__)

NOTE_ASCENT = 0.78  # from the base of a note's first line to its top, in sizes of the note's letters
ROUNDS = 4  # how often the book is set again if it does not stand where its numbers of pages say


def words_of_shapes(wording: Wording) -> dict[str, str | list[str]]:
    """Return what `base.typ` reads as G.words: the words that shapes add; of those around a page, both sides."""
    before, _, after = wording.say(PAGE, page="\0").partition("\0")
    return {
        "page": [before, after],
        "in-full": wording.say("; in full: "),
        "continued": wording.say("Notes continued"),
        "notes": wording.say("Notes"),
        "when": wording.say("When"),
        "sign-table": [wording.say("Sign"), wording.say("Kind"), wording.say("Meaning")],
        "source-table": [wording.say("Siglum"), wording.say("Source"), wording.say("Title")],
    }


class TypesettingError(Exception):
    """The book cannot be set; the message says at which place of the edition, and why."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that the book carries."""

    name: str
    data: bytes
    kind: str  # MIME
    about: str  # one line


@dataclass(frozen=True)
class Made:
    """A book that is set."""

    pdf: bytes
    warnings: tuple[str, ...]  # what the compiler says
    marks: tuple[Mark, ...]  # where everything stands
    main: str  # the chapter with which page 1 begins

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Yield each page with the first place on it that other formats have too: number, docname, anchor."""
        shown: set[int] = set()
        printed = printed_numbers(self.marks, self.main)
        for mark in self.marks:
            docname, _, anchor = mark.id.partition(":")
            if mark.kind in {"chapter", "section", "passage"} and anchor and mark.page not in shown:
                shown.add(mark.page)
                yield printed[mark.page], docname, anchor


@dataclass(frozen=True)
class Book:
    """A manuscript on its way through the compiler, in a folder of its own."""

    manuscript: Manuscript
    format: Format
    fonts: Chosen
    folder: Path
    wording: Wording  # of the words that the shapes of the book add
    head: tuple[str, ...]  # the first lines of main.typ: frame and front matter
    project: Path  # the folder from which pictures are addressed
    dated: bool = False  # only what has a date may be a file for archives, and carry others
    attached: Sequence[Attached] = ()
    heights: dict[tuple[str, int, bool], float] = field(default_factory=dict)  # of notes, as they are measured

    def set(self) -> Made:
        """Set the book. SOURCE_DATE_EPOCH dates it."""
        self._write()
        gather(self.fonts, self.folder / "fonts")
        surveys = Surveys(self.folder)
        marks = self._survey({}, surveys)  # a number of a page is three figures wide, no note follows its source
        placements = self._place(self._measured(marks), marks)
        marks = self._survey(self._places(marks, placements), surveys)
        surveys.write()
        for _ in range(ROUNDS):
            placements = self._place(self._measured(marks), marks)
            before = marks
            marks, warnings = self._print(self._places(marks, placements))
            if _stand_alike(before, marks):
                break
        pdf = self._finish(mended=has_lines_to_mend(self.manuscript.characters))
        return Made(pdf, warnings, tuple(marks), self.manuscript.main)

    # --- files --------------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Write everything that does not change between the passes."""
        pictures = self.folder / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        for code in Path(__file__).parent.glob("*.typ"):
            write_whole(self.folder / code.name, code.read_bytes())
        for name, address in self.manuscript.pictures.items():
            write_whole(pictures / name, (self.project / address).read_bytes())
        self._json("formulas.json", self._formulas())
        self._json(
            "settings.json",
            self.format.settings()
            | {
                "language": self.wording.language,
                "direction": direction_of(self.wording.language),
                "words": words_of_shapes(self.wording),
                "serif": self.fonts.serif,
                "sans": self.fonts.sans,
                "whole": self.fonts.whole,
                "anchors": dict.fromkeys(sorted(self.manuscript.anchors), True),
            },
        )
        self._notes(set(self.manuscript.notes))
        self._text("heights.typ", ['#import "book.typ": *', "#show: book", "#measured()"])
        lines = (line.code for line in self.manuscript.lines)
        self._text("main.typ", [*self.head, *lines, *self._attachments(), "#survey"])

    def _notes(self, held: Set[str]) -> None:
        """Write some of the notes, each on the line that it has among all."""
        entries = (f"{_quoted(i)}: {line.code}," if i in held else "" for i, line in self.manuscript.notes.items())
        self._text("notes.typ", [*_NOTES_HEAD, *entries, ")"])

    def _attachments(self) -> Iterator[str]:
        """Yield the calls that put files into the book."""
        folder = self.folder / "attached"
        folder.mkdir(exist_ok=True)
        for file in self.attached:
            write_whole(folder / file.name, file.data)
            words = f"mime-type: {_quoted(file.kind)}, description: {_quoted(file.about)}"
            data = f"read({_quoted(f'attached/{file.name}')}, encoding: none)"
            yield f'#pdf.attach({_quoted(file.name)}, {data}, relationship: "data", {words})'

    def _formulas(self) -> Mapping[str, str]:
        """Return Typst's code for each formula; "" where there is none, and say where its TeX stands instead."""
        wanted = self.manuscript.formulas
        try:
            codes = typst_of(wanted, self.folder) if wanted else {}
        except NoFormulasError:
            first = next(iter(wanted.values()))
            self._say(first, "formulas stand as TeX: install sphinx-variorum[pdf], which has what sets them")
            return dict.fromkeys(wanted, "")
        for tex in (tex for tex, code in codes.items() if not code):
            shown = beginning(tex, 80)
            self._say(wanted[tex], f"the book cannot set the formula “{shown}”: its TeX stands there instead")
        return codes

    def _say(self, where: str, message: str) -> None:
        logger.warning("%s", message, location=where, type="variorum", subtype="pdf")

    def _text(self, name: str, lines: Sequence[str]) -> None:
        write_whole(self.folder / name, "\n".join(lines) + "\n")

    def _json(self, name: str, value: object) -> None:
        write_whole(self.folder / name, json.dumps(value, ensure_ascii=False, sort_keys=True))

    # --- the compiler -------------------------------------------------------------------------------------------------

    def _run(self, step: str) -> tuple[str, ...]:
        """Run a pass in a process of its own and return its warnings."""
        program = Path(__file__).with_name("compiling.py")
        report = self.folder / "report.json"
        for made in (report, self.folder / "survey.json", self.folder / "book.pdf"):
            made.unlink(missing_ok=True)  # of an earlier pass
        # -I keeps the folder of the edition and the variables of the shell out; the packages are where ours are
        packages, caller = json.dumps(_package_folders()), str(os.getpid())
        command = [sys.executable, "-I", str(program), str(self.folder), step, packages, caller]
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")
        if not report.exists():
            why = done.stderr.strip().splitlines()[-1:] or [f"it ended with code {done.returncode}"]
            raise TypesettingError(f"the compiler was stopped before it was ready: {why[0]}")
        said = json.loads(report.read_text(encoding="utf-8"))
        if "error" in said:
            raise TypesettingError(self._explained(said["error"], said["diagnostic"] or "", said["hints"]))
        return tuple(said["warnings"])

    def _survey(self, places: Places, surveys: Surveys) -> list[Mark]:
        """Let the compiler tell where everything stands, if an earlier build has not asked the same."""
        self._json("places.json", places)
        return self._asked(places, surveys)

    def _asked(self, places: Places, surveys: Surveys) -> list[Mark]:
        """Return where everything stands in the files as they are."""
        key = digest_of_text(self.folder, self.manuscript, places, at_foot=self.format.notes == "foot")
        if (found := surveys.get(key)) is None:
            self._run("survey")
            surveys.keep(key, found := self._surveyed())
        return [mark_of(m) for m in found]

    def _print(self, places: Places) -> tuple[list[Mark], tuple[str, ...]]:
        """Let the compiler set the book; return where everything stands now, and what the compiler says."""
        self._json("places.json", places)
        warnings = self._run(self._step)
        return [mark_of(m) for m in self._surveyed()], warnings

    @property
    def _step(self) -> str:
        """The pass that sets the book."""
        return "pdf-a" if self.dated else "pdf"

    def _finish(self, *, mended: bool) -> bytes:
        """Return what the compiler has set, with what is done to it afterwards."""
        return finish(
            (self.folder / "book.pdf").read_bytes(),
            mended=mended,
            labelled=self.manuscript.labelled,
            bleed=self.format.bleed,
        )

    def _heights(self, wanted: Sequence[tuple[str, int, bool]]) -> list[float]:
        """Return heights of notes: id, number of the scale, whether it stands on another page than its words.

        What is not known yet the compiler measures.
        """
        if unknown := [one for one in wanted if one not in self.heights]:
            self._json("wanted.json", unknown)
            self._run("heights")
            self.heights.update(zip(unknown, map(float, self._surveyed()), strict=True))
        return [self.heights[one] for one in wanted]

    def _surveyed(self) -> list[Any]:
        found: list[Any] = json.loads((self.folder / "survey.json").read_text(encoding="utf-8"))
        return found

    def _explained(self, message: str, diagnostic: str, hints: Sequence[str]) -> str:
        """Say of which place of the edition the compiler speaks."""
        places = dict.fromkeys(
            where
            for file, number in re.findall(r"(main|notes)\.typ:(\d+)", diagnostic)
            if (where := self._where(file, int(number)))
        )
        if not places and (broken := next(unreadable(self.manuscript.pictures, self.folder / "pictures"), "")):
            places = {f"{self.manuscript.shown[broken]}, the picture {self.manuscript.pictures[broken]}": None}
        at = f" (at {', '.join(places)})" if places else ""
        return f"Typst cannot set the book{at}: {'; '.join([message, *hints])}"

    def _where(self, file: str, number: int) -> str:
        if file == "notes":
            lines = list(self.manuscript.notes.values())
            at = number - 1 - len(_NOTES_HEAD)
        else:
            lines = self.manuscript.lines
            at = number - 1 - len(self.head)
        return lines[at].where if 0 <= at < len(lines) else ""

    # --- places -------------------------------------------------------------------------------------------------------

    def _measured(self, marks: Sequence[Mark]) -> list[Measured]:
        """Return the notes with their heights: at every scale that may be needed, and only at those."""
        up = self.format.note_size * NOTE_ASCENT
        notes = [m for m in marks if m.kind == "note"]
        if self.format.notes in {"foot", "end"}:  # the compiler places them, whatever their height
            return [Measured(m.id, m.page, m.y - up, (0.0,)) for m in notes]
        largest = self._heights([(m.id, 0, False) for m in notes])
        once = [Measured(m.id, m.page, m.y - up, (h,)) for m, h in zip(notes, largest, strict=True)]
        scales = range(1, len(self.format.scales))
        more = crowded(once, self._column(marks))
        wanted = [(n.id, s, False) for n in once if n.id in more for s in scales]
        wanted += [(n.id, s, True) for n in once if more.get(n.id) for s in range(len(self.format.scales))]
        found: dict[str, list[float]] = {}
        for (id_, _, _), height in zip(wanted, self._heights(wanted), strict=True):
            found.setdefault(id_, []).append(height)
        return [replace(n, heights=(*n.heights, *found.get(n.id, ()))) for n in once]

    def _column(self, marks: Sequence[Mark]) -> Column:
        """Return the margin, which begins lower where a headnote stands over the text."""
        return replace(self.format.column, tops={m.page: m.y for m in marks if m.kind == "opening"})

    def _place(self, notes: Sequence[Measured], marks: Sequence[Mark]) -> dict[str, Placement]:
        """Place the notes of each page of the edition, on the pages of the book where something can carry them."""
        parts = self.manuscript.parts
        first = {m.id: m.page for m in marks}
        placements: dict[str, Placement] = {}
        for part, group in groupby(notes, key=lambda n: parts[n.id]):
            pages = {m.page for m in marks if m.kind in HOSTS and m.id.partition(":")[0] == part}
            begun = first[part]
            if self.format.notes in {"foot", "end"}:
                placements[part] = Placement((), tuple(n.id for n in group) if self.format.notes == "end" else ())
                continue
            placements[part] = place(list(group), (p for p in pages if p >= begun), self._column(marks))
        return placements

    def _places(self, marks: Sequence[Mark], placements: Mapping[str, Placement]) -> Places:
        return places_of(self.manuscript, self.format, marks, placements, self.wording)


_NOTES_HEAD = ('#import "page.typ": *', "#let notes = (", '"": none,')


def _package_folders() -> list[str]:
    """Return where this process finds packages (a user's site, PYTHONPATH), but for the folder it stands in."""
    here = Path.cwd()
    return [place for place in sys.path if place and Path(place).resolve() != here]


def _stand_alike(before: Sequence[Mark], after: Sequence[Mark]) -> bool:
    """Whether all that was said of places is so: the page of each, and the height of whatever has notes beside it."""

    def said(marks: Sequence[Mark]) -> dict[str, tuple[int, int]]:
        kept = (m for m in marks if m.kind not in {"entry", "end"})
        return {m.id: (m.page, round(m.y) if m.kind in HOSTS else 0) for m in kept}

    return said(before) == said(after)


def mark_of(said: Mapping[str, Any]) -> Mark:
    """Return a place as the survey tells it."""
    return Mark(said["kind"], said["id"], said["page"], said["x"], said["y"])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
