"""After a corrected text: where the annotated words are now. Old and new text in, a proposal for each note out.

Nothing is decided here but what is certain: words that stand unchanged in their place are *kept*. Everything else is a
proposal with its reason, for a person to accept; an annotation never goes to other words by itself.

Three steps. Lines of the old text are paired with lines of the new (`pair_lines`). From that follows the outline: loci
stay with their lines, a line that is new gets a locus such as `12a`, none is ever numbered anew. Then each lemma is
followed through the letters of its line (`follow`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from variorum.editing.new_annotation import Place, place_at
from variorum.model.edition import Passage, PassageKind, Span
from variorum.text.anchoring import locate, locate_all, match_key

ALIKE = 62.0  # per cent of equal letters from which two lines are one line, changed
SAME = 55.0  # per cent from which words are the old words, changed
NEAR_COPY = 8.0  # points by which the best proposal must lead the next


class State(StrEnum):
    """What became of an annotation's words."""

    KEPT = "kept"  # the same words in the same place
    CHANGED = "changed"  # in the same place, with other letters or other neighbours
    MOVED = "moved"  # in another passage
    AMBIGUOUS = "ambiguous"  # several places could be meant
    ORPHANED = "orphaned"  # gone


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of an annotation or of a parallel, as they stood in the old text."""

    locus: str
    lemma: str = ""  # "" = the whole passage
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a quote; `place` is the proposal, None if there is none."""

    state: State
    place: Place | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewOutline:
    """The passages of the new text."""

    passages: tuple[Passage, ...]
    heirs: Mapping[str, tuple[str, ...]]  # old locus → loci that its words went to, the likeliest first
    added: tuple[str, ...]  # loci that are new
    lost: tuple[str, ...]  # loci whose passage is gone or joined to another
    remarks: tuple[str, ...]  # what an editor should look at


# --- lines ------------------------------------------------------------------------------------------------------------


def new_outline(old: Sequence[Passage], old_text: str, text: str) -> NewOutline:
    """Carry the outline of the old text over to the new one."""
    old_lines, lines = _lines(old_text), _lines(text)
    pairs = pair_lines(old_lines, lines)
    taken = {p.locus for p in old if p.locus}
    passages: list[Passage] = []
    heirs: dict[str, list[str]] = {p.locus: [] for p in old if p.locus}
    added: list[str] = []
    remarks: list[str] = []
    rows = {n: p for p in old for n in range(p.first_line, p.last_line + 1)}
    home: dict[str, int] = {}  # locus → the new line that has it
    for number in sorted(lines):
        best = max(
            (o for o in pairs.get(number, ()) if rows[o].locus and rows[o].locus not in home),
            key=lambda o: fuzz.ratio(old_lines[o], lines[number]),
            default=None,
        )
        if best is not None:
            home[rows[best].locus] = number
    owner = {number: locus for locus, number in home.items()}
    by_locus = {p.locus: p for p in old if p.locus}
    last = ""
    for number in sorted(lines):
        sources = [rows[o] for o in pairs.get(number, ())]
        if sources and all(s.kind is PassageKind.OMITTED for s in sources):
            passages.append(Passage("", PassageKind.OMITTED, number, number, "", sources[0].remark))
            continue
        if number in owner:
            model = by_locus[owner[number]]
            passages.append(Passage(model.locus, model.kind, number, number, lines[number], model.remark))
            last = model.locus
        else:
            last = _free(last, taken)
            taken.add(last)
            added.append(last)
            kind = sources[0].kind if sources else PassageKind.PARAGRAPH
            passages.append(Passage(last, kind, number, number, lines[number], "" if sources else "added"))
            remarks.append(f"line {number} is new and becomes {last}: “{lines[number][:50]}”")
        for source in sources:
            if source.locus:
                heirs[source.locus].append(last)
    lost = tuple(locus for locus in heirs if locus not in home)
    remarks += [f"{locus} is no passage of its own any more" for locus in lost]
    ordered = {locus: tuple(sorted(dict.fromkeys(to), key=lambda h: h != locus)) for locus, to in heirs.items()}
    return NewOutline(tuple(passages), ordered, tuple(added), lost, tuple(remarks))


