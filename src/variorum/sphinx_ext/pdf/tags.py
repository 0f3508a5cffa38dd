"""The tags of several files as one tree: what each element of a page is, for those who hear a book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Tags:
    """The tree of a book: that of its own file first, then those of others."""

    book: pikepdf.Pdf
    elements: list[Any] = field(default_factory=list)
    by_number: list[Any] = field(default_factory=list)  # number, what it leads to
    by_name: dict[str, Any] = field(default_factory=dict)
    given: Counter[str] = field(default_factory=Counter)  # kind of a name → the highest number

    def add(self, part: Tagged) -> None:
        """Take over the tags of a file, and let its pages and links lead to them."""
        root = self.book.Root.StructTreeRoot
        own, numbers = _taken_over(self.book, part)
        for element in own:
            element.P = root.K[0]
        self.elements += own
        self.by_name |= dict(_named(own, self.given))
        for holder, key in _numbered(part.pages):
            number, holder[key] = int(holder[key]), len(self.by_number) // 2
            self.by_number += [holder[key], numbers[number]]
        for role, standard in part.file.Root.StructTreeRoot.get("/RoleMap", {}).items():
            root.RoleMap[role] = standard

    def write(self) -> None:
        """Put what has been taken over into the tree."""
        root = self.book.Root.StructTreeRoot
        root.K[0].K = pikepdf.Array(self.elements)
        root.ParentTree = self.book.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(self.by_number)))
        root.ParentTreeNextKey = len(self.by_number) // 2
        if self.by_name:
            names = sorted(self.by_name.items(), key=lambda row: row[0].encode())
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
