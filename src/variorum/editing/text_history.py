"""The history of a text between two versions: old and new text in, for each old word the new word that it became.

Words are aligned over the whole text: trigrams that stand once in both versions fix the frame, within it the longest
common subsequence decides; then lines that are left over on both sides are looked at as lines that were moved. All of
that is done twice, from the start and from the end. Where the two ways disagree, two histories explain the new text
equally well, and nobody can tell which of two equal places is the old one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain, groupby, pairwise
from math import isqrt
from operator import attrgetter
from typing import NamedTuple

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from variorum.model.limits import MAX_WORD_PAIRS
from variorum.text.anchoring import match_key
from variorum.text.scripts import UNPARTED, letters_of

_LINE = attrgetter("line")
GONE = -1  # in an alignment: the old word has no new one

# Words are runs of letters, marks and figures; scripts that part no words are taken letter by letter, as is all else.
_UNPARTED = letters_of(UNPARTED)
_WORD = regex.compile(rf"(?V1)[{_UNPARTED}]\p{{M}}*|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNPARTED}]]+|\S")

_LEFT_OVER = 0.6  # share of a line's words without a partner from which it may have been moved
_ALIKE = 0.5  # share of equal trigrams from which two left-over lines are one line, moved
_ALIKE_LETTERS = 62.0  # per cent of equal letters from which two lines at one place are one line, rewritten
_NEAR_LINES = 20  # lines on each side that are compared letter by letter


class Word(NamedTuple):
    """A word of a text, folded, and where it stands."""

    key: str
    start: int  # code point of the text
    end: int
    line: int  # 1-based


@dataclass(frozen=True)
class History:
    """Two versions of a text and the two ways to explain the one by the other."""

    old_text: str
    text: str
    old: Sequence[Word]
    new: Sequence[Word]
    forward: Sequence[int]  # old word → new word or GONE, where equal histories tie: the first place
    backward: Sequence[int]  # the same, where they tie: the last place
    lines: Mapping[int, int]  # new line → old line, where a line was rewritten so far that few words are left

    @cached_property
    def old_starts(self) -> Sequence[int]:
        """Where each old word begins."""
        return [w.start for w in self.old]

    @cached_property
    def old_lines(self) -> Sequence[int]:
        """Where each old line begins; the first line is the first item."""
        return _line_starts(self.old_text)

    @cached_property
    def lines_at(self) -> Sequence[int]:
        """Where each new line begins; the first line is the first item."""
        return _line_starts(self.text)

    @cached_property
    def added(self) -> frozenset[int]:
        """The new words that go back to no old word."""
        return frozenset(range(len(self.new))) - set(self.forward)

    @cached_property
    def new_lines(self) -> Sequence[int]:
        """The line of each new word."""
        return [w.line for w in self.new]

    @cached_property
    def origins(self) -> Mapping[int, int]:
        """The old word that each new word goes back to."""
        return {j: i for i, j in enumerate(self.forward) if j != GONE}

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands in the new text."""
        found: dict[str, list[int]] = defaultdict(list)
        for j, word in enumerate(self.new):
            found[word.key].append(j)
        return found

    def runs(self, keys: Sequence[str]) -> Iterator[range]:
        """Yield every place of the new text where these words stand one after another."""
        for j in self.places.get(keys[0], ()):
            if [w.key for w in self.new[j : j + len(keys)]] == list(keys):
                yield range(j, j + len(keys))


def history_of(old_text: str, text: str) -> History:
    """Align two versions of a text. Time and memory grow with the length of the text, not of its lines."""
    old, new = words_of(old_text), words_of(text)
    ids: dict[str, int] = {}
    a, b = ([[ids.setdefault(w.key, len(ids)) for w in line] for line in _in_lines(words)] for words in (old, new))
    forward = _align_by_lines(a, b)
    mirrored = _align_by_lines(_mirror(a), _mirror(b))
    backward = [GONE if (j := mirrored[-1 - i]) == GONE else len(new) - 1 - j for i in range(len(old))]
    by_line = _by_line(old), _by_line(new)
    for alignment, last in ((forward, False), (backward, True)):
        _follow_moved_lines(old, new, *by_line, alignment, last=last)
    return History(old_text, text, old, new, forward, backward, _rewritten(old_text, text, *by_line, forward))


def words_of(text: str) -> list[Word]:
    """Return the words of a text; what folding makes vanish belongs to the word that it stands in."""
    found = []
    for number, (start, line) in enumerate(zip(_line_starts(text), text.split("\n"), strict=True), start=1):
        found += [Word(key, start + a, start + b, number) for key, a, b in _words_in(line)]
    return found


