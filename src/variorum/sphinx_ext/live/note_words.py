"""The new words of a note, put into a page that is written: what an editor who has saved a note waits for.

Only where nothing else of the page has changed: neither what the note is on, nor another note's number. Of such a page
the passages of the notes are read and resolved as Sphinx does with any page; then the boxes of the notes take the place
of the old ones. The build of everything, which is to follow, writes the page as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from variorum.disk.whole_file import write_whole
from variorum.model.edition import Annotation, Edition
from variorum.sphinx_ext._compat import tree_of
from variorum.sphinx_ext.build.dependencies import digest_of_part
from variorum.sphinx_ext.build.domain import domain_of

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

_END = "</aside>\n"
_NUMBERED_ID = re.compile(r' id="id\d+"')  # of citations, which docutils numbers through the page


def put_in_words(builder: StandaloneHTMLBuilder, docname: str, before: Edition) -> bool:
    """Put the words of edited notes into a page; False where more has changed, and nothing is done then."""
    domain = domain_of(builder.env)
    edited = edited_notes(before, domain.edition)
    path = Path(builder.get_outfilename(docname))
    if not edited or not path.is_file() or not _is_else_the_same(builder, docname, _unedited(domain.edition, edited)):
        return False
    domain.glimpsed = _passages(edited.values())
    try:
        builder.read_doc(docname)
        body = _body(builder, docname)
    finally:
        domain.glimpsed = {}
    page = path.read_text(encoding="utf-8")
    for note in edited.values():
        old, new = _box(page, note), _box(body, note)
        if old and new:
            page = page.replace(old, _with_ids(new, old))
    write_whole(path, page)
    return True


def edited_notes(before: Edition, after: Edition) -> Mapping[str, Annotation]:
    """Return what the notes were, by id, of which only the words were edited; none if notes came or went."""
    old, new = ({note.id: note for s in edition.sources for note in s.annotations} for edition in (before, after))
    if [*old] != [*new]:
        return {}
    differ = {id_: note for id_, note in old.items() if note.digest != new[id_].digest}
    same = (replace(new[i], body=n.body, digest=n.digest, lines=n.lines) == n for i, n in differ.items())
    return differ if all(same) else {}


def _unedited(edition: Edition, edited: Mapping[str, Annotation]) -> Edition:
    """Return an edition with these notes instead of those of their names."""
    touched = {note.source for note in edited.values()}
    sources = (
        replace(s, annotations=tuple(edited.get(note.id, note) for note in s.annotations)) if s.id in touched else s
        for s in edition.sources
    )
    return replace(edition, sources=tuple(sources))


def _is_else_the_same(builder: StandaloneHTMLBuilder, docname: str, unedited: Edition) -> bool:
    """Whether a page would be as it is, had the notes not been edited."""
    env, domain = builder.env, domain_of(builder.env)
    if Path(env.doc2path(docname)).stat().st_mtime_ns // 1000 > env.all_docs.get(docname, 0):
        return False
    return all(
        digest_of_part(unedited if part.kind == "source" else domain.edition, part, domain.style) == digest
        for part, digest in domain.shows.get(docname, {}).items()
    )


def _passages(notes: Iterable[Annotation]) -> Mapping[str, frozenset[str]]:
    """Return the loci of the passages that notes hang on, by source."""
    found: dict[str, set[str]] = {}
    for note in notes:
        found.setdefault(note.source, set()).add(note.passage)
    return {source: frozenset(loci) for source, loci in found.items()}


def _body(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return a page that was read as `StandaloneHTMLBuilder.write_doc` writes it, without its frame."""
    builder.prepare_writing({docname})
    tree = tree_of(builder.env, docname)
    builder.env.apply_post_transforms(tree, docname)
    tree.settings = builder.docsettings
    builder.current_docname = docname
    visitor = cast("HTML5Translator", builder.create_translator(tree, builder))
    tree.walkabout(visitor)
    return "".join(visitor.fragment)


def _box(text: str, note: Annotation) -> str:
    """Return the box of a note as it stands in a page; "" if there is none."""
    at = text.find(f'id="annotation-{note.id}"')
    end = text.find(_END, at)
    start = text.rfind("<aside", 0, at)
    return text[start : end + len(_END)] if at >= 0 <= start and end >= 0 else ""


def _with_ids(new: str, old: str) -> str:
    """Return a box with the ids of the old one, if it has as many."""
    ids = _NUMBERED_ID.findall(old)
    return _NUMBERED_ID.sub(lambda _: ids.pop(0), new) if len(ids) == len(_NUMBERED_ID.findall(new)) else new
