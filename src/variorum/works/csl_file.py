"""A file of a citation style in CSL: bytes in, what citeproc is given and what must be known of it out.

CSL is XML (https://docs.citationstyles.org). What is no independent style is refused with its line: another document, a
broken one, one with a DTD, a style that only names the one it follows (which citeproc would look for on the network).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from variorum.model.limits import MAX_STYLE_BYTES, MAX_XML_LEVELS
from variorum.reading.files import Refused, decode, read_bytes

CODE = "style-broken"
_NAMESPACE = "http://purl.org/net/xbiblio/csl"
# A dash instead of a name that was named before: in a list that readers sort and filter, it would stand for another.
_DASH = re.compile(r"""\s+subsequent-author-substitute(?:-rule)?\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class CslFile:
    """A citation style that can be used."""

    text: str  # XML
    is_of_notes: bool = False  # whether it cites in footnotes
    language: str = ""  # in which it is always printed, BCP 47; "" = in that of the pages


def read_csl_file(folder: Path, name: str) -> CslFile:
    """Return the style in a file; raises `Refused` with the file as it was named, and the line."""
    place = (folder / name).resolve()
    try:
        data = read_bytes(place.parent, place.name, MAX_STYLE_BYTES)
        return csl_file_of(place.name, data)
    except Refused as refused:
        problem = refused.problem
        raise Refused(name, problem.line, problem.code, problem.message) from refused


def csl_file_of(path: str, data: bytes) -> CslFile:
    """Return the style that bytes hold; raises `Refused`."""
    text = decode(path, data).removeprefix("\ufeff")
    found = _Reading(path)
    try:
        found.parser.Parse(text, True)
    except expat.ExpatError as error:
        raise Refused(path, error.lineno, CODE, f"no XML: {expat.ErrorString(error.code)}") from error
    if found.parent:
        line, address = found.parent
        message = f"this style only follows another; take the file of that one: {address}"
        raise Refused(path, line, CODE, message)
    unmade = next(((name, line) for name, line in found.named.items() if name not in found.macros), None)
    if unmade:
        raise Refused(path, unmade[1], CODE, f"there is no macro “{unmade[0]}” in this style; nothing would be printed")
    missing = next((part for part in ("info", "citation", "bibliography") if part not in found.parts), "")
    if missing:
        message = f"a style without <{missing}>, by which no list and no citation can be printed; take another"
        raise Refused(path, 1, CODE, message)
    root = found.root
    return CslFile(_DASH.sub("", text), root.get("class") == "note", root.get("default-locale", ""))


class _Reading:
    """One walk through a style, for what `csl_file_of` asks."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root: Mapping[str, str] = {}
        self.parts: set[str] = set()  # what stands right under the root
        self.macros: set[str] = set()
        self.named: dict[str, int] = {}  # macros that are used → line
        self.parent: tuple[int, str] | None = None  # line and address of the style that this one follows
        self._level = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse_dtd
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def _refuse_dtd(self, *_: object) -> None:
        raise Refused(self.path, self.parser.CurrentLineNumber, CODE, "a DTD has no place in a style; take it out")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        line, (namespace, _, element) = self.parser.CurrentLineNumber, name.rpartition(" ")
        if self._level == 0:
            if (namespace, element) != (_NAMESPACE, "style"):
                message = "this is no style of CSL; its first element is <style> of the namespace " + _NAMESPACE
                raise Refused(self.path, line, CODE, message)
            self.root = attributes
        elif self._level == 1:
            self.parts.add(element)
            self.macros |= {attributes.get("name", "")} if element == "macro" else set()
        elif "macro" in attributes:
            self.named.setdefault(attributes["macro"], line)
        elif element == "link" and attributes.get("rel") == "independent-parent":
            self.parent = (line, attributes.get("href", ""))
        self._level += 1
        if self._level > MAX_XML_LEVELS:
            raise Refused(self.path, line, CODE, f"more than {MAX_XML_LEVELS} elements in one another")

    def _end(self, _: str) -> None:
        self._level -= 1
