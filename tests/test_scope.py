"""The check of a pull request: what is a contribution, and what needs a maintainer's word."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY

SCOPE = REPOSITORY / ".ci/scope.py"
NOTE = "sources/alpha/annotations/al-year.md"


def git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "-q", "-b", "main")
    for name in (NOTE, "sources/alpha/text.txt", "conf.py"):
        write(root, name, f"{name}\nlong enough to be known again under another name\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return root


def write(root: Path, name: str, text: str = "new\n") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def writing(*names: str) -> Callable[[Path], object]:
    return lambda root: [write(root, name) for name in names]


def link(root: Path) -> None:
    (root / NOTE).unlink()
    (root / NOTE).symlink_to("/etc/passwd")


CHANGES = {
    "a note changed and one added": (writing(NOTE, "sources/alpha/annotations/al-new.md"), []),
    "a parallel, a work, a name, a citation": (
        writing(
            "parallels/new.md", "parallels/rejected.tsv", "references.bib", "names.toml", "sources/a/citations.toml"
        ),
        [],
    ),
    "a note deleted": (lambda root: (root / NOTE).unlink(), []),
    "the text of a source": (writing("sources/alpha/text.txt"), ["sources/alpha/text.txt"]),
    "code beside a note": (writing(NOTE, "conf.py"), ["conf.py"]),
    "a workflow": (writing(".github/workflows/new.yml"), [".github/workflows/new.yml"]),
    "a folder below the notes": (
        writing("sources/alpha/annotations/deep/conf.md"),
        ["sources/alpha/annotations/deep/conf.md"],
    ),
    "a text that becomes a note": (
        lambda root: (root / "sources/alpha/text.txt").rename(root / "sources/alpha/annotations/text.md"),
        ["sources/alpha/text.txt"],
    ),
    "a note that is a link": (link, [NOTE]),
    "a note that is a program": (lambda root: (root / NOTE).chmod(0o755), [NOTE]),
    "a name with a line break": (writing("docs/a\n::error::b.md"), ["docs/a???error??b.md"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_only_contributions_pass_without_a_word(repository, name):
    change, expected = CHANGES[name]
    git(repository, "checkout", "-q", "-f", "--detach", "main")
    git(repository, "clean", "-qfd")
    change(repository)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", name)
    for agreed in ([], ["--agreed"]):
        command = [sys.executable, "-I", str(SCOPE), "main", "HEAD", *agreed]
        done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
        assert done.returncode == (1 if expected and not agreed else 0), done.stderr
        assert [line[2:] for line in done.stdout.splitlines() if line.startswith("- ")] == expected


def test_no_workflow_runs_with_rights_or_takes_what_decides_from_the_change():
    for path in (REPOSITORY / ".github/workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert "\npermissions: {}\n" in text
        assert "pull_request_target" not in text
        assert "workflow_run" not in text
    for path in (REPOSITORY / ".github/workflows/scope.yml", REPOSITORY / ".gitlab-ci.yml"):
        assert ':.ci/scope.py" > ' in path.read_text(encoding="utf-8")


def test_what_nobody_named_belongs_to_the_maintainers():
    lines = (REPOSITORY / ".github/CODEOWNERS.example").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if not line.startswith("#")]
    assert rules[0] == ["*", "@your-organisation/maintainers"]
    assert all(owner == "@your-organisation/editors" for _, owner in rules[1:])
