"""A file made ready for pandoc: its bytes in, what pandoc is given out, with what pandoc does not say of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from variorum.importing import epub_pages, open_document, word_document
from variorum.importing.looks import Looks, looks_of_css
from variorum.importing.markdown_head import head_and_text
from variorum.importing.markdown_notes import left_out
from variorum.importing.package_metadata import metadata_of
from variorum.importing.packages import unpack
from variorum.importing.page_signs import with_signs
from variorum.importing.refusal import NotImportable
from variorum.importing.witness import Guess, Named
from variorum.model.limits import MAX_IMPORT_SECONDS
from variorum.reading.pandoc_process import PandocError, ask_pandoc, pandoc_program

_HEAD = re.compile(r"<head\b", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>[^<]*</title\s*>", re.IGNORECASE)
_STYLE_TITLE = "its paragraph in the style Title"


@dataclass(frozen=True, slots=True)
class Ready:
    """What pandoc is given of a file, and what else is known of it."""

    data: bytes
    named: Named = field(default_factory=Named)
    has_title: bool = False  # whether a paragraph of the file is marked as its title
    looks: Looks = field(default_factory=Looks)
    guesses: tuple[Guess, ...] = ()
    language: str = ""  # as the file names it
    head: str = ""  # letters that tell of the file, and that pandoc is not given


def made_ready(data: bytes, format_: str) -> Ready:
    """Return a file as pandoc is given it; raises `NotImportable`."""
    return _FORMATS.get(format_, Ready)(data)


def _word(data: bytes) -> Ready:
    package = unpack(data)
    word = word_document.ready_for_pandoc(data, package)
    return Ready(word.data, _named(metadata_of(package), word.title), bool(word.title), word.looks, word.guesses)


def _open(data: bytes) -> Ready:
    package = unpack(data)
    text = open_document.ready_for_pandoc(data, package)
    return Ready(text.data, _named(metadata_of(package), text.title), bool(text.title))


def _book(data: bytes) -> Ready:
    package = unpack(data)
    epub_pages.refuse_unreadable(package)
    looks = looks_of_css(epub_pages.style_sheets(package))
    return Ready(epub_pages.ready_for_pandoc(data, package, looks), metadata_of(package), looks=looks)


def _page(data: bytes) -> Ready:
    text = data.decode("utf-8", "replace")
    if not _HEAD.search(text):  # which a page may leave out; pandoc then takes its title for a paragraph
        text = _TITLE.sub(r"<head>\g<0></head>", text, count=1)
    looks = looks_of_css(epub_pages.style_elements(text))
    return Ready(with_signs(text, looks).encode(), looks=looks)


def _markdown(data: bytes) -> Ready:
    head, text = head_and_text(data.decode("utf-8", "replace"))
    if head is None:
        return Ready(data, guesses=tuple(left_out(text)))
    faults = (Guess(head.fault, place="source.toml line 1"),) if head.fault else ()
    guesses = (*faults, *left_out("\n" * head.letters.count("\n") + text))
    return Ready(text.encode(), head.named, guesses=guesses, language=head.language, head=head.letters)


def _named(said: Named, title: str) -> Named:
    """Return what a file says of itself; the paragraph in the style Title comes before its metadata."""
    return Named(title, _STYLE_TITLE, said.authors, said.date) if title else said


_FORMATS: Mapping[str, Callable[[bytes], Ready]] = {
    "docx": _word,
    "odt": _open,
    "epub": _book,
    "html": _page,
    "markdown": _markdown,
}


# What pandoc is asked to read; nothing that writes other letters than the original has.
_READERS: Mapping[str, str] = {
    "docx": "docx+styles",
    "odt": "odt",
    "epub": "epub",
    "html": "html-auto_identifiers",
    "markdown": "markdown-smart-auto_identifiers-citations-tex_math_dollars-yaml_metadata_block-raw_tex",
}


def tree_of(ready: Ready, format_: str) -> Any:
    """Return what pandoc makes of a file, its JSON; raises `NotImportable`, or `RecursionError` if it is too deep."""
    program = pandoc_program("import of DOCX, ODT, EPUB, HTML and Markdown", "import")
    try:
        return json.loads(
            ask_pandoc(program, ["-f", _READERS[format_], "-t", "json"], ready.data, max_seconds=MAX_IMPORT_SECONDS)
        )
    except PandocError as error:
        split = "; split it" if "seconds" in str(error) else ""
        raise NotImportable(f"{error}{split}") from error
