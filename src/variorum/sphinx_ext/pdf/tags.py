"""The tags of several files as one tree: what each element of a page is, for those who hear a book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

_NUMBERED = re.compile(r"(Note |U)(\d+)(.*)")  # what the compiler calls notes, and the heads of tables


@dataclass(frozen=True, slots=True)
class Tagged:
    """A file whose pages stand in the book already."""

    file: pikepdf.Pdf
    pages: Sequence[Any]  # in the book
    before: int  # its first headings that only stand in for others
    after: int  # its last ones that do


def join_tags(book: pikepdf.Pdf, parts: Iterable[Tagged]) -> None:
    """Put the tags of all parts into the tree of the book, which is the file of the first."""
    root = book.Root.StructTreeRoot
    whole = root.K[0]
    held: list[Any] = []
    by_number: list[Any] = []
    by_name: dict[str, Any] = {}
    given: Counter[str] = Counter()  # kind of a name → the highest number
    count = 0
    for part in parts:
        own, numbers = _taken_over(book, part)
        for element in own:
            element.P = whole
        held += own
        by_name |= dict(_named(own, given))
        for holder, key in _numbered(part.pages):
            by_number += [count, numbers[int(holder[key])]]
            holder[key] = count
            count += 1
        for role, standard in part.file.Root.StructTreeRoot.get("/RoleMap", {}).items():
            root.RoleMap[role] = standard
    whole.K = pikepdf.Array(held)
    root.ParentTree = book.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(by_number)))
    root.ParentTreeNextKey = count
    if by_name:
        names = sorted(by_name.items(), key=lambda row: row[0].encode())
        root.IDTree = pikepdf.Dictionary(Names=pikepdf.Array([said for row in names for said in row]))


def _taken_over(book: pikepdf.Pdf, part: Tagged) -> tuple[list[Any], dict[int, Any]]:
    """Return the elements of a part, and by number what its pages and links lead to; all in the book."""
    root = part.file.Root.StructTreeRoot
    document, tree = root.K[0], root.ParentTree
    own = list(document.K)
    own = own[part.before : len(own) - part.after]
    if part.file is not book:
        document.K = pikepdf.Array(own)
        del document["/P"]  # or the whole tree would come with it
        own = list(book.copy_foreign(document).K)
        tree = book.copy_foreign(part.file.make_indirect(tree))
    return own, dict(_leaves(tree))


def _leaves(tree: Any) -> Iterator[tuple[int, Any]]:
    """Yield numbers and what they lead to."""
    nums = list(tree.get("/Nums", ()))
    yield from zip(map(int, nums[::2]), nums[1::2], strict=True)
    for below in tree.get("/Kids", ()):
        yield from _leaves(below)


def _numbered(pages: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Yield what has a number that leads to its tags, with the name under which it stands."""
    for page in pages:
        if "/StructParents" in page:
            yield page, "/StructParents"
        for link in page.get("/Annots", ()):
            if "/StructParent" in link:
                yield link, "/StructParent"


def _named(elements: Iterable[Any], given: Counter[str]) -> Iterator[tuple[str, Any]]:
    """Yield the elements with names, after giving each name a number that no part before has; `given` goes on."""
    last = given.copy()

    def name(said: Any) -> str:
        found = _NUMBERED.fullmatch(str(said))
        if found is None:
            raise ValueError(f"a tag of a name that is not known: {said}")
        number = int(found[2]) + last[found[1]]
        given[found[1]] = max(given[found[1]], number)
        return f"{found[1]}{number}{found[3]}"

    waiting = list(elements)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            continue  # what stands on the page itself
        below = element.get("/K", ())
        waiting.extend(below if isinstance(below, pikepdf.Array) else (below,))
        if "/ID" in element:
            element.ID = pikepdf.String(name(element.ID))
            yield str(element.ID), element
        if "/A" in element:
            for said in element.A if isinstance(element.A, pikepdf.Array) else (element.A,):
                if "/Headers" in said:
                    said.Headers = pikepdf.Array([pikepdf.String(name(h)) for h in said.Headers])
