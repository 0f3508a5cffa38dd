"""Works of thirty thousand passages, as their editor and their reader have them.

Two scriptures made by a seeded generator, in English with Greek words and in Hebrew, are brought in, checked and built,
beside plain Sphinx + MyST with the same pages; then the pages are opened as a telephone opens them.
`python -m bench.long_works [FOLDER] [VERSES]` prints what each step takes; nothing of it is a real text.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path

from bench.long_pages import lines_of_pages
from bench.measure import Cost, compare
from bench.measure import run as run_measured
from variorum.model.source import Source
from variorum.reading import read_edition

VERSES = 31_000  # of a work
CHAPTERS = 1_190
WORDS = 15_000  # that a work knows; the commonest stands there a few thousand times
_SYLLABLES = {
    "en": ("ba", "be", "bo", "da", "de", "fa", "ga", "la", "le", "li", "lo", "ma", "mi", "na", "no", "ra", "ri", "sa"),
    "he": ("בא", "בה", "גו", "דו", "הל", "זה", "חי", "טו", "לא", "לה", "מה", "מי", "נו", "סף", "עד", "פה", "צו"),
    "el": ("αν", "βη", "γο", "δε", "ει", "ζα", "θη", "κα", "λο", "με", "νυ", "ξε", "πα", "ρο", "σι", "τω"),
}


class Speaker:
    """Speaks a language that nobody knows, its words as uneven as those of a real one."""

    def __init__(self, language: str, seed: int) -> None:
        self.chance = random.Random(seed)
        syllables = _SYLLABLES[language]
        made = ("".join(self.chance.choices(syllables, k=self.chance.randint(1, 4))) for _ in range(2 * WORDS))
        self.known = list(dict.fromkeys(made))[:WORDS]
        self.weights = list(accumulate(1 / rank for rank in range(3, len(self.known) + 3)))

    def words(self, number: int) -> str:
        """Return some words."""
        return " ".join(self.chance.choices(self.known, cum_weights=self.weights, k=number))


def usfm(language: str, verses: int, seed: int, foreign: str = "") -> Iterator[str]:
    """Yield the lines of a scripture: chapters of about equal length, a heading for each, a note here and there."""
    own, other = Speaker(language, seed), Speaker(foreign, seed) if foreign else None
    chapters = max(1, CHAPTERS * verses // VERSES)
    yield r"\id GEN made by a generator"
    yield rf"\mt1 {own.words(2)}"
    for chapter in range(1, chapters + 1):
        yield rf"\c {chapter}"
        yield rf"\s1 {own.words(3)}"
        yield r"\p"
        for verse in range(1, verses // chapters + 1):
            note = rf"\f + \ft {own.words(6)}.\f*" if own.chance.random() < 0.05 else ""
            cited = rf" \tl {other.words(3)}\tl*" if other and own.chance.random() < 0.05 else ""
            yield rf"\v {verse} {own.words(own.chance.randint(8, 30))}{cited}.{note}"


def main(folder: Path, verses: int) -> None:
    """Make, bring in, check, build and read an edition of two works; print the figures."""
    shutil.rmtree(folder, ignore_errors=True)
    run("init", folder)
    for id_, language, seed, foreign in (("first", "en", 1, "el"), ("second", "he", 2, "")):
        file = folder.with_name(f"{id_}.usfm")
        file.write_text("\n".join(usfm(language, verses, seed, foreign)) + "\n", encoding="utf-8")
        measured(f"import of {id_}", "import", file, "--split", "--language", language, "--edition", folder)
    measured("check", "check", folder)
    timed("build of HTML", sphinx("html", folder, folder / "html"))
    plain = folder / "plain"
    make_plain(plain, read_edition(folder).sources)
    timed("plain Sphinx + MyST on the same pages", sphinx("html", plain, plain / "html"))
    edits(folder, plain)
    pages = [(len(gzip.compress(p.read_bytes())), p) for p in (folder / "html").rglob("*.html")]
    largest, path = max(pages)
    name = path.relative_to(folder / "html")
    print(f"largest of {len(pages)} pages: {name}, {largest / 1000:.0f} kB gzip (at most 150)")
    for line in lines_of_pages(folder / "html", path):
        print(line, flush=True)
    for builder in ("variorum-pdf", "epub"):
        timed(f"build of {builder}", sphinx(builder, folder, folder / builder))


def edits(folder: Path, plain: Path) -> None:
    """Edit an annotation, and a page of plain MyST, several times; print what the builds after it take."""
    source = next(source for source in read_edition(folder).sources if source.id == "first")
    passage = next(p for p in source.citable[len(source.citable) // 2 :] if not p.is_heading)
    note = folder / "sources/first/annotations/fi-edited.md"
    note.parent.mkdir(exist_ok=True)
    head = f'passage: "{passage.locus}"\nlemma: "{" ".join(passage.text.split()[:3])}"\nkind: context\nby: The editors'
    note.write_text(f"---\n{head}\n---\nA note.\n", encoding="utf-8")
    page = max((plain / "docs/sources/first").glob("*.md"))

    def build(root: Path, edited: Path) -> Cost:
        edited.write_text(f"{edited.read_text('utf-8').rstrip()} Edited {time.time_ns()}.\n", encoding="utf-8")
        return run_measured(sphinx("html", root, root / "html"))

    contestants = {"ours": partial(build, folder, note), "plain": partial(build, plain, page)}
    compare(contestants, 1)
    costs = compare(contestants)
    for name, cost in costs.items():
        print(f"after one edit, {name}: {cost.cpu:.2f} s CPU, {cost.memory:.0f} MB at most", flush=True)
    ours, theirs = costs["ours"], costs["plain"]
    print(f"ratio after one edit: {ours.cpu / theirs.cpu:.2f} (at most 1.0), memory {ours.memory / theirs.memory:.2f}")


def sphinx(builder: str, root: Path, out: Path) -> list[str]:
    """Return the command that builds an edition."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-c", root, "-d", f"{out}-doctrees"]
    return [str(part) for part in (*command, root / "docs", out)]


