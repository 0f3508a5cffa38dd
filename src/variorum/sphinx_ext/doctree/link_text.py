"""What a link to a thing of the edition shows."""

from __future__ import annotations

from variorum.model.edition import Edition


def words_of_link(edition: Edition, kind: str, target: str) -> str:
    """Return what a link shows when its author gives no words: a parallel's title, “note at No 22”, or the target."""
    if kind == "parallel":
        return getattr(edition.parallel(target), "title", target)
    if kind == "annotation" and (annotation := edition.annotation(target)):
        source = edition.source(annotation.source)
        return f"note at {source.siglum if source else annotation.source} {annotation.passage}"
    if kind == "name":
        return getattr(edition.names.get(target), "name", target)
    return target