def pair_lines(old: Mapping[int, str], new: Mapping[int, str]) -> dict[int, tuple[int, ...]]:
    """Return for each new line the old lines that it goes back to: one, several (joined), or none (added)."""
    old_numbers, new_numbers = sorted(old), sorted(new)
    old_keys = [_key(old[n]) for n in old_numbers]
    new_keys = [_key(new[n]) for n in new_numbers]
    pairs: dict[int, tuple[int, ...]] = {}
    left_old: list[int] = []
    left_new: list[int] = []
    for tag, a, b, c, d in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs |= {new_numbers[c + k]: (old_numbers[a + k],) for k in range(b - a)}
        else:
            left_old += old_numbers[a:b]
            left_new += new_numbers[c:d]
            _pair_block(old, new, old_numbers[a:b], new_numbers[c:d], pairs)
    _pair_moved(old, new, left_old, left_new, pairs)
    return pairs


def _pair_block(
    old: Mapping[int, str], new: Mapping[int, str], olds: list[int], news: list[int], pairs: dict[int, tuple[int, ...]]
) -> None:
    """Pair the lines of a stretch that was changed: one to one, then parts of split and joined lines."""
    for n in news:
        scored = [(fuzz.ratio(_key(old[o]), _key(new[n])), o) for o in olds]
        best = max(scored, default=(0.0, 0))
        if best[0] >= ALIKE:
            pairs[n] = (best[1],)
    for n in news:
        if n not in pairs:
            whole = [o for o in olds if _is_part(new[n], old[o])]  # n is a part of an old line that was split
            parts = [o for o in olds if _is_part(old[o], new[n])]  # n holds old lines that were joined
            found = parts if len(parts) > 1 else whole[:1] or parts
            if found:
                pairs[n] = tuple(found)
        else:
            parts = [o for o in olds if o not in pairs[n] and _is_part(old[o], new[n])]
            pairs[n] = tuple(sorted((*pairs[n], *parts)))


def _pair_moved(
    old: Mapping[int, str], new: Mapping[int, str], olds: list[int], news: list[int], pairs: dict[int, tuple[int, ...]]
) -> None:
    used = {o for found in pairs.values() for o in found}
    for n in news:
        if n in pairs:
            continue
        scored = sorted(((fuzz.ratio(_key(old[o]), _key(new[n])), o) for o in olds if o not in used), reverse=True)
        if scored and scored[0][0] >= ALIKE:
            pairs[n] = (scored[0][1],)
            used.add(scored[0][1])


def _is_part(part: str, whole: str) -> bool:
    a, b = _key(part), _key(whole)
    return 3 <= len(a) < len(b) and fuzz.partial_ratio(a, b) >= 90


def _lines(text: str) -> dict[int, str]:
    return {n: line.removesuffix("\r") for n, line in enumerate(text.split("\n"), start=1) if line.strip()}


def _key(line: str) -> str:
    return " ".join(match_key(line)[0].split())


def _free(last: str, taken: set[str]) -> str:
    """Return the next locus after one that nobody has: 12 → 12a, 12a → 12b, at the very start 0a."""
    stem = re.sub(r"[a-z]+$", "", last) if last[-1:].isalpha() else last
    stem = stem or "0"
    for suffix in (
        *"abcdefghijklmnopqrstuvwxyz",
        *(f"{a}{b}" for a in "abcdefghij" for b in "abcdefghijklmnopqrstuvwxyz"),
    ):
        if f"{stem}{suffix}" not in taken:
            return f"{stem}{suffix}"
    raise ValueError(f"more than 280 passages after {stem}")


# --- words ------------------------------------------------------------------------------------------------------------


