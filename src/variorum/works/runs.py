"""The pieces of a description: words with how they are set, where they lead and in which language they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from variorum.model.web_addresses import is_web_address
from variorum.model.works import Work
from variorum.text.scripts import SCRIPT_LANGUAGES, foreign_runs, own_scripts
from variorum.works.languages import language_of


class Run(NamedTuple):
    """A piece of a description."""

    text: str
    kind: str = ""  # "" | "title" (italic) | "link"
    language: str = ""  # BCP 47 where it is another than the page's
    address: str = ""  # of a link


STOP = Run("\0")  # between two sentences


def link(address: str) -> Run:
    """Return an address as a link if it leads to the web, else as words."""
    return Run(address, "link", "", address) if is_web_address(address) else Run(address)


def plain(runs: Iterable[Run]) -> str:
    """Return the words of a description alone."""
    return "".join(run.text for run in runs)


def in_languages(
    run: Run, work: Work, page_language: str = "en", languages: Mapping[str, str] = SCRIPT_LANGUAGES
) -> Iterator[Run]:
    """Cut a run where the script changes and give each piece its language; a script of the work's own is in its."""
    if run.text.isascii() and not run.language:
        yield run
        return
    own = language_of(work)
    known = {**languages, **(dict.fromkeys(own_scripts(own) - {"Latin"}, own) if own else {})}
    at = 0
    for span, language in foreign_runs(run.text, run.language or page_language, known):
        if span.start > at:
            yield run._replace(text=run.text[at : span.start])
        if span.end > at:  # a run inside another is in the language of that one
            yield run._replace(text=run.text[span.start : span.end], language=language)
            at = span.end
    if at < len(run.text):
        yield run._replace(text=run.text[at:])
