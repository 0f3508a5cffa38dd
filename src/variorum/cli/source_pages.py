"""The pages of docs/ that show a new source: one, or of a long text one for each part, with their contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from variorum.disk.whole_file import write_new
from variorum.editing.safe_markdown import in_heading
from variorum.parallels.source_parts import SourcePart, parts_of
from variorum.reading import read_edition
from variorum.text.transliteration import slug


def write_page(edition: Path, id_: str, heading: str) -> None:
    """Write the page that shows the source, where the editor keeps such pages."""
    page = edition / "docs" / "sources" / f"{id_}.md"
    if (edition / "docs").is_dir() and not page.exists():
        write_new(page, f"# {heading}\n\n```{{source}} {id_}\n```\n")
        click.echo(f"docs/sources/{id_}.md{_to_be_listed(edition)}")


def _to_be_listed(edition: Path) -> str:
    """Return what is to be done with a new page, where no table of contents takes all pages of this folder in."""
    pages = (page.read_text(encoding="utf-8", errors="replace") for page in (edition / "docs").glob("*.md"))
    listed = any("sources/*" in map(str.strip, page.split("\n")) for page in pages)
    return "" if listed else " (add it to a toctree, or no page leads there)"


def write_pages(edition: Path, id_: str, siglum: str, heading: str) -> None:
    """Write a page for each part of a source, one for each book of such parts, and one with the contents of all."""
    source = read_edition(edition).source(id_)
    folder = edition / "docs" / "sources" / id_
    contents = folder.with_suffix(".md")
    if source is None or contents.exists() or folder.exists():
        click.echo(f"docs/sources/{id_} is there already, or the source cannot be set; no page was written")
        return
    parts = parts_of(source)
    books = [(title, list(held)) for title, held in groupby(parts, key=lambda part: part.book)]
    if not any(title for title, _ in books):
        _write_parts(folder, id_, siglum, parts)
    else:
        width = len(str(len(books)))
        for number, (title, held) in enumerate(books, start=1):
            name = f"{number:0{width}}"
            if not title:  # what stands before the first book
                _write_parts(folder, id_, siglum, held, name=name)
                continue
            own = folder / f"{name}-{slug(title)[:_SLUG_CHARS].strip('-')}".rstrip("-")
            _write_parts(own, id_, siglum, held)
            write_new(own.with_suffix(".md"), f"# {in_heading(f'{siglum} · {title}')}\n\n{_contents(own.name, 1)}")
    # below a book stand its parts; where a part holds headings they stand below it
    write_new(contents, f"# {heading}\n\n{_contents(id_, 2 if any(t for t, _ in books) else 1)}")
    click.echo(f"docs/sources/{id_}.md and {len(parts)} pages in docs/sources/{id_}/{_to_be_listed(edition)}")


_SLUG_CHARS = 24  # of the title of a book in the name of its folder


def _contents(folder: str, depth: int) -> str:
    return f"```{{toctree}}\n:glob:\n:maxdepth: {depth}\n\n{folder}/*\n```\n"


def _write_parts(folder: Path, id_: str, siglum: str, parts: Sequence[SourcePart], name: str = "") -> None:
    """Write a page for each part, named by its number, or the first by a given name."""
    width = len(str(len(parts)))
    for number, part in enumerate(parts, start=1):
        head = f"# {in_heading(f'{siglum} · {part.title}')}\n\n"
        body = f"```{{source}} {id_}\n:from: {part.first}\n:to: {part.last}\n```\n"
        own = f"{name}.{number:0{width}}" if name else f"{number:0{width}}"
        write_new(folder / f"{own}.md", head + body)
