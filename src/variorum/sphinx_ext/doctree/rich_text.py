"""Words of works as pybtex' rich text: a Run in, what its backends render out."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pybtex.richtext import BaseMultipartText, HRef, Tag

from variorum.works.runs import Run


class InLanguage(BaseMultipartText):  # type: ignore[misc]  # pybtex has no types
    """Rich text in another language than the page's; HTML says so, other backends show the words alone."""

    def __init__(self, language: str, *parts: Any) -> None:
        self.info = (language,)  # pybtex copies a text by type(self)(*self.info, *parts)
        super().__init__(*parts)

    def render(self, backend: Any) -> Any:
        """Return docutils nodes that carry the language, or what another backend makes of the words."""
        inner = super().render(backend)
        if backend.RenderType is not list:
            return inner
        return [nodes.inline("", "", *inner, classes=[f"language-{self.info[0]}"])]


_TAGS = {"title": "em", "strong": "strong", "raised": "sup"}


def dressed(run: Run) -> Any:
    """Return a run as pybtex' rich text."""
    text: Any = run.text
    if run.kind == "link":
        text = HRef(run.address, text, external=True)
    elif run.kind in _TAGS:
        text = Tag(_TAGS[run.kind], text)
    return InLanguage(run.language, text) if run.language else text
