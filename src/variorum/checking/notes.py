"""What an edition asks of its notes (`HouseRules`): an `Edition` in, the Problems out."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.model.body import Body, words_without_citations
from variorum.model.edition import Edition
from variorum.model.problems import Problem


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
            message = f"a note of kind {note.kind} says who says so; cite a work: {{cite:p}}`Key`"
            yield Problem(note.path, note.lines["body"], "work-missing", message)


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


NOTE_RULES = (notes_have_their_length, notes_cite_works, foreign_words_glossed)


def word_count(body: Body) -> int:
    """Return how many words a body has, parted by blanks; works that it cites are left out.

    The form in the page counts so too.
    """
    return sum(any(c.isalnum() for c in word) for word in words_without_citations(body).split())
