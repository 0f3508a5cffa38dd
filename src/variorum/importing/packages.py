"""Packed originals (DOCX, ODT, EPUB): bytes in, the names and contents of their parts out, nothing written to disk.

A package is looked at before anything unpacks it: how large it says it is, how large it really is, and where its names
would lead.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from variorum.importing.refusal import NotImportable
from variorum.importing.word_signs import word_letters
from variorum.importing.xml_reading import all_text, local_name, namespace, parse_xml
from variorum.model.limits import MAX_PACKED_PARTS, MAX_PACKED_RATE, MAX_UNPACKED_BYTES, MAX_UNRATED_BYTES
from variorum.text.excerpt import beginning

_CHUNK_BYTES = 1024 * 1024
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg", ".emf", ".wmf")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a package."""

    names: tuple[str, ...]
    parts: Mapping[str, bytes]  # the XML parts, by name
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # by name

    def part(self, name: str) -> bytes:
        """Return the bytes of a part, empty if there is none."""
        return self.parts.get(name, b"")


def unpack(data: bytes) -> Package:
    """Return the parts of a package that hold text; raises `NotImportable` for one that is made to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            _refuse_shape(infos)
            total = 0
            parts: dict[str, bytes] = {}
            pictures: dict[str, bytes] = {}
            for info in infos:
                content = _read(package, info, MAX_UNPACKED_BYTES - total)
                total += len(content)
                if info.filename.lower().endswith((".xml", ".xhtml", ".html", ".htm", ".opf", ".rels", ".css")) or (
                    info.filename == "mimetype"
                ):
                    _refuse_entities(info.filename, content)
                    parts[info.filename] = content
                elif info.filename.lower().endswith(_PICTURES):
                    pictures[info.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotImportable(f"the package is damaged or locked: {error}") from error
    return Package(tuple(i.filename for i in infos), parts, pictures)


def _refuse_shape(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse what can be seen without unpacking anything."""
    if len(infos) > MAX_PACKED_PARTS:
        raise NotImportable(f"the package has {len(infos):,} parts; at most {MAX_PACKED_PARTS:,} are read")
    if len({i.filename for i in infos}) < len(infos):
        raise NotImportable("two parts of the package have the same name")
    for info in infos:
        shown = beginning(info.filename, 80)
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in info.filename[:3] or "\0" in info.filename:
            raise NotImportable(f"a part of the package has a name that leads out of it: {shown}")
        if info.flag_bits & 1:
            raise NotImportable("the package is locked with a password; save it without one")
        if (info.external_attr >> 16) & 0o170000 == 0o120000:
            raise NotImportable(f"a part of the package is a link: {shown}")


def _refuse_entities(name: str, content: bytes) -> None:
    """Refuse entities: no program that makes such packages writes them, and readers of XML swell them."""
    bare = content.replace(b"\0", b"")  # in UTF-16 a zero stands beside each letter
    if (at := bare.find(b"<!ENTITY")) >= 0:
        line = bare.count(b"\n", 0, at) + 1
        raise NotImportable(f"{beginning(name, 80)}:{line}: an entity is declared; no word processor writes one")


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """Return a part, counted while it is unpacked: what a package says of sizes may be a lie."""
    found = bytearray()
    most = max(MAX_UNRATED_BYTES, MAX_PACKED_RATE * info.compress_size)
    with package.open(info) as file:
        while chunk := file.read(_CHUNK_BYTES):
            found += chunk
            if len(found) > room:
                raise NotImportable(f"unpacked it has more than {MAX_UNPACKED_BYTES // 1024**2} MB")
            if len(found) > most:
                shown = beginning(info.filename, 80)
                raise NotImportable(f"{shown} swells to {MAX_PACKED_RATE} times its size; no text does")
    return bytes(found)


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package in which some parts hold something else; it must be one that `unpack` has let through."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            new.writestr(info, parts.get(info.filename) or old.read(info))
    return changed.getvalue()


def letters_of(package: Package, format_: str) -> Iterator[tuple[str, str]]:
    """Yield each part that holds text, or place in such parts, with all of its letters; raises `NotImportable`."""
    found: dict[str, list[str]] = {}
    for name in sorted(package.parts):
        for where, text in _LETTERS[format_](name, package.part(name)):
            found.setdefault(where, []).append(text)
    yield from ((where, "".join(texts)) for where, texts in found.items() if "".join(texts).strip())


_DOCX_PARTS = ("word/document", "word/footnotes", "word/endnotes", "word/header", "word/footer", "word/comments")


def _docx(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if name.startswith(_DOCX_PARTS) and name.endswith(".xml"):
        yield from word_letters(parse_xml(data, name), name)


def _odt(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if name not in {"content.xml", "styles.xml"}:
        return
    body = [e for e in parse_xml(data, name).iter() if local_name(e) in {"body", "header", "footer"}]
    tops = [e for e in body if namespace(e).endswith(("office:1.0", "style:1.0"))]
    yield name, "".join(map(all_text, tops))


def _epub(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if not name.lower().endswith((".xhtml", ".html", ".htm", ".xml")) or name.startswith("META-INF/"):
        return
    root = parse_xml(data, name)
    bodies = [e for e in root.iter() if local_name(e) == "body"]
    yield name, "".join(map(all_text, bodies))


_LETTERS: Mapping[str, Callable[[str, bytes], Iterator[tuple[str, str]]]] = {"DOCX": _docx, "ODT": _odt, "EPUB": _epub}
