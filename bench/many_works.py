"""A library of 10,000 works, made by a seeded generator: how long it takes to check it, and to set it as one list.

`python -m bench.many_works [WORKS] [TIMES]` prints medians: the check of an edition that has them (at most 3 s), and
the building of their list beside sphinxcontrib-bibtex alone, which sets it in its own style (at most 1.0×). CPU of user
and system; the entries are those of a real library in kind and length: books, articles with a DOI, chapters, theses,
names with TeX, a tenth in Cyrillic, some of one author and year.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.measure import Cost, compare, run, sphinx
from bench.synthetic import SYLLABLES, make_edition

WORKS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
TIMES = int(sys.argv[2]) if len(sys.argv) > 2 else 3
MOST_SECONDS, MOST_RATIO = 3.0, 1.0
NAMES = ["Berg", "Lee", "Zola", "Möller", r"M{\"u}ller", "Aas", r"Kalv{\o}", "van der Berg", "Иванов", "Петрова", "Li"]
GIVEN = ["Anna", "Stephen J.", "Émile", r"Andr{\'e}", "Ås", "И. П.", "Мария", "Bo", "Ludwig"]
WORDS = ["the", "bridge", "of", "a", "river", "and", "its", "harbour", "in", "history", "society", "war", "1905"]
LATIN = ["plain", "proof--reading", r"\'etudes", r"\emph{sources}", "{USSR}", "Århus"]
RUSSIAN = ["история", "общества", "мост", "река", "город", "память", "война", "письма"]


def library(works: int) -> str:
    """Return references.bib."""
    chance = random.Random(18)
    return "\n\n".join(entry(chance, number) for number in range(works)) + "\n"


def entry(chance: random.Random, number: int) -> str:
    russian = chance.random() < 0.1
    words = RUSSIAN if russian else WORDS + LATIN
    rare = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(4)]
    said = [*rare, *chance.choices(words, k=chance.randint(2, 8))]
    chance.shuffle(said)
    title = f"On {' '.join(said)}"
    people = " and ".join(person(chance) for _ in range(chance.choice((1, 1, 2, 3))))
    year = chance.randint(1850, 2024)
    fields = {"author": people, "title": title, "year": str(year), "keywords": "scholarship"}
    if russian:
        fields |= {"langid": "russian", "titletranslit": " ".join(chance.choices(WORDS, k=5))}
    first = chance.randint(1, 500)
    type_ = chance.choice(("book", "book", "article", "article", "incollection", "phdthesis"))
    if type_ == "book":
        fields |= {"publisher": "River Press", "address": "Oslo", "isbn": f"978-0-{number:07d}-0"}
    elif type_ == "article":
        fields |= {"journal": f"Journal of Bridges {chance.randint(1, 80)}", "volume": str(chance.randint(1, 90))}
        fields |= {"number": "2", "pages": f"{first}--{first + 20}", "doi": f"10.1000/bridge.{number}"}
    elif type_ == "incollection":
        fields |= {"booktitle": "Rivers and Harbours", "editor": "Berg, Anna", "publisher": "River Press"}
        fields |= {"pages": f"{first}--{first + 20}"}
    else:
        fields |= {"school": "University of Oslo", "url": f"https://example.org/theses/{number}"}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{type_}{{Work{number:05d},\n{lines}}}"


def person(chance: random.Random) -> str:
    name = chance.choice(NAMES)  # a third of them as they stand, the others as part of a longer name
    more = "".join(chance.choices(("ka", "ro", "mi", "stad", "lund", "sen", "berg"), k=chance.choice((0, 1, 2))))
    return f"{name}{more}, {chance.choice(GIVEN)}"


def make(root: Path) -> None:
    """Make an edition and a project of sphinxcontrib-bibtex alone, both with one page: the list."""
    works = library(WORKS)
    make_edition(root / "ours", sources=1, annotations=0, paragraphs=5)
    (root / "theirs/docs").mkdir(parents=True)
    for page in (root / "ours/docs").glob("*.md"):
        page.unlink()
    lists = {"ours": "works}", "theirs": "bibliography}\n:all:"}
    settings = {
        "ours": 'extensions = ["myst_parser", "variorum"]\nhtml_theme = "variorum"\n'
        'bibtex_default_style = bibtex_reference_style = "variorum"\n',
        "theirs": 'extensions = ["myst_parser", "sphinxcontrib.bibtex"]\nhtml_theme = "basic"\n'
        'bibtex_bibfiles = ["references.bib"]\n',
    }
    for name, directive in lists.items():
        (root / name / "references.bib").write_text(works, encoding="utf-8")
        (root / name / "conf.py").write_text(f'project = "Works"\n{settings[name]}', encoding="utf-8")
        (root / name / "docs/index.md").write_text(f"# Works\n\n```{{{directive}\n```\n", encoding="utf-8")


def build(root: Path, name: str) -> Cost:
    for path in (root / f"{name}-html", root / f"{name}-html-doctrees"):
        shutil.rmtree(path, ignore_errors=True)
    return run(sphinx(str(root / name), str(root / f"{name}-html")))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root)
        check = [sys.executable, "-m", "variorum", "check", str(root / "ours")]
        nowhere = root / "no-home"  # no folder: nothing is kept from check to check
        nowhere.write_text("")
        checked = compare({"check": partial(run, check, nowhere)}, TIMES)["check"]
        print(f"variorum check, {WORKS:,} works: {checked.cpu:.2f} s CPU (at most {MOST_SECONDS:.0f})")
        costs = compare({name: partial(build, root, name) for name in ("ours", "theirs")}, TIMES)
        ours, theirs = costs["ours"].cpu, costs["theirs"].cpu
        print(f"the list of them: ours {ours:.1f} s CPU, sphinxcontrib-bibtex alone {theirs:.1f} s")
        print(f"  ratio {ours / theirs:.2f} (at most {MOST_RATIO})")


if __name__ == "__main__":
    main()
