"""Makes documents of word processors and e-books from a few lines, as small as programs still read them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
_OFFICE = "http://schemas.openxmlformats.org"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_WORD = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": f"{_OFFICE}/wordprocessingml/2006/main", "m": f"{_OFFICE}/officeDocument/2006/math",
        "a": f"{_OFFICE}/drawingml/2006/main", "pic": f"{_OFFICE}/drawingml/2006/picture",
        "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing", "r": f"{_OFFICE}/officeDocument/2006/relationships",
        "mc": f"{_OFFICE}/markup-compatibility/2006", "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)  # fmt: skip
_OPEN = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        **{name: f"{_OASIS}:{name}:1.0" for name in ("office", "style", "text", "table", "meta")},
        "draw": f"{_OASIS}:drawing:1.0", "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink", "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)  # fmt: skip
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="A boat"/><a:graphic><a:graphicData uri="'
    f'{_OFFICE}/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="p1"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return data.getvalue()


def document(case: Mapping[str, Any]) -> bytes:
    """Return the file that a case describes."""
    return _FORMATS[case["format"]](case)


def _word(case: Mapping[str, Any]) -> bytes:
    of_types = f"{_OFFICE}/package/2006/content-types"
    relations = f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{{}}</Relationships>'
    relation = f'<Relationship Id="{{}}" Type="{_OFFICE}/officeDocument/2006/relationships/{{}}" Target="{{}}"/>'
    ids = {name: f"S{number}" for number, (_, name, *_) in enumerate(map(_style, case.get("styles", [])))}
    styles = "".join(_word_style(line, ids) for line in case.get("styles", []))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{of_types}"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": relations.format(relation.format("r1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations.format(
            relation.format("p1", "image", "media/boat.png") + relation.format("f1", "footnotes", "footnotes.xml")
        ),
        "word/media/boat.png": PNG,
        "word/styles.xml": f"<w:styles {_WORD}>{styles}</w:styles>",
        "word/document.xml": _word_part(f"<w:document {_WORD}><w:body>{case['body']}</w:body></w:document>", ids),
        "word/footnotes.xml": _word_part(f"<w:footnotes {_WORD}>{case.get('notes', '')}</w:footnotes>", ids),
        "docProps/core.xml": f"<core {_DC}>{_said(case)}</core>",
    }
    return package(parts)


def _style(line: str) -> tuple[str, str, str, str]:
    """Return type, name, base and properties of a style: `character Mine of Verk <w:b/>`."""
    match = re.fullmatch(r"(\w+) (.+?)(?: of (\w+))?(?: (<.*))?", line)
    assert match is not None
    return match[1], match[2], match[3] or "", match[4] or ""


def _word_style(line: str, ids: Mapping[str, str]) -> str:
    type_, name, base, properties = _style(line)
    based = f'<w:basedOn w:val="{ids[base]}"/>' if base else ""
    return (
        f'<w:style w:type="{type_}" w:styleId="{ids[name]}"><w:name w:val="{name}"/>{based}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def _word_part(text: str, ids: Mapping[str, str]) -> bytes:
    """Return a part of a Word file: bare letters are put into runs, `[Style]` before them into their properties."""
    root = etree.fromstring(text.replace("[picture]", _PICTURE))
    w = f"{{{root.nsmap['w']}}}"
    for element in list(root.iter(*(f"{w}{name}" for name in _HOLD_LETTERS))):
        name = element.tag.removeprefix(w)
        for child in reversed(list(element)):
            if letters := _bare(child.tail, name):
                element.insert(element.index(child) + 1, _letters(w, name, letters))
            child.tail = None
        style, letters = re.fullmatch(r"(?:\[([^]]+)\])?(.*)", _bare(element.text, name), re.DOTALL).groups()
        element.text = None
        if letters:
            element.insert(0, _letters(w, name, letters))
        if style:
            properties = etree.Element(f"{w}{name}Pr")
            etree.SubElement(properties, f"{w}{name}Style", {f"{w}val": ids[style]})
            element.insert(0, properties)
    return etree.tostring(root)


_IN_LINE = ("ins", "moveFrom", "moveTo", "dir", "bdo", "smartTag", "fldSimple", "rt", "rubyBase")
_HOLD_LETTERS = ("p", "r", "sdtContent", *_IN_LINE)


def _bare(text: str | None, name: str) -> str:
    """Return letters that stand in no run; between blocks there are none."""
    letters = re.sub(r"\n+", " ", text or "")
    return letters if letters.strip() or name != "sdtContent" else ""


def _letters(w: str, name: str, letters: str) -> Any:
    """Return letters as what holds them has them: a run has text, anything else has runs."""
    text = etree.Element(f"{w}t")
    text.text = letters
    if name == "r":
        return text
    run = etree.Element(f"{w}r")
    run.append(text)
    return run


def _said(case: Mapping[str, Any]) -> str:
    names = {key: f"meta:{key}" if key.startswith("initial") else f"dc:{key}" for key in case.get("said", {})}
    return "".join(f"<{names[key]}>{value}</{names[key]}>" for key, value in case.get("said", {}).items())


def _open(case: Mapping[str, Any]) -> bytes:
    body = re.sub(r"<text:p>\[([^]]+)\]", r'<text:p text:style-name="\1">', case["body"].strip())
    styles = "".join(_open_style(*line.split(" ", 2)) for line in case.get("styles", []))
    of_styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"{of_styles}<office:body><office:text>{body}</office:text></office:body>"
    return package({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_OPEN}>{content}</office:document-content>",
        "styles.xml": f"<office:document-styles {_OPEN}/>",
        "meta.xml": f"<office:document-meta {_OPEN}><office:meta>{_said(case)}</office:meta></office:document-meta>",
        "Pictures/boat.png": PNG,
    })  # fmt: skip


def _open_style(name: str, parent: str, properties: str = "") -> str:
    family = "text" if name.startswith("T") else "paragraph"
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


def _book(case: Mapping[str, Any]) -> bytes:
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    ops = "http://www.idpf.org/2007/o"
    page = (
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="{ops}ps"><head><title>x</title></head>'
        f"<body>{case['body']}</body></html>"
    )
    return package({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'<container xmlns="{container}"><rootfiles><rootfile full-path="b.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>',
        "b.opf": f'<package xmlns="{ops}pf" version="3.0"><metadata {_DC}>{_said(case)}</metadata><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="p" href="boat.png" '
        'media-type="image/png"/></manifest><spine><itemref idref="a"/></spine>'
        "</package>",
        "style.css": case.get("css", ""),
        "boat.png": PNG,
        "a.xhtml": _declared(page, case.get("encoding", "")),
    })  # fmt: skip


def _declared(page: str, encoding: str) -> bytes:
    """Return a page in an encoding that it says itself."""
    if not encoding:
        return page.encode()
    return f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{page}'.encode(encoding)


def _page(case: Mapping[str, Any]) -> bytes:
    return f"<!DOCTYPE html><html>{case['body']}</html>".encode()


_FORMATS = {"docx": _word, "odt": _open, "epub": _book, "html": _page}
