"""CITATION.cff in, the people that it names out, so that nobody who wrote for the edition is missing there.

The file is the editors' own: it is read, never written. Who cannot be read in it is as if not named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from variorum.model.credit import CitationFile
from variorum.model.limits import MAX_CONTRIBUTION_BYTES
from variorum.model.problems import Problem
from variorum.reading.files import Refused, decode_contribution, is_there, read_bytes

PATH = "CITATION.cff"
_PEOPLE = ("authors", "editors", "translators", "contributors", "contact")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_citation_file(root: Path) -> tuple[CitationFile | None, list[Problem]]:
    """Read the file; None if there is none."""
    if not is_there(root, PATH):
        return None, []
    try:
        text = decode_contribution(PATH, read_bytes(root, PATH, MAX_CONTRIBUTION_BYTES))
        top = yaml.compose(text, Loader=_LOADER)  # nodes with their lines; nothing is constructed
    except Refused as refused:
        return None, [refused.problem]
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return None, [
            Problem(
                PATH, line, "value-invalid", "this is not well-formed YAML; see https://citation-file-format.github.io"
            )
        ]
    work = _value(top, "preferred-citation") or top
    authors = _value(work, "authors")
    names = {name for place in (top, work) for key in _PEOPLE for name in _names(_value(place, key))}
    return CitationFile(frozenset(names), authors.start_mark.line if authors else 1), []


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _names(people: yaml.Node | None) -> Iterator[str]:
    """Yield every way to say the name of each person of a list."""
    for person in people.value if isinstance(people, yaml.SequenceNode) else ():
        said = {key: value.value for key in _KEYS if (value := _value(person, key)) and isinstance(value.value, str)}
        family = " ".join(said[key] for key in ("name-particle", "family-names", "name-suffix") if key in said)
        given = said.get("given-names", "")
        yield from (said[key] for key in ("name", "alias") if key in said)
        if family:
            yield from (f"{given} {family}".strip(), f"{family} {given}".strip(), f"{family}, {given}")


_KEYS = ("name", "alias", "given-names", "name-particle", "family-names", "name-suffix")
