"""When things are read and written again: load the edition, compare, say which pages are out of date.

Three records make an incremental build equal to a clean one. The Domain knows what each page was made from. A file
beside the doctrees knows with what links and frame each page was last *written* to this output folder. A seal
on the doctrees is set when a build has ended; whoever finds it missing or broken starts afresh.

The folder of doctrees may hold other people's files, or be the edition itself (`-d .`). To start afresh means to read
nothing that is there: the pickle of the environment is deleted, so that all pages are read, and with each of them the
doctree of its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util import logging

import variorum
from variorum.checking.edition import check
from variorum.disk.whole_file import remove
from variorum.reading import ParseCache, read_edition
from variorum.reading.cycles import without_search_for_cycles
from variorum.reading.files import digest_of
from variorum.reading.parse_cache import added_to, load_parse_cache, save_parse_cache
from variorum.reading.works import read_works
from variorum.sphinx_ext.build.bibliography_entries import hand_over, take_over
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.build.dependencies import digest_of_part
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import OTHER_OUTPUT, refuse_in_the_way
from variorum.sphinx_ext.build.page_frame import page_frame
from variorum.sphinx_ext.build.state_seal import SEAL, Held, read_record, seal, sealed_files, write_record
from variorum.sphinx_ext.build.turns import end_turn, take_turn
from variorum.sphinx_ext.build.unreadable import (
    has_unreadable,
    leave_out_broken_pages,
    mend_entries,
    say_unread_bibliography,
)
from variorum.sphinx_ext.build.work_style import style_of
from variorum.sphinx_ext.doctree.compare_nodes import COMPARE_PAGE
from variorum.sphinx_ext.settings import edition_folder, settings_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_ENVIRONMENT = "environment.pickle"
_CACHE = "variorum-parse-cache.pickle"
_CACHES = (_CACHE, added_to(Path(_CACHE)).name)
_OTHER_DOCTREES = "take it away, or choose another folder with -d"
_PAGES_BESIDE = ("genindex", "search", COMPARE_PAGE)  # that Sphinx writes of itself
_FILES_BESIDE = ("objects.inv", "searchindex.js", ".buildinfo", "contributing.js", "_static/addresses.js")
_FOLDERS_BESIDE = ("_static/previews", "_sources", "_images", "_downloads", "_exports", "columns", "passages")


@dataclass
class _Kept:
    """What a build found of the last one."""

    sealed: Mapping[str, Held]  # the files that are as the last build left them; no other of Sphinx's is read
    cache: ParseCache
    pages: Mapping[str, str] = field(default_factory=dict)  # each page as `page_digests` has it
    unwritten: set[str] = field(default_factory=set)  # pages that are out of date and have not been written
    seal: bytes = b""  # that this application has set at the end of its last build


_kept: WeakKeyDictionary[Sphinx, _Kept] = WeakKeyDictionary()


def register(app: Sphinx) -> None:
    """Tell Sphinx when the edition is read and the state of the build is kept."""
    app.connect("config-inited", begin, priority=900)  # after every other setting has its value
    app.connect("builder-inited", hand_over, priority=600)  # after sphinxcontrib-bibtex has read its own files
    app.connect("env-get-outdated", load)
    app.connect("env-before-read-docs", before_reading)
    app.connect("env-before-read-docs", mend_entries)
    app.connect("env-updated", outdated_pages, priority=900)  # after sphinxcontrib-bibtex has made its labels
    app.connect("doctree-resolved", note_written)
    app.connect("build-finished", end, priority=900)  # after everything is written


def begin(app: Sphinx, config: Config) -> None:
    """Before the environment is loaded: start afresh if the last build did not end, or what it kept was touched."""
    folder = Path(app.doctreedir)
    folder.mkdir(parents=True, exist_ok=True)
    take_turn(app)
    try:
        sealed = sealed_files(folder)
        if sealed is None:
            _start_afresh(folder)
        with without_search_for_cycles():  # what a large edition is made of is read at once
            _kept[app] = _Kept(sealed or {}, load_parse_cache(_cache_path(app), digest_of_code()))
        remove(folder, folder / SEAL)  # until this build has ended
        works, problems = read_works(edition_folder(app), _kept[app].cache)
        take_over(app, works)
        say_unread_bibliography(app, works, problems)
    except BaseException:
        end_turn(app)
        raise


def _start_afresh(folder: Path) -> None:
    """Leave nothing of the last builds that would be read, and let every page be written again."""
    refuse_in_the_way(folder, (_ENVIRONMENT, *_CACHES), _OTHER_DOCTREES)
    for name in (_ENVIRONMENT, *_CACHES):
        if remove(folder, folder / name):
            logger.info("the last build did not end, or what it kept is damaged; building afresh")
    for path in folder.glob("variorum-written-*.json"):
        pages = read_record(path)
        if isinstance(pages, dict):
            write_record(path, dict.fromkeys(pages, ""))


def before_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before Sphinx reads these pages: of no page is a foreign doctree left, and what is no text is left out.

    Sphinx reads the doctree of a page before it writes it anew when it follows the history of paragraphs.
    """
    folder = Path(app.doctreedir)
    names = [f"{docname}.doctree" for docname in docnames]
    refuse_in_the_way(folder, names, _OTHER_DOCTREES)
    for name in names:
        if name not in _kept[app].sealed:
            remove(folder, folder / name)
    leave_out_broken_pages(app, env, docnames)


