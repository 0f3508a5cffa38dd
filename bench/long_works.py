"""Works of thirty thousand passages: two Bibles made by a seeded generator, brought in, checked and built.

`python -m bench.long_works [FOLDER] [VERSES]` prints what each step takes; nothing of it is a real text.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

VERSES = 31_000
CHAPTERS = 1_190
_SYLLABLES = {
    "en": ("ba", "be", "bo", "da", "de", "fa", "ga", "la", "le", "li", "lo", "ma", "mi", "na", "no", "ra", "ri", "sa"),
    "he": ("בא", "בה", "גו", "דו", "הל", "זה", "חי", "טו", "לא", "לה", "מה", "מי", "נו", "סף", "עד", "פה", "צו"),
}  # fmt: skip


def usfm(language: str, verses: int, seed: int) -> Iterator[str]:
    """Yield the lines of a scripture: chapters of about equal length, a heading for each, a note here and there."""
    chance = random.Random(seed)
    syllables = _SYLLABLES[language]
    chapters = max(1, CHAPTERS * verses // VERSES)

    def words(number: int) -> str:
        return " ".join("".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(number))

    yield r"\id GEN made by a generator"
    yield rf"\mt1 {words(2)}"
    for chapter in range(1, chapters + 1):
        yield rf"\c {chapter}"
        yield rf"\s1 {words(3)}"
        yield r"\p"
        for verse in range(1, verses // chapters + 1):
            note = rf"\f + \ft {words(6)}.\f*" if chance.random() < 0.05 else ""
            yield rf"\v {verse} {words(chance.randint(8, 30))}.{note}"


def main(folder: Path, verses: int) -> None:
    """Make, bring in, check and build an edition of two works; print the figures."""
    shutil.rmtree(folder, ignore_errors=True)
    run("init", folder)
    for id_, language, seed in (("first", "en", 1), ("second", "he", 2)):
        file = folder.with_name(f"{id_}.usfm")
        file.write_text("\n".join(usfm(language, verses, seed)) + "\n", encoding="utf-8")
        (folder / "docs/sources").mkdir(exist_ok=True)
        measured(f"import of {id_}", "import", file, "--split", "--language", language, "--edition", folder)
    index = folder / "docs/index.md"
    index.write_text(f"{index.read_text('utf-8')}\n```{{toctree}}\nsources/first\nsources/second\n```\n", "utf-8")
    measured("check", "check", folder)
    build = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "html",
        "-c",
        str(folder),
        str(folder / "docs"),
        str(folder / "html"),
    ]
    timed("build of HTML", build)
    pages = sorted((p.stat().st_size, p.name) for p in (folder / "html/sources").rglob("*.html"))
    rows = (folder / "html/passages.js").stat().st_size / 1e6
    print(f"largest page: {pages[-1][0] / 1000:.0f} kB; passages.js: {rows:.1f} MB")


def run(*arguments: object) -> None:
    """Run the command line."""
    subprocess.run([sys.executable, "-m", "variorum", *map(str, arguments)], check=True, capture_output=True)


def measured(what: str, *arguments: object) -> None:
    """Run the command line, and print what it takes."""
    timed(what, [sys.executable, "-m", "variorum", *map(str, arguments)])


def timed(what: str, command: list[str]) -> None:
    """Run a command; print its time of the processor and its memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = f", exit {done.returncode}: {done.stderr[-200:]}" if done.returncode not in {0, 1} else ""
    print(f"{what}: {cpu:.1f} s CPU, {time.monotonic() - start:.1f} s, {after.ru_maxrss / 1000:.0f} MB at most{failed}")


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else "build/long-works"),
        int(sys.argv[2]) if len(sys.argv) > 2 else VERSES,
    )
