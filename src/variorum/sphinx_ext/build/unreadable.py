"""Files that would end a build in Sphinx' own report: each is said in one line, and the build goes on without it.

The exit code is 1 then, and no seal is set on what the build keeps, so that the next build reads everything anew.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from pybtex.database import Person
from sphinx.util import logging

from variorum.disk.whole_file import write_whole
from variorum.model.problems import Problem
from variorum.model.works import Work
from variorum.reading.files import Refused, decode
from variorum.sphinx_ext.build.bibliography_entries import can_be_decoded, decodable
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.doctree.bibliography_style import WorkEntry

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_STAND_IN = "This page cannot be read\n========================\n"  # a heading in Markdown and in reStructuredText
_with_unreadable: WeakSet[Sphinx] = WeakSet()  # the builds that met such a file


def has_unreadable(app: Sphinx) -> bool:
    """Whether the build had to leave out a file."""
    return app in _with_unreadable


def say_unread_bibliography(app: Sphinx, works: Mapping[str, Work], problems: Iterable[Problem]) -> None:
    """Before anything is read: say it if the bibliography, or an entry of it, cannot be read."""
    broken = [
        problem for problem in problems if problem.code == "bibliography-broken" or not (works or problem.is_hint)
    ]
    if broken:
        _say(app, broken[0])
    if broken and not works:
        # one line is enough: nobody learns more from one for each citation
        app.config.suppress_warnings = [*app.config.suppress_warnings, "bibtex.key_not_found"]


def mend_entries(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before works are cited: give sphinxcontrib-bibtex what its styles cannot do without, in files that only it reads.

    A work without title gets its key for one; names and fields that cannot be decoded from TeX are taken as they are.
    """
    for key, entry in cite_domain_of(env).bibdata.data.entries.items():
        if isinstance(entry, WorkEntry):
            continue
        for name, value in list(entry.fields.items()):
            entry.fields[name] = decodable(value)
        if not entry.fields.get("title", "").strip():
            entry.fields["title"] = f"[{key}]"
        for role, people in list(entry.persons.items()):
            named = [person if can_be_decoded(str(person)) else Person(decodable(str(person))) for person in people]
            entry.persons[role] = [person for person in named if str(person).strip()]
            if not entry.persons[role]:
                del entry.persons[role]


def leave_out_broken_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before Sphinx reads a page that is no text: let it read an empty page of the same name."""
    for docname in docnames:
        path = Path(env.doc2path(docname))
        said = str(path.relative_to(app.confdir) if path.is_relative_to(app.confdir) else path)
        try:
            _read_page(said, path)
        except Refused as refused:
            _say(app, refused.problem)
            stand_in = Path(app.doctreedir, f"variorum-unreadable{path.suffix}")
            write_whole(stand_in, _STAND_IN)
            env.project._docname_to_path[docname] = stand_in  # Sphinx has no other way to read a page from elsewhere


def _read_page(said: str, path: Path) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused(said, 1, "file-missing", "this is no file; put a file here")
        return decode(said, path.read_bytes())
    except OSError as error:
        raise Refused(said, 1, "file-unreadable", f"cannot be read: {error.strerror}") from error


def _say(app: Sphinx, problem: Problem) -> None:
    logger.error("%s", problem, type="variorum", subtype=problem.code)
    app.statuscode = 1
    _with_unreadable.add(app)