@lru_cache(maxsize=4096)  # most lines are the same in both versions
def _words_in(line: str) -> tuple[tuple[str, int, int], ...]:
    folded, origin = match_key(line)
    return tuple((match[0], origin[match.start()], origin[match.end()]) for match in _WORD.finditer(folded))


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]


# --- words ------------------------------------------------------------------------------------------------------------


def _in_lines(words: Sequence[Word]) -> list[list[Word]]:
    return [list(line) for _, line in groupby(words, key=_LINE)]


def _mirror(lines: list[list[int]]) -> list[list[int]]:
    return [line[::-1] for line in reversed(lines)]


def _align_by_lines(a: list[list[int]], b: list[list[int]]) -> list[int]:
    """Align the words of two texts: lines that stayed the same first, then the words between them."""
    ids: dict[tuple[int, ...], int] = {}
    ours, theirs = ([ids.setdefault(tuple(line), len(ids)) for line in lines] for lines in (a, b))
    pairs = [(n, m) for n, m in enumerate(align(ours, theirs)) if m != GONE]
    starts, others = ([0, *accumulate(map(len, lines))] for lines in (a, b))
    found = [GONE] * starts[-1]
    line = other = 0
    for n, m in [*pairs, (len(a), len(b))]:
        between = align(list(chain(*a[line:n])), list(chain(*b[other:m])))
        for i, j in enumerate(between):
            found[starts[line] + i] = GONE if j == GONE else others[other] + j
        if n < len(a):
            found[starts[n] : starts[n + 1]] = range(others[m], others[m + 1])
        line, other = n + 1, m + 1
    return found


def align(a: Sequence[int], b: Sequence[int]) -> list[int]:
    """Return for each item of `a` its partner in `b`, in order, or GONE; of equally good ones the first."""
    found = [GONE] * len(a)
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        found[start] = start
        start += 1
    tail = 0
    while tail < min(len(a), len(b)) - start and a[-1 - tail] == b[-1 - tail]:
        found[-1 - tail] = len(b) - 1 - tail
        tail += 1
    borders = [(start - 1, start - 1), *_anchors(a, b, start, tail), (len(a) - tail, len(b) - tail)]
    for (i, j), (k, m) in pairwise(borders):
        if i >= start:
            found[i] = j
        _fill(a, b, (i + 1, k), (j + 1, m), found)
    return found


