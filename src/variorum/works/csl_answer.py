"""What pandoc's citeproc answers: its JSON in, runs of text out.

Nothing but words, italics, bold and raised letters and links gets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from variorum.works.csl_items import NO_MARKUP, PARTED
from variorum.works.runs import Run, link

_ENTRY = "#ref-"  # before the key of a work, where an answer links to its entry
_REMOVED = re.compile(f"[{PARTED}{NO_MARKUP}]")


class Cited(NamedTuple):
    """Words of a citation, and the work that they lead to."""

    run: Run
    key: str = ""  # "" = none: brackets, “see”, what stands between two works


def cited_words(block: Any) -> tuple[Cited, ...]:
    """Return the words of a paragraph that holds one citation."""
    return tuple(_joined(_walk(block["c"])))


def entries_of(block: Any) -> Iterator[tuple[str, tuple[str, tuple[Run, ...]]]]:
    """Yield of each entry of a list its key, the number that stands before it, and its words."""
    for division in block["c"][1]:
        (id_, _, _), blocks = division["c"]
        margin, words = _parts(blocks)
        runs = tuple(_linked(cited.run) for cited in _joined(words))
        yield id_.removeprefix("ref-"), ("".join(c.run.text for c in _walk(margin)).strip(), _stripped(runs))


@dataclass(frozen=True, slots=True)
class _How:
    """How words are set where the walk is."""

    italic: bool = False
    kind: str = ""  # "strong" | "raised"
    address: str = ""


def _walk(inlines: Iterable[Any], how: _How | None = None) -> Iterator[Cited]:
    how = how or _How()
    for inline in inlines:
        content = inline.get("c")
        match inline["t"]:
            case "Str":
                yield _cited(content, how)
            case "Space" | "SoftBreak" | "LineBreak":
                yield _cited(" ", how)
            case "Emph":  # within italics words are upright
                yield from _walk(content, replace(how, italic=not how.italic))
            case "Strong" | "Superscript" as mark:
                yield from _walk(content, replace(how, kind="strong" if mark == "Strong" else "raised"))
            case "Link":
                yield from _walk(content[1], replace(how, address=content[2][0]))
            case "Span" | "Cite":
                yield from _walk(content[1], how)
            case "Quoted":
                opening, closing = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
                yield _cited(opening, how)
                yield from _walk(content[1], how)
                yield _cited(closing, how)
            case "SmallCaps" | "Subscript" | "Underline" | "Strikeout":
                yield from _walk(content, how)
            case "Note":
                yield from (c for block in content for c in _walk(block["c"], how))
            case _:  # no other is known of citeproc
                continue


def _cited(text: str, how: _How) -> Cited:
    kind = "title" if how.italic else how.kind
    key = how.address.removeprefix(_ENTRY) if how.address.startswith(_ENTRY) else ""
    return Cited(Run(_REMOVED.sub("", text), kind, "", "" if key else how.address), key)


def _joined(pieces: Iterable[Cited]) -> Iterator[Cited]:
    """Put words that are set alike together."""
    for (kind, address, key), alike in groupby(pieces, lambda c: (c.run.kind, c.run.address, c.key)):
        text = "".join(c.run.text for c in alike)
        if text:
            yield Cited(Run(text, kind, "", address), key)


def _linked(run: Run) -> Run:
    return link(run.address)._replace(text=run.text) if run.address else run


def _stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return an entry without the blanks at its end."""
    return (*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip())) if runs else runs


def _parts(blocks: Iterable[Any]) -> tuple[list[Any], Iterator[Cited]]:
    """Part an entry into what stands in its margin and its words, paragraphs with a blank between them."""
    margin: list[Any] = []
    words: list[Any] = []
    for block in blocks:
        inner = block["c"][1] if block["t"] == "Div" else None
        for inlines in [block["c"]] if inner is None else [b["c"] for b in inner]:
            words += [{"t": "Space"}] if words else []
            for inline in inlines:
                is_margin = inline["t"] == "Span" and "csl-left-margin" in inline["c"][0][1]
                (margin if is_margin else words).append(inline)
    return margin, _walk(words)
