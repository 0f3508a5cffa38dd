"""The annotations of an edition for readers that know EPUB Annotations: pages of a book and notes in, a file out. Pure.

The form is that of EPUB Annotations 1.0, a profile of Web Annotation, in the W3C editors' draft of 2026
(`w3c/epub-specs` at 07d1bf7). A draft may change; what it leaves open (a schema, whether words may be quoted as a
selector) is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import NAMESPACE_URL, uuid5

CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"
PLACE = "META-INF/my.annotation"  # in the book
HTML_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation as it goes out."""

    id: str  # e.g. "no-first-marriage"
    page: str  # file in the book, e.g. "norwegian.xhtml"
    anchor: str  # of its passage, e.g. "p22"
    passage: str  # the passage's text, letter for letter
    start: int  # where its words begin there, in code points; equal to `end` for the whole passage
    end: int
    words: str  # of the note
    by: str
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class About:
    """The book."""

    identifier: str
    title: str
    author: str
    language: str
    moment: str  # when it is of, e.g. "2026-09-20T00:00:00Z"


def annotation_set(about: About, remarks: Iterable[Remark], pages: Mapping[str, str]) -> str:
    """Return all remarks as one set; `pages` are the files of the book."""
    told: dict[str, dict[str, list[tuple[str, bool]]]] = {}
    items = []
    for remark in remarks:
        if remark.page in pages:
            if remark.page not in told:
                told[remark.page] = words_of_passages(pages[remark.page])
            items.append(_item(about, remark, told[remark.page].get(remark.anchor, [])))
    held = {
        "@context": [CONTEXT, {"@language": about.language}],
        "id": _name(about.identifier),
        "type": "AnnotationSet",
        "generated": about.moment,
        "title": about.title,
        "about": {
            "dc:identifier": [about.identifier],
            "dc:format": "application/epub+zip",
            "dc:title": about.title,
            "dc:creator": [about.author],
            "dc:date": about.moment[:4],
        },
        "items": items,
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _item(about: About, remark: Remark, pieces: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    selector: dict[str, Any] = {"type": "FragmentSelector", "conformsTo": HTML_FRAGMENTS, "value": remark.anchor}
    selectors = [selector]
    if remark.start < remark.end and (place := position(pieces, remark.passage, remark.start, remark.end)):
        words = {"type": "TextPositionSelector", "start": place[0], "end": place[1]}
        selectors.insert(0, {"type": "CssSelector", "value": f'[id="{remark.anchor}"] .words', "refinedBy": words})
    kind = "Organization" if remark.by == about.author else "Person"
    return {
        "id": _name(f"{about.identifier}/{remark.id}"),
        "type": "Annotation",
        "motivation": "commenting",
        "created": about.moment,
        "creator": {"id": _name(remark.by), "type": kind, "name": remark.by},
        "target": {"source": remark.page, "selector": selectors},
        "body": {"type": "TextualBody", "value": remark.words, "format": "text/plain", "tags": list(remark.tags)},
    }


def _name(words: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, words)}"


def position(pieces: Sequence[tuple[str, bool]], text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where words of a text stand on a page that has other signs between them; None if it is another text.

    `pieces` are what stands there, each with whether it is of the text.
    """
    own = [at for at, of_text in enumerate(flag for words, flag in pieces for _ in words) if of_text]
    if "".join(words for words, of_text in pieces if of_text) != text or not 0 <= start < end <= len(own):
        return None
    return own[start], own[end - 1] + 1


def words_of_passages(page: str) -> dict[str, list[tuple[str, bool]]]:
    """Return for each passage of a page, by its anchor, what stands in its words, and which of that is its text."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


@dataclass
class _Reader(HTMLParser):
    """Reads a page; elements are a stack of what each begins: a passage, its words, a sign that is not of the text."""

    found: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []  # name, and what the element begins
        self.passage = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element begins."""
        held = dict(attrs)
        classes = set((held.get("class") or "").split())
        begins = ""
        if "passage" in classes and held.get("id"):
            begins, self.passage = "passage", held["id"] or ""
        elif "words" in classes and self.passage and self.passage not in self.found:
            begins = "words"
            self.found[self.passage] = []
        elif classes & {"note-reference", "source-call"}:
            begins = "sign"
        if tag not in {"br", "img", "hr", "meta", "link"}:
            self.open.append((tag, begins))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self.open:
            name, begins = self.open.pop()
            if begins == "passage":
                self.passage = ""
            if name == tag:
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass an element that holds nothing."""

    def handle_data(self, data: str) -> None:
        """Keep what stands in the words of a passage."""
        begun = {begins for _, begins in self.open}
        if "words" in begun and self.passage:
            self.found[self.passage].append((data, "sign" not in begun))