def _anchors(a: Sequence[int], b: Sequence[int], start: int, tail: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of places, rising on both sides, that belong to trigrams which stand once in either version."""
    ours, theirs = _unique_trigrams(a, start, len(a) - tail), _unique_trigrams(b, start, len(b) - tail)
    pairs = sorted((i, theirs[t]) for t, i in ours.items() if t in theirs)
    last = (-1, -1)
    for i, j in _rising(pairs):
        for k in range(3):
            if i + k > last[0] and j + k > last[1]:
                last = (i + k, j + k)
                yield last


def _unique_trigrams(items: Sequence[int], start: int, end: int) -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    for i, trigram in enumerate(zip(items[start:end], items[start + 1 : end], items[start + 2 : end], strict=False)):
        found[trigram] = GONE if trigram in found else start + i
    return {trigram: i for trigram, i in found.items() if i != GONE}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, already sorted by the first, in which the second rises as well."""
    tops: list[int] = []  # least last value of a rising run of each length
    at: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(tops, j)
        tops[length : length + 1] = [j]
        at[length : length + 1] = [n]
        before.append(at[length - 1] if length else -1)
    found = []
    n = at[-1] if at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _fill(a: Sequence[int], b: Sequence[int], ours: tuple[int, int], theirs: tuple[int, int], found: list[int]) -> None:
    """Align a stretch between two anchors by the longest common subsequence."""
    (i, k), (j, m) = ours, theirs
    if (k - i) * (m - j) > MAX_WORD_PAIRS:  # next to nothing stands once: stretch by stretch
        parts = 1 + max(k - i, m - j) // isqrt(MAX_WORD_PAIRS)  # on neither side is one too long
        cuts = [(i + n * (k - i) // parts, j + n * (m - j) // parts) for n in range(parts + 1)]
        for (first, other), (end, other_end) in pairwise(cuts):
            _fill(a, b, (first, end), (other, other_end), found)
        return
    if i < k and j < m:
        for block in LCSseq.opcodes(a[i:k], b[j:m]):
            if block.tag == "equal":
                for n in range(block.src_end - block.src_start):
                    found[i + block.src_start + n] = j + block.dest_start + n


# --- lines ------------------------------------------------------------------------------------------------------------


def _follow_moved_lines(
    old: Sequence[Word], new: Sequence[Word], a: _Lines, b: _Lines, alignment: list[int], *, last: bool
) -> None:
    """Pair lines that are left over on both sides and nearly equal, and align the words in them."""
    ours, theirs = _left_over(a, b, alignment)
    for line, other in _alike_lines(old, new, ours, theirs, last=last):
        _align_lines(old, new, ours[line], theirs[other], alignment)


_Lines = Mapping[int, range]  # line → its words


def _by_line(words: Sequence[Word]) -> _Lines:
    found: dict[int, range] = {}
    start = 0
    for line, group in groupby(words, key=_LINE):
        end = start + sum(1 for _ in group)
        found[line] = range(start, end)
        start = end
    return found


def _left_over(a: _Lines, b: _Lines, alignment: Sequence[int]) -> tuple[_Lines, _Lines]:
    """Return the lines of both sides of whose words most have no partner."""
    alone = [j == GONE for j in alignment]
    free = [True] * max((words.stop for words in b.values()), default=0)
    for j in alignment:
        if j != GONE:
            free[j] = False
    ours = {n: words for n, words in a.items() if sum(alone[words.start : words.stop]) >= _LEFT_OVER * len(words)}
    theirs = {n: words for n, words in b.items() if sum(free[words.start : words.stop]) >= _LEFT_OVER * len(words)}
    return ours, theirs


def _alike_lines(
    old: Sequence[Word],
    new: Sequence[Word],
    ours: _Lines,
    theirs: _Lines,
    *,
    last: bool,
) -> Iterator[tuple[int, int]]:
    """Yield pairs of lines that share most of their trigrams, the most alike first, each line once."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for other, words in theirs.items():
        trigrams = _trigrams([new[j].key for j in words])
        sizes[other] = len(trigrams)
        for trigram in trigrams:
            holders[trigram].append(other)
    scored = []
    for line, words in ours.items():
        trigrams = _trigrams([old[i].key for i in words])
        shared = Counter(
            other for t in trigrams if len(holders.get(t, ())) <= _NEAR_LINES for other in holders.get(t, ())
        )
        for other, number in shared.items():
            share = 2 * number / (len(trigrams) + sizes[other])
            if share >= _ALIKE:
                scored.append((-share, -other if last else other, line, other))
    used: tuple[set[int], set[int]] = (set(), set())
    for _, _, line, other in sorted(scored):
        if line not in used[0] and other not in used[1]:
            used[0].add(line)
            used[1].add(other)
            yield line, other


def _trigrams(keys: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(keys[n : n + 3]) for n in range(max(1, len(keys) - 2))}


def _align_lines(
    old: Sequence[Word], new: Sequence[Word], ours: Sequence[int], theirs: Sequence[int], alignment: list[int]
) -> None:
    ids: dict[str, int] = {}
    a = [ids.setdefault(old[i].key, len(ids)) for i in ours]
    b = [ids.setdefault(new[j].key, len(ids)) for j in theirs]
    other = set(theirs)
    for i, j in enumerate(alignment):  # what had found a partner in that line by chance
        if j in other:
            alignment[i] = GONE
    for i, j in zip(ours, align(a, b), strict=True):
        alignment[i] = GONE if j == GONE else theirs[j]


def _rewritten(old_text: str, text: str, a: _Lines, b: _Lines, alignment: Sequence[int]) -> dict[int, int]:
    """Pair lines that stand at one place and are alike letter by letter, though few words are the same."""
    ours, theirs = map(list, _left_over(a, b, alignment))
    before, after = old_text.split("\n"), text.split("\n")
    found: dict[int, int] = {}
    free = 0
    for line in theirs:
        scored = [
            (fuzz.ratio(before[other - 1], after[line - 1], score_cutoff=_ALIKE_LETTERS), -other)
            for other in ours[free : free + _NEAR_LINES]
        ]
        score, other = max(scored, default=(0.0, 0))
        if score:
            found[line] = -other
            free = ours.index(-other) + 1
    return dict(_replaced(a, b, alignment, set(ours), set(theirs))) | found


def _replaced(
    a: _Lines, b: _Lines, alignment: Sequence[int], ours: Set[int], theirs: Set[int]
) -> Iterator[tuple[int, int]]:
    """Pair lines in which no word stayed, where as many stand as before between the same two lines.

    So a speaker, a heading, a row of figures or a short verse keeps its place when all of its words are put right.
    """
    old, new = list(a), list(b)
    at = {j: m for m, line in enumerate(new) for j in b[line]}
    partners = {n: max(alignment[i] for i in a[line]) for n, line in enumerate(old) if line not in ours}
    stayed = [(n, at[j]) for n, j in partners.items()]
    borders = [(-1, -1), *stayed, (len(old), len(new))] if stayed else []
    for (n, m), (end, other_end) in pairwise(borders):
        lines, others = old[n + 1 : end], new[m + 1 : other_end]
        if len(lines) == len(others) and all(other in theirs for other in others):
            yield from zip(others, lines, strict=True)