def end(app: Sphinx, exception: Exception | None) -> None:
    """After the last page is written: remember what was written, and seal it.

    Where a file had to be left out there is no seal: the next build reads everything anew, and says it again if nobody
    has mended the file.
    """
    try:
        if exception is None:
            kept = _kept[app]
            write_record(_written_path(app), {**kept.pages, **dict.fromkeys(kept.unwritten, "")})
            if not has_unreadable(app):
                names = [_ENVIRONMENT, *_CACHES, *(f"{name}.doctree" for name in app.env.all_docs)]
                _kept[app].sealed = seal(Path(app.doctreedir), names, _kept[app].sealed)
                _kept[app].seal = Path(app.doctreedir, SEAL).read_bytes()
    finally:
        end_turn(app)


def resume(app: Sphinx) -> None:
    """Before an application that has built builds again: as `begin`, for what it has in memory.

    Raises `SphinxError` if that is no longer what lies on the disk: somebody else has built since, or a file had to be
    left out. A new application is to build then.
    """
    take_turn(app)
    place = Path(app.doctreedir, SEAL)
    if not _kept[app].seal or not place.is_file() or place.read_bytes() != _kept[app].seal:
        end_turn(app)
        raise SphinxError("the doctrees are not those of the last build")
    _kept[app].seal = b""
    remove(place.parent, place)


def read_again(app: Sphinx) -> None:
    """Read the edition as it is now, checking nothing; the next build reads and checks it once more."""
    cache = _kept[app].cache
    used = set(cache.used)
    domain_of(app.env).edition = read_edition(edition_folder(app), cache, settings_of(app.config).rules)
    cache.used |= used  # what checks remembered is not forgotten because none was made


def is_outdated(app: Sphinx, docname: str) -> bool:
    """Whether a page was made from other parts of the edition than those of now, or its file was written since."""
    domain = domain_of(app.env)
    written = Path(app.env.doc2path(docname)).stat().st_mtime_ns // 1000
    parts = domain.shows.get(docname, {}).items()
    return written > app.env.all_docs.get(docname, 0) or any(
        digest_of_part(domain.edition, part, domain.style) != digest for part, digest in parts
    )


