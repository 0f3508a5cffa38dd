"""When things are read and written again: load the edition, compare, say which pages are out of date.

Three records make an incremental build equal to a clean one. The Domain knows what each page was made from. A file
beside the doctrees knows with what links and frame each page was last *written* to this output folder. A seal
on the doctrees is set when a build has ended; whoever finds it missing or broken starts afresh.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

import variorum
from variorum.checking.edition import check
from variorum.reading import ParseCache, read_edition
from variorum.reading.files import digest_of
from variorum.reading.parse_cache import load_parse_cache, save_parse_cache
from variorum.reading.works import read_works
from variorum.sphinx_ext.build.dependencies import digest_of_part
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.page_frame import page_frame
from variorum.sphinx_ext.build.state_seal import is_sealed, seal
from variorum.sphinx_ext.build.unreadable import (
    has_unreadable,
    leave_out_broken_bibliography,
    leave_out_broken_pages,
)
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

logger = logging.getLogger(__name__)

# Holds the pages that a build is about to write; gone when it has ended.
UNFINISHED = "variorum-unfinished.json"
_CACHE = "variorum-parse-cache.pickle"


def register(app: Sphinx) -> None:
    """Tell Sphinx when the edition is read and the state of the build is kept."""
    app.connect("config-inited", begin, priority=900)  # after every other setting has its value
    app.connect("env-get-outdated", load)
    app.connect("env-before-read-docs", leave_out_broken_pages)
    app.connect("env-updated", outdated_pages, priority=900)  # after sphinxcontrib-bibtex has made its labels
    app.connect("build-finished", end, priority=900)  # after everything is written


def begin(app: Sphinx, config: Config) -> None:
    """Before the environment is loaded: start afresh if the last build did not end, or what it kept was touched."""
    folder = Path(app.doctreedir)
    if not is_sealed(folder):
        logger.info("the last build did not end, or what it kept is damaged; building afresh")
        pages = dict.fromkeys([*_written(app), *_planned(app)], "")  # so that those which are no more are deleted
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _written_path(app).write_text(json.dumps(pages), encoding="utf-8", newline="\n")
    leave_out_broken_bibliography(app, read_works(edition_folder(app), _cache_of(app)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UNFINISHED).touch()


def end(app: Sphinx, exception: Exception | None) -> None:
    """After the last page is written: remember what was written, remove the mark."""
    if exception is not None:
        return
    pages = json.dumps(dict(_pages(app)), indent=0, sort_keys=True)
    _written_path(app).write_text(pages, encoding="utf-8", newline="\n")
    if has_unreadable(app):
        return  # without a seal the next build starts afresh, and says it again if nobody has mended the file
    (Path(app.doctreedir) / UNFINISHED).unlink(missing_ok=True)
    seal(Path(app.doctreedir))


def load(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> Iterable[str]:
    """Read the edition, report its Problems, and return the pages whose parts have changed."""
    domain = domain_of(env)
    root = edition_folder(app)
    cache = _cache_of(app)
    known = set(cache.known)
    domain.edition = read_edition(root, cache)
    if set(cache.known) != known:
        save_parse_cache(_cache_path(app), cache, digest_of_code())
    for problem in check(domain.edition):
        say = logger.info if problem.is_hint else logger.warning  # no build fails because of a hint
        place = f"{root / problem.path}:{problem.line}"
        say("%s", problem.message, location=place, type="variorum", subtype=problem.code)
    return [
        docname
        for docname, parts in domain.shows.items()
        if any(digest_of_part(domain.edition, part) != digest for part, digest in parts.items())
    ]


def outdated_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages whose links or frame are not as they were when last written to this folder.

    What was written of pages that are no more is deleted.
    """
    written = _written(app)
    for docname in written.keys() - env.found_docs:
        if isinstance(app.builder, StandaloneHTMLBuilder):
            source = Path(app.outdir, "_sources", docname + ".md" + app.config.html_sourcelink_suffix)
            for place in (Path(app.builder.get_outfilename(docname)), source):
                if place.resolve().is_relative_to(app.outdir):  # the record may have been tampered with
                    place.unlink(missing_ok=True)
    pages = json.dumps(sorted(env.found_docs))
    (Path(app.doctreedir) / UNFINISHED).write_text(pages, encoding="utf-8", newline="\n")
    return [docname for docname, digest in _pages(app) if written.get(docname) != digest]


def _pages(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield each page with a digest of what other pages decide about it: where its links lead, its neighbours."""
    env = app.env
    domain = domain_of(env)
    bibliography = cast("BibtexDomain", env.get_domain("cite"))
    labels = {
        c.key: f"{c.bibliography_key.docname} {c.citation_id} {c.formatted_entry.label}" for c in bibliography.citations
    }
    cited: dict[str, set[str]] = {}
    for reference in bibliography.citation_refs:
        cited.setdefault(reference.docname, set()).update(t.key for t in reference.targets)
    relations = env.collect_relations()
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    frame = digest_of(*(f"{d} {t}" for d, t in sorted(titles.items())), *page_frame(env))
    for docname in sorted(env.found_docs):
        neighbours = relations.get(docname, [])
        yield (
            docname,
            digest_of(
                *(f"{link} {place}" for link, place in domain.linked_places(docname)),
                *(f"{key} {labels.get(key)}" for key in sorted(cited.get(docname, ()))),
                *(f"{n} {titles.get(n or '')}" for n in neighbours),
                *(
                    f"{part.kind} {part.target} {digest}"
                    for part, digest in sorted(domain.shows.get(docname, {}).items())
                ),
                frame,  # every page's head lists the pages
            ),
        )


def _written(app: Sphinx) -> dict[str, str]:
    try:
        found = json.loads(_written_path(app).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _planned(app: Sphinx) -> list[str]:
    try:
        found = json.loads((Path(app.doctreedir) / UNFINISHED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def _written_path(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"variorum-written-{digest_of(str(app.outdir))}.json"


_caches: WeakKeyDictionary[Sphinx, ParseCache] = WeakKeyDictionary()


def _cache_of(app: Sphinx) -> ParseCache:
    """Return what was kept of the last reading; it is read from the disk once in a build."""
    if app not in _caches:
        _caches[app] = load_parse_cache(_cache_path(app), digest_of_code())
    return _caches[app]


def _cache_path(app: Sphinx) -> Path:
    return Path(app.doctreedir) / _CACHE


@cache
def digest_of_code() -> str:
    """Return a digest of our own code: what other code has made and stored is made again."""
    return digest_of(*(p.read_bytes() for p in sorted(Path(variorum.__file__).parent.rglob("*.py"))))
