"""A row in the table of kinds or relations is the whole change: pages, colours, choices, book and schemas follow."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from conftest import MINI, REPOSITORY
from variorum.model.kinds import RELATIONS, Evidence

KIND = '            AnnotationKind("rumour", "Rumour", "What people say", "?", "#123456", "#fedcba"),\n'
ECHO = '"echoes", "Echo", "They echo each other", "»", 2, "#654321", "#abcdef", disagrees=True, alike=True'
RELATION = f"            RelationKind({ECHO}),\n"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the software with one row more in each table, and of the small edition that uses both rows."""
    root = tmp_path_factory.mktemp("grown")
    shutil.copytree(REPOSITORY / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    model = root / "src/variorum/model/kinds.py"
    text = model.read_text(encoding="utf-8")
    for table, row in (("for kind in (", KIND), ("for relation in (", RELATION)):
        assert text.count(f"{table}\n") == 1
        text = text.replace(f"{table}\n", f"{table}\n{row}")
    model.write_text(text, encoding="utf-8")
    shutil.copytree(MINI, root / "mini")
    note = root / "mini/sources/beta/annotations/be-year.md"
    head = note.read_text(encoding="utf-8").split("\n")
    changed = ["kind: rumour" if line.startswith("kind:") else line for line in head]
    note.write_text("\n".join(changed), encoding="utf-8")
    parallel = root / "mini/parallels/building.md"
    parallel.write_text(
        parallel.read_text(encoding="utf-8").replace("relation: contradicts", "relation: echoes"), encoding="utf-8"
    )
    page = root / "mini/docs/index.md"
    legends = "\n```{legend} annotations\n```\n\n```{legend} parallels\n```\n"
    page.write_text(page.read_text(encoding="utf-8") + legends, encoding="utf-8")
    return root


def run(grown: Path, *command: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(grown / "src")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=grown / "mini", env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def pages(grown: Path) -> Path:
    run(grown, "sphinx", "-q", "-W", "-n", "-b", "html", "-c", ".", "-d", "../doctrees", "docs", "../html")
    return grown / "html"


def test_the_style_sheet_has_the_colours_and_the_choices(pages: Path) -> None:
    style = (pages / "_static/variorum.css").read_text(encoding="utf-8")
    for rule in (
        "--kind-rumour: light-dark(#123456, #fedcba);",
        ".rumour { --kind: var(--kind-rumour); }",
        'html[data-hide~="rumour"] .note.rumour, html[data-hide~="rumour"] .note-reference.rumour { display: none; }',
        "--relation-echoes: light-dark(#654321, #abcdef);",
        ".echoes { --kind: var(--relation-echoes);",
    ):
        assert rule in style


def test_the_pages_show_them(pages: Path) -> None:
    source = (pages / "beta.html").read_text(encoding="utf-8")
    assert '<input type="checkbox" name="kind" value="rumour">' in source
    assert "What people say" in source
    parallels = (pages / "parallels.html").read_text(encoding="utf-8")
    assert "» Echo" in parallels or ("»" in parallels and "Echo" in parallels)
    assert 'class="differing"' in parallels  # the row says that it disagrees
    index = (pages / "index.html").read_text(encoding="utf-8")
    assert "What people say" in index
    assert "They echo each other" in index


def test_the_book_explains_their_signs(grown: Path) -> None:
    run(grown, "sphinx", "-q", "-b", "variorum-pdf", "-c", ".", "-d", "../doctrees-pdf", "docs", "../pdf")
    (book,) = (grown / "pdf").glob("*.pdf")
    text = " ".join("".join(page.extract_text() for page in PdfReader(book).pages).split())
    assert "What people say" in text
    assert "they echo each other" in text


def test_the_schemas_and_lists_name_them(grown: Path) -> None:
    code = "import json, pathlib, sys; from variorum.reading.schemas import files;"
    code += f"print(json.dumps(files(pathlib.Path({str(REPOSITORY)!r}))))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(grown / "src")},
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    for path in (
        "schemas/annotation.json",
        ".github/ISSUE_TEMPLATE/annotation.yml",
        "CONTRIBUTING.md",
        "guide/your-edition.md",
    ):
        assert "rumour" in found[path]
    for path in (
        "schemas/parallel.json",
        ".vscode/variorum.code-snippets",
        "CONTRIBUTING.md",
        "guide/your-edition.md",
    ):
        assert "echoes" in found[path]


def test_what_follows_from_a_relation_stands_in_its_row(grown: Path) -> None:
    """The row says that what holds for the one holds for the other: who echoes contradicts what the other does."""
    ways = [("echoes", "contradicts"), ("differs", "echoes"), ("echoes", "agrees"), ("contradicts", "differs")]
    code = f"from variorum.finder.owed import following; print([following(*way) for way in {ways}])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(grown / "src")},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "['contradicts', 'differs', 'agrees', '']", done.stderr


def test_each_evidence_of_the_finder_is_in_one_row() -> None:
    assert sorted(r.evidence for r in RELATIONS.values() if r.evidence) == sorted(Evidence)


def test_no_relation_is_named_outside_the_table() -> None:
    """What is asked of a relation stands in its row; nobody asks for one by its name."""
    package = REPOSITORY / "src/variorum"
    named = re.compile(rf"[\"'](?:{'|'.join(RELATIONS)})[\"']")
    found = [p for p in package.rglob("*") if p.suffix in {".py", ".js", ".sql"} and named.search(p.read_text("utf-8"))]
    assert found == [package / "model/kinds.py"]


def test_the_commands_know_them(grown: Path) -> None:
    assert "rumour" in run(grown, "variorum", "annotate", "--help")
    assert "echoes" in run(grown, "variorum", "parallels", "accept", "--help")
