"""Whatever becomes of a file, people are told in a line: every file and folder of the small edition, in every state.

The check meets all of them. The commands and the builders meet, of each file, one state for each answer of the check
and the states that only they could trip over.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import MINI, build_edition, told_by_sphinx
from file_states import STATES
from variorum.checking.edition import check
from variorum.cli import main
from variorum.model.problems import PROBLEM_CODES
from variorum.reading import ParseCache, read_edition

CRASH = re.compile(r"Traceback|please report|Exception occurred|sphinx-err|has been saved in|Error\(")


# Pages and conf.py are read by Sphinx alone.
PARTS = sorted(
    p.relative_to(MINI).as_posix()
    for p in MINI.rglob("*")
    if not p.is_relative_to(MINI / "docs") and p.name != "conf.py" and "__pycache__" not in p.parts
)


def copy_of_mini(root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(MINI, root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def changed(place: Path, part: str, state: str) -> Path:
    """Return a copy of the small edition in which a file or folder is in this state."""
    root = copy_of_mini(place / "edition")
    STATES[state](root / part)
    return root


def restore(root: Path, part: str) -> None:
    """Put a file or folder back as it was."""
    path, old = root / part, MINI / part
    if path.is_symlink() or path.exists():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.copytree(old, path) if old.is_dir() else shutil.copy(old, path)


def codes_of(root: Path, cache: ParseCache | None = None) -> frozenset[str]:
    """Return the codes of the check's Problems, after a look at each."""
    problems = check(read_edition(root, cache))
    for problem in problems:
        assert problem.code in PROBLEM_CODES
        assert problem.path
        assert problem.line >= 1
        assert "\n" not in str(problem)
    return frozenset(problem.code for problem in problems)


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[tuple[str, str], frozenset[str]]:
    """What the check answers to each state of each part."""
    root = copy_of_mini(tmp_path_factory.mktemp("any") / "edition")
    cache = ParseCache()
    found = {}
    for part in PARTS:
        for name, change in STATES.items():
            change(root / part)
            found[part, name] = codes_of(root, cache)
            restore(root, part)
    assert codes_of(root) == frozenset()
    return found


def test_the_check_answers_to_everything(answers):
    assert len(answers) == len(PARTS) * len(STATES)
    assert {"file-not-utf8"} <= answers["names.toml", "UTF-16"]
    assert answers["names.toml", "CRLF and BOM"] == {"line-ends"}
    assert "file-unreadable" in answers["references.bib", "a link to itself"]


@pytest.mark.parametrize("state", ["empty", "one blank", "one line feed"])
def test_a_bibliography_without_works_has_none(answers, state):
    assert answers["references.bib", state] <= {"work-unknown"}


def representatives(answers: dict[tuple[str, str], frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield one state for each kind of file and answer."""
    met = set()
    for (part, state), codes in answers.items():
        kind = "note" if part.endswith(".md") and "translation" not in part else part.rpartition("/")[2]
        if (kind, codes) not in met:
            met.add((kind, codes))
            yield part, state


NEW = ["--kind", "context", "--by", "A", "--body", "Words.", "--id", "new"]
# Half of them for each state; the check has met every state already.
COMMANDS = [
    ["check", "--format", "github", "."],
    ["annotate", "Al", "--passage", "1", *NEW],
    ["reanchor", "alpha", "--old", str(MINI / "sources" / "alpha"), "--accept"],
    ["diff", "HEAD"],
]
# These read what the check has read, and take a second each.
SLOW = [
    ["parallels", "find", "--top", "3"],
    ["parallels", "reject", "Al1.1", "Be1.1", "--reason", "x", "--by", "A"],
]
READ_BY_THE_SLOW = ["sources/alpha/text.txt", "parallels"]


def test_every_command_ends_with_an_answer(answers, tmp_path, monkeypatch):
    """Exit codes are those of the command line, and no exception reaches it."""
    runner = CliRunner()
    root = copy_of_mini(tmp_path / "edition")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    monkeypatch.chdir(root)
    for number, (part, state) in enumerate(representatives(answers)):
        STATES[state](root / part)
        for command in COMMANDS[number % 2 :: 2] + (SLOW if part in READ_BY_THE_SLOW else []):
            done = runner.invoke(main, command, input="y\n" * 40)
            told = (part, state, command, done.output)
            assert done.exit_code in {0, 1, 2}, told
            assert done.exception is None or isinstance(done.exception, SystemExit), told
            assert not CRASH.search(done.output), told
        restore(root, part)
        subprocess.run(["git", "checkout", "-q", "."], cwd=root, check=True)
        subprocess.run(["git", "clean", "-qfd"], cwd=root, check=True)


# --- the builders -----------------------------------------------------------------------------------------------------

BUILT = [
    ("references.bib", "empty"),
    ("references.bib", "5 tenths"),
    ("references.bib", "UTF-16"),
    ("references.bib", "a pipe"),
    ("references.bib", "CRLF and BOM"),
    ("names.toml", "another file"),
    ("sources/alpha/text.txt", "empty"),
    ("sources/alpha/outline.tsv", "5 tenths"),
    ("sources/beta", "missing"),
    ("sources", "a link to itself"),
    ("parallels", "one blank"),
    ("docs/alpha.md", "Latin-1"),
    ("docs/alpha.md", "empty"),
    ("docs/alpha.md", "a pipe"),
    ("docs/index.md", "UTF-16"),
]
BUILDERS = ["html", "epub", "variorum-pdf"]


@pytest.mark.parametrize(("part", "state"), BUILT)
def test_html_ends_with_pages_and_without_a_crash(tmp_path, part, state):
    root = changed(tmp_path, part, state)
    built = build_edition(root, tmp_path / "html")
    assert not CRASH.search(built.warnings)
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in built.out.glob("*.html"))
    whole = state in {"CRLF and BOM", "empty"} or not part.startswith(("references", "docs"))
    assert built.app.statuscode == (0 if whole else 1), built.warnings


def test_the_other_builders_end_too(tmp_path):
    for builder in ("epub", "variorum-pdf"):
        for part, state in (("references.bib", "5 tenths"), ("docs/index.md", "UTF-16"), ("sources/beta", "missing")):
            built = build_edition(changed(tmp_path, part, state), tmp_path / builder / part, builder=builder)
            assert not CRASH.search(built.warnings), (builder, part)
            assert built.app.statuscode in {0, 1}


def test_sphinx_itself_ends_with_1_and_one_line(tmp_path):
    """As a person calls it: no report, and no seal, so that the next build says it again."""
    root = changed(tmp_path, "docs/index.md", "UTF-16")
    for _ in range(2):
        code, said = told_by_sphinx(root, tmp_path / "html")
        assert code == 1
        assert "docs/index.md:1: file-not-utf8" in said
        assert not CRASH.search(said)