def follow(quote: Quote, old: Mapping[str, Passage], outline: NewOutline) -> Outcome:
    """Say what became of the words of a quote."""
    passage = old.get(quote.locus)
    if passage is None:
        return Outcome(State.ORPHANED, None, f"there was no passage {quote.locus}")
    new = {p.locus: p for p in outline.passages if p.locus}
    heirs = [new[h] for h in outline.heirs.get(quote.locus, ())]
    if not quote.lemma:
        return _follow_passage(quote, heirs, passage)
    span = locate(passage.text, quote.lemma, quote.before, quote.after)
    if not isinstance(span, Span):
        return _new_already(quote, new)
    words = passage.text[span.start : span.end]
    carried = [(h, s) for h in heirs if (s := _carry(passage.text, span, h.text))]
    exact = [(h, s) for h, s in carried if _same(h.text[s.start : s.end], words)]
    here = [h for h in heirs if h.locus == quote.locus]
    if exact and exact[0][0].locus == quote.locus:
        return _kept_or_told_apart(quote, passage, span, exact[0], new)
    if exact:
        return Outcome(State.MOVED, place_at(*exact[0]), f"its words now stand in {exact[0][0].locus}")
    return _elsewhere(quote, passage, span, carried, new, gone=not here)


def _new_already(quote: Quote, new: Mapping[str, Passage]) -> Outcome:
    """The words did not stand in the old text: has somebody written them for the new one?"""
    passage = new.get(quote.locus)
    span = locate(passage.text, quote.lemma, quote.before, quote.after) if passage else None
    if passage and isinstance(span, Span):
        place = Place(passage, span, quote.lemma, quote.before, quote.after)
        return Outcome(State.KEPT, place, "written for the new text")
    return Outcome(State.ORPHANED, None, "the words stand neither in the old text nor in the new")


def _follow_passage(quote: Quote, heirs: list[Passage], passage: Passage) -> Outcome:
    if not heirs:
        return Outcome(State.ORPHANED, None, f"the passage {quote.locus} is gone")
    heir = heirs[0]
    if heir.locus != quote.locus:
        return Outcome(State.MOVED, Place(heir, None), f"the passage is now part of {heir.locus}")
    if len(heirs) > 1:
        return Outcome(State.CHANGED, Place(heir, None), f"the passage was split; the rest is {heirs[1].locus}")
    if _same(heir.text, passage.text):
        return Outcome(State.KEPT, Place(heir, None))
    return Outcome(State.CHANGED, Place(heir, None), "other words stand in the passage")


def _kept_or_told_apart(
    quote: Quote, old: Passage, span: Span, found: tuple[Passage, Span], new: Mapping[str, Passage]
) -> Outcome:
    """The words are where the letters around them lead. Are they also what a build would find, and the same place?"""
    heir, there = found
    place = place_at(heir, there)
    if locate(heir.text, quote.lemma, quote.before, quote.after) != there:
        return Outcome(State.AMBIGUOUS, place, "the words stand there more than once now")
    more = len(locate_all(heir.text, old.text[span.start : span.end])) > len(
        locate_all(old.text, old.text[span.start : span.end])
    )
    if more:
        return Outcome(State.AMBIGUOUS, place, "the same words were added to the passage")
    if not _neighbours_stay(old.text, span, heir.text, there):
        return Outcome(State.CHANGED, place, "other words stand on both sides of it")
    return Outcome(State.KEPT, replace(place, lemma=quote.lemma, before=quote.before, after=quote.after))


def _elsewhere(
    quote: Quote,
    old: Passage,
    span: Span,
    carried: list[tuple[Passage, Span]],
    new: Mapping[str, Passage],
    *,
    gone: bool,
) -> Outcome:
    """The very words are not in their place: look for them in it, changed, and in the whole text, the same."""
    words = old.text[span.start : span.end]
    changed = max(
        ((fuzz.ratio(_key(h.text[s.start : s.end]), _key(words)), h, s) for h, s in carried),
        key=lambda c: c[0],
        default=None,
    )
    same = [(p, s) for p in new.values() for s in locate_all(p.text, words)]
    if changed and changed[0] >= SAME:
        place = place_at(changed[1], changed[2])
        if same:
            return Outcome(State.AMBIGUOUS, place, "changed in its place, and the very words stand elsewhere")
        state = State.CHANGED if changed[1].locus == quote.locus else State.MOVED
        return Outcome(state, place, f"the words changed ({changed[0]:.0f} % alike)")
    if len(same) == 1 and (gone or len(words) >= 12):
        return Outcome(State.MOVED, place_at(*same[0]), f"the very words stand in {same[0][0].locus}")
    if len(same) > 1:
        return Outcome(State.AMBIGUOUS, None, f"the very words stand in {len(same)} places")
    return _nearest(words, new)


