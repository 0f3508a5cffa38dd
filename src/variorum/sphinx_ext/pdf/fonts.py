"""Which fonts a book needs: the characters it uses in, font files out, or a clear word on what is missing.

Order: the folder of the setting `variorum_pdf_fonts`, then the system's Noto fonts; for a character that none of these
has, whatever else the system has. Only the faces that are needed are
given to the compiler, so that the same fonts give the same bytes on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from variorum.disk.whole_file import remove, write_whole
from variorum.model.problems import MissingExtraError

SERIF = "Noto Serif"
SANS = "Noto Sans"
PACKAGE = "fonts-noto-core"
_ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}  # of the files in which the compiler looks for fonts

# Tried in this order for what the two text faces lack; the first that has a character gets it. Devanagari is Sans: with
# Noto Serif Devanagari the compiler writes some clusters twice into the text layer ("निर्मार्माणमा").
FALLBACKS: tuple[tuple[str, str], ...] = (
    ("Noto Sans Devanagari", PACKAGE),
    ("Noto Serif Georgian", PACKAGE),
    ("Noto Serif Armenian", PACKAGE),
    ("Noto Serif Hebrew", PACKAGE),
    ("Noto Naskh Arabic", PACKAGE),
    ("Noto Serif Bengali", PACKAGE),
    ("Noto Serif Tamil", PACKAGE),
    ("Noto Serif Thai", PACKAGE),
    ("Noto Serif Ethiopic", PACKAGE),
    ("Noto Sans Math", PACKAGE),
    ("Noto Sans Symbols", PACKAGE),
    ("Noto Sans Symbols2", PACKAGE),
    ("Noto Serif CJK SC", "fonts-noto-cjk"),
    ("Noto Serif CJK JP", "fonts-noto-cjk"),
    ("Noto Serif CJK KR", "fonts-noto-cjk"),
    ("Noto Color Emoji", "fonts-noto-color-emoji"),
)
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}  # not looked for: controls, joiners, private and unassigned


@dataclass(frozen=True, slots=True)
class Face:
    """A font file."""

    family: str
    path: Path
    style: str  # "normal" or "italic"
    weight: int  # 400 or 700


@dataclass(frozen=True, slots=True)
class Missing:
    """A character for which no font was found."""

    character: str
    where: str  # the first place that uses it, e.g. "sources/nepali/annotations/ne-birth.md:9"

    def __str__(self) -> str:
        name = unicodedata.name(self.character, "unnamed")
        package = _package_for(self.character)
        return (
            f"no font has “{self.character}” (U+{ord(self.character):04X} {name}) in {self.where}; install the package "
            f"{package}, or put a font that has it into the folder of the setting variorum_pdf_fonts"
        )


class FontsMissingError(Exception):
    """The book cannot be set with the fonts there are. The message says which, and where they come from."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fonts of a book."""

    faces: tuple[Face, ...]
    serif: tuple[str, ...]  # families in the order in which the compiler looks for a character
    sans: tuple[str, ...]
    # characters that the shaper would put together in a text face from parts ("=" and a stroke for "≠"), badly placed,
    # each with the family that has it whole
    whole: tuple[tuple[str, str], ...] = ()


def available(folder: Path | None) -> list[Face]:
    """Return the usable faces: those of the folder first, then the system's.

    Raises `MissingExtraError` if Typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("the PDF edition", "Typst", "pdf") from error

    found: dict[tuple[str, str, int], Face] = {}
    shelves = (
        [typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])]
        if folder
        else []
    )
    shelves.append(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False))
    for shelf in shelves:
        for font in sorted(shelf.fonts(), key=lambda f: str(f.path)):
            if font.path and font.weight in {400, 700} and font.style in {"normal", "italic"} and font.stretch == 1.0:
                found.setdefault(
                    (font.family, font.style, font.weight), Face(font.family, Path(font.path), font.style, font.weight)
                )
    return list(found.values())


def choose(used: Mapping[str, str], faces: Sequence[Face], own: str = "") -> tuple[Chosen, tuple[Missing, ...]]:
    """Choose the faces for the characters used (each with the place that first uses it).

    `own` is a family that stands before all others. Raises FontsMissingError when it or the two text faces are not
    there; characters that no font has are returned.
    """
    regular = {f.family: f for f in faces if f.style == "normal" and f.weight == 400}
    for family in (SERIF, SANS):
        if family not in regular:
            raise FontsMissingError(
                f"the font {family} (Latin, Cyrillic, Greek) is not on this machine; install the package {PACKAGE} "
                "(Debian: apt-get install fonts-noto-core), or name a folder that has it in variorum_pdf_fonts"
            )
    if own and own not in regular:
        raise FontsMissingError(
            f"variorum_pdf_face is “{own}”, of which no regular style is on this machine or in the folder of "
            "variorum_pdf_fonts"
        )
    first = (own,) if own else ()
    serif, sans = text_faces = coverage(regular[SERIF].path), coverage(regular[SANS].path)
    wanted = {c: where for c, where in used.items() if unicodedata.category(c) not in _INVISIBLE and not c.isspace()}
    open_ = {c for c in wanted if ord(c) not in serif or ord(c) not in sans}  # a text may be set in either
    families: list[str] = []
    whole: list[tuple[str, str]] = []
    for family in _order(regular):
        has = coverage(regular[family].path) if open_ else frozenset()
        served = {c for c in open_ if ord(c) in has}
        if served:
            families.append(family)
            whole += ((c, family) for c in sorted(served) if any(_put_together(c, face) for face in text_faces))
            open_ -= served
    kept = {*first, SERIF, SANS, *families}
    used_faces = tuple(sorted((f for f in faces if f.family in kept), key=lambda f: (f.family, f.style, f.weight)))
    chosen = Chosen(used_faces, (*first, SERIF, *families, SANS), (*first, SANS, *families, SERIF), tuple(whole))
    return chosen, tuple(Missing(c, wanted[c]) for c in sorted(open_) if ord(c) not in serif | sans)


def _put_together(character: str, face: frozenset[int]) -> bool:
    """Whether a face that lacks a character has the parts of it. One by itself would not join its neighbours."""
    parts = unicodedata.normalize("NFD", character)
    return parts != character and ord(character) not in face and all(ord(part) in face for part in parts)


def gather(chosen: Chosen, folder: Path) -> None:
    """Copy the chosen files into a folder of ours and remove from it the fonts that are not chosen."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {face.path.name for face in chosen.faces}
    for other in folder.iterdir():
        if other.name not in names and other.suffix.casefold() in _ENDINGS:
            remove(folder, other)
    for face in chosen.faces:
        copy = folder / face.path.name
        if not copy.exists() or copy.stat().st_size != face.path.stat().st_size:
            write_whole(copy, face.path.read_bytes())


def _order(regular: Mapping[str, Face]) -> Iterator[str]:
    named = [family for family, _ in FALLBACKS if family in regular]
    yield from named
    yield from sorted(f for f in regular if f not in {*named, SERIF, SANS} and f.startswith("Noto "))
    yield from sorted(f for f in regular if not f.startswith("Noto "))


def _package_for(character: str) -> str:
    code = ord(character)
    if 0x1F000 <= code < 0x20000 or (unicodedata.category(character) == "So" and code > 0x2600):
        return "fonts-noto-color-emoji"
    if 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0x20000 <= code <= 0x3FFFF:
        return "fonts-noto-cjk"
    return f"{PACKAGE} (or fonts-noto-extra)"


# --- which characters a font file has ---------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def coverage(path: Path) -> frozenset[int]:
    """Return the code points for which the file (of a collection, its first font) has a glyph."""
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
