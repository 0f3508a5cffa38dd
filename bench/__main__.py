"""`python -m bench`: what the reader costs against plain Sphinx + MyST on the same text, in one run.

Prints a table of medians of five and the ratios. Nothing here is a test: a busy machine changes seconds, hardly ratios.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from bench.measure import Cost, compare, run, sphinx
from bench.synthetic import PARAGRAPH, make_edition, make_plain, words
from variorum.text.anchoring import locate

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_edition(root / "ours", sources=100, annotations=20)
        make_plain(root / "plain", root / "ours")
        cold = compare({name: partial(build_cold, root, name) for name in ("ours", "plain")}, TIMES)
        report("cold build, 100 sources with 20 annotations each", cold, 0.6)
        edits = compare({name: partial(build_after_edit, root, name) for name in ("ours", "plain")}, TIMES)
        report("after one edit (of an annotation; of a page)", edits, 1.0)
        make_edition(root / "many", sources=20, annotations=500, paragraphs=105)
        command = [sys.executable, "-m", "variorum", "check", str(root / "many")]
        checks = {name: partial(check, command, root / "home", name) for name in ("first", "again")}
        checked = compare(checks, TIMES)
        print(f"variorum check, 10,000 annotations: {checked['first'].cpu:.2f} s CPU (at most 2)")
        print(f"the same where nothing has changed: {checked['again'].cpu:.2f} s CPU (at most 0.5)")
        calibration = run([sys.executable, "-c", "for i in range(10**7): pass"])
        print(
            f"this machine: {calibration.cpu:.2f} s CPU for ten million turns of an empty loop (0.32 when it was asked)"
        )
        print(f"10,000 lemmata located in a source of 135 kB: {locate_many():.3f} s (at most 0.3)")


def build_cold(root: Path, name: str) -> Cost:
    for path in (root / f"{name}-html", root / f"{name}-html-doctrees"):
        shutil.rmtree(path, ignore_errors=True)
    return run(sphinx(str(root / name), str(root / f"{name}-html")))


def build_after_edit(root: Path, name: str) -> Cost:
    if name == "ours":
        page = root / name / "sources/source-042/annotations/s42-7.md"
    else:
        page = root / name / "docs/source-042.md"
    page.write_text(page.read_text(encoding="utf-8").rstrip() + f" Edited {time.time_ns()}.\n", encoding="utf-8")
    return run(sphinx(str(root / name), str(root / f"{name}-html")))


def check(command: list[str], home: Path, name: str) -> Cost:
    """Check an edition for the first time, or once more."""
    if name == "first":
        shutil.rmtree(home, ignore_errors=True)
    return run(command, home)


def report(what: str, costs: dict[str, Cost], most: float) -> None:
    ours, plain = costs["ours"], costs["plain"]
    print(f"{what} (at most {most}×)")
    print(f"  CPU     ours {ours.cpu:6.2f} s   plain {plain.cpu:6.2f} s   ratio {ours.cpu / plain.cpu:.2f}")
    print(
        f"  memory  ours {ours.memory:5.0f} MB   plain {plain.memory:5.0f} MB   ratio {ours.memory / plain.memory:.2f}"
    )


def locate_many() -> float:
    random_ = random.Random(1)
    passages = [words(random_, PARAGRAPH) for _ in range(135_000 // PARAGRAPH)]
    wanted = []
    for _ in range(10_000):
        passage = random_.choice(passages)
        parts = passage.split(" ")
        start = random_.randrange(len(parts) - 5)
        wanted.append((passage, " ".join(parts[start : start + 4])))
    began = time.process_time()
    for passage, lemma in wanted:
        locate(passage, lemma)
    return time.process_time() - began


main()
