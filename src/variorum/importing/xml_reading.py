"""XML from strangers: bytes in, the root of a tree out, or a refusal with its line.

No entity, DTD or file from outside is ever asked for; entities that a file declares itself are read as long as they do
not swell; nothing is deeper than a text can be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

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
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def parse_xml(data: bytes, name: str = "") -> _Element:
    """Return the root of an XML file; raises `NotImportable`."""
    etree = _lxml()
    where = f"{name}: " if name else ""
    outside = _FROM_OUTSIDE.search(data)
    if outside:
        line = data.count(b"\n", 0, outside.start()) + 1
        raise NotImportable(f"{where}an entity from outside is declared; take it out, nothing else is read", line)
    said = _SAYS_OLD_ENCODING.match(data)
    if said and not data.isascii() and _is_utf8(data):
        encoding = said[1].decode("ascii")
        raise NotImportable(f"{where}it says that it is in {encoding}, and all of it is UTF-8: mend its first line", 1)
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, attribute_defaults=False, dtd_validation=False,
        collect_ids=False,  # an xml:id that begins with a figure, or stands twice, is no fault of the form
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotImportable(f"{where}not well-formed XML: {error.msg}", error.lineno or 1) from error
    _refuse_depth(root, where)
    for element in root.iter(_INCLUDE):
        file = element.get("href", "")
        message = f"another file is asked for ({file}): put its text here, nothing else is read"
        raise NotImportable(f"{where}{message}", int(element.sourceline or 1))
    return root


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def xml_bytes(root: _Element) -> bytes:
    """Return a tree as a file."""
    return bytes(_lxml().tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _lxml() -> Any:
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("import of XML", "lxml", "import") from error
    return etree


def _refuse_depth(root: _Element, where: str) -> None:
    level = {root: 1}
    for element in root.iterdescendants():
        parent = element.getparent()
        assert parent is not None
        level[element] = level[parent] + 1
        if level[element] > MAX_XML_LEVELS:
            raise NotImportable(
                f"{where}elements stand more than {MAX_XML_LEVELS} levels deep", int(element.sourceline or 1)
            )


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
