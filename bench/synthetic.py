"""A made-up edition of any size, the same each time, and the same text as plain Markdown pages for comparison.

The sources have the size and shape of a long encyclopedia article (105 paragraphs, 48 kB); the words are drawn from a
small vocabulary with the letters of several scripts, so that nothing of it means anything.
"""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ra",
    "tes",
    "ven",
    "dor",
    "shi",
    "gu",
    "an",
    "el",
    "or",
    "ist",
    "ma",
    "no",
    "på",
    "ør",
    "sta",
    "lin",
    "kov",
    "be",
    "ri",
    "ja",
    "zu",
]
PARAGRAPHS = 105
PARAGRAPH = 460  # characters, about


def words(random_: random.Random, length: int) -> str:
    """Return a sentence-like text of about `length` characters."""
    out: list[str] = []
    size = 0
    while size < length:
        word = "".join(random_.choices(SYLLABLES, k=random_.choice((1, 2, 2, 3, 4))))
        if random_.random() < 0.01:
            word = "Сталин"
        if random_.random() < 0.08:
            word = word.capitalize() + random_.choice((".", ",", " 1937,"))
        out.append(word)
        size += len(word) + 1
    return " ".join(out)


def make_edition(root: Path, *, sources: int, annotations: int, paragraphs: int = PARAGRAPHS, seed: int = 1878) -> None:
    """Write an edition with so many sources, and so many annotations on each, into `root`."""
    random_ = random.Random(seed)
    (root / "docs").mkdir(parents=True)
    (root / "references.bib").write_text(
        "@book{Berg1999,\n author = {Berg, Anna},\n title = {A Bridge},\n year = {1999},\n}\n"
    )
    (root / "conf.py").write_text(
        'project = "Synthetic"\nextensions = ["myst_parser", "variorum"]\nsmartquotes = False\n'
        'bibtex_bibfiles = ["references.bib"]\nbibtex_reference_style = "author_year"\nhtml_theme = "variorum"\n'
    )
    pages = ["# Synthetic", "", "```{toctree}", ":maxdepth: 1", ""]
    for number in range(sources):
        id_ = f"source-{number:03}"
        folder = root / "sources" / id_
        (folder / "annotations").mkdir(parents=True)
        lines = [words(random_, PARAGRAPH) for _ in range(paragraphs)]
        text = "\n\n".join(lines) + "\n"
        (folder / "text.txt").write_text(text, encoding="utf-8")
        (folder / "source.toml").write_text(
            f'title = "Source {number}"\nlabel = "Source {number}"\nsiglum = "S{number}"\norder = {number}\n'
            f'language = "nb"\norigin = "Made up."\nrights = "None."\n'
            f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n'
        )
        rows = [f"{2 * n + 1}\tparagraph\t{n + 1}\t" for n in range(paragraphs)]
        (folder / "outline.tsv").write_text("\n".join(["lines\tkind\tlocus\tremark", *rows, ""]))
        for note in range(annotations):
            at = random_.randrange(paragraphs)
            (folder / "annotations" / f"s{number}-{note}.md").write_text(
                annotation(random_, lines[at], at + 1), encoding="utf-8"
            )
        (root / "docs" / f"{id_}.md").write_text(
            f"# S{number} · Source {number}\n\nA headnote.\n\n```{{source}} {id_}\n```\n"
        )
        pages.append(id_)
    pages += ["bibliography", "```", ""]
    (root / "docs" / "index.md").write_text("\n".join(pages))
    (root / "docs" / "bibliography.md").write_text("# Bibliography\n\n```{bibliography}\n:all:\n```\n")


def annotation(random_: random.Random, passage: str, locus: int) -> str:
    """Return an annotation on a few words that stand once in the passage; every fourth has emphasis in its body."""
    parts = passage.split(" ")
    while True:
        start = random_.randrange(len(parts) - 5)
        lemma = " ".join(parts[start : start + 4])
        if passage.count(lemma) == 1 and ":" not in lemma and "#" not in lemma:
            break
    body = words(random_, 260)
    if random_.random() < 0.25:
        body = f"In *{words(random_, 15)}*, {body}"
    return (
        f'---\npassage: "{locus}"\nlemma: "{lemma}"\nkind: {random_.choice(("context", "dispute", "textual"))}\n'
        f"by: The editors\n---\n{body} {{cite:p}}`Berg1999`.\n"
    )


def make_plain(root: Path, edition: Path) -> None:
    """Write the text of a made-up edition as plain MyST pages, each annotation as an aside after its paragraph."""
    (root / "docs").mkdir(parents=True)
    (root / "conf.py").write_text(
        'project = "Plain"\nextensions = ["myst_parser"]\nsmartquotes = False\n'
        'html_theme = "basic"\nhtml_sidebars = {"**": []}\n'
    )
    pages = ["# Plain", "", "```{toctree}", ":maxdepth: 1", ""]
    for folder in sorted((edition / "sources").iterdir()):
        notes: dict[str, list[str]] = {}
        for path in sorted((folder / "annotations").iterdir()):
            _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
            locus = head.split('passage: "')[1].split('"')[0]
            body = body.split(" {cite:p}")[0]
            notes.setdefault(locus, []).append(f"```{{note}}\n{body.strip()}\n```")
        lines = (folder / "text.txt").read_text(encoding="utf-8").split("\n\n")
        out = [f"# {folder.name}", "", "A headnote.", ""]
        for number, line in enumerate(lines, start=1):
            out += [line.strip(), "", *(f"{note}\n" for note in notes.get(str(number), ()))]
        (root / "docs" / f"{folder.name}.md").write_text("\n".join(out), encoding="utf-8")
        pages.append(folder.name)
    (root / "docs" / "index.md").write_text("\n".join([*pages, "```", ""]))
