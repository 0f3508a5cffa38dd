"""The other titles under which works are known: works in, `Short Course: see CPSU 1938` out.

They stand in `shorttitle`, several with ` | ` between them. A title that the work's own begins with leads nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from variorum.model.works import Work
from variorum.text.collation import comparison_key, order_key
from variorum.works.labels import short_titles


class SeeReference(NamedTuple):
    """A title that leads to a work."""

    title: str  # e.g. "Short Course"
    work: Work


def see_references(works: Iterable[Work], language: str) -> Sequence[SeeReference]:
    """Return the titles that lead to works, in the order of a language."""
    found = [
        SeeReference(title, work)
        for work in works
        for title in short_titles(work)
        if not comparison_key(work.title).startswith(comparison_key(title))
    ]
    return sorted(found, key=lambda see: (order_key(see.title, language), see.work.key))
