"""What an edition asks of its notes (`HouseRules`): an `Edition` in, the Problems out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.model.body import Body, words_without_citations
from variorum.model.edition import Edition, Parallel
from variorum.model.problems import Problem
from variorum.model.source import Annotation


def notes_have_their_length(edition: Edition) -> Iterator[Problem]:
    """An annotation has as many words as the edition asks for; the works that it cites are not counted."""
    if not edition.rules.note_words:
        return
    fewest, most = edition.rules.note_words
    for note in (note for source in edition.sources for note in source.annotations):
        number = word_count(note.body)
        if note.body.blocks and not fewest <= number <= most:
            remedy = "say what one needs to know of it" if number < fewest else "shorten it, or make two notes of it"
            said = "1 word" if number == 1 else f"{number} words"
            message = f"the note has {said}; between {fewest} and {most} are asked for: {remedy}"
            yield Problem(note.path, note.lines["body"], "note-length", message)


def notes_cite_works(edition: Edition) -> Iterator[Problem]:
    """A note of a kind that has to say by what it stands cites a work."""
    for note in (note for source in edition.sources for note in source.annotations):
        if note.kind in edition.rules.note_works and not next(note.body.citations(), None):
            in_brackets = next(_in_brackets(edition, note), None)
            remedy = in_brackets[1] if in_brackets else "cite a work: {cite:p}`Key`"
            message = f"a note of kind {note.kind} says who says so; {remedy}"
            yield Problem(note.path, note.lines["body"], "work-missing", message)


def works_in_brackets_are_cited(edition: Edition) -> Iterator[Problem]:
    """No text names a work of the bibliography in brackets, as papers do, where a citation would lead to it."""
    for note in (note for source in edition.sources for note in source.annotations):
        if note.kind not in edition.rules.note_works or next(note.body.citations(), None):
            for line, message in _in_brackets(edition, note):
                yield Problem(note.path, line, "body-markup", message)
    for parallel in edition.parallels:
        for line, message in _in_brackets(edition, parallel):
            yield Problem(parallel.path, line, "body-markup", message)


_IN_BRACKETS = re.compile(r"\((\w[\w’'-]{0,40}),? (\d{4}[a-z]?)(?:[,:] ?(?:pp?\. ?)?(\d[\d–-]{0,20}))?\)")


def _in_brackets(edition: Edition, thing: Annotation | Parallel) -> Iterator[tuple[int, str]]:
    """Yield line and remedy of each work that a text names as `(Kotkin 2014, 12)`."""
    for inline in thing.body.inlines():
        for match in _IN_BRACKETS.finditer(inline.text) if inline.kind == "text" else ():
            if (key := f"{match[1]}{match[2]}") in edition.works:
                pages = f"{{{match[3]}}}" if match[3] else ""
                yield inline.line, f"“{match[0]}” does not lead to the work; write {{cite:p}}`{key}{pages}`"


def foreign_words_glossed(edition: Edition) -> Iterator[Problem]:
    """Words of a source in another language than that of the glosses have one."""
    language = edition.rules.glosses.split("-")[0]
    for parallel in edition.parallels if language else ():
        for item in parallel.passages:
            source = edition.source(item.source)
            if source and source.language.split("-")[0] != language and not item.gloss:
                message = f"{source.siglum} {item.range or item.passage} is not in the language of the edition"
                yield Problem(
                    parallel.path, item.line, "gloss-missing", f'{message}; add gloss: "…" with a translation'
                )


NOTE_RULES = (notes_have_their_length, notes_cite_works, works_in_brackets_are_cited, foreign_words_glossed)


def word_count(body: Body) -> int:
    """Return how many words a body has, parted by blanks; works that it cites are left out.

    The form in the page counts so too.
    """
    return sum(any(c.isalnum() for c in word) for word in words_without_citations(body).split())
