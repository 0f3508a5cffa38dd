"""What stands before the text: frame, half-title, title page and its back, contents, signs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from sphinx.config import Config

from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.source import Source
from variorum.sphinx_ext.pdf.fonts import SANS, SERIF
from variorum.sphinx_ext.pdf.inlining import as_string
from variorum.sphinx_ext.pdf.manuscript import Anchor
from variorum.sphinx_ext.pdf.translator import Translator
from variorum.text.excerpt import beginning
from variorum.wording.messages import later


@dataclass(frozen=True, slots=True)
class Card:
    """What a book says of itself."""

    title: str
    about: str  # what the file says of itself
    sources: Sequence[Source]  # what it holds
    date: datetime.date | None = None  # of the release


def head(translator: Translator, config: Config, card: Card) -> Iterator[str]:
    """Yield the lines before the pages."""
    text = translator.words
    yield '#import "book.typ": *'
    yield (
        f"#show: book.with(title: {as_string(card.title)}, author: {as_string(config.author)}, "
        f"description: {as_string(beginning(' '.join(card.about.split()), ABOUT_CHARS))}, "
        f"date: {_typst_date(card.date)})"
    )
    shown = card.sources if len(card.sources) <= SHOWN_ON_TITLE else []
    sources = "".join(f"({text(s.siglum)}, {text(s.label)}), " for s in shown)
    say = translator.wording.say
    day = format_date(card.date, "long", _locale(translator.language)) if card.date else ""
    version = say("Version {version}", version=config.release) if config.release else ""
    version = " · ".join(filter(None, (version, day)))
    yield f"#half-title({text(card.title)})"
    yield f"#title-page({text(card.title)}, ({sources}), {text(config.author)}, {text(version)})"
    rights = "".join(f"({text(s.siglum)}, {text(s.rights)}), " for s in shown if s.rights)
    owner = f"© {config.copyright}" if config.copyright else ""
    faces = config.variorum_pdf_face or f"{SERIF}, {SANS}"
    made = say("Set with Typst in {faces}; tagged as PDF/UA-1 for screen readers.", faces=faces)
    cited = text(_cited(translator, config, card, version), card.title)
    yield f"#imprint(({rights}), {text(owner)}, {cited}, {text(made)})"
    contents = say("Contents")
    translator.manuscript.anchors["contents"] = Anchor("chapter", 1, contents, translator.language)
    translator.manuscript.anchors["end of contents"] = Anchor("end", 0, "", translator.language)
    yield f"#contents({text(contents)})"
    yield '#at("end of contents", "end")'


def _cited(translator: Translator, config: Config, card: Card, version: str) -> str:
    """Return how the book is cited, with a passage of its first source as the example."""
    say = translator.wording.say
    book = ". ".join(filter(None, (config.author, card.title, version)))
    locus = next((f"{s.siglum} {p.locus}" for s in card.sources for p in s.citable if p.kind == "paragraph"), "")
    example = say("A passage is cited by siglum and number, in any version: {passage}.", passage=locus) if locus else ""
    return " ".join(filter(None, (say("To be cited as: {book}.", book=book), example)))


def _typst_date(date: datetime.date | None) -> str:
    return f"datetime(year: {date.year}, month: {date.month}, day: {date.day})" if date else "none"


def _locale(language: str) -> str:
    """Return the locale in which dates are written: of the language, else English."""
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


def signs(translator: Translator, notes: str) -> None:
    """Write what the signs of the text and its margins mean, before the first text; `notes` is where notes stand."""
    text, wording = translator.words, translator.wording
    sources = translator.edition.sources
    kinds = [(k.mark, wording.say(k.label), wording.say(k.meaning)) for k in ANNOTATION_KINDS.values()]
    relations = [
        (f"∥ {r.mark}", wording.say(r.label), wording.say("Parallel: {meaning}", meaning=wording.within(r.meaning)))
        for r in RELATIONS.values()
    ]
    told = [*kinds, *relations] if notes in CALLS else relations
    rows = ", ".join(f"({text(m)}, {text(la)}, {text(me)})" for m, la, me in told)
    named = ", ".join(f"({text(s.siglum)}, {text(s.label)}, {text(s.title)})" for s in sources)
    first = next((s.siglum for s in sources), "")
    said = wording.say(ADDRESS, siglum=first)
    if notes in CALLS:
        said += " " + wording.say(CALLS[notes])
    table = f"sign-table({text(said)}, {rows})"
    translator.matter("signs", wording.say("Signs"), [table, f"source-table({named})" if named else "none"])


ABOUT_CHARS = 300  # code points of what the file says of itself
SHOWN_ON_TITLE = 8  # sources that the title page names
ADDRESS = later(
    "Each passage has a number in the inner margin; with the siglum of its source it is an address: {siglum} 1 is the "
    "first passage of {siglum}."
)
CALLS = {  # by where notes stand; a book of the text alone has none
    "margin": later(
        "Underlined words have an annotation, words over dots are quoted by a parallel; the small number after them "
        "leads to the note in the outer margin. ▸ at the foot of a margin says on which page the notes are that it had "
        "no room for."
    ),
    "foot": later(
        "Underlined words have an annotation, words over dots are quoted by a parallel; the small number after them "
        "leads to the note at the foot of the page."
    ),
    "end": later(
        "Underlined words have an annotation, words over dots are quoted by a parallel; the small number after them "
        "leads to the note behind the text."
    ),
}
