"""The files that pages offer to other programs: what pages show in, `_exports/…` beside the pages out.

The works as BibTeX and CSL-JSON, all of them and those of each source; the parallels as a table and JSON. A file is
written only if a page offers it (`doctree.work_nodes.export_links`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.disk.whole_file import write_whole
from variorum.parallels.exports import PARALLEL_FORMATS
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import files_written, keep_only
from variorum.sphinx_ext.build.parts import Part
from variorum.sphinx_ext.doctree.work_nodes import ALL_PARALLELS, ALL_WORKS, EXPORTS, export_of
from variorum.sphinx_ext.output import output_of
from variorum.works.exports import bibtex, csl_json
from variorum.works.uses import works_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Tell Sphinx when the files are written."""
    app.connect("build-finished", write_exports, priority=400)


@files_written()
def write_exports(app: Sphinx, exception: Exception | None) -> None:
    """Write the files that pages offer, and take away those that none offers any more."""
    if exception is not None or not output_of(app.builder).web:
        return
    folder = Path(app.outdir, EXPORTS)
    files = dict(_files(app))
    keep_only(app, folder, files)
    for name, text in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, text)


def _files(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file."""
    domain = domain_of(app.env)
    edition = domain.edition
    shown = {part for parts in domain.shows.values() for part in parts}
    wanted = {ALL_WORKS: list(edition.works.values())} if Part("works") in shown else {}
    for source in edition.sources:
        if Part("works", source.id) in shown:
            wanted[export_of(source.id)] = sorted(works_of(edition, source), key=domain.style.sort_key)
    for name, works in wanted.items():
        if works:
            yield f"{name}.bib", bibtex(works)
            yield f"{name}.json", csl_json(works)
    if Part("harmony") in shown:
        yield from ((f"{ALL_PARALLELS}.{ending}", write(edition)) for ending, write in PARALLEL_FORMATS.items())
