"""What a library and a screen reader ask of a book: cover, accessibility, the pages of the printed book. Pure.

In: the package document, the list of contents, words. Out: the same, completed. Read with EPUB 3.3, EPUB Accessibility
1.1 and the vocabulary of schema.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Access:
    """Who can read a book, and how; each list in the words of schema.org."""

    pictures: bool  # whether there is anything to see but words
    pages: bool  # whether it has a list of the pages of the printed book
    summary: str

    def rows(self) -> Iterable[tuple[str, str]]:
        """Yield property and value of each line of the package document."""
        yield from (("accessMode", mode) for mode in (["textual", "visual"] if self.pictures else ["textual"]))
        yield ("accessModeSufficient", "textual")
        features = ["tableOfContents", "readingOrder", "structuralNavigation", "alternativeText", "ARIA", "index"]
        features += ["displayTransformability", "unlocked", *(["pageNavigation"] if self.pages else [])]
        yield from (("accessibilityFeature", feature) for feature in features)
        yield ("accessibilityHazard", "none")
        yield ("accessibilitySummary", self.summary)


def complete_package(package: str, access: Access, cover: str) -> str:
    """Return the package document with what it lacks: who can read the book, and which picture is its cover."""
    lines = "".join(f'\n    <meta property="schema:{name}">{escape(value)}</meta>' for name, value in access.rows())
    package = package.replace("\n  </metadata>", f"{lines}\n  </metadata>", 1)
    return package.replace(f'href="{cover}" media-type=', f'href="{cover}" properties="cover-image" media-type=', 1)


def add_page_list(contents: str, title: str, pages: Sequence[tuple[str, str]]) -> str:
    """Return the list of contents with one of the printed book's pages: its title, number and address of each."""
    if not pages:
        return contents
    items = "".join(f'<li><a href="{escape(href)}">{escape(number)}</a></li>\n' for number, href in pages)
    nav = f'<nav epub:type="page-list" hidden="hidden">\n<h1>{escape(title)}</h1>\n<ol>\n{items}</ol>\n</nav>\n'
    return contents.replace("</body>", f"{nav}</body>", 1)


def cover(title: str, author: str, sigla: Iterable[str]) -> str:
    """Return a cover as SVG, 1600 × 2400: the title in lines, a line of sigla, the author."""
    lines = list(_lines(title, LETTERS_A_LINE))
    size = 150 if len(lines) < 6 else 100
    shown = "".join(
        f'<text x="160" y="{520 + number * size * 1.25:.0f}">{escape(line)}</text>' for number, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 2400" width="1600" height="2400" '
        f'role="img" aria-label="{escape(f"{title}. {author}")}">'
        '<rect width="1600" height="2400" fill="#f6f3ec"/><rect x="160" y="300" width="320" height="14" fill="#333"/>'
        f'<g font-family="Noto Sans, sans-serif" fill="#222"><g font-size="{size}" font-weight="bold">{shown}</g>'
        f'<text x="160" y="2040" font-size="64" fill="#555">{escape(" · ".join(sigla))}</text>'
        f'<text x="160" y="2180" font-size="72">{escape(author)}</text></g></svg>\n'
    )


LETTERS_A_LINE = 15  # of a title on the cover


def _lines(words: str, most: int) -> Iterable[str]:
    """Yield words in lines of about so many letters."""
    line = ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def without_pages(body: str, is_left_out: re.Pattern[str]) -> str:
    """Return a page without links to pages that the book leaves out; lines of contents that led there are gone.

    `is_left_out` matches the address of a link.
    """
    link = re.compile(r'<a [^>]*href="([^"#]*)(?:#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)

    def plain(found: re.Match[str]) -> str:
        return f"<span>{found[2]}</span>" if is_left_out.fullmatch(found[1]) else found[0]

    before = ""
    while before != body:
        before = body
        body = _LINE_OF_CONTENTS.sub(lambda m: "" if is_left_out.fullmatch(m[1]) else m[0], body)
        body = re.sub(r"<ul>\s*</ul>\n?", "", body)
    return link.sub(plain, body)


_LINE_OF_CONTENTS = re.compile(
    r'<li class="toctree-l\d[^"]*">(?:<p>)?<a [^>]*href="([^"#]*)(?:#[^"]*)?"[^>]*>'
    r"(?:(?!</?li).)*?</a>(?:</p>)?\s*</li>\n?",
    re.DOTALL,
)
