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
from variorum.reading import Memory, read_edition
from variorum.reading.files import Refused, decode, digest_of
from variorum.reading.parse_cache import load_memory, save_memory
from variorum.reading.works import read_works
from variorum.sphinx_ext.build.dependencies import digest_of_part
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.page_frame import page_frame
from variorum.sphinx_ext.build.state_seal import is_sealed, seal
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

logger = logging.getLogger(__name__)

# Holds the pages that a build is about to write; gone when it has ended.
UNFINISHED = "variorum-unfinished.json"
_MEMORY = "variorum-memory.pickle"


def begin(app: Sphinx, config: Config) -> None:
    """Before the environment is loaded: start afresh if the last build did not end, or what it kept was touched."""
    folder = Path(app.doctreedir)
    if not is_sealed(folder):
        logger.info("the last build did not end, or what it kept is damaged; building afresh")
        pages = dict.fromkeys([*_written(app), *_planned(app)], "")  # so that those which are no more are deleted
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _written_path(app).write_text(json.dumps(pages), encoding="utf-8")
    _refuse_broken_bibliography(app)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UNFINISHED).touch()


def _refuse_broken_bibliography(app: Sphinx) -> None:
    """Stop before sphinxcontrib-bibtex reads a bibliography that would break it: one line instead of a traceback."""
    _, problems = read_works(edition_folder(app), _memory_of(app))
    for problem in problems:
        if problem.code in {"bibliography-broken", "file-not-utf8", "character-forbidden", "file-outside"}:
            logger.error("%s", problem, type="variorum", subtype=problem.code)
            raise SystemExit(2)


def refuse_broken_pages(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Stop before Sphinx reads a page that is no text: one line instead of a traceback."""
    for path in (Path(env.doc2path(docname)) for docname in docnames):
        try:
            decode(str(path.relative_to(app.confdir) if path.is_relative_to(app.confdir) else path), path.read_bytes())
        except Refused as refused:
            logger.error("%s", refused.problem, type="variorum", subtype=refused.problem.code)
            raise SystemExit(2) from None


def end(app: Sphinx, exception: Exception | None) -> None:
    """After the last page is written: remember what was written, remove the mark."""
    if exception is not None:
        return
    _written_path(app).write_text(json.dumps(dict(_pages(app)), indent=0, sort_keys=True), encoding="utf-8")
    (Path(app.doctreedir) / UNFINISHED).unlink(missing_ok=True)
    seal(Path(app.doctreedir))


def load(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> Iterable[str]:
    """Read the edition, report its Problems, and return the pages whose parts have changed."""
    domain = domain_of(env)
    root = edition_folder(app)
    memory = _memory_of(app)
    known = set(memory.known)
    domain.edition = read_edition(root, memory)
    if set(memory.known) != known:
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
    (Path(app.doctreedir) / UNFINISHED).write_text(json.dumps(sorted(env.found_docs)), encoding="utf-8")
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


_memories: WeakKeyDictionary[Sphinx, Memory] = WeakKeyDictionary()


def _memory_of(app: Sphinx) -> Memory:
    """Return what was kept of the last reading; it is read from the disk once in a build."""
    if app not in _memories:
        _memories[app] = load_memory(_memory_path(app), digest_of_code())
    return _memories[app]


def _memory_path(app: Sphinx) -> Path:
    return Path(app.doctreedir) / _MEMORY


@cache
def digest_of_code() -> str:
    """Return a digest of our own code: what other code has made and stored is made again."""
    return digest_of(*(p.read_bytes() for p in sorted(Path(variorum.__file__).parent.rglob("*.py"))))
