"""A new annotation: words that somebody wants to annotate in, the file that says so out.

The words are made unique by their neighbours, so that what is written here is found again by `locate`; the file is
read by the strict reader of contributions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from variorum.model.edition import Edition
from variorum.model.hidden_characters import without_hidden_characters
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.model.span import Span
from variorum.text.anchoring import locate, locate_all
from variorum.text.doubtful_lemmata import cut_word
from variorum.text.quoting import quoted
from variorum.text.transliteration import digest, is_other_script, slug

BODY_TO_WRITE = "Write the note here: one point, in 20 to 80 words. Cite like this: {cite:p}`Key`."
_WORDS_IN_ID = 4
_NEIGHBOURS = 12  # words beside the lemma that are tried to make it unique


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a passage, with what tells them from the same words elsewhere in it."""

    passage: Passage  # or several as one (`as_one`)
    span: Span | None  # None = the whole passage
    lemma: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an annotation's file will say."""

    place: Place
    kind: str
    by: str
    body: str = BODY_TO_WRITE


def places_of(source: Source, words: str, locus: str = "") -> Iterator[Place]:
    """Yield every place of the source (or of a passage, or a range) where the words stand, each made unique.

    Words that stand in no passage may go on from one to the next.
    """
    passages = source.passages_at(locus) if locus else source.citable
    found = False
    for passage in passages:
        for span in locate_all(passage.text, words):
            found = True
            yield place_at(passage, span)
    if found:
        return
    across = [passages] if locus else [pair for pair in pairwise(passages) if words in " ".join(p.text for p in pair)]
    for some in across if len(passages) > 1 else ():
        whole = as_one(some)
        for span in locate_all(whole.text, words):
            yield in_one_line(place_at(whole, span))


def as_one(passages: Sequence[Passage]) -> Passage:
    """Return passages that follow one another as one, whose locus is their range: what a note across them is on."""
    if len(passages) == 1:
        return passages[0]
    locus = f"{passages[0].locus}–{passages[-1].locus}"
    return replace(passages[0], locus=locus, text="\n".join(passage.text for passage in passages))


def in_one_line(place: Place) -> Place:
    """Return a place whose words, across passages, are written with blanks where a passage ends."""
    lemma, before, after = (" ".join(w.split("\n")) for w in (place.lemma, place.before, place.after))
    return replace(place, lemma=lemma, before=before, after=after)


def place_at(passage: Passage, span: Span) -> Place:
    """Return the words at a span with the fewest neighbouring words that make them unique in their passage."""
    text = passage.text
    lemma = _clean(text[span.start : span.end])
    for before, after in _contexts(text, span):
        if locate(text, lemma, before, after) == span:
            cut = cut_word(text, span)  # the rest of a word confirms that only a part of it is meant
            return Place(passage, span, lemma, before or _clean(cut.before), after or _clean(cut.after))
    return Place(passage, span, lemma, _clean(text[: span.start]), _clean(text[span.end :]))


def confirmed(place: Place) -> Place:
    """Return the place with the nearest words beside it, which say that it is meant as it is."""
    if place.span is None:
        return place
    ahead = _clean(place.passage.text[place.span.end :]).split()[:1]
    back = _clean(place.passage.text[: place.span.start]).split()[-1:]
    return replace(place, before="".join(back), after="" if back else "".join(ahead))


def _contexts(text: str, span: Span) -> Iterator[tuple[str, str]]:
    yield "", ""
    ahead = [m.end() for m in re.finditer(r"\s*\S+", text[span.end :])][:_NEIGHBOURS]
    back = [m.start() for m in re.finditer(r"\S+\s*", text[: span.start])][-_NEIGHBOURS:][::-1]
    for number in range(_NEIGHBOURS):
        after = _clean(text[span.end : span.end + ahead[min(number, len(ahead) - 1)]]) if ahead else ""
        before = _clean(text[back[min(number, len(back) - 1)] : span.start]) if back else ""
        yield "", after
        yield before, ""
        yield before, after


def _clean(words: str) -> str:
    """Return the words as a file may hold them: what deceives the eye is left out (`locate` ignores it as well)."""
    return without_hidden_characters(words).strip()


def text_of(draft: Draft) -> str:
    """Return the text of the annotation's file."""
    place = draft.place
    rows = [("passage", place.passage.locus)]
    rows += [(k, v) for k, v in (("lemma", place.lemma), ("before", place.before), ("after", place.after)) if v]
    head = "".join(f"{key}: {quoted(value)}\n" for key, value in rows)
    return f"---\n{head}kind: {draft.kind}\nby: {quoted(draft.by)}\n---\n{draft.body.strip()}\n"


def free_id(edition: Edition, source: Source, place: Place) -> str:
    """Return an id that no annotation has yet: the siglum and the first words of the lemma in plain letters.

    Words in other scripts are said in Latin letters, and told apart by a short digest of the place: two people who
    write of different words make different files.
    """
    words = place.lemma or place.passage.locus
    parts = [*slug(source.siglum).split("-")[:1], *slug(words).split("-")[:_WORDS_IN_ID]]
    if is_other_script(words):
        parts.append(digest(place.passage.locus, place.lemma))
    stem = "-".join(filter(None, parts)) or "note"
    taken = {id_.casefold() for s in edition.sources for a in s.annotations for id_ in (a.id, *a.formerly)}
    number = 1
    while (id_ := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return id_
