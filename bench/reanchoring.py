"""`python -m bench.reanchoring [TIMES]`: how well words are found again after edits of known outcome, and at what cost.

Every family of edits (bench/edits.py) is made TIMES times in each of the five sources, with a seed. Not a test: the
thresholds stand in tests/test_reanchoring.py, which measures fewer edits the same way.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from bench.edits import FAMILIES
from bench.known_edits import ROOT, WANTED, edits, is_right, rates
from variorum.editing.outline_carrying import new_outline
from variorum.editing.reanchoring import State
from variorum.editing.text_history import history_of
from variorum.model.passages import Passage, PassageKind


def main() -> None:
    """Print the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    rows = list(edits(FAMILIES, times))
    print(f"{len(rows)} edits of {len(FAMILIES)} families")
    for kind, rate in rates(rows).items():
        print(f"{kind:<10} {rate:6.2f} %  (wanted {WANTED[kind]})")
    silent = [
        r for r in rows if r.outcome.state is State.KEPT and not (r.kind in {"unchanged", "moved"} and is_right(r))
    ]
    near = [r for r in rows if "near_copy" in r.family and r.kind == "deleted" and r.outcome.place]
    print(f"silently on other words: {len(silent)}; near copies proposed: {len(near)}")
    for (family, state, reason), number in Counter(
        (r.family, str(r.outcome.state), r.outcome.reason[:60]) for r in rows if not is_right(r)
    ).most_common():
        print(f"  {number:4} {family}: {state}, {reason}")
    text = (ROOT / "sources/stalinism/text.txt").read_text(encoding="utf-8")
    for name, old in (("lines as they are", text), ("all of it one line", text.replace("\n", " "))):
        began = time.process_time()
        history = history_of(old, "x " + old.replace("Stalin", "Staline") + " y")
        new_outline((Passage("1", PassageKind.PARAGRAPH, 1, old.count("\n") + 1, old, ""),), history)
        print(f"{len(old) / 1000:.0f} kB, {name}: {time.process_time() - began:.2f} s CPU (at most 1)")


if __name__ == "__main__":
    main()
