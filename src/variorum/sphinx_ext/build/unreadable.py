"""Files that would end a build in Sphinx' own report: each is said in one line, and the build goes on without it.

The exit code is 1 then, and no seal is set on what the build keeps, so that the next build reads everything anew.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakSet

from pybtex.database import Person
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from sphinx.util import logging

from variorum.disk.whole_file import write_whole
from variorum.model.problems import Problem
from variorum.model.works import Work
from variorum.reading.files import Refused, decode
from variorum.reading.works import PATH
from variorum.sphinx_ext.settings import edition_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

logger = logging.getLogger(__name__)

_STAND_IN = "This page cannot be read\n========================\n"  # a heading in Markdown and in reStructuredText
_with_unreadable: WeakSet[Sphinx] = WeakSet()  # the builds that met such a file


def has_unreadable(app: Sphinx) -> bool:
    """Whether the build had to leave out a file."""
    return app in _with_unreadable


def leave_out_broken_bibliography(app: Sphinx, read: tuple[Mapping[str, Work], Iterable[Problem]]) -> None:
    """Before sphinxcontrib-bibtex reads a bibliography that would break it: take it from the list of what it reads."""
    works, problems = read
    broken = [problem for problem in problems if not problem.is_hint]
    if works or not broken:
        return
    _say(app, broken[0])
    path = edition_folder(app).resolve() / PATH
    app.config.bibtex_bibfiles = [
        name
        for name in app.config.bibtex_bibfiles
        if path not in {Path(folder, name).resolve() for folder in (app.confdir, app.srcdir)}
    ]
    # one line is enough: nobody learns more from one for each citation
    app.config.suppress_warnings = [*app.config.suppress_warnings, "bibtex.key_not_found"]


def mend_entries(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before works are cited: give sphinxcontrib-bibtex what its own styles cannot do without; `check` has said it.

    A work without title gets its key for one; names and fields that cannot be decoded from TeX are taken as they are.
    """
    for key, entry in cast("BibtexDomain", env.get_domain("cite")).bibdata.data.entries.items():
        for name, value in list(entry.fields.items()):
            entry.fields[name] = _decodable(value)
        if not entry.fields.get("title", "").strip():
            entry.fields["title"] = f"[{key}]"
        for role, people in list(entry.persons.items()):
            named = [person if _is_decodable(str(person)) else Person(_decodable(str(person))) for person in people]
            entry.persons[role] = [person for person in named if str(person).strip()]
            if not entry.persons[role]:
                del entry.persons[role]


def _decodable(value: str) -> str:
    """Return a value, or its words without TeX if they cannot be decoded."""
    return value if _is_decodable(value) else value.replace("{", "").replace("}", "").replace("\\", "")


def _is_decodable(value: str) -> bool:
    if "\\" not in value:
        return True
    try:
        Text.from_latex(value)
    except (PybtexError, UnicodeError, RecursionError):
        return False
    return True


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
