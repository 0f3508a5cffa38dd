"""Where what is said of a source stands in it: annotations and parallels in, the same with their places out.

What has no place is left out and becomes a Problem, which says where the words do stand, if they stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from variorum.model.edition import Parallel, ParallelPassage
from variorum.model.problems import Problem
from variorum.model.source import Annotation, Source
from variorum.model.span import Span
from variorum.reading.ranges import Quoting, parts_of, placed_in_range
from variorum.text.anchoring import Miss, locate, locate_all

_PLACES_SHOWN = 3  # named of those where a lemma stands
_LEAST_CHARS = 6  # of a lemma that is looked for elsewhere; shorter words stand in many places
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_SEVERAL = re.compile(r"\s*(?:[,;&+/]|\band\b|\bund\b|\bog\b)\s*")
_LOCUS = re.compile(r"[#§]?\s*(?:p(?:ar(?:a(?:graph)?)?|assage)?\.?\s*)?(.+?)[.:,]?", re.IGNORECASE)


def placed_annotations(
    source: Source, annotations: Sequence[Annotation], sources: Sequence[Source], problems: list[Problem]
) -> tuple[Annotation, ...]:
    """Return the annotations whose words were found, in the order of the text."""
    order = {passage.locus: number for number, passage in enumerate(source.citable)}
    found = []
    for note in annotations:
        lines = (note.lines["passage"], note.lines.get("lemma", 1))
        placed = _placed(note, source)
        if isinstance(placed, Annotation):
            found.append(placed)
        else:
            problems.append(_nowhere(note, note.path, lines, source, sources, placed))
    at_the_end = (1, 0, 0)  # a note on the whole passage comes after those on words in it
    found.sort(key=lambda n: (order[n.passage], (0, n.span.end, -n.span.start) if n.span else at_the_end, n.id))
    return tuple(found)


def placed_parallel(parallel: Parallel, sources: Sequence[Source], problems: list[Problem]) -> Parallel | None:
    """Return the parallel with the passages whose words were found, or None if fewer than two sources are left.

    A source may be named by its siglum too; here it gets its id.
    """
    named = {s.siglum: s.id for s in sources} | {s.id: s.id for s in sources}
    said = [replace(item, source=named.get(item.source, item.source)) for item in parallel.passages]
    found = [p for item in said if (p := _placed_item(parallel, item, sources, problems))]
    touching = [replace(item, source=named.get(item.source, item.source)) for item in parallel.touches]
    touches = [p for item in touching if (p := _placed_item(parallel, item, sources, problems))]
    silent = tuple(replace(item, source=named.get(item.source, item.source)) for item in parallel.silent)
    if len({item.source for item in said}) < 2:
        message = "a parallel needs passages of at least two sources; add the other one"
        problems.append(Problem(parallel.path, parallel.lines.get("passages", 1), "parallel-alone", message))
    if len({item.source for item in found}) < 2:
        return None
    return replace(parallel, passages=tuple(found), touches=tuple(touches), silent=silent)


def _placed_item(
    parallel: Parallel, item: ParallelPassage, sources: Sequence[Source], problems: list[Problem]
) -> ParallelPassage | None:
    """Return the passage with the place of its words, or None with a Problem if there is no such place."""
    source = next((s for s in sources if s.id == item.source), None)
    if source is None:
        problems.append(_no_source(parallel.path, item, sources))
        return None
    placed = _placed(item, source)
    if isinstance(placed, ParallelPassage):
        return placed
    problems.append(_nowhere(item, parallel.path, (item.line, item.line), source, sources, placed))
    return None


def _placed(quoting: Quoting, source: Source) -> Quoting | Miss | None:
    """Return what quotes a passage with the place of its words, why they are not found, or None without a passage."""
    passage = source.passage_holding(quoting.passage)
    if passage is None:
        return placed_in_range(quoting, source)
    quoting = replace(quoting, passage=passage.locus)
    if not quoting.lemma:
        return quoting
    span = locate(passage.text, quoting.lemma, quoting.before, quoting.after)
    if isinstance(span, Miss):
        return span
    return _at(quoting, span) if isinstance(quoting, Annotation) else replace(quoting, span=span)


def _at(note: Annotation, span: Span) -> Annotation:
    """Return the note with the place of its words: there are thousands, and `replace` takes twice as long."""
    values = [*_values(note)]
    values[_SPAN] = span
    return Annotation(*values)


_values = attrgetter(*Annotation.__match_args__)
_SPAN = Annotation.__match_args__.index("span")


# --- what is said where there is no place -----------------------------------------------------------------------------


def _no_source(path: str, item: ParallelPassage, sources: Sequence[Source]) -> Problem:
    known = ", ".join(s.id for s in sources)
    said = item.source.casefold()
    meant = [s.id for s in sources if said in {name.casefold() for name in (s.id, s.siglum, s.label)}]
    hint = f"write {meant[0]}" if meant else f"the sources are {known}"
    message = f"there is no source “{item.source}”; {hint}"
    return Problem(path, item.line, "source-unknown", message, waits_for=f"source {item.source}")


def _nowhere(
    quoting: Annotation | ParallelPassage,
    path: str,
    lines: tuple[int, int],
    source: Source,
    sources: Sequence[Source],
    miss: Miss | None,
) -> Problem:
    """Return the Problem of a passage (on the first line) or of its lemma (on the second) that is not there."""
    locus, lemma, where = quoting.passage, quoting.lemma, f"{source.siglum} {quoting.passage}"
    if miss is None:
        message = f"{source.siglum} has no passage “{locus}”{_meant_passage(source, locus, lemma)}"
        return Problem(path, lines[0], "passage-unknown", message, waits_for=f"passages {source.id}")
    if miss.reason == "ambiguous":
        message = f"“{lemma}” stands {miss.count} times in {where}; add before: or after: with the words beside it"
        return Problem(path, lines[1], "lemma-ambiguous", message, waits_for=f"words {source.id}")
    hint = _beside_others(quoting, source) or _across(quoting, source) or _with_gaps(quoting, source)
    hint = hint or _elsewhere(lemma, source, sources)
    hint = hint or (f"; did you mean “{miss.suggestion}”?" if miss.suggestion else "; copy the words from the passage")
    message = f"“{lemma}” does not stand in {where}{hint}"
    return Problem(path, lines[1], "lemma-not-found", message, waits_for=f"words {source.id}")


def _beside_others(quoting: Annotation | ParallelPassage, source: Source) -> str:
    """Return beside which words a lemma does stand, where `before` and `after` have others; "" if they are not why."""
    passage = source.passage(quoting.passage)
    found = locate_all(passage.text, quoting.lemma) if passage and (quoting.before or quoting.after) else []
    if passage is None or not found:
        return ""
    ahead, behind = passage.text[: found[0].start].split()[-2:], passage.text[found[0].end :].split()[:2]
    beside = " and ".join(
        f"{key}: “{' '.join(words)}”" for key, words in (("before", ahead), ("after", behind)) if words
    )
    return f" beside the words of before: and after:; it stands {f'so: {beside}' if beside else 'alone'}"


def _across(quoting: Annotation | ParallelPassage, source: Source) -> str:
    """Return how to write words that begin in a passage and end in the next one; "" if they do not."""
    at = source.place_of(quoting.passage)
    for first, last in ((at, at + 1), (at - 1, at)):
        if first >= 0 and last < len(source.citable):
            both = source.citable[first : last + 1]
            parts = parts_of(both, quoting.lemma, "", "")
            if not isinstance(parts, Miss) and len(parts) > 1:
                begin, end = both[0].locus, both[1].locus
                return f' alone, but goes on from {begin} to {end}; write passage: "{begin}-{end}"'
    return ""


def _with_gaps(quoting: Annotation | ParallelPassage, source: Source) -> str:
    """Return what to write where words were left out of a lemma; "" if none were."""
    passage = source.passage(quoting.passage)
    pieces = [piece.strip() for piece in _LEFT_OUT.split(quoting.lemma) if piece.strip()]
    if passage is None or len(pieces) < 2 or not all(locate_all(passage.text, piece) for piece in pieces):
        return ""
    return f"; a lemma leaves nothing out: quote all the words, or only “{max(pieces, key=len)}”"


def _elsewhere(lemma: str, source: Source, sources: Sequence[Source]) -> str:
    """Return where a lemma stands that does not stand in its passage; "" if nowhere."""
    if ours := list(_places(lemma, source)):
        return f"; it stands in {_either(ours)}"
    theirs = [place for other in sources if other.id != source.id for place in _places(lemma, other)]
    return f"; it stands in another source: {_either(theirs)}" if theirs else ""


def _meant_passage(source: Source, locus: str, lemma: str) -> str:
    """Return what to write instead of a number that no passage has."""
    bare = locus.strip().removeprefix(source.siglum).removeprefix(source.id).strip()
    if held := source.passages_at(locus):
        return f"; it is a part of {held[0].locus}: write “{held[0].locus}”"
    if right := source.backward(locus):
        return f"; it runs backward: write “{right.first}–{right.last}”"
    match = _LOCUS.fullmatch(bare)
    meant = match[1].strip() if match else bare
    if meant != locus and source.passages_at(meant):
        return f"; write “{meant}”, the number alone"
    if elsewhere := list(_places(lemma, source)):
        return f"; the words stand in {_either(elsewhere)}"
    several = [part for part in _SEVERAL.split(bare) if part]
    if len(several) > 1 and all(source.passages_at(part) for part in several):
        one, two = several[0], several[-1]
        return f"; a note stands at one: write “{one}”, or “{one}-{two}” for all from {one} to {two}"
    numbers = [p.locus for p in source.citable if p.locus.isdigit()]
    return f"; its passages go from {numbers[0]} to {numbers[-1]}" if numbers else ""


def _places(lemma: str, source: Source) -> Iterator[str]:
    """Yield the passages of a source in which the words stand as they are written."""
    words = lemma.strip()
    if len(words) >= _LEAST_CHARS:
        yield from (f"{source.siglum} {p.locus}" for p in source.citable if words in p.text)


def _either(places: Sequence[str]) -> str:
    shown = " and in ".join(places[:_PLACES_SHOWN])
    return f"{shown} and others" if len(places) > _PLACES_SHOWN else shown
