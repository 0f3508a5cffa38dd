"""What stands in pandoc's tree, without the marks on it: words, headings, what it says of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from variorum.importing.epub_pages import TITLE_PAGE
from variorum.importing.own_title import heading_is_title
from variorum.model.passages import PassageKind
from variorum.reading.language_tags import is_language_tag
from variorum.text.line_joining import in_one_line


def plain(content: Any) -> str:
    """Return the words of inlines (or of a value of the metadata) alone."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        if content.get("t") in {"Space", "SoftBreak", "LineBreak"}:
            return " " if content["t"] == "Space" else "\n"
        inner = content.get("c", "")
        return plain(inner[1] if content.get("t") in {"Link", "Image"} else inner)  # not the address behind them
    parts = content if isinstance(content, list) else ()  # numbers and the like are no words
    return "".join(map(plain, (c for c in parts if not _is_attributes(c))))


def _is_attributes(content: Any) -> bool:
    return (
        isinstance(content, list)
        and len(content) == 3
        and isinstance(content[0], str)
        and all(isinstance(c, list) for c in content[1:])
    )


def is_picture(block: Any) -> bool:
    """Whether a paragraph holds nothing but pictures."""
    if block["t"] not in {"Para", "Plain"}:
        return False
    kinds = {inline["t"] for inline in block["c"]}
    return "Image" in kinds and kinds <= {"Image", "Space", "SoftBreak", "LineBreak"}


# Paragraphs by the named styles of a word processor, in small letters, and by classes of pages and e-books.
_KINDS: Mapping[str, PassageKind] = {
    "title": PassageKind.TITLE,
    **dict.fromkeys(("subtitle", "author", "date", "titlepage", TITLE_PAGE), PassageKind.INSET),
    **dict.fromkeys(("caption", "image caption", "table caption", "captioned figure"), PassageKind.CAPTION),
}
_TITLE_BLOCK = "title-block-header"  # as pandoc calls it in the pages that it writes


def kind_of(attributes: Any) -> PassageKind | None:
    """Return what kind of passages the paragraphs of a block are, as its style, its class or its name says."""
    id_, classes, pairs = attributes
    if id_ == _TITLE_BLOCK:
        return PassageKind.INSET
    names = (dict(pairs).get("custom-style", "").lower(), *(name for name in classes if name in _CLASSES))
    return next((_KINDS[name] for name in names if name in _KINDS), None)


_CLASSES = frozenset({"titlepage", TITLE_PAGE, "caption"})


def meta_language(meta: Mapping[str, Any]) -> str:
    """Return the language that a document says it is in; "" if it says none."""
    for key in ("lang", "language"):
        said = plain(meta.get(key, {}).get("c", []))
        if is_language_tag(said):
            return said
    return ""


def meta_words(meta: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return what a document says of itself under a name, one or several times."""
    said = meta.get(key, {})
    values = said.get("c", []) if said.get("t") == "MetaList" else [said] if said else []
    return tuple(filter(None, (in_one_line(plain(value)) for value in values)))


def _headers(content: Any) -> Iterator[Any]:
    """Yield the headings of a document wherever they stand, in their order."""
    for block in content if isinstance(content, list) else ():
        if isinstance(block, dict) and block.get("t") == "Header":
            yield block["c"]
        elif isinstance(block, dict) and block.get("t") == "Div":
            yield from _headers(block["c"][1])


def title_heading(blocks: Any, named: str) -> object:
    """Return the heading of a document that is its title, None if none is; `named` is what the file calls itself."""
    first, *others = [*_headers(blocks)] or [None]
    if first is None:
        return None
    is_only = all(first[0] < other[0] for other in others)
    is_marked = "title" in first[1][1]
    return first if is_marked or heading_is_title(plain(first[2]), named, is_only=is_only) else None
