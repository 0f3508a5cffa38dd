"""The style of the works of an edition: the setting `variorum_style` in, a `WorkStyle` out.

A style of CSL is printed by pandoc's citeproc, once in a build and only when works, citations or style have changed.
What it cannot print is said once, and our own style takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from variorum.model.body import CITE_ROLES, cite_targets
from variorum.model.edition import Edition
from variorum.model.problems import MissingExtraError
from variorum.model.works import Work
from variorum.reading.files import ParseCache, Refused, digest_of
from variorum.reading.pandoc_process import PandocError, pandoc_program
from variorum.sphinx_ext.build.cite_domain import cite_domain_of
from variorum.sphinx_ext.doctree.bibliography_style import work_of_entry
from variorum.sphinx_ext.settings import line_of_setting, settings_of
from variorum.works.csl_file import CODE, read_csl_file
from variorum.works.csl_printing import Group, Question, ask
from variorum.works.labels import sort_key_in
from variorum.works.styles import CslStyle, WorkStyle
from variorum.works.uses import in_order_of_citation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

SETTING = "variorum_style"
_CACHED_AS = "(works in the style of the edition)"
_NOT_THERE = frozenset({"file-missing", "file-unreadable"})  # the line that names the file is the one to mend
_CITE_ROLE = re.compile(r"\{cite:\w+\}`([^`]+)`|:cite:\w+:`([^`]+)`")


def register(app: Sphinx) -> None:
    """Tell Sphinx the setting."""
    app.add_config_value(SETTING, "", "env", str)  # a file of CSL, seen from conf.py; "" = our own style, Chicago's
    app.connect("config-inited", _print_all_alike, priority=400)  # before sphinxcontrib-bibtex looks for its styles


def style_of(app: Sphinx, edition: Edition, cache: ParseCache) -> WorkStyle:
    """Return the style in which the works of the edition are printed; what stands in its way is said."""
    name, settings = app.config[SETTING], settings_of(app.config)
    own = WorkStyle(edition.works.values(), settings.wording)
    if not name:
        return own
    confdir = Path(app.confdir)
    asked_for = f"{confdir / 'conf.py'}:{line_of_setting(SETTING, confdir)}"
    try:
        style = read_csl_file(confdir, name)
        program = pandoc_program(f"{SETTING} “{name}”", "style")
        works = _in_order([*edition.works.values(), *_other_works(app.env, edition)], edition, settings.language)
        groups = [*_groups_of_edition(edition), *_groups_of_pages(app.env)]
        question = Question(style, works, _known(groups, works), settings.wording)
        digest = digest_of(program, question.document(), *question.files().values())
        return CslStyle(question, question.printed(cache.recall(_CACHED_AS, digest, lambda: ask(program, question))))
    except MissingExtraError as missing:
        _say(f"{missing}", asked_for, "extra-missing")
    except PandocError as error:
        _say(f"{error}; works are printed in our own style", f"{confdir / name}:1", CODE)
    except Refused as refused:
        problem = refused.problem
        if problem.code in _NOT_THERE:
            _say(f"{SETTING} is “{name}”: {problem.message}", asked_for, problem.code)
        else:
            _say(problem.message, f"{confdir / name}:{problem.line}", problem.code)
    return own


def _say(message: str, location: str, code: str) -> None:
    logger.warning("%s", message, location=location, type="variorum", subtype=code)


def _print_all_alike(app: Sphinx, config: Config) -> None:
    """Where a style of CSL is asked for, let sphinxcontrib-bibtex ask us for its entries and citations."""
    if config[SETTING]:
        config.bibtex_default_style = config.bibtex_reference_style = "variorum"


def _in_order(works: list[Work], edition: Edition, language: str) -> list[Work]:
    """Return the works as they are numbered: as the edition cites them, then those that only its pages cite."""
    first = {key: place for place, key in enumerate(in_order_of_citation(edition))}
    order = sort_key_in(language)
    return sorted(works, key=lambda work: (first.get(work.key, len(first)), order(work)))


def _other_works(env: BuildEnvironment, edition: Edition) -> Iterator[Work]:
    """Yield the works of the other files that sphinxcontrib-bibtex reads."""
    domain = cite_domain_of(env)
    for key, entry in domain.bibdata.data.entries.items():
        if key not in edition.works:
            yield work_of_entry(entry)


def _groups_of_edition(edition: Edition) -> Iterator[Group]:
    bodies = [annotation.body for source in edition.sources for annotation in source.annotations]
    bodies += [parallel.body for parallel in edition.parallels]
    for body in bodies:
        yield from (cite_targets(role.text) for role in body.roles(*CITE_ROLES))


def _groups_of_pages(env: BuildEnvironment) -> Iterator[Group]:
    """Yield what the editor's own pages cite; what is not found here is put together when it is met."""
    for docname in sorted(env.found_docs):
        text = Path(env.doc2path(docname)).read_text(encoding="utf-8", errors="replace")
        for match in _CITE_ROLE.finditer(text):
            yield cite_targets(match[1] or match[2])


def _known(groups: list[Group], works: list[Work]) -> list[Group]:
    keys = {work.key for work in works}
    return [group for group in dict.fromkeys(groups) if group and all(target.key in keys for target in group)]
