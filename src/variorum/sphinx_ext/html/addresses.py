"""Where every note and parallel stands, and what became of those that are gone, for a page that an old link leads to.

In: the Domain's places and the edition. Out: `_static/addresses.js`, a classic script that `forwarding.js` fetches when
the address names something that is not on the page; so no page grows by it, and it can be read from a folder.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.disk.whole_file import write_whole
from variorum.model.edition import Edition, Parallel
from variorum.model.source import Annotation
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import files_written
from variorum.sphinx_ext.output import output_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = "addresses.js"


def register(app: Sphinx) -> None:
    """Tell Sphinx when the file is written."""
    app.connect("build-finished", write)


@files_written()
def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file beside the other scripts."""
    if exception is not None or not output_of(app.builder).themed:
        return
    told = {"places": _places(app), "gone": _gone(domain_of(app.env).edition)}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    write_whole(Path(app.outdir) / "_static" / FILE, f"globalThis.variorumAddresses = {text};\n")


def _places(app: Sphinx) -> dict[str, str]:
    """Return where the notes and parallels stand, by the anchors that they have and those that they had."""
    domain = domain_of(app.env)
    found = {}
    for kind, thing in _things(domain.edition):
        if place := domain.place_of(kind, thing.id):
            address = f"{app.builder.get_target_uri(place.docname)}#{place.anchor}"
            found.update({f"{kind}-{id_}": address for id_ in (thing.id, *thing.formerly)})
    return found


def _gone(edition: Edition) -> dict[str, str]:
    """Return why notes and parallels were taken out that had an anchor, by that anchor."""
    there = {f"{kind}-{thing.id}" for kind, thing in _things(edition)}
    gone = {f"{refusal.kind}-{refusal.id}": refusal.reason for refusal in edition.refusals if refusal.id}
    return {anchor: reason for anchor, reason in gone.items() if anchor not in there}


def _things(edition: Edition) -> list[tuple[str, Annotation | Parallel]]:
    notes = [("annotation", note) for source in edition.sources for note in source.annotations]
    return [*notes, *(("parallel", parallel) for parallel in edition.parallels)]
