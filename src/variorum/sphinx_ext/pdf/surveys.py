"""Surveys that an earlier build has taken: where everything stands follows from the text, whatever most notes say.

In: a folder in which the compiler works. Out: what it told last time about just these files, or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.state_seal import read_record, write_record
from variorum.sphinx_ext.pdf.manuscript import Manuscript

RECORD = "surveys.json"
# of what the solver has decided, that which the text needs to be laid out: the rest is drawn beside it
_OF_THE_TEXT = ("pages", "rests")


class Surveys:
    """What the compiler has told, by a digest of all that the text is laid out from."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD
        found = read_record(self._path)
        self._old: Mapping[str, list[Any]] = found if isinstance(found, dict) else {}
        self._used: dict[str, list[Any]] = {}

    def get(self, key: str) -> list[Any] | None:
        """Return the survey of a digest, and keep it for the next build."""
        found = self._used.get(key, self._old.get(key))
        if found is not None:
            self._used[key] = found
        return found

    def keep(self, key: str, survey: list[Any]) -> None:
        """Remember a survey."""
        self._used[key] = survey

    def write(self) -> None:
        """Write down the surveys that this build has asked for, those alone."""
        if self._used != self._old:
            write_record(self._path, self._used)


def digest_of_text(folder: Path, manuscript: Manuscript, places: Mapping[str, Any], *, at_foot: bool) -> str:
    """Return a digest of all that decides where the text stands: notes only where they take room in it."""
    shown = set(manuscript.notes) if at_foot else {id_ for ids in places.get("rests", {}).values() for id_ in ids}
    files = [*sorted(folder.glob("*.typ")), folder / "settings.json", folder / "formulas.json"]
    files += sorted((folder / "pictures").iterdir())
    return digest_of(
        version("typst"),
        json.dumps({name: places.get(name) for name in _OF_THE_TEXT}, sort_keys=True),
        json.dumps(manuscript.numbers, sort_keys=True),
        *(manuscript.notes[id_].code for id_ in sorted(shown)),
        *_held(path for path in files if path.name not in {"notes.typ", "heights.typ"}),
        *_held(sorted((folder / "fonts").iterdir())),
    )


def _held(files: Iterable[Path]) -> Iterator[bytes | str]:
    """Yield name and content of each file."""
    for path in files:
        yield path.name
        yield path.read_bytes()
