"""Which format a file is in: its bytes and its name in, a row of the table of formats out, or a refusal by name.

What a file holds decides, not what it is called. Nothing is ever taken for plain text because it was not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from variorum.importing.packages import Package, unpack
from variorum.importing.refusal import NotImportable
from variorum.importing.xml_reading import local_name, namespace, parse_xml

TEI = "http://www.tei-c.org/ns/1.0"
# Formats by the name that `--format` takes, with what a person calls them.
FORMATS: Mapping[str, str] = {
    "tei": "TEI P5",
    "osis": "OSIS",
    "usfm": "USFM",
    "docx": "DOCX",
    "odt": "ODT",
    "epub": "EPUB",
    "html": "HTML",
    "markdown": "Markdown",
    "plain": "plain text",
}
# What the first bytes say, and what to do with it.
_KNOWN_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF; bring in the text that it was made from, or the text that a program of recognition gives"),
    (b"\xd0\xcf\x11\xe0", "a document of an old office program (DOC, XLS); save it as DOCX or ODT"),
    (b"{\\rtf", "RTF; save it as DOCX or ODT"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "packed with xz; unpack it first"),
    (b"7z\xbc\xaf", "packed with 7-Zip; unpack it first"),
    (b"Rar!", "packed with RAR; unpack it first"),
    (b"SQLite format 3", "a data base (SQLite)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BOOKMOBI", "an e-book for Kindle; convert it to EPUB"),
    (b"\\documentclass", "LaTeX; convert it to DOCX, ODT or HTML"),
    (b"#!", "a script"),
)
_ROOTS: Mapping[str, str] = {
    "TEI.2": "TEI P4; convert it to P5 (the TEI consortium has a style sheet)",
    "USX": "USX; save the book as USFM",
    "usx": "USX; save the book as USFM",
    "svg": "a drawing (SVG)",
    "rss": "a news feed (RSS)",
    "feed": "a news feed (Atom)",
    "article": "JATS or DocBook; convert it to HTML or TEI",
    "book": "DocBook; convert it to HTML or TEI",
    "package": "the list of an e-book; bring in the EPUB itself",
    "alto": "ALTO; convert it to TEI or plain text",
    "PcGts": "PAGE; convert it to TEI or plain text",
    "mets": "METS; bring in the text that it lists",
    "mediawiki": "a dump of a wiki; bring in its pages as HTML",
}
_XML_START = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z_][\w.:-]*[\s/>])")
_HTML_START = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!DOCTYPE\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_USFM_START = re.compile(r"\s*\\id\s+\S")


def recognise(data: bytes, name: str, text: str | None) -> str:
    """Return the format of a file, a key of `FORMATS`; raises `NotImportable` and says what the file is.

    `text` is the file decoded, None where it is no text.
    """
    if data.startswith(b"PK"):
        return _of_package(unpack(data))
    for mark, what in _KNOWN_BYTES:
        if data.startswith(mark) or (mark == b"BOOKMOBI" and data[60:68] == mark):
            raise NotImportable(f"this is {what}")
    if text is None or (b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise NotImportable("this is no text that can be read: it holds bytes that stand in no text")
    suffix = name.rpartition(".")[2].lower()
    if "http://www.tei-c.org" not in text[:2000] and not text.lstrip().startswith("<?xml"):
        if _HTML_START.match(text):
            return "html"
        if suffix in _SUFFIXES and not _USFM_START.match(
            text
        ):  # a piece of HTML begins with any element; Markdown may begin with one as well
            return _SUFFIXES[suffix]
    if _XML_START.match(text) or suffix in {"xml", "tei"}:
        return _of_xml(data)
    if _USFM_START.match(text.removeprefix("\ufeff")) or suffix in {"usfm", "sfm"}:
        return "usfm"
    return "plain"


# Formats of text that look like any other, by the ending of the file's name.
_SUFFIXES: Mapping[str, str] = {"md": "markdown", "markdown": "markdown", "html": "html", "htm": "html"}


def _of_package(package: Package) -> str:
    kind = package.part("mimetype").strip()
    if "word/document.xml" in package.names:
        return "docx"
    if kind == b"application/epub+zip":
        return "epub"
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    parts = {"xl/workbook.xml": "a table of Excel", "ppt/presentation.xml": "slides of PowerPoint"}
    what = next((said for part, said in parts.items() if part in package.names), "")
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        what = f"an OpenDocument file that is no text ({kind.decode('ascii', 'replace').rpartition('.')[2]})"
    raise NotImportable(f"this is {what or 'a zip archive'}; DOCX, ODT and EPUB are read")


def _of_xml(data: bytes) -> str:
    root = parse_xml(data)
    name, space = local_name(root), namespace(root)
    if space == TEI:
        if name == "TEI":
            return "tei"
        raise NotImportable(f"the file begins with <{name}>, not with <TEI>; bring in its texts one by one", 1)
    if name == "osis":
        return "osis"
    if name == "html":
        return "html"
    if name == "TEI":
        raise NotImportable(f"<TEI> stands in the namespace “{space}”, not in {TEI}; TEI P5 is read", 1)
    known = _ROOTS.get(name, "")
    where = f" of the namespace {space}" if space else ""
    raise NotImportable(f"this is {known}" if known else f"XML of <{name}>{where}; TEI P5, OSIS and XHTML are read", 1)
