"""XML from strangers: bytes in, the root of a tree out, or a refusal with its line.

No entity, DTD or file from outside is ever asked for; entities that a file declares itself are read as long as they do
not swell; nothing is deeper than a text can be.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any

from variorum.importing.encodings import is_utf8
from variorum.importing.refusal import NotImportable
from variorum.model.limits import MAX_XML_LEVELS
from variorum.model.problems import MissingExtraError

if TYPE_CHECKING:
    from lxml.etree import _Element

_FROM_OUTSIDE = re.compile(rb"<!ENTITY\s+(?:%\s*)?[^\s>]+\s+(?:SYSTEM|PUBLIC)\b")
# of one byte for each letter, in which UTF-8 is never well-formed by chance
_SAYS_OLD_ENCODING = re.compile(
    rb"""\s*<\?xml\b[^>]*\bencoding\s*=\s*["']((?:iso-?8859|windows-125|cp125|latin|us-ascii|ascii)[\w.:-]*)["']""",
    re.IGNORECASE,
)
# What stands before the first element, up to the name of a DTD outside, if one is named.
_QUOTED = rb"""(?:"[^"]*"|'[^']*')"""
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s|<\?.*?\?>|<!--.*?-->)*(?:<!DOCTYPE\s+[^\s>\[]+\s*"
    rb"(?P<dtd>SYSTEM\s+" + _QUOTED + rb"|PUBLIC\s+" + _QUOTED + rb"(?:\s+" + _QUOTED + rb")?)?\s*[\[>]|<[^!?])",
    re.DOTALL,
)
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def parse_xml(data: bytes, name: str = "") -> _Element:
    """Return the root of an XML file; raises `NotImportable`."""
    etree = _lxml()
    outside = _FROM_OUTSIDE.search(data)
    if outside:
        line = data.count(b"\n", 0, outside.start()) + 1
        raise _refusal("an entity from outside is declared; take it out, nothing else is read", line, name)
    said = _SAYS_OLD_ENCODING.match(data)
    if said and not data.isascii() and is_utf8(data):
        encoding = said[1].decode("ascii")
        raise _refusal(f"it says that it is in {encoding}, and all of it is UTF-8: mend its first line", 1, name)
    data, is_sure = _without_dtd(data)
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, attribute_defaults=False, dtd_validation=False,
        # an xml:id that begins with a figure, or stands twice, is no fault of the form; but who does not collect them
        # is given the DTD, whatever else is said of it
        collect_ids=not is_sure,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in error.msg.lower():
            raise _refusal(_TOO_DEEP, error.lineno or 1, name) from error
        raise _refusal(f"not well-formed XML: {error.msg}", error.lineno or 1, name) from error
    _refuse_depth(root, name)
    for element in root.iter(_INCLUDE):
        file = element.get("href", "")
        message = f"another file is asked for ({file}): put its text here, nothing else is read"
        raise _refusal(message, int(element.sourceline or 1), name)
    return root


_TOO_DEEP = f"elements stand more than {MAX_XML_LEVELS} levels deep"


def _refusal(message: str, line: int, name: str) -> NotImportable:
    """Return what is said of a line: of the file, or of a part of a package with its name."""
    return NotImportable(f"{name}:{line}: {message}") if name else NotImportable(message, line)


def _without_dtd(data: bytes) -> tuple[bytes, bool]:
    """Return a file that names no DTD outside, in the same lines, and whether that is sure."""
    found = _BEGINNING.match(data)
    if found is None or found["dtd"] is None:
        return data, found is not None
    start, end = found.span("dtd")
    rest = _NAMED.sub(_as_number, data[end:]) if b"DTD XHTML" in found["dtd"] else data[end:]
    return data[:start] + b"\n" * data.count(b"\n", start, end) + rest, True


_NAMED = re.compile(rb"&([A-Za-z]+\d*);")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def _as_number(name: re.Match[bytes]) -> bytes:
    """Return a letter that the DTD of XHTML names, by its number; another name stays."""
    known = name[1].decode("ascii")
    return b"&#%d;" % name2codepoint[known] if known in name2codepoint and known not in _OF_XML else name[0]


def xml_bytes(root: _Element) -> bytes:
    """Return a tree as a file."""
    return bytes(_lxml().tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _lxml() -> Any:
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("import of XML", "lxml", "import") from error
    return etree


def _refuse_depth(root: _Element, name: str) -> None:
    level = {root: 1}
    for element in root.iterdescendants():
        parent = element.getparent()
        assert parent is not None
        level[element] = level[parent] + 1
        if level[element] > MAX_XML_LEVELS:
            raise _refusal(_TOO_DEEP, int(element.sourceline or 1), name)


def local_name(element: _Element) -> str:
    """Return an element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: _Element) -> str:
    """Return an element's namespace; "" if it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def all_text(element: _Element) -> str:
    """Return every letter in an element."""
    return "".join(str(part) for part in element.itertext())
