"""What the tests share: a small edition to change at will, and a way to build it."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.cmd.build import main as sphinx_build
from sphinx.locale import translators
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

import kept
from variorum.model.edition import Edition
from variorum.reading import read_edition

pytest_plugins = ["browser", "watching"]
kept.keep()

# What is kept for a user goes into a folder of the tests, not into the home of who runs them.
os.environ["XDG_STATE_HOME"] = os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="variorum-tests-")
HERE = Path(__file__).parent
REPOSITORY = HERE.parent
MINI = HERE / "editions" / "mini"


# These take the longest, in this order: they are begun first, so that at the end no process waits for the other.
LONGEST = ("html_access", "html_margin", "html_search", "html_compare", "html_landing", "html_pages", "html_annotate",
           "payloads", "guide", "portable", "any_file", "builds", "fuzz")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {f"test_{name}.py": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


@dataclass
class Built:
    """What a build left behind."""

    out: Path
    warnings: str
    app: Sphinx

    def page(self, name: str) -> str:
        return (self.out / f"{name}.html").read_text(encoding="utf-8")


@cache
def real_edition() -> Edition:
    """The edition of this repository, read once for all the tests of a process; no test can change it."""
    return read_edition(REPOSITORY)


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the small edition, to be changed by the test."""
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    return root


def add_source(edition: Path, text: str) -> None:
    """Add a third source, Gamma, with a passage for each line."""
    folder = edition / "sources/gamma"
    folder.mkdir()
    (folder / "text.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    head = (edition / "sources/alpha/source.toml").read_text(encoding="utf-8")
    lines = [line for line in head.split("\n") if not line.startswith(("siglum", "sha256", "order", "title", "label"))]
    own = ['siglum = "Ga"', 'title = "Gamma"', 'label = "Gamma"', f'sha256 = "{digest}"']
    (folder / "source.toml").write_text("\n".join([*own, *lines]), encoding="utf-8")
    rows = [f"{n}\tparagraph\t{n}\t" for n, _ in enumerate(text.strip().split("\n"), start=1)]
    (folder / "outline.tsv").write_text("\n".join(["lines\tkind\tlocus\tremark", *rows]) + "\n", encoding="utf-8")


def build_edition(
    root: Path,
    out: Path,
    *,
    builder: str = "html",
    jobs: int = 1,
    fresh: bool = False,
    doctrees: Path | None = None,
    pages: Sequence[str] = (),
    **config,
) -> Built:
    """Build the edition in `root` into `out`; doctrees lie beside it, if nothing else is said."""
    warnings = io.StringIO()
    translators.clear()  # Sphinx keeps the catalogues of a process, whatever its next project says
    with patch_docutils(str(root)), docutils_namespace():
        app = Sphinx(
            str(root / "docs"),
            str(root),
            str(out),
            str(doctrees or out.with_name(out.name + "-doctrees")),
            builder,
            confoverrides=config,
            status=None,
            warning=warnings,
            freshenv=fresh,
            parallel=jobs,
        )
        app.build(filenames=[root / "docs" / f"{page}.md" for page in pages])
    return Built(out, strip_colors(warnings.getvalue()), app)


def told_by_sphinx(root: Path, out: Path) -> tuple[int, str]:
    """Build the edition as a person does who types `sphinx-build -q`; return the exit code and what is said."""
    translators.clear()
    with redirect_stderr(io.StringIO()) as said:
        code = sphinx_build(["-q", "-c", str(root), str(root / "docs"), str(out)])
    return code, strip_colors(said.getvalue())


@pytest.fixture
def build() -> Callable[..., Built]:
    return build_edition


def tree(out: Path) -> dict[str, bytes]:
    """Every file of a built folder with its bytes (the record of the build's own settings left out)."""
    return {
        str(p.relative_to(out)): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name != ".buildinfo"
    }


def differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    """Where two built folders differ: for each file its name and what stands in either at the first other byte."""
    found = []
    for name in sorted(one.keys() | two.keys()):
        here, there = one.get(name, b""), two.get(name, b"")
        if name in one and name in two and here == there:
            continue
        at = max(0, next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0) - 60)
        found.append(f"{name}: {here[at : at + 140]!r} and {there[at : at + 140]!r}")
    return found