def make_plain(root: Path, sources: Sequence[Source]) -> None:
    """Write the same passages on the same pages in plain MyST, each with its number, and a footnote for each note."""
    (root / "docs/sources").mkdir(parents=True)
    settings = 'extensions = ["myst_parser"]\nsmartquotes = False\nhtml_theme = "basic"\nhtml_sidebars = {"**": []}\n'
    (root / "conf.py").write_text(f'project = "Plain"\n{settings}', encoding="utf-8")
    (root / "docs/index.md").write_text(
        "# Plain\n\n```{toctree}\n:maxdepth: 1\n\nsources/first\nsources/second\n```\n", "utf-8"
    )
    for source in sources:
        folder = root / "docs/sources" / source.id
        folder.mkdir()
        folder.with_suffix(".md").write_text(
            f"# {source.label}\n\n```{{toctree}}\n:glob:\n:maxdepth: 1\n\n{source.id}/*\n```\n", encoding="utf-8"
        )
        for number, lines in enumerate(_plain_pages(source), start=1):
            (folder / f"{number:04}.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def _plain_pages(source: Source) -> Iterator[Iterable[str]]:
    chapters = (p for p in source.citable if p.kind in {"paragraph", "footnote"})
    notes = {row.value: row.locus for row in source.layer if row.feature == "note"}
    by_chapter = groupby(
        sorted(chapters, key=lambda p: int(notes.get(p.locus, p.locus).split(":")[0])),
        lambda p: notes.get(p.locus, p.locus).split(":")[0],
    )
    called = {locus: note for note, locus in notes.items()}
    for chapter, passages in by_chapter:
        yield [
            f"# {source.siglum} {chapter}",
            *(
                f"[^{p.locus}]: {p.text}"
                if p.locus in notes
                else f"**{p.locus}** {p.text}" + (f"[^{called[p.locus]}]" if p.locus in called else "")
                for p in passages
            ),
        ]


def run(*arguments: object) -> None:
    """Run the command line."""
    subprocess.run([sys.executable, "-m", "variorum", *map(str, arguments)], check=True, capture_output=True)


def measured(what: str, *arguments: object) -> None:
    """Run the command line, and print what it takes."""
    timed(what, [sys.executable, "-m", "variorum", *map(str, arguments)])


def timed(what: str, command: list[str]) -> None:
    """Run a command; print its time of the processor and its memory."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ)
    errors = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    failed = f", exit {process.returncode}: {errors[-200:]}" if process.returncode not in {0, 1} else ""
    print(
        f"{what}: {usage.ru_utime + usage.ru_stime:.1f} s CPU, {time.monotonic() - start:.1f} s, "
        f"{usage.ru_maxrss / 1000:.0f} MB at most{failed}",
        flush=True,
    )


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else "build/long-works"),
        int(sys.argv[2]) if len(sys.argv) > 2 else VERSES,
    )
