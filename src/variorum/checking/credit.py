"""Credit and memory: former ids lead to one thing, what was refused stays out, nobody who wrote goes unnamed.

In: an `Edition`. Out: a Problem for each, with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from variorum.model.credit import Refusal, Words
from variorum.model.edition import Edition, Parallel, ParallelPassage
from variorum.model.problems import Problem
from variorum.model.source import Annotation
from variorum.text.anchoring import Miss, locate
from variorum.text.search_folding import search_key
from variorum.works.contributors import contributors

LIKE = 0.6  # how much of its words a note that was refused has kept when it is sent again


def former_ids_are_free(edition: Edition) -> Iterator[Problem]:
    """An id that a note or parallel had before is that of no other, so that an old address leads to one place."""
    notes = [a for s in edition.sources for a in s.annotations]
    things: tuple[Iterable[Annotation | Parallel], ...] = (notes, edition.parallels)
    for kind in things:
        owner = {thing.id: thing for thing in kind}
        for thing in kind:
            for old in thing.formerly:
                other = owner.setdefault(old, thing)
                if other is not thing or old == thing.id:
                    what = "is its name still" if other is thing else f"belongs to {other.path}"
                    message = f"the former name “{old}” {what}; take it out of “formerly:”"
                    yield Problem(thing.path, thing.lines["formerly"], "former-id", message)


def refused_stays_out(edition: Edition) -> Iterator[Problem]:
    """What an editor has refused, with a reason, is not sent again."""
    for source in edition.sources:
        refused = [
            r for r in edition.refusals if r.kind == "annotation" and edition.source(r.about[0].source) is source
        ]
        for note in source.annotations if refused else ():
            if found := next((r for r in refused if _is_note(r, note)), None):
                yield _problem(note, found)
    pairs = [r for r in edition.refusals if r.kind == "parallel"]
    for parallel in edition.parallels if pairs else ():
        if found := refusal_of(edition, parallel.passages, pairs):
            yield _problem(parallel, found)


def refusal_of(edition: Edition, passages: Iterable[ParallelPassage], refusals: Sequence[Refusal]) -> Refusal | None:
    """Return by what a parallel is refused: every two of its sources were turned down; None if it is not."""
    first: Refusal | None = None
    for a, b in combinations(passages, 2):
        if a.source != b.source:
            found = next((r for r in refusals if _is_pair(edition, r, a, b)), None)
            if found is None:
                return None
            first = first or found
    return first


def contributors_are_named(edition: Edition) -> Iterator[Problem]:
    """Whoever signed something in the edition is named in its CITATION.cff, if it has one."""
    citation = edition.citation
    named = {search_key(name) for name in citation.names} if citation else set()
    for one in contributors(edition) if citation else ():
        if citation and search_key(one.name) not in named:
            number = len(one.annotations) + len(one.parallels) + len(one.translations)
            message = f"“{one.name}”, who signs {number} of the contributions, is not named; add to the list: "
            yield Problem(citation.path, citation.line, "contributor-unnamed", f'{message}- name: "{one.name}"')


CREDIT_RULES = (former_ids_are_free, refused_stays_out, contributors_are_named)


def _problem(thing: Annotation | Parallel, refusal: Refusal) -> Problem:
    by = f" by {refusal.by}" if refusal.by else ""
    message = f"this was refused before{by}: {refusal.reason} ({refusal.path}, line {refusal.line}). "
    remedy = "Take the file away; or, if it is to be judged anew, that line"
    return Problem(thing.path, 1, "refused-before", message + remedy)


def _is_note(refusal: Refusal, note: Annotation) -> bool:
    [about] = refusal.about
    if about.passage not in (note.passage, note.range) or search_key(about.lemma) != search_key(note.lemma):
        return False
    a, b = (search_key(text).split() for text in (refusal.note, note.body.plain))
    return not refusal.note or a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= LIKE


def _is_pair(edition: Edition, refusal: Refusal, a: ParallelPassage, b: ParallelPassage) -> bool:
    one, other = refusal.about
    return any(_means(edition, one, x) and _means(edition, other, y) for x, y in ((a, b), (b, a)))


def _means(edition: Edition, words: Words, item: ParallelPassage) -> bool:
    """Whether a passage of a parallel is one that was turned down, or the words from which it was."""
    source, mine = edition.source(words.source), edition.source(item.source)
    if source is None or source is not mine or words.passage not in (item.passage, item.range):
        return False
    passage = source.passage(item.passage)
    found = locate(passage.text, words.lemma) if passage and words.lemma and item.span else None
    if found is None or isinstance(found, Miss) or item.span is None:
        return True
    return item.span.start <= found.start < item.span.end or found.start <= item.span.start < found.end
