"""What the form for notes and parallels needs to know of the edition, as a script file that is read when it is opened.

In: the edition and its settings. Out: `contributing.js` in the output folder, a classic script that sets one global
value, so that it can be read from a folder as well as from a server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variorum.disk.whole_file import write_whole
from variorum.model.house_rules import LAST_FIRST
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS, AnnotationKind, RelationKind
from variorum.reading.works import PATH as BIBLIOGRAPHY
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import files_written
from variorum.sphinx_ext.html.repository_links import edit_address, issue_address, new_address
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import Settings, settings_of
from variorum.works.labels import labels

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DATA = "contributing.js"


def register(app: Sphinx) -> None:
    """Tell Sphinx when the file is written."""
    app.connect("build-finished", write)


@files_written()
def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file beside the pages."""
    if exception is None and output_of(app.builder).themed:
        text = json.dumps(_told(app), ensure_ascii=False, separators=(",", ":"))
        write_whole(Path(app.outdir, DATA), f"globalThis.variorumContributing = {text};\n")


def _told(app: Sphinx) -> dict[str, Any]:
    settings, edition = settings_of(app.config), domain_of(app.env).edition
    named = labels(edition.works.values(), settings.wording)
    return {
        "kinds": _rows(settings, ANNOTATION_KINDS.values()),
        "relations": _rows(settings, RELATIONS.values()),
        "words": settings.rules.note_words,
        "cite": settings.rules.note_works,
        "glosses": settings.rules.glosses,
        "contact": settings.contact,
        "newNotes": {s.id: new_address(settings, f"sources/{s.id}/annotations") for s in edition.sources},
        "notes": sorted(
            f"{id_}.md".lower() for s in edition.sources for note in s.annotations for id_ in (note.id, *note.formerly)
        ),
        "parallels": sorted(f"{id_}.md".lower() for p in edition.parallels for id_ in (p.id, *p.formerly)),
        "newParallel": new_address(settings, "parallels"),
        "newIssue": issue_address(settings),
        "bibliography": edit_address(settings, BIBLIOGRAPHY) if settings.repository else "",
        "lastFirst": settings.rules.names == LAST_FIRST,
        "works": [[key, named.get(key, key)] for key in sorted(edition.works, key=str.casefold)],
    }


def _rows(settings: Settings, rows: Iterable[AnnotationKind | RelationKind]) -> list[dict[str, str]]:
    say = settings.wording.say
    return [{"id": r.id, "label": say(r.label), "meaning": say(r.meaning), "mark": r.mark} for r in rows]
