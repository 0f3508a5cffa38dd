"""The outline of a corrected text: the old outline and the text's history in, the new outline out.

Passages are carried, not lines: a passage keeps locus, kind, remark and its range, and only its line numbers follow the
text. What is new gets a locus such as `12a`; none is ever numbered anew. Rows that nothing happened to are written back
as they stood, byte for byte but for the line numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from variorum.editing.text_history import GONE, History
from variorum.model.passages import Passage, PassageKind
from variorum.text.excerpt import beginning

_PART = 0.5  # share of its words from which a line comes from a passage, or a passage went into a line

_NO_KINDS: Mapping[int, PassageKind] = MappingProxyType({})
_NO_NUMBERS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class NewOutline:
    """The passages of the new text."""

    passages: tuple[Passage, ...]
    models: tuple[Passage | None, ...]  # the old passage that each of them goes on with, None where it is new
    heirs: Mapping[str, tuple[str, ...]]  # old locus → loci that its words went to, the likeliest first
    added: tuple[str, ...]  # loci that are new
    lost: tuple[str, ...]  # loci whose passage is gone or joined to another
    doubtful: frozenset[str]  # loci that could as well be those of another, equal passage
    remarks: tuple[str, ...]  # what an editor should look at
    history: History

    @cached_property
    def citable(self) -> Mapping[str, Passage]:
        """The passages that have a locus, by it."""
        return {p.locus: p for p in self.passages if p.locus}

    @cached_property
    def by_line(self) -> Mapping[int, Passage]:
        """The citable passage of each line of the new text."""
        return {n: p for p in self.citable.values() for n in range(p.first_line, p.last_line + 1)}


@dataclass(slots=True)
class _Run:
    """New lines that make one passage."""

    first: int
    last: int
    sources: Counter[int]  # old passage → words that came from it; empty = new


def new_outline(
    old: Sequence[Passage],
    history: History,
    *,
    kinds: Mapping[int, PassageKind] = _NO_KINDS,
    numbers: Mapping[int, str] = _NO_NUMBERS,
) -> NewOutline:
    """Carry the outline of the old text over to the new one.

    `kinds` says what added lines are, and `numbers` which locus a new reading of the original would give to a line,
    where that is known. An added passage takes that locus if nobody has had it, and if its neighbours of the same kind
    have theirs from the same count: the verse that the original numbers 8 is 1.8, not 1.7a.
    """
    return _Carrying(old, history, kinds, numbers).outline()


class _Carrying:
    """One carrying of an outline; old passages are known by their place in it."""

    def __init__(
        self,
        old: Sequence[Passage],
        history: History,
        kinds: Mapping[int, PassageKind],
        numbers: Mapping[int, str],
    ) -> None:
        self.old = old
        self.kinds = kinds
        self.numbers = numbers
        self.history = history
        self.lines = {n: line.strip() for n, line in enumerate(history.text.split("\n"), 1) if line.strip()}
        self.old_filled = {n for n, line in enumerate(history.old_text.split("\n"), 1) if line.strip()}
        self.owner = {n: i for i, p in enumerate(old) for n in range(p.first_line, p.last_line + 1)}
        self.sizes = Counter(self.owner[w.line] for w in history.old if w.line in self.owner)
        self.remarks: list[str] = []

    def outline(self) -> NewOutline:
        runs = self._runs()
        homes = self._homes(runs)
        taken = {p.locus for p in self.old if p.locus}
        passages: list[Passage] = []
        models: list[Passage | None] = []
        heirs: dict[str, list[str]] = {p.locus: [] for p in self.old if p.locus}
        added: list[str] = []
        for n, run in enumerate(runs):
            model = self.old[homes[n]] if n in homes else self._omitted_model(run)
            if model is None:
                passage = self._new_passage(passages, runs, n, taken, homes)
                added.append(passage.locus)
            else:
                passage = self._kept_passage(model, run)
            passages.append(passage)
            models.append(model)
            for i in run.sources:
                if self.old[i].locus and passage.locus:
                    heirs[self.old[i].locus].append(passage.locus)
        at_home = {self.old[i].locus for i in homes.values()}
        lost = tuple(locus for locus in heirs if locus not in at_home)
        doubtful = self._doubtful()
        self.remarks += [f"{locus} is no passage of its own any more" for locus in lost]
        self.remarks += [
            f"{locus} stands more than once now; which is the old one nobody can tell" for locus in sorted(doubtful)
        ]
        ordered = {locus: tuple(sorted(dict.fromkeys(to), key=lambda h: h != locus)) for locus, to in heirs.items()}
        return NewOutline(
            tuple(passages),
            tuple(models),
            ordered,
            tuple(added),
            lost,
            frozenset(doubtful),
            tuple(self.remarks),
            self.history,
        )

    # --- from lines to passages ---

    def _runs(self) -> list[_Run]:
        """Group the new lines: lines of one old range stay together, every other line is a passage."""
        sources = self._sources()
        runs: list[_Run] = []
        last_of = self._last_lines(sources)
        for number in sorted(self.lines):
            found = sources[number]
            run = runs[-1] if runs else None
            if run and self._goes_on(run, number, found, last_of):
                if not found:
                    self.remarks.append(f"line {number} is new and stands within {self._named(run)}")
                run.last = number
                run.sources.update({i: n for i, n in found.items() if i in run.sources or self._mostly(i, n)})
            else:
                runs.append(_Run(number, number, found))
        return runs

    def _sources(self) -> dict[int, Counter[int]]:
        """Return for each new line the old passages that it comes from, with the number of words."""
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        sizes = Counter(w.line for w in self.history.new)
        for word, to in zip(self.history.old, self.history.forward, strict=True):
            if to != GONE and word.line in self.owner:
                votes[self.history.new[to].line][self.owner[word.line]] += 1
        for line, other in self.history.lines.items():
            if other in self.owner:
                votes[line][self.owner[other]] += sizes[line]
        return {
            line: Counter({i: n for i, n in votes[line].items() if n >= _PART * sizes[line] or self._mostly(i, n)})
            for line in self.lines
        }

    def _mostly(self, passage: int, words: int) -> bool:
        return words >= _PART * self.sizes[passage]

    def _is_range(self, passage: int) -> bool:
        return self.old[passage].last_line > self.old[passage].first_line

    def _last_lines(self, sources: Mapping[int, Counter[int]]) -> dict[int, int]:
        """Return for each old range the last new line that comes from it."""
        found: dict[int, int] = {}
        for line in sorted(self.lines):
            for i in sources[line]:
                found[i] = line
        return found

    def _goes_on(self, run: _Run, line: int, sources: Counter[int], last_of: Mapping[int, int]) -> bool:
        """Whether a line belongs to the passage of the lines before it."""
        main = _main(run.sources)
        if main is None or not self._is_range(main) or not self._may_span(main, run.last, line):
            return False
        if sources:
            return _main(sources) == main
        return last_of[main] > line or (line == run.last + 1 and self._ends_before_blank(main, line))

    def _may_span(self, passage: int, above: int, below: int) -> bool:
        """Whether a blank line between may stand inside the passage: it did before, or there is none."""
        p = self.old[passage]
        blank = any(n not in self.old_filled for n in range(p.first_line, p.last_line + 1))
        return below == above + 1 or blank

    def _ends_before_blank(self, passage: int, line: int) -> bool:
        """Whether a new line right under a wrapped paragraph is its last: a blank line followed that, and this."""
        return self.old[passage].last_line + 1 not in self.old_filled and line + 1 not in self.lines

    def _named(self, run: _Run) -> str:
        main = _main(run.sources)
        return (self.old[main].locus if main is not None else "") or "lines that are left out"

    # --- from old passages to new ones ---

    def _homes(self, runs: Sequence[_Run]) -> dict[int, int]:
        """Return for each run the old passage whose locus it keeps: the one with most words there, each once."""
        found: dict[int, int] = {}
        scored = sorted((-words, n, i) for n, run in enumerate(runs) for i, words in run.sources.items())
        for _, n, i in scored:
            if n not in found and self.old[i].locus and i not in found.values() and not self._all_omitted(runs[n]):
                found[n] = i
        return found

    def _all_omitted(self, run: _Run) -> bool:
        main = _main(run.sources)
        return main is not None and self.old[main].kind is PassageKind.OMITTED

    def _omitted_model(self, run: _Run) -> Passage | None:
        main = _main(run.sources)
        return self.old[main] if main is not None and self._all_omitted(run) else None

    def _kept_passage(self, model: Passage, run: _Run) -> Passage:
        text = "" if model.kind is PassageKind.OMITTED else self._text(run)
        return replace(model, first_line=run.first, last_line=run.last, text=text)

    def _text(self, run: _Run) -> str:
        lines = self.history.text.split("\n")[run.first - 1 : run.last]
        return "\n".join(line.removesuffix("\r") for line in lines)

    def _new_passage(
        self, before: Sequence[Passage], runs: Sequence[_Run], n: int, taken: set[str], homes: Mapping[int, int]
    ) -> Passage:
        run = runs[n]
        main = _main(run.sources)
        kind = self.old[main].kind if main is not None else self._kind_between(before, runs, n)
        locus = self._number_of(runs, n, kind, homes)
        if not locus or locus in taken:
            start = "" if _series_of(kind) == "text" else _letter_of(kind)
            locus = _free(self._last_of_series(before, kind) or start, taken)
        taken.add(locus)
        self.remarks.append(f"line {run.first} is new and becomes {locus}: “{beginning(self.lines[run.first], 50)}”")
        return Passage(locus, kind, run.first, run.last, self._text(run), "" if run.sources else "added")

    def _number_of(self, runs: Sequence[_Run], n: int, kind: PassageKind, homes: Mapping[int, int]) -> str:
        """Return the locus that the original gives to an added passage, "" if its neighbours are counted otherwise."""
        sides = (range(n - 1, -1, -1), range(n + 1, len(runs)))
        nearest = (next((m for m in side if m in homes and self.old[homes[m]].kind is kind), None) for side in sides)
        near = [m for m in nearest if m is not None]
        alike = all(self.numbers.get(runs[m].first) == self.old[homes[m]].locus for m in near)
        return self.numbers.get(runs[n].first, "") if near and alike else ""

    def _last_of_series(self, before: Sequence[Passage], kind: PassageKind) -> str:
        """Return the last locus of those among which one of a kind is counted: not t3 of a table for a paragraph."""
        own = {_letters_before(p.locus) for p in self.old if p.kind is kind and p.locus}
        same = (p.locus for p in reversed(before) if p.locus and _series(p) == _series_of(kind))
        return next((locus for locus in same if not own or _letters_before(locus) in own), "")

    def _kind_between(self, before: Sequence[Passage], runs: Sequence[_Run], n: int) -> PassageKind:
        """Return what an added line is: as is known, or an item among items, a verse among verses, else a paragraph."""
        known = self.kinds.get(runs[n].first, PassageKind.OMITTED)
        if known is not PassageKind.OMITTED:
            return known
        above = next((p.kind for p in reversed(before) if p.locus), None)
        below = next((self.old[m].kind for run in runs[n + 1 :] if (m := _main(run.sources)) is not None), above)
        among = {PassageKind.REFERENCE, PassageKind.LIST_ITEM, PassageKind.TABLE_ROW, PassageKind.VERSE}
        return above if above == below and above in among else PassageKind.PARAGRAPH

    def _doubtful(self) -> set[str]:
        """Return the loci of passages that another history of the text would put on other lines."""
        agreed: Counter[int] = Counter()
        for word, here, there in zip(self.history.old, self.history.forward, self.history.backward, strict=True):
            if word.line in self.owner and here == there:
                agreed[self.owner[word.line]] += 1
        return {self.old[i].locus for i, size in self.sizes.items() if self.old[i].locus and agreed[i] < _PART * size}


def _main(sources: Counter[int]) -> int | None:
    return max(sources, key=lambda i: (sources[i], -i)) if sources else None


def _series(passage: Passage) -> str:
    return _series_of(passage.kind)


def _series_of(kind: PassageKind) -> str:
    own = {PassageKind.REFERENCE: "reference", PassageKind.FOOTNOTE: "footnote"}
    return "heading" if kind.depth else own.get(kind, "text")


def _letters_before(locus: str) -> str:
    """Return what stands before the first figure of a locus: `t` of t3, `Gen.` of Gen.1.1."""
    return re.split(r"\d", locus, maxsplit=1)[0]


def _letter_of(kind: PassageKind) -> str:
    return {"heading": "h0", "reference": "r0", "footnote": "n0"}[_series_of(kind)]


def _free(last: str, taken: set[str]) -> str:
    """Return the next locus after one that nobody has: 12 → 12a, 12a → 12b, r7 → r7a, at the very start 0a."""
    stem = (re.sub(r"[a-z]+$", "", last) if last[-1:].isalpha() else last) or "0"
    for suffix in _suffixes():
        if f"{stem}{suffix}" not in taken:
            return f"{stem}{suffix}"
    raise AssertionError("there is always a longer suffix")


def _suffixes() -> Iterator[str]:
    """Yield a, b … z, za, zb … zz, zza …: in the order of the alphabet, without end."""
    start = ""
    while True:
        yield from (f"{start}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
        start += "z"


# --- the rows of outline.tsv ------------------------------------------------------------------------------------------

_ROW = re.compile(r"(\s*)(\d+)(?:(-)(\d+))?(\s*\t.*|\s*)$", re.DOTALL)


def carried_table(table: str, old: Sequence[Passage], outline: NewOutline) -> str:
    """Return outline.tsv with the passages of the new text; rows keep their letters, only their lines are others."""
    head, *rows = table.split("\n")
    at = {p.first_line: p for p in old}
    raw: dict[Passage, str] = {}
    above: dict[Passage, list[str]] = {}  # blank rows
    blank: list[str] = []
    for row in rows:
        match = _ROW.match(row)
        passage = at.get(int(match[2])) if match else None
        if passage is None:
            blank.append(row)
        else:
            raw[passage] = row
            above[passage], blank = blank, []
    out = [head]
    for passage, model in zip(outline.passages, outline.models, strict=True):
        if model is not None:
            out += above.pop(model, [])
        out.append(_row(raw.pop(model, "") if model is not None else "", passage))
    return "\n".join([*out, *blank])


def _row(raw: str, passage: Passage) -> str:
    lines = f"{passage.first_line}-{passage.last_line}"
    match = _ROW.match(raw)
    if not match:
        short = lines if passage.last_line > passage.first_line else f"{passage.first_line}"
        return f"{short}\t{passage.kind}\t{passage.locus}\t{passage.remark}"
    if passage.last_line == passage.first_line and match[2] != match[4]:  # `7-7` stays a range if it was written so
        lines = f"{passage.first_line}"
    return f"{match[1]}{lines}{match[5]}"
