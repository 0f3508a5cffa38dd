"""When things are read and written again: load the edition, compare, say which pages are out of date.

Three records make an incremental build equal to a clean one. The Domain knows what each page was made from. A file
beside the doctrees knows with what links and frame each page was last *written* to this output folder. A mark in the
output folder says that a build has begun and not ended; whoever finds it starts afresh.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

import variorum
from variorum.checking import check
from variorum.reading import read_edition
from variorum.reading.files import digest_of
from variorum.reading.remembering import load_memory, save_memory
from variorum.reading.works import read_works
from variorum.sphinx_ext import pages
from variorum.sphinx_ext.digests import digest_of_shown
from variorum.sphinx_ext.domain import VariorumDomain
from variorum.sphinx_ext.sealing import is_sealed, seal

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

logger = logging.getLogger(__name__)

UNFINISHED = ".variorum-unfinished"
_MEMORY = "variorum-memory.pickle"


def begin(app: Sphinx, config: Config) -> None:
    """Before the environment is loaded: start afresh after a build that was killed; mark that this one has begun."""
    mark = Path(app.outdir) / UNFINISHED
    if mark.exists():
        logger.info("the last build did not end; building afresh")
        shutil.rmtree(app.doctreedir, ignore_errors=True)
        for place in Path(app.outdir).iterdir():
            shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()
    elif not is_sealed(Path(app.doctreedir)):
        logger.info("what the last build kept is damaged or not of this machine; building afresh")
        shutil.rmtree(app.doctreedir, ignore_errors=True)
    _refuse_broken_bibliography(app)
    mark.touch()


def _refuse_broken_bibliography(app: Sphinx) -> None:
    """Stop before sphinxcontrib-bibtex reads a bibliography that would break it, with one line instead of a traceback."""
    memory = load_memory(_memory_path(app), digest_of_code())
    _, problems = read_works(Path(app.confdir) / app.config.variorum_edition, memory)
    for problem in problems:
        if problem.code in {"bibliography-broken", "file-not-utf8", "character-forbidden", "file-outside"}:
            logger.error("%s", problem, type="variorum", subtype=problem.code)
            raise SystemExit(2)


def end(app: Sphinx, exception: Exception | None) -> None:
    """After the last page is written: remember what was written, remove the mark."""
    if exception is not None:
        return
    _written_path(app).write_text(json.dumps(dict(_pages(app)), indent=0, sort_keys=True), encoding="utf-8")
    seal(Path(app.doctreedir))
    (Path(app.outdir) / UNFINISHED).unlink(missing_ok=True)


def load(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> Iterable[str]:
    """Read the edition, report its Problems, and return the pages whose parts have changed."""
    domain = _domain(env)
    root = Path(app.confdir) / app.config.variorum_edition
    memory = load_memory(_memory_path(app), digest_of_code())
    domain.edition = read_edition(root, memory)
    save_memory(_memory_path(app), memory, digest_of_code())
    for problem in check(domain.edition):
        logger.warning(
            "%s",
            problem.message,
            location=(str(root / problem.path) + f":{problem.line}"),
            type="variorum",
            subtype=problem.code,
        )
    if app.config.html_theme == "variorum" and hasattr(app.builder, "search"):
        app.builder.search = False  # Sphinx' own index splits Devanagari at its vowel signs, and takes half of the time
    return [
        docname
        for docname, parts in domain.shows.items()
        if any(digest_of_shown(domain.edition, part) != digest for part, digest in parts.items())
    ]


def outdated_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages whose links or frame are not as they were when last written to this folder.

    What was written of pages that are no more is deleted.
    """
    written = _written(app)
    for docname in written.keys() - env.found_docs:
        if isinstance(app.builder, StandaloneHTMLBuilder):
            Path(app.builder.get_outfilename(docname)).unlink(missing_ok=True)
            source = Path(app.outdir, "_sources", docname + ".md" + app.config.html_sourcelink_suffix)
            source.unlink(missing_ok=True)
    return [docname for docname, digest in _pages(app) if written.get(docname) != digest]


def _pages(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield each page with a digest of what other pages decide about it: where its links lead, its neighbours."""
    env = app.env
    domain = _domain(env)
    bibliography = cast("BibtexDomain", env.get_domain("cite"))
    labels = {
        c.key: f"{c.bibliography_key.docname} {c.citation_id} {c.formatted_entry.label}" for c in bibliography.citations
    }
    cited: dict[str, set[str]] = {}
    for reference in bibliography.citation_refs:
        cited.setdefault(reference.docname, set()).update(t.key for t in reference.targets)
    relations = env.collect_relations()
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    frame = digest_of(*(f"{d} {t}" for d, t in sorted(titles.items())), *pages.frame(app))
    for docname in sorted(env.found_docs):
        neighbours = relations.get(docname, [])
        yield (
            docname,
            digest_of(
                *(f"{link} {place}" for link, place in domain.linked_places(docname)),
                *(f"{key} {labels.get(key)}" for key in sorted(cited.get(docname, ()))),
                *(f"{n} {titles.get(n or '')}" for n in neighbours),
                *(f"{part} {digest}" for part, digest in sorted(domain.shows.get(docname, {}).items())),
                frame,  # every page's head lists the pages
            ),
        )


def _written(app: Sphinx) -> dict[str, str]:
    try:
        found = json.loads(_written_path(app).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _written_path(app: Sphinx) -> Path:
    folder = digest_of(str(app.outdir), app.builder.name)
    return Path(app.doctreedir) / f"variorum-written-{folder}.json"


def _memory_path(app: Sphinx) -> Path:
    return Path(app.doctreedir) / _MEMORY


@cache
def digest_of_code() -> str:
    """Return a digest of our own code: what other code has made and stored is made again."""
    return digest_of(*(p.read_bytes() for p in sorted(Path(variorum.__file__).parent.rglob("*.py"))))


def _domain(env: BuildEnvironment) -> VariorumDomain:
    return cast("VariorumDomain", env.get_domain("variorum"))
