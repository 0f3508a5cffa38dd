"""Whether a book need not be set again: a digest of all that goes into it, kept beside the doctrees with what came out.

What goes in: the pages and what other pages decide about them, pictures, settings, fonts, the date, our own code and
the compiler. Whoever changes one of them gets a new book; a book of which something was said is always set again, so
that it is said again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.reading.files import digest_of
from variorum.reading.works import PATH as BIBLIOGRAPHY
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.lifecycle import digest_of_code, page_digests
from variorum.sphinx_ext.build.release_date import day_of
from variorum.sphinx_ext.build.state_seal import read_record, write_record
from variorum.sphinx_ext.pdf.formulas import PACKAGE
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_COMPILERS = ("typst", PACKAGE, "pikepdf")


def is_unchanged(app: Sphinx, book: Path) -> bool:
    """Whether the book is there as the last build left it, and would come out the same."""
    record = read_record(_path(app, book))
    if not isinstance(record, dict) or not book.is_file():
        return False
    fonts = {str(name): str(state) for name, state in record.get("fonts", {}).items()}
    return (
        record.get("book") == digest_of(book.read_bytes())
        and fonts == dict(_states(map(Path, fonts)))
        and record.get("from") == _ingredients(app)
    )


def remember(app: Sphinx, book: Path, fonts: Iterable[Path]) -> None:
    """Write down from what a book was made, with which fonts."""
    made = digest_of(book.read_bytes())
    write_record(_path(app, book), {"book": made, "fonts": dict(_states(fonts)), "from": _ingredients(app)})


def forget(app: Sphinx, book: Path) -> None:
    """Let the book be set again next time."""
    write_record(_path(app, book), None)


def _path(app: Sphinx, book: Path) -> Path:
    return Path(app.doctreedir) / f"variorum-book-{digest_of(str(book))}.json"


def _ingredients(app: Sphinx) -> str:
    env = app.env
    doctrees = (Path(app.doctreedir, f"{name}.doctree") for name in sorted(env.found_docs))
    pictures = (Path(app.srcdir, name) for name in sorted(env.images))
    bibliographies = [Path(app.srcdir, name) for name in app.config.bibtex_bibfiles]
    bibliographies.append(edition_folder(app) / BIBLIOGRAPHY)  # the book carries the file itself
    code = sorted(Path(__file__).parent.glob("*.typ"))
    settings = sorted((v.name, json.dumps(v.value, default=_kind)) for v in app.config.filter({"env", ""}))
    return digest_of(
        digest_of_code(),
        *(_version(name) for name in _COMPILERS),
        str(day_of(app)),
        str(settings),
        str(sorted(page_digests(app))),
        str(sorted(env.toc_fignumbers.items())),
        *(source.digest for source in domain_of(env).edition.sources),
        *(path.read_bytes() for path in (*doctrees, *pictures, *bibliographies, *code) if path.is_file()),
    )


def _states(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield each file with what tells that it is another one."""
    for path in files:
        if path.is_file():
            yield str(path), f"{path.stat().st_size} {path.stat().st_mtime_ns}"


def _kind(value: object) -> object:
    """Return what JSON can hold in the place of a value that it cannot: sets in order, of others the kind."""
    return sorted(map(str, value)) if isinstance(value, (set, frozenset, tuple)) else type(value).__name__


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
