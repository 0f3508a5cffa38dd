"""The parts of an edition that a page may be made from, by name; `dependencies` has the digest of each."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A part of the edition as a page shows it."""

    kind: str  # key of `dependencies.DIGESTS`, e.g. "source"
    target: str = ""  # which of them, e.g. "norwegian", "1878 1916"; "" = all
    within: str = ""  # which passages of a source, e.g. "from 1:1 to 1:31", "division 2:1"; "" = all
