"""Where in a page or in Markdown parts stand deepest in one another: a text in, the line to mend out.

Pandoc tells no lines, so they are looked for in the text itself.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from variorum.model.limits import MAX_XML_LEVELS

_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+][ \t]|\d+[.)][ \t]))*")  # of quotations and lists
_ANY = re.compile(r"\S")
_FEW = 8  # marks in which nothing is deep


def deepest_line(text: str, format_: str) -> int:
    """Return the line of a text at which its parts stand too deep in one another; 0 if none can be told.

    >>> deepest_line("One\\n\\n" + "> " * 20 + "two", "markdown"), deepest_line("One ^[a ^[b]]", "markdown")
    (3, 0)
    """
    if format_ == "html":
        return _of_page(text)
    if format_ != "markdown":
        return 0
    levels = [max(_levels(line), line.count("^[")) for line in text.split("\n")]
    return levels.index(max(levels)) + 1 if max(levels) > _FEW else 0


def _levels(line: str) -> int:
    marks = _MARKS.match(line)
    return len(_ANY.findall(marks[0])) if marks else 0


def _of_page(text: str) -> int:
    page = _Levels()
    page.feed(text)
    page.close()
    return page.line


class _Levels(HTMLParser):
    """Counts elements that are open, but for those without an end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: dict[str, int] = {}
        self.line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element that begins."""
        self.open[tag] = self.open.get(tag, 0) + (tag not in _WITHOUT_END)
        if not self.line and sum(self.open.values()) > MAX_XML_LEVELS:
            self.line = self.getpos()[0]

    def handle_endtag(self, tag: str) -> None:
        """Count an element that ends."""
        self.open[tag] = max(0, self.open.get(tag, 0) - 1)


_WITHOUT_END = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th",  # whose end may be left out
})  # fmt: skip