def _nearest(words: str, new: Mapping[str, Passage]) -> Outcome:
    """Propose the wording of the whole text that is most alike, if it leads clearly."""
    if len(words) < 12:
        return Outcome(State.ORPHANED, None, "the words are gone")
    found = []
    for passage in new.values():
        if len(passage.text) >= len(words) // 2:
            hit = fuzz.partial_ratio_alignment(words, passage.text, score_cutoff=75)
            if hit:
                found.append((hit.score, passage, Span(hit.dest_start, hit.dest_end)))
    found.sort(key=lambda f: -f[0])
    if not found:
        return Outcome(State.ORPHANED, None, "the words are gone")
    score, passage, span = found[0]
    if len(found) > 1 and found[1][0] > score - NEAR_COPY:
        return Outcome(State.AMBIGUOUS, None, f"alike: {', '.join(p.locus for _, p, _ in found[:4])}")
    return Outcome(State.MOVED, place_at(passage, _whole_words(passage.text, span)), f"{score:.0f} % alike")


def _carry(old: str, span: Span, new: str) -> Span | None:
    """Follow a span letter by letter from an old wording to a new one; None if none of its letters is left."""
    kept: list[tuple[int, int]] = []
    for block in Levenshtein.opcodes(old, new):
        if block.tag == "equal":
            for k in range(block.src_end - block.src_start):
                at = block.src_start + k
                if span.start <= at < span.end:
                    kept.append((at, block.dest_start + k))
    if not kept:
        return None
    # letters at the border may have been paired by chance; the words are where most of them are together
    start, end = kept[0][1], kept[-1][1] + 1
    length = span.end - span.start
    if end - start > 2 * length + 20:
        hit = fuzz.partial_ratio_alignment(old[span.start : span.end], new, score_cutoff=SAME)
        if hit is None:
            return None
        start, end = hit.dest_start, hit.dest_end
    else:
        start = max(0, start - (kept[0][0] - span.start)) if _lead(old, span, new, start, kept) else start
    return _trimmed(new, _whole_words(new, Span(start, end)))


def _lead(old: str, span: Span, new: str, start: int, kept: list[tuple[int, int]]) -> bool:
    """Whether the lemma's first letters were replaced by as many others, and so belong to it."""
    missing = kept[0][0] - span.start
    return 0 < missing <= start and not new[start - missing : start].isspace()


def _whole_words(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > 0 and _letter(text[start - 1]) and start < len(text) and _letter(text[start]):
        start -= 1
    while end < len(text) and _letter(text[end]) and end > 0 and _letter(text[end - 1]):
        end += 1
    return Span(start, end)


def _letter(character: str) -> bool:
    return not (character.isspace() or character in ".,;:!?()[]{}“”„«»\"'’‘—–-।")


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _same(a: str, b: str) -> bool:
    return _key(a) == _key(b)


def _neighbours_stay(old: str, a: Span, new: str, b: Span) -> bool:
    """Whether something of the words on one side at least is still there (an end of the passage counts)."""
    sides = (
        (_words(old[: a.start])[-3:], _words(new[: b.start])[-3:]),
        (_words(old[a.end :])[:3], _words(new[b.end :])[:3]),
    )
    return any(before == after or bool(Counter(before) & Counter(after)) for before, after in sides)


def _words(text: str) -> list[str]:
    return _key(text).split()