def load(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> Iterable[str]:
    """Read the edition, report its Problems, and return the pages whose parts have changed."""
    domain = domain_of(env)
    root = edition_folder(app)
    cache = _kept[app].cache
    known = set(cache.known)
    domain.folder = root
    domain.edition = read_edition(root, cache, settings_of(app.config).rules)
    domain.problems = check(domain.edition, cache)
    domain.style = style_of(app, domain.edition, cache)
    if not known.issuperset(cache.known):
        save_parse_cache(_cache_path(app), cache, digest_of_code())
    for problem in domain.problems:
        report = logger.info if problem.is_hint else logger.warning  # no build fails because of a hint
        place = f"{root / problem.path}:{problem.line}"
        report("%s", problem.message, location=place, type="variorum", subtype=problem.code)
    return [
        *(docname for docname, names in env.toctree_includes.items() if not removed.isdisjoint(names)),
        *(
            docname
            for docname, parts in domain.shows.items()
            if any(digest_of_part(domain.edition, part, domain.style) != digest for part, digest in parts.items())
        ),
    ]


def outdated_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages whose links or frame are not as they were when last written to this folder.

    What was written of pages that are no more is deleted.
    """
    written = _written(app)
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for docname in written.keys() - env.found_docs:
            source = Path(app.outdir, "_sources", docname + ".md" + app.config.html_sourcelink_suffix)
            for place in (Path(app.builder.get_outfilename(docname)), source):
                remove(Path(app.outdir), place)
        out = f"{app.outdir}{os.sep}"
        pages = (*env.found_docs, *_PAGES_BESIDE)
        files = (str(app.builder.get_outfilename(name)).removeprefix(out) for name in pages)
        names = (*_FILES_BESIDE, *(name.replace(os.sep, "/") for name in files))
        refuse_in_the_way(Path(app.outdir), names, OTHER_OUTPUT, _FOLDERS_BESIDE)
    write_record(_written_path(app), dict.fromkeys(env.found_docs, ""))  # as far as a killed build's heirs may know
    _kept[app].pages = dict(page_digests(app))
    outdated = [docname for docname, digest in _kept[app].pages.items() if written.get(docname) != digest]
    _kept[app].unwritten = set(outdated) if _writes_each_page(app.builder) else set()
    return outdated


def note_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note that a page is written to this output."""
    _kept[app].unwritten.discard(docname)


def _writes_each_page(builder: Builder) -> bool:
    """Whether the builder writes each page by itself: then it may also be told to write some only."""
    return isinstance(builder, StandaloneHTMLBuilder) and not isinstance(builder, SingleFileHTMLBuilder)


def page_digests(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield each page with a digest of what other pages decide about it: where its links lead, its neighbours."""
    env = app.env
    domain = domain_of(env)
    bibliography = cite_domain_of(env)
    labels = {
        c.key: f"{c.bibliography_key.docname} {c.citation_id} {c.formatted_entry.label}" for c in bibliography.citations
    }
    cited: dict[str, set[str]] = {}
    for reference in bibliography.citation_refs:
        cited.setdefault(reference.docname, set()).update(t.key for t in reference.targets)
    relations = env.collect_relations()
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    frame = digest_of(*(f"{d} {t}" for d, t in sorted(titles.items())), *page_frame(env), domain.style.digest)
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
                str(env.all_docs.get(docname)),  # when it was read, maybe by a build into another folder
                frame,  # every page's head lists the pages; any may name works in a style of CSL
            ),
        )


def _written(app: Sphinx) -> dict[str, str]:
    found = read_record(_written_path(app))
    return found if isinstance(found, dict) else {}


def _written_path(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"variorum-written-{digest_of(str(app.outdir))}.json"


def _cache_path(app: Sphinx) -> Path:
    return Path(app.doctreedir) / _CACHE


def names_of_records(app: Sphinx) -> list[str]:
    """Return what we keep in the folder of doctrees while a build is at work, seen from the output folder."""
    paths = (*(Path(app.doctreedir, name) for name in _CACHES), _written_path(app))
    return [os.path.relpath(path, app.outdir) for path in paths]


@cache
def digest_of_code() -> str:
    """Return a digest of our own code and catalogues: what others have made and stored is made again."""
    ours = (p for p in Path(variorum.__file__).parent.rglob("*") if p.suffix in {".py", ".po"})
    return digest_of(*(p.read_bytes() for p in sorted(ours)))
